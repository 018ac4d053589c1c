import Engine
import Statistics

/// A scenario that went through the gate: what its run found, and how it stands against a baseline.
public struct GateResult: Sendable {
  /// As it was named.
  public var file: String
  public var result: RunResult
  /// Replications that were taken from where they are stored.
  public var reused = 0
  /// Nil where none was asked for.
  public var baseline: BaselineResult?
  public init(file: String, result: RunResult, reused: Int = 0, baseline: BaselineResult? = nil) {
    self.file = file
    self.result = result
    self.reused = reused
    self.baseline = baseline
  }
}

/// This run beside a stored one, figure by figure.
public struct BaselineResult: Sendable {
  public var database = ""
  public var run: Int64 = 0
  /// Pairs of replications that met the same arrivals and demands.
  public var pairs = 0
  /// Relative differences below it are no regression: 0.01 is 1 %.
  public var margin = BaselineComparison.standardMargin
  /// Of the intervals.
  public var level = 0.95
  /// Why the two cannot be compared; then there are no figures.
  public var obstacles: [String] = []
  public var figures: [BaselineFigure] = []
  /// Settings that differ from those of the baseline.
  public var changes: [SettingChange] = []
  /// What only one of the two has.
  public var remarks: [String] = []
  public init() {}

  public var hasRegression: Bool { figures.contains { $0.verdict == .regressed } }
}

/// One figure of this run and of the baseline.
public struct BaselineFigure: Sendable, Equatable {
  public enum Verdict: String, Sendable, CaseIterable {
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
  public var name = ""
  /// `ns`, `count`, `per second`, `ratio`, `micro-units`
  public var unit = ""
  public var isLowerBetter = true
  /// Of all replications together; nil where there is none, or it is not finite.
  public var baseline: Double?
  public var observed: Double?
  /// Relative to the baseline: 0.02 is 2 % more. Nil where the baseline is zero.
  public var change: ConfidenceInterval?
  public var pairs = 0
  public var verdict = Verdict.equal
  public var remark = ""
  /// Budgets that ask for it, and where the first of them stands.
  public var budgets: [String] = []
  public var file = ""
  public var line = 0
  public init() {}
}
