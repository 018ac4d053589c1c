import Engine
import Statistics

/// One operation that ends before it is done, while its station goes on.
extension Network {
  /// Ends an operation and its branches, wherever they stand; what it called goes on without it.
  mutating func withdraw(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    var family = [index]
    var position = 0
    while position < family.count {
      let known = family.count
      for other in 0..<UInt32(frames.used)
      where frames[other].isBranch && frames[other].state != .free && frames[other].parent == family[position]
        && isAwaited(frames[other])
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
  private mutating func leaveStation(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let component = Int(frames[index].component)
    let replica = components[component].firstReplica + Int(frames[index].replica)
    let state = frames[index].state
    detach(index, at: simulation.now)
    if state == .queued || state == .awaitingCore {
      let isForCore = state == .awaitingCore
      if !lines.isEmpty && lines[2 * replica + (isForCore ? 1 : 0)].remove(index, in: frames) {
        if isForCore { replicas[replica].coreQueue.count -= 1 } else { replicas[replica].queue.count -= 1 }
      } else if isForCore {
        replicas[replica].coreQueue.remove(index, in: frames)
      } else {
        replicas[replica].queue.remove(index, in: frames)
      }
      components[component].queueLength.add(-1, at: simulation.now)
    } else if frames[index].holdsCore {
      releaseCore(of: index, in: &simulation)
    } else if !shared.isEmpty && shared[replica].remove(index) {
      reshare(component, replica, in: &simulation)
    }
  }
}
