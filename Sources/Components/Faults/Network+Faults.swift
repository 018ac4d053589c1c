import Engine

/// Faults begin and end.
extension Network {
  func begin(fault number: Int, in simulation: inout Simulation<NetworkEvent>) {
    set(number, isOn: true, in: &simulation)
    guard let recurs = plan.faults[number].recurs else { return }
    if faultSpans[number].count < FaultSpan.limit {
      faultSpans[number].append(FaultSpan(begins: simulation.now, ends: .max))
    }
    // Recurrent faults draw how long they last; the others end when the plan says.
    let length = recurrence(number, recurs.length, recurs.stream, part: 1)
    schedule(.endFault(number), at: simulation.now + max(1, length), in: &simulation)
  }

  func end(fault number: Int, in simulation: inout Simulation<NetworkEvent>) {
    set(number, isOn: false, in: &simulation)
    guard let recurs = plan.faults[number].recurs else { return }
    if let last = faultSpans[number].indices.last, faultSpans[number][last].ends == .max {
      faultSpans[number][last].ends = simulation.now
    }
    occurrences[number] += 1
    let gap = recurrence(number, recurs.gap, recurs.stream, part: 0)
    schedule(.beginFault(number), at: simulation.now + max(1, gap), in: &simulation)
  }

  /// The first beginning of a fault that comes again.
  func firstBeginning(of number: Int) -> Nanoseconds {
    guard let recurs = plan.faults[number].recurs else { return plan.faults[number].begins }
    return recurrence(number, recurs.gap, recurs.stream, part: 0)
  }

  private func recurrence(_ number: Int, _ law: Int32, _ stream: Int32, part: UInt64) -> Nanoseconds {
    draws.samplers[Int(law)].draw(draws.streams[Int(stream)].bits(entity: occurrences[number], draw: part))
  }

  private func set(_ number: Int, isOn: Bool, in simulation: inout Simulation<NetworkEvent>) {
    activeFaults.removeAll { $0 == number }
    if isOn {
      activeFaults.append(number)
      activeFaults.sort()
    }
    let fault = plan.faults[number]
    for component in fault.zone == nil ? fault.component..<fault.component + 1 : plan.components.indices {
      if let zone = fault.zone, let log = stopsBrokers(fault, at: component) {
        if isOfSystem(component, fault) { setBrokers(of: log, zone: zone, isStopped: isOn, in: &simulation) }
        if Set(plan.components[component].zones).count > 1 { continue }
      }
      let members = members(of: fault, at: component)
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
        lostPrimaries[number] = Int(components[component].primary)
        failOver(component, in: &simulation)
      } else {
        comeBack(component, lostPrimaries[number], in: &simulation)
      }
    case .outage where fault.losesData: if isOn { loseData(of: component, at: simulation.now) }
    case .flush:
      guard isOn, let store = cacheNumber(component) else { return }
      decisions.add(.flushed, component, at: simulation.now, signal: Double(caches[store].count))
      caches[store].removeAll()
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

  // MARK: Replicas that stop

  /// A replica stops, and whoever depends on it being there reacts: a database fails over, a consumer group moves
  /// the lanes once it has noticed.
  func crashMember(
    _ component: Int, _ number: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    if plan.components[component].database != nil && number == Int(components[component].primary) {
      return failOver(component, in: &simulation)
    }
    replicas[components[component].firstReplica + number].stops += 1
    crash(component, number, in: &simulation)
    if let pause = plan.components[component].rebalance {
      schedule(.rebalance(component), at: simulation.now + pause, in: &simulation)
    }
  }

  /// A reason for which a replica stopped is gone; it starts when the last one is.
  func comeBack(_ component: Int, _ number: Int, in simulation: inout Simulation<NetworkEvent>) {
    let replica = components[component].firstReplica + number
    replicas[replica].stops -= 1
    guard replicas[replica].stops == 0 else { return }
    restart(component, number, at: simulation.now)
    if components[component].isFailingOver { resumePrimary(component, number, at: simulation.now) }
    if let pause = plan.components[component].rebalance {
      schedule(.rebalance(component), at: simulation.now + pause, in: &simulation)
      // Back before the group has noticed that it was gone, it goes on with its own lanes.
      resumeLanes(of: component, in: &simulation)
    }
    if plan.components[component].pulls >= 0 { dispatch(plan.components[component].pulls, in: &simulation) }
  }

  /// The primary is lost; a copy takes its place after the failover time.
  private func failOver(_ component: Int, in simulation: inout Simulation<NetworkEvent>) {
    let old = components[component].primary
    replicas[components[component].firstReplica + Int(old)].stops += 1
    guard !components[component].isFailingOver else { return }
    components[component].isFailingOver = true
    components[component].lacksSuccessor = false
    crash(component, Int(old), in: &simulation)
    decisions.add(.failoverBegan, component, at: simulation.now, before: Double(old), after: -1)
    guard let database = plan.components[component].database, database.failover >= 0 else { return }
    let delay = draws.samplers[Int(database.failover)].draw(
      draws.streams[NetworkPlan.faultStream].bits(
        entity: plan.components[component].salt, draw: UInt64(bitPattern: simulation.now)))
    schedule(.endFailover(component), at: simulation.now + delay, in: &simulation)
  }

  func endFailover(_ component: Int, at now: Nanoseconds) {
    let first = components[component].firstReplica
    let old = components[component].primary
    guard components[component].isFailingOver else { return }
    let isThere = (0..<components[component].replicaCount).filter { replicas[first + $0].isUp }
    guard let next = isThere.first(where: { $0 != Int(old) }) ?? isThere.first else {
      components[component].lacksSuccessor = true
      return
    }
    components[component].primary = Int32(next)
    components[component].isFailingOver = false
    updateAvailability(component, at: now)
    decisions.add(.failoverEnded, component, at: now, before: Double(old), after: Double(next))
  }

  /// A replica is back while there is no primary: it is the primary again where nothing can take its place, and the
  /// successor where none was there in time.
  private func resumePrimary(_ component: Int, _ number: Int, at now: Nanoseconds) {
    let database = plan.components[component].database
    let isAlone = database?.failover ?? -1 < 0 || components[component].replicaCount == 1
    if components[component].lacksSuccessor || isAlone && number == Int(components[component].primary) {
      endFailover(component, at: now)
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
      noteFailure(.fault, StandardOutcome.error, index)
      finish(index, StandardOutcome.error, in: &simulation)
    }
    return true
  }
}
