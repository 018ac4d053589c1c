import Components
import Engine
import Scenarios
import Statistics

/// Judges a budget in every window of one replication: consecutive, from the end of the warm-up on, each a whole
/// number of timeline intervals, which the assembler has chosen for this. A last part that is shorter is no window.
struct WindowReading {
  let reading: MetricReading

  /// Nil when the budget has no windows, or none that the timeline can give.
  func windows(of budget: Budget) -> PathFindings.Windows? {
    guard let window = budget.window, case .value(let limit) = budget.check.limit, unfit(budget) == nil,
      let value = value(budget.check)
    else { return nil }
    let horizon = reading.plan.horizon
    let size = Int(window / horizon.interval)
    var windows = PathFindings.Windows()
    var start = Int((horizon.warmUp + horizon.interval - 1) / horizon.interval)
    let end = Int(min(horizon.end, reading.measured.simulated) / horizon.interval)
    while start + size <= end {
      defer { start += size }
      guard let observed = value(start..<start + size) else { continue }
      windows.values.append(observed)
      if !budget.check.comparison.holds(observed, limit) { windows.broken += 1 }
    }
    return windows
  }

  /// Why the timeline cannot give windows of such a length; nil when it can.
  func unfit(_ budget: Budget) -> String? {
    let horizon = reading.plan.horizon
    guard let window = budget.window, window > 0, horizon.interval > 0 else { return "there is no timeline" }
    if window > horizon.end - horizon.warmUp { return "the run is shorter than one window" }
    guard window % horizon.interval == 0 else {
      return
        "its windows are too short for this run, whose timeline has at most \(Horizon.mostIntervals) intervals: run less long, or ask for longer windows"
    }
    return value(budget.check) == nil
      ? "windows need a metric that is kept over time: latency, errors, throughput or goodput of flows, or a measure"
      : nil
  }

  // MARK: Values of a window

  /// What the check's left side is in a span of intervals; that is nil where nothing happened.
  private func value(_ check: Check) -> ((Range<Int>) -> Double?)? {
    if let distribution = reading.distribution(check), !distribution.intervals.isEmpty {
      return { range in
        var histogram = Histogram()
        for index in range where index < distribution.intervals.count {
          distribution.intervals[index].add(to: &histogram)
        }
        return histogram.isEmpty ? nil : self.statistic(check, histogram)
      }
    }
    let isOfFlows = !check.labels.contains { $0.label != "flow" }
    guard isOfFlows, ["errors", "throughput", "goodput"].contains(check.metric) else { return nil }
    return { self.counted(check, $0) }
  }

  private func statistic(_ check: Check, _ histogram: Histogram) -> Double? {
    switch check.statistic {
    case .quantile(let q): histogram.quantile(q).map { $0 == .max ? .infinity : Double($0) }
    case .mean: histogram.missing > 0 ? .infinity : histogram.mean
    case .max: histogram.missing > 0 ? .infinity : histogram.maximum.map(Double.init)
    case .min: histogram.minimum.map(Double.init)
    case .share:
      check.above.map { Double(histogram.count(above: Nanoseconds($0.rounded()))) / Double(histogram.count) }
    case .count: Double(histogram.count)
    case .rate, .total, .perMonth: nil
    }
  }

  private func counted(_ check: Check, _ range: Range<Int>) -> Double? {
    var (answered, failed): (UInt64, UInt64) = (0, 0)
    for (index, flow) in reading.plan.flows.enumerated() where reading.names(check.label("flow"), flow.name) {
      let flow = reading.measured.flows[index]
      for index in range where index < flow.completed.count {
        answered += flow.completed[index]
        failed += flow.failed[index]
      }
    }
    let all = answered + failed
    let count = check.metric == "errors" ? failed : check.metric == "goodput" ? answered : all
    let seconds = Double(reading.plan.horizon.interval) / 1e9 * Double(range.count)
    switch check.statistic {
    case .count: return Double(count)
    case .share: return all > 0 ? Double(count) / Double(all) : nil
    case .rate where check.limitIsRatio: return all > 0 ? Double(count) / Double(all) : nil
    case .rate: return Double(count) / seconds
    default: return nil
    }
  }
}

extension Check.Comparison {
  func holds(_ value: Double, _ limit: Double) -> Bool {
    switch self {
    case .less: value < limit
    case .atMost: value <= limit
    case .more: value > limit
    case .atLeast: value >= limit
    case .equal: value == limit
    }
  }
}
