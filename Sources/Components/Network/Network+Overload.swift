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

  /// A slot was taken: if it was the last one, somebody looks later whether any has been free since.
  mutating func watchSlots(
    _ component: Int, _ replica: Int, _ freezing: FreezingPlan, in simulation: inout Simulation<NetworkEvent>
  ) {
    guard replicas[replica].busySlots >= components[component].slots, replicas[replica].fullSince < 0 else { return }
    replicas[replica].fullSince = simulation.now
    if replicas[replica].isWatched { return }
    replicas[replica].isWatched = true
    let number = replica - components[component].firstReplica
    schedule(.lookAtSlots(component, replica: number), at: simulation.now + freezing.after, in: &simulation)
  }

  /// Stops a replica that has been full for too long.
  mutating func lookAtSlots(_ component: Int, _ number: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard let freezing = plan.components[component].freezing else { return }
    let replica = components[component].firstReplica + number
    replicas[replica].isWatched = false
    let since = replicas[replica].fullSince
    guard replicas[replica].isUp, since >= 0 else { return }
    let due = since + freezing.after
    if due > simulation.now {
      replicas[replica].isWatched = true
      return schedule(.lookAtSlots(component, replica: number), at: due, in: &simulation)
    }
    replicas[replica].fullSince = -1
    decisions.add(.froze, component, at: simulation.now, signal: Double(number))
    crashMember(component, number, in: &simulation)
    schedule(.restart(component, replica: number), at: simulation.now + freezing.backIn, in: &simulation)
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
