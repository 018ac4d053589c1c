/// Where something stands in a scenario file; lines and columns count from 1.
package struct Place: Hashable, Sendable, Comparable, CustomStringConvertible {
  package var file: String
  package var line: Int
  package var column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  package var description: String { "\(file.shown):\(line):\(column)" }

  package static func < (left: Place, right: Place) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}

/// One thing that is wrong, or doubtful, with a scenario file. The reader collects all of them.
package struct Problem: Hashable, Sendable {
  package enum Severity: String, Sendable { case error, warning, note }
  package var severity: Severity
  package var place: Place
  package var message: String
  /// `did you mean …?`, or what to write instead.
  package var suggestion: String?

  /// - Parameters: texts that may hold what stands in a file; they are kept as they are `shown`.
  package init(
    _ severity: Severity, at place: Place, _ message: String, suggestion: String? = nil
  ) {
    self.severity = severity
    self.place = place
    self.message = message.shown
    self.suggestion = suggestion?.shown
  }
}

/// The scenario cannot be used; carries every problem found in one pass.
package struct InvalidScenario: Error, Sendable {
  package var problems: [Problem]
  package init(problems: [Problem]) { self.problems = problems }
}

extension Problem: CustomStringConvertible {
  /// `file:line:column: error: … (did you mean …?)`
  package var description: String {
    let hint = suggestion.map { " (\($0))" } ?? ""
    return "\(place): \(severity.rawValue): \(message)\(hint)"
  }
}
