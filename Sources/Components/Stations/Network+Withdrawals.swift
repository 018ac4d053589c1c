import Engine
import Statistics

/// One operation that ends before it is done, while its station goes on.
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
    for member in family { leaveStation(member, in: &simulation) }
    forgetLost()
    for member in family.reversed() { lose(member, in: &simulation) }
  }

  /// Gives its core or its place in a line to others.
  private func leaveStation(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let station = station(of: index)
    let replica = Int(frame.pointee.replica)
    let state = frame.pointee.state
    let wait = PoolWaits.name(of: index, frame.pointee.generation)
    detach(index, at: simulation.now)
    if !poolWaits.isEmpty { abandonPools(wait, in: &simulation) }
    if state == .queued || state == .awaitingCore {
      station.pointee.takeOut(index, of: replica, isForCore: state == .awaitingCore, at: simulation.now)
    } else if frame.pointee.holdsCore {
      releaseCore(of: index, in: &simulation)
    } else if station.pointee.features.contains(.sharesCores) && station.pointee.replicas[replica].tasks.remove(index) {
      reshare(station, replica, in: &simulation)
    }
  }
}
