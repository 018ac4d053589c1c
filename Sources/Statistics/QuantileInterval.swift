/// Intervals of quantiles, and how many samples a quantile needs.
///
/// The latencies of one run depend on each other, so no interval is drawn from one histogram: it
/// takes independent parts, replications or long batches (Law 2015, 9.5.3).
public enum QuantileInterval {
  /// Student's t interval of the quantile `q` from independent parts.
  ///
  /// The middle is the quantile of all samples pooled, the best single estimate. The spread is that
  /// of the parts' own quantiles about this middle, Σ(xᵢ − middle)²/(k·(k − 1)), so that a bias of
  /// small parts widens the interval. Every part weighs the same, and empty parts are left out.
  ///
  /// Nil for fewer than two parts with samples, and when the quantile of a part or of the whole
  /// falls among the missing: there is then no finite interval, and `Histogram.quantile` of the
  /// pooled parts tells whether the quantile itself is infinite. Whether the samples suffice is the
  /// caller's question to `minimumSamples(for:)`. O(parts × buckets).
  public static func interval(
    of q: Double, in parts: [Histogram], level: Double = 0.95
  ) -> ConfidenceInterval? {
    var pooled = Histogram()
    var quantiles: [Double] = []
    for part in parts {
      guard let quantile = part.quantile(q) else { continue }
      guard isFinite(quantile, of: q, in: part) else { return nil }
      pooled.merge(part)
      quantiles.append(Double(quantile))
    }
    guard quantiles.count >= 2, let centre = pooled.quantile(q), isFinite(centre, of: q, in: pooled)
    else { return nil }
    let middle = Double(centre)
    var squares = 0.0
    for quantile in quantiles {
      squares += (quantile - middle) * (quantile - middle)
    }
    let size = Double(quantiles.count)
    let student = ConfidenceInterval.studentQuantile(
      level: level, degreesOfFreedom: quantiles.count - 1)
    return ConfidenceInterval(
      mean: middle, halfWidth: student * (squares / (size * (size - 1))).squareRoot(), level: level)
  }

  /// Samples below which a quantile is not judged: ceil(10 / (1 − q)), so that ten samples are
  /// expected beyond it. 100 for p90, 1,000 for p99; `UInt64.max` for `q` = 1. `q` lies in 0...1.
  public static func minimumSamples(for q: Double) -> UInt64 {
    precondition(q >= 0 && q <= 1, "a quantile lies between 0 and 1")
    let beyond = 1 - q
    guard beyond > 0 else { return .max }
    let samples = 10 / beyond
    // 1 − 0.9 comes out below 0.1; what decimal places lose in binary must not cost a sample.
    let slack = samples * (0x1p-53 / beyond + 0x1p-51)
    return UInt64((samples - slack).rounded(.up))
  }

  /// A quantile among the missing is `Int64.max`; so is, in theory, one of that very latency.
  private static func isFinite(_ quantile: Int64, of q: Double, in part: Histogram) -> Bool {
    quantile < .max || Histogram.nearestRank(q, of: part.count) <= part.count - part.missing
  }
}
