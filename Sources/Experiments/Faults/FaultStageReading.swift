import Components
import Engine
import Scenarios
import Statistics

/// Reads from the timeline of one replication what flows, polled populations and consumer groups did before, during
/// and after each fault.
///
/// **During** is every interval that the fault touches. **Before** and **after** are as many intervals, cut where the
/// measured part begins or ends and where another fault, or the same one, ended last or begins next. A fault at one
/// instant lasts until what it hit can serve again; where it serves on, before and after are ten intervals.
struct FaultStageReading {
  let plan: NetworkPlan
  let measured: Measurements
  private let spans: [[FaultSpan]]
  private let isTold: [Bool]
  /// Intervals of the measured part.
  private let intervals: Range<Int>

  init(plan: NetworkPlan, measured: Measurements, disturbances: [Disturbance]) {
    self.plan = plan
    self.measured = measured
    let end = min(measured.simulated, plan.horizon.end)
    isTold = disturbances.map { $0.style == .fault || $0.style == .recurring }
    spans = disturbances.map { disturbance in
      switch disturbance.style {
      case .fault: return disturbance.begins < end ? [Self.span(of: disturbance, plan, measured)] : []
      case .recurring:
        guard let number = plan.faults.firstIndex(where: { $0.name == disturbance.name }),
          measured.faultSpans.indices.contains(number)
        else { return [] }
        return measured.faultSpans[number].filter { $0.begins < end }
      case .aimed, .surge: return []
      }
    }
    let interval = max(1, plan.horizon.interval)
    let first = Int((plan.horizon.warmUp + interval - 1) / interval)
    intervals = first..<max(first, Int((end + interval - 1) / interval))
  }

  private static func span(of disturbance: Disturbance, _ plan: NetworkPlan, _ measured: Measurements) -> FaultSpan {
    let begins = disturbance.begins
    guard disturbance.ends <= begins else { return FaultSpan(begins: begins, ends: disturbance.ends) }
    let downtime = DowntimeReading(plan: plan, measured: measured)
    let ends = disturbance.hits.compactMap { downtime.end(ofDowntime: begins, of: $0) }.max()
    return FaultSpan(begins: begins, ends: ends ?? begins)
  }

  /// Intervals before and after what has no length.
  private static let least = 10

  /// By disturbance; nil for those that are no faults, or have no time.
  func all() -> [[FaultTally]?] {
    guard plan.horizon.interval > 0 else { return spans.map { _ in nil } }
    return spans.indices.map { fault in isTold[fault] ? tallies(of: fault) : nil }
  }

  private func tallies(of fault: Int) -> [FaultTally] {
    let subjects: [FaultTally.Subject] =
      plan.flows.indices.map { .flow($0) } + plan.pollings.indices.map { .polling($0) }
      + plan.consumerGroups.indices.map { .group($0) }
    let ranges = spans[fault].map(stages)
    return subjects.map { subject in
      var tally = FaultTally(subject: subject)
      for stages in ranges {
        for (stage, range) in stages.enumerated() where !range.isEmpty {
          tally.stages[stage].merge(read(subject, in: range))
        }
      }
      return tally
    }
  }

  // MARK: Stages

  /// Intervals before, during and after one time that a fault was on; empty where there are none.
  private func stages(of span: FaultSpan) -> [Range<Int>] {
    let interval = plan.horizon.interval
    let end = min(measured.simulated, plan.horizon.end)
    let first = Int(span.begins / interval)
    let ends = min(span.ends, end)
    // What has no length falls into one interval.
    let last = max(first + 1, Int((ends + interval - 1) / interval))
    let length = span.ends > span.begins ? last - first : Self.least
    var before = max(intervals.lowerBound, first - length)
    var after = min(intervals.upperBound, last + length)
    for other in spans.joined() where other != span {
      if other.begins < span.begins { before = max(before, Int((min(other.ends, end) + interval - 1) / interval)) }
      if other.ends > span.ends { after = min(after, Int(other.begins / interval)) }
    }
    return [
      min(before, first)..<first, (first..<last).clamped(to: intervals), last..<max(last, after),
    ].map { $0.clamped(to: intervals) }
  }

  // MARK: Figures

  private func read(_ subject: FaultTally.Subject, in range: Range<Int>) -> StageTally {
    var tally = StageTally()
    let interval = plan.horizon.interval
    let end = min(measured.simulated, plan.horizon.end)
    tally.time = min(end, Nanoseconds(range.upperBound) * interval) - Nanoseconds(range.lowerBound) * interval
    switch subject {
    case .flow(let index):
      let flow = measured.flows[index]
      tally.answered = Self.sum(flow.completed, range)
      tally.failed = Self.sum(flow.failed, range)
      for interval in flow.intervals[range.clamped(to: flow.intervals.indices)] {
        tally.samples.ended.merge(interval)
      }
      for interval in flow.unendedByInterval where range.contains(interval.interval) {
        tally.samples.ages.merge(interval.ages)
        tally.samples.lose(interval.lost)
        tally.failed += interval.lost
      }
    case .polling(let index):
      let polling = measured.pollings[index]
      tally.answered = Self.sum(polling.intervalAnswered, range)
      tally.failed = Self.sum(polling.intervalStarted, range) + Self.sum(polling.intervalRefused, range)
      tally.failed -= min(tally.failed, tally.answered)
    case .group(let index):
      let group = measured.groups[index]
      let records = group.intervalRecords
      tally.records = records[range.clamped(to: records.indices)].reduce(0, +)
      let oldest = group.intervalOldest
      tally.oldest = Nanoseconds(oldest[range.clamped(to: oldest.indices)].max() ?? 0)
    }
    return tally
  }

  private static func sum(_ counts: [UInt64], _ range: Range<Int>) -> UInt64 {
    counts[range.clamped(to: counts.indices)].reduce(0, +)
  }
}
