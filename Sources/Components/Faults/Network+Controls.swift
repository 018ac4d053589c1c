import Engine
import Statistics

extension Network {
  func scheduleControls(in simulation: inout Simulation<NetworkEvent>) {
    controls.append(Control(at: horizon.warmUp, action: .startMeasuring))
    if horizon.interval > 0 {
      for interval in 1...max(1, horizon.intervals) {
        controls.append(
          Control(at: min(horizon.end, Nanoseconds(interval) * horizon.interval), action: .endInterval))
      }
    }
    if !measures.stretches.isEmpty {
      for stretch in 1...Stretch.count {
        controls.append(Control(at: Stretch.end(stretch, of: horizon), action: .endStretch))
      }
    }
    controls.append(Control(at: horizon.end, action: .stopMeasuring))
    for (index, fault) in plan.faults.enumerated() where fault.aim == nil {
      controls.append(Control(at: faults.beginning(of: index, fault, draws), action: .beginFault(index)))
      // What happens at an instant has no end: a primary that is lost for no time stated never comes back.
      if fault.recurs == nil && fault.ends > fault.begins {
        controls.append(Control(at: fault.ends, action: .endFault(index)))
      }
    }
    for (index, component) in plan.components.enumerated() {
      if let scaling = component.scaling { controls.append(Control(at: scaling.interval, action: .look(index))) }
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
  func schedule(
    _ action: Control.Action, at time: Nanoseconds, in simulation: inout Simulation<NetworkEvent>
  ) {
    guard time <= horizon.drained else { return }
    precondition(controls.count < 1 << 26, "more happens to the network from outside than an event can name")
    controls.append(Control(at: time, action: action))
    schedule(controls.count - 1, controls[controls.count - 1], in: &simulation)
  }

  private func schedule(_ index: Int, _ control: Control, in simulation: inout Simulation<NetworkEvent>) {
    simulation.schedule(
      NetworkEvent(.control, UInt32(index)), at: control.at,
      as: EventIdentity(control: UInt64(index)))
  }

  func apply(_ control: Control, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    switch control.action {
    case .startMeasuring:
      carrySignals(at: now)
      measures.start(at: now)
    case .stopMeasuring: measures.stop(at: now)
    case .endInterval:
      logs.lag.endInterval(at: now)
      measures.endInterval(at: now)
    case .endStretch: measures.endStretch()
    case .beginFault(let fault): begin(fault: fault, in: &simulation)
    case .endFault(let fault): end(fault: fault, in: &simulation)
    case .endFailover(let component): stations[component].replicas.endFailover(at: now)
    case .restart(let component, let replica): comeBack(component, replica, in: &simulation)
    case .lookAtSlots(let component, let replica): lookAtSlots(component, replica, in: &simulation)
    case .elect(let log): elect(log, in: &simulation)
    case .rebalance(let component):
      if stations[component].replicas.rebalance(at: now) { resumeLanes(of: component, in: &simulation) }
    case .look(let component):
      guard let scaling = plan.components[component].scaling else { return }
      look(component, scaling, in: &simulation)
      schedule(.look(component), at: now + scaling.interval, in: &simulation)
    case .boot(let component):
      stations[component].boot(at: now)
      if plan.components[component].pulls >= 0 { dispatch(plan.components[component].pulls, in: &simulation) }
    case .timer(let timer): fire(timer, in: &simulation)
    case .probe(let view):
      guard let health = plan.balancers[view].health else { return }
      probe(view, health, at: now)
      schedule(.probe(view), at: now + health.every, in: &simulation)
    }
  }
}
