import Engine
import Statistics

/// Something that happens to the network from outside, at a known instant.
struct Control {
  enum Action {
    case startMeasuring
    case endInterval
    case stopMeasuring
    case beginFault(Int)
    case endFault(Int)
  }
  var at: Nanoseconds
  var action: Action
}

/// What one component did in each timeline interval.
struct ComponentSeries {
  var busySlots: [UInt128] = []
  var busyCores: [UInt128] = []
  var queue: [UInt128] = []
  var completions: [UInt64] = []
  /// Areas when the current interval began, and what it had before the warm-up ended in it.
  var lastSlots: UInt128 = 0
  var lastCores: UInt128 = 0
  var lastQueue: UInt128 = 0
  var carriedSlots: UInt128 = 0
  var carriedCores: UInt128 = 0
  var carriedQueue: UInt128 = 0
  /// Areas at the end of the measured part.
  var totals: Totals?

  struct Totals {
    var busySlots: UInt128
    var busyCores: UInt128
    var queue: UInt128
    var present: UInt128
    var queueMaximum: Int64
    var slotsMaximum: Int64
  }
}

/// A measure since a mark, with the part of it that came after the refresh asked.
struct MeasureState {
  var delays = IntervalHistogram()
  var pipeline = Histogram()

  mutating func record(_ delay: Nanoseconds, pipeline lag: Nanoseconds?) {
    delays.record(delay)
    if let lag { pipeline.record(lag) }
  }
}

extension Network {
  mutating func scheduleControls(in simulation: inout Simulation<NetworkEvent>) {
    controls.append(Control(at: horizon.warmUp, action: .startMeasuring))
    if horizon.interval > 0 {
      for interval in 1...max(1, horizon.intervals) {
        controls.append(
          Control(at: min(horizon.end, Nanoseconds(interval) * horizon.interval), action: .endInterval))
      }
    }
    controls.append(Control(at: horizon.end, action: .stopMeasuring))
    for (index, fault) in plan.faults.enumerated() {
      controls.append(Control(at: fault.begins, action: .beginFault(index)))
      controls.append(Control(at: fault.ends, action: .endFault(index)))
    }
    for (index, control) in controls.enumerated() {
      simulation.schedule(
        .control(UInt32(index)), at: control.at,
        as: EventIdentity(source: 0, number: UInt64(index), rank: NetworkEvent.Rank.control))
    }
  }

  mutating func apply(_ control: Control, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    switch control.action {
    case .startMeasuring:
      isMeasuring = true
      links.isCounting = true
      for index in plan.components.indices {
        series[index].carriedSlots = components[index].busySlots.area(until: now) - series[index].lastSlots
        series[index].carriedCores = components[index].busyCores.area(until: now) - series[index].lastCores
        series[index].carriedQueue = components[index].queueLength.area(until: now) - series[index].lastQueue
        components[index].resetMeasures(at: now)
        series[index].lastSlots = 0
        series[index].lastCores = 0
        series[index].lastQueue = 0
      }
      for index in flows.indices { flows[index].inFlight.reset(at: now) }
    case .stopMeasuring:
      isMeasuring = false
      links.isCounting = false
      for index in plan.components.indices {
        series[index].totals = totals(of: index, at: now)
      }
    case .endInterval:
      endInterval(at: now)
    case .beginFault(let fault):
      setFault(plan.faults[fault], isOn: true)
    case .endFault(let fault):
      setFault(plan.faults[fault], isOn: false)
    }
  }

  func totals(of index: Int, at now: Nanoseconds) -> ComponentSeries.Totals {
    let state = components[index]
    return ComponentSeries.Totals(
      busySlots: state.busySlots.area(until: now), busyCores: state.busyCores.area(until: now),
      queue: state.queueLength.area(until: now), present: state.present.area(until: now),
      queueMaximum: state.queueLength.maximum, slotsMaximum: state.busySlots.maximum)
  }

  private mutating func endInterval(at now: Nanoseconds) {
    for index in flows.indices { flows[index].flush() }
    for index in measures.indices { measures[index].delays.flush() }
    for index in plan.components.indices {
      let slots = components[index].busySlots.area(until: now)
      let cores = components[index].busyCores.area(until: now)
      let queue = components[index].queueLength.area(until: now)
      series[index].busySlots.append(series[index].carriedSlots + slots - series[index].lastSlots)
      series[index].busyCores.append(series[index].carriedCores + cores - series[index].lastCores)
      series[index].queue.append(series[index].carriedQueue + queue - series[index].lastQueue)
      series[index].completions.append(components[index].intervalCompletions)
      series[index].lastSlots = slots
      series[index].lastCores = cores
      series[index].lastQueue = queue
      series[index].carriedSlots = 0
      series[index].carriedCores = 0
      series[index].carriedQueue = 0
      components[index].intervalCompletions = 0
    }
  }

  /// Faults that overlap on one component: the checker refuses those that would not compose.
  private mutating func setFault(_ fault: FaultPlan, isOn: Bool) {
    let index = fault.component
    if let key = fault.key { components[index].onlyKey = isOn ? key : 0 }
    switch fault.effect {
    case .slow(let factor):
      components[index].slowness = isOn ? factor : 1
    case .error(let share):
      components[index].errorThreshold = isOn ? CallConditions.threshold(share) : 0
    case .outage:
      components[index].isOut = isOn
    case .reorder(let share, let by):
      components[index].reorderThreshold = isOn ? CallConditions.threshold(share) : 0
      components[index].reorderBy = by
    case .duplicate(let share):
      components[index].duplicateThreshold = isOn ? CallConditions.threshold(share) : 0
    }
  }

  // MARK: Workloads

  mutating func scheduleNext(_ source: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard let time = sources[source].next(), time < horizon.end else { return }
    simulation.schedule(
      .source(UInt32(source)), at: time,
      as: EventIdentity(
        source: source + 1, number: sources[source].number, rank: NetworkEvent.Rank.source))
  }

  /// A request of a workload begins.
  mutating func begin(_ source: Int, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let flow = sources[source].flow
    let number = sources[source].number - 1
    let phases = plan.sources[source].phases
    while sources[source].phase + 1 < phases.count && phases[sources[source].phase].ends <= now {
      sources[source].phase += 1
    }
    var frame = Frame(identity: EventIdentity(source: source + 1, number: number))
    frame.arrivedAt = now
    frame.startedAt = now
    frame.flow = UInt16(flow)
    frame.context = RandomStream.mix(0, UInt64(flow))
    frame.counter = UInt32(plan.flows[flow].entry)
    frame.phase = UInt8(truncatingIfNeeded: sources[source].phase)
    frame.isMeasured = now >= horizon.warmUp
    frame.isTraced = trace?.target.matches(source: source, number: number) ?? false
    flows[flow].intervalOffered += 1
    if frame.isMeasured {
      flows[flow].started += 1
      if !phases.isEmpty { self.phases[source][sources[source].phase].offered += 1 }
    }
    flows[flow].inFlight.add(1, at: now)
    scheduleNext(source, in: &simulation)
    if frames.live >= Network.frameLimit {
      turnedAway += 1
      frame.outcome = StandardOutcome.refused
      endFlow(frame, at: now)
      return
    }
    if frame.isTraced { trace?.add(now, frame, "\(plan.flows[flow].name) begins") }
    ready.append(frames.allocate(frame))
  }

  /// A flow ends: latency runs from its intended start, time to think left out.
  mutating func endFlow(_ frame: Frame, at now: Nanoseconds) {
    let flow = Int(frame.flow)
    let failed = StandardOutcome.isFailure(frame.outcome)
    flows[flow].inFlight.add(-1, at: now)
    if failed { flows[flow].intervalFailed += 1 } else { flows[flow].intervalCompleted += 1 }
    if frame.isTraced {
      trace?.add(
        now, frame,
        "\(plan.flows[flow].name) ends: \(plan.outcomes[Int(frame.outcome)]) after \(now - frame.arrivedAt) ns (queue \(frame.queueing), service \(frame.working), network \(frame.travelling))"
      )
    }
    guard frame.isMeasured else { return }
    flows[flow].outcomes[Int(frame.outcome)] += 1
    let latency = now - frame.arrivedAt - frame.thinking
    if !failed { flows[flow].latency.record(latency) }
    let source = frame.identity.source - 1
    if !phases[source].isEmpty {
      let phase = Int(frame.phase)
      if failed {
        phases[source][phase].failed += 1
      } else {
        phases[source][phase].completed += 1
        phases[source][phase].latency[flow].record(latency)
      }
    }
  }

  // MARK: Populations

  /// News of a population refresh enters the network when its answer is complete.
  mutating func inject(
    _ finding: Finding, from polling: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    let plan = self.plan.pollings[polling]
    changesFound += (finding.isMeasured ? 1 : 0) + UInt64(finding.others.count)
    let entry = plan.tails[Int(finding.outcome)]
    guard entry >= 0 else { return }
    var frame = Frame(
      identity: EventIdentity(source: NetworkPlan.pollingSource + polling, number: finding.entity))
    frame.context = RandomStream.mix(UInt64(bitPattern: finding.askedAt), 0x9011)
    frame.component = UInt16(plan.component)
    frame.operation = UInt16(plan.operation)
    frame.arrivedAt = finding.askedAt
    frame.startedAt = finding.askedAt
    frame.counter = UInt32(entry)
    frame.subject = finding.entity
    frame.subjectPopulation = Int16(plan.population)
    frame.key = finding.entity
    frame.payload = finding.payload
    frame[mark: Frame.changeMark] = finding.changedAt
    frame[mark: Frame.askedMark] = finding.askedAt
    frame.isMeasured = finding.isMeasured
    frame.isBranch = true
    frame.isTraced = trace?.target.matches(population: plan.population, key: finding.entity) ?? false
    if !finding.others.isEmpty {
      superseded.append(finding.others)
      frame.superseded = UInt32(superseded.count - 1)
    }
    if frame.isTraced {
      trace?.add(
        finding.askedAt, frame,
        "asked; a change of \(finding.changedAt) ns is found, answer complete at \(finding.at) ns")
    }
    simulation.schedule(
      .resume(frames.allocate(frame)), at: max(finding.at, simulation.now),
      as: frame.identity.with(rank: NetworkEvent.Rank.progress))
  }

  /// Commands for entities of populations that were given since the last call.
  mutating func takeEntityCommands() -> [EntityCommand] {
    defer { entityCommands.removeAll(keepingCapacity: true) }
    return entityCommands
  }
}
