import Components
import Engine
import Scenarios
import Statistics

/// Reads a budget's left side in every window of one replication: consecutive, from the end of the warm-up on, each a
/// whole number of timeline intervals, which the assembler has chosen for this. A last part that is shorter is no
/// window. What ended belongs to the window in which it ended, what had not ended to that of its intended start.
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
      windows.values.append(observed.low)
      if !budget.check.comparison.mayHold(observed, limit) { windows.broken += 1 }
      if !budget.check.comparison.surelyHolds(observed, limit) { windows.brokenAtWorst += 1 }
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
  private func value(_ check: Check) -> ((Range<Int>) -> Bounds?)? {
    guard check.isKeptOverTime else { return nil }
    let scope = Scope(check, in: reading.plan)
    switch check.metric {
    case "latency":
      let flows = scope.flows
      return { range in
        statistic(check, flows.map { samples(ofFlow: $0, in: range) }, range)
      }
    case "errors", "throughput", "goodput": return { counted(check, scope.flows, $0) }
    default:
      let measures = scope.measures
      guard !measures.isEmpty, MetricDefinition.of(check)?.name == "freshness" else { return nil }
      return { range in
        let parts = measures.map { measure in
          intervals(reading.measured.measures[measure].intervals, in: range)
        }
        return statistic(check, parts.map { StretchSamples(ended: $0) }, range)
      }
    }
  }

  private func intervals(_ intervals: [SparseInterval], in range: Range<Int>) -> SparseInterval {
    intervals[range.clamped(to: 0..<intervals.count)].reduce(into: SparseInterval()) { $0.merge($1) }
  }

  private func unended(ofFlow flow: Int, in range: Range<Int>) -> [UnendedInterval] {
    reading.measured.flows[flow].unendedByInterval.filter { range.contains($0.interval) }
  }

  private func samples(ofFlow flow: Int, in range: Range<Int>) -> StretchSamples {
    var samples = StretchSamples(ended: intervals(reading.measured.flows[flow].intervals, in: range))
    for interval in unended(ofFlow: flow, in: range) {
      samples.ages.merge(interval.ages)
      samples.lose(interval.lost)
    }
    return samples
  }

  private func statistic(_ check: Check, _ parts: [StretchSamples], _ range: Range<Int>) -> Bounds? {
    let samples = parts.reduce(into: StretchSamples()) { $0.merge($1) }
    guard samples.count > 0 else { return nil }
    guard check.statistic == .share else { return TimeFigure(check.statistic).value([samples]) }
    return check.above.map { above in
      let late = samples.above(Nanoseconds(above.rounded()))
      return Bounds(late.low / Double(samples.count), late.high / Double(samples.count))
    }
  }

  private func counted(_ check: Check, _ flows: [Int], _ range: Range<Int>) -> Bounds? {
    var (answered, failed, lost, open): (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    for flow in flows {
      let state = reading.measured.flows[flow]
      answered += state.completed[range.clamped(to: 0..<state.completed.count)].reduce(0, +)
      failed += state.failed[range.clamped(to: 0..<state.failed.count)].reduce(0, +)
      for interval in unended(ofFlow: flow, in: range) {
        lost += interval.lost
        open += interval.ages.count
      }
    }
    let count = check.metric == "errors" ? failed + lost : check.metric == "goodput" ? answered : answered + failed
    let all = answered + failed + lost + open
    let seconds = Double(reading.plan.horizon.interval) / 1e9 * Double(range.count)
    func bounds(per: Double) -> Bounds? { per > 0 ? Bounds(Double(count) / per, Double(count + open) / per) : nil }
    switch check.statistic {
    case .count: return bounds(per: 1)
    case .share: return bounds(per: Double(all))
    case .rate: return bounds(per: check.limitIsRatio ? Double(all) : seconds)
    default: return nil
    }
  }
}

/// Judges every window by itself. What is observed is the worst window but those that may break the budget.
struct WindowJudge {
  let reading: MetricReading

  func judge(_ budget: Budget, number: Int, into result: inout BudgetResult) {
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
    result.isBound = windows.broken != windows.brokenAtWorst
    result.holdsAtWorst = windows.brokenAtWorst <= most
    result.verdict = windows.broken > most ? .violated : result.holdsAtWorst ? .held : .cannotJudge
    var reason =
      "\(windows.broken) of \(windows.values.count) windows \(reading.replications == 1 ? "of this run " : "")break it, \(most) may (\(JudgementWords.percent(budget.allow))); observed is the worst but those"
    if result.verdict == .cannotJudge {
      reason += "; with the requests that had not ended it may be \(windows.brokenAtWorst)"
    }
    result.reason = reason
  }
}
