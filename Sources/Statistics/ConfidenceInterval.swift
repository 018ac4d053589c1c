/// An estimate with the interval that covers the true value in `level` of all experiments.
public struct ConfidenceInterval: Sendable, Equatable {
  /// The point estimate, in the unit of the samples; the middle of the interval.
  public var mean: Double
  /// Half the length of the interval, in the same unit.
  public var halfWidth: Double
  /// Confidence between 0 and 1, as 0.95.
  public var level: Double

  /// An interval from its parts.
  public init(mean: Double, halfWidth: Double, level: Double) {
    self.mean = mean
    self.halfWidth = halfWidth
    self.level = level
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

  /// Lower end.
  public var low: Double { mean - halfWidth }

  /// Upper end.
  public var high: Double { mean + halfWidth }

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
