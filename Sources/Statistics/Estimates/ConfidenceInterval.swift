/// An estimate with the interval that covers the true value in `level` of all experiments.
///
/// It need not lie in the middle: the interval of a share near none, of a percentile or of a skewed mean reaches
/// further to one side. An end may be infinite, where a value has no bound on that side.
public struct ConfidenceInterval: Sendable, Equatable {
  /// The point estimate, in the unit of the samples; inside the interval.
  public var mean: Double
  /// Lower end, in the same unit.
  public var low: Double
  /// Upper end, in the same unit.
  public var high: Double
  /// Confidence between 0 and 1, as 0.95.
  public var level: Double

  /// An interval from its ends.
  public init(mean: Double, low: Double, high: Double, level: Double) {
    self.mean = mean
    self.low = low
    self.high = high
    self.level = level
  }

  /// An interval that reaches as far to either side.
  public init(mean: Double, halfWidth: Double, level: Double) {
    self.init(mean: mean, low: mean - halfWidth, high: mean + halfWidth, level: level)
  }

  /// Student's t interval (Student 1908) of the mean of independent samples, such as one figure per
  /// replication.
  ///
  /// Nil for fewer than two samples, or when a sample is not finite. `level` must be one that
  /// `studentQuantile` takes. O(n).
  public init?(samples: [Double], level: Double = 0.95) {
    guard let moments = Moments(samples) else { return nil }
    let quantile = Self.studentQuantile(level: level, degreesOfFreedom: moments.count - 1)
    self.init(mean: moments.mean, halfWidth: quantile * moments.standardError, level: level)
  }

  /// The distance from the point estimate to the farther end: the estimate is off by no more than this, at `level`.
  /// It is the number behind "±" where there is room for one number only; infinite when an end is.
  public var halfWidth: Double { max(high == mean ? 0 : high - mean, low == mean ? 0 : mean - low) }

  /// Whether a value lies in the interval, the ends included.
  public func contains(_ value: Double) -> Bool {
    value >= low && value <= high
  }

  /// The two-sided quantile of Student's t: a t-distributed variable lies between minus and plus
  /// this value with probability `level`.
  ///
  /// `level` lies above 0 and not above 0.999999; `degreesOfFreedom` is at least 1. Relative error
  /// below 1e-9, by arithmetic alone: the answer has the same bits on every machine. About 10 µs,
  /// whatever the degrees of freedom.
  public static func studentQuantile(level: Double, degreesOfFreedom: Int) -> Double {
    StudentT.quantile(level: level, degreesOfFreedom: degreesOfFreedom)
  }
}
