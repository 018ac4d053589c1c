/// How many times larger a candidate is than a base that met the same arrivals and demands.
///
/// The ratio of the two means, with an interval by the delta method over the pairs: with r = ȳ/x̄, the variance of
/// y − r·x is that of the ratio times n·x̄² (Law 2015, 10.5, of which pairing takes the covariance along).
public struct PairedRatio: Sendable, Equatable {
  /// Of mean(candidate) / mean(base).
  public let interval: ConfidenceInterval

  /// Nil for fewer than two pairs, a figure that is not finite, or a base whose mean is not above zero. Both lists
  /// are equally long. O(n).
  public init?(base: [Double], candidate: [Double], level: Double = 0.95) {
    precondition(base.count == candidate.count, "a pair for each replication")
    guard let first = Moments(base), let second = Moments(candidate), first.mean > 0 else { return nil }
    let ratio = second.mean / first.mean
    guard let spread = ConfidenceInterval(samples: zip(base, candidate).map { $1 - ratio * $0 }, level: level) else {
      return nil
    }
    interval = ConfidenceInterval(mean: ratio, halfWidth: spread.halfWidth / first.mean, level: level)
  }
}
