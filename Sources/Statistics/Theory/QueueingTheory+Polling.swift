/// How late a change is seen by someone who asks at regular intervals.
extension QueueingTheory {
  /// Share of poll delays later than `limit`, when a change happens at any instant of a poller's
  /// period T with equal chance: delay = U(0, T) + L.
  ///
  /// For a lag L between poll and answer the share is (T + L − limit)/T, held between 0 and 1; over
  /// several lags it is their weighted mean. With `period` 0, a push, it is the share of lags above
  /// the limit. A lag may be infinite; weights need not sum to 1. Without any weight there is
  /// no change, none is late, and the share is 0. All times in one unit. O(lags).
  public static func shareLater(
    than limit: Double, period: Double, lags: [(lag: Double, weight: Double)]
  ) -> Double {
    precondition(period >= 0 && period < .infinity, "a period is finite and not negative")
    var late = 0.0
    var total = 0.0
    for (lag, weight) in lags {
      precondition(weight >= 0, "a weight is not negative")
      let excess = period + lag - limit
      let share = period > 0 ? min(max(excess / period, 0), 1) : (excess > 0 ? 1 : 0)
      late += weight * share
      total += weight
    }
    return total > 0 ? late / total : 0
  }

  /// The same for lags measured into a histogram, each at the mid-point of its bucket; missing ones
  /// are always late. O(buckets).
  public static func shareLater(
    than limit: Double, period: Double, lags: Histogram
  ) -> Double {
    var weighted = lags.sparse.map { pair in
      let (low, high) = Histogram.bounds(ofBucket: Int(pair.bucket))
      return (lag: Double(low + (high - low) / 2), weight: Double(pair.count))
    }
    if lags.missing > 0 { weighted.append((lag: .infinity, weight: Double(lags.missing))) }
    return shareLater(than: limit, period: period, lags: weighted)
  }
}
