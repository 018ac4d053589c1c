import Engine
import Scenarios
import Statistics

/// A scenario that went through the gate: what its run found, and how it stands against a baseline.
package struct GateResult: Sendable {
  /// As it was named.
  package var file: String
  package var result: RunResult
  /// Replications that were taken from where they are stored.
  package var reused = 0
  /// Nil where none was asked for.
  package var baseline: BaselineResult?
  package init(file: String, result: RunResult, reused: Int = 0, baseline: BaselineResult? = nil) {
    self.file = file
    self.result = result
    self.reused = reused
    self.baseline = baseline
  }
}

/// This run beside a stored one, figure by figure.
package struct BaselineResult: Sendable {
  package var database = ""
  package var run: Int64 = 0
  /// Pairs of replications that met the same arrivals and demands; none of runs against a service.
  package var pairs = 0
  /// Relative differences below it are no regression: 0.01 is 1 %.
  package var margin = BaselineComparison.standardMargin
  /// Of the intervals.
  package var level = 0.95
  /// Why the two cannot be compared; then there are no figures.
  package var obstacles: [String] = []
  package var figures: [BaselineFigure] = []
  /// Settings that differ from those of the baseline.
  package var changes: [SettingChange] = []
  /// What only one of the two has.
  package var remarks: [String] = []
  package init() {}

  /// Of two runs that are held against each other, with no figures yet.
  init(
    _ database: String, run: Int64, margin: Double, from base: Scenario, to own: Scenario, _ catalogue: FigureCatalogue
  ) {
    (self.database, self.run, self.margin, level) = (database, run, margin, BaselineComparison.level)
    changes = Comparison.changes(from: base, to: own)
    remarks = catalogue.remarks
  }

  /// Of a database in which there is nothing to compare with.
  package init(obstacle: String, database: String, margin: Double) {
    (self.database, self.margin, obstacles) = (database, margin, [obstacle])
  }

  /// `over 10 pairs of replications`, or that there were none.
  package var basis: String { pairs > 0 ? "over \(pairs) pairs of replications" : "of one run each" }

  package var hasRegression: Bool { figures.contains { $0.verdict == .regressed } }
}

/// One figure of this run and of the baseline.
package struct BaselineFigure: Sendable, Equatable {
  package enum Verdict: String, Sendable, CaseIterable {
    /// Worse, and the whole interval is beyond the margin.
    case regressed
    /// Better, and the whole interval is beyond the margin.
    case improved
    /// The same to the last bit in every pair.
    case equal
    /// The whole interval lies within the margin.
    case withinMargin = "within-margin"
    /// The interval has room for either: no regression was shown.
    case cannotTell = "cannot-tell"
  }
  /// `p99 latency(flow=buy)`, as a budget would name it.
  package var name = ""
  /// `ns`, `count`, `per second`, `ratio`, `micro-units`
  package var unit = ""
  package var isLowerBetter = true
  /// Of all replications together; nil where there is none, or it is not finite.
  package var baseline: Double?
  package var observed: Double?
  /// Relative to the baseline: 0.02 is 2 % more. Nil where the baseline is zero.
  package var change: ConfidenceInterval?
  package var pairs = 0
  package var verdict = Verdict.equal
  package var remark = ""
  /// Budgets that ask for it, and where the first of them stands.
  package var budgets: [String] = []
  package var file = ""
  package var line = 0
  package init() {}

  /// Of a figure, with the budgets of a scenario that ask for it; values and verdict are to come.
  init(_ entry: FigureCatalogue.Entry, in scenario: Scenario) {
    name = entry.check.figure
    unit = entry.check.unit
    isLowerBetter = entry.isLowerBetter
    let asking = scenario.budgets.filter { $0.check.isSameFigure(as: entry.check) }
    budgets = asking.map(\.name)
    if let place = asking.first?.place { (file, line) = (place.file, place.line) }
  }
}
