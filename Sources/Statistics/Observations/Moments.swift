/// Mean and spread of a list of numbers, in the order given.
struct Moments {
  let count: Int
  let mean: Double
  /// Σ(x − mean)².
  let squaredDeviations: Double

  /// Nil for fewer than two samples or when one of them is not finite. Two passes, O(n); the second
  /// also takes off what rounding left in the mean (Chan, Golub and LeVeque 1983).
  init?(_ samples: [Double]) {
    guard samples.count > 1 else { return nil }
    var sum = 0.0
    for sample in samples { sum += sample }
    let size = Double(samples.count)
    let mean = sum / size
    var deviations = 0.0
    var squares = 0.0
    for sample in samples {
      let deviation = sample - mean
      deviations += deviation
      squares += deviation * deviation
    }
    guard squares.isFinite else { return nil }
    count = samples.count
    self.mean = mean
    squaredDeviations = max(0, squares - deviations * deviations / size)
  }

  /// Unbiased sample variance.
  var variance: Double { squaredDeviations / Double(count - 1) }

  /// Standard error of the mean, for independent samples.
  var standardError: Double { (variance / Double(count)).squareRoot() }
}
