import Engine
import Statistics

/// Cores, who waits for them, and how fast they are.
extension Station {
  @inline(__always)
  func hasFreeCore(_ replica: Int) -> Bool { cores == 0 || replicas[replica].busyCores < cores }

  @inline(__always)
  mutating func takeCore(of replica: Int, at now: Nanoseconds) {
    replicas[replica].busyCores += 1
    gauges[.busyCores].add(1, at: now)
    if replicas.away > 0 { replicas.noteWork(replica, at: now) }
  }

  /// - Parameter work: what it would do, where the line goes by that.
  @inline(__always)
  mutating func waitForCore(_ index: UInt32, at replica: Int, work: Nanoseconds, at now: Nanoseconds) {
    frames[index].state = .awaitingCore
    frames[index].waitingSince = now
    replicas[replica].coreLine.append(index, work: work, in: frames)
    gauges[.queue].add(1, at: now)
  }

  /// A core is free: whoever is next takes it before `settleCores`.
  @inline(__always)
  mutating func giveCore(of replica: Int, at now: Nanoseconds) {
    replicas[replica].busyCores -= 1
    gauges[.busyCores].add(-1, at: now)
  }

  /// The first in line for a core.
  @inline(__always)
  mutating func nextForCore(of replica: Int, at now: Nanoseconds) -> UInt32? {
    guard replicas[replica].coreLine.count > 0 else { return nil }
    gauges[.queue].add(-1, at: now)
    return replicas[replica].coreLine.removeFirst(in: frames)
  }

  /// Nobody is next.
  @inline(__always)
  mutating func settleCores(of replica: Int, at now: Nanoseconds) {
    if replicas.away > 0 { replicas.noteWork(replica, at: now) }
  }

  /// How much longer work takes at present: faults, and what comes with load.
  @inline(__always)
  func slowness(of replica: Int) -> Double {
    let slowness = conditions.slowness * replicas[replica].slowness
    guard features.contains(.degrades), let degradation = plan.pointee.degradation else { return slowness }
    let beyond = max(0, Int(replicas[replica].busySlots) - degradation.from)
    return slowness * (1 + degradation.each * Double(beyond))
  }

  /// A wait inside the component that a fault makes slow, or slow for one of its keys.
  @inline(__always)
  func slowed(_ delay: Nanoseconds, at replica: Int, key: UInt64) -> Nanoseconds {
    let slowness = conditions.slowness * replicas[replica].slowness
    return slowness == 1 || !Conditions.hit(key, aim: conditions.slowKey)
      ? delay : Nanoseconds((Double(delay) * slowness).rounded())
  }

  // MARK: Shared cores

  /// The number of tasks on shared cores, or their speed, has changed; true when one of them will end.
  mutating func reshare(_ replica: Int, at now: Nanoseconds) -> Bool {
    let tasks = replicas[replica].tasks.count
    let cores = Int(cores)
    let busy = min(tasks, cores)
    gauges[.busyCores].add(Int64(busy) - Int64(replicas[replica].busyCores), at: now)
    replicas[replica].busyCores = Int32(busy)
    if replicas.away > 0 { replicas.noteWork(replica, at: now) }
    replicas[replica].tasks.setRates(slowness: slowness(of: replica), at: now)
    return tasks > 0
  }

  // MARK: Preemption

  /// How a call that needs a core of a preemptive station gets one.
  enum CoreClaim: Equatable { case begins, takesFrom(UInt32), waits }

  /// What it takes a core from stands in line again, before all others of its class.
  mutating func claimCore(of replica: Int, for index: UInt32, at now: Nanoseconds) -> CoreClaim {
    if replicas[replica].tasks.hasRoom { return .begins }
    guard let victim = replicas[replica].tasks.stop(below: frames[index].priority, at: now) else { return .waits }
    frames[victim].state = .awaitingCore
    replicas[replica].coreLine.putBack(victim, in: frames)
    gauges[.queue].add(1, at: now)
    return .takesFrom(victim)
  }

  // MARK: Who leaves before its turn

  /// Leaves the line for a slot, or for a core. O(1).
  mutating func takeOut(_ index: UInt32, of replica: Int, isForCore: Bool, at now: Nanoseconds) {
    if isForCore {
      replicas[replica].coreLine.remove(index, in: frames)
      if features.contains(.preempts) { replicas[replica].tasks.forget(index) }
    } else {
      replicas[replica].line.remove(index, in: frames)
    }
    gauges[.queue].add(-1, at: now)
  }

  /// A replica has stopped: nobody works or waits there any more.
  mutating func clear(_ replica: Int, at now: Nanoseconds) {
    let waiting = Int64(replicas[replica].line.count) + Int64(replicas[replica].coreLine.count)
    gauges[.queue].add(-waiting, at: now)
    replicas[replica].line.removeAll()
    replicas[replica].coreLine.removeAll()
    gauges[.busyCores].add(-Int64(replicas[replica].busyCores), at: now)
    replicas[replica].busyCores = 0
    if features.contains(.sharesCores) { replicas[replica].tasks.removeAll() }
  }
}
