import Engine

/// Work that takes cores from other work, and work that goes on where it stopped.
extension Network {
  /// Whether a core is free for the frame's work, or becomes so; else it waits.
  func claimsCore(
    _ index: UInt32, _ station: UnsafeMutablePointer<Station>, _ replica: Int, at now: Nanoseconds
  ) -> Bool {
    switch station.pointee.claimCore(of: replica, for: index, at: now) {
    case .begins: return true
    case .takesFrom(let victim):
      frames[victim].waitingSince = now
      tracing.spend(.cores, victim, at: now)
      return true
    case .waits:
      tracing.spend(.cores, index, at: now)
      station.pointee.waitForCore(index, at: replica, work: 0, at: now)
      return false
    }
  }

  /// Those that are next in line for free cores begin, or go on: what has begun is done to its end, whatever its deadline.
  func fillCores(_ station: UnsafeMutablePointer<Station>, _ replica: Int, at now: Nanoseconds) {
    while station.pointee.replicas[replica].tasks.hasRoom,
      let next = station.pointee.nextForCore(of: replica, at: now)
    {
      endCoreWait(of: next, at: now)
      let draw = work(of: lastStep(of: next))
      let priority = frames[next].priority
      if let work = station.pointee.replicas[replica].tasks.resume(next, priority: priority, at: now) {
        frames[next].state = .running
        frames[next].waitingSince = now
        let slowness = station.pointee.slowness(of: replica)
        tracing.spendShared(next, stream: draw.stream, work: work, slowness: slowness, at: now)
      } else if frames.expires(next) <= now {
        expire(next)
      } else {
        beginShare(next, draw, station, replica, at: now)
      }
    }
  }
}
