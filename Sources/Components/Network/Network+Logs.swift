import Engine
import Statistics

extension Network {
  /// Lanes of a partition whose records wait only for records of keys that share their lane.
  static var lanesPerPartition: Int { 16 }

  /// Appends a record for each consumer group of a log; leaves `ok` or `refused`.
  mutating func publish(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) {
    frames[index].outcome = offer(frames[index], step, to: Int(step.target), in: &simulation)
  }

  /// Appends what a decision has emitted, item by item, each on behalf of the request that it goes back to. What is
  /// not accepted is lost: nobody waits for it.
  mutating func publishItems(
    of index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) {
    let items = emitted
    emitted = []
    let number = Int(step.next)
    for (place, item) in items.enumerated() {
      var publisher = frames[index]
      publisher.identity = publisher.identity.below(RandomStream.mix(step.context, UInt64(place)))
      publisher.entity = item.entity
      publisher.context = RandomStream.mix(item.entity, item.visit)
      publisher.payload = item.payload
      if step.population < 0 { publisher.subjectPopulation = -1 }
      let mark = plan.commands[Int(step.target)].mark
      if let since = item.since, mark >= 0 { publisher[mark: mark] = since }
      beginSpans(&publisher, of: item, at: simulation.now)
      let isCut = isCut(
        publisher, from: plan.logs[number].component, log: number,
        partition: partition(of: recordKey(publisher, step), in: number))
      let outcome = offer(publisher, step, to: number, in: &simulation)
      if outcome != StandardOutcome.ok && !isCut && isMeasuring {
        components[plan.logs[number].component].counts[.lost] += 1
      }
    }
  }

  /// Appends a publisher's record to a log, or refuses it.
  private mutating func offer(
    _ publisher: Frame, _ step: Instruction, to number: Int, in simulation: inout Simulation<NetworkEvent>
  ) -> UInt16 {
    let log = plan.logs[number]
    let now = simulation.now
    links.add(from: publisher.operation == .max ? -1 : Int(publisher.component), to: log.component)
    let key = recordKey(publisher, step)
    let partition = partition(of: key, in: number)
    if isCut(publisher, from: log.component, log: number, partition: partition) {
      if publisher.isMeasured { components[log.component].counts[.lost] += 1 }
      noteFailure(.network, StandardOutcome.error, publisher, at: log.component)
      return StandardOutcome.error
    }
    if isMeasuring { components[log.component].arrivals += 1 }
    components[log.component].intervalCompletions += 1
    let bytes = step.law >= 0 || crossesZones ? countBytes(of: publisher, step, to: number, partition: partition) : 0
    if components[log.component].isOut || !isLed(partition, of: number) || logs[number].backlog >= log.limit {
      let isLost = components[log.component].isOut || !isLed(partition, of: number)
      if isMeasuring {
        components[log.component].refusals += isLost && !components[log.component].isOut ? 0 : 1
        components[log.component].failures += 1
      }
      let outcome = isLost ? StandardOutcome.error : StandardOutcome.refused
      noteFailure(isLost ? .down : .logFull, outcome, publisher, at: log.component)
      return outcome
    }
    if isMeasuring { components[log.component].completions += 1 }
    let draws = RandomStream.mix(publisher.context, step.context)
    if isStruck(components[log.component].errorThreshold, publisher.entity, draws, salt: 5) {
      if isMeasuring { components[log.component].failures += 1 }
      noteFailure(.errorShare, StandardOutcome.error, publisher, at: log.component)
      return StandardOutcome.error
    }
    if isStruck(components[log.component].lossThreshold, publisher.entity, draws, salt: 3) {
      if isMeasuring { components[log.component].counts[.lost] += 1 }
      return StandardOutcome.ok
    }
    let isPoison = isStruck(components[log.component].poisonThreshold, publisher.entity, draws, salt: 4)
    // A message of a queue is for whichever worker takes it, and waits where there is none.
    for position in 0..<(log.queue == nil ? log.groups.count : 1) {
      let group = position < log.groups.count ? log.groups[position] : nil
      var record = Frame(
        identity: publisher.identity.below(RandomStream.mix(publisher.context, step.context) &+ UInt64(position)))
      record.inherit(from: publisher)
      // The publisher's deadline is for its own answer.
      record.expires = .max
      record.context = RandomStream.mix(publisher.context, step.context + UInt64(position))
      record.key = key
      if step.population >= 0 {
        record.subject = key
        record.subjectPopulation = step.population
      }
      if let group {
        record.component = UInt16(group.component)
        record.operation = UInt16(group.operation)
        record.counter = UInt32(plan.operations[group.operation].entry)
      }
      record.isCopy = publisher.isCopy
      record.isPoison = isPoison
      if crossesZones { record.effort = UInt32(clamping: bytes) }
      record.replica = UInt32(partition)
      let lane =
        group?.order == .byKey
        ? partition * Network.lanesPerPartition
          + Int(RandomStream.mix(key, 0x1a9e) % UInt64(Network.lanesPerPartition)) : partition
      record.lane = group == nil || log.queue != nil ? -1 : Int32(logs[number].firstLanes[position] + lane)
      record.phase = publisher.phase
      record.remaining = UInt32(number)
      record.origin = record.context
      publishSpans(publisher, into: &record, at: now)
      deliver(record, of: log, at: now, in: &simulation)
    }
    return StandardOutcome.ok
  }

  /// A record that is on its way comes to a log that is out: whoever brings it looks again after a second.
  mutating func isHeldBack(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) -> Bool {
    let number = Int(frames[index].remaining)
    guard components[plan.logs[number].component].isOut || !isLed(Int(frames[index].replica), of: number) else {
      return false
    }
    simulation.schedule(
      .appended(index), after: .second, as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
    return true
  }

  /// Key by which a publisher's record is put into a partition.
  func recordKey(_ publisher: Frame, _ step: Instruction) -> UInt64 {
    if step.population >= 0 { return key(for: publisher, population: step.population, fresh: step.isFresh) }
    return publisher.subjectPopulation >= 0 ? publisher.subject : publisher.entity
  }

  func partition(of key: UInt64, in log: Int) -> Int {
    Int(RandomStream.mix(key, 0x10c) % UInt64(plan.logs[log].partitions))
  }

  /// Whether a fault with a share strikes this one.
  private func isStruck(_ threshold: UInt64, _ entity: UInt64, _ draw: UInt64, salt: UInt64) -> Bool {
    threshold > 0
      && streams[NetworkPlan.deliveryStream].bits(entity: entity, draw: draw ^ salt) < threshold
  }

  /// Appends a record, late or twice where a fault says so.
  private mutating func deliver(
    _ record: Frame, of log: LogPlan, at now: Nanoseconds,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let draws = streams[NetworkPlan.deliveryStream]
    let entity = record.entity
    if isStruck(components[log.component].duplicateThreshold, entity, record.context, salt: 0) {
      var copy = record
      copy.isCopy = true
      publishSpans(record, into: &copy, at: now)
      copy.identity = record.identity.below(.max)
      append(frames.allocate(copy), in: &simulation)
    }
    let index = frames.allocate(record)
    frames[index].state = .travelling
    spend(.log, index, at: now, on: log.component)
    if isStruck(components[log.component].reorderThreshold, entity, record.context, salt: 1) {
      let reorderBy = components[log.component].reorderBy
      let span = UInt64(reorderBy.upperBound - reorderBy.lowerBound)
      let late = span.multipliedFullWidth(
        by: draws.bits(entity: entity, draw: record.context ^ 2)
      ).high
      simulation.schedule(
        .appended(index), after: reorderBy.lowerBound + Nanoseconds(late) + 1,
        as: record.identity.with(rank: NetworkEvent.Rank.progress))
      return
    }
    append(index, in: &simulation)
  }

  /// A record is in its log: its consumer takes it, or it waits for its lane.
  mutating func append(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let number = Int(frames[index].remaining)
    spend(.log, index, at: now, on: plan.logs[number].component)
    if plan.logs[number].queue != nil {
      let record = frames[index]
      release(index)
      return enqueueMessage(record, of: number, in: &simulation)
    }
    frames[index].waitingSince = now
    beginLag(index, at: now)
    logs[number].backlog += 1
    components[plan.logs[number].component].present.add(1, at: now)
    let lane = Int(frames[index].lane)
    if lane >= 0
      && (lanes[lane].isTaken || !lanes[lane].queue.isEmpty
        || !hasOwner(lane, of: Int(frames[index].component), at: index))
    {
      frames[index].state = .logged
      lanes[lane].queue.append(index, in: frames)
      components[plan.logs[number].component].queueLength.add(1, at: now)
    } else {
      take(index, in: &simulation)
    }
  }

  /// The record's consumer works on it, as soon as a thread is free.
  private mutating func take(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let frame = frames[index]
    let number = Int(frame.remaining)
    let component = plan.logs[number].component
    logs[number].backlog -= 1
    components[component].present.add(-1, at: now)
    if frame.isMeasured || isMeasuring {
      components[component].waiting.record(now - frame.waitingSince)
    }
    frames[index].queueing += now - frame.waitingSince
    frames[index].remaining = 0
    if crossesZones {
      let member = owner(ofPartition: Int(frame.replica), in: Int(frame.component))
      countTake(frame.effort, log: number, partition: Int(frame.replica), by: Int(frame.component), member)
      frames[index].effort = 0
    }
    frames[index].replica = UInt32(owner(ofPartition: Int(frame.replica), in: Int(frame.component)))
    if frame.lane >= 0 && lanes[Int(frame.lane)].isOrdered {
      lanes[Int(frame.lane)].isTaken = true
      for binding in bindings {
        binding.laneTaken(
          log: number, lane: Int(frame.lane), instance: Int(frames[index].replica), at: now)
      }
    }
    arrive(index, in: &simulation)
  }

  /// A record is done: the next one of its lane is taken.
  mutating func returnLane(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames[index]
    let lane = Int(frame.lane)
    guard lanes[lane].isOrdered else { return }
    let number = logOf(lane: lane)
    lanes[lane].isTaken = false
    for binding in bindings {
      binding.laneReturned(log: number, lane: lane, instance: Int(frame.replica), at: simulation.now)
    }
    takeNext(of: lane, log: number, in: &simulation)
  }

  private mutating func takeNext(of lane: Int, log number: Int, in simulation: inout Simulation<NetworkEvent>) {
    while !lanes[lane].isTaken, !lanes[lane].queue.isEmpty {
      let first = lanes[lane].queue.head
      guard hasOwner(lane, of: Int(frames[first].component), at: first) else { return }
      let next = lanes[lane].queue.removeFirst(in: frames)
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
        owner, of: component, log: Int(frames[index].remaining), partition: Int(frames[index].replica))
  }

  /// The group has noticed who is there: lanes move, and those that stood still go on.
  mutating func rebalance(_ component: Int, in simulation: inout Simulation<NetworkEvent>) {
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
  mutating func resumeLanes(of component: Int, in simulation: inout Simulation<NetworkEvent>) {
    for (number, log) in plan.logs.enumerated() {
      for (position, group) in log.groups.enumerated() where group.component == component {
        for lane in 0..<logs[number].laneCounts[position] {
          takeNext(of: logs[number].firstLanes[position] + lane, log: number, in: &simulation)
        }
      }
    }
  }

  /// A record whose consumer stopped is the next of its lane again.
  mutating func redeliver(_ index: UInt32, lane: Int32, in simulation: inout Simulation<NetworkEvent>) {
    let number = logOf(lane: Int(lane))
    let log = plan.logs[number].component
    var record = frames[index]
    record.counter = UInt32(plan.operations[Int(record.operation)].entry)
    record.isCopy = true
    record.holdsSlot = false
    record.parent = Frame.none
    record.parentEpoch = 0
    record.commit = -1
    record.deadline = -1
    record.wakeAt = -1
    record.coreWaiting = 0
    record.lane = lane
    record.remaining = UInt32(number)
    record.state = .logged
    record.waitingSince = simulation.now
    record.context = RandomStream.mix(record.context, 0x2edc)
    publishSpans(frames[index], into: &record, at: simulation.now)
    if record.isMeasured { components[log].counts[.redelivered] += 1 }
    record.replica = UInt32(partition(ofLane: Int(lane), log: number))
    let again = frames.allocate(record)
    lagAgain(again, at: simulation.now)
    spend(.log, again, at: simulation.now, on: log)
    lanes[Int(lane)].queue.prepend(again, in: frames)
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

  private func logOf(lane: Int) -> Int {
    var found = 0
    for (index, log) in logs.enumerated() {
      for (position, first) in log.firstLanes.enumerated()
      where lane >= first && lane < first + log.laneCounts[position] {
        found = index
      }
    }
    return found
  }
}
