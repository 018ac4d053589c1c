import Engine
import Statistics

/// Replicas that stop: what they work on, and what waits there, is lost.
extension Network {
  /// A replica stops: all that it worked on and all that waited there is lost.
  func crash(_ component: Int, _ number: Int, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let replica = components[component].firstReplica + number
    guard replicas[replica].isUp else { return }
    replicas[replica].isUp = false
    // What was never started, or has been let go, has nothing to lose: it only cannot start until this is over.
    if replicas[replica].exists {
      if measures.isMeasuring { components[component].counts[.crashes] += 1 }
      decisions.add(.crashed, component, at: now, signal: Double(number))
    }
    var lost: [UInt32] = []
    for index in 0..<UInt32(frames.used) where isAt(index, component, number) { lost.append(index) }
    // Where they are in the slab depends on what else runs.
    lost.sort { frames[$0].identity.bits < frames[$1].identity.bits }
    // Lines first, so that nobody who is lost takes the place of another, or hears of another.
    let waits = poolWaits.isEmpty ? [] : lost.map { PoolWaits.name(of: $0, frames[$0].generation) }
    for index in lost { detach(index, at: now) }
    forgetLost()
    for wait in waits { abandonPools(wait, in: &simulation) }
    let waiting = Int64(replicas[replica].line.count) + Int64(replicas[replica].coreLine.count)
    components[component].queueLength.add(-waiting, at: now)
    replicas[replica].line.removeAll()
    replicas[replica].coreLine.removeAll()
    components[component].busyCores.add(-Int64(replicas[replica].busyCores), at: now)
    replicas[replica].busyCores = 0
    for index in lost { frames[index].holdsCore = false }
    if !shared.isEmpty { shared[replica].removeAll() }
    for index in lost { lose(index, in: &simulation) }
    components[component].warm.removeAll()
    updateAvailability(component, at: now)
  }

  private func isAt(_ index: UInt32, _ component: Int, _ number: Int) -> Bool {
    let frame = frames.address(of: index)
    switch frame.pointee.state {
    case .free, .lost, .travelling, .stored, .logged, .held: return false
    case .running, .pausing, .queued, .awaitingCore, .awaitingReply, .following:
      return frame.pointee.place == component && Int(frame.pointee.replica) == number
    }
  }

  /// A frame that is about to end waits for nothing any more.
  func detach(_ index: UInt32, at now: Nanoseconds) {
    let frame = frames.address(of: index)
    if frame.pointee.state == .awaitingCore { endCoreWait(of: index, at: now) }
    if frame.pointee.state == .following { leaveLine(index, Int(frame.pointee.component)) }
    frame.pointee.state = .lost
    frame.pointee.deadline = -1
    frames.renew(index)
  }

  /// Frames that are about to end do not go on before.
  func forgetLost() {
    let frames = frames.slab.base
    ready.forget { frames[Int($0)].state == .lost }
  }

  /// An operation ends where it is; its caller hears of it, as of a connection that is cut.
  func lose(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let component = Int(frame.pointee.component)
    frame.pointee.outcome = StandardOutcome.error
    while frames.held(index) != Frame.none { letGo(index, in: &simulation) }
    if frame.pointee.isBranch { return frames.release(index) }
    if frame.pointee.isMeasured { components[component].counts[.lost] += 1 }
    // One that was lost while it waited never started.
    if frame.pointee.startedAt < frame.pointee.arrivedAt { frame.pointee.startedAt = simulation.now }
    noteFailure(.stopped, StandardOutcome.error, index)
    let lane = frame.pointee.lane
    handSpans(index, to: frame.pointee.parent, at: simulation.now)
    leave(index, in: &simulation)
    let parent = frame.pointee.parent
    let generation = frame.pointee.parentGeneration
    if lane >= 0 { redeliver(index, lane: lane, in: &simulation) }
    frames.release(index)
    hear(StandardOutcome.error, at: parent, generation, in: &simulation)
  }

  /// Leaves the line for a row, or for a fetch: only a database has rows.
  private func leaveLine(_ index: UInt32, _ component: Int) {
    let key = frames[index].key
    if plan.components[component].database != nil {
      components[component].rows.leave(index, for: key, in: frames)
    } else {
      components[component].fetches.leave(index, for: key, in: frames)
    }
  }

  func restart(_ component: Int, _ number: Int, at now: Nanoseconds) {
    let replica = components[component].firstReplica + number
    guard !replicas[replica].isUp else { return }
    replicas[replica].isUp = true
    if replicas[replica].isActive { decisions.add(.restarted, component, at: now, signal: Double(number)) }
    updateEligible(component, at: now)
  }
}
