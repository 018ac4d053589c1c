import Engine
import Statistics

/// Something that happens to the network from outside, at a known instant.
struct Control {
  enum Action {
    case startMeasuring
    case endInterval
    case endStretch
    case stopMeasuring
    case beginFault(Int)
    case endFault(Int)
    case endFailover(Int)
    case rebalance(Int)
    case elect(Int)
    case restart(Int, replica: Int)
    /// An autoscaler looks; replicas that it asked for take work.
    case look(Int)
    case boot(Int)
    case probe(Int)
    case timer(Int)
    case lookAtSlots(Int, replica: Int)
  }
  var at: Nanoseconds
  var action: Action
}

/// What one component did in each timeline interval.
struct ComponentSeries {
  var busySlots = LevelSeries()
  var busyCores = LevelSeries()
  var queue = LevelSeries()
  var present = LevelSeries()
  var completions: [UInt64] = []
  /// Of components that scale alone; the others are what their plan says.
  var active = LevelSeries()
  var absence = AbsenceSeries()
  /// Calls that failed, and arrivals at an interface with a quota: what it refuses counts at once.
  var failures: [UInt64] = []
  var arrivals: [UInt64] = []
  var lastFailures: UInt64 = 0
  var lastPresent: Int64 = 0
  /// The 99th percentile of the responses that ended in each point of a stored timeline; -1 where none did.
  var tails: [Nanoseconds] = []
  /// All responses when the current point began.
  var responses = Histogram()
  /// Areas at the end of the measured part.
  var totals: Totals?

  struct Totals {
    var busySlots: UInt128
    var busyCores: UInt128
    var queue: UInt128
    var present: UInt128
    var queueMaximum: Int64
    var presentMaximum: Int64
    var active: UInt128
    var absence: ReplicaAbsence
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
    if !stretches.isEmpty {
      for stretch in 1...Stretch.count {
        controls.append(Control(at: Stretch.end(stretch, of: horizon), action: .endStretch))
      }
    }
    controls.append(Control(at: horizon.end, action: .stopMeasuring))
    for (index, fault) in plan.faults.enumerated() where fault.aim == nil {
      controls.append(Control(at: firstBeginning(of: index), action: .beginFault(index)))
      // What happens at an instant has no end: a primary that is lost for no time stated never comes back.
      if fault.recurs == nil && fault.ends > fault.begins {
        controls.append(Control(at: fault.ends, action: .endFault(index)))
      }
    }
    for (index, component) in plan.components.enumerated() {
      if let scaling = component.scaling { controls.append(Control(at: scaling.looksEvery, action: .look(index))) }
    }
    for (index, balancer) in plan.balancers.enumerated() {
      if let health = balancer.health { controls.append(Control(at: health.every, action: .probe(index))) }
    }
    for (index, timer) in plan.timers.enumerated() {
      controls.append(Control(at: timer.first + jitter(index, timer), action: .timer(index)))
    }
    for (index, control) in controls.enumerated() { schedule(index, control, in: &simulation) }
  }

  /// Has something happen later in the run.
  mutating func schedule(
    _ action: Control.Action, at time: Nanoseconds, in simulation: inout Simulation<NetworkEvent>
  ) {
    guard time <= horizon.drained else { return }
    controls.append(Control(at: time, action: action))
    schedule(controls.count - 1, controls[controls.count - 1], in: &simulation)
  }

  private func schedule(_ index: Int, _ control: Control, in simulation: inout Simulation<NetworkEvent>) {
    simulation.schedule(
      .control(UInt32(index)), at: control.at,
      as: EventIdentity(control: UInt64(index)))
  }

  mutating func apply(_ control: Control, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    switch control.action {
    case .startMeasuring:
      isMeasuring = true
      carrySignals(at: now)
      links.isCounting = true
      for index in plan.components.indices {
        series[index].busySlots.restart(at: components[index].busySlots.area(until: now))
        series[index].busyCores.restart(at: components[index].busyCores.area(until: now))
        series[index].queue.restart(at: components[index].queueLength.area(until: now))
        series[index].active.restart(at: components[index].active.area(until: now))
        series[index].present.restart(at: components[index].present.area(until: now))
        series[index].absence.carry(components[index].absence.areas(until: now))
        components[index].resetMeasures(at: now)
      }
      for index in flows.indices { flows[index].startMeasuring(at: now) }
      for index in groups.indices { groups[index].startMeasuring(at: now) }
    case .stopMeasuring:
      isMeasuring = false
      links.isCounting = false
      for index in plan.components.indices {
        series[index].totals = totals(of: index, at: now)
      }
      for index in flows.indices { flows[index].stopMeasuring(at: now) }
      for index in groups.indices { groups[index].stopMeasuring(at: now) }
    case .endInterval:
      endInterval(at: now)
    case .endStretch: endStretch()
    case .beginFault(let fault): begin(fault: fault, in: &simulation)
    case .endFault(let fault): end(fault: fault, in: &simulation)
    case .endFailover(let component): endFailover(component, at: now)
    case .restart(let component, let replica): comeBack(component, replica, in: &simulation)
    case .lookAtSlots(let component, let replica): lookAtSlots(component, replica, in: &simulation)
    case .elect(let log): elect(log, in: &simulation)
    case .rebalance(let component): rebalance(component, in: &simulation)
    case .look(let component):
      guard let scaling = plan.components[component].scaling else { return }
      look(component, scaling, in: &simulation)
      schedule(.look(component), at: now + scaling.looksEvery, in: &simulation)
    case .boot(let component):
      boot(component, at: now)
      if plan.components[component].pulls >= 0 { dispatch(plan.components[component].pulls, in: &simulation) }
    case .timer(let timer): fire(timer, in: &simulation)
    case .probe(let view):
      guard let health = plan.balancers[view].health else { return }
      probe(view, health, at: now)
      schedule(.probe(view), at: now + health.every, in: &simulation)
    }
  }

  func totals(of index: Int, at now: Nanoseconds) -> ComponentSeries.Totals {
    let state = components[index]
    return ComponentSeries.Totals(
      busySlots: state.busySlots.area(until: now), busyCores: state.busyCores.area(until: now),
      queue: state.queueLength.area(until: now), present: state.present.area(until: now),
      queueMaximum: state.queueLength.maximum, presentMaximum: state.present.maximum,
      active: state.active.area(until: now), absence: state.absence.areas(until: now))
  }

  private mutating func endInterval(at now: Nanoseconds) {
    for index in flows.indices { flows[index].flush(at: now) }
    for index in measures.indices { measures[index].delays.flush() }
    endLagInterval(at: now)
    for index in plan.components.indices {
      series[index].busySlots.end(at: components[index].busySlots.area(until: now))
      series[index].busyCores.end(at: components[index].busyCores.area(until: now))
      series[index].queue.end(at: components[index].queueLength.area(until: now))
      series[index].present.end(at: components[index].present.area(until: now))
      series[index].absence.end(series[index].completions.count, components[index].absence.areas(until: now))
      endCounts(index, at: now)
      series[index].completions.append(components[index].intervalCompletions)
      if plan.components[index].scaling != nil {
        series[index].active.end(at: components[index].active.area(until: now))
      }
      components[index].intervalCompletions = 0
    }
  }
  /// Counts of the interval that ends, as differences of what is counted anyway.
  private mutating func endCounts(_ index: Int, at now: Nanoseconds) {
    let place = series[index].completions.count
    let failures = components[index].failures - series[index].lastFailures
    series[index].lastFailures = components[index].failures
    if failures > 0 {
      series[index].failures.append(contentsOf: repeatElement(0, count: place - series[index].failures.count))
      series[index].failures.append(failures)
    }
    if plan.components[index].quota != nil {
      // What came is what left and what there is more of.
      let present = components[index].present.level
      let arrived = Int64(components[index].intervalCompletions) + present - series[index].lastPresent
      series[index].arrivals.append(UInt64(max(0, arrived)))
      series[index].lastPresent = present
    }
    if (place + 1) % horizon.joined == 0 || now == horizon.end { endTail(index) }
  }

  /// The 99th percentile of what ended since the last point: of the difference of two states of a histogram.
  private mutating func endTail(_ index: Int) {
    var responses = components[index].failedResponse
    for operation in operationsOf[index] { responses.merge(operationLatency[operation]) }
    series[index].tails.append(responses.quantile(0.99, since: series[index].responses) ?? -1)
    series[index].responses = responses
  }
}
