import Engine

/// Faults begin and end.
extension Network {
  mutating func begin(fault number: Int, in simulation: inout Simulation<NetworkEvent>) {
    let fault = plan.faults[number]
    set(fault, isOn: true, in: &simulation)
    guard let recurs = fault.recurs else { return }
    // Recurrent faults draw how long they last; the others end when the plan says.
    let length = recurrence(number, recurs.length, recurs.stream, part: 1)
    schedule(.endFault(number), at: simulation.now + max(1, length), in: &simulation)
  }

  mutating func end(fault number: Int, in simulation: inout Simulation<NetworkEvent>) {
    let fault = plan.faults[number]
    set(fault, isOn: false, in: &simulation)
    guard let recurs = fault.recurs else { return }
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
    samplers[Int(law)].draw(streams[Int(stream)].bits(entity: occurrences[number], draw: part))
  }

  private mutating func set(_ fault: FaultPlan, isOn: Bool, in simulation: inout Simulation<NetworkEvent>) {
    guard let zone = fault.zone else {
      return set(fault, on: fault.component, isOn: isOn, in: &simulation)
    }
    // A zone of a system is where its own components stand.
    let system = SystemNumbers.prefix(of: fault.name)
    for component in plan.components.indices
    where !plan.components[component].isOutside && plan.components[component].name.hasPrefix(system) {
      let first = components[component].firstReplica
      for number in 0..<components[component].replicaCount where Int(replicas[first + number].zone) == zone {
        set(fault, on: component, replica: number, isOn: isOn, in: &simulation)
      }
    }
  }

  /// Faults that overlap on one component: the checker refuses those that would not compose.
  private mutating func set(
    _ fault: FaultPlan, on index: Int, isOn: Bool, in simulation: inout Simulation<NetworkEvent>
  ) {
    if let key = fault.key { components[index].onlyKey = isOn ? key : 0 }
    switch fault.effect {
    case .slow(let factor) where fault.replicas == nil: components[index].slowness = isOn ? factor : 1
    case .error(let share) where fault.replicas == nil:
      components[index].errorThreshold = isOn ? CallConditions.threshold(share) : 0
    case .outage where fault.replicas == nil: components[index].isOut = isOn
    case .slow, .error, .outage, .crash, .deploy:
      let count = min(fault.replicas ?? .max, components[index].replicaCount)
      for number in 0..<count { set(fault, on: index, replica: number, isOn: isOn, in: &simulation) }
    case .failover: isOn ? failOver(index, in: &simulation) : comeBack(index, lostPrimary(index), in: &simulation)
    case .flush:
      guard isOn, let store = cacheNumber(index) else { return }
      decisions.add(.flushed, index, at: simulation.now, signal: Double(caches[store].count))
      caches[store].removeAll()
    case .quota(let factor): components[index].quotaFactor = isOn ? factor : 1
    case .delay(let delay): components[index].hopDelay = isOn ? delay : 0
    case .partition(let from):
      cuts.removeAll { $0 == (from, index) }
      if isOn { cuts.append((from, index)) }
      components[index].isCutOff = cuts.contains { $0.to == index }
    case .reorder(let share, let by):
      components[index].reorderThreshold = isOn ? CallConditions.threshold(share) : 0
      components[index].reorderBy = by
    case .duplicate(let share):
      components[index].duplicateThreshold = isOn ? CallConditions.threshold(share) : 0
    case .loss(let share): components[index].lossThreshold = isOn ? CallConditions.threshold(share) : 0
    case .poison(let share): components[index].poisonThreshold = isOn ? CallConditions.threshold(share) : 0
    case .missed: components[index].misses = isOn
    }
    if plan.components[index].discipline == .sharing { reshareAll(index, in: &simulation) }
  }

  private mutating func set(
    _ fault: FaultPlan, on index: Int, replica number: Int, isOn: Bool,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let replica = components[index].firstReplica + number
    switch fault.effect {
    case .slow(let factor): replicas[replica].slowness = isOn ? factor : 1
    case .error(let share): replicas[replica].errorThreshold = isOn ? CallConditions.threshold(share) : 0
    case .deploy(let error, let slow):
      replicas[replica].errorThreshold = isOn ? CallConditions.threshold(error) : 0
      replicas[replica].slowness = isOn ? slow : 1
    default: isOn ? crashMember(index, number, in: &simulation) : comeBack(index, number, in: &simulation)
    }
  }

  private mutating func reshareAll(_ component: Int, in simulation: inout Simulation<NetworkEvent>) {
    let first = components[component].firstReplica
    for replica in first..<first + components[component].replicaCount where !shared.isEmpty {
      reshare(component, replica, in: &simulation)
    }
  }

  // MARK: Replicas that stop

  /// A replica stops, and whoever depends on it being there reacts: a database fails over, a consumer group moves
  /// the lanes once it has noticed.
  private mutating func crashMember(
    _ component: Int, _ number: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    if plan.components[component].database != nil && number == Int(components[component].primary) {
      return failOver(component, in: &simulation)
    }
    crash(component, number, in: &simulation)
    if let pause = plan.components[component].rebalance {
      schedule(.rebalance(component), at: simulation.now + pause, in: &simulation)
    }
  }

  mutating func comeBack(_ component: Int, _ number: Int, in simulation: inout Simulation<NetworkEvent>) {
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
  private mutating func failOver(_ component: Int, in simulation: inout Simulation<NetworkEvent>) {
    let old = components[component].primary
    guard !components[component].isFailingOver else { return }
    components[component].isFailingOver = true
    components[component].lacksSuccessor = false
    crash(component, Int(old), in: &simulation)
    decisions.add(.failoverBegan, component, at: simulation.now, before: Double(old), after: -1)
    guard let database = plan.components[component].database, database.failover >= 0 else { return }
    let delay = samplers[Int(database.failover)].draw(
      streams[NetworkPlan.faultStream].bits(
        entity: plan.components[component].salt, draw: UInt64(bitPattern: simulation.now)))
    schedule(.endFailover(component), at: simulation.now + delay, in: &simulation)
  }

  mutating func endFailover(_ component: Int, at now: Nanoseconds) {
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
    decisions.add(.failoverEnded, component, at: now, before: Double(old), after: Double(next))
  }

  /// A replica is back while there is no primary: it is the primary again where nothing can take its place, and the
  /// successor where none was there in time.
  private mutating func resumePrimary(_ component: Int, _ number: Int, at now: Nanoseconds) {
    let database = plan.components[component].database
    let isAlone = database?.failover ?? -1 < 0 || components[component].replicaCount == 1
    if components[component].lacksSuccessor || isAlone && number == Int(components[component].primary) {
      endFailover(component, at: now)
    }
  }

  /// The old primary, for its return: as a copy, where another took its place.
  private func lostPrimary(_ component: Int) -> Int {
    let first = components[component].firstReplica
    return (0..<components[component].replicaCount).first { !replicas[first + $0].isUp }
      ?? Int(components[component].primary)
  }

  // MARK: Cuts

  /// Whether calls between two components do not arrive.
  func isCut(from: Int, to: Int) -> Bool {
    cuts.contains { $0.to == to && ($0.from == -1 || $0.from == from) }
  }

  /// An operation passes a gap that a fault is aimed at. True when that was its end.
  mutating func strikes(
    _ number: Int, _ index: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    guard let aim = plan.faults[number].aim else { return false }
    let draw = streams[NetworkPlan.faultStream].bits(
      entity: frames[index].entity, draw: RandomStream.mix(frames[index].context, 0xa17))
    guard draw < CallConditions.threshold(aim.share) else { return false }
    let component = Int(frames[index].component)
    let replica = Int(frames[index].replica)
    if case .crash = plan.faults[number].effect, frames[index].operation != .max {
      crashMember(component, replica, in: &simulation)
      schedule(.restart(component, replica: replica), at: simulation.now + aim.lasting, in: &simulation)
    } else {
      finish(index, StandardOutcome.error, in: &simulation)
    }
    return true
  }
}
