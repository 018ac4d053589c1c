import Engine
import Statistics

extension Network {
  /// A call is at its component: it starts, waits for a slot, or is refused.
  mutating func arrive(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let component = Int(frames[index].component)
    frames[index].arrivedAt = now
    // Components are measured by the time of arrival; what a flow counts is decided at its start.
    if isMeasuring { components[component].arrivals += 1 }
    components[component].present.add(1, at: now)
    let replica = components[component].firstReplica + Int(frames[index].replica)
    if !plan.components[component].isOutside {
      if components[component].isOut || !replicas[replica].isUp || isHeadless(index, component) {
        noteFailure(.down, StandardOutcome.error, index)
        return turnAway(index, StandardOutcome.error, in: &simulation)
      }
      let threshold = max(components[component].errorThreshold, replicas[replica].errorThreshold)
      if threshold > 0 {
        let draw = streams[NetworkPlan.outsideStream].bits(
          entity: frames[index].entity,
          draw: RandomStream.mix(frames[index].context, plan.components[component].salt))
        if draw < threshold {
          noteFailure(.errorShare, StandardOutcome.error, index)
          return turnAway(index, StandardOutcome.error, in: &simulation)
        }
      }
    }
    if plan.components[component].remembers != nil && isRepeated(index, in: &simulation) { return }
    if hasFreeSlot(component, replica) || !plan.operations[Int(frames[index].operation)].takesSlot {
      start(index, replica, in: &simulation)
    } else if replicas[replica].queue.count < components[component].queueLimit || frames[index].lane >= 0 {
      frames[index].state = .queued
      spend(.queue, index, at: now)
      enqueue(index, component, replica)
      if plan.components[component].isPool { joinPool(index) }
      components[component].queueLength.add(1, at: now)
    } else {
      if isMeasuring { components[component].refusals += 1 }
      noteFailure(.queueFull, StandardOutcome.refused, index)
      turnAway(index, StandardOutcome.refused, in: &simulation)
    }
  }

  @inline(__always)
  func hasFreeSlot(_ component: Int, _ replica: Int) -> Bool {
    let slots = components[component].slots
    if slots == 0 { return true }
    if plan.components[component].adaptation != nil {
      return replicas[replica].busySlots < min(slots, Int32(replicas[replica].limit))
    }
    return replicas[replica].busySlots < slots
  }

  mutating func turnAway(
    _ index: UInt32, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) {
    frames[index].startedAt = simulation.now
    if frames[index].lags { endLag(index, at: simulation.now) }
    // The next record of the lane may be turned away as well, and so on: one after the other, not one inside the other.
    if frames[index].lane >= 0 { return end(index, outcome) }
    finish(index, outcome, in: &simulation)
  }

  /// The operation ends when whatever goes on at this instant has.
  private mutating func end(_ index: UInt32, _ outcome: UInt16) {
    frames[index].state = .running
    frames[index].outcome = outcome
    frames[index].counter = UInt32(plainEnd)
    ready.append(index)
  }

  /// Takes a slot and lets the operation run, at this instant.
  private mutating func start(
    _ index: UInt32, _ replica: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    let now = simulation.now
    let component = Int(frames[index].component)
    if frames[index].expires <= now {
      if frames[index].isMeasured { components[component].counts[.expired] += 1 }
      noteFailure(.deadline, StandardOutcome.timeout, index)
      return turnAway(index, StandardOutcome.timeout, in: &simulation)
    }
    if plan.operations[Int(frames[index].operation)].takesSlot {
      replicas[replica].busySlots += 1
      components[component].busySlots.add(1, at: now)
      frames[index].holdsSlot = true
      if components[component].away > 0 { noteWork(component, replica, at: now) }
      if let freezing = plan.components[component].freezing {
        watchSlots(component, replica, freezing, in: &simulation)
      }
    }
    frames[index].state = .running
    frames[index].startedAt = now
    if frames[index].lags { endLag(index, at: now) }
    frames[index].queueing += now - frames[index].arrivedAt
    if frames[index].isTraced {
      trace?.add(
        now, frames[index],
        "starts at \(plan.components[component].name)[\(frames[index].replica)] after \(now - frames[index].arrivedAt) ns"
      )
    }
    if frames[index].isPoison {
      noteFailure(.poison, StandardOutcome.error, index)
      return end(index, StandardOutcome.error)
    }
    if let warmth = plan.components[component].warmth, startsCold(index, component, warmth, in: &simulation) { return }
    ready.append(index)
  }

  /// The operation no longer holds its slot; the next in line takes it.
  mutating func releaseSlot(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let component = Int(frames[index].component)
    let number = Int(frames[index].replica)
    let replica = components[component].firstReplica + number
    frames[index].holdsSlot = false
    replicas[replica].busySlots -= 1
    components[component].busySlots.add(-1, at: now)
    if plan.components[component].warmth != nil { components[component].idle.append(now) }
    if let adaptation = plan.components[component].adaptation {
      adapt(replica, adaptation, most: components[component].slots, response: now - frames[index].arrivedAt)
    }
    while replicas[replica].queue.count > 0 && hasFreeSlot(component, replica) {
      let next = dequeue(component, replica)
      components[component].queueLength.add(-1, at: now)
      if plan.components[component].isPool { leavePool(next) }
      if let shedding = plan.components[component].shedding,
        sheds(shedding, component, replica, wait: now - frames[next].arrivedAt, at: now)
      {
        if frames[next].isMeasured {
          components[component].counts[.shed] += 1
          components[component].refusals += 1
        }
        noteFailure(.shed, StandardOutcome.refused, next)
        turnAway(next, StandardOutcome.refused, in: &simulation)
      } else {
        start(next, replica, in: &simulation)
      }
    }
    if replicas[replica].busySlots < components[component].slots { replicas[replica].fullSince = -1 }
    if components[component].away > 0 { noteWork(component, replica, at: now) }
    let log = plan.components[component].pulls
    if log >= 0 { dispatch(log, to: number, of: component, in: &simulation) }
  }

  // MARK: Lines

  /// Joins the line for a slot of a replica.
  private mutating func enqueue(_ index: UInt32, _ component: Int, _ replica: Int) {
    switch plan.components[component].discipline {
    case .fifo, .sharing: replicas[replica].queue.append(index, in: frames)
    case .lifo: replicas[replica].queue.prepend(index, in: frames)
    case .priority, .shortest, .fair:
      let step = program[Int(frames[index].counter)]
      let work = step.code == .work ? workTime(of: index, step) : 0
      lines[2 * replica].push(index, work: work, in: frames)
      replicas[replica].queue.count += 1
    }
  }

  private mutating func dequeue(_ component: Int, _ replica: Int) -> UInt32 {
    switch plan.components[component].discipline {
    case .fifo, .sharing, .lifo: return replicas[replica].queue.removeFirst(in: frames)
    case .priority, .shortest, .fair:
      replicas[replica].queue.count -= 1
      return lines[2 * replica].pop(in: frames)
    }
  }

  // MARK: Cores

  /// Works if a core is free, else waits for one.
  mutating func takeCore(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) {
    if frames[index].expires <= simulation.now { return expire(index) }
    let component = Int(frames[index].component)
    let replica = components[component].firstReplica + Int(frames[index].replica)
    let cores = components[component].cores
    if plan.components[component].discipline == .sharing && cores > 0 {
      return share(index, step, component, replica, in: &simulation)
    }
    if cores == 0 || replicas[replica].busyCores < cores {
      return beginWork(index, step, component, replica, in: &simulation)
    }
    frames[index].state = .awaitingCore
    spend(.cores, index, at: simulation.now)
    frames[index].waitingSince = simulation.now
    switch plan.components[component].discipline {
    case .fifo, .sharing: replicas[replica].coreQueue.append(index, in: frames)
    case .lifo: replicas[replica].coreQueue.prepend(index, in: frames)
    case .priority, .shortest, .fair:
      lines[2 * replica + 1].push(
        index, work: workTime(of: index, step), in: frames)
      replicas[replica].coreQueue.count += 1
    }
    components[component].queueLength.add(1, at: simulation.now)
  }

  private mutating func beginWork(
    _ index: UInt32, _ step: Instruction, _ component: Int, _ replica: Int,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    replicas[replica].busyCores += 1
    components[component].busyCores.add(1, at: simulation.now)
    if components[component].away > 0 { noteWork(component, replica, at: simulation.now) }
    var time = workTime(of: index, step)
    let slowness = slowness(component, replica)
    if slowness != 1 { time = Network.longestSpan(Double(time) * slowness) }
    frames[index].state = .running
    spend(.service, index, at: simulation.now, stream: step.stream)
    frames[index].holdsCore = true
    frames[index].working += time
    frames[index].wakeAt = simulation.due(at: simulation.now + time)
    simulation.schedule(
      .workDone(index), after: time, as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
  }

  /// Core time that a step asks for: a draw, or the comparisons of the decision before.
  @inline(__always)
  private func workTime(of index: UInt32, _ step: Instruction) -> Nanoseconds {
    if step.code == .work { return samplers[Int(step.law)].draw(bits(step.stream, for: frames[index])) }
    let comparison = plan.components[Int(frames[index].component)].comparison
    let (time, isTooLong) = Nanoseconds(frames[index].effort).multipliedReportingOverflow(by: comparison)
    return isTooLong ? Network.longestSpan : min(time, Network.longestSpan)
  }

  /// No span that is worked out is longer than this, 73 years: an instant and a limit can be added to it.
  static let longestSpan: Nanoseconds = 1 << 61

  /// A product of a time, within that bound.
  @inline(__always)
  static func longestSpan(_ value: Double) -> Nanoseconds { min(longestSpan, Nanoseconds(saturating: value)) }

  /// How much longer work takes at present: faults, and what comes with load.
  @inline(__always)
  private func slowness(_ component: Int, _ replica: Int) -> Double {
    var slowness = components[component].slowness * replicas[replica].slowness
    if let degradation = plan.components[component].degradation {
      slowness *= 1 + degradation.each * Double(max(0, Int(replicas[replica].busySlots) - degradation.from))
    }
    return slowness
  }

  mutating func releaseCore(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let component = Int(frames[index].component)
    let replica = components[component].firstReplica + Int(frames[index].replica)
    frames[index].holdsCore = false
    replicas[replica].busyCores -= 1
    components[component].busyCores.add(-1, at: simulation.now)
    while replicas[replica].coreQueue.count > 0 {
      let next: UInt32
      switch plan.components[component].discipline {
      case .fifo, .sharing, .lifo: next = replicas[replica].coreQueue.removeFirst(in: frames)
      case .priority, .shortest, .fair:
        replicas[replica].coreQueue.count -= 1
        next = lines[2 * replica + 1].pop(in: frames)
      }
      components[component].queueLength.add(-1, at: simulation.now)
      endCoreWait(of: next, at: simulation.now)
      if frames[next].expires > simulation.now {
        return beginWork(next, program[Int(frames[next].counter) - 1], component, replica, in: &simulation)
      }
      expire(next)
    }
    if components[component].away > 0 { noteWork(component, replica, at: simulation.now) }
  }

  /// The frame no longer waits for a core.
  @inline(__always)
  mutating func endCoreWait(of index: UInt32, at now: Nanoseconds) {
    let wait = now - frames[index].waitingSince
    frames[index].queueing += wait
    frames[index].coreWaiting += wait
  }

  /// Nobody needs the work any more: it does not begin, and the operation ends.
  private mutating func expire(_ index: UInt32) {
    if frames[index].isMeasured { components[Int(frames[index].component)].counts[.expired] += 1 }
    noteFailure(.deadline, StandardOutcome.timeout, index)
    end(index, StandardOutcome.timeout)
  }

  // MARK: Shared cores

  private mutating func share(
    _ index: UInt32, _ step: Instruction, _ component: Int, _ replica: Int,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let work = workTime(of: index, step)
    frames[index].state = .running
    frames[index].waitingSince = simulation.now
    spendShared(step, index, work: work, slowness: slowness(component, replica), at: simulation.now)
    shared[replica].add(index, work: work, at: simulation.now)
    reshare(component, replica, in: &simulation)
  }

  /// The number of tasks on shared cores has changed.
  mutating func reshare(_ component: Int, _ replica: Int, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let tasks = shared[replica].count
    let cores = Int(components[component].cores)
    let busy = min(tasks, cores)
    components[component].busyCores.add(Int64(busy) - Int64(replicas[replica].busyCores), at: now)
    replicas[replica].busyCores = Int32(busy)
    if components[component].away > 0 { noteWork(component, replica, at: now) }
    let share = tasks > cores ? Double(cores) / Double(tasks) : 1
    shared[replica].setRate(share / slowness(component, replica), at: now)
    if tasks > 0 {
      shared[replica].nextEnd = simulation.due(at: shared[replica].nextEnd)
      simulation.schedule(
        .shared(UInt32(replica)), at: shared[replica].nextEnd,
        as: EventIdentity(
          salt: plan.components[component].salt, number: UInt64(replica - components[component].firstReplica),
          rank: NetworkEvent.Rank.progress, system: systems[component]))
    }
  }

  mutating func endShared(_ replica: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard shared[replica].nextEnd == simulation.now else { return }
    var component = -1
    while let index = shared[replica].removeEnded(at: simulation.now) {
      frames[index].working += simulation.now - frames[index].waitingSince
      component = Int(frames[index].component)
      ready.append(index)
    }
    if component < 0 { component = componentOf(replica: replica) }
    reshare(component, replica, in: &simulation)
  }

  private func componentOf(replica: Int) -> Int {
    var component = 0
    while components[component].firstReplica + components[component].replicaCount <= replica { component += 1 }
    return component
  }

  // MARK: Measures

  /// Counts a completed operation. Operations belong to the part of the run in which they arrived.
  mutating func record(_ index: UInt32, at now: Nanoseconds) {
    let component = Int(frames[index].component)
    let arrivedAt = frames[index].arrivedAt
    components[component].present.add(-1, at: now)
    components[component].intervalCompletions += 1
    guard arrivedAt >= horizon.warmUp && arrivedAt < horizon.end else { return }
    components[component].completions += 1
    let response = now - arrivedAt
    if StandardOutcome.isFailure(frames[index].outcome) {
      components[component].failures += 1
      components[component].failedResponse.record(response)
    } else {
      operationLatency[Int(frames[index].operation)].record(response)
    }
    let coreWaiting = frames[index].coreWaiting
    components[component].waiting.record(frames[index].startedAt - arrivedAt + coreWaiting)
    components[component].service.record(now - frames[index].startedAt - coreWaiting)
    components[component].coreWaiting += UInt128(coreWaiting)
  }
}
