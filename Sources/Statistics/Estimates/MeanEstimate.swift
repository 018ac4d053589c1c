/// A mean with its interval: latencies, utilisations, levels, and any other ratio of sums.
///
/// Student's t over independent parts, corrected for skewness: with β a sixth of the skewness of the mean's estimate, the
/// ends are mean − G(±t)·√v, where G(z) = (∛(1 + 6β(z − β)) − 1)/(2β) (Willink 2005; used like this in Skart, Tafazzoli
/// et al. 2011). The mean of long queues is seldom far too large and more often too small: the interval reaches further
/// up. A bound of what cannot be below `least` is not below it.
public struct MeanEstimate: Estimate, Equatable {
  /// The mean, with what has not ended counted at its age.
  public let point: Double
  /// At 95 %, in the unit of the values; one end may be infinite. Nil where `shortfall` says why.
  public let interval: ConfidenceInterval?
  /// Why there is no interval; nil where there is one.
  public let shortfall: Shortfall?
  /// Independent parts behind the interval.
  public let independentParts: Double

  /// Nil without samples.
  ///
  /// - Parameters:
  ///   - parts: sum of the values, of samples.
  ///   - unfavourable: the same with what has not ended at its worst, where that differs; an infinite sum makes the
  ///     upper end infinite. The upper end is of these, the lower end of `parts`.
  ///   - least: what the values cannot be below; nil if they may be negative without bound.
  ///   - most: what the values cannot be above.
  public init?(
    _ parts: RatioParts, unfavourable: RatioParts? = nil, least: Double? = 0, most: Double? = nil
  ) {
    guard let ratio = parts.ratio else { return nil }
    point = ratio
    guard let spread = RatioVariance(parts) else {
      // What is infinite once is so for sure.
      let isInfinite = point == .infinity
      interval = isInfinite ? ConfidenceInterval(mean: point, low: point, high: point, level: 0.95) : nil
      shortfall = isInfinite ? nil : .notFinite
      independentParts = 0
      return
    }
    let worst = unfavourable.map { RatioVariance($0) } ?? spread
    // A part without samples tells nothing of a mean.
    let sampled = parts.replications.reduce(0) { $0 + $1.count { $0.denominator > 0 } }
    independentParts = min(spread.independentParts, worst?.independentParts ?? .infinity, Double(max(1, sampled) - 1))
    let isBetween = spread.isBetweenReplications && (worst?.isBetweenReplications ?? true)
    guard isBetween || independentParts >= RatioVariance.fewestParts else {
      interval = nil
      shortfall = .fewIndependentParts(independentParts, needed: RatioVariance.fewestParts)
      return
    }
    shortfall = nil
    var low = spread.ratio - Self.corrected(spread.student, spread.skewness) * spread.variance.squareRoot()
    var high =
      worst.map { $0.ratio - Self.corrected(-$0.student, $0.skewness) * $0.variance.squareRoot() } ?? .infinity
    if let least { low = max(low, min(least, point)) }
    if let most { high = min(high, max(most, point)) }
    interval = ConfidenceInterval(mean: point, low: min(low, point), high: max(high, point), level: 0.95)
  }

  /// Willink's G.
  static func corrected(_ z: Double, _ skewness: Double) -> Double {
    guard skewness.magnitude > 1e-3 else { return z }
    return (Elementary.cubeRoot(1 + 6 * skewness * (z - skewness)) - 1) / (2 * skewness)
  }

  /// By the interval: without one it is undecided.
  public func standing(against limit: Double) -> LimitSide {
    guard let interval else { return .undecided(lengthFactor: shortfall?.lengthFactor) }
    return LimitSide(low: interval.low, high: interval.high, limit: limit)
      ?? .undecided(lengthFactor: interval.lengthFactor(deciding: limit))
  }
}

extension ConfidenceInterval {
  /// The interval shrinks with the square root of the length: how many times as long it should be to end at the limit.
  /// Nil where the point is at the limit, or the end that should move is infinite.
  func lengthFactor(deciding limit: Double) -> Double? {
    let reach = limit > mean ? high - mean : mean - low
    let distance = (limit - mean).magnitude
    guard distance > 0, reach.isFinite else { return nil }
    let times = reach / distance
    return times * times
  }
}
