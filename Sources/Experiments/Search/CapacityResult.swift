import Scenarios
import Statistics

/// How far one setting can be raised before a budget breaks.
package struct CapacityResult: Sendable {
  package enum Ending: String, Sendable {
    /// The knee lies between two loads that were tried.
    case found
    /// Budgets hold at the highest load that the search tries.
    case neverBreaks = "never-breaks"
    /// They break at the lowest.
    case neverHolds = "never-holds"
    /// A budget had no verdict: too few samples, or nothing to read.
    case noVerdict = "no-verdict"
    case interrupted
  }
  package var ending = Ending.found
  /// What is varied: `run.load` unless another was named.
  package var path = ""
  /// Its value as the scenario has it.
  package var today = ""
  /// Highest factor on that value at which every budget holds, and lowest tried at which one breaks.
  package var holds: Double?
  package var breaks: Double?
  /// Between those two, by straight line through what the breaking budget read: the knee.
  package var knee: Double?
  /// Factors between which the knee lies with 95 % confidence, where replications tell.
  package var interval: ClosedRange<Double>?
  /// Every load that was tried, ascending.
  package var points: [CapacityPoint] = []
  /// Budgets that break first.
  package var breaking: [String] = []
  /// The component whose scarcest resource is the busiest just beyond the knee.
  package var bottleneck: (component: String, resource: String, utilization: Double)?
  package var remarks: [String] = []
  package init() {}
}

/// One load that was tried.
package struct CapacityPoint: Sendable {
  package var factor: Double
  /// The value that was set, as written.
  package var text: String
  package var result: RunResult
  package init(factor: Double, text: String, result: RunResult) {
    self.factor = factor
    self.text = text
    self.result = result
  }

  /// Whether every budget that can fail holds, by its point estimate.
  package var holds: Bool { result.deciding.allSatisfy(\.holdsByEstimate) }
  /// Whether all can be judged, or one surely breaks: too few samples are no verdict, whichever way they lie.
  package var hasVerdict: Bool {
    result.deciding.contains { $0.verdict == .violated } || result.deciding.allSatisfy(\.canBeRead)
  }
}

extension RunResult {
  /// Budgets that decide an exit code.
  package var deciding: [BudgetResult] { budgets.filter { $0.severity == .fail } }
}

extension BudgetResult {
  /// Whether the limit holds for what was observed, whatever its interval says (D-35). Too few samples, and requests
  /// that had not ended and would break it, do not count as held.
  package var holdsByEstimate: Bool {
    guard let observed, let limit, let comparison else { return verdict == .held }
    return comparison.holds(observed, limit) && holdsAtWorst && !isTooFew
  }

  /// Whether there are samples enough to say on which side of its limit it lies.
  var canBeRead: Bool { (observed != nil || isInfinitelyLate) && !isTooFew }

  /// More samples are missing than its quantile allows.
  package var isInfinitelyLate: Bool { observed == nil && verdict == .violated }

  /// How far what was observed is from the limit, relative to it: above 0 is broken. Nil where there is nothing to
  /// relate.
  var excess: Double? {
    guard let observed, let limit, let comparison, limit != 0 else { return nil }
    let distance = (observed - limit) / abs(limit)
    return [.more, .atLeast].contains(comparison) ? -distance : distance
  }
}
