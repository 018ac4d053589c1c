import Engine
import Statistics

/// How operations and flows end.
extension Network {
  /// An operation or flow ends. Its slot is free at once; its reply travels back.
  func finish(
    _ index: UInt32, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) {
    let frame = frames.address(of: index)
    frame.pointee.outcome = outcome
    while frames.held(index) != Frame.none { release(index, in: &simulation) }
    if frame.pointee.isBranch {
      tracing.handSpans(index, to: frame.pointee.parent, at: simulation.now)
      join(index, outcome: outcome, at: simulation.now)
      frames.release(index)
      return
    }
    if frame.pointee.isFlow {
      endFlow(index, in: &simulation)
      tracing.leave(index, at: simulation.now)
      frames.release(index)
      return
    }
    if frame.pointee.commit >= 0 && outcome == StandardOutcome.ok { commit(index, in: &simulation) }
    leave(index, in: &simulation)
    guard frames.isAwaited(index) else {
      if frame.pointee.parent != Frame.none && frame.pointee.isMeasured { station(of: index).pointee.waste(outcome) }
      tracing.leave(index, at: simulation.now)
      frames.release(index)
      return
    }
    sendReply(index, in: &simulation)
  }

  /// The transaction commits: the core decides, and the outbox takes what goes with it.
  private func commit(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    var place = Int(frame.pointee.commit)
    frame.pointee.commit = -1
    let isStale = readsStaleCopy(index)
    while true {
      switch plan.program[place] {
      case .decide(let command):
        let items = decide(index, command, isStale: isStale, at: simulation.now)
        if !items.isEmpty { publish(items, of: index, command, in: &simulation) }
      case .mark(let clock, let outcomes):
        if outcomes < 0 || plan.branches.lists(frame.pointee.outcome, in: outcomes) {
          frames.setMark(Int(clock), of: index, to: simulation.now)
        }
      case .stage(let message, let unless):
        if !plan.branches.lists(frame.pointee.outcome, in: unless) {
          stage(index, message, at: UInt32(place), in: &simulation)
        }
      default: return
      }
      place += 1
    }
  }

  /// What an operation held at its component is free again, and what it did is counted.
  func leave(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let station = station(of: index)
    settle(index, station, in: &simulation)
    if let response = station.pointee.leave(frames.address(of: index), horizon, at: simulation.now) {
      measures.operationLatency[Int(frames[index].operation)].record(response)
    }
    free(index, in: &simulation)
  }

  /// The same of one that is cancelled.
  func leaveCancelled(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let station = station(of: index)
    settle(index, station, in: &simulation)
    station.pointee.cancel(frames.address(of: index), horizon, at: simulation.now)
    free(index, in: &simulation)
  }

  /// Commits, rows, fetches and messages that it had to do with.
  @inline(__always)
  private func settle(
    _ index: UInt32, _ station: UnsafeMutablePointer<Station>, in simulation: inout Simulation<NetworkEvent>
  ) {
    let frame = frames.address(of: index)
    if station.pointee.features.contains(.keepsData) { noteCommit(index, at: simulation.now) }
    if frame.pointee.locksRow { unlock(index, in: &simulation) }
    if frame.pointee.leads { settleFetch(index, in: &simulation) }
    if frames.message(index) != Frame.none { settleMessage(of: index, in: &simulation) }
  }

  /// Its slot, and its lane or timer.
  @inline(__always)
  private func free(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    if frame.pointee.holdsSlot { releaseSlot(of: index, in: &simulation) }
    if frame.pointee.lane >= 0 { returnLane(of: index, in: &simulation) }
    if frame.pointee.lane < -1 { endRun(ofTimer: frame.pointee.lane) }
  }
}
