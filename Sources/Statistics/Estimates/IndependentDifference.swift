/// How much a candidate differs from a base that was estimated by itself: a pair of intervals, and no pairs of samples.
///
/// The variance of either estimate is recovered from the end of its interval that the difference leans on, so that
/// intervals which reach further to one side, as those of shares and percentiles do, keep their shape (MOVER: Zou and
/// Donner 2008, *Statistics in Medicine* 27). Where the two rise and fall together, as under the same arrivals, the
/// interval is wider than it need be.
public struct IndependentDifference: Sendable, Equatable {
  /// Of candidate − factor × base, at the level of the two.
  public let interval: ConfidenceInterval

  /// Nil where an estimate is not finite, or the levels differ; an end of an interval may be infinite.
  ///
  /// - Parameter factor: from zero on, as 1.1 for the base with a tenth more.
  public init?(base: ConfidenceInterval, candidate: ConfidenceInterval, factor: Double = 1) {
    precondition(factor >= 0 && factor.isFinite, "a factor from zero on")
    guard base.mean.isFinite, candidate.mean.isFinite, base.level == candidate.level else { return nil }
    let mean = candidate.mean - factor * base.mean
    func reach(_ one: Double, _ other: Double) -> Double { (one * one + other * other).squareRoot() }
    let below = reach(candidate.mean - candidate.low, factor * (base.high - base.mean))
    let above = reach(candidate.high - candidate.mean, factor * (base.mean - base.low))
    interval = ConfidenceInterval(mean: mean, low: mean - below, high: mean + above, level: base.level)
  }
}
