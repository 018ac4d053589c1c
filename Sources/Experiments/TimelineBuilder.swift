import Components
import Engine
import Scenarios
import Statistics

/// The timeline of a result: all replications together, interval by interval.
struct TimelineBuilder {
  let reading: MetricReading
  let collected: Collection

  func build() -> Timeline {
    var timeline = Timeline()
    let plan = reading.plan
    let measured = reading.measured
    timeline.interval = plan.horizon.interval
    guard timeline.interval > 0 else { return timeline }
    timeline.count = min(
      plan.horizon.intervals, Int((measured.simulated + timeline.interval - 1) / timeline.interval))
    for (index, flow) in plan.flows.enumerated() {
      let state = measured.flows[index]
      var series = series(flow.name, state.intervals)
      series.offered = state.offered
      series.completed = state.completed
      series.failed = state.failed
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
      series.completed = measured.pollings[index].intervalAnswered
      series.offered = due(index, count: timeline.count)
      series.failed = zip(
        measured.pollings[index].intervalStarted, measured.pollings[index].intervalAnswered
      ).map { $0 > $1 ? $0 - $1 : 0 }
      series.p50 = Array(repeating: nil, count: series.completed.count)
      series.p95 = series.p50
      series.p99 = series.p50
      timeline.flows.append(series)
    }
    timeline.components = plan.components.indices.map { component($0, timeline.interval) }
    timeline.marks = marks()
    return timeline
  }

  private func series(_ name: String, _ intervals: [SparseInterval]) -> Timeline.FlowSeries {
    var series = Timeline.FlowSeries()
    series.name = name
    for interval in intervals {
      let histogram = interval.histogram
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
  private func due(_ polling: Int, count: Int) -> [UInt64] {
    let plan = reading.plan
    let total = reading.measured.pollings[polling].due
    let span = max(1, reading.measured.simulated - plan.horizon.warmUp)
    return (0..<count).map { index in
      let begins = max(plan.horizon.warmUp, Nanoseconds(index) * plan.horizon.interval)
      let ends = min(reading.measured.simulated, Nanoseconds(index + 1) * plan.horizon.interval)
      return ends > begins ? UInt64((Double(total) * Double(ends - begins) / Double(span)).rounded()) : 0
    }
  }

  private func component(_ index: Int, _ interval: Nanoseconds) -> Timeline.ComponentSeries {
    let plan = reading.plan.components[index]
    let state = reading.measured.components[index]
    var series = Timeline.ComponentSeries()
    series.name = plan.name
    let span = Double(interval) * Double(reading.replications)
    series.queueLength = state.intervalQueue.map { Double($0) / span }
    series.throughput = state.intervalCompletions
    let slots = Double(plan.slots * plan.replicas)
    let cores = Double(plan.cores * plan.replicas)
    series.utilization = state.intervalSlots.indices.map { position in
      let ofSlots = slots > 0 ? Double(state.intervalSlots[position]) / span / slots : 0
      let ofCores = cores > 0 ? Double(state.intervalCores[position]) / span / cores : 0
      return min(1, max(ofSlots, ofCores))
    }
    for (number, polling) in reading.plan.pollings.enumerated() where polling.component == index {
      let polled = reading.measured.pollings[number]
      let total = Double(polling.partitions.reduce(0) { $0 + $1.slots })
      series.utilization = polled.intervalBusy.map { min(1, Double($0) / span / max(1, total)) }
      series.throughput = polled.intervalAnswered
    }
    return series
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
