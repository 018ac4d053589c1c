import Engine
import Statistics

/// Records on their way into logs, to their consumers, and back.
extension Network {
  /// Appends what a decision has emitted, item by item, each on behalf of the request that it goes back to. What is
  /// not accepted is lost: nobody waits for it.
  func publish(
    _ items: [EmittedItem], of index: UInt32, _ step: Instruction.Decide, in simulation: inout Simulation<NetworkEvent>
  ) {
    let number = Int(step.log)
    let mark = plan.commands[Int(step.command)].mark
    let publication = Instruction.Publication(log: step.log, key: step.key, context: step.context)
    for (place, item) in items.enumerated() {
      let publisher = frames.duplicate(index, isCounted: false)
      frames[publisher].identity = frames[index].identity.below(
        RandomStream.mix(step.context, UInt64(place)))
      frames[publisher].context = RandomStream.mix(item.entity, item.visit)
      let request = frames.changeRequest(of: publisher)
      request.pointee.entity = item.entity
      request.pointee.payload = item.payload
      if step.key.population < 0 { request.pointee.subjectPopulation = -1 }
      if let since = item.since, mark >= 0 { frames.setMark(mark, of: publisher, to: since) }
      if let change = item.change { carry(change, by: publisher) }
      tracing.beginSpans(of: publisher, item, at: simulation.now)
      let isCut = isCut(publisher, from: number, partition: logs[number].partition(of: recordKey(publisher, step.key)))
      let outcome = publish(publisher, publication, in: &simulation)
      if outcome != StandardOutcome.ok && !isCut && measures.isMeasuring {
        stations[plan.logs[number].component].counts[.lost] += 1
      }
      tracing.leaveItem(publisher, of: index, at: simulation.now)
      frames.release(publisher, isCounted: false)
    }
  }

  /// An item goes on in place of the request that found a change.
  private func carry(_ change: CarriedChange, by publisher: UInt32) {
    frames[publisher].isMeasured = change.isMeasured
    frames[publisher].key = change.subject
    let request = frames.changeRequest(of: publisher)
    request.pointee.source = change.source
    request.pointee.subject = change.subject
    request.pointee.subjectPopulation = change.population
    request.pointee.changedAt = change.changedAt
    request.pointee.askedAt = change.askedAt
    request.pointee.superseded = change.others.isEmpty ? Frame.none : domains.supersede(change.others)
  }

  /// Appends a record for each consumer group of a log, or refuses it: returns `ok`, `refused` or `error`.
  func publish(
    _ publisher: UInt32, _ publication: Instruction.Publication, in simulation: inout Simulation<NetworkEvent>
  ) -> UInt16 {
    let number = Int(publication.log)
    let component = plan.logs[number].component
    measures.links.add(from: frames[publisher].place, to: component)
    let key = recordKey(publisher, publication.key)
    let partition = logs[number].partition(of: key)
    if isCut(publisher, from: number, partition: partition) {
      count(.lost, publisher, at: component)
      tracing.noteFailure(.network, StandardOutcome.error, publisher, at: component)
      return StandardOutcome.error
    }
    // It is answered at once, whatever the answer is.
    if measures.isMeasuring {
      stations[component].counted.arrivals += 1
      stations[component].counted.completions += 1
    }
    stations[component].intervalCompletions += 1
    let bytes =
      publication.size >= 0 || crossesZones ? countBytes(of: publisher, publication, partition: partition) : 0
    if let refusal = logs[number].refusal(of: partition, isMeasuring: measures.isMeasuring) {
      tracing.noteFailure(refusal == StandardOutcome.error ? .down : .logFull, refusal, publisher, at: component)
      return refusal
    }
    let entity = frames.request(of: publisher).pointee.entity
    let draws = RandomStream.mix(frames[publisher].context, publication.context)
    if isStruck(stations[component].conditions.errorThreshold, entity, draws, salt: 5) {
      if measures.isMeasuring { stations[component].counted.failures += 1 }
      tracing.noteFailure(.errorShare, StandardOutcome.error, publisher, at: component)
      return StandardOutcome.error
    }
    if isStruck(stations[component].conditions.lossThreshold, entity, draws, salt: 3) {
      if measures.isMeasuring { stations[component].counts[.lost] += 1 }
      return StandardOutcome.ok
    }
    let isPoison = isStruck(stations[component].conditions.poisonThreshold, entity, draws, salt: 4)
    // A message of a queue is for whichever worker takes it, and waits where there is none.
    for position in 0..<(plan.logs[number].queue == nil ? plan.logs[number].groups.count : 1) {
      let record = record(of: publisher, publication, for: position, key: key, partition: partition)
      frames[record].isPoison = isPoison
      if crossesZones { frames.coldState(record).pointee.effort = UInt32(clamping: bytes) }
      tracing.publishSpans(publisher, into: record, at: simulation.now)
      deliver(record, of: number, in: &simulation)
    }
    return StandardOutcome.ok
  }

  /// The record of a publisher for one consumer group.
  private func record(
    of publisher: UInt32, _ publication: Instruction.Publication, for position: Int, key: UInt64, partition: Int
  ) -> UInt32 {
    let number = Int(publication.log)
    let isQueue = plan.logs[number].queue != nil
    let context = frames[publisher].context
    var record = Frame()
    record.identity = frames[publisher].identity.below(
      RandomStream.mix(context, publication.context) &+ UInt64(position))
    record.context = RandomStream.mix(context, publication.context + UInt64(position))
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
      if !isQueue { record.lane = logs[number].lane(of: key, partition, for: position) }
      remembers = plan.components[group.component].remembers != nil
    }
    // The publisher's deadline is for its own answer.
    let index = frames.allocate(record, sharing: publisher, keepsDeadline: false)
    let request = frames.request(of: index)
    if publication.key.population >= 0
      && (request.pointee.subject != key || request.pointee.subjectPopulation != publication.key.population)
    {
      let changed = frames.changeRequest(of: index)
      changed.pointee.subject = key
      changed.pointee.subjectPopulation = publication.key.population
    }
    let coldState = frames.coldState(index)
    coldState.pointee.log = UInt32(number)
    if remembers || isQueue { coldState.pointee.origin = record.context }
    return index
  }

  /// A record that is on its way comes to a log that is out: whoever brings it looks again after a second.
  func isHeldBack(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) -> Bool {
    let number = log(of: index)
    guard stations[plan.logs[number].component].replicas.isOut || !logs[number].isLed(Int(frames[index].replica)) else {
      return false
    }
    schedule(.appended, of: index, after: .second, in: &simulation)
    return true
  }

  /// Key by which a publisher's record is put into a partition.
  func recordKey(_ publisher: UInt32, _ key: Instruction.Key) -> UInt64 {
    if key.population >= 0 { return self.key(for: publisher, key) }
    let request = frames.request(of: publisher)
    return request.pointee.subjectPopulation >= 0 ? request.pointee.subject : request.pointee.entity
  }

  /// The log of a record that is not taken yet.
  func log(of index: UInt32) -> Int { Int(frames.coldState(of: index)?.pointee.log ?? 0) }

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
    if isStruck(stations[component].conditions.duplicateThreshold, entity, context, salt: 0) {
      let copy = frames.duplicate(index)
      frames[copy].isCopy = true
      tracing.publishSpans(index, into: copy, at: simulation.now)
      frames[copy].identity = frames[index].identity.below(.max)
      append(copy, in: &simulation)
    }
    tracing.spend(.log, index, at: simulation.now, on: component)
    if isStruck(stations[component].conditions.reorderThreshold, entity, context, salt: 1) {
      let reorderBy = stations[component].conditions.reorderBy
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
    tracing.spend(.log, index, at: now, on: component)
    if plan.logs[number].queue != nil { return enqueueMessage(frames.takeOut(index), of: number, in: &simulation) }
    frame.pointee.waitingSince = now
    logs.lag.begin(index, at: now)
    logs[number].enter(at: now)
    let lane = Int(frame.pointee.lane)
    if lane >= 0 && !(logs[number].isFree(lane) && hasOwner(at: index)) {
      logs[number].wait(index, in: lane, at: now)
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
    logs[number].exit(at: now)
    let wait = now - frame.pointee.waitingSince
    if frame.pointee.isMeasured || measures.isMeasuring { stations[component].times[.waiting].record(wait) }
    let consumer = Int(frame.pointee.component)
    let partition = Int(frame.pointee.replica)
    let owner = stations[consumer].replicas.owner(ofPartition: partition)
    if crossesZones {
      let coldState = frames.coldState(index)
      countTake(coldState.pointee.effort, log: number, partition: partition, by: consumer, owner)
      coldState.pointee.effort = 0
    }
    frame.pointee.replica = UInt32(owner)
    let lane = Int(frame.pointee.lane)
    if lane >= 0 && logs.lanes[lane].isOrdered {
      logs.lanes[lane].isTaken = true
      domains.laneTaken(lane, of: number, by: owner, at: now)
    }
    arrive(index, in: &simulation)
    if logs[number].hasPublishers { admitPublishers(to: number, in: &simulation) }
  }

  /// A record is done: the next one of its lane is taken.
  func returnLane(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let lane = Int(frames[index].lane)
    guard logs.lanes[lane].isOrdered else { return }
    let number = Int(logs.lanes[lane].log)
    logs.lanes[lane].isTaken = false
    domains.laneReturned(lane, of: number, by: Int(frames[index].replica), at: simulation.now)
    takeNext(of: lane, log: number, in: &simulation)
  }

  private func takeNext(of lane: Int, log number: Int, in simulation: inout Simulation<NetworkEvent>) {
    while let first = logs[number].first(of: lane), hasOwner(at: first) {
      take(logs[number].removeFirst(of: lane, at: simulation.now), in: &simulation)
    }
  }

  // MARK: Groups

  /// Whether the member of its consumer group that has a record's partition is there to take it, and can.
  private func hasOwner(at index: UInt32) -> Bool {
    let component = Int(frames[index].component)
    let partition = Int(frames[index].replica)
    let owner = stations[component].replicas.owner(ofPartition: partition)
    return stations[component].replicas[owner].isUp
      && reaches(owner, of: component, log: log(of: index), partition: partition)
  }

  /// Lanes that stood still go on, where their member is there.
  func resumeLanes(of component: Int, in simulation: inout Simulation<NetworkEvent>) {
    for (number, log) in plan.logs.enumerated() {
      for (position, group) in log.groups.enumerated() where group.component == component {
        for lane in logs[number].lanes(for: position) { takeNext(of: lane, log: number, in: &simulation) }
      }
    }
  }

  /// A record whose consumer stopped is the next of its lane again.
  func redeliver(_ index: UInt32, lane: Int32, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let number = Int(logs.lanes[Int(lane)].log)
    let component = plan.logs[number].component
    let again = frames.duplicate(index)
    frames.restart(again, at: plan.operations[Int(frames[again].operation)].entry)
    frames[again].lane = lane
    frames[again].waitingSince = now
    frames[again].context = RandomStream.mix(frames[again].context, 0x2edc)
    frames[again].replica = UInt32(logs[number].partition(ofLane: Int(lane)))
    frames.coldState(again).pointee.log = UInt32(number)
    tracing.publishSpans(index, into: again, at: now)
    count(.redelivered, again, at: component)
    logs.lag.again(again, at: now)
    tracing.spend(.log, again, at: now, on: component)
    logs[number].enter(at: now)
    logs[number].wait(again, in: Int(lane), isFirst: true, at: now)
    takeNext(of: Int(lane), log: number, in: &simulation)
  }
}
