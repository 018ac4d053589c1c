import Engine
import Statistics

extension Network {
  /// Lanes of a partition whose records wait only for records of keys that share their lane.
  static var lanesPerPartition: Int { 16 }

  /// Appends a record for each consumer group of a log; leaves `ok` or `refused`.
  mutating func publish(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) {
    let number = Int(step.target)
    let log = plan.logs[number]
    let publisher = frames[index]
    let now = simulation.now
    if isMeasuring { components[log.component].arrivals += 1 }
    components[log.component].intervalCompletions += 1
    links.add(from: publisher.operation == .max ? -1 : Int(publisher.component), to: log.component)
    if components[log.component].isOut || logs[number].backlog >= log.limit {
      frames[index].outcome =
        components[log.component].isOut ? StandardOutcome.error : StandardOutcome.refused
      if isMeasuring {
        components[log.component].refusals += 1
        components[log.component].failures += 1
      }
      return
    }
    frames[index].outcome = StandardOutcome.ok
    if isMeasuring { components[log.component].completions += 1 }
    var key = publisher.subjectPopulation >= 0 ? publisher.subject : publisher.identity.number
    if step.population >= 0 { key = self.key(for: publisher, population: step.population, fresh: step.isFresh) }
    for (position, group) in log.groups.enumerated() {
      var record = Frame(
        identity: publisher.identity.with(
          branch: UInt8(truncatingIfNeeded: publisher.identity.bits >> 4 & 0xff + UInt64(position) + 1)))
      record.inherit(from: publisher)
      record.context = RandomStream.mix(publisher.context, step.context + UInt64(position))
      record.key = key
      if step.population >= 0 {
        record.subject = key
        record.subjectPopulation = step.population
      }
      record.component = UInt16(group.component)
      record.operation = UInt16(group.operation)
      record.counter = UInt32(plan.operations[group.operation].entry)
      record.isCopy = publisher.isCopy
      let partition = Int(RandomStream.mix(key, 0x10c) % UInt64(log.partitions))
      record.replica = UInt32(partition % components[group.component].replicaCount)
      let lane =
        group.order == .byKey
        ? partition * Network.lanesPerPartition
          + Int(RandomStream.mix(key, 0x1a9e) % UInt64(Network.lanesPerPartition)) : partition
      record.lane = group.order == .none ? -1 : Int32(logs[number].firstLanes[position] + lane)
      record.phase = publisher.phase
      record.remaining = UInt32(number)
      deliver(record, of: log, at: now, in: &simulation)
    }
  }

  /// Appends a record, late or twice where a fault says so.
  private mutating func deliver(
    _ record: Frame, of log: LogPlan, at now: Nanoseconds,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let state = components[log.component]
    let draws = streams[NetworkPlan.deliveryStream]
    let entity = record.identity.bits >> 12
    if state.duplicateThreshold > 0,
      draws.bits(entity: entity, draw: record.context) < state.duplicateThreshold
    {
      var copy = record
      copy.isCopy = true
      copy.identity = record.identity.with(branch: 255)
      append(frames.allocate(copy), in: &simulation)
    }
    let index = frames.allocate(record)
    if state.reorderThreshold > 0,
      draws.bits(entity: entity, draw: record.context ^ 1) < state.reorderThreshold
    {
      let span = UInt64(state.reorderBy.upperBound - state.reorderBy.lowerBound)
      let late = span.multipliedFullWidth(
        by: draws.bits(entity: entity, draw: record.context ^ 2)
      ).high
      simulation.schedule(
        .appended(index), after: state.reorderBy.lowerBound + Nanoseconds(late) + 1,
        as: record.identity.with(rank: NetworkEvent.Rank.progress))
      return
    }
    append(index, in: &simulation)
  }

  /// A record is in its log: its consumer takes it, or it waits for its lane.
  mutating func append(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let number = Int(frames[index].remaining)
    frames[index].waitingSince = now
    logs[number].backlog += 1
    components[plan.logs[number].component].present.add(1, at: now)
    let lane = Int(frames[index].lane)
    if lane >= 0 && lanes[lane].isTaken {
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
    if frame.lane >= 0 {
      lanes[Int(frame.lane)].isTaken = true
      for binding in bindings {
        binding.laneTaken(log: number, lane: Int(frame.lane), instance: Int(frame.replica), at: now)
      }
    }
    arrive(index, in: &simulation)
  }

  /// A record is done: the next one of its lane is taken.
  mutating func returnLane(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames[index]
    let lane = Int(frame.lane)
    let number = logOf(lane: lane)
    lanes[lane].isTaken = false
    for binding in bindings {
      binding.laneReturned(log: number, lane: lane, instance: Int(frame.replica), at: simulation.now)
    }
    if !lanes[lane].queue.isEmpty {
      let next = lanes[lane].queue.removeFirst(in: frames)
      components[plan.logs[number].component].queueLength.add(-1, at: simulation.now)
      take(next, in: &simulation)
    }
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
