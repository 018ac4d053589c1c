import Foundation

/// Values that requests carry and that nothing else may show: they come from the command line alone.
package struct Secrets: Sendable {
  private var values: [String: String] = [:]

  /// None.
  package init() {}

  /// A secret that cannot be had, or is said in a way that would show it.
  package struct Problem: Error, CustomStringConvertible {
    package var description: String
  }

  /// - Parameter texts: each as `--secret` takes it: `NAME=env:VARIABLE` or `NAME=file:PATH`.
  /// - Throws: `Problem`, which never holds a value.
  package init(_ texts: [String]) throws(Problem) {
    for text in texts {
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        throw Problem(description: "--secret is written NAME=env:VARIABLE or NAME=file:PATH")
      }
      let (name, source) = (String(text[..<equals]), text[text.index(after: equals)...])
      var value: String?
      if source.hasPrefix("env:") {
        value = ProcessInfo.processInfo.environment[String(source.dropFirst(4))]
      } else if source.hasPrefix("file:") {
        value = try? String(contentsOfFile: String(source.dropFirst(5)), encoding: .utf8)
      } else {
        throw Problem(description: "--secret \(name)=…: a secret is not written out; say env:VARIABLE or file:PATH")
      }
      guard let value, !value.isEmpty else {
        throw Problem(description: "--secret \(name): there is nothing at its place")
      }
      var trimmed = value[...]
      while let last = trimmed.last, last.isNewline { trimmed.removeLast() }
      guard CallEncoder.fitsField(String(trimmed)) else {
        throw Problem(description: "--secret \(name): it has characters that no header can hold")
      }
      guard values[name] == nil else { throw Problem(description: "--secret \(name) is given twice") }
      values[name] = String(trimmed)
    }
  }

  /// Their names, in order.
  package var names: [String] { values.keys.sorted() }

  package subscript(name: String) -> String? { values[name] }
}
