import Engine

extension Network {
  /// An outside interface's quota, faults and outcomes. Nil: its latency passes next; `UInt16.max`: it
  /// does not answer before the caller gives up.
  mutating func answerFromOutside(
    _ index: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) -> UInt16? {
    let component = Int(frames[index].component)
    if let quota = plan.components[component].quota, !isInQuota(index, quota, at: simulation.now) {
      if frames[index].isMeasured { components[component].quotaRefusals += 1 }
      noteFailure(.quota, StandardOutcome.quota, index)
      return StandardOutcome.quota
    }
    let onlyKey = components[component].onlyKey
    let isHit = onlyKey == 0 || onlyKey == Int64(bitPattern: frames[index].key) + 1
    if components[component].isOut && isHit {
      let parent = frames[index].parent
      let deadline = parent == Frame.none ? -1 : frames[parent].deadline
      guard isAwaited(parent, frames[index].parentEpoch), deadline > simulation.now else {
        noteFailure(.down, StandardOutcome.error, index)
        return StandardOutcome.error
      }
      spend(.silence, index, at: simulation.now)
      // Answers at the instant at which nobody waits any more.
      frames[index].counter = UInt32(NetworkPlan.silentEnd)
      frames[index].wakeAt = deadline + 1
      simulation.schedule(
        .resume(index), at: deadline + 1,
        as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
      return .max
    }
    var draw = streams[NetworkPlan.outsideStream].bits(
      entity: frames[index].entity,
      draw: RandomStream.mix(frames[index].context, plan.components[component].salt))
    let errors = isHit ? components[component].errorThreshold : 0
    if errors > 0 && draw < errors {
      noteFailure(.errorShare, StandardOutcome.error, index)
      return StandardOutcome.error
    }
    draw = draw &- errors
    for entry in plan.components[component].outcomes {
      let share = CallConditions.threshold(entry.share)
      if draw < share {
        frames[index].outcome = entry.outcome
        noteFailure(.errorShare, entry.outcome, index)
        return nil
      }
      draw = draw &- share
    }
    frames[index].outcome = StandardOutcome.ok
    return nil
  }

  /// Counts the call against the quota: whole calls in each second, or by credit where the quota is not a whole number
  /// of them, so that calls that come evenly and slower than it are never refused.
  private func isInQuota(_ index: UInt32, _ quota: Double, at now: Nanoseconds) -> Bool {
    let component = Int(frames[index].component)
    let keys = plan.components[component].quotaKeys
    let slot = keys > 0 ? 1 + Int(frames[index].key % UInt64(keys)) : 0
    let quota = quota * components[component].quotaFactor
    if quota < 1 || quota != quota.rounded() {
      return CallCredit(perSecond: quota).admits(&components[component].quotaDue[slot], at: now)
    }
    let second = now / .second
    if second != components[component].quotaSecond {
      components[component].quotaSecond = second
      for index in components[component].quotaCounts.indices { components[component].quotaCounts[index] = 0 }
    }
    if Double(components[component].quotaCounts[slot]) >= quota { return false }
    components[component].quotaCounts[slot] += 1
    return true
  }
}
