import Engine
import Statistics

extension Network {
  /// The frame starts to wait for callees; `epoch` tells this wait from others.
  mutating func beginWait(_ index: UInt32) {
    epochs += 1
    frames[index].epoch = epochs
    frames[index].state = .awaitingReply
  }

  /// Whether the caller still waits for this frame.
  @inline(__always)
  func isAwaited(_ frame: Frame) -> Bool { isAwaited(frame.parent, frame.parentEpoch) }

  @inline(__always)
  func isAwaited(_ parent: UInt32, _ epoch: UInt64) -> Bool {
    parent != Frame.none && frames[parent].epoch == epoch
  }

  /// Starts the callee of a call step and waits for it.
  mutating func call(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) {
    frames[index].attempt = 0
    frames[index].hedges = 0
    frames[index].tryUntil = frames[index].expires
    if step.guarded >= 0 { beginTries(index, step, at: simulation.now) }
    attempt(index, step, in: &simulation)
  }

  /// One try of a call.
  mutating func attempt(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) {
    let now = simulation.now
    let limit = frames[index].tryUntil
    beginTrySpans(index, step, at: now)
    beginWait(index)
    frames[index].joining = 1
    frames[index].spare = 0
    frames[index].failure = 0
    frames[index].deadline = -1
    if limit != .max && limit <= now {
      // A try that is not made is no news to the breaker.
      frames[index].isRefused = true
      noteFailure(.deadline, StandardOutcome.timeout, index, at: plan.operations[Int(step.target)].component)
      return conclude(index, StandardOutcome.timeout, in: &simulation)
    }
    frames[index].isRefused = false
    if step.guarded >= 0 && !admits(index, step, at: now) {
      noteFailure(.breaker, StandardOutcome.refused, index, at: plan.operations[Int(step.target)].component)
      return conclude(index, StandardOutcome.refused, in: &simulation)
    }
    let timeout = step.timeoutLine >= 0 ? plan.timeouts[Int(step.timeoutLine)] : .max
    let identity = frames[index].identity.with(rank: NetworkEvent.Rank.timeout)
    if timeout != .max && (limit == .max || timeout <= limit - now) {
      frames[index].deadline = now + timeout
      simulation.schedule(.timedOut(index), onLine: Int(step.timeoutLine), as: identity)
    } else if limit != .max {
      frames[index].deadline = limit
      simulation.schedule(.timedOut(index), at: limit, as: identity)
    }
    send(index, step, number: UInt64(frames[index].attempt), in: &simulation)
    if step.guarded >= 0 { scheduleHedge(index, step, in: &simulation) }
  }

  /// Sends one callee on its way.
  /// - Parameter number: 0 for the first; other numbers give further tries other draws.
  mutating func send(
    _ index: UInt32, _ step: Instruction, number: UInt64, in simulation: inout Simulation<NetworkEvent>
  ) {
    var key: UInt64 = 0
    if step.population >= 0 {
      key = self.key(for: frames[index], population: step.population, fresh: step.isFresh)
    } else {
      key =
        frames[index].subjectPopulation >= 0 && step.context != 0 ? frames[index].subject : frames[index].key
    }
    let child = spawn(
      plan.operations[Int(step.target)], number: step.target, by: index, key: key,
      context: number == 0 ? step.context : RandomStream.mix(step.context, number << 32), at: simulation.now)
    if step.code == .call {
      frames[child].commit = step.table
      // What is passed on is committed where it ends up.
      if step.context == 0 && frames[index].commit >= 0 {
        frames[child].commit = frames[index].commit
        frames[index].commit = -1
      }
    }
    frames[child].origin = RandomStream.mix(frames[index].context, step.context)
    if step.priority >= 0 { frames[child].priority = UInt8(step.priority) }
    frames[child].expires = frames[index].tryUntil
    frames[child].keyPopulation =
      step.population >= 0
      ? step.population
      : step.context != 0 && frames[index].subjectPopulation >= 0
        ? frames[index].subjectPopulation : frames[index].keyPopulation
    if step.law >= 0 || crossesZones { countBytes(of: child, from: index, step) }
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
    spend(.answer, index, at: simulation.now)
    for copy in 1..<UInt32(step.count) {
      let child = spawn(
        plan.operations[Int(step.target)], number: step.target, by: index, key: frames[index].key,
        context: step.context + UInt64(copy), at: simulation.now)
      frames[child].replica = primary + copy
      if crossesZones { countCopy(child, from: index) }
      travel(child, from: index, in: &simulation)
    }
    return true
  }

  /// A frame for an operation that `index` calls.
  mutating func spawn(
    _ operation: OperationPlan, number: Int32, by index: UInt32, key: UInt64, context: UInt64,
    at now: Nanoseconds
  ) -> UInt32 {
    var child = Frame(identity: frames[index].identity)
    child.inherit(from: frames[index])
    child.context =
      context == 0 ? frames[index].context : RandomStream.mix(frames[index].context, context)
    child.identity = child.identity.below(child.context)
    child.parent = index
    child.parentEpoch = frames[index].epoch
    child.component = UInt16(operation.component)
    child.operation = UInt16(number)
    child.counter = UInt32(operation.entry)
    child.key = key
    child.isCopy = frames[index].isCopy
    child.state = .travelling
    child.replica = UInt32(pickReplica(operation.component, operation, for: child))
    forkSpans(index, into: &child, at: now, deeper: 1)
    return frames.allocate(child)
  }

  /// Sends a new callee's frame over the hop from its caller.
  mutating func travel(
    _ child: UInt32, from caller: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) {
    let callee = Int(frames[child].component)
    let from = frames[caller].operation == .max ? -1 : Int(frames[caller].component)
    links.add(from: from, to: callee)
    spend(.network, child, at: simulation.now)
    let replica = components[callee].firstReplica + Int(frames[child].replica)
    if components[callee].isCutOff
      && isCut(from: from, in: zone(of: frames[caller]), to: callee, at: replicas[replica].zone)
    {
      return strand(child, in: &simulation)
    }
    let delay =
      hop(between: caller, and: child, draw: 1) + components[callee].hopDelay + replicas[replica].hopDelay
    if delay > 0 {
      frames[child].travelling += delay
      simulation.schedule(
        .arrived(child), after: delay,
        as: frames[child].identity.with(rank: NetworkEvent.Rank.progress))
    } else {
      arrive(child, in: &simulation)
    }
  }

  /// A call that does not arrive: its caller waits for its timeout, or hears of it at once if it has none.
  private mutating func strand(_ child: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames[child]
    if frame.isMeasured { components[Int(frame.component)].counts[.lost] += 1 }
    abandon(child, in: &simulation)
  }

  /// Whatever the frame was to tell its caller does not get there.
  private mutating func abandon(_ child: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    spend(.network, child, at: simulation.now)
    let frame = frames[child]
    release(child)
    if frames[frame.parent].deadline < 0 {
      noteFailure(.network, StandardOutcome.error, frame.parent, at: Int(frame.component))
      hear(StandardOutcome.error, at: frame.parent, epoch: frame.parentEpoch, in: &simulation)
    }
  }

  /// One-way time between two ends; each end of an outside interface is in its own latency law.
  private func hop(between caller: UInt32, and callee: UInt32, draw: UInt64) -> Nanoseconds {
    let component = Int(frames[callee].component)
    if plan.components[component].isOutside || plan.components[component].isLocal { return 0 }
    let hops = plan.hops[plan.components[component].hops]
    var law = hops.client
    if frames[caller].operation != .max {
      let from = components[Int(frames[caller].component)].firstReplica + Int(frames[caller].replica)
      let to = components[component].firstReplica + Int(frames[callee].replica)
      let isNear = replicas[from].zone == replicas[to].zone || min(replicas[from].zone, replicas[to].zone) < 0
      law = isNear ? hops.sameZone : hops.crossZone
    }
    if law < 0 { return 0 }
    if constants[Int(law)] >= 0 { return constants[Int(law)] }
    let stream = streams[NetworkPlan.hopStream]
    return samplers[Int(law)].draw(
      stream.bits(
        entity: frames[callee].entity,
        draw: RandomStream.mix(frames[callee].context, plan.components[component].salt &+ draw)))
  }

  /// An operation or flow ends. Its slot is free at once; its reply travels back.
  mutating func finish(
    _ index: UInt32, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) {
    frames[index].outcome = outcome
    while frames[index].held != Frame.none { letGo(index, in: &simulation) }
    if frames[index].isBranch {
      handSpans(index, to: frames[index].parent, at: simulation.now)
      join(index, outcome: outcome, at: simulation.now)
      release(index)
      return
    }
    if frames[index].operation == .max {
      endFlow(frames[index], in: &simulation)
      release(index)
      return
    }
    if frames[index].commit >= 0 && outcome == StandardOutcome.ok { commit(index, in: &simulation) }
    leave(index, in: &simulation)
    guard isAwaited(frames[index].parent, frames[index].parentEpoch) else {
      if frames[index].parent != Frame.none && frames[index].isMeasured { waste(index, outcome) }
      release(index)
      return
    }
    sendReply(index, in: &simulation)
  }

  /// Nobody hears how an operation has ended.
  private mutating func waste(_ index: UInt32, _ outcome: UInt16) {
    let component = Int(frames[index].component)
    components[component].counts[.wasted] += 1
    if StandardOutcome.isFailure(outcome) { components[component].wastedFailures += 1 }
  }

  /// What a frame says travels to its caller, who waits for it.
  private mutating func sendReply(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    if components[Int(frames[index].component)].isCutOff && isAnswerCut(index) {
      // The connection that it would come back on is cut.
      if frames[index].isMeasured { waste(index, frames[index].outcome) }
      return abandon(index, in: &simulation)
    }
    frames[index].state = .travelling
    spend(.network, index, at: simulation.now)
    let delay = hop(between: frames[index].parent, and: index, draw: 2)
    if delay > 0 {
      frames[index].travelling += delay
      simulation.schedule(
        .replied(index), after: delay,
        as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
    } else {
      deliverReply(of: index, in: &simulation)
    }
  }

  /// Whether its caller could no longer call the frame's component.
  private func isAnswerCut(_ index: UInt32) -> Bool {
    let component = Int(frames[index].component)
    let caller = frames[frames[index].parent]
    return isCut(
      from: caller.operation == .max ? -1 : Int(caller.component), in: zone(of: caller), to: component,
      at: replicas[components[component].firstReplica + Int(frames[index].replica)].zone)
  }

  /// The transaction commits: the core decides, and the outbox takes what goes with it.
  private mutating func commit(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    var place = Int(frames[index].commit)
    frames[index].commit = -1
    while true {
      let step = program[place]
      let outcome = frames[index].outcome
      switch step.code {
      case .decide:
        decide(index, step, at: simulation.now)
        if !emitted.isEmpty { publishItems(of: index, step, in: &simulation) }
      case .mark:
        if step.table < 0 || isListed(outcome, in: step.table) {
          frames[index][mark: Int(step.target)] = simulation.now
        }
      case .entrust: if !isListed(outcome, in: step.table) { entrust(index, place, in: &simulation) }
      default: return
      }
      place += 1
    }
  }

  /// Whether a branch table that only lists outcomes has this one; −1 lists none.
  func isListed(_ outcome: UInt16, in table: Int32) -> Bool {
    table >= 0 && plan.branchTables[Int(table)].targets.contains { $0.outcome == outcome }
  }

  /// What an operation held at its component is free again, and what it did is counted.
  mutating func leave(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    if plan.components[Int(frames[index].component)].keepsData { noteCommit(index, at: simulation.now) }
    if frames[index].locksRow { unlock(index, in: &simulation) }
    if frames[index].leads { settleFetch(index, in: &simulation) }
    if frames[index].message != Frame.none { settleMessage(of: index, in: &simulation) }
    record(index, at: simulation.now)
    if frames[index].holdsSlot { releaseSlot(of: index, in: &simulation) }
    if frames[index].lane >= 0 { returnLane(of: index, in: &simulation) }
    if frames[index].lane < -1 { endRun(ofTimer: frames[index].lane) }
  }

  /// The reply is back: the caller goes on if it still waits.
  mutating func deliverReply(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let parent = frames[index].parent
    let epoch = frames[index].parentEpoch
    let outcome = frames[index].outcome
    if isAwaited(parent, epoch) && !(StandardOutcome.isFailure(outcome) && frames[parent].spare > 0) {
      absorb(index, into: parent)
    }
    handSpans(index, to: parent, at: simulation.now)
    release(index)
    hear(outcome, at: parent, epoch: epoch, in: &simulation)
  }

  /// A caller hears how one of the callees that it waits for ended.
  mutating func hear(
    _ outcome: UInt16, at parent: UInt32, epoch: UInt64, in simulation: inout Simulation<NetworkEvent>
  ) {
    guard isAwaited(parent, epoch) else { return }
    if StandardOutcome.isFailure(outcome) {
      if isSpared(parent) { return }
      frames[parent].failure = outcome
    }
    frames[parent].joining -= 1
    guard frames[parent].joining == 0 else { return }
    conclude(parent, frames[parent].failure != 0 ? frames[parent].failure : outcome, in: &simulation)
  }

  /// A wait for callees is over.
  mutating func conclude(
    _ index: UInt32, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) {
    let epoch = frames[index].epoch
    frames[index].epoch = 0
    frames[index].deadline = -1
    frames[index].wakeAt = -1
    frames[index].joining = 0
    frames[index].outcome = outcome
    if !poolWaits.isEmpty { abandonPools(epoch, in: &simulation) }
    let step = program[Int(frames[index].counter) - 1]
    if step.guarded >= 0 && triesAgain(index, step, outcome, in: &simulation) { return }
    ready.append(index)
  }

  /// Whether a waiting frame has more branches, copies or hedges left than it needs, so that the failure of one
  /// changes nothing.
  mutating func isSpared(_ parent: UInt32) -> Bool {
    if frames[parent].spare == 0 { return false }
    frames[parent].spare -= 1
    return true
  }

  /// The time that a callee took, by cause, and what its commands left behind.
  mutating func absorb(_ callee: UInt32, into parent: UInt32) {
    frames[parent].queueing += frames[callee].queueing
    frames[parent].working += frames[callee].working
    frames[parent].travelling += frames[callee].travelling
    frames[parent].payload = frames[callee].payload
    if frames[callee].subjectPopulation >= 0 && frames[parent].subjectPopulation < 0 {
      frames[parent].subject = frames[callee].subject
      frames[parent].subjectPopulation = frames[callee].subjectPopulation
    }
  }

  /// A call has taken too long: the caller goes on without it, and the callee keeps working.
  mutating func timeOut(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    guard frames[index].deadline == simulation.now, frames[index].state == .awaitingReply,
      frames[index].isNamed(by: simulation.identity)
    else { return }
    let step = program[Int(frames[index].counter) - 1]
    if (step.code == .call || step.code == .hold) && frames[index].isMeasured {
      components[plan.operations[Int(step.target)].component].timeouts += 1
    }
    if frames[index].isTraced { trace?.add(simulation.now, frames[index], "timeout") }
    abandonSpans(index, step, at: simulation.now)
    conclude(index, StandardOutcome.timeout, in: &simulation)
  }

  /// The operation answers now and goes on by itself.
  mutating func answer(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    guard isAwaited(frames[index]) else { return }
    var reply = Frame(identity: frames[index].identity)
    reply.inherit(from: frames[index])
    reply.context = frames[index].context
    reply.component = frames[index].component
    reply.replica = frames[index].replica
    reply.operation = frames[index].operation
    reply.parent = frames[index].parent
    reply.parentEpoch = frames[index].parentEpoch
    (reply.queueing, reply.working) = (frames[index].queueing, frames[index].working)
    reply.travelling = frames[index].travelling
    publishSpans(frames[index], into: &reply, at: simulation.now)
    frames[index].parent = Frame.none
    // The deadline was for the answer.
    frames[index].expires = .max
    sendReply(frames.allocate(reply), in: &simulation)
  }

  mutating func release(_ index: UInt32) {
    frames[index].state = .free
    frames[index].epoch = 0
    frames[index].deadline = -1
    frames[index].wakeAt = -1
    frames.release(index)
  }
}
