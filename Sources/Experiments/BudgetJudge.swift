import Components
import Engine
import Scenarios
import Statistics

/// Judges budgets: observed against limit, with an interval where one can be had. A figure from too few
/// samples, or an interval astride the limit, is no verdict.
struct BudgetJudge {
  let reading: MetricReading
  let collected: Collection

  func judge(_ budget: Budget, number: Int) -> BudgetResult {
    var result = BudgetResult()
    result.name = budget.name
    result.check = budget.check.text
    result.severity = budget.severity
    result.file = budget.place.file
    result.line = budget.place.line
    result.unit = unit(of: budget.check)
    guard case .value(let limit) = budget.check.limit else {
      result.verdict = .cannotJudge
      result.reason = "a limit relative to a baseline needs one: `orrery check --baseline`"
      return soften(result)
    }
    result.limit = limit
    if let window = budget.window {
      judgeWindows(budget, window: window, limit: limit, into: &result)
      return soften(result)
    }
    guard let observed = reading.value(of: budget.check) else {
      result.verdict = .cannotJudge
      result.reason = missing(budget.check)
      return soften(result)
    }
    result.observed = observed.isFinite ? observed : nil
    let samples = reading.sampleCount(of: budget.check)
    if case .quantile(let q) = budget.check.statistic, let samples,
      samples < QuantileInterval.minimumSamples(for: q)
    {
      result.verdict = .cannotJudge
      result.reason =
        "\(samples) samples; \(name(of: q)) needs at least \(QuantileInterval.minimumSamples(for: q))"
      return soften(result)
    }
    result.interval = observed.isFinite ? interval(budget, number: number, observed: observed) : nil
    result.verdict = verdict(observed, result.interval, budget.check.comparison, limit)
    result.reason = reason(observed, result, samples: samples)
    return soften(result)
  }

  private func verdict(
    _ observed: Double, _ interval: ConfidenceInterval?, _ comparison: Check.Comparison,
    _ limit: Double
  ) -> Verdict {
    guard let interval, interval.halfWidth > 0 else {
      return holds(observed, comparison, limit) ? .held : .violated
    }
    let low = holds(interval.low, comparison, limit)
    let high = holds(interval.high, comparison, limit)
    if comparison == .equal { return holds(observed, comparison, limit) ? .held : .violated }
    return low && high ? .held : !low && !high ? .violated : .cannotJudge
  }

  private func holds(_ value: Double, _ comparison: Check.Comparison, _ limit: Double) -> Bool {
    switch comparison {
    case .less: value < limit
    case .atMost: value <= limit
    case .more: value > limit
    case .atLeast: value >= limit
    case .equal: value == limit
    }
  }

  /// A budget of severity `warn` never decides the exit code.
  private func soften(_ result: BudgetResult) -> BudgetResult {
    var result = result
    if result.severity == .warn && result.verdict != .held { result.verdict = .warned }
    return result
  }

  // MARK: Intervals

  /// From replications if there are several, else from batches of one run, else none. Exact counts of
  /// violations have none: they are what happened.
  private func interval(_ budget: Budget, number: Int, observed: Double) -> ConfidenceInterval? {
    let check = budget.check
    if ["violations", "refreshed", "dead-letters", "cost"].contains(check.metric) { return nil }
    if check.statistic == .count || check.statistic == .max || check.statistic == .min { return nil }
    let samples = collected.budgetSamples[number].filter(\.isFinite)
    if samples.count >= 2 {
      guard let interval = ConfidenceInterval(samples: samples) else { return nil }
      return ConfidenceInterval(mean: observed, halfWidth: interval.halfWidth, level: interval.level)
    }
    guard let distribution = reading.distribution(check) else { return nil }
    let batches = BatchHistograms(
      distribution.intervals, skipping: reading.plan.horizon)
    return batches.interval(of: check, observed: observed)
  }

  // MARK: Windows

  private func judgeWindows(
    _ budget: Budget, window: Nanoseconds, limit: Double, into result: inout BudgetResult
  ) {
    guard let distribution = reading.distribution(budget.check) else {
      result.verdict = .cannotJudge
      result.reason = "windows need a metric that is kept over time: latency of a flow, or a measure"
      return
    }
    let interval = reading.plan.horizon.interval
    let per = max(1, Int(window / max(1, interval)))
    var judged = 0
    var broken = 0
    var worst: Double?
    var start = Int((reading.plan.horizon.warmUp + interval - 1) / max(1, interval))
    while start < distribution.intervals.count {
      var histogram = Histogram()
      for part in distribution.intervals[start..<min(start + per, distribution.intervals.count)] {
        histogram.merge(part.histogram)
      }
      start += per
      guard !histogram.isEmpty, let value = windowValue(budget.check, histogram) else { continue }
      judged += 1
      if !holds(value, budget.check.comparison, limit) { broken += 1 }
      worst = max(worst ?? value, value)
    }
    guard judged > 0 else {
      result.verdict = .cannotJudge
      result.reason = "no window has a sample"
      return
    }
    result.observed = worst
    let share = Double(broken) / Double(judged)
    result.verdict = share <= budget.allow ? .held : .violated
    result.reason = "\(broken) of \(judged) windows break it, \(percent(budget.allow)) may"
  }

  private func windowValue(_ check: Check, _ histogram: Histogram) -> Double? {
    switch check.statistic {
    case .quantile(let q): histogram.quantile(q).map { $0 == .max ? .infinity : Double($0) }
    case .mean: histogram.mean
    case .max: histogram.maximum.map(Double.init)
    case .min: histogram.minimum.map(Double.init)
    default: nil
    }
  }

  // MARK: Words

  private func reason(_ observed: Double, _ result: BudgetResult, samples: UInt64?) -> String {
    var parts: [String] = []
    if let samples { parts.append("\(samples) samples") }
    if observed.isInfinite { parts.append("more are missing than the percentile allows") }
    if let interval = result.interval, interval.halfWidth > 0, observed != 0 {
      let relative = interval.halfWidth / abs(observed)
      parts.append("± \(percent(relative)) at 95 %")
    }
    if result.verdict == .cannotJudge { parts.append("the interval lies astride the limit") }
    return parts.joined(separator: ", ")
  }

  private func missing(_ check: Check) -> String {
    if check.metric == "cost" && reading.scenario.run.standsFor == nil {
      return "a month cannot be billed without `run.stands-for`"
    }
    return "no samples of \(check.metric)"
  }

  private func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded()
    return tenths < 1 && share > 0 ? "< 0.1 %" : "\(Int(tenths) / 10).\(Int(tenths) % 10) %"
  }

  private func name(of q: Double) -> String {
    let thousandths = Int((q * 10_000).rounded())
    return thousandths % 100 == 0 ? "p\(thousandths / 100)" : "p\(Double(thousandths) / 100)"
  }

  private func unit(of check: Check) -> String {
    if check.statistic == .share || check.limitIsRatio { return "ratio" }
    if check.statistic == .count { return "count" }
    if check.statistic == .rate { return "per second" }
    return Metric.named(check.metric)?.unit.rawValue ?? "ns"
  }
}
