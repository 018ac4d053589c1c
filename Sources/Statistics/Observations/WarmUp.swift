/// Where the start-up of a run ends and its steady state begins.
public enum WarmUp {
  /// Observations that MSER-5 averages into one batch.
  public static let batchSize = 5

  /// MSER-5: the index of the first observation to keep.
  ///
  /// Of all truncation points d it takes the one with the smallest standard error of what is kept,
  /// Σ(y − ȳ)²/(m − d)², where y are the m means of five observations each (White 1997; White, Cobb
  /// and Spratt 2000). The last five truncation points are not considered, as so few batches can be
  /// alike by chance (Hoad, Robinson and Davies 2010). Of equal points the first one wins; a series
  /// without start-up gives 0. Observations after the last full batch are not looked at.
  ///
  /// Nil means "cannot tell: run longer": the best point lies in the last half of the series, there
  /// are fewer than ten batches, or an observation is not finite. The answer is a multiple of 5.
  /// O(n).
  public static func truncation(of series: [Double]) -> Int? {
    let batches = batchMeans(of: series)
    guard batches.count >= 10, batches.allSatisfy(\.isFinite) else { return nil }
    // From the back, so that mean and squared deviations of what is kept grow by one batch at a
    // time (Welford 1962).
    var mean = 0.0
    var squares = 0.0
    var best = batches.count
    var bestError = Double.infinity
    for start in batches.indices.reversed() {
      let kept = Double(batches.count - start)
      let deviation = batches[start] - mean
      mean += deviation / kept
      squares += deviation * (batches[start] - mean)
      guard batches.count - start > 5 else { continue }
      let error = squares / (kept * kept)
      if error <= bestError {
        bestError = error
        best = start
      }
    }
    return best * 2 <= batches.count ? best * batchSize : nil
  }

  private static func batchMeans(of series: [Double]) -> [Double] {
    (0..<series.count / batchSize).map { batch in
      var sum = 0.0
      for index in batch * batchSize..<(batch + 1) * batchSize { sum += series[index] }
      return sum / Double(batchSize)
    }
  }
}
