import Engine

/// How busy a component was where it was busiest for a while: in its worst window or phase, which the mean of a run with
/// peaks says nothing about.
package struct SustainedPeak: Sendable, Equatable {
  package var component = ""
  /// `threads`, `cores`, `slots`, `quota`
  package var resource = ""
  /// Busy share in it, from 0 to 1.
  package var share = 0.0
  /// Over the measured part; nil where nothing was there.
  package var mean: Double?
  package var begins: Nanoseconds = 0
  package var ends: Nanoseconds = 0
  /// False where the run is as busy all the time, so that its mean says it.
  package var isPeak = false
  package init() {}

  /// Points of the timeline that a window has at least, and parts of the measured part that it is at most one of: what
  /// is shorter is a moment, which every queue has.
  static let leastPoints = 3
  static let parts = 20
  /// Deviations of a window from which on it is no luck that it is busier than the mean.
  static let leastDeviations = 4.0
  /// Operations from which on a window differs from the mean by more than luck.
  static let leastOperations: UInt64 = 400
}

extension RunResult {
  /// Of every component that something limits, the busiest first.
  package var sustainedPeaks: [SustainedPeak] {
    components.compactMap { component in peak(of: component) }
      .sorted { ($1.share, $0.component) < ($0.share, $1.component) }
  }

  private func peak(of component: ComponentResult) -> SustainedPeak? {
    var peak = SustainedPeak()
    peak.component = component.name
    peak.resource = component.scarcest.isEmpty ? "capacity" : component.scarcest
    peak.mean = component.utilization.flatMap { $0.isNaN ? nil : $0 }
    guard let mean = peak.mean else { return nil }
    peak.share = mean
    peak.ends = simulatedNanoseconds
    guard let series = timeline.components.first(where: { $0.name == component.name }), timeline.interval > 0,
      let worst = worst(series), worst.share - mean > max(0.02, SustainedPeak.leastDeviations * worst.deviation)
    else { return peak }
    peak.share = worst.share
    peak.begins = Nanoseconds(worst.points.lowerBound) * timeline.interval
    peak.ends = min(Nanoseconds(worst.points.upperBound) * timeline.interval, max(peak.begins, simulatedNanoseconds))
    peak.isPeak = true
    return peak
  }

  /// The busiest window or phase, widened to where it began and ended.
  private func worst(
    _ series: Timeline.ComponentSeries
  ) -> (share: Double, points: Range<Int>, deviation: Double)? {
    let shares = series.utilization
    let first = Int((scenario.warmUp + timeline.interval - 1) / timeline.interval)
    guard first < shares.count else { return nil }
    let size = max(SustainedPeak.leastPoints, (shares.count - first) / SustainedPeak.parts)
    var spans = timeline.marks.filter { $0.style == "phase" }.map { mark -> Range<Int> in
      // A phase may begin after the end of a run that is shorter than its file says.
      let ends = min(shares.count, Int(mark.ends / timeline.interval))
      let begins = max(first, Int((mark.begins + timeline.interval - 1) / timeline.interval))
      return min(begins, shares.count)..<max(min(begins, shares.count), ends)
    }
    if shares.count - first >= size { spans += (first...shares.count - size).map { $0..<$0 + size } }
    var found: (share: Double, points: Range<Int>)?
    for span in spans where span.count >= SustainedPeak.leastPoints {
      let share = shares[span].reduce(0, +) / Double(span.count)
      let operations = series.throughput[span.clamped(to: 0..<series.throughput.count)].reduce(0, +)
      guard !share.isNaN, share >= 0.95 || operations >= SustainedPeak.leastOperations, share > found?.share ?? 0 else {
        continue
      }
      found = (share, span)
    }
    let deviation = deviation(shares[first...], window: size)
    return found.map { ($0.share, widened($0.points, shares, from: first, atLeast: 0.9 * $0.share), deviation) }
  }

  /// How far windows that follow one another lie apart by luck: from the middle one of their differences, which a step
  /// of the load, or a few, do not move.
  private func deviation(_ shares: ArraySlice<Double>, window size: Int) -> Double {
    let windows = stride(from: shares.startIndex, through: shares.endIndex - size, by: size).map {
      shares[$0..<$0 + size].reduce(0, +) / Double(size)
    }
    let steps = zip(windows, windows.dropFirst()).map { abs($0 - $1) }.filter { !$0.isNaN }.sorted()
    // The median of the difference of two normal values is 0.954 deviations.
    return steps.isEmpty ? 0 : steps[steps.count / 2] / 0.954
  }

  private func widened(_ points: Range<Int>, _ shares: [Double], from first: Int, atLeast share: Double) -> Range<Int> {
    var (low, high) = (points.lowerBound, points.upperBound)
    while low > first, shares[low - 1] >= share { low -= 1 }
    while high < shares.count, shares[high] >= share { high += 1 }
    return low..<high
  }
}
