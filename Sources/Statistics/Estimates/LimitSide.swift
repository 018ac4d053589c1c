/// On which side of a limit a true value surely lies, at the level of the estimate.
public enum LimitSide: Sendable, Equatable {
  /// At the limit or below it.
  case below
  /// At the limit or above it.
  case above
  /// Exactly at the limit: both ends of the interval are.
  case equal
  /// The interval straddles the limit, or there is none. A run `lengthFactor` times as long, or so many times as
  /// many replications, would decide if the estimate stayed as it is; nil where no length would, since the estimate is
  /// at the limit or what has not ended decides.
  case undecided(lengthFactor: Double?)

  /// By the ends of an interval; nil if it straddles the limit.
  init?(low: Double, high: Double, limit: Double) {
    if low == limit && high == limit {
      self = .equal
    } else if high <= limit {
      self = .below
    } else if low >= limit {
      self = .above
    } else {
      return nil
    }
  }
}

/// Why an estimate has no interval that may be used, and what would give it one.
public enum Shortfall: Sendable, Equatable {
  /// Nothing was measured.
  case noSamples
  /// The run holds so many independent parts, since what it measures depends on what was before: too few to see its own
  /// variance. Replications help as well as length.
  case fewIndependentParts(Double, needed: Double)
  /// So many independent samples lie beyond, or would.
  case fewExceedances(Double, needed: Double)
  /// The estimate is infinite, or a value is not a number.
  case notFinite

  /// How many times as long the run should be; nil where length does not help.
  public var lengthFactor: Double? {
    switch self {
    case .noSamples, .notFinite: nil
    case .fewIndependentParts(let have, let needed), .fewExceedances(let have, let needed):
      have > 0 ? max(1, needed / have) : nil
    }
  }
}

/// A figure with what is known of its uncertainty.
public protocol Estimate: Sendable {
  /// The best single value; with what has not ended counted in favour.
  var point: Double { get }
  /// Covers the true value in 95 % of all experiments; nil where `shortfall` says why not.
  var interval: ConfidenceInterval? { get }
  /// Why there is no interval; nil where there is one.
  var shortfall: Shortfall? { get }
  /// Where the true value surely lies. It agrees with the interval, and may know one side where there is no interval.
  func standing(against limit: Double) -> LimitSide
}

extension Estimate {
  /// Whether there is an interval that may be used.
  public var isJudgeable: Bool { interval != nil }
}
