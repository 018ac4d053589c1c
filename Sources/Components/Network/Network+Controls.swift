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
}
