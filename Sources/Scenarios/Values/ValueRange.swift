import Engine

/// What a quantity of each form can be at all. Beyond these, sums and products over a run would not fit into the
/// numbers that hold them, and no system that anybody builds is there.
enum ValueRange {
  /// Per second, where it is not zero: from once in a hundred years on.
  static let rate = 3e-10...1e12
  static let factor = 1e-9...1e9
  /// An exabyte.
  static let bytes: Int64 = 1_000_000_000_000_000_000
  /// Micro-units of a price, and of what is fixed in a month: a thousand billion.
  static let micros = 1e18
  /// Arrivals that a trace may stand for, the load included.
  static let tracedArrivals = 1e8
  /// Backups of a database in one run.
  static let backups: Int64 = 100_000

  static func checkRate(_ value: Double, _ text: String) throws(ValueError) {
    guard value != 0, !rate.contains(value) else { return }
    if value > rate.upperBound {
      throw ValueError("`\(text.shortened)` is out of range", suggestion: "a rate is at most `1000G/s`")
    }
    throw ValueError(
      "`\(text.shortened)` is less than once in 100 years", suggestion: "write `0/s` for never, or `1/year`")
  }

  static func checkFactor(_ value: Double, _ text: String) throws(ValueError) {
    guard !factor.contains(value) else { return }
    throw ValueError(
      "`\(text.shortened)` is out of range", suggestion: "a factor is from `x0.000000001` to `x1000000000`")
  }

  static func checkMoney(_ value: Double, _ text: String) throws(ValueError) {
    guard value > micros else { return }
    throw ValueError("`\(text.shortened)` is out of range", suggestion: "an amount is at most `$1000G`")
  }

  /// The mean of a distribution over times or sizes is one that a run could meet.
  static func checkMean(_ distribution: Distribution, _ text: String, _ unit: DistributionSupport) throws(ValueError) {
    guard unit != .keys else { return }
    let mean = distribution.mean
    guard mean.isFinite else {
      if case .pareto = distribution {
        throw ValueError("the mean of this distribution is infinite", suggestion: "give it a shape above 1")
      }
      throw ValueError("the mean of `\(text.shortened)` is out of range", suggestion: tail(distribution))
    }
    if unit == .time, mean > Double(ValueReader.longestTime) {
      throw ValueError("the mean of `\(text.shortened)` is longer than 100 years", suggestion: tail(distribution))
    }
    if unit == .size, mean > Double(bytes) {
      throw ValueError("the mean of `\(text.shortened)` is above 1000000 TB", suggestion: tail(distribution))
    }
  }

  /// Why a distribution can have a mean that none of its arguments comes near.
  private static func tail(_ distribution: Distribution) -> String? {
    switch distribution {
    case .lognormal: "its p99 is too far from its median: most of the mean would come from the tail"
    case .pareto: "its shape is too close to 1: most of the mean would come from the tail"
    default: nil
    }
  }
}
