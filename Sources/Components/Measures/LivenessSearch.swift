import Engine

/// What can still go on: from what is pending, along who waits for whom. O(frames), at the end of a run alone.
struct LivenessSearch: NetworkReading {
  let network: Network
  let now: Nanoseconds

  func liveness() -> Liveness {
    var liveness = Liveness(
      frames: frames.used, replicas: network.stations.replicaCount, lanes: lanes.count, logs: logs.count)
    for index in 0..<UInt32(frames.used) { begin(index, &liveness) }
    for log in plan.logs.indices where mayTakeMessage(of: log, liveness) { liveness.mayMakeRoom(in: log) }
    wakeStruck(&liveness)
    while let index = liveness.nextWoken() { passOn(index, &liveness) }
    liveness.queues = plan.logs.indices.map { mayTakeMessage(of: $0, liveness) }
    return liveness
  }

  /// The replica that a frame runs at, among all.
  private func replica(of index: UInt32) -> Int {
    network.station(of: index).pointee.firstReplica + Int(frames[index].replica)
  }

  /// A frame goes on by itself, or stands in a line.
  private func begin(_ index: UInt32, _ liveness: inout Liveness) {
    let frame = frames[index]
    switch frame.state {
    // A core that is waited for is working. A frame on shared cores is running, too.
    case .running, .pausing, .travelling, .returning, .stored, .awaitingCore: liveness.wake(index)
    case .awaitingReply:
      if frame.deadline >= 0 || frames.coldState(of: index)?.pointee.hedgeIsDue ?? false { liveness.wake(index) }
    case .queued:
      liveness.standsForSlot(index, of: replica(of: index))
    case .logged:
      guard mayBeConsumed(index) else { return }
      // A lane that nobody has taken waits for its consumer alone.
      if lanes[Int(frame.lane)].isTaken {
        liveness.standsInLane(index, Int(frame.lane))
      } else {
        liveness.wake(index)
      }
    case .blocked:
      if case .publish(let publication) = network.step(of: index).pointee {
        liveness.awaitsRoom(index, in: Int(publication.log))
      }
    case .following: liveness.follows(index, key: frame.key, of: frame.component)
    case .held, .lost, .free: break
    }
  }

  /// Who may go on now that a frame may.
  private func passOn(_ index: UInt32, _ liveness: inout Liveness) {
    let frame = frames[index]
    if frames.isAwaited(index), frames[frame.parent].state == .awaitingReply {
      // Iterations that have not begun follow those that end.
      let awaited = frames[frame.parent].join.awaited
      let remaining = frames.coldState(of: frame.parent)?.pointee.remaining ?? 0
      let needed = awaited > remaining ? awaited - remaining : 1
      if liveness.hopes(for: frame.parent, of: needed) { liveness.wake(frame.parent) }
    }
    if frame.holdsSlot {
      liveness.mayFree(replica(of: index))
      let log = plan.components[Int(frame.component)].pulls
      if log >= 0 { liveness.mayMakeRoom(in: log) }
    }
    if frame.state == .logged { liveness.mayMakeRoom(in: network.log(of: index)) }
    if frame.lane >= 0 && frame.state != .travelling && frame.state != .logged {
      liveness.mayMove(lane: Int(frame.lane))
    }
    if frame.locksRow { liveness.maySettle(key: frame.key, of: frame.component) }
    if frame.leads {
      liveness.maySettle(key: frames.coldState(of: index)?.pointee.remembered ?? 0, of: frame.component)
    }
    var held = frames.held(index)
    while held != Frame.none {
      liveness.wake(held)
      held = frames[held].next
    }
  }

  // MARK: Consumers

  /// Whether the record's consumer is there, or may come.
  private func mayBeConsumed(_ index: UInt32) -> Bool {
    let component = Int(frames[index].component)
    let log = network.log(of: index)
    let consumer = plan.components[component]
    let isFixed = consumer.rebalance == nil && consumer.scaling == nil
    let partition = Int(frames[index].replica)
    for number in 0..<stations[component].replicas.count
    where !isFixed || number == stations[component].replicas.owner(ofPartition: partition) {
      if mayTake(number, of: component, log: log, partition: partition) { return true }
    }
    return false
  }

  /// Whether a member of a group is there and can reach the log, or may be and may. A partition without a leader may
  /// get one.
  private func mayTake(_ number: Int, of component: Int, log: Int, partition: Int) -> Bool {
    (stations[component].replicas[number].isUp || mayComeBack(number, of: component))
      && (network.reaches(number, of: component, log: log, partition: partition) || !logs[log].isLed(partition)
        || mayHeal(between: component, and: plan.logs[log].component))
  }

  private func mayTakeMessage(of number: Int, _ liveness: Liveness) -> Bool {
    guard plan.logs[number].queue != nil else { return false }
    return plan.logs[number].groups.contains { group in
      let component = group.component
      let isScaled = plan.components[component].scaling != nil
      return (0..<stations[component].replicas.count).contains { member in
        let station = stations.address(of: component)
        return (station.pointee.replicas[member].isActive || isScaled)
          && mayTake(member, of: component, log: number, partition: 0)
          && (station.pointee.hasFreeSlot(member) || liveness.frees[station.pointee.firstReplica + member])
      }
    }
  }

  // MARK: Faults

  /// A fault that has no end stays on: what it stopped is never back.
  private func isEndless(_ fault: FaultPlan) -> Bool { fault.recurs == nil && fault.ends <= fault.begins }

  private func stops(_ fault: FaultPlan) -> Bool {
    fault.effect.takesDown && (fault.effect != .outage || fault.zone != nil || fault.replicas != nil)
  }

  private func mayComeBack(_ number: Int, of component: Int) -> Bool {
    !network.faults.active.contains { index in
      let fault = plan.faults[index]
      return isEndless(fault) && stops(fault) && stations[component].members(of: fault).contains(number)
    }
  }

  /// Whether a cut between a consumer and its log may heal.
  private func mayHeal(between consumer: Int, and log: Int) -> Bool {
    network.faults.active.contains { index in
      let fault = plan.faults[index]
      guard case .partition = fault.effect, !isEndless(fault) else { return false }
      return !stations[consumer].members(of: fault).isEmpty || !stations[log].members(of: fault).isEmpty
    }
  }

  /// What a crash that is still to come, a frozen server or a timer that replaces its last run would end.
  private func wakeStruck(_ liveness: inout Liveness) {
    var isStruck = Array(repeating: false, count: network.stations.replicaCount)
    for (number, fault) in plan.faults.enumerated() where stops(fault) && fault.aim == nil {
      guard fault.recurs != nil || fault.begins > now && !network.faults.active.contains(number) else { continue }
      for component in plan.components.indices {
        for member in stations[component].members(of: fault) {
          isStruck[stations[component].firstReplica + member] = true
        }
      }
    }
    for (index, component) in plan.components.enumerated() where component.freezing != nil {
      for replica in 0..<component.replicas where stations[index].replicas[replica].fullSince >= 0 {
        isStruck[stations[index].firstReplica + replica] = true
      }
    }
    if isStruck.contains(true) {
      for index in 0..<UInt32(frames.used) where !frames[index].isFlow {
        guard frames[index].state != .free else { continue }
        let replica = replica(of: index)
        // A record in its log has the number of its partition there.
        if frames[index].state != .logged && isStruck[replica] { liveness.wake(index) }
      }
    }
    for (number, timer) in plan.timers.enumerated()
    where timer.overlap == .replace && network.timers[number].running > 0 && now < horizon.end {
      liveness.wake(network.timers[number].last)
    }
  }
}
