import Experiments
import Scenarios

/// Commands that GitHub turns into annotations at the lines of the files: at the budget that does not hold, the worst
/// first.
///
/// GitHub shows ten errors and ten warnings of a step, so the tenth says how many more there are.
package enum Annotations {
  static let most = 10

  /// - Parameter located: the path of a file as GitHub knows it; nil for what is no file, such as `--set`.
  package static func lines(_ report: GateReport, located: (String) -> String?) -> [String] {
    let errors: [Note] =
      report.failures.flatMap(notes)
      + sorted(report, [.violated, .cannotJudge]).map { check in
        Note(title: title(check), text: "\(check.name): \(check.message)", file: check.file, line: check.line)
      }
    let warnings = sorted(report, [.warned]).map { check in
      Note(title: title(check), text: "\(check.name): \(check.message)", file: check.file, line: check.line)
    }
    return lines("error", errors, located) + lines("warning", warnings, located)
  }

  private struct Note {
    var title: String
    var text: String
    var file: String
    var line: Int
    var column = 0
  }

  private static func sorted(_ report: GateReport, _ verdicts: [Verdict]) -> [GateCheck] {
    report.suites.flatMap(\.checks).filter { verdicts.contains($0.verdict) }.enumerated().sorted {
      ($0.element.rank, -$0.element.excess, $0.offset) < ($1.element.rank, -$1.element.excess, $1.offset)
    }.map(\.element)
  }

  private static func notes(_ failure: GateReport.Failure) -> [Note] {
    let errors = failure.problems.filter { $0.severity == .error }
    guard !errors.isEmpty else {
      return [Note(title: "Not judged", text: failure.message, file: failure.file, line: 1)]
    }
    return errors.map { problem in
      let hint = problem.suggestion.map { " (\($0))" } ?? ""
      return Note(
        title: "Invalid scenario", text: problem.message + hint, file: problem.place.file, line: problem.place.line,
        column: problem.place.column)
    }
  }

  private static func title(_ check: GateCheck) -> String {
    switch (check.kind, check.verdict) {
    case (.budget, .violated): "Budget violated"
    case (.budget, .warned): "Budget warns"
    case (.objective, .violated): "Error budget used up"
    case (.invariant, .violated): "Invariant violated"
    case (.regression, _): "Worse than the baseline"
    case (.baseline, _): "Not comparable"
    default: "Cannot judge"
    }
  }

  private static func lines(_ command: String, _ notes: [Note], _ located: (String) -> String?) -> [String] {
    notes.prefix(most).enumerated().map { index, note in
      var properties: [(String, String)] = []
      if !note.file.isEmpty, let path = located(note.file) {
        properties.append(("file", path))
        if note.line > 0 { properties.append(("line", "\(note.line)")) }
        if note.column > 0 { properties.append(("col", "\(note.column)")) }
      }
      properties.append(("title", note.title))
      let rest = index == most - 1 && notes.count > most ? " (and \(notes.count - most) more)" : ""
      let list = properties.map { "\($0.0)=\(property($0.1))" }.joined(separator: ",")
      return "::\(command) \(list)::\(message(note.text + rest))"
    }
  }

  static func message(_ text: String) -> String { encoded(text.shown) }

  /// What GitHub decodes again: a path must stay what it is.
  private static func encoded(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      // Of a path; in a message they are escapes already.
      default: result += String(scalar).shown
      }
    }
    return result
  }

  static func property(_ text: String) -> String {
    encoded(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
