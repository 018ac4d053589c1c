import Experiments
import Scenarios

/// Everything that the gate judged, in the one form that the terminal, JSON, JUnit, Markdown and annotations are made
/// of; and what could not even be run.
package struct GateReport: Sendable {
  /// A file that was not judged, and why.
  package struct Failure: Sendable {
    package var file: String
    package var message: String
    /// The problems of an invalid scenario, with their places.
    package var problems: [Problem]
    package init(file: String, message: String, problems: [Problem] = []) {
      self.file = file
      self.message = message
      self.problems = problems
    }
  }

  package var results: [GateResult] = []
  package var failures: [Failure] = []
  /// The exit code and what it means.
  package var exit: (code: Int32, meaning: String) = (0, "")
  /// When it was made, `2026-11-21T09:30:00`; a note about the host.
  package var timestamp = ""
  package init() {}

  var suites: [GateSuite] { results.map(GateSuite.init) }

  /// `Held`, `Not held: 2 of 9 checks`, `Regression: 1 of 12 figures`
  var headline: String {
    let checks = suites.flatMap(\.checks)
    let broken = checks.count { $0.verdict == .violated && $0.kind != .regression }
    let worse = checks.count { $0.verdict == .violated && $0.kind == .regression }
    let open = checks.count { $0.verdict == .cannotJudge }
    let warned = checks.count { $0.verdict == .warned }
    var parts: [String] = []
    if !failures.isEmpty { parts.append("\(failures.count) of \(failures.count + results.count) files not judged") }
    if broken > 0 { parts.append("\(broken) violated") }
    if worse > 0 { parts.append("\(worse) worse than the baseline") }
    if open > 0 { parts.append("\(open) cannot be judged") }
    if warned > 0 { parts.append("\(warned) warned") }
    if checks.isEmpty && failures.isEmpty { return "no budget, objective, invariant or baseline: nothing was judged" }
    let held = checks.count { $0.verdict == .held }
    parts.append("\(held) of \(checks.count) checks held")
    return parts.joined(separator: ", ")
  }
}

/// The checks of one scenario, the worst first.
struct GateSuite {
  let gate: GateResult
  let checks: [GateCheck]

  var result: RunResult { gate.result }
  var name: String { Summary(gate.result).name }

  init(_ gate: GateResult) {
    self.gate = gate
    checks = GateCheck.all(gate).enumerated().sorted {
      ($0.element.rank, -$0.element.excess, $0.offset) < ($1.element.rank, -$1.element.excess, $1.offset)
    }.map(\.element)
  }

  func checks(_ verdicts: Verdict...) -> [GateCheck] { checks.filter { verdicts.contains($0.verdict) } }

  /// `10 replications (all stored), 3.6 M events`
  var size: String {
    var text = Summary(result).size
    if gate.reused > 0 {
      text += gate.reused == result.replications ? ", taken from storage" : ", \(gate.reused) of them from storage"
    }
    return text
  }
}
