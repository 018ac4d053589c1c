import Components
import Engine
import Scenarios
import Statistics

/// The timeline of a result: all replications together, interval by interval. Where budgets need shorter intervals
/// than a reader can see, several are joined to one.
struct TimelineBuilder {
  let reading: MetricReading
  let collected: Collection

  func build() -> Timeline {
    var timeline = Timeline()
    let plan = reading.plan
    let measured = reading.measured
    let size = self.size
    timeline.interval = plan.horizon.interval * Nanoseconds(size)
    guard timeline.interval > 0 else { return timeline }
    timeline.count = min(
      (plan.horizon.intervals + size - 1) / size,
      Int((measured.simulated + timeline.interval - 1) / timeline.interval))
    for (index, flow) in plan.flows.enumerated() {
      let state = measured.flows[index]
      var series = series(flow.name, state.intervals)
      series.offered = joined(state.offered)
      series.completed = joined(state.completed)
      series.failed = joined(state.failed)
      timeline.flows.append(series)
    }
    for (index, measure) in plan.measures.enumerated() {
      var series = series(measure.name, measured.measures[index].intervals)
      series.isMeasure = true
      timeline.flows.append(series)
    }
    for (index, polling) in plan.pollings.enumerated() {
      var series = Timeline.FlowSeries()
      series.name = "refresh of \(plan.populations[polling.population].name)"
      series.completed = joined(measured.pollings[index].intervalAnswered)
      series.offered = due(index, every: timeline.interval, count: timeline.count)
      series.failed = zip(joined(measured.pollings[index].intervalStarted), series.completed)
        .map { $0 > $1 ? $0 - $1 : 0 }
      series.p50 = Array(repeating: nil, count: series.completed.count)
      series.p95 = series.p50
      series.p99 = series.p50
      timeline.flows.append(series)
    }
    timeline.components = plan.components.indices.map { component($0) }
    timeline.marks = marks()
    return timeline
  }

  /// Intervals of the plan in one of the timeline.
  private var size: Int { reading.plan.horizon.joined }

  private func joined<Amount: UnsignedInteger>(_ amounts: [Amount]) -> [Amount] {
    stride(from: 0, to: amounts.count, by: size).map { start in
      amounts[start..<min(start + size, amounts.count)].reduce(0, +)
    }
  }

  private func series(_ name: String, _ intervals: [SparseInterval]) -> Timeline.FlowSeries {
    var series = Timeline.FlowSeries()
    series.name = name
    for start in stride(from: 0, to: intervals.count, by: size) {
      var histogram = Histogram()
      for interval in intervals[start..<min(start + size, intervals.count)] { interval.add(to: &histogram) }
      func quantile(_ q: Double) -> Nanoseconds? {
        histogram.quantile(q).flatMap { $0 == .max ? nil : $0 }
      }
      series.completed.append(histogram.count)
      series.offered.append(histogram.count)
      series.failed.append(0)
      series.p50.append(quantile(0.5))
      series.p95.append(quantile(0.95))
      series.p99.append(quantile(0.99))
    }
    return series
  }

  /// Refreshes that fall due are as even as the cycle makes them.
  private func due(_ polling: Int, every interval: Nanoseconds, count: Int) -> [UInt64] {
    let plan = reading.plan
    let total = reading.measured.pollings[polling].due
    let span = max(1, reading.measured.simulated - plan.horizon.warmUp)
    return (0..<count).map { index in
      let begins = max(plan.horizon.warmUp, Nanoseconds(index) * interval)
      let ends = min(reading.measured.simulated, Nanoseconds(index + 1) * interval)
      return ends > begins ? UInt64((Double(total) * Double(ends - begins) / Double(span)).rounded()) : 0
    }
  }

  private func component(_ index: Int) -> Timeline.ComponentSeries {
    let plan = reading.plan.components[index]
    let state = reading.measured.components[index]
    var series = Timeline.ComponentSeries()
    series.name = plan.name
    series.queueLength = joined(state.intervalQueue).enumerated().map { point, area in
      let range = point * size..<min((point + 1) * size, state.intervalQueue.count)
      return Double(area) / Double(max(1, reading.span(of: range)))
    }
    series.throughput = joined(state.intervalCompletions)
    series.utilization = reading.utilizations(of: index, joining: size)
    series.failures = joined(state.intervalFailures)
    series.failures += Array(repeating: 0, count: max(0, series.throughput.count - series.failures.count))
    series.p99 = state.tails.map(\.mean)
    if !state.intervalAbsence.isEmpty { addReplicas(index, to: &series) }
    for (number, polling) in reading.plan.pollings.enumerated() where polling.component == index {
      series.throughput = joined(reading.measured.pollings[number].intervalAnswered)
    }
    return series
  }

  /// Replicas by what they were doing, where not all of them were there all the time.
  private func addReplicas(_ index: Int, to series: inout Timeline.ComponentSeries) {
    let intervals = reading.measured.components[index].intervalSlots.count
    for start in stride(from: 0, to: intervals, by: size) {
      let range = start..<min(start + size, intervals)
      let span = Double(max(1, reading.span(of: range)))
      let absence = reading.absence(of: index, in: range)
      var replicas = Timeline.Replicas()
      replicas.live = Double(reading.plan.components[index].servingReplicas) - Double(absence.unavailable) / span
      replicas.down = Double(absence.down) / span
      replicas.starting = Double(absence.starting) / span
      replicas.ejected = Double(absence.ejected) / span
      series.replicas.append(replicas)
    }
  }

  private func marks() -> [Timeline.Mark] {
    var marks: [Timeline.Mark] = []
    if reading.plan.horizon.warmUp > 0 {
      marks.append(
        Timeline.Mark(name: "warm-up", style: "warm-up", begins: 0, ends: reading.plan.horizon.warmUp))
    }
    for source in reading.plan.sources {
      for phase in source.phases {
        marks.append(
          Timeline.Mark(name: phase.name, style: "phase", begins: phase.begins, ends: phase.ends))
      }
    }
    for fault in reading.plan.faults {
      marks.append(
        Timeline.Mark(name: fault.name, style: "fault", begins: fault.begins, ends: fault.ends))
    }
    return marks
  }
}
