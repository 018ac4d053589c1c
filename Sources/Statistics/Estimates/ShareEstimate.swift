/// A share of samples with its interval, and where it stands against a limit: errors, objectives, what is above a limit.
///
/// ```swift
/// let errors = ShareEstimate(parts)
/// errors?.standing(against: 0.01)     // .below, .above, or .undecided(lengthFactor: 3.2)
/// ```
///
/// 1 error of 50 independent requests is 2 %, from 0.05 to 11 %; none of 50 is up to 7.1 %. Where requests fail
/// together, fewer count: see `RatioVariance` and `EffectiveShare` for the method.
public struct ShareEstimate: Estimate, Equatable {
  /// The share, with what has not ended counted in favour.
  public let point: Double
  /// The share with all that has not ended counted against; the same where all has ended.
  public let unfavourablePoint: Double
  /// At 95 %, between 0 and 1; nil where `shortfall` says why.
  public let interval: ConfidenceInterval?
  /// Why there is no interval; nil where there is one.
  public let shortfall: Shortfall?
  /// Independent samples that would be as uncertain, of those that are fewer.
  public let effectiveSamples: Double
  private let favourable: EffectiveShare
  private let unfavourable: EffectiveShare

  /// Nil without samples.
  ///
  /// - Parameters:
  ///   - parts: samples with the property, of samples.
  ///   - unfavourable: the same with all that has not ended counted as having the property, where that differs: the
  ///     upper end is of these, the lower end of `parts`.
  public init?(_ parts: RatioParts, unfavourable: RatioParts? = nil) {
    guard let share = EffectiveShare(parts) else { return nil }
    self.init(share, unfavourable.flatMap { EffectiveShare($0) } ?? share)
  }

  init(_ favourable: EffectiveShare, _ unfavourable: EffectiveShare) {
    self.favourable = favourable
    self.unfavourable = unfavourable
    point = favourable.share
    unfavourablePoint = unfavourable.share
    effectiveSamples = min(favourable.effectiveSamples, unfavourable.effectiveSamples)
    let parts = min(favourable.independentParts, unfavourable.independentParts)
    if favourable.isSound && unfavourable.isSound {
      interval = ConfidenceInterval(
        mean: favourable.share, low: favourable.low, high: unfavourable.high, level: 0.95)
      shortfall = nil
    } else {
      interval = nil
      shortfall = .fewIndependentParts(parts, needed: RatioVariance.fewestParts)
    }
  }

  /// By the interval: without one it is undecided. O(log) steps for how much longer a run should be.
  public func standing(against limit: Double) -> LimitSide {
    guard let interval else { return .undecided(lengthFactor: shortfall?.lengthFactor) }
    return LimitSide(low: interval.low, high: interval.high, limit: limit)
      ?? .undecided(lengthFactor: lengthFactor(deciding: limit))
  }

  /// How many times the length decides, to a hundredth; nil above a million times.
  private func lengthFactor(deciding limit: Double) -> Double? {
    let decides: (Double) -> Bool
    if unfavourable.share < limit {
      decides = { unfavourable.lengthened($0).high <= limit }
    } else if favourable.share > limit {
      decides = { favourable.lengthened($0).low >= limit }
    } else {
      return nil
    }
    var low = 1.0
    var high = 2.0
    while !decides(high) {
      low = high
      high *= 2
      if high > 1e6 { return nil }
    }
    while high - low > 0.01 * low {
      let middle = (low + high) / 2
      if decides(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
