import Engine
import Statistics

/// Lag of consumer groups: from the time at which a record is in its log until its consumer begins on it, or turns it
/// away, wherever it waits meanwhile.
extension Network {
  /// Whether what a consumer group does with a record counts: it was appended inside the measured part.
  @inline(__always)
  func countsLag(since appendedAt: Nanoseconds) -> Bool { appendedAt >= horizon.warmUp && appendedAt < horizon.end }

  // MARK: Records

  func beginLag(_ index: UInt32, at now: Nanoseconds) {
    let group = Int(lanes[Int(frames[index].lane)].group)
    frames.rarity(index).pointee.appendedAt = now
    frames[index].lags = true
    groups[group].waiting.add(1, at: now)
    groups[group].append(index, since: now, isNew: true)
    if countsLag(since: now) { groups[group].published += 1 }
  }

  /// A record whose consumer has stopped waits in the log again, or still.
  func lagAgain(_ index: UInt32, at now: Nanoseconds) {
    let frame = frames.address(of: index)
    let group = Int(lanes[Int(frame.pointee.lane)].group)
    let appendedAt = appendedAt(index)
    if !frame.pointee.lags {
      frame.pointee.lags = true
      groups[group].waiting.add(1, at: now)
      if countsLag(since: appendedAt) { groups[group].redelivered += 1 }
    }
    groups[group].append(index, since: appendedAt, isNew: false)
  }

  /// When a record came to its log first.
  func appendedAt(_ index: UInt32) -> Nanoseconds { frames.rarity(of: index)?.pointee.appendedAt ?? 0 }

  func endLag(_ index: UInt32, at now: Nanoseconds) {
    let group = Int(lanes[Int(frames[index].lane)].group)
    let appendedAt = appendedAt(index)
    frames[index].lags = false
    groups[group].waiting.add(-1, at: now)
    if countsLag(since: appendedAt) {
      groups[group].taken += 1
      groups[group].lag.record(now - appendedAt)
    }
    clearLine(of: group)
  }

  // MARK: Messages

  func beginLag(ofMessage message: UInt32, at now: Nanoseconds) {
    let group = logs[Int(messages[message].log)].firstGroup
    let publishedAt = messages[message].publishedAt
    let isNew = messages[message].receives == 0
    groups[group].waiting.add(1, at: now)
    groups[group].append(message, since: publishedAt, isNew: isNew)
    guard countsLag(since: publishedAt) else { return }
    if isNew { groups[group].published += 1 } else { groups[group].redelivered += 1 }
  }

  /// - Parameter isTaken: false when it is given up.
  func endLag(ofMessage message: UInt32, isTaken: Bool, at now: Nanoseconds) {
    let group = logs[Int(messages[message].log)].firstGroup
    let publishedAt = messages[message].publishedAt
    messages[message].isWaiting = false
    groups[group].waiting.add(-1, at: now)
    if countsLag(since: publishedAt) {
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

  private func clearLine(of group: Int, log: Int32) {
    let messages = messages.base
    groups[group].clear { Network.waits(messages + Int($0.index), $0, in: log) }
  }

  private func clearLine(of group: Int) {
    // Looked at only, while the group is changed.
    let frames = frames.view
    let lanes = lanes
    groups[group].clear { Network.waits(frames, $0, in: lanes, group) }
  }

  /// At the end of a timeline interval.
  func endLagInterval(at now: Nanoseconds) {
    let frames = frames.view
    let messages = messages.base
    let lanes = lanes
    for (number, log) in plan.logs.enumerated() {
      let first = logs[number].firstGroup
      for group in first..<first + (log.queue == nil ? log.groups.count : 1) {
        let oldest =
          log.queue != nil
          ? groups[group].oldest { Network.waits(messages + Int($0.index), $0, in: Int32(number)) }
          : groups[group].oldest { Network.waits(frames, $0, in: lanes, group) }
        groups[group].endInterval(at: now, oldest: oldest)
      }
    }
  }

  /// Whether a record still waits: its place may hold another one by now.
  @inline(__always)
  private static func waits(
    _ frames: FrameStore.View, _ entry: GroupState.Waiting, in lanes: Table<LaneState>, _ group: Int
  ) -> Bool {
    let frame = frames[entry.index]
    return frame.pointee.lags && frame.pointee.state != .free && frames.appendedAt(frame) == entry.since
      && Int(lanes[Int(frame.pointee.lane)].group) == group
  }

  /// Another message of the queue at its place that was published at the same instant is as old.
  @inline(__always)
  private static func waits(
    _ message: UnsafeMutablePointer<Message>, _ entry: GroupState.Waiting, in log: Int32
  ) -> Bool {
    message.pointee.log == log && message.pointee.isWaiting && message.pointee.publishedAt == entry.since
  }
}
