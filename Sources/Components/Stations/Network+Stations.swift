import Engine
import Statistics

/// Operations at their stations: slots, cores, and what is measured of them.
extension Network {
  /// A call is at its component: it starts, waits for a slot, or is refused.
  func arrive(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let component = Int(frame.pointee.component)
    let station = components.address(of: component)
    frame.pointee.arrivedAt = now
    // Components are measured by the time of arrival; what a flow counts is decided at its start.
    if measures.isMeasuring { station.pointee.arrivals += 1 }
    station.pointee.present.add(1, at: now)
    let replica = station.pointee.firstReplica + Int(frame.pointee.replica)
    let features = station.pointee.features
    if !features.contains(.isOutside), let cause = obstacle(to: index, component, replica) {
      noteFailure(cause, StandardOutcome.error, index)
      return turnAway(index, StandardOutcome.error, in: &simulation)
    }
    if features.contains(.remembers) && isRepeated(index, in: &simulation) { return }
    if hasFreeSlot(component, replica) || !plan.operations[Int(frame.pointee.operation)].takesSlot {
      start(index, replica, in: &simulation)
    } else if replicas[replica].line.count < station.pointee.queueLimit || frame.pointee.lane >= 0 {
      frame.pointee.state = .queued
      spend(.queue, index, at: now)
      replicas[replica].line.append(
        index, work: replicas[replica].line.goesByWork ? firstWork(of: index) : 0, in: frames)
      if features.contains(.isPool) { joinPool(index) }
      station.pointee.queueLength.add(1, at: now)
    } else {
      if measures.isMeasuring { station.pointee.refusals += 1 }
      noteFailure(.queueFull, StandardOutcome.refused, index)
      turnAway(index, StandardOutcome.refused, in: &simulation)
    }
  }

  /// Why a component cannot take a call at all, or this one.
  @inline(__always)
  private func obstacle(to index: UInt32, _ component: Int, _ replica: Int) -> FailureOrigin.Cause? {
    if components[component].isOut || !replicas[replica].isUp || isHeadless(index, component) { return .down }
    let threshold = max(components[component].errorThreshold, replicas[replica].errorThreshold)
    if threshold == 0 { return nil }
    let draw = draws.streams[NetworkPlan.outsideStream].bits(
      entity: frames.request(of: index).pointee.entity,
      draw: RandomStream.mix(frames[index].context, plan.components[component].salt))
    return draw < threshold ? .errorShare : nil
  }

  @inline(__always)
  func hasFreeSlot(_ component: Int, _ replica: Int) -> Bool {
    let slots = components[component].slots
    if slots == 0 { return true }
    if components[component].features.contains(.adapts) {
      return replicas[replica].busySlots < min(slots, replicas[replica].limit.operations)
    }
    return replicas[replica].busySlots < slots
  }

  func turnAway(
    _ index: UInt32, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) {
    let frame = frames.address(of: index)
    frame.pointee.startedAt = simulation.now
    if frame.pointee.lags { endLag(index, at: simulation.now) }
    // The next record of the lane may be turned away as well, and so on: one after the other, not one inside the other.
    if frame.pointee.lane >= 0 { return end(index, outcome) }
    finish(index, outcome, in: &simulation)
  }

  /// The operation ends when whatever goes on at this instant has.
  func end(_ index: UInt32, _ outcome: UInt16) {
    let frame = frames.address(of: index)
    frame.pointee.state = .running
    frame.pointee.outcome = outcome
    frame.pointee.counter = plan.plainEnd
    ready.append(index)
  }

  /// Takes a slot and lets the operation run, at this instant.
  private func start(
    _ index: UInt32, _ replica: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let component = Int(frame.pointee.component)
    let station = components.address(of: component)
    if frames.expires(index) <= now {
      if frame.pointee.isMeasured { station.pointee.counts[.expired] += 1 }
      noteFailure(.deadline, StandardOutcome.timeout, index)
      return turnAway(index, StandardOutcome.timeout, in: &simulation)
    }
    let features = station.pointee.features
    if plan.operations[Int(frame.pointee.operation)].takesSlot {
      replicas[replica].busySlots += 1
      station.pointee.busySlots.add(1, at: now)
      frame.pointee.holdsSlot = true
      if station.pointee.away > 0 { noteWork(component, replica, at: now) }
      if features.contains(.freezes), let freezing = plan.components[component].freezing {
        watchSlots(component, replica, freezing, in: &simulation)
      }
    }
    frame.pointee.state = .running
    frame.pointee.startedAt = now
    if frame.pointee.lags { endLag(index, at: now) }
    if frame.pointee.isTraced { traceStart(index, at: now) }
    if frame.pointee.isPoison {
      noteFailure(.poison, StandardOutcome.error, index)
      return end(index, StandardOutcome.error)
    }
    if features.contains(.warms), let warmth = plan.components[component].warmth,
      startsCold(index, component, warmth, in: &simulation)
    {
      return
    }
    ready.append(index)
  }

  private func traceStart(_ index: UInt32, at now: Nanoseconds) {
    let frame = frames.address(of: index)
    let wait = now - frame.pointee.arrivedAt
    noteTime(\.queueing, wait, of: index)
    let name = plan.components[Int(frame.pointee.component)].name
    let text = "starts at \(name)[\(frame.pointee.replica)] after \(wait) ns"
    trace?.add(now, text)
  }

  /// The operation no longer holds its slot; the next in line takes it.
  func releaseSlot(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let component = Int(frame.pointee.component)
    let station = components.address(of: component)
    let number = Int(frame.pointee.replica)
    let replica = station.pointee.firstReplica + number
    let features = station.pointee.features
    frame.pointee.holdsSlot = false
    replicas[replica].busySlots -= 1
    station.pointee.busySlots.add(-1, at: now)
    if features.contains(.warms) { station.pointee.warm.add(at: now) }
    if features.contains(.adapts), let adaptation = plan.components[component].adaptation {
      replicas[replica].limit.adapt(
        to: now - frame.pointee.arrivedAt, adaptation, most: station.pointee.slots)
    }
    while replicas[replica].line.count > 0 && hasFreeSlot(component, replica) {
      startNext(component, replica, in: &simulation)
    }
    if replicas[replica].busySlots < station.pointee.slots { replicas[replica].fullSince = -1 }
    if station.pointee.away > 0 { noteWork(component, replica, at: now) }
    if features.contains(.pulls) {
      dispatch(plan.components[component].pulls, to: number, of: component, in: &simulation)
    }
  }

  /// The first in line for a slot starts, or is refused because it has waited too long.
  @inline(__always)
  private func startNext(
    _ component: Int, _ replica: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    let now = simulation.now
    let station = components.address(of: component)
    let next = replicas[replica].line.removeFirst(in: frames)
    station.pointee.queueLength.add(-1, at: now)
    if station.pointee.features.contains(.isPool) { leavePool(next) }
    if station.pointee.features.contains(.sheds), let shedding = plan.components[component].shedding,
      sheds(shedding, component, replica, wait: now - frames[next].arrivedAt, at: now)
    {
      if frames[next].isMeasured {
        station.pointee.counts[.shed] += 1
        station.pointee.refusals += 1
      }
      noteFailure(.shed, StandardOutcome.refused, next)
      turnAway(next, StandardOutcome.refused, in: &simulation)
    } else {
      start(next, replica, in: &simulation)
    }
  }

  // MARK: Cores

  /// Works if a core is free, else waits for one.
  func takeCore(_ index: UInt32, _ step: Step, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    if frames.expires(index) <= simulation.now { return expire(index) }
    let component = Int(frame.pointee.component)
    let station = components.address(of: component)
    let replica = station.pointee.firstReplica + Int(frame.pointee.replica)
    if station.pointee.features.contains(.sharesCores) {
      return share(index, step, component, replica, in: &simulation)
    }
    let cores = station.pointee.cores
    if cores == 0 || replicas[replica].busyCores < cores {
      return beginWork(index, step, component, replica, in: &simulation)
    }
    frame.pointee.state = .awaitingCore
    spend(.cores, index, at: simulation.now)
    frame.pointee.waitingSince = simulation.now
    replicas[replica].coreLine.append(
      index, work: replicas[replica].coreLine.goesByWork ? workTime(of: index, step) : 0, in: frames)
    station.pointee.queueLength.add(1, at: simulation.now)
  }

  @inline(__always)
  private func beginWork(
    _ index: UInt32, _ step: Step, _ component: Int, _ replica: Int,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let now = simulation.now
    replicas[replica].busyCores += 1
    components[component].busyCores.add(1, at: now)
    if components[component].away > 0 { noteWork(component, replica, at: now) }
    var time = workTime(of: index, step)
    let slowness = slowness(component, replica)
    if slowness != 1 { time = Network.longestSpan(Double(time) * slowness) }
    frames[index].state = .running
    spend(.service, index, at: now, stream: step.pointee.stream)
    frames[index].holdsCore = true
    noteTime(\.working, time, of: index)
    schedule(.workDone, of: index, after: time, by: step.pointee.law, in: &simulation)
  }

  /// Core time that a step asks for: a draw, or the comparisons of the decision before.
  @inline(__always)
  private func workTime(of index: UInt32, _ step: Step) -> Nanoseconds {
    if step.pointee.code == .work {
      return draws.samplers[Int(step.pointee.law)].draw(bits(step.pointee.stream, for: index))
    }
    let comparison = plan.components[Int(frames[index].component)].comparison
    let (time, isTooLong) = Nanoseconds(effort(of: index)).multipliedReportingOverflow(by: comparison)
    return isTooLong ? Network.longestSpan : min(time, Network.longestSpan)
  }

  /// Work of an operation that begins with some.
  private func firstWork(of index: UInt32) -> Nanoseconds {
    let step = step(of: index)
    return step.pointee.code == .work ? workTime(of: index, step) : 0
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
    if components[component].features.contains(.degrades), let degradation = plan.components[component].degradation {
      slowness *= 1 + degradation.each * Double(max(0, Int(replicas[replica].busySlots) - degradation.from))
    }
    return slowness
  }

  func releaseCore(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let component = Int(frame.pointee.component)
    let station = components.address(of: component)
    let replica = station.pointee.firstReplica + Int(frame.pointee.replica)
    frame.pointee.holdsCore = false
    replicas[replica].busyCores -= 1
    station.pointee.busyCores.add(-1, at: now)
    while replicas[replica].coreLine.count > 0 {
      let next = replicas[replica].coreLine.removeFirst(in: frames)
      station.pointee.queueLength.add(-1, at: now)
      endCoreWait(of: next, at: now)
      if frames.expires(next) > now { return beginWork(next, lastStep(of: next), component, replica, in: &simulation) }
      expire(next)
    }
    if station.pointee.away > 0 { noteWork(component, replica, at: now) }
  }

  /// The frame no longer waits for a core.
  @inline(__always)
  func endCoreWait(of index: UInt32, at now: Nanoseconds) {
    let wait = now - frames[index].waitingSince
    noteTime(\.queueing, wait, of: index)
    frames[index].coreWaiting += wait
  }

  /// Nobody needs the work any more: it does not begin, and the operation ends.
  private func expire(_ index: UInt32) {
    if frames[index].isMeasured { components[Int(frames[index].component)].counts[.expired] += 1 }
    noteFailure(.deadline, StandardOutcome.timeout, index)
    end(index, StandardOutcome.timeout)
  }

  // MARK: Shared cores

  private func share(
    _ index: UInt32, _ step: Step, _ component: Int, _ replica: Int,
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
  func reshare(_ component: Int, _ replica: Int, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let tasks = shared[replica].count
    let cores = Int(components[component].cores)
    let busy = min(tasks, cores)
    components[component].busyCores.add(Int64(busy) - Int64(replicas[replica].busyCores), at: now)
    replicas[replica].busyCores = Int32(busy)
    if components[component].away > 0 { noteWork(component, replica, at: now) }
    let share = tasks > cores ? Double(cores) / Double(tasks) : 1
    shared[replica].setRate(share / slowness(component, replica), at: now)
    guard tasks > 0 else { return }
    simulation.schedule(
      NetworkEvent(.shared, UInt32(replica), shared[replica].generation), at: shared[replica].nextEnd,
      as: EventIdentity(
        salt: plan.components[component].salt, number: UInt64(replica - components[component].firstReplica),
        rank: NetworkEvent.Rank.progress, system: systems[component]))
  }

  func endShared(_ replica: Int, in simulation: inout Simulation<NetworkEvent>) {
    var component = -1
    while let index = shared[replica].removeEnded(at: simulation.now) {
      noteTime(\.working, simulation.now - frames[index].waitingSince, of: index)
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

  // MARK: Ends

  /// An operation or flow ends. Its slot is free at once; its reply travels back.
  func finish(
    _ index: UInt32, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) {
    let frame = frames.address(of: index)
    frame.pointee.outcome = outcome
    while frames.held(index) != Frame.none { letGo(index, in: &simulation) }
    if frame.pointee.isBranch {
      handSpans(index, to: frame.pointee.parent, at: simulation.now)
      join(index, outcome: outcome, at: simulation.now)
      frames.release(index)
      return
    }
    if frame.pointee.isFlow {
      endFlow(index, in: &simulation)
      frames.release(index)
      return
    }
    if frame.pointee.commit >= 0 && outcome == StandardOutcome.ok { commit(index, in: &simulation) }
    leave(index, in: &simulation)
    guard frames.isAwaited(index) else {
      if frame.pointee.parent != Frame.none && frame.pointee.isMeasured { waste(index, outcome) }
      frames.release(index)
      return
    }
    sendReply(index, in: &simulation)
  }

  /// Nobody hears how an operation has ended.
  func waste(_ index: UInt32, _ outcome: UInt16) {
    let component = Int(frames[index].component)
    components[component].counts[.wasted] += 1
    if StandardOutcome.isFailure(outcome) { components[component].wastedFailures += 1 }
  }

  /// The transaction commits: the core decides, and the outbox takes what goes with it.
  private func commit(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    var place = Int(frame.pointee.commit)
    frame.pointee.commit = -1
    while true {
      let step = Step(plan.program.address(of: place))
      let outcome = frame.pointee.outcome
      switch step.pointee.code {
      case .decide:
        decide(index, step, at: simulation.now)
        if !emitted.isEmpty { publishItems(of: index, step, in: &simulation) }
      case .mark:
        if step.pointee.table < 0 || plan.branches.lists(outcome, in: step.pointee.table) {
          frames.setMark(Int(step.pointee.target), of: index, to: simulation.now)
        }
      case .entrust:
        if !plan.branches.lists(outcome, in: step.pointee.table) { entrust(index, place, in: &simulation) }
      default: return
      }
      place += 1
    }
  }

  /// What an operation held at its component is free again, and what it did is counted.
  func leave(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    if components[Int(frame.pointee.component)].features.contains(.keepsData) { noteCommit(index, at: simulation.now) }
    if frame.pointee.locksRow { unlock(index, in: &simulation) }
    if frame.pointee.leads { settleFetch(index, in: &simulation) }
    if frames.message(index) != Frame.none { settleMessage(of: index, in: &simulation) }
    record(index, at: simulation.now)
    if frame.pointee.holdsSlot { releaseSlot(of: index, in: &simulation) }
    if frame.pointee.lane >= 0 { returnLane(of: index, in: &simulation) }
    if frame.pointee.lane < -1 { endRun(ofTimer: frame.pointee.lane) }
  }

  /// Counts a completed operation. Operations belong to the part of the run in which they arrived.
  @inline(__always)
  private func record(_ index: UInt32, at now: Nanoseconds) {
    let frame = frames.address(of: index)
    let station = components.address(of: Int(frame.pointee.component))
    let arrivedAt = frame.pointee.arrivedAt
    station.pointee.present.add(-1, at: now)
    station.pointee.intervalCompletions += 1
    guard arrivedAt >= horizon.warmUp && arrivedAt < horizon.end else { return }
    station.pointee.completions += 1
    let response = now - arrivedAt
    if StandardOutcome.isFailure(frame.pointee.outcome) {
      station.pointee.failures += 1
      station.pointee.failedResponse.record(response)
    } else {
      measures.operationLatency[Int(frame.pointee.operation)].record(response)
    }
    let coreWaiting = frame.pointee.coreWaiting
    station.pointee.waiting.record(frame.pointee.startedAt - arrivedAt + coreWaiting)
    station.pointee.service.record(now - frame.pointee.startedAt - coreWaiting)
    station.pointee.coreWaiting += UInt128(coreWaiting)
  }
}
