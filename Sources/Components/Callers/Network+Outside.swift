import Engine

extension Network {
  /// An outside interface's quota, faults and outcomes. Nil: its latency passes next; `UInt16.max`: it
  /// does not answer before the caller gives up.
  func answerFromOutside(
    _ index: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) -> UInt16? {
    let frame = frames.address(of: index)
    let station = station(of: index)
    if !station.pointee.isInQuota(frame.pointee.key, at: simulation.now) {
      if frame.pointee.isMeasured { station.pointee.counted.quotaRefusals += 1 }
      tracing.noteFailure(.quota, StandardOutcome.quota, index)
      return StandardOutcome.quota
    }
    if station.pointee.replicas.isOut && Conditions.hit(frame.pointee.key, aim: station.pointee.conditions.outageKey) {
      return staySilent(index, in: &simulation)
    }
    switch station.pointee.answer(to: frame.pointee.key, by: ownDraw(NetworkPlan.outsideStream, of: index)) {
    case .fails:
      tracing.noteFailure(.errorShare, StandardOutcome.error, index)
      return StandardOutcome.error
    case .answers(let outcome):
      frame.pointee.outcome = outcome
      tracing.noteFailure(.errorShare, outcome, index)
      return nil
    }
  }

  /// The answer comes at the instant at which nobody waits any more, as an error to whoever waits for ever.
  private func staySilent(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) -> UInt16 {
    let parent = frames[index].parent
    let deadline = parent == Frame.none ? -1 : frames[parent].deadline
    guard frames.isAwaited(index), deadline > simulation.now else {
      tracing.noteFailure(.down, StandardOutcome.error, index)
      return StandardOutcome.error
    }
    tracing.spend(.silence, index, at: simulation.now)
    frames[index].counter = UInt32(NetworkPlan.silentEnd)
    schedule(.resume, of: index, after: deadline + 1 - simulation.now, in: &simulation)
    return .max
  }

  /// Takes a token of the component's bucket.
  func admit(_ index: UInt32, at now: Nanoseconds) -> Bool {
    if station(of: index).pointee.takesToken(at: now) { return true }
    count(.shed, index)
    tracing.noteFailure(.shed, StandardOutcome.refused, index)
    return false
  }
}
