import Engine
import Statistics

extension Network {
  func pickReplica(_ component: Int, key: UInt64, frame: Frame) -> Int {
    let state = components[component]
    if state.replicaCount == 1 { return 0 }
    switch plan.components[component].pick {
    case .roundRobin:
      components[component].nextReplica = (state.nextReplica + 1) % state.replicaCount
      return state.nextReplica
    case .random:
      let bits = streams[NetworkPlan.pickStream].bits(
        entity: frame.identity.bits >> 12, draw: RandomStream.mix(frame.context, UInt64(component)))
      return Int(UInt64(state.replicaCount).multipliedFullWidth(by: bits).high)
    case .leastInFlight:
      // The first of the least loaded after the one that was chosen last, so that ties go round.
      var best = state.nextReplica % state.replicaCount
      var least = Int32.max
      for offset in 0..<state.replicaCount {
        let candidate = (state.nextReplica + offset) % state.replicaCount
        let replica = replicas[state.firstReplica + candidate]
        let load = replica.busySlots + replica.queue.count
        if load < least {
          least = load
          best = candidate
        }
      }
      components[component].nextReplica = (best + 1) % state.replicaCount
      return best
    case .byKey:
      let copies = plan.components[component].copies
      let shards = UInt64(state.replicaCount / copies)
      return Int(RandomStream.mix(key, 0x5a4d) % shards) * copies
    }
  }

  /// A call is at its component: it starts, waits for a slot, or is refused.
  mutating func arrive(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let component = Int(frames[index].component)
    frames[index].arrivedAt = now
    // Components are measured by the time of arrival; what a flow counts is decided at its start.
    if isMeasuring { components[component].arrivals += 1 }
    components[component].present.add(1, at: now)
    if components[component].isOut && !plan.components[component].isOutside {
      return turnAway(index, StandardOutcome.error, in: &simulation)
    }
    if components[component].errorThreshold > 0 && !plan.components[component].isOutside {
      let draw = streams[NetworkPlan.outsideStream].bits(
        entity: frames[index].identity.bits >> 12,
        draw: RandomStream.mix(frames[index].context, UInt64(component)))
      if draw < components[component].errorThreshold {
        return turnAway(index, StandardOutcome.error, in: &simulation)
      }
    }
    let slots = components[component].slots
    let replica = components[component].firstReplica + Int(frames[index].replica)
    if slots == 0 || replicas[replica].busySlots < slots {
      start(index, replica, in: &simulation)
    } else if replicas[replica].queue.count < components[component].queueLimit
      || frames[index].lane >= 0
    {
      frames[index].state = .queued
      replicas[replica].queue.append(index, in: frames)
      components[component].queueLength.add(1, at: now)
    } else {
      if isMeasuring { components[component].refusals += 1 }
      turnAway(index, StandardOutcome.refused, in: &simulation)
    }
  }

  private mutating func turnAway(
    _ index: UInt32, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) {
    frames[index].startedAt = simulation.now
    finish(index, outcome, in: &simulation)
  }

  /// Takes a slot and lets the operation run, at this instant.
  private mutating func start(
    _ index: UInt32, _ replica: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    let now = simulation.now
    let component = Int(frames[index].component)
    replicas[replica].busySlots += 1
    components[component].busySlots.add(1, at: now)
    frames[index].holdsSlot = true
    frames[index].startedAt = now
    frames[index].queueing += now - frames[index].arrivedAt
    if frames[index].isTraced {
      trace?.add(
        now, frames[index],
        "starts at \(plan.components[component].name)[\(frames[index].replica)] after \(now - frames[index].arrivedAt) ns"
      )
    }
    ready.append(index)
  }

  /// The operation no longer holds its slot; the next in line takes it.
  mutating func releaseSlot(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let component = Int(frames[index].component)
    let replica = components[component].firstReplica + Int(frames[index].replica)
    replicas[replica].busySlots -= 1
    components[component].busySlots.add(-1, at: simulation.now)
    let slots = components[component].slots
    if !replicas[replica].queue.isEmpty && (slots == 0 || replicas[replica].busySlots < slots) {
      let next = replicas[replica].queue.removeFirst(in: frames)
      components[component].queueLength.add(-1, at: simulation.now)
      start(next, replica, in: &simulation)
    }
  }

  // MARK: Cores

  /// Works if a core is free, else waits for one.
  mutating func takeCore(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) {
    let component = Int(frames[index].component)
    let replica = components[component].firstReplica + Int(frames[index].replica)
    let cores = components[component].cores
    if cores == 0 || replicas[replica].busyCores < cores {
      beginWork(index, step, component, replica, in: &simulation)
    } else {
      frames[index].state = .awaitingCore
      frames[index].waitingSince = simulation.now
      replicas[replica].coreQueue.append(index, in: frames)
      components[component].queueLength.add(1, at: simulation.now)
    }
  }

  private mutating func beginWork(
    _ index: UInt32, _ step: Instruction, _ component: Int, _ replica: Int,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    replicas[replica].busyCores += 1
    components[component].busyCores.add(1, at: simulation.now)
    var time = samplers[Int(step.law)].draw(bits(step.stream, for: frames[index]))
    if components[component].slowness != 1 {
      time = Nanoseconds((Double(time) * components[component].slowness).rounded())
    }
    frames[index].working += time
    simulation.schedule(
      .workDone(index), after: time,
      as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
  }

  mutating func releaseCore(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let component = Int(frames[index].component)
    let replica = components[component].firstReplica + Int(frames[index].replica)
    replicas[replica].busyCores -= 1
    components[component].busyCores.add(-1, at: simulation.now)
    if !replicas[replica].coreQueue.isEmpty {
      let next = replicas[replica].coreQueue.removeFirst(in: frames)
      components[component].queueLength.add(-1, at: simulation.now)
      frames[next].queueing += simulation.now - frames[next].waitingSince
      beginWork(
        next, program[Int(frames[next].counter) - 1], component, replica, in: &simulation)
    }
  }

  // MARK: Measures

  /// Counts a completed operation. Operations belong to the part of the run in which they arrived.
  mutating func record(_ frame: Frame, _ outcome: UInt16, at now: Nanoseconds) {
    let component = Int(frame.component)
    components[component].present.add(-1, at: now)
    components[component].intervalCompletions += 1
    guard frame.arrivedAt >= horizon.warmUp && frame.arrivedAt < horizon.end else { return }
    components[component].completions += 1
    let response = now - frame.arrivedAt
    if StandardOutcome.isFailure(outcome) {
      components[component].failures += 1
      components[component].failedResponse.record(response)
    } else {
      operationLatency[Int(frame.operation)].record(response)
    }
    components[component].waiting.record(frame.startedAt - frame.arrivedAt)
    components[component].service.record(now - frame.startedAt)
  }
}
