/// How many samples a quantile needs before a table shows it without brackets. Its interval, where it can be told, is
/// `PercentileEstimate`'s.
public enum QuantileSamples {
  /// Samples below which a quantile is not judged: ceil(10 / (1 − q)), so that ten samples are
  /// expected beyond it. 100 for p90, 1,000 for p99; `UInt64.max` for `q` = 1. `q` lies in 0...1.
  public static func minimum(for q: Double) -> UInt64 {
    precondition(q >= 0 && q <= 1, "a quantile lies between 0 and 1")
    let beyond = 1 - q
    guard beyond > 0 else { return .max }
    let samples = 10 / beyond
    // 1 − 0.9 comes out below 0.1; what decimal places lose in binary must not cost a sample.
    let slack = samples * (0x1p-53 / beyond + 0x1p-51)
    return UInt64((samples - slack).rounded(.up))
  }
}
