import Engine
import Statistics

/// Slots, and who waits for them.
extension Station {
  /// What becomes of a call that is at its replica.
  enum Admission { case starts, waits, refused }

  /// Whether a slot of a replica is free.
  @inline(__always)
  func hasFreeSlot(_ replica: Int) -> Bool {
    if slots == 0 { return true }
    let most = features.contains(.adapts) ? min(slots, replicas[replica].limit.operations) : slots
    return replicas[replica].busySlots < most
  }

  /// - Parameter takesSlot: false for what runs beside the slots.
  @inline(__always)
  func admission(of index: UInt32, at replica: Int, takesSlot: Bool) -> Admission {
    if hasFreeSlot(replica) || !takesSlot { return .starts }
    // A record has its place: the log has taken it.
    return replicas[replica].line.count < queueLimit || frames[index].lane >= 0 ? .waits : .refused
  }

  /// - Parameter work: what it would do, where the line goes by that.
  @inline(__always)
  mutating func wait(_ index: UInt32, at replica: Int, work: Nanoseconds, at now: Nanoseconds) {
    frames[index].state = .queued
    replicas[replica].line.append(index, work: work, in: frames)
    gauges[.queue].add(1, at: now)
  }

  @inline(__always)
  mutating func takeSlot(of replica: Int, at now: Nanoseconds) {
    replicas[replica].busySlots += 1
    gauges[.busySlots].add(1, at: now)
    if replicas.away > 0 { replicas.noteWork(replica, at: now) }
  }

  /// A slot is free: whoever is next takes it before `settleSlots`.
  @inline(__always)
  mutating func giveSlot(of replica: Int, response: Nanoseconds, at now: Nanoseconds) {
    replicas[replica].busySlots -= 1
    gauges[.busySlots].add(-1, at: now)
    if features.contains(.warms) { warm.add(at: now) }
    if features.contains(.adapts), let adaptation = plan.pointee.adaptation {
      replicas[replica].limit.adapt(to: response, adaptation, most: slots)
    }
  }

  /// The first in line, if a slot is free.
  @inline(__always)
  mutating func nextForSlot(of replica: Int, at now: Nanoseconds) -> UInt32? {
    guard replicas[replica].line.count > 0 && hasFreeSlot(replica) else { return nil }
    gauges[.queue].add(-1, at: now)
    return replicas[replica].line.removeFirst(in: frames)
  }

  /// Those who were next have their slots.
  @inline(__always)
  mutating func settleSlots(of replica: Int, at now: Nanoseconds) {
    if replicas[replica].busySlots < slots { replicas[replica].fullSince = -1 }
    if replicas.away > 0 { replicas.noteWork(replica, at: now) }
  }

  // MARK: Overload

  /// Whether what leaves the line is refused, because it has waited too long.
  mutating func sheds(_ replica: Int, wait: Nanoseconds, at now: Nanoseconds) -> Bool {
    guard let shedding = plan.pointee.shedding else { return false }
    let isLast = replicas[replica].line.count == 0
    switch replicas[replica].delay.judge(wait: wait, isLast: isLast, shedding, at: now) {
    case .takes: return false
    case .ends:
      replicas.decisions.add(.shedEnded, number, at: now, signal: Double(wait))
      return false
    case .begins:
      replicas.decisions.add(.shedBegan, number, at: now, signal: Double(wait))
      return true
    case .refuses: return true
    }
  }

  /// Takes an idle instance of a function; false when a new one has to start.
  mutating func takesWarmInstance(_ warmth: WarmthPlan, at now: Nanoseconds) -> Bool {
    warm.take(within: warmth.keepsWarm, at: now) || gauges[.busySlots].level <= Int64(warmth.ready)
  }

  /// A slot was taken: when somebody has to look whether any has been free since, if it was the last one.
  mutating func looksAtSlots(of replica: Int, at now: Nanoseconds) -> Nanoseconds? {
    guard let freezing = plan.pointee.freezing, replicas[replica].busySlots >= slots, replicas[replica].fullSince < 0
    else { return nil }
    replicas[replica].fullSince = now
    if replicas[replica].isWatched { return nil }
    replicas[replica].isWatched = true
    return now + freezing.after
  }

  /// What becomes of a replica all of whose slots were taken.
  enum Fullness {
    case passed
    case looksAgain(at: Nanoseconds)
    case freezes(until: Nanoseconds)
  }

  mutating func fullness(of replica: Int, at now: Nanoseconds) -> Fullness {
    replicas[replica].isWatched = false
    let since = replicas[replica].fullSince
    guard let freezing = plan.pointee.freezing, replicas[replica].isUp, since >= 0 else { return .passed }
    let due = since + freezing.after
    if due > now {
      replicas[replica].isWatched = true
      return .looksAgain(at: due)
    }
    replicas[replica].fullSince = -1
    replicas.decisions.add(.froze, number, at: now, signal: Double(replica))
    return .freezes(until: now + freezing.backIn)
  }
}
