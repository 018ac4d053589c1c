import Components
import Engine
import Scenarios
import Statistics

/// One statistic of samples of a time.
struct TimeFigure {
  let statistic: Check.Statistic
  /// Of a share: the limit, and how many samples lie above it where they were counted one by one.
  private(set) var above: Nanoseconds?
  private(set) var exceeding: UInt64?

  init(_ statistic: Check.Statistic) { self.statistic = statistic }

  init(_ check: Check, exceeding: UInt64? = nil) {
    statistic = check.statistic
    above = check.above.map { Nanoseconds($0.rounded()) }
    self.exceeding = exceeding
  }

  /// Of all stretches together; nil without samples, and for statistics that a time has not.
  func value(_ stretches: [StretchSamples]) -> Bounds? {
    let (favourable, unfavourable) = Self.pooled(stretches)
    assert(exceeding == nil || favourable.count == unfavourable.count, "the same samples")
    guard let low = value(favourable), let high = value(unfavourable) else { return nil }
    return Bounds(min(low, high), max(low, high))
  }

  /// All samples: with the unended ones at their age, and at infinity.
  static func pooled(_ stretches: [StretchSamples]) -> (favourable: Histogram, unfavourable: Histogram) {
    var ended = Histogram()
    var ages = Histogram()
    for stretch in stretches {
      stretch.ended.add(to: &ended)
      stretch.ages.add(to: &ages)
    }
    guard !ages.isEmpty else { return (ended, ended) }
    var unfavourable = ended
    unfavourable.recordMissing(ages.count)
    ended.merge(ages)
    return (ended, unfavourable)
  }

  private func value(_ histogram: Histogram) -> Double? {
    guard !histogram.isEmpty else { return nil }
    switch statistic {
    case .quantile(let q): return histogram.quantile(q).map { $0 == .max ? .infinity : Double($0) }
    case .mean: return histogram.missing > 0 ? .infinity : histogram.mean
    case .max: return histogram.missing > 0 ? .infinity : histogram.maximum.map(Double.init)
    // Of nothing but unended ones, the least that is known.
    case .min: return histogram.minimum.map(Double.init) ?? .infinity
    case .count: return Double(histogram.count)
    case .share:
      guard let above else { return nil }
      return Double(exceeding ?? histogram.count(above: above)) / Double(histogram.count)
    case .rate, .total, .perMonth: return nil
    }
  }
}
