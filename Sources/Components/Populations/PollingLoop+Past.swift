import Engine

/// What a partition can tell of calls without having kept them: which are open at an instant, how many
/// were due, which changes no call has found.
extension PollingLoop {
  /// Starts in the midst of a cycle, with the calls that are still open at time zero.
  mutating func startAsIfRunningForEver() {
    ring.reset(at: 0)
    skipped = positions(before: period - shape.offset)
    if skipped < shape.count {
      position = skipped
      cycle = -1
    }
    // A batch leaves nothing open for the next one.
    if starts == .together { freeSince = 0 }
    guard shape.count > 0 else { return }
    let open = openCalls(at: 0)
    if open.count < slots {
      for completion in open { ring.add(completingAt: completion) }
    } else {
      heap = SlotHeap(slots: slots, completions: open)
      lastWait = 0
      quota.countEveryCall()
    }
    ringPeak = min(open.count, slots)
  }

  @usableFromInline
  mutating func enterExactMode() { keepExactly(slots, at: dueTime(), from: .min) }

  /// From an instant on the time at which each of so many slots becomes free is kept.
  /// - Parameter begins: since when those are free that no call holds.
  private mutating func keepExactly(_ slots: Int, at now: Nanoseconds, from begins: Nanoseconds) {
    let busy = heap?.busy(at: now) ?? (openCalls(at: now) + residue.filter { $0 > now })
    residue = []
    self.slots = slots
    heap = SlotHeap(slots: slots, completions: busy, from: begins)
    lastWait = now
    startQuota(at: now)
  }

  /// Completions after `time` of calls that were due before it and that the ring alone knows of.
  private func openCalls(at time: Nanoseconds) -> [Nanoseconds] {
    var open: [Nanoseconds] = []
    forEachPastCall(since: max(freeSince, time - calls.timeout)) { position, cycle, due in
      let call = call(position, cycle: cycle, at: due, conditionsAt(max(0, due)))
      if due + call.latency > time { open.append(due + call.latency) }
      return open.count < 4 * slots + 64
    }
    return open
  }

  /// From here on calls come as slots let them, so that a quota may bind that could not before: the calls
  /// of this second count.
  private mutating func startQuota(at now: Nanoseconds) {
    guard !quota.mayBind else { return }
    quota.countEveryCall()
    guard quota.mayBind else { return }
    var keys: [Int64] = []
    forEachPastCall(since: now / .second * .second) { position, _, _ in
      keys.append(quota.needsKey ? population.sourceKey(position) : 0)
      return true
    }
    for key in keys { _ = quota.admits(key: key, at: now) }
  }

  /// Calls due before the next one and not before `since`, newest first, until `body` wants no more; each
  /// started when it was due. Draws are functions of key and cycle, so calls of the past can be computed
  /// again; those that were not made are on record.
  private func forEachPastCall(
    since: Nanoseconds, _ body: (_ position: Int, _ cycle: Int, _ due: Nanoseconds) -> Bool
  ) {
    var position = self.position
    var cycle = self.cycle
    var refused = refusals.count - 1
    while true {
      if position == 0 {
        position = shape.count
        cycle -= 1
      }
      position -= 1
      let due = dueTime(position, cycle)
      if due < since { return }
      let number = number(position, cycle)
      while refused >= 0 && refusals[refused] > number { refused -= 1 }
      if refused >= 0 && refusals[refused] == number { continue }
      let wasAsked =
        population.isActive(position)
        || lastCalls.contains { $0.position == position && due <= $0.due }
      if wasAsked && !body(position, cycle, due) { return }
    }
  }

  /// Drops what is on record of calls that cannot be open any more.
  @usableFromInline
  mutating func forgetClosedCalls() {
    let oldest = min(windowStart - calls.timeout, windowStart / .second * .second)
    if let first = lastCalls.first, first.due < oldest { lastCalls.removeAll { $0.due < oldest } }
    var closed = 0
    while closed < refusals.count,
      dueTime(refusals[closed] % shape.count, refusals[closed] / shape.count - 1) < oldest
    { closed += 1 }
    if closed > 0 { refusals.removeFirst(closed) }
  }

  /// Back to counting once no call has waited for a while and slots are clearly more than enough.
  @usableFromInline
  mutating func leaveExactModeIfIdle(at end: Nanoseconds) {
    guard let heap, end - lastWait > 20 * calls.timeout, dueTime() >= end else { return }
    let busy = heap.busy(at: end)
    guard busy.count < slots - slots / 8 - 1 else { return }
    residue = busy
    freeSince = end
    ring.reset(at: end)
    for time in busy { ring.add(completingAt: time) }
    self.heap = nil
  }

  // MARK: Other slots

  @usableFromInline
  func nextSlotChange(before end: Nanoseconds) -> PollingPlan.SlotChange? {
    guard slotChangesTaken < shape.slotChanges.count, shape.slotChanges[slotChangesTaken].at < end else { return nil }
    return shape.slotChanges[slotChangesTaken]
  }

  /// Another number of slots, or another instance: calls that are open keep theirs as far as there are so many; those of
  /// an instance that is lost are answered to nobody who would count them. What was due meanwhile waits.
  @usableFromInline
  mutating func take(_ change: PollingPlan.SlotChange) {
    slotChangesTaken += 1
    keepExactly(change.slots, at: change.at, from: change.at)
  }

  // MARK: After the run

  /// What `PopulationPartition.dueCount` asks for. O(log keys).
  public func dueCount(from: Nanoseconds, until: Nanoseconds) -> UInt64 {
    func before(_ time: Nanoseconds) -> UInt64 {
      guard time > 0 else { return 0 }
      // From the begin of cycle −1.
      let elapsed = time - shape.offset + period
      let cycles = (elapsed - 1) / period
      return UInt64(Int(cycles) * shape.count + positions(before: elapsed - cycles * period) - skipped)
    }
    return before(until) - before(from)
  }

  /// Calls that are due before `end`, inside the measured part, and have not begun: they wait for a slot. O(calls).
  public func unstarted(until end: Nanoseconds) -> UnendedMeasurement {
    var unended = UnendedMeasurement()
    var position = position
    var cycle = cycle
    while shape.count > 0 {
      if position == shape.count {
        position = 0
        cycle += 1
      }
      let due = dueTime(position, cycle)
      if due >= end { break }
      if due >= warmUp && population.isActive(position) { unended.add(age: end - due, isLost: false) }
      position += 1
    }
    return unended
  }

  /// Number of positions whose place in a cycle is before `span`.
  private func positions(before span: Nanoseconds) -> Int {
    var low = 0
    var high = shape.count
    while low < high {
      let middle = (low + high) / 2
      if Nanoseconds((UInt64(middle) &* step) >> stepShift) < span { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What `PopulationPartition.countMissed` asks for, once the run has ended. O(keys).
  public mutating func countMissed(from: Nanoseconds, until end: Nanoseconds) -> UInt64 {
    var missed: UInt64 = 0
    population.prepareUnseen(before: end)
    for index in 0..<shape.count where population.mayHaveUnseen(index) {
      // The last call due inside the run: changes after it belong to the next.
      let first = firstDue(of: index)
      if first >= end { continue }
      let last = first + (end - 1 - first) / period * period
      population.forEachUnseen(index, before: last) { change in
        let due = last - (last - change) / period * period
        if due >= from { missed += 1 }
      }
    }
    return missed
  }
}
