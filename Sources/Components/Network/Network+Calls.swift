import Engine
import Statistics

extension Network {
  /// The frame starts to wait for callees; returns by `epoch` what tells this wait from others.
  mutating func beginWait(_ index: UInt32) {
    epochs += 1
    frames[index].epoch = epochs
    frames[index].state = .awaitingReply
  }

  /// Whether the caller still waits for this frame.
  @inline(__always)
  func isAwaited(_ frame: Frame) -> Bool {
    frame.parent != Frame.none && frames[frame.parent].epoch == frame.parentEpoch
  }

  /// Starts the callee of a call step and waits for it.
  mutating func call(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) {
    beginWait(index)
    frames[index].joining = 1
    frames[index].spare = 0
    frames[index].failure = 0
    if step.timeoutLine >= 0 {
      frames[index].deadline = simulation.now + plan.timeouts[Int(step.timeoutLine)]
      simulation.schedule(
        .timedOut(index), onLine: Int(step.timeoutLine),
        as: frames[index].identity.with(rank: NetworkEvent.Rank.timeout))
    } else {
      frames[index].deadline = -1
    }
    var key: UInt64 = 0
    if step.population >= 0 {
      key = self.key(for: frames[index], population: step.population, fresh: step.isFresh)
    } else {
      key = frames[index].subjectPopulation >= 0 ? frames[index].subject : frames[index].key
    }
    let child = spawn(
      plan.operations[Int(step.target)], number: step.target, by: index, key: key,
      context: step.context)
    if step.table >= 0 { frames[child].commit = step.table }
    travel(child, from: index, in: &simulation)
  }

  /// A write is done when a majority of the copies has it; the others follow on their own.
  mutating func replicate(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    let awaited = step.count / 2
    guard awaited > 0 else { return false }
    beginWait(index)
    frames[index].joining = UInt32(awaited)
    frames[index].spare = UInt8(clamping: step.count - 1 - awaited)
    frames[index].failure = 0
    let primary = frames[index].replica
    for copy in 1..<UInt32(step.count) {
      let child = spawn(
        plan.operations[Int(step.target)], number: step.target, by: index, key: frames[index].key,
        context: step.context + UInt64(copy))
      frames[child].replica = primary + copy
      travel(child, from: index, in: &simulation)
    }
    return true
  }

  /// A frame for an operation that `index` calls.
  mutating func spawn(
    _ operation: OperationPlan, number: Int32, by index: UInt32, key: UInt64, context: UInt64
  ) -> UInt32 {
    let parent = frames[index]
    var child = Frame(identity: parent.identity)
    child.inherit(from: parent)
    child.context = context == 0 ? parent.context : RandomStream.mix(parent.context, context)
    child.parent = index
    child.parentEpoch = parent.epoch
    child.component = UInt16(operation.component)
    child.operation = UInt16(number)
    child.counter = UInt32(operation.entry)
    child.key = key
    child.isCopy = parent.isCopy
    child.replica = UInt32(pickReplica(operation.component, key: key, frame: child))
    if operation.usesAnyCopy {
      let copies = UInt64(plan.components[operation.component].copies)
      let bits = streams[NetworkPlan.pickStream].bits(
        entity: child.identity.bits >> 12, draw: child.context)
      child.replica += UInt32(copies.multipliedFullWidth(by: bits).high)
    }
    return frames.allocate(child)
  }

  /// Sends a new callee's frame over the hop from its caller.
  mutating func travel(
    _ child: UInt32, from caller: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) {
    let callee = Int(frames[child].component)
    let isClient = frames[caller].operation == .max
    let from = isClient ? -1 : Int(frames[caller].component)
    links.add(from: from, to: callee)
    let delay = hop(between: frames[caller], and: frames[child], draw: 1)
    if delay > 0 {
      frames[child].travelling += delay
      simulation.schedule(
        .arrived(child), after: delay,
        as: frames[child].identity.with(rank: NetworkEvent.Rank.progress))
    } else {
      arrive(child, in: &simulation)
    }
  }

  /// One-way time between two ends; each end of an outside interface is in its own latency law.
  private func hop(between caller: Frame, and callee: Frame, draw: UInt64) -> Nanoseconds {
    let component = Int(callee.component)
    if plan.components[component].isOutside { return 0 }
    let hops = plan.hops[plan.components[component].hops]
    var law = hops.client
    if caller.operation != .max {
      let here = replicas[components[Int(caller.component)].firstReplica + Int(caller.replica)].zone
      let there = replicas[components[component].firstReplica + Int(callee.replica)].zone
      law = here == there ? hops.sameZone : hops.crossZone
    }
    if law < 0 { return 0 }
    let stream = streams[NetworkPlan.hopStream]
    let entity = callee.identity.bits >> 12
    return samplers[Int(law)].draw(
      stream.bits(entity: entity, draw: RandomStream.mix(callee.context, UInt64(component) << 2 | draw)))
  }

  /// An operation or flow ends. Its slot is free at once; its reply travels back.
  mutating func finish(
    _ index: UInt32, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) {
    frames[index].outcome = outcome
    let frame = frames[index]
    if frame.isBranch {
      join(index, outcome: outcome)
      frames.release(index)
      return
    }
    if frame.operation == .max {
      endFlow(frame, in: &simulation)
      frames.release(index)
      return
    }
    if frame.commit >= 0 && outcome == StandardOutcome.ok {
      decide(index, program[Int(frame.commit)], at: simulation.now)
    }
    if frame.holdsSlot { releaseSlot(of: index, in: &simulation) }
    record(frame, outcome, at: simulation.now)
    if frame.lane >= 0 { returnLane(of: index, in: &simulation) }
    guard isAwaited(frame) else {
      frames.release(index)
      return
    }
    let delay = hop(between: frames[frame.parent], and: frame, draw: 2)
    if delay > 0 {
      frames[index].travelling += delay
      simulation.schedule(
        .replied(index), after: delay, as: frame.identity.with(rank: NetworkEvent.Rank.progress))
    } else {
      deliverReply(of: index, in: &simulation)
    }
  }

  /// The reply is back: the caller goes on if it still waits.
  mutating func deliverReply(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames[index]
    frames.release(index)
    guard isAwaited(frame) else { return }
    let parent = frame.parent
    if StandardOutcome.isFailure(frame.outcome) {
      if isSpared(parent) { return }
      frames[parent].failure = frame.outcome
    }
    absorb(frame, into: parent)
    frames[parent].joining -= 1
    guard frames[parent].joining == 0 else { return }
    frames[parent].epoch = 0
    frames[parent].deadline = -1
    frames[parent].outcome = frames[parent].failure != 0 ? frames[parent].failure : frame.outcome
    ready.append(parent)
  }

  /// Whether a waiting frame has more branches or copies left than it needs, so that the failure of one
  /// changes nothing.
  mutating func isSpared(_ parent: UInt32) -> Bool {
    if frames[parent].spare == 0 { return false }
    frames[parent].spare -= 1
    return true
  }

  /// The time that a callee took, by cause, and what its commands left behind.
  mutating func absorb(_ callee: Frame, into parent: UInt32) {
    frames[parent].queueing += callee.queueing
    frames[parent].working += callee.working
    frames[parent].travelling += callee.travelling
    frames[parent].payload = callee.payload
    if callee.subjectPopulation >= 0 && frames[parent].subjectPopulation < 0 {
      frames[parent].subject = callee.subject
      frames[parent].subjectPopulation = callee.subjectPopulation
    }
  }

  /// A call has taken too long: the caller goes on without it, and the callee keeps working.
  mutating func timeOut(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    guard frames[index].deadline == simulation.now, frames[index].state == .awaitingReply else { return }
    frames[index].deadline = -1
    frames[index].epoch = 0
    frames[index].joining = 0
    frames[index].outcome = StandardOutcome.timeout
    let step = program[Int(frames[index].counter) - 1]
    if step.code == .call && frames[index].isMeasured {
      components[plan.operations[Int(step.target)].component].timeouts += 1
    }
    if frames[index].isTraced { trace?.add(simulation.now, frames[index], "timeout") }
    run(index, in: &simulation)
  }

  /// An outside interface's quota, faults and outcomes. Nil: its latency passes next; `UInt16.max`: it
  /// does not answer before the caller gives up.
  mutating func answerFromOutside(
    _ index: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) -> UInt16? {
    let frame = frames[index]
    let component = Int(frame.component)
    let plan = self.plan.components[component]
    if let quota = plan.quota {
      let slot = plan.quotaKeys > 0 ? 1 + Int(frame.key % UInt64(plan.quotaKeys)) : 0
      let second = simulation.now / .second
      if second != components[component].quotaSecond {
        components[component].quotaSecond = second
        for index in components[component].quotaCounts.indices {
          components[component].quotaCounts[index] = 0
        }
      }
      // Whole calls a second that add up to the quota, whatever its fraction.
      let admitted =
        (Double(second + 1) * quota).rounded(.down) - (Double(second) * quota).rounded(.down)
      if Double(components[component].quotaCounts[slot]) >= admitted {
        if frame.isMeasured { components[component].quotaRefusals += 1 }
        return StandardOutcome.quota
      }
      components[component].quotaCounts[slot] += 1
    }
    let state = components[component]
    let isHit = state.onlyKey == 0 || state.onlyKey == Int64(bitPattern: frame.key) + 1
    if state.isOut && isHit {
      let deadline = frame.parent == Frame.none ? -1 : frames[frame.parent].deadline
      guard isAwaited(frame), deadline > simulation.now else { return StandardOutcome.error }
      // Answers at the instant at which nobody waits any more.
      frames[index].counter = UInt32(NetworkPlan.silentEnd)
      simulation.schedule(
        .resume(index), at: deadline + 1, as: frame.identity.with(rank: NetworkEvent.Rank.progress))
      return .max
    }
    var draw = streams[NetworkPlan.outsideStream].bits(
      entity: frame.identity.bits >> 12, draw: RandomStream.mix(frame.context, UInt64(component)))
    if isHit && state.errorThreshold > 0 && draw < state.errorThreshold { return StandardOutcome.error }
    if isHit { draw = draw &- state.errorThreshold }
    for entry in plan.outcomes {
      let share = CallConditions.threshold(entry.share)
      if draw < share {
        frames[index].outcome = entry.outcome
        return nil
      }
      draw = draw &- share
    }
    frames[index].outcome = StandardOutcome.ok
    return nil
  }
}
