import Engine

/// Faults begin and end.
extension Network {
  func begin(fault number: Int, in simulation: inout Simulation<NetworkEvent>) {
    set(number, isOn: true, in: &simulation)
    if let end = faults.begin(number, plan.faults[number], at: simulation.now, draws) {
      schedule(.endFault(number), at: end, in: &simulation)
    }
  }

  func end(fault number: Int, in simulation: inout Simulation<NetworkEvent>) {
    set(number, isOn: false, in: &simulation)
    if let begin = faults.end(number, plan.faults[number], at: simulation.now, draws) {
      schedule(.beginFault(number), at: begin, in: &simulation)
    }
  }

  private func set(_ number: Int, isOn: Bool, in simulation: inout Simulation<NetworkEvent>) {
    faults.set(number, isOn: isOn)
    let fault = plan.faults[number]
    for component in fault.zone == nil ? fault.component..<fault.component + 1 : plan.components.indices {
      if let zone = fault.zone, let log = stopsBrokers(fault, at: component) {
        if stations[component].isOfSystem(of: fault) {
          setBrokers(of: log, zone: zone, isStopped: isOn, in: &simulation)
        }
        if Set(plan.components[component].zones).count > 1 { continue }
      }
      let members = stations[component].members(of: fault)
      guard !members.isEmpty else { continue }
      strike(number, component, members, isOn: isOn, in: &simulation)
      updateConditions(of: component, in: &simulation)
    }
  }

  /// What happens at the instant at which a fault begins or ends, beside the conditions that it sets.
  private func strike(
    _ number: Int, _ component: Int, _ members: [Int], isOn: Bool, in simulation: inout Simulation<NetworkEvent>
  ) {
    let fault = plan.faults[number]
    switch fault.effect {
    case .crash: stop(members, of: component, isOn, in: &simulation)
    case .outage where fault.zone != nil || fault.replicas != nil: stop(members, of: component, isOn, in: &simulation)
    case .failover:
      if isOn {
        faults.lostPrimaries[number] = Int(stations[component].replicas.primary)
        failOver(component, in: &simulation)
      } else {
        comeBack(component, faults.lostPrimaries[number], in: &simulation)
      }
    case .outage where fault.losesData: if isOn { loseData(of: component, at: simulation.now) }
    case .flush:
      guard isOn, let held = stations[component].cache?.count else { return }
      decisions.add(.flushed, component, at: simulation.now, signal: Double(held))
      stations[component].cache?.removeAll()
    default: break
    }
  }

  private func stop(
    _ members: [Int], of component: Int, _ isOn: Bool, in simulation: inout Simulation<NetworkEvent>
  ) {
    for number in members {
      isOn ? crashMember(component, number, in: &simulation) : comeBack(component, number, in: &simulation)
    }
  }

  // MARK: Aimed faults

  /// An operation passes a gap that a fault is aimed at. True when that was its end.
  func strikes(
    _ number: Int, _ index: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    let frame = frames.address(of: index)
    guard let aim = plan.faults[number].aim else { return false }
    let draw = draws.streams[NetworkPlan.faultStream].bits(
      entity: frames.request(of: index).pointee.entity, draw: RandomStream.mix(frame.pointee.context, 0xa17))
    guard draw < CallConditions.threshold(aim.share) else { return false }
    let component = Int(frame.pointee.component)
    let replica = Int(frame.pointee.replica)
    if case .crash = plan.faults[number].effect, !frame.pointee.isFlow {
      crashMember(component, replica, in: &simulation)
      schedule(.restart(component, replica: replica), at: simulation.now + aim.lasting, in: &simulation)
    } else {
      tracing.noteFailure(.fault, StandardOutcome.error, index)
      finish(index, StandardOutcome.error, in: &simulation)
    }
    return true
  }
}
