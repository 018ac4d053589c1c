/// Why a text is not the value that its place asks for.
package struct ValueError: Error, Equatable {
  package var message: String
  package var suggestion: String?
  init(_ message: String, suggestion: String? = nil) {
    self.message = message
    self.suggestion = suggestion
  }
}

/// Reads values from the text of a scalar, form by form. Numbers stay exact decimals until they are
/// whole nanoseconds, bytes or counts, so nothing is ever rounded silently.
enum ValueReader {}
