import Engine
import Statistics

/// What stations do under load, besides queueing: refuse early, adapt, start instances.
extension Network {
  /// Whether what leaves the line is refused, because it has waited too long.
  func sheds(
    _ shedding: SheddingPlan, _ component: Int, _ replica: Int, wait: Nanoseconds, at now: Nanoseconds
  ) -> Bool {
    let isLast = replicas[replica].line.count == 0
    switch replicas[replica].delay.judge(wait: wait, isLast: isLast, shedding, at: now) {
    case .takes: return false
    case .ends:
      decisions.add(.shedEnded, component, at: now, signal: Double(wait))
      return false
    case .begins:
      decisions.add(.shedBegan, component, at: now, signal: Double(wait))
      return true
    case .refuses: return true
    }
  }

  /// A slot was taken: if it was the last one, somebody looks later whether any has been free since.
  func watchSlots(
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
  func lookAtSlots(_ component: Int, _ number: Int, in simulation: inout Simulation<NetworkEvent>) {
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
  func startsCold(
    _ index: UInt32, _ component: Int, _ warmth: WarmthPlan, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    let now = simulation.now
    if components[component].warm.take(within: warmth.keepsWarm, at: now) { return false }
    if components[component].busySlots.level <= Int64(warmth.ready) { return false }
    if frames[index].isMeasured { components[component].counts[.coldStarts] += 1 }
    let delay = draws.samplers[Int(warmth.cold)].draw(bits(warmth.coldStream, for: index))
    noteTime(\.queueing, delay, of: index)
    frames[index].state = .running
    spend(.coldStart, index, at: now)
    schedule(.resume, of: index, after: delay, in: &simulation)
    return true
  }
}
