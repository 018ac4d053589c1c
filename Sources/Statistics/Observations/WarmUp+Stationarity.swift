/// The warm-up that several pilots show together, and whether anything settles at all.
extension WarmUp {
  /// What pilots tell of a series of equal intervals.
  public enum Settling: Sendable, Equatable {
    /// Stationary from the interval of this index on.
    case settled(after: Int)
    /// It still changes in the second half, or changes all the time: figures are of this run only.
    case notStationary
    /// Fewer than fifty intervals have samples, or a value is not finite.
    case tooShort

    /// Of several series of the same pilots: the later cut, and the worse answer. One cut serves all.
    public func joined(with other: Settling) -> Settling {
      switch (self, other) {
      case (.settled(let left), .settled(let right)): .settled(after: max(left, right))
      case (.notStationary, _), (_, .notStationary): .notStationary
      case (.tooShort, _), (_, .tooShort): .tooShort
      }
    }
  }

  /// The critical value of Cramér and von Mises's statistic of a Brownian bridge at 5 %.
  static let criticalBridge = 0.461

  /// Averages the series over the pilots (Welch 1983), cuts the average by MSER-5, and tests what is kept for
  /// stationarity (Heidelberger and Welch 1983): the sums of what deviates from the mean, as a bridge from start to end,
  /// stay as close to zero as noise alone would. The noise is that of the pilots about their average, which a start-up or
  /// a trend does not touch, as all pilots share it. Where the test fails, tenths of the series are cut until it holds.
  ///
  /// - Parameter pilots: a value for each interval, in order of time; `nan` where an interval has no sample. Five are
  ///   good; of one alone the noise is taken from the series itself, and trends hide in it.
  /// - Complexity: O(pilots · intervals).
  public static func settling(of pilots: [[Double]]) -> Settling {
    let intervals = pilots.map(\.count).min() ?? 0
    let places = (0..<intervals).filter { place in pilots.contains { !$0[place].isNaN } }
    let average = places.map { place in
      let values = pilots.map { $0[place] }.filter { !$0.isNaN }
      return values.reduce(0, +) / Double(values.count)
    }
    guard average.count >= 10 * batchSize, average.allSatisfy(\.isFinite) else { return .tooShort }
    var start = truncation(of: average) ?? 0
    let step = max(1, average.count / 10)
    while start <= average.count / 2 {
      let noise = varianceOfMean(pilots, places[start...])
      if isStationary(average[start...], varianceOfMean: noise) { return .settled(after: places[start]) }
      start = start / step * step + step
    }
    return .notStationary
  }

  /// Of the mean over all pilots and intervals, as far as it comes from noise.
  private static func varianceOfMean(_ pilots: [[Double]], _ places: ArraySlice<Int>) -> Double {
    let parts = RatioParts(
      pilots.map { pilot in
        places.map { pilot[$0].isNaN ? RatioParts.Part(0, 0) : RatioParts.Part(pilot[$0], 1) }
      })
    return RatioVariance(parts)?.varianceWithin ?? 0
  }

  /// Whether the bridge of the series stays within what noise of this size does.
  static func isStationary(_ series: ArraySlice<Double>, varianceOfMean: Double) -> Bool {
    let size = Double(series.count)
    let mean = series.reduce(0, +) / size
    var bridge = 0.0
    var squares = 0.0
    var largest = 0.0
    for value in series {
      bridge += value - mean
      squares += bridge * bridge
      largest = max(largest, value.magnitude)
    }
    // What rounding alone can do, where there is no noise.
    let rounding = largest * 1e-12
    let scale = max(varianceOfMean, rounding * rounding) * size * size
    return squares / size <= criticalBridge * scale
  }
}
