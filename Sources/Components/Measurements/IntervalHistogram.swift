import Engine
import Statistics

/// A latency in whole and by timeline interval: one live histogram, flushed sparsely at each tick.
struct IntervalHistogram: ~Copyable {
  /// What was recorded until the last interval ended.
  private var ended = Histogram()
  private var live = HistogramRecorder()
  private var intervals: [SparseInterval] = []
  /// Limits that budgets count exactly, with the counts above them.
  var exceedances: [(limit: Nanoseconds, count: UInt64)] = []

  mutating func record(_ value: Nanoseconds) {
    live.record(value)
    for index in exceedances.indices where value > exceedances[index].limit {
      exceedances[index].count += 1
    }
  }

  /// Ends a timeline interval.
  mutating func flush() {
    let histogram = live.histogram
    ended.merge(histogram)
    intervals.append(SparseInterval(histogram))
    live.removeAll()
  }

  /// Everything, what was recorded after the last interval included.
  var total: Histogram {
    var total = ended
    total.merge(live.histogram)
    return total
  }

  /// The intervals; what was recorded after the last one is in that.
  var closedIntervals: [SparseInterval] {
    if live.isEmpty { return intervals }
    var joined = intervals.last?.histogram ?? Histogram()
    joined.merge(live.histogram)
    return intervals.dropLast() + [SparseInterval(joined)]
  }
}
