import Engine
import Statistics

extension Network {
  /// Lanes of a partition whose records wait only for records of keys that share their lane.
  static var lanesPerPartition: Int { 16 }

  /// Appends a record for each consumer group of a log, or refuses it: returns `ok`, `refused` or `error`.
  func publish(
    _ index: UInt32, _ step: Step, in simulation: inout Simulation<NetworkEvent>
  ) -> UInt16 {
    offer(index, step, to: Int(step.pointee.target), in: &simulation)
  }

  /// Appends what a decision has emitted, item by item, each on behalf of the request that it goes back to. What is
  /// not accepted is lost: nobody waits for it.
  func publishItems(of index: UInt32, _ step: Step, in simulation: inout Simulation<NetworkEvent>) {
    let items = emitted
    emitted = []
    let number = Int(step.pointee.next)
    let mark = plan.commands[Int(step.pointee.target)].mark
    for (place, item) in items.enumerated() {
      let publisher = frames.duplicate(index, isCounted: false)
      frames[publisher].identity = frames[index].identity.below(
        RandomStream.mix(step.pointee.context, UInt64(place)))
      frames[publisher].context = RandomStream.mix(item.entity, item.visit)
      let request = frames.changeRequest(of: publisher)
      request.pointee.entity = item.entity
      request.pointee.payload = item.payload
      if step.pointee.population < 0 { request.pointee.subjectPopulation = -1 }
      if let since = item.since, mark >= 0 { frames.setMark(mark, of: publisher, to: since) }
      beginSpans(of: publisher, item, at: simulation.now)
      let isCut = isCut(
        publisher, from: plan.logs[number].component, log: number,
        partition: partition(of: recordKey(publisher, step), in: number))
      let outcome = offer(publisher, step, to: number, in: &simulation)
      if outcome != StandardOutcome.ok && !isCut && measures.isMeasuring {
        components[plan.logs[number].component].counts[.lost] += 1
      }
      frames.release(publisher, isCounted: false)
    }
  }

  /// Appends a publisher's record to a log, or refuses it.
  private func offer(
    _ publisher: UInt32, _ step: Step, to number: Int, in simulation: inout Simulation<NetworkEvent>
  ) -> UInt16 {
    let component = plan.logs[number].component
    measures.links.add(from: frames[publisher].place, to: component)
    let key = recordKey(publisher, step)
    let partition = partition(of: key, in: number)
    if isCut(publisher, from: component, log: number, partition: partition) {
      if frames[publisher].isMeasured { components[component].counts[.lost] += 1 }
      noteFailure(.network, StandardOutcome.error, publisher, at: component)
      return StandardOutcome.error
    }
    if measures.isMeasuring { components[component].arrivals += 1 }
    components[component].intervalCompletions += 1
    let bytes =
      step.pointee.law >= 0 || crossesZones ? countBytes(of: publisher, step, to: number, partition: partition) : 0
    if let refusal = refusal(by: number, partition) {
      noteFailure(refusal == StandardOutcome.error ? .down : .logFull, refusal, publisher, at: component)
      return refusal
    }
    if measures.isMeasuring { components[component].completions += 1 }
    let entity = frames.request(of: publisher).pointee.entity
    let draws = RandomStream.mix(frames[publisher].context, step.pointee.context)
    if isStruck(components[component].errorThreshold, entity, draws, salt: 5) {
      if measures.isMeasuring { components[component].failures += 1 }
      noteFailure(.errorShare, StandardOutcome.error, publisher, at: component)
      return StandardOutcome.error
    }
    if isStruck(components[component].lossThreshold, entity, draws, salt: 3) {
      if measures.isMeasuring { components[component].counts[.lost] += 1 }
      return StandardOutcome.ok
    }
    let isPoison = isStruck(components[component].poisonThreshold, entity, draws, salt: 4)
    // A message of a queue is for whichever worker takes it, and waits where there is none.
    for position in 0..<(plan.logs[number].queue == nil ? plan.logs[number].groups.count : 1) {
      let record = record(of: publisher, step, for: position, of: number, key: key, partition: partition)
      frames[record].isPoison = isPoison
      if crossesZones { frames.rarity(record).pointee.effort = UInt32(clamping: bytes) }
      publishSpans(publisher, into: record, at: simulation.now)
      deliver(record, of: number, in: &simulation)
    }
    return StandardOutcome.ok
  }

  /// The failure that a log answers while it is out, has no leader for the partition, or is full.
  private func refusal(by number: Int, _ partition: Int) -> UInt16? {
    let component = plan.logs[number].component
    let isOut = components[component].isOut
    let isLost = isOut || !isLed(partition, of: number)
    guard isLost || logs[number].backlog >= plan.logs[number].limit else { return nil }
    if measures.isMeasuring {
      components[component].refusals += isLost && !isOut ? 0 : 1
      components[component].failures += 1
    }
    return isLost ? StandardOutcome.error : StandardOutcome.refused
  }

  /// The record of a publisher for one consumer group.
  private func record(
    of publisher: UInt32, _ step: Step, for position: Int, of number: Int, key: UInt64, partition: Int
  ) -> UInt32 {
    let isQueue = plan.logs[number].queue != nil
    let context = frames[publisher].context
    var record = Frame()
    record.identity = frames[publisher].identity.below(
      RandomStream.mix(context, step.pointee.context) &+ UInt64(position))
    record.context = RandomStream.mix(context, step.pointee.context + UInt64(position))
    record.key = key
    record.isCopy = frames[publisher].isCopy
    record.replica = UInt32(partition)
    record.state = .travelling
    var remembers = false
    if position < plan.logs[number].groups.count {
      let group = plan.logs[number].groups[position]
      record.component = UInt16(group.component)
      record.operation = UInt16(group.operation)
      record.counter = UInt32(plan.operations[group.operation].entry)
      let lane =
        group.order == .byKey
        ? partition * Network.lanesPerPartition
          + Int(RandomStream.mix(key, 0x1a9e) % UInt64(Network.lanesPerPartition)) : partition
      if !isQueue { record.lane = Int32(logs[number].firstLanes[position] + lane) }
      remembers = plan.components[group.component].remembers != nil
    }
    // The publisher's deadline is for its own answer.
    let index = frames.allocate(record, sharing: publisher, keepsDeadline: false)
    let request = frames.request(of: index)
    if step.pointee.population >= 0
      && (request.pointee.subject != key || request.pointee.subjectPopulation != step.pointee.population)
    {
      let changed = frames.changeRequest(of: index)
      changed.pointee.subject = key
      changed.pointee.subjectPopulation = step.pointee.population
    }
    let rarity = frames.rarity(index)
    rarity.pointee.log = UInt32(number)
    if remembers || isQueue { rarity.pointee.origin = record.context }
    return index
  }

  /// A record that is on its way comes to a log that is out: whoever brings it looks again after a second.
  func isHeldBack(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) -> Bool {
    let number = log(of: index)
    guard components[plan.logs[number].component].isOut || !isLed(Int(frames[index].replica), of: number) else {
      return false
    }
    schedule(.appended, of: index, after: .second, in: &simulation)
    return true
  }

  /// Key by which a publisher's record is put into a partition.
  func recordKey(_ publisher: UInt32, _ step: Step) -> UInt64 {
    let population = step.pointee.population
    if population >= 0 { return key(for: publisher, population: population, fresh: step.pointee.isFresh) }
    let request = frames.request(of: publisher)
    return request.pointee.subjectPopulation >= 0 ? request.pointee.subject : request.pointee.entity
  }

  /// The log of a record that is not taken yet.
  func log(of index: UInt32) -> Int { Int(frames.rarity(of: index)?.pointee.log ?? 0) }

  func partition(of key: UInt64, in log: Int) -> Int {
    Int(RandomStream.mix(key, 0x10c) % UInt64(plan.logs[log].partitions))
  }

  /// Whether a fault with a share strikes this one.
  private func isStruck(_ threshold: UInt64, _ entity: UInt64, _ draw: UInt64, salt: UInt64) -> Bool {
    threshold > 0
      && draws.streams[NetworkPlan.deliveryStream].bits(entity: entity, draw: draw ^ salt) < threshold
  }

  /// Appends a record, late or twice where a fault says so.
  private func deliver(
    _ index: UInt32, of number: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    let component = plan.logs[number].component
    let entity = frames.request(of: index).pointee.entity
    let context = frames[index].context
    if isStruck(components[component].duplicateThreshold, entity, context, salt: 0) {
      let copy = frames.duplicate(index)
      frames[copy].isCopy = true
      publishSpans(index, into: copy, at: simulation.now)
      frames[copy].identity = frames[index].identity.below(.max)
      append(copy, in: &simulation)
    }
    spend(.log, index, at: simulation.now, on: component)
    if isStruck(components[component].reorderThreshold, entity, context, salt: 1) {
      let reorderBy = components[component].reorderBy
      let span = UInt64(reorderBy.upperBound - reorderBy.lowerBound)
      let bits = draws.streams[NetworkPlan.deliveryStream].bits(entity: entity, draw: context ^ 2)
      let late = Nanoseconds(span.multipliedFullWidth(by: bits).high)
      return schedule(.appended, of: index, after: reorderBy.lowerBound + late + 1, in: &simulation)
    }
    append(index, in: &simulation)
  }

  /// A record is in its log: its consumer takes it, or it waits for its lane.
  func append(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let number = log(of: index)
    let component = plan.logs[number].component
    spend(.log, index, at: now, on: component)
    if plan.logs[number].queue != nil { return enqueueMessage(frames.takeOut(index), of: number, in: &simulation) }
    frame.pointee.waitingSince = now
    beginLag(index, at: now)
    logs[number].backlog += 1
    components[component].present.add(1, at: now)
    let lane = Int(frame.pointee.lane)
    if lane >= 0
      && (lanes[lane].isTaken || !lanes[lane].queue.isEmpty
        || !hasOwner(lane, of: Int(frame.pointee.component), at: index))
    {
      frame.pointee.state = .logged
      lanes[lane].queue.append(index, in: frames.slab)
      components[component].queueLength.add(1, at: now)
    } else {
      take(index, in: &simulation)
    }
  }

  /// The record's consumer works on it, as soon as a thread is free.
  private func take(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let number = log(of: index)
    let component = plan.logs[number].component
    logs[number].backlog -= 1
    components[component].present.add(-1, at: now)
    let wait = now - frame.pointee.waitingSince
    if frame.pointee.isMeasured || measures.isMeasuring { components[component].waiting.record(wait) }
    noteTime(\.queueing, wait, of: index)
    let consumer = Int(frame.pointee.component)
    let partition = Int(frame.pointee.replica)
    let owner = owner(ofPartition: partition, in: consumer)
    if crossesZones {
      let rarity = frames.rarity(index)
      countTake(rarity.pointee.effort, log: number, partition: partition, by: consumer, owner)
      rarity.pointee.effort = 0
    }
    frame.pointee.replica = UInt32(owner)
    let lane = Int(frame.pointee.lane)
    if lane >= 0 && lanes[lane].isOrdered {
      lanes[lane].isTaken = true
      for binding in bindings { binding.laneTaken(log: number, lane: lane, instance: owner, at: now) }
    }
    arrive(index, in: &simulation)
  }

  /// A record is done: the next one of its lane is taken.
  func returnLane(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let lane = Int(frames[index].lane)
    guard lanes[lane].isOrdered else { return }
    let number = Int(lanes[lane].log)
    lanes[lane].isTaken = false
    for binding in bindings {
      binding.laneReturned(log: number, lane: lane, instance: Int(frames[index].replica), at: simulation.now)
    }
    takeNext(of: lane, log: number, in: &simulation)
  }

  private func takeNext(of lane: Int, log number: Int, in simulation: inout Simulation<NetworkEvent>) {
    while !lanes[lane].isTaken, !lanes[lane].queue.isEmpty {
      let first = lanes[lane].queue.head
      guard hasOwner(lane, of: Int(frames[first].component), at: first) else { return }
      let next = lanes[lane].queue.removeFirst(in: frames.slab)
      components[plan.logs[number].component].queueLength.add(-1, at: simulation.now)
      take(next, in: &simulation)
    }
  }

  // MARK: Groups

  /// The member of a consumer group that has a partition. Until the group has noticed that a member is gone, its
  /// partitions are still that member's.
  func owner(ofPartition partition: Int, in component: Int) -> Int {
    let eligible = components[component].eligible
    if eligible.isEmpty { return partition % components[component].replicaCount }
    return Int(eligible[partition % eligible.count])
  }

  /// Whether the member that has the record's partition is there to take it, and can.
  private func hasOwner(_ lane: Int, of component: Int, at index: UInt32) -> Bool {
    let owner = owner(ofPartition: Int(frames[index].replica), in: component)
    return replicas[components[component].firstReplica + owner].isUp
      && reaches(
        owner, of: component, log: log(of: index), partition: Int(frames[index].replica))
  }

  /// The group has noticed who is there: lanes move, and those that stood still go on.
  func rebalance(_ component: Int, in simulation: inout Simulation<NetworkEvent>) {
    let first = components[component].firstReplica
    var moved = 0
    for number in 0..<components[component].replicaCount
    where replicas[first + number].isEjected == replicas[first + number].isUp {
      replicas[first + number].isEjected = !replicas[first + number].isUp
      moved += 1
    }
    guard moved > 0 else { return }
    updateEligible(component, at: simulation.now)
    decisions.add(.rebalanced, component, at: simulation.now, signal: Double(moved))
    resumeLanes(of: component, in: &simulation)
  }

  /// Lanes that stood still go on, where their member is there.
  func resumeLanes(of component: Int, in simulation: inout Simulation<NetworkEvent>) {
    for (number, log) in plan.logs.enumerated() {
      for (position, group) in log.groups.enumerated() where group.component == component {
        for lane in 0..<logs[number].laneCounts[position] {
          takeNext(of: logs[number].firstLanes[position] + lane, log: number, in: &simulation)
        }
      }
    }
  }

  /// A record whose consumer stopped is the next of its lane again.
  func redeliver(_ index: UInt32, lane: Int32, in simulation: inout Simulation<NetworkEvent>) {
    let number = Int(lanes[Int(lane)].log)
    let log = plan.logs[number].component
    let again = frames.duplicate(index)
    frames[again].counter = UInt32(plan.operations[Int(frames[again].operation)].entry)
    frames[again].isCopy = true
    frames[again].holdsSlot = false
    frames[again].parent = Frame.none
    frames[again].parentGeneration = 0
    frames[again].commit = -1
    frames[again].deadline = -1
    frames[again].coreWaiting = 0
    frames[again].lane = lane
    frames[again].state = .logged
    frames[again].waitingSince = simulation.now
    frames[again].context = RandomStream.mix(frames[again].context, 0x2edc)
    frames[again].replica = UInt32(partition(ofLane: Int(lane), log: number))
    let rarity = frames.rarity(again)
    rarity.pointee.log = UInt32(number)
    rarity.pointee.remaining = 0
    rarity.pointee.hedgeIsDue = false
    publishSpans(index, into: again, at: simulation.now)
    if frames[again].isMeasured { components[log].counts[.redelivered] += 1 }
    lagAgain(again, at: simulation.now)
    spend(.log, again, at: simulation.now, on: log)
    lanes[Int(lane)].queue.prepend(again, in: frames.slab)
    logs[number].backlog += 1
    components[log].present.add(1, at: simulation.now)
    components[log].queueLength.add(1, at: simulation.now)
    takeNext(of: Int(lane), log: number, in: &simulation)
  }

  private func partition(ofLane lane: Int, log number: Int) -> Int {
    for (position, first) in logs[number].firstLanes.enumerated()
    where lane >= first && lane < first + logs[number].laneCounts[position] {
      return plan.logs[number].groups[position].order == .byKey
        ? (lane - first) / Network.lanesPerPartition : lane - first
    }
    return 0
  }
}
