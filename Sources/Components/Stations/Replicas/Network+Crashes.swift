import Engine
import Statistics

/// Replicas that stop: who reacts to that, and what they worked on and what waited there, which is lost.
extension Network {
  // MARK: Who stops, and who reacts

  /// A replica stops, and whoever depends on it being there reacts: a database fails over, a consumer group moves
  /// the lanes once it has noticed.
  func crashMember(
    _ component: Int, _ number: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    if plan.components[component].database != nil && number == Int(stations[component].replicas.primary) {
      return failOver(component, in: &simulation)
    }
    stations[component].replicas[number].stops += 1
    crash(component, number, in: &simulation)
    noticeMembers(of: component, in: &simulation)
  }

  /// A reason for which a replica stopped is gone.
  func comeBack(_ component: Int, _ number: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard stations[component].replicas.release(number, at: simulation.now) else { return }
    noticeMembers(of: component, in: &simulation)
    // Back before the group has noticed that it was gone, it goes on with its own lanes.
    if plan.components[component].rebalance != nil { resumeLanes(of: component, in: &simulation) }
    if plan.components[component].pulls >= 0 { dispatch(plan.components[component].pulls, in: &simulation) }
  }

  /// A consumer group will notice that a member has come or gone.
  private func noticeMembers(of component: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard let pause = plan.components[component].rebalance else { return }
    schedule(.rebalance(component), at: simulation.now + pause, in: &simulation)
  }

  /// The primary is lost; a copy takes its place after the failover time.
  func failOver(_ component: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard let old = stations[component].replicas.losePrimary() else { return }
    crash(component, old, in: &simulation)
    decisions.add(.failoverBegan, component, at: simulation.now, before: Double(old), after: -1)
    guard let database = plan.components[component].database, database.failover >= 0 else { return }
    let delay = draws.samplers[Int(database.failover)].draw(
      draws.streams[NetworkPlan.faultStream].bits(
        entity: plan.components[component].salt, draw: UInt64(bitPattern: simulation.now)))
    schedule(.endFailover(component), at: simulation.now + delay, in: &simulation)
  }

  // MARK: What is lost

  /// A replica stops: all that it worked on and all that waited there is lost. O(frames).
  func crash(_ component: Int, _ replica: Int, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    let station = stations.address(of: component)
    guard station.pointee.replicas[replica].isUp else { return }
    station.pointee.replicas[replica].isUp = false
    // What was never started, or has been let go, has nothing to lose: it only cannot start until this is over.
    if station.pointee.replicas[replica].exists {
      if measures.isMeasuring { station.pointee.counts[.crashes] += 1 }
      decisions.add(.crashed, component, at: now, signal: Double(replica))
    }
    var lost: [UInt32] = []
    for index in 0..<UInt32(frames.used) where isAt(index, component, replica) { lost.append(index) }
    // Where they are in the slab depends on what else runs.
    lost.sort { frames[$0].identity.bits < frames[$1].identity.bits }
    // Lines first, so that nobody who is lost takes the place of another, or hears of another.
    let waits = poolWaits.isEmpty ? [] : lost.map { PoolWaits.name(of: $0, frames[$0].generation) }
    for index in lost { detach(index, at: now) }
    forgetLost()
    for wait in waits { abandonPools(wait, in: &simulation) }
    station.pointee.clear(replica, at: now)
    for index in lost { frames[index].holdsCore = false }
    for index in lost { lose(index, in: &simulation) }
    station.pointee.warm.removeAll()
    station.pointee.replicas.updateAvailability(at: now)
  }

  private func isAt(_ index: UInt32, _ component: Int, _ number: Int) -> Bool {
    let frame = frames.address(of: index)
    switch frame.pointee.state {
    case .free, .lost, .travelling, .returning, .stored, .logged, .held: return false
    case .running, .pausing, .queued, .awaitingCore, .awaitingReply, .following, .blocked:
      return frame.pointee.place == component && Int(frame.pointee.replica) == number
    }
  }

  /// A frame that is about to end waits for nothing any more.
  func detach(_ index: UInt32, at now: Nanoseconds) {
    let frame = frames.address(of: index)
    if frame.pointee.state == .awaitingCore { endCoreWait(of: index, at: now) }
    if frame.pointee.state == .following { leaveLine(index) }
    if frame.pointee.state == .blocked { leaveLog(index) }
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
    frame.pointee.outcome = StandardOutcome.error
    while frames.held(index) != Frame.none { release(index, in: &simulation) }
    if frame.pointee.isBranch {
      tracing.leave(index, .lost, at: simulation.now)
      return frames.release(index)
    }
    count(.lost, index)
    // One that was lost while it waited never started.
    if frame.pointee.startedAt < frame.pointee.arrivedAt { frame.pointee.startedAt = simulation.now }
    tracing.noteFailure(.stopped, StandardOutcome.error, index)
    let lane = frame.pointee.lane
    tracing.handSpans(index, to: frame.pointee.parent, at: simulation.now)
    leave(index, in: &simulation)
    let parent = frame.pointee.parent
    let generation = frame.pointee.parentGeneration
    if lane >= 0 { redeliver(index, lane: lane, in: &simulation) }
    frames.release(index)
    receiveReply(StandardOutcome.error, at: parent, generation, in: &simulation)
  }

  /// Leaves the line for a row, or for a fetch: only a database has rows.
  private func leaveLine(_ index: UInt32) {
    let station = station(of: index)
    if station.pointee.plan.pointee.database != nil {
      station.pointee.rows.leave(index, for: frames[index].key, in: frames)
    } else {
      station.pointee.fetches.leave(index, for: frames[index].key, in: frames)
    }
  }
}
