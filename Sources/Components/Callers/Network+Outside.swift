import Engine

extension Network {
  /// An outside interface's quota, faults and outcomes. Nil: its latency passes next; `UInt16.max`: it
  /// does not answer before the caller gives up.
  func answerFromOutside(
    _ index: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) -> UInt16? {
    let frame = frames.address(of: index)
    let component = Int(frame.pointee.component)
    if let quota = plan.components[component].quota,
      !components[component].quota.admits(
        frame.pointee.key, perSecond: quota * components[component].quotaFactor, at: simulation.now)
    {
      if frame.pointee.isMeasured { components[component].quotaRefusals += 1 }
      noteFailure(.quota, StandardOutcome.quota, index)
      return StandardOutcome.quota
    }
    let onlyKey = components[component].onlyKey
    let isHit = onlyKey == 0 || onlyKey == Int64(bitPattern: frame.pointee.key) + 1
    if components[component].isOut && isHit {
      let parent = frame.pointee.parent
      let deadline = parent == Frame.none ? -1 : frames[parent].deadline
      guard frames.isAwaited(index), deadline > simulation.now else {
        noteFailure(.down, StandardOutcome.error, index)
        return StandardOutcome.error
      }
      spend(.silence, index, at: simulation.now)
      // Answers at the instant at which nobody waits any more.
      frame.pointee.counter = UInt32(NetworkPlan.silentEnd)
      schedule(.resume, of: index, after: deadline + 1 - simulation.now, in: &simulation)
      return .max
    }
    var draw = draws.streams[NetworkPlan.outsideStream].bits(
      entity: frames.request(of: index).pointee.entity,
      draw: RandomStream.mix(frame.pointee.context, plan.components[component].salt))
    let errors = isHit ? components[component].errorThreshold : 0
    if errors > 0 && draw < errors {
      noteFailure(.errorShare, StandardOutcome.error, index)
      return StandardOutcome.error
    }
    draw = draw &- errors
    for entry in plan.components[component].outcomes {
      let share = CallConditions.threshold(entry.share)
      if draw < share {
        frame.pointee.outcome = entry.outcome
        noteFailure(.errorShare, entry.outcome, index)
        return nil
      }
      draw = draw &- share
    }
    frame.pointee.outcome = StandardOutcome.ok
    return nil
  }

  /// Takes a token of the component's bucket.
  func admit(_ index: UInt32, at now: Nanoseconds) -> Bool {
    let component = Int(frames[index].component)
    guard let bucket = plan.components[component].bucket else { return true }
    if components[component].bucket.take(bucket, factor: components[component].quotaFactor, at: now) { return true }
    if frames[index].isMeasured { components[component].counts[.shed] += 1 }
    noteFailure(.shed, StandardOutcome.refused, index)
    return false
  }
}
