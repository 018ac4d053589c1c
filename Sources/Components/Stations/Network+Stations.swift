import Engine
import Statistics

/// What happens to operations at their stations.
extension Network {
  /// The station that a frame's operation is at.
  @inline(__always)
  func station(of index: UInt32) -> UnsafeMutablePointer<Station> {
    stations.address(of: Int(frames[index].component))
  }

  /// Counts what happened to a frame, where the frame counts: at its own component, unless another one is named.
  @inline(__always)
  func count(_ counter: Counter, _ index: UInt32, at component: Int? = nil) {
    guard frames[index].isMeasured else { return }
    stations[component ?? Int(frames[index].component)].counts[counter] += 1
  }

  /// A call is at its component: it starts, waits for a slot, or is refused.
  func arrive(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let station = station(of: index)
    let replica = Int(frame.pointee.replica)
    frame.pointee.arrivedAt = now
    // Components are measured by the time of arrival; what a flow counts is decided at its start.
    if measures.isMeasuring { station.pointee.counted.arrivals += 1 }
    station.pointee.gauges[.present].add(1, at: now)
    let features = station.pointee.features
    if !features.contains(.isOutside), let cause = obstacle(to: index, station, replica) {
      tracing.noteFailure(cause, StandardOutcome.error, index)
      return turnAway(index, StandardOutcome.error, in: &simulation)
    }
    if features.contains(.remembers) && isRepeated(index, in: &simulation) { return }
    let takesSlot = plan.operations[Int(frame.pointee.operation)].takesSlot
    switch station.pointee.admission(of: index, at: replica, takesSlot: takesSlot) {
    case .starts: start(index, in: &simulation)
    case .waits:
      tracing.spend(.queue, index, at: now)
      let work = station.pointee.replicas[replica].line.goesByWork ? firstWork(of: index) : 0
      station.pointee.wait(index, at: replica, work: work, at: now)
      if features.contains(.isPool) { joinPool(index) }
    case .refused:
      if measures.isMeasuring { station.pointee.counted.refusals += 1 }
      tracing.noteFailure(.queueFull, StandardOutcome.refused, index)
      turnAway(index, StandardOutcome.refused, in: &simulation)
    }
  }

  /// Why a component cannot take a call at all, or this one.
  @inline(__always)
  private func obstacle(
    to index: UInt32, _ station: UnsafeMutablePointer<Station>, _ replica: Int
  ) -> FailureOrigin.Cause? {
    if station.pointee.replicas.isOut || !station.pointee.replicas[replica].isUp
      || station.pointee.replicas.isFailingOver && replica == Int(station.pointee.replicas.primary)
    {
      return .down
    }
    let threshold = station.pointee.errorThreshold(of: replica)
    if threshold == 0 { return nil }
    return ownDraw(NetworkPlan.outsideStream, of: index) < threshold ? .errorShare : nil
  }

  /// 64 random bits for one visit of one request to its component.
  func ownDraw(_ stream: Int, of index: UInt32) -> UInt64 {
    draws.streams[stream].bits(
      entity: frames.request(of: index).pointee.entity,
      draw: RandomStream.mix(frames[index].context, plan.components[Int(frames[index].component)].salt))
  }

  func turnAway(
    _ index: UInt32, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) {
    let frame = frames.address(of: index)
    frame.pointee.startedAt = simulation.now
    if frame.pointee.lags { logs.lag.end(index, at: simulation.now) }
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
  private func start(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let station = station(of: index)
    if frames.expires(index) <= now {
      count(.expired, index)
      tracing.noteFailure(.deadline, StandardOutcome.timeout, index)
      return turnAway(index, StandardOutcome.timeout, in: &simulation)
    }
    let features = station.pointee.features
    let replica = Int(frame.pointee.replica)
    if plan.operations[Int(frame.pointee.operation)].takesSlot {
      station.pointee.takeSlot(of: replica, at: now)
      frame.pointee.holdsSlot = true
      if features.contains(.freezes), let due = station.pointee.looksAtSlots(of: replica, at: now) {
        schedule(.lookAtSlots(station.pointee.number, replica: replica), at: due, in: &simulation)
      }
    }
    frame.pointee.state = .running
    frame.pointee.startedAt = now
    if frame.pointee.lags { logs.lag.end(index, at: now) }
    if frame.pointee.isPoison {
      tracing.noteFailure(.poison, StandardOutcome.error, index)
      return end(index, StandardOutcome.error)
    }
    if features.contains(.warms), startsCold(index, station, in: &simulation) { return }
    ready.append(index)
  }

  /// Whether the operation waits for a new instance of its function.
  private func startsCold(
    _ index: UInt32, _ station: UnsafeMutablePointer<Station>, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    guard let warmth = station.pointee.plan.pointee.warmth,
      !station.pointee.takesWarmInstance(warmth, at: simulation.now)
    else { return false }
    count(.coldStarts, index)
    let delay = draws.samplers[Int(warmth.cold)].draw(bits(warmth.coldStream, for: index))
    tracing.spend(.coldStart, index, at: simulation.now)
    schedule(.resume, of: index, after: delay, in: &simulation)
    return true
  }

  /// The operation no longer holds its slot; the next in line takes it.
  func releaseSlot(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let now = simulation.now
    let station = station(of: index)
    let replica = Int(frame.pointee.replica)
    let features = station.pointee.features
    frame.pointee.holdsSlot = false
    station.pointee.giveSlot(of: replica, response: now - frame.pointee.arrivedAt, at: now)
    while let next = station.pointee.nextForSlot(of: replica, at: now) {
      if features.contains(.isPool) { leavePool(next) }
      if features.contains(.sheds), station.pointee.sheds(replica, wait: now - frames[next].arrivedAt, at: now) {
        if frames[next].isMeasured {
          station.pointee.counts[.shed] += 1
          station.pointee.counted.refusals += 1
        }
        tracing.noteFailure(.shed, StandardOutcome.refused, next)
        turnAway(next, StandardOutcome.refused, in: &simulation)
      } else {
        start(next, in: &simulation)
      }
    }
    station.pointee.settleSlots(of: replica, at: now)
    if features.contains(.pulls) {
      dispatch(station.pointee.plan.pointee.pulls, to: replica, of: station.pointee.number, in: &simulation)
    }
  }

  /// Stops a replica that has been full for too long.
  func lookAtSlots(_ component: Int, _ replica: Int, in simulation: inout Simulation<NetworkEvent>) {
    switch stations[component].fullness(of: replica, at: simulation.now) {
    case .passed: break
    case .looksAgain(let due): schedule(.lookAtSlots(component, replica: replica), at: due, in: &simulation)
    case .freezes(let until):
      crashMember(component, replica, in: &simulation)
      schedule(.restart(component, replica: replica), at: until, in: &simulation)
    }
  }

  // MARK: Cores

  /// Works if a core is free, else waits for one.
  func takeCore(_ index: UInt32, _ draw: Instruction.Draw, in simulation: inout Simulation<NetworkEvent>) {
    if frames.expires(index) <= simulation.now { return expire(index) }
    let station = station(of: index)
    let replica = Int(frames[index].replica)
    if station.pointee.features.contains(.sharesCores) {
      return share(index, draw, station, replica, in: &simulation)
    }
    if station.pointee.hasFreeCore(replica) { return beginWork(index, draw, station, in: &simulation) }
    tracing.spend(.cores, index, at: simulation.now)
    let work = station.pointee.replicas[replica].coreLine.goesByWork ? workTime(of: index, draw) : 0
    station.pointee.waitForCore(index, at: replica, work: work, at: simulation.now)
  }

  @inline(__always)
  private func beginWork(
    _ index: UInt32, _ draw: Instruction.Draw, _ station: UnsafeMutablePointer<Station>,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let now = simulation.now
    let replica = Int(frames[index].replica)
    station.pointee.takeCore(of: replica, at: now)
    var time = workTime(of: index, draw)
    let slowness = station.pointee.slowness(of: replica)
    if slowness != 1 { time = Network.longestSpan(Double(time) * slowness) }
    frames[index].state = .running
    tracing.spend(.service, index, at: now, stream: draw.stream)
    frames[index].holdsCore = true
    schedule(.workDone, of: index, after: time, by: draw.distribution, in: &simulation)
  }

  /// Core time that a step asks for: a draw, or the comparisons of the decision before.
  @inline(__always)
  private func workTime(of index: UInt32, _ draw: Instruction.Draw) -> Nanoseconds {
    if draw.distribution >= 0 {
      return draws.samplers[Int(draw.distribution)].draw(bits(draw.stream, for: index))
    }
    let comparison = plan.components[Int(frames[index].component)].comparison
    let (time, isTooLong) = Nanoseconds(frames.effort(index)).multipliedReportingOverflow(by: comparison)
    return isTooLong ? Network.longestSpan : min(time, Network.longestSpan)
  }

  /// Work of an operation that begins with some.
  private func firstWork(of index: UInt32) -> Nanoseconds {
    if case .work(let draw) = step(of: index).pointee { workTime(of: index, draw) } else { 0 }
  }

  /// What a step has a core do.
  @inline(__always)
  func work(of step: Step) -> Instruction.Draw {
    switch step.pointee {
    case .work(let draw): draw
    case .chargeWork(let stream): .comparisons(stream: stream)
    default: preconditionFailure("no step that works")
    }
  }

  func releaseCore(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let station = station(of: index)
    let replica = Int(frames[index].replica)
    frames[index].holdsCore = false
    station.pointee.giveCore(of: replica, at: now)
    while let next = station.pointee.nextForCore(of: replica, at: now) {
      endCoreWait(of: next, at: now)
      if frames.expires(next) > now { return beginWork(next, work(of: lastStep(of: next)), station, in: &simulation) }
      expire(next)
    }
    station.pointee.settleCores(of: replica, at: now)
  }

  /// The frame no longer waits for a core.
  @inline(__always)
  func endCoreWait(of index: UInt32, at now: Nanoseconds) {
    let wait = now - frames[index].waitingSince
    frames[index].coreWaiting += wait
  }

  /// Nobody needs the work any more: it does not begin, and the operation ends.
  func expire(_ index: UInt32) {
    count(.expired, index)
    tracing.noteFailure(.deadline, StandardOutcome.timeout, index)
    end(index, StandardOutcome.timeout)
  }

  // MARK: Shared cores

  private func share(
    _ index: UInt32, _ draw: Instruction.Draw, _ station: UnsafeMutablePointer<Station>, _ replica: Int,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    if station.pointee.features.contains(.preempts), !claimsCore(index, station, replica, at: simulation.now) {
      return
    }
    beginShare(index, draw, station, replica, at: simulation.now)
    reshare(station, replica, in: &simulation)
  }

  /// Work begins where all that is at work shares the cores; their shares are set next.
  func beginShare(
    _ index: UInt32, _ draw: Instruction.Draw, _ station: UnsafeMutablePointer<Station>, _ replica: Int,
    at now: Nanoseconds
  ) {
    let work = workTime(of: index, draw)
    frames[index].state = .running
    frames[index].waitingSince = now
    tracing.spendShared(
      index, stream: draw.stream, work: work, slowness: station.pointee.slowness(of: replica), at: now)
    station.pointee.replicas[replica].tasks.add(index, work: work, priority: frames[index].priority, at: now)
  }

  /// The number of tasks on shared cores, or their speed, has changed.
  func reshare(
    _ station: UnsafeMutablePointer<Station>, _ replica: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    if station.pointee.features.contains(.preempts) { fillCores(station, replica, at: simulation.now) }
    guard station.pointee.reshare(replica, at: simulation.now) else { return }
    simulation.schedule(
      NetworkEvent(
        .shared, UInt32(station.pointee.firstReplica + replica), station.pointee.replicas[replica].tasks.generation),
      at: station.pointee.replicas[replica].tasks.nextEnd,
      as: EventIdentity(
        salt: station.pointee.plan.pointee.salt, number: UInt64(replica), rank: NetworkEvent.Rank.progress,
        system: station.pointee.system))
  }

  /// A task on shared cores is due to end. One that was overtaken at its instant ends all the same.
  func endShared(_ place: Int, by generation: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let station = stations.owner(of: place)
    let replica = place - station.pointee.firstReplica
    let tasks = station.pointee.replicas[replica].tasks.generation
    guard tasks == generation || station.pointee.replicas[replica].tasks.nextEnd == simulation.now else { return }
    while let index = station.pointee.replicas[replica].tasks.removeEnded(at: simulation.now) {
      ready.append(index)
    }
    reshare(station, replica, in: &simulation)
  }
}
