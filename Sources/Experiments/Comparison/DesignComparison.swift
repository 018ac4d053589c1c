import Scenarios
import Statistics

/// Designs side by side under common random numbers: what reports and `--json` of a comparison are drawn from. The
/// first design is the base, and every difference is a candidate's figure minus that of the base.
package struct DesignComparison: Sendable {
  package var designs: [ComparedDesign] = []
  package var figures: [ComparedFigure] = []
  /// Name of the figure that the file asks for first, of those that all designs have.
  package var asked: String?
  /// Of the intervals of differences.
  package var level = 0.95
  package var replications = 0
  /// With three designs or more.
  package var ranking: Ranking?
  /// One sentence for each candidate: "b is 1.49 ± 0.12 times faster at p99 and costs 31 % less".
  package var sentences: [String] = []
  /// What some designs have and others have not, and how the replications ended.
  package var remarks: [String] = []
  package init() {}

  /// `10 replications of each under common random numbers`
  package var basis: String {
    designs.first?.result.mode == .live
      ? "one run of each against its service, with requests at the same instants"
      : "\(replications) replications of each under common random numbers"
  }
}

/// One design, with all that its own run found.
package struct ComparedDesign: Sendable {
  /// What tells it from the others: its file, its options, or both.
  package var label: String
  package var result: RunResult
  /// Settings that differ from those of the base; empty for the base.
  package var changes: [SettingChange]
  package init(label: String, result: RunResult, changes: [SettingChange]) {
    self.label = label
    self.result = result
    self.changes = changes
  }
}

/// A value that two designs do not share; nil where one has none.
package struct SettingChange: Sendable, Equatable {
  package var path: String
  package var base: String?
  package var candidate: String?
  package init(path: String, base: String?, candidate: String?) {
    self.path = path
    self.base = base
    self.candidate = candidate
  }
}

/// A figure of every design, and how each candidate differs from the base.
package struct ComparedFigure: Sendable {
  /// `p99 latency(flow=buy)`, as a budget would name it.
  package var name: String
  /// `ns`, `count`, `per second`, `ratio`, `micro-units`
  package var unit: String
  /// Whether less of it is better.
  package var isLowerBetter: Bool
  /// Of all replications of a design together, infinite where something never came; nil where it has none.
  package var values: [Double?]
  /// By candidate, from the second design on; nil where there are no pairs.
  package var differences: [FigureDifference?]

  /// How a candidate stands to the base: as their difference says, or because one of them is infinite; nil without
  /// samples, and where both are.
  package func verdict(of number: Int) -> FigureDifference.Verdict? {
    if let difference = differences[number - 1] { return difference.verdict }
    guard let base = values[0], let own = values[number], base.isInfinite != own.isInfinite else { return nil }
    return own.isInfinite == isLowerBetter ? .worse : .better
  }
}

/// Candidate − base, over the pairs of replications.
package struct FigureDifference: Sendable, Equatable {
  package enum Verdict: String, Sendable, CaseIterable {
    case better, worse
    /// The whole interval lies within the margin that nobody minds.
    case noDifference = "no-difference"
    /// The interval has room for either; more replications, or longer ones, would narrow it.
    case cannotTell = "cannot-tell"
  }
  /// None of runs against a service.
  package var pairs: Int
  package var interval: ConfidenceInterval
  /// Candidate over base; nil where the base is zero.
  package var ratio: ConfidenceInterval?
  package var verdict: Verdict
  /// Share of the variance that pairing saved; nil when nothing varies.
  package var varianceReduction: Double?
}

/// Which design is best in one figure, with what confidence.
package struct Ranking: Sendable {
  /// Name of the figure.
  package var figure: String
  /// Indices of designs, best first.
  package var order: [Int]
  /// Designs that cannot be told from the best, the best among them, in order.
  package var candidates: [Int]
  /// "a is the best with 95 % confidence", or which ones may be.
  package var statement: String
}
