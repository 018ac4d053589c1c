import Engine
import Statistics

/// Calls: tries, hops, answers, and what a caller hears.
extension Network {
  /// The frame starts to wait for callees or branches.
  /// - Parameter all: that may end; it goes on after so many of them.
  @inline(__always)
  func beginWait(_ index: UInt32, for awaited: UInt32, of all: Int) {
    let frame = frames.address(of: index)
    frames.renew(index)
    frame.pointee.state = .awaitingReply
    frame.pointee.join = Join(awaiting: awaited, of: all)
  }

  /// The call that a waiting frame has made last; nil where it waits for something else.
  @inline(__always)
  func lastCall(of index: UInt32) -> UnsafePointer<CallSite>? {
    switch lastStep(of: index).pointee {
    case .call(let site), .hold(let site): UnsafePointer(plan.callSites.address(of: Int(site)))
    default: nil
    }
  }

  /// Starts the callee of a call step and waits for it.
  func call(_ index: UInt32, _ site: UnsafePointer<CallSite>, in simulation: inout Simulation<NetworkEvent>) {
    if frames[index].coldState != Frame.none {
      let coldState = frames.coldState(index)
      coldState.pointee.attempt = 0
      coldState.pointee.hedges = 0
      coldState.pointee.tryUntil = coldState.pointee.expires
    }
    if site.pointee.guarded >= 0 { beginTries(index, site, at: simulation.now) }
    attempt(index, site, in: &simulation)
  }

  /// One try of a call.
  func attempt(_ index: UInt32, _ site: UnsafePointer<CallSite>, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let limit = frames.tryUntil(index)
    tracing.beginTrySpans(index, site, at: now)
    beginWait(index, for: 1, of: 1)
    frame.pointee.deadline = -1
    if limit != .max && limit <= now {
      // A try that is not made is no news to the breaker.
      frame.pointee.isRefused = true
      tracing.noteFailure(
        .deadline, StandardOutcome.timeout, index, at: plan.operations[Int(site.pointee.operation)].component)
      return conclude(index, StandardOutcome.timeout, in: &simulation)
    }
    frame.pointee.isRefused = false
    if site.pointee.guarded >= 0 && !admits(index, site, at: now) {
      tracing.noteFailure(
        .breaker, StandardOutcome.refused, index, at: plan.operations[Int(site.pointee.operation)].component)
      return conclude(index, StandardOutcome.refused, in: &simulation)
    }
    scheduleTimeout(index, site, until: limit, in: &simulation)
    let wait = frame.pointee.generation
    let attempt = frames.coldState(of: index)?.pointee.attempt ?? 0
    send(index, site, number: UInt64(attempt), in: &simulation)
    if site.pointee.guarded >= 0 { scheduleHedge(index, site, wait, in: &simulation) }
  }

  @inline(__always)
  private func scheduleTimeout(
    _ index: UInt32, _ site: UnsafePointer<CallSite>, until limit: Nanoseconds,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let line = Int(site.pointee.timeoutLine)
    let timeout = line >= 0 ? plan.timeouts[line] : .max
    let identity = frame.pointee.identity.with(rank: NetworkEvent.Rank.timeout)
    if timeout != .max && (limit == .max || timeout <= limit - now) {
      frame.pointee.deadline = now + timeout
      return simulation.schedule(event(.timedOut, of: index), onLine: line, as: identity)
    }
    var limit = limit
    if site.pointee.drawnTimeout >= 0 { limit = min(limit, now + drawTimeout(index, site)) }
    if limit != .max {
      frame.pointee.deadline = limit
      simulation.schedule(event(.timedOut, of: index), at: limit, as: identity)
    }
  }

  /// How long the caller waits in this try, where that is drawn: apart, so that calls without it do not carry it.
  @inline(never)
  private func drawTimeout(_ index: UInt32, _ site: UnsafePointer<CallSite>) -> Nanoseconds {
    let limit = plan.drawnTimeouts[Int(site.pointee.drawnTimeout)]
    return patience(limit, of: index, site, draw: UInt64(frames.coldState(of: index)?.pointee.attempt ?? 0))
  }

  /// A limit of a call that is drawn for each, and for each try by its number.
  func patience(
    _ limit: Instruction.Draw, of index: UInt32, _ site: UnsafePointer<CallSite>, draw: UInt64
  ) -> Nanoseconds {
    let visit = RandomStream.mix(RandomStream.mix(frames[index].context, site.pointee.context), draw)
    let entity = frames.request(of: index).pointee.entity
    let bits = draws.streams[Int(limit.stream)].bits(entity: entity, draw: visit)
    return max(1, draws.samplers[Int(limit.distribution)].draw(bits))
  }

  /// Sends one callee on its way.
  /// - Parameter number: 0 for the first; other numbers give further tries other draws.
  func send(
    _ index: UInt32, _ site: UnsafePointer<CallSite>, number: UInt64, in simulation: inout Simulation<NetworkEvent>
  ) {
    let frame = frames.address(of: index)
    let context = site.pointee.context
    let (key, population) = key(of: site, by: index)
    let child = spawn(
      site.pointee.operation, by: index, key: key,
      context: number == 0 ? context : RandomStream.mix(context, number << 32), keepsDeadline: false,
      at: simulation.now)
    frames[child].keyPopulation = population
    frames[child].commit = site.pointee.commit
    // What is passed on is committed where it ends up.
    if context == 0 && frame.pointee.commit >= 0 {
      frames[child].commit = frame.pointee.commit
      frame.pointee.commit = -1
    }
    if plan.components[Int(frames[child].component)].remembers != nil {
      frames.coldState(child).pointee.origin = RandomStream.mix(frame.pointee.context, context)
    }
    if site.pointee.priority >= 0 { frames[child].priority = UInt8(site.pointee.priority) }
    let limit = frames.tryUntil(index)
    if limit != .max { frames.coldState(child).pointee.expires = limit }
    if site.pointee.size >= 0 || crossesZones { countBytes(of: child, from: index, size: site.pointee.size) }
    travel(child, from: index, in: &simulation)
  }

  /// The routing key of a call, and its population: what the step names, the request's subject, or, passed on, the
  /// caller's own.
  @inline(__always)
  private func key(of site: UnsafePointer<CallSite>, by index: UInt32) -> (key: UInt64, population: Int16) {
    if site.pointee.key.population >= 0 {
      return (self.key(for: index, site.pointee.key), site.pointee.key.population)
    }
    let request = frames.request(of: index)
    if request.pointee.subjectPopulation >= 0 && site.pointee.context != 0 {
      return (request.pointee.subject, request.pointee.subjectPopulation)
    }
    return (frames[index].key, frames[index].keyPopulation)
  }

  /// A write is done when a majority of the copies has it; the others follow on their own.
  func replicate(
    _ index: UInt32, _ operation: Int32, _ copies: Int32, _ context: UInt64,
    in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    let copies = Int(copies)
    let awaited = copies / 2
    guard awaited > 0 else { return false }
    beginWait(index, for: UInt32(awaited), of: copies - 1)
    let primary = frames[index].replica
    tracing.spend(.answer, index, at: simulation.now)
    for copy in 1..<UInt32(copies) {
      let child = spawn(
        operation, by: index, key: frames[index].key, context: context + UInt64(copy),
        keepsDeadline: true, at: simulation.now)
      frames[child].replica = primary + copy
      if crossesZones { countCopy(child, from: index) }
      travel(child, from: index, in: &simulation)
    }
    return true
  }

  /// A frame for an operation that `index` calls.
  @inline(__always)
  private func spawn(
    _ operation: Int32, by index: UInt32, key: UInt64, context: UInt64, keepsDeadline: Bool, at now: Nanoseconds
  ) -> UInt32 {
    let component = plan.operations[Int(operation)].component
    var child = Frame()
    child.context = context == 0 ? frames[index].context : RandomStream.mix(frames[index].context, context)
    child.identity = frames[index].identity.below(child.context)
    child.parent = index
    child.parentGeneration = frames[index].generation
    child.component = UInt16(truncatingIfNeeded: component)
    child.operation = UInt16(truncatingIfNeeded: operation)
    child.counter = UInt32(truncatingIfNeeded: plan.operations[Int(operation)].entry)
    child.key = key
    child.flags = frames[index].flags.intersection(.isCopy)
    child.state = .travelling
    let place = frames.allocate(child, sharing: index, keepsDeadline: keepsDeadline)
    if stations[component].replicas.count > 1 {
      frames[place].replica = UInt32(truncatingIfNeeded: pickReplica(component, Int(operation), for: place))
    }
    tracing.forkSpans(index, into: place, as: .call, at: now)
    return place
  }

  /// Sends a new callee's frame over the hop from its caller.
  func travel(
    _ child: UInt32, from caller: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) {
    let callee = Int(frames[child].component)
    let station = stations.address(of: callee)
    let replica = Int(frames[child].replica)
    let from = frames[caller].place
    measures.links.add(from: from, to: callee)
    tracing.spend(.network, child, at: simulation.now)
    if station.pointee.conditions.isCutOff
      && isCut(from: from, in: zone(of: caller), to: callee, at: station.pointee.replicas[replica].zone)
    {
      return dropCall(child, in: &simulation)
    }
    let distribution = hopDistribution(between: caller, and: child)
    let delay =
      hop(distribution, of: child, draw: 1) + station.pointee.conditions.hopDelay
      + station.pointee.replicas[replica].hopDelay
    if delay > 0 {
      schedule(.arrived, of: child, after: delay, by: distribution, in: &simulation)
    } else {
      arrive(child, in: &simulation)
    }
  }

  /// A call that does not arrive: its caller waits for its timeout, or hears of it at once if it has none.
  private func dropCall(_ child: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    count(.lost, child)
    abandon(child, in: &simulation)
  }

  /// Whatever the frame was to tell its caller does not get there.
  private func abandon(_ child: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    tracing.spend(.network, child, at: simulation.now)
    let (component, parent) = (Int(frames[child].component), frames[child].parent)
    let generation = frames[child].parentGeneration
    tracing.leave(child, .lost, at: simulation.now)
    frames.release(child)
    if frames[parent].deadline < 0 {
      tracing.noteFailure(.network, StandardOutcome.error, parent, at: component)
      receiveReply(StandardOutcome.error, at: parent, generation, in: &simulation)
    }
  }

  /// Distribution of the one-way time between two ends; −1 for none. Each end of an outside interface is in its own
  /// latency.
  @inline(__always)
  private func hopDistribution(between caller: UInt32, and callee: UInt32) -> Int32 {
    let component = plan.components.address(of: Int(frames[callee].component))
    if component.pointee.isOutside || component.pointee.isLocal { return -1 }
    let hops = plan.hops.address(of: component.pointee.hops)
    if frames[caller].isFlow { return hops.pointee.client }
    let from = zone(of: caller)
    let to = zone(of: callee)
    return from == to || min(from, to) < 0 ? hops.pointee.sameZone : hops.pointee.crossZone
  }

  @inline(__always)
  private func hop(_ distribution: Int32, of callee: UInt32, draw: UInt64) -> Nanoseconds {
    if distribution < 0 { return 0 }
    if draws.constants[Int(distribution)] >= 0 { return draws.constants[Int(distribution)] }
    return draws.samplers[Int(distribution)].draw(
      draws.streams[NetworkPlan.hopStream].bits(
        entity: frames.request(of: callee).pointee.entity,
        draw: RandomStream.mix(frames[callee].context, plan.components[Int(frames[callee].component)].salt &+ draw)))
  }

  // MARK: Answers

  /// What a frame says travels to its caller, who waits for it.
  func sendReply(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    if stations[Int(frame.pointee.component)].conditions.isCutOff && isAnswerCut(index) {
      // The connection that it would come back on is cut.
      if frame.pointee.isMeasured { station(of: index).pointee.waste(frame.pointee.outcome) }
      return abandon(index, in: &simulation)
    }
    frame.pointee.state = .returning
    tracing.spend(.network, index, at: simulation.now)
    let distribution = hopDistribution(between: frame.pointee.parent, and: index)
    let delay = hop(distribution, of: index, draw: 2)
    if delay > 0 {
      schedule(.replied, of: index, after: delay, by: distribution, in: &simulation)
    } else {
      deliverReply(of: index, in: &simulation)
    }
  }

  /// Whether its caller could no longer call the frame's component.
  private func isAnswerCut(_ index: UInt32) -> Bool {
    let caller = frames[index].parent
    return isCut(
      from: frames[caller].place, in: zone(of: caller), to: Int(frames[index].component), at: zone(of: index))
  }

  /// The reply is back: the caller goes on if it still waits.
  func deliverReply(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let parent = frame.pointee.parent
    let generation = frame.pointee.parentGeneration
    let outcome = frame.pointee.outcome
    if frames.isAwaited(parent, generation) && !frames[parent].join.spares(outcome) {
      absorb(index, into: parent)
    }
    tracing.handSpans(index, to: parent, at: simulation.now)
    frames.release(index)
    receiveReply(outcome, at: parent, generation, in: &simulation)
  }

  /// A caller hears how one of the callees that it waits for ended.
  func receiveReply(
    _ outcome: UInt16, at parent: UInt32, _ generation: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) {
    guard frames.isAwaited(parent, generation) else { return }
    guard case .ends(let failure) = frames[parent].join.take(outcome, keepsFirst: false) else { return }
    conclude(parent, failure != 0 ? failure : outcome, in: &simulation)
  }

  /// A wait for callees is over.
  func conclude(
    _ index: UInt32, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) {
    let frame = frames.address(of: index)
    let wait = PoolWaits.name(of: index, frame.pointee.generation)
    frames.renew(index)
    frame.pointee.deadline = -1
    frame.pointee.join = Join()
    frame.pointee.outcome = outcome
    if !poolWaits.isEmpty { abandonPools(wait, in: &simulation) }
    if let site = lastCall(of: index), site.pointee.guarded >= 0, triesAgain(index, site, outcome, in: &simulation) {
      return
    }
    ready.append(index)
  }

  /// What a callee's commands left behind.
  @inline(__always)
  func absorb(_ callee: UInt32, into parent: UInt32) {
    if frames[callee].request == frames[parent].request { return }
    let told = frames.request(of: callee)
    let own = frames.request(of: parent)
    if told.pointee.payload != own.pointee.payload {
      frames.changeRequest(of: parent).pointee.payload = told.pointee.payload
    }
    if told.pointee.subjectPopulation >= 0 && frames.request(of: parent).pointee.subjectPopulation < 0 {
      let changed = frames.changeRequest(of: parent)
      changed.pointee.subject = told.pointee.subject
      changed.pointee.subjectPopulation = told.pointee.subjectPopulation
    }
  }

  /// Longest time of the try in progress; nil where there is only the deadline of all.
  private func timeout(of index: UInt32, _ site: UnsafePointer<CallSite>) -> Nanoseconds? {
    if site.pointee.drawnTimeout >= 0 { return drawTimeout(index, site) }
    let line = Int(site.pointee.timeoutLine)
    return line >= 0 && plan.timeouts[line] != .max ? plan.timeouts[line] : nil
  }

  /// A call has taken too long: the caller goes on without it, and the callee keeps working.
  func timeOut(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    guard let site = lastCall(of: index) else { return }
    if frames[index].isMeasured {
      stations[plan.operations[Int(site.pointee.operation)].component].counted.timeouts += 1
    }
    tracing.abandonSpans(index, limit: timeout(of: index, site), at: simulation.now)
    conclude(index, StandardOutcome.timeout, in: &simulation)
  }

  /// The operation answers now and goes on by itself.
  func answer(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    guard frames.isAwaited(index) else { return }
    var reply = Frame()
    reply.identity = frame.pointee.identity
    reply.context = frame.pointee.context
    reply.component = frame.pointee.component
    reply.replica = frame.pointee.replica
    reply.operation = frame.pointee.operation
    reply.parent = frame.pointee.parent
    reply.parentGeneration = frame.pointee.parentGeneration
    let child = frames.allocate(reply, sharing: index)
    tracing.publishSpans(index, into: child, as: .reply, at: simulation.now)
    if frame.pointee.tracksCallees { frames.standAlone(index) }
    frame.pointee.parent = Frame.none
    // The deadline was for the answer.
    if frames.expires(index) != .max { frames.coldState(index).pointee.expires = .max }
    sendReply(child, in: &simulation)
  }
}
