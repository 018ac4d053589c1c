/// Where something stands in a scenario file; lines and columns count from 1.
public struct Place: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String { "\(file.shown):\(line):\(column)" }

  public static func < (left: Place, right: Place) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}

/// One thing that is wrong, or doubtful, with a scenario file. The reader collects all of them.
public struct Problem: Hashable, Sendable {
  public enum Severity: String, Sendable { case error, warning, note }
  public var severity: Severity
  public var place: Place
  public var message: String
  /// `did you mean …?`, or what to write instead.
  public var suggestion: String?

  /// - Parameters: texts that may hold what stands in a file; they are kept as they are `shown`.
  public init(
    _ severity: Severity, at place: Place, _ message: String, suggestion: String? = nil
  ) {
    self.severity = severity
    self.place = place
    self.message = message.shown
    self.suggestion = suggestion?.shown
  }
}

/// The scenario cannot be used; carries every problem found in one pass.
public struct InvalidScenario: Error, Sendable {
  public var problems: [Problem]
  public init(problems: [Problem]) { self.problems = problems }
}

extension Problem: CustomStringConvertible {
  /// `file:line:column: error: … (did you mean …?)`
  public var description: String {
    let hint = suggestion.map { " (\($0))" } ?? ""
    return "\(place): \(severity.rawValue): \(message)\(hint)"
  }
}
