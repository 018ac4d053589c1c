/// A percentile with its interval, and where it stands against a limit.
///
/// "p99 is below a limit" means "less than 1 % lies above the limit": the ends of the interval are where that share
/// stops to be surely above 1 %, and where it starts to be surely below (Woodruff 1952; Francisco and Fuller 1991). A
/// verdict on the percentile and one on the share so agree. The point is the percentile of all samples together. An end
/// is infinite where more samples may be missing than the percentile allows.
public struct PercentileEstimate: Estimate, Equatable {
  /// From 0 to 1: 0.99 for p99.
  public let quantile: Double
  /// The percentile, with what has not ended counted in favour; infinite where too much of it failed for good.
  public let point: Double
  /// With all that has not ended counted as missing; infinite, if it is too much.
  public let unfavourablePoint: Double
  /// From `low` to `high` at 95 %, in the unit of the samples; nil where `shortfall` says why.
  public let interval: ConfidenceInterval?
  /// Why there is no interval; nil where there is one.
  public let shortfall: Shortfall?
  /// The percentile is surely not below this; 0 where that is all that is known.
  public let low: Double
  /// The percentile is surely not above this; infinite where nothing is known.
  public let high: Double

  init(_ quantile: Double, _ favourable: ExceedanceCurve, _ unfavourable: ExceedanceCurve) {
    self.quantile = quantile
    let beyond = 1 - quantile
    point = favourable.point(quantile)
    unfavourablePoint = unfavourable.point(quantile)
    low = quantile > 0 && quantile < 1 ? favourable.lowEnd(beyond) : 0
    high = quantile > 0 && quantile < 1 ? unfavourable.highEnd(beyond) : .infinity
    shortfall = favourable.shortfall(beyond) ?? unfavourable.shortfall(beyond)
    interval =
      shortfall == nil
      ? ConfidenceInterval(mean: point, low: min(low, point), high: max(high, point), level: 0.95) : nil
  }

  /// By `low` and `high`, one of which may be known where there is no interval.
  public func standing(against limit: Double) -> LimitSide {
    if let standing = LimitSide(low: low, high: high, limit: limit) { return standing }
    return .undecided(lengthFactor: shortfall?.lengthFactor ?? interval?.lengthFactor(deciding: limit))
  }
}

extension ExceedanceCurve {
  /// Infinite among the missing.
  fileprivate func point(_ quantile: Double) -> Double {
    let pooled = parts.pooled
    guard let value = pooled.quantile(quantile) else { return .nan }
    let isFinite = Histogram.nearestRank(quantile, of: pooled.count) <= pooled.count - pooled.missing
    return isFinite ? Double(value) : .infinity
  }

  /// The least value from which on the share above is surely at most `share`.
  fileprivate func highEnd(_ share: Double) -> Double {
    func isBelow(_ place: Int) -> Bool { self.share(abovePlace: place).high <= share }
    guard let last = grid.last, isBelow(last) else { return .infinity }
    var known = last
    for place in grid.reversed().dropFirst() {
      guard isBelow(place) else {
        known = Self.boundary(from: place, to: known, isBelow)
        break
      }
      known = place
    }
    let (_, edge) = Histogram.bounds(ofBucket: buckets[known])
    return Double(min(edge, parts.pooled.maximum ?? edge))
  }

  /// The greatest value up to which the share above is surely at least `share`.
  fileprivate func lowEnd(_ share: Double) -> Double {
    func isAbove(_ place: Int) -> Bool { self.share(abovePlace: place).low >= share }
    guard isAbove(-1) else { return 0 }
    var known = -1
    for place in grid {
      guard isAbove(place) else {
        known = Self.boundary(from: known, to: place) { !isAbove($0) } - 1
        break
      }
      known = place
    }
    guard known + 1 < buckets.count else { return .infinity }
    let (edge, _) = Histogram.bounds(ofBucket: buckets[known + 1])
    return Double(max(edge, parts.pooled.minimum ?? edge))
  }

  /// The first place after `from` where `holds`, which it does at `to` and not at `from`, taken to change once.
  private static func boundary(from: Int, to: Int, _ holds: (Int) -> Bool) -> Int {
    var from = from
    var to = to
    while to - from > 1 {
      let middle = (from + to) / 2
      if holds(middle) { to = middle } else { from = middle }
    }
    return to
  }

  /// Why this share cannot be told, even if nothing or all were beyond; nil if it can.
  fileprivate func shortfall(_ share: Double) -> Shortfall? {
    guard share > 0, share < 1 else { return .fewExceedances(0, needed: EffectiveShare.fewestExceedances) }
    let none = extreme(0)
    let all = extreme(1)
    guard none.isSound, all.isSound else {
      return .fewIndependentParts(independentParts, needed: RatioVariance.fewestParts)
    }
    if none.high <= share && all.low >= share { return nil }
    let samples = min(none.adjustedSamples, all.adjustedSamples)
    return .fewExceedances(samples * min(share, 1 - share), needed: EffectiveShare.fewestExceedances)
  }
}
