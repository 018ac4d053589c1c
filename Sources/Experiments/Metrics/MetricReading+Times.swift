import Components
import Engine
import Scenarios
import Statistics

/// Metrics that are distributions of a time.
extension MetricReading {
  /// Samples of a check's metric by stretches; nil where nothing of that name is in the plan.
  func samples(_ check: Check) -> [StretchSamples]? {
    let scope = Scope(check, in: plan)
    if case .time(let time)? = check.definition?.source {
      return scope.components.isEmpty
        ? nil : scope.components.map { samples(of: time, $0) }.reduce(into: []) { $0.add($1) }
    }
    let parts: [[StretchSamples]] =
      switch check.metric {
      case "latency" where check.label("operation") != nil: scope.operations.map(latency(ofOperation:))
      case "latency" where check.label("phase") != nil || check.label("workload") != nil:
        scope.phases.flatMap { part in scope.flows.map { latency(ofFlow: $0, in: part) } }
      case "latency": scope.flows.map(latency(ofFlow:))
      case "response": scope.components.map(responses)
      case "lag-time": scope.groups.map(lag)
      default: scope.measures.map(delays)
      }
    guard !parts.isEmpty else { return nil }
    return parts.reduce(into: []) { $0.add($1) }
  }

  /// Exact counts above a limit, where the plan was asked to keep them and nothing else is in the samples.
  func exceedances(_ check: Check, above limit: Nanoseconds) -> UInt64? {
    let scope = Scope(check, in: plan)
    let lists: [[(limit: Nanoseconds, count: UInt64)]]
    if check.metric == "latency" {
      guard !check.labels.contains(where: { ["operation", "phase", "workload"].contains($0.label) }) else { return nil }
      lists = scope.flows.map { measured.flows[$0].exceedances }
    } else {
      lists = scope.measures.map { measured.measures[$0].exceedances }
    }
    var sum = check.metric == "latency" ? scope.flows.reduce(0) { $0 + measured.flows[$1].unended.lost } : 0
    for list in lists {
      guard let known = list.first(where: { $0.limit == limit }) else { return nil }
      sum += known.count
    }
    return lists.isEmpty ? nil : sum
  }

  // MARK: Parts

  func latency(ofFlow flow: Int) -> [StretchSamples] {
    let state = measured.flows[flow]
    var parts = state.stretches.map { StretchSamples(ended: $0.latency) }
    if parts.isEmpty { return [StretchSamples(state.latency, state.unended)] }
    for interval in state.unendedByInterval {
      let number = min(parts.count - 1, stretch(ofInterval: interval.interval))
      parts[number].ages.merge(interval.ages)
      parts[number].lose(interval.lost)
    }
    return parts
  }

  private func latency(ofFlow flow: Int, in part: (source: Int, phase: Int)) -> [StretchSamples] {
    let state = measured.phases[part.source][part.phase]
    return stretched(
      state.latency[flow], state.stretches.indices.contains(flow) ? state.stretches[flow].map(\.latency) : [],
      state.unended.indices.contains(flow) ? state.unended[flow] : UnendedMeasurement())
  }

  private func latency(ofOperation number: Int) -> [StretchSamples] {
    let component = plan.operations[number].component
    let own = plan.operations.indices.filter { plan.operations[$0].component == component }
    let place = own.firstIndex(of: number) ?? 0
    let parts = measured.components[component].stretches.map { $0.operations[$0.operations.startIndex + place] }
    let unended = measured.unendedOperations.indices.contains(number) ? measured.unendedOperations[number] : .init()
    return stretched(measured.operations[number], parts, unended)
  }

  /// Operations of a component, those that failed as well, and the polls of a population.
  private func responses(of component: Int) -> [StretchSamples] {
    let state = measured.components[component]
    var parts = stretched(
      response(of: component, withPolls: false),
      state.stretches.map { stretch in
        stretch.operations.reduce(into: stretch.failedResponse) { $0.merge($1) }
      }, state.unendedResponse)
    for (number, polling) in plan.pollings.enumerated() where polling.source == component {
      parts.add([StretchSamples(measured.pollings[number].latency, measured.pollings[number].unended)])
    }
    return parts
  }

  private func samples(of time: OperationTime, _ component: Int) -> [StretchSamples] {
    let state = measured.components[component]
    let unended =
      switch time {
      case .waiting: state.unendedWaiting
      case .service: state.unendedService
      case .failedResponse: UnendedMeasurement()
      }
    return stretched(state[time], state.stretches.map { $0[time] }, unended)
  }

  private func lag(ofGroup group: Int) -> [StretchSamples] {
    let state = measured.groups[group]
    return stretched(state.lag, state.stretches.map(\.lag), state.unended)
  }

  /// Of a measure: by the timeline, in which what is missing has no place. It is spread over the stretches as the
  /// others are, so that the whole has all of it.
  func delays(ofMeasure number: Int) -> [StretchSamples] {
    let state = measured.measures[number]
    let parts = stretchesOfTimeline.map { range in
      range.filter(state.intervals.indices.contains).reduce(into: StretchSamples()) {
        $0.ended.merge(state.intervals[$1])
      }
    }
    return stretched(state.delays, parts.map(\.ended), state.unended)
  }

  /// The stretches of a whole; what it has more than they is missing, or unended, and nobody knows since when.
  private func stretched(
    _ whole: Histogram, _ parts: [SparseInterval], _ unended: UnendedMeasurement
  ) -> [StretchSamples] {
    guard let last = parts.indices.last else { return [StretchSamples(whole, unended)] }
    var samples = parts.map { StretchSamples(ended: $0) }
    let known = samples.reduce(0) { $0 + $1.ended.count }
    let missing = whole.count > known ? whole.count - known : 0
    var (seen, given): (UInt64, UInt64) = (0, 0)
    for index in samples.indices where missing > 0 {
      seen += samples[index].ended.count
      let due = known > 0 ? UInt64(Double(missing) * (Double(seen) / Double(known))) : index == last ? missing : 0
      let share = index == last ? missing - given : min(missing, due) - given
      samples[index].lose(share)
      given += share
    }
    samples[last].ages.merge(SparseInterval(unended.ages))
    samples[last].lose(unended.lost)
    return samples
  }

  /// Of all operations of a component that ended.
  func response(of component: Int, withPolls: Bool = true) -> Histogram {
    var histogram = measured.components[component].failedResponse
    for (index, operation) in plan.operations.enumerated() where operation.component == component {
      histogram.merge(measured.operations[index])
    }
    for (index, polling) in plan.pollings.enumerated() where withPolls && polling.source == component {
      histogram.merge(measured.pollings[index].latency)
    }
    return histogram
  }
}

extension StretchSamples {
  init(ended: SparseInterval) { self.ended = ended }

  init(_ ended: Histogram, _ unended: UnendedMeasurement) {
    var ended = ended
    ended.recordMissing(unended.lost)
    self.ended = SparseInterval(ended)
    ages = SparseInterval(unended.ages)
  }

  /// Adds samples that are infinitely late.
  mutating func lose(_ count: UInt64) {
    guard count > 0 else { return }
    var lost = Histogram()
    lost.recordMissing(count)
    ended.merge(SparseInterval(lost))
  }
}

extension [StretchSamples] {
  /// Adds another part's, stretch by stretch; a whole without stretches goes to the last one.
  mutating func add(_ other: [StretchSamples]) {
    guard contains(where: { $0.count > 0 }) else { return self = other }
    guard other.contains(where: { $0.count > 0 }) else { return }
    guard other.count == count else { return other.forEach { self[count - 1].merge($0) } }
    for index in other.indices { self[index].merge(other[index]) }
  }
}
