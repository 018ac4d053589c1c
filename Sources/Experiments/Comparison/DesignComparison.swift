import Scenarios
import Statistics

/// Designs side by side under common random numbers: what reports and `--json` of a comparison are drawn from. The
/// first design is the base, and every difference is a candidate's figure minus that of the base.
public struct DesignComparison: Sendable {
  public var designs: [ComparedDesign] = []
  public var figures: [ComparedFigure] = []
  /// Of the intervals of differences.
  public var level = 0.95
  public var replications = 0
  /// With three designs or more.
  public var ranking: Ranking?
  /// One sentence for each candidate: "b is 1.49 ± 0.12 times faster at p99 and costs 31 % less".
  public var sentences: [String] = []
  /// What some designs have and others have not, and how the replications ended.
  public var remarks: [String] = []
  public init() {}
}

/// One design, with all that its own run found.
public struct ComparedDesign: Sendable {
  /// What tells it from the others: its file, its options, or both.
  public var label: String
  public var result: RunResult
  /// Settings that differ from those of the base; empty for the base.
  public var changes: [SettingChange]
  public init(label: String, result: RunResult, changes: [SettingChange]) {
    self.label = label
    self.result = result
    self.changes = changes
  }
}

/// A value that two designs do not share; nil where one has none.
public struct SettingChange: Sendable, Equatable {
  public var path: String
  public var base: String?
  public var candidate: String?
  public init(path: String, base: String?, candidate: String?) {
    self.path = path
    self.base = base
    self.candidate = candidate
  }
}

/// A figure of every design, and how each candidate differs from the base.
public struct ComparedFigure: Sendable {
  /// `p99 latency(flow=buy)`, as a budget would name it.
  public var name: String
  /// `ns`, `count`, `per second`, `ratio`, `micro-units`
  public var unit: String
  /// Whether less of it is better.
  public var isLowerBetter: Bool
  /// Of all replications of a design together; nil where it has none.
  public var values: [Double?]
  /// By candidate, from the second design on; nil where there are no pairs.
  public var differences: [FigureDifference?]
}

/// Candidate − base, over the pairs of replications.
public struct FigureDifference: Sendable, Equatable {
  public enum Verdict: String, Sendable, CaseIterable {
    case better, worse
    /// The whole interval lies within the margin that nobody minds.
    case noDifference = "no-difference"
    /// The interval has room for either; more replications, or longer ones, would narrow it.
    case cannotTell = "cannot-tell"
  }
  public var pairs: Int
  public var interval: ConfidenceInterval
  /// Candidate over base; nil where the base is zero.
  public var ratio: ConfidenceInterval?
  public var verdict: Verdict
  /// Share of the variance that pairing saved; nil when nothing varies.
  public var varianceReduction: Double?
}

/// Which design is best in one figure, with what confidence.
public struct Ranking: Sendable {
  /// Name of the figure.
  public var figure: String
  /// Indices of designs, best first.
  public var order: [Int]
  /// Designs that cannot be told from the best, the best among them, in order.
  public var candidates: [Int]
  /// "a is the best with 95 % confidence", or which ones may be.
  public var statement: String
}
