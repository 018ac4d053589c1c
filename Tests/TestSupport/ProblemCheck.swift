import Scenarios

/// What every refusal of a scenario owes to its reader.
public enum ProblemCheck {
  /// What is wrong with the problems of a refused file, in words: an error is among them, each has a message of one line,
  /// and stands inside of its file.
  ///
  /// - Parameters:
  ///   - file: the end of its path.
  ///   - text: what stands in it.
  package static func faults(of invalid: InvalidScenario, file: String, text: String) -> [String] {
    var faults: [String] = []
    if !invalid.problems.contains(where: { $0.severity == .error }) { faults.append("refused without an error") }
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(\.unicodeScalars.count)
    for problem in invalid.problems {
      let place = problem.place
      if problem.message.isEmpty || problem.message.contains("\n") { faults.append("no message of a line: \(problem)") }
      if place.file.isEmpty || place.line < 1 || place.column < 1 { faults.append("has no place: \(problem)") }
      guard place.file.hasSuffix("/" + file) else { continue }
      let width = lines.indices.contains(place.line - 1) ? lines[place.line - 1] : 0
      if place.line > max(1, lines.count) || place.column > width + 1 { faults.append("stands outside: \(problem)") }
    }
    return faults
  }
}
