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
    result.unit = budget.check.unit
    guard case .value(let limit) = budget.check.limit else {
      result.verdict = .cannotJudge
      result.reason =
        budget.window == nil
        ? "a limit relative to a baseline needs one that has this figure: `orrery check --baseline`"
        : "a limit relative to a baseline is judged over the whole run, not in windows"
      return soften(result)
    }
    result.limit = limit
    result.comparison = budget.check.comparison
    if budget.window != nil {
      judgeWindows(budget, number: number, into: &result)
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
        "\(samples) samples; \(budget.check.statistic.name) needs at least \(QuantileInterval.minimumSamples(for: q))"
      return soften(result)
    }
    result.interval = observed.isFinite ? interval(budget, number: number, observed: observed) : nil
    result.verdict = verdict(observed, result.interval, budget.check.comparison, limit)
    result.reason =
      budget.check.metric == "recovery"
      ? recoveryReason(budget.check) : reason(observed, result, samples: samples)
    return soften(result)
  }

  private func verdict(
    _ observed: Double, _ interval: ConfidenceInterval?, _ comparison: Check.Comparison,
    _ limit: Double
  ) -> Verdict {
    guard let interval, interval.halfWidth > 0 else {
      return comparison.holds(observed, limit) ? .held : .violated
    }
    let low = comparison.holds(interval.low, limit)
    let high = comparison.holds(interval.high, limit)
    if comparison == .equal { return comparison.holds(observed, limit) ? .held : .violated }
    return low && high ? .held : !low && !high ? .violated : .cannotJudge
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
    if ["violations", "refreshed", "dead-letters", "counts", "cost", "downtime", "recovery"].contains(check.metric) {
      return nil
    }
    if check.statistic == .count || check.statistic == .max || check.statistic == .min { return nil }
    if !budget.paired.isEmpty {
      // Both met the same arrivals and demands: what is uncertain is the difference alone.
      let pairs = zip(collected.budgetSamples[number], budget.paired).compactMap { own, base -> Double? in
        guard let own, let base, own.isFinite, base.isFinite else { return nil }
        return own - base
      }
      return ConfidenceInterval(samples: pairs).map {
        ConfidenceInterval(mean: observed, halfWidth: $0.halfWidth, level: $0.level)
      }
    }
    let samples = collected.budgetSamples[number].compactMap { $0 }.filter(\.isFinite)
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

  /// Judges every window by itself. What is observed is the worst window but those that may break the budget.
  private func judgeWindows(_ budget: Budget, number: Int, into result: inout BudgetResult) {
    result.verdict = .cannotJudge
    if let reason = WindowReading(reading: reading).unfit(budget) {
      result.reason = reason
      return
    }
    guard let windows = reading.findings.windows[number], !windows.values.isEmpty else {
      result.reason = "no window has a sample"
      return
    }
    let decisive = windows.decisive(budget.check.comparison, allow: budget.allow)
    result.observed = decisive.flatMap { $0.isFinite ? $0 : nil }
    let most = windows.mayBreak(budget.allow)
    result.verdict = windows.broken <= most ? .held : .violated
    result.reason =
      "\(windows.broken) of \(windows.values.count) windows break it, \(most) may (\(percent(budget.allow))); observed is the worst but those"
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
    if check.metric == "recovery" { return recoveryReason(check) }
    if check.metric == "downtime" {
      return "an outage that comes at random leaves no row, or more was decided than is kept"
    }
    return "no samples of \(check.metric)"
  }

  /// How many replications recovered; or why that cannot be said.
  private func recoveryReason(_ check: Check) -> String {
    let verdicts = reading.findings.verdicts(check, reading)
    let judged = verdicts.compactMap { verdict -> Bool? in
      switch verdict {
      case .after: true
      case .never: false
      case .notJudged: nil
      }
    }
    if judged.contains(false) {
      return "\(judged.count { !$0 }) of \(judged.count) did not recover (metastable)"
    }
    if !judged.isEmpty { return "\(judged.count) of \(verdicts.count) judged, all recovered" }
    for case .notJudged(let reason) in verdicts { return reason }
    return "a fault is judged that has an end, and a phase only if load is lower before and after it"
  }

  private func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded()
    return tenths < 1 && share > 0 ? "< 0.1 %" : "\(Int(tenths) / 10).\(Int(tenths) % 10) %"
  }
}

extension Check {
  /// Of its left side: `ns`, `count`, `per second`, `ratio`, `micro-units`.
  var unit: String {
    if statistic == .share || limitIsRatio { return "ratio" }
    if statistic == .count { return "count" }
    if statistic == .rate { return "per second" }
    return Metric.named(metric)?.unit.rawValue ?? "ns"
  }
}
