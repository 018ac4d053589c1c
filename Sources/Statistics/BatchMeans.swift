/// The mean of one long run, with an interval from the means of its consecutive parts.
///
/// A run is recorded in micro-batches, equal stretches of simulated time with a sum and a count
/// each. They are merged into about twenty batches long enough to be nearly independent (Schmeiser
/// 1982 finds 10 to 30 best). As the counts vary, the mean is a ratio ΣS/ΣC; its variance is that
/// of the classical ratio estimator (Cochran 1977, 6.4): the residuals S − C·mean, summed over the
/// batches. Each batch so weighs as much as it has samples. Batches without samples are left out.
///
/// Whether the batches are long enough, `isCorrelated` tells: if they are not, the interval is too
/// narrow and the run should be longer. Warm-up must be cut off before.
public struct BatchMeans: Sendable, Equatable {
  /// The fewest micro-batches that give an interval, unless fewer batches are asked for.
  public static let fewestMicroBatches = 10

  /// Mean of all samples, ΣS/ΣC.
  public let mean: Double
  /// Mean of each batch that has samples, in order of time.
  public let means: [Double]
  /// Samples in each of these batches.
  public let counts: [UInt64]

  /// Merges micro-batches, given by sum and count in order of time, into at most `batches` batches
  /// whose lengths differ by one micro-batch at most.
  ///
  /// Nil when there are fewer micro-batches than `fewestMicroBatches` and than `batches`, or when
  /// fewer than two batches have samples. `sums` and `counts` are equally long, `batches` is at
  /// least 2. O(micro-batches).
  public init?(sums: [UInt128], counts: [UInt64], batches: Int = 20) {
    precondition(sums.count == counts.count, "a sum and a count for each micro-batch")
    precondition(batches >= 2, "an interval needs two batches")
    guard sums.count >= min(batches, Self.fewestMicroBatches) else { return nil }
    let groups = min(batches, sums.count)
    var means: [Double] = []
    var sizes: [UInt64] = []
    var totalSum: UInt128 = 0
    var totalCount: UInt64 = 0
    var start = 0
    for group in 1...groups {
      let end = sums.count * group / groups
      let sum = sums[start..<end].reduce(0, +)
      let count = counts[start..<end].reduce(0, +)
      start = end
      totalSum += sum
      totalCount += count
      guard count > 0 else { continue }
      means.append(Double(sum) / Double(count))
      sizes.append(count)
    }
    guard means.count >= 2 else { return nil }
    mean = Double(totalSum) / Double(totalCount)
    self.means = means
    self.counts = sizes
  }

  /// Student's t interval of `mean`, with one degree of freedom fewer than there are batches.
  /// O(batches).
  public func interval(level: Double = 0.95) -> ConfidenceInterval {
    let size = Double(means.count)
    var squares = 0.0
    var total = 0.0
    for (batchMean, count) in zip(means, counts) {
      let residual = Double(count) * (batchMean - mean)
      squares += residual * residual
      total += Double(count)
    }
    let standardError = (squares * size / (size - 1)).squareRoot() / total
    let quantile = ConfidenceInterval.studentQuantile(
      level: level, degreesOfFreedom: means.count - 1)
    return ConfidenceInterval(mean: mean, halfWidth: quantile * standardError, level: level)
  }

  /// Correlation of each batch mean with the next one, between -1 and 1; 0 for independent batches
  /// apart from chance and a bias of about -1/batches. Nil for fewer than three batches, or when
  /// all means are equal. O(batches).
  public var lagOneAutocorrelation: Double? {
    guard means.count > 2, let moments = Moments(means), moments.squaredDeviations > 0 else {
      return nil
    }
    var products = 0.0
    for (left, right) in zip(means, means.dropFirst()) {
      products += (left - moments.mean) * (right - moments.mean)
    }
    return products / moments.squaredDeviations
  }

  /// Whether the lag-1 autocorrelation is larger than independent batches would show in one of
  /// twenty runs: the batches are too short, run longer.
  ///
  /// One-sided test of von Neumann's ratio (1941) in Fishman's form (1978): with k independent
  /// batches r₁ is close to normal, with variance (k − 2)/(k² − 1). It has little power for few
  /// batches: true says much, false says little.
  public var isCorrelated: Bool {
    guard let correlation = lagOneAutocorrelation else { return false }
    let size = Double(means.count)
    return correlation > 1.644_853_627 * ((size - 2) / (size * size - 1)).squareRoot()
  }

  /// The interval of the mean of micro-batches in one call; nil where `init` is nil.
  public static func interval(
    sums: [UInt128], counts: [UInt64], batches: Int = 20, level: Double = 0.95
  ) -> ConfidenceInterval? {
    BatchMeans(sums: sums, counts: counts, batches: batches)?.interval(level: level)
  }
}
