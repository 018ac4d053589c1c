/// Collects everything that is wrong with a scenario. A class, because all readers of one scenario
/// report to the same list.
final class ProblemList {
  struct Finding: Hashable {
    var problem: Problem
    /// The language knows it, the simulator does not yet.
    var isUnbuilt: Bool
  }

  private(set) var findings: [Finding] = []
  private var seen: Set<Finding> = []
  private var errorPlaces: Set<Place> = []

  func add(_ finding: Finding) {
    if seen.insert(finding).inserted { findings.append(finding) }
    if finding.problem.severity == .error { errorPlaces.insert(finding.problem.place) }
  }

  func error(_ message: String, at place: Place, suggestion: String? = nil) {
    add(
      Finding(
        problem: Problem(.error, at: place, message, suggestion: suggestion), isUnbuilt: false))
  }

  func warning(_ message: String, at place: Place, suggestion: String? = nil) {
    add(
      Finding(
        problem: Problem(.warning, at: place, message, suggestion: suggestion), isUnbuilt: false))
  }

  /// `kind `cache`` → `kind `cache` is known but not built yet`
  func unbuilt(_ what: String, at place: Place) {
    add(
      Finding(
        problem: Problem(.error, at: place, "\(what) is known but not built yet"), isUnbuilt: true))
  }

  var hasErrors: Bool { !errorPlaces.isEmpty }

  /// Whether nothing is wrong in a part of a file so far. What it says together with another part can be judged only
  /// then: of a value that could not be read, a default would be judged instead.
  func isSound(_ node: ConfigurationNode?) -> Bool {
    var isSound = true
    node?.forEachPlace { if errorPlaces.contains($0) { isSound = false } }
    return isSound
  }

  /// By place; problems at one place keep the order in which they were found.
  func sorted(_ severities: Set<Problem.Severity>) -> [Problem] {
    findings.enumerated()
      .filter { severities.contains($0.element.problem.severity) }
      .sorted {
        ($0.element.problem.place, $0.offset) < ($1.element.problem.place, $1.offset)
      }
      .map(\.element.problem)
  }
}
