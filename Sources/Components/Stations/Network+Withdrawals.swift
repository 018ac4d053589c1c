import Engine
import Statistics

/// Operations that end before they are done, while their stations go on.
extension Network {
  /// Ends an operation and its branches, wherever they stand; what it called goes on without it.
  func withdraw(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    var family = [index]
    var position = 0
    while position < family.count {
      let known = family.count
      for other in 0..<UInt32(frames.used)
      where frames[other].isBranch && frames[other].state != .free && frames[other].parent == family[position]
        && frames.isAwaited(other)
      {
        family.append(other)
      }
      family[known...].sort { frames[$0].identity.bits < frames[$1].identity.bits }
      position += 1
    }
    leaveStations(family, in: &simulation)
    for member in family.reversed() { lose(member, in: &simulation) }
  }

  /// Ends what a frame started in the wait that is over, with all that is awaited below: nothing of it is done to its
  /// end, and what it held is free at once. O(those).
  /// - Parameter evenAfterFailure: whether a wait that failed counts as over.
  func cancelRest(
    of index: UInt32, _ evenAfterFailure: Bool, in simulation: inout Simulation<NetworkEvent>
  ) {
    if evenAfterFailure || !StandardOutcome.isFailure(frames[index].outcome) {
      var family = frames.family(of: index, startedIn: frames[index].generation &- 1)
      // What is on its way comes to nobody.
      family.removeAll { member in
        guard [.travelling, .returning].contains(frames[member].state) else { return false }
        tracing.leave(member, .cancelled, at: simulation.now)
        frames.release(member)
        return true
      }
      leaveStations(family, in: &simulation)
      for member in family.reversed() { cancel(member, in: &simulation) }
    }
    frames.endTracking(index)
  }

  /// Nobody needs an operation or branch any more.
  private func cancel(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    while frames.held(index) != Frame.none { release(index, in: &simulation) }
    tracing.leave(index, .cancelled, at: simulation.now)
    if frame.pointee.isBranch { return frames.release(index) }
    // One that waited never started.
    if frame.pointee.startedAt < frame.pointee.arrivedAt { frame.pointee.startedAt = simulation.now }
    if frame.pointee.leads { passLead(of: index, at: simulation.now) }
    frame.pointee.outcome = StandardOutcome.error
    leaveCancelled(index, in: &simulation)
    frames.release(index)
  }

  /// Frames that are about to end give their places in lines, and then their cores, to others: lines first, so that nobody
  /// of them takes the place of another.
  private func leaveStations(_ family: [UInt32], in simulation: inout Simulation<NetworkEvent>) {
    let states = family.map { frames[$0].state }
    let waits = poolWaits.isEmpty ? [] : family.map { PoolWaits.name(of: $0, frames[$0].generation) }
    for (member, state) in zip(family, states) {
      if state == .queued || state == .awaitingCore {
        let station = station(of: member)
        if state == .queued && station.pointee.features.contains(.isPool) { leavePool(member) }
        station.pointee.takeOut(
          member, of: Int(frames[member].replica), isForCore: state == .awaitingCore, at: simulation.now)
      }
      detach(member, at: simulation.now)
    }
    forgetLost()
    for wait in waits { abandonPools(wait, in: &simulation) }
    for (member, state) in zip(family, states) where state == .running && !frames[member].isFlow {
      giveCore(of: member, in: &simulation)
    }
  }

  private func giveCore(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let station = station(of: index)
    let replica = Int(frames[index].replica)
    if frames[index].holdsCore {
      releaseCore(of: index, in: &simulation)
    } else if station.pointee.features.contains(.sharesCores) && station.pointee.replicas[replica].tasks.remove(index) {
      reshare(station, replica, in: &simulation)
    }
  }
}
