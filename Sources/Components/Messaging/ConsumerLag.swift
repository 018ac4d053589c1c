import Engine
import Statistics

/// Lag of consumer groups: from the time at which a record is in its log until its consumer begins on it, or turns it
/// away, wherever it waits meanwhile.
final class ConsumerLag {
  /// In the order of the plan's consumer groups.
  let groups: Table<GroupState>
  let logs: Table<PartitionedLog>
  let lanes: Table<LaneState>
  let frames: FrameStore
  let messages: Slab<Message>
  let plan: PlanTables
  let horizon: Horizon

  init(
    groups: Table<GroupState>, logs: Table<PartitionedLog>, lanes: Table<LaneState>, frames: FrameStore,
    messages: Slab<Message>, plan: PlanTables
  ) {
    self.groups = groups
    self.logs = logs
    self.lanes = lanes
    self.frames = frames
    self.messages = messages
    self.plan = plan
    horizon = plan.whole.horizon
  }

  /// Whether what a consumer group does with a record counts: it was appended inside the measured part.
  @inline(__always)
  func counts(since appendedAt: Nanoseconds) -> Bool { appendedAt >= horizon.warmUp && appendedAt < horizon.end }

  // MARK: Records

  func begin(_ index: UInt32, at now: Nanoseconds) {
    let group = Int(lanes[Int(frames[index].lane)].group)
    frames.coldState(index).pointee.appendedAt = now
    frames[index].lags = true
    groups[group].waiting.add(1, at: now)
    groups[group].append(index, since: now, isNew: true)
    if counts(since: now) { groups[group].published += 1 }
  }

  /// A record whose consumer has stopped waits in the log again, or still.
  func again(_ index: UInt32, at now: Nanoseconds) {
    let frame = frames.address(of: index)
    let group = Int(lanes[Int(frame.pointee.lane)].group)
    let appendedAt = appendedAt(index)
    if !frame.pointee.lags {
      frame.pointee.lags = true
      groups[group].waiting.add(1, at: now)
      if counts(since: appendedAt) { groups[group].redelivered += 1 }
    }
    groups[group].append(index, since: appendedAt, isNew: false)
  }

  /// When a record came to its log first.
  func appendedAt(_ index: UInt32) -> Nanoseconds { frames.coldState(of: index)?.pointee.appendedAt ?? 0 }

  func end(_ index: UInt32, at now: Nanoseconds) {
    let group = Int(lanes[Int(frames[index].lane)].group)
    let appendedAt = appendedAt(index)
    frames[index].lags = false
    groups[group].waiting.add(-1, at: now)
    if counts(since: appendedAt) {
      groups[group].taken += 1
      groups[group].lag.record(now - appendedAt)
    }
    clearLine(of: group)
  }

  // MARK: Messages

  func begin(message: UInt32, at now: Nanoseconds) {
    let group = logs[Int(messages[message].log)].firstGroup
    let publishedAt = messages[message].publishedAt
    let isNew = messages[message].receives == 0
    groups[group].waiting.add(1, at: now)
    groups[group].append(message, since: publishedAt, isNew: isNew)
    guard counts(since: publishedAt) else { return }
    if isNew { groups[group].published += 1 } else { groups[group].redelivered += 1 }
  }

  /// - Parameter isTaken: false when it is given up.
  func end(message: UInt32, isTaken: Bool, at now: Nanoseconds) {
    let group = logs[Int(messages[message].log)].firstGroup
    let publishedAt = messages[message].publishedAt
    messages[message].isWaiting = false
    groups[group].waiting.add(-1, at: now)
    if counts(since: publishedAt) {
      if isTaken {
        groups[group].taken += 1
        groups[group].lag.record(now - publishedAt)
      } else {
        groups[group].dropped += 1
      }
    }
    clearLine(of: group, log: messages[message].log)
  }

  // MARK: The oldest

  private func clearLine(of group: Int, log: Int32) { groups[group].clear { waits($0, in: log) } }

  private func clearLine(of group: Int) { groups[group].clear { waits($0, of: group) } }

  /// At the end of a timeline interval.
  func endInterval(at now: Nanoseconds) {
    for (number, log) in plan.logs.enumerated() {
      let first = logs[number].firstGroup
      for group in first..<first + (log.queue == nil ? log.groups.count : 1) {
        let oldest =
          log.queue != nil
          ? groups[group].oldest { waits($0, in: Int32(number)) } : groups[group].oldest { waits($0, of: group) }
        groups[group].endInterval(at: now, oldest: oldest)
      }
    }
  }

  /// Whether a record still waits: its place may hold another one by now.
  @inline(__always)
  private func waits(_ entry: GroupState.Waiting, of group: Int) -> Bool {
    let frame = frames.address(of: entry.index)
    return frame.pointee.lags && frame.pointee.state != .free && appendedAt(entry.index) == entry.since
      && Int(lanes[Int(frame.pointee.lane)].group) == group
  }

  /// Another message of the queue at its place that was published at the same instant is as old.
  @inline(__always)
  private func waits(_ entry: GroupState.Waiting, in log: Int32) -> Bool {
    let message = messages.base + Int(entry.index)
    return message.pointee.log == log && message.pointee.isWaiting && message.pointee.publishedAt == entry.since
  }
}
