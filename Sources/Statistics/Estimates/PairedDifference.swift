/// How much a candidate differs from a base that met the same arrivals and demands.
///
/// Under common random numbers the two figures of one replication rise and fall together, so their
/// difference varies less than either (Law 2015, 11.2). The pairs must be independent of each
/// other.
public struct PairedDifference: Sendable, Equatable {
  /// Of the mean of candidate − base, by Student's t over the pairs.
  public let interval: ConfidenceInterval
  /// Share of the variance that pairing saved: 1 − Var(candidate − base)/(Var(candidate) +
  /// Var(base)). 1 when the difference is constant, 0 when pairing did not help, down to -1 when it
  /// hurt; nil when neither figure varies.
  public let varianceReduction: Double?

  /// Pairs the figures of base and candidate, replication by replication.
  ///
  /// Nil for fewer than two pairs, or when a figure is not finite. Both lists are equally long.
  /// O(n).
  public init?(base: [Double], candidate: [Double], level: Double = 0.95) {
    precondition(base.count == candidate.count, "a pair for each replication")
    let differences = zip(base, candidate).map { $1 - $0 }
    guard let interval = ConfidenceInterval(samples: differences, level: level),
      let paired = Moments(differences), let first = Moments(base), let second = Moments(candidate)
    else { return nil }
    self.interval = interval
    let unpaired = first.variance + second.variance
    varianceReduction = unpaired > 0 ? 1 - paired.variance / unpaired : nil
  }

  /// Mean of candidate − base.
  public var mean: Double { interval.mean }

  /// Whether the interval leaves out 0: the difference is more than chance, at its level.
  public var isSignificant: Bool { !interval.contains(0) }
}
