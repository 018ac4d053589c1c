import Engine
import Statistics

/// What stations do under load, besides queueing: refuse early, adapt, start instances.
extension Network {
  /// Controlled delay: whether what leaves the queue is refused (K. Nichols and V. Jacobson, 2012).
  mutating func sheds(
    _ shedding: SheddingPlan, _ component: Int, _ replica: Int, wait: Nanoseconds, at now: Nanoseconds
  ) -> Bool {
    if wait < shedding.target || replicas[replica].queue.count == 0 {
      if replicas[replica].shedCount > 0 { decisions.add(.shedEnded, component, at: now, signal: Double(wait)) }
      replicas[replica].aboveSince = -1
      replicas[replica].shedCount = 0
      return false
    }
    if replicas[replica].aboveSince < 0 {
      replicas[replica].aboveSince = now
      return false
    }
    if replicas[replica].shedCount == 0 {
      if now - replicas[replica].aboveSince < shedding.interval { return false }
      decisions.add(.shedBegan, component, at: now, signal: Double(wait))
    } else if now < replicas[replica].shedsAt {
      return false
    }
    replicas[replica].shedCount += 1
    replicas[replica].shedsAt =
      now + Nanoseconds(Double(shedding.interval) / Double(replicas[replica].shedCount).squareRoot())
    return true
  }

  /// One more operation at once for each round of good responses, a tenth fewer for a bad one.
  mutating func adapt(_ replica: Int, _ adaptation: AdaptationPlan, most: Int32, response: Nanoseconds) {
    let limit = replicas[replica].limit
    replicas[replica].limit =
      response <= adaptation.target
      ? min(Double(most), limit + 1 / max(1, limit)) : max(Double(adaptation.least), limit * 0.9)
  }

  /// Takes an idle instance; true when there is none and the operation waits for a new one.
  mutating func startsCold(
    _ index: UInt32, _ component: Int, _ warmth: WarmthPlan, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    let now = simulation.now
    if let last = components[component].idle.last {
      if now - last <= warmth.keepsWarm {
        components[component].idle.removeLast()
        return false
      }
      // The one that worked last has gone, so all have.
      components[component].idle.removeAll(keepingCapacity: true)
    }
    if components[component].busySlots.level <= Int64(warmth.ready) { return false }
    if frames[index].isMeasured { components[component].counts[.coldStarts] += 1 }
    let delay = samplers[Int(warmth.cold)].draw(bits(warmth.coldStream, for: frames[index]))
    frames[index].queueing += delay
    frames[index].wakeAt = simulation.due(at: now + delay)
    frames[index].state = .running
    spend(.coldStart, index, at: now)
    simulation.schedule(
      .resume(index), after: delay, as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
    return true
  }
}
