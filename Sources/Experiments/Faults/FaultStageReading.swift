import Components
import Engine
import Scenarios
import Statistics

/// Reads from one replication what flows, polled populations and consumer groups did before, during and after each
/// fault.
///
/// Requests of flows count by their intended start, to the nanosecond (`FaultStages`). Polls, and the records of
/// consumer groups, are known by intervals of the timeline; and so are requests where a fault comes again, by when they
/// ended: **during** is then every interval that the fault touches, **before** and **after** are as many, those of another
/// occurrence left out.
struct FaultStageReading {
  let plan: NetworkPlan
  let measured: Measurements
  let disturbances: [Disturbance]
  /// Intervals of the measured part.
  private let intervals: Range<Int>

  init(plan: NetworkPlan, measured: Measurements, disturbances: [Disturbance]) {
    self.plan = plan
    self.measured = measured
    self.disturbances = disturbances
    let end = min(measured.simulated, plan.horizon.end)
    let interval = max(1, plan.horizon.interval)
    let first = Int((plan.horizon.warmUp + interval - 1) / interval)
    intervals = first..<max(first, Int((end + interval - 1) / interval))
  }

  /// By disturbance; nil for those that are no faults, or have no time.
  func all() -> [[FaultTally]?] {
    guard plan.horizon.interval > 0 else { return disturbances.map { _ in nil } }
    return disturbances.map { disturbance in
      guard let number = plan.faults.firstIndex(where: { $0.name == disturbance.name }) else { return nil }
      switch disturbance.style {
      case .fault: return FaultStages(of: number, in: plan).map { tallies(of: number, $0) }
      case .recurring: return measured.faultSpans.indices.contains(number) ? tallies(ofRecurring: number) : nil
      case .aimed, .surge: return nil
      }
    }
  }

  private var others: [FaultTally.Subject] {
    plan.pollings.indices.map { .polling($0) } + plan.consumerGroups.indices.map { .group($0) }
  }

  private func tallies(of fault: Int, _ stages: FaultStages) -> [FaultTally] {
    let end = min(measured.simulated, plan.horizon.end)
    let windows = stages.windows.map { $0.clamped(to: 0..<max(0, end)) }
    let ranges = windows.map { window -> [Int] in
      guard !window.isEmpty else { return [] }
      let low = Int(window.lowerBound / plan.horizon.interval)
      let high = Int((window.upperBound + plan.horizon.interval - 1) / plan.horizon.interval)
      return Array((low..<high).clamped(to: intervals))
    }
    let flows = plan.flows.indices.map { flow in
      var tally = FaultTally(subject: .flow(flow))
      for (stage, window) in windows.enumerated() where measured.faultStages[fault].indices.contains(stage) {
        tally.stages[stage] = StageTally(
          measured.faultStages[fault][stage], flow: flow, time: Nanoseconds(window.count))
      }
      return tally
    }
    return flows + others.map { tally($0, ranges) }
  }

  private func tallies(ofRecurring fault: Int) -> [FaultTally] {
    let end = min(measured.simulated, plan.horizon.end)
    let spans = measured.faultSpans[fault].filter { $0.begins < end }.map { span -> Range<Int> in
      let first = Int(span.begins / plan.horizon.interval)
      let last = Int((min(span.ends, end) + plan.horizon.interval - 1) / plan.horizon.interval)
      return first..<max(first + 1, last)
    }
    let during = Set(spans.joined())
    let before = Set(spans.flatMap { max(0, $0.lowerBound - $0.count)..<$0.lowerBound }).subtracting(during)
    let after = Set(spans.flatMap { $0.upperBound..<$0.upperBound + $0.count }).subtracting(during)
    let stages = [before, during, after].map { $0.filter(intervals.contains).sorted() }
    return (plan.flows.indices.map { .flow($0) } + others).map { tally($0, stages) }
  }

  private func tally(_ subject: FaultTally.Subject, _ stages: [[Int]]) -> FaultTally {
    var tally = FaultTally(subject: subject)
    for (stage, intervals) in stages.enumerated() {
      for interval in intervals { tally.stages[stage].merge(read(subject, in: interval..<interval + 1)) }
    }
    return tally
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
