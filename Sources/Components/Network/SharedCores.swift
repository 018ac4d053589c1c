import Engine

/// Processor sharing in one replica: n tasks on c cores each progress at min(1, c/n).
///
/// Progress is measured in virtual time, which runs at that rate; a task ends when virtual time reaches its
/// start plus its work, so an arrival or departure changes one rate and no task. O(log n) each.
final class SharedCores {
  private var virtual = 0.0
  private var updated: Nanoseconds = 0
  private var rate = 1.0
  /// By the bits of the virtual end, which order like the number itself.
  private var heap = EventHeap<UInt32>()
  private var order: UInt64 = 0
  /// When the next task ends, if nothing changes; events at other instants are stale.
  var nextEnd: Nanoseconds = -1

  var count: Int { heap.count }

  private func advance(to now: Nanoseconds) {
    virtual += Double(now - updated) * rate
    updated = now
    // Small again whenever idle, so that precision never wears off.
    if heap.count == 0 { virtual = 0 }
  }

  /// Sets the rate of each task from now on, and with it `nextEnd`.
  func setRate(_ rate: Double, at now: Nanoseconds) {
    advance(to: now)
    self.rate = rate
    if heap.count > 0 {
      let end = Double(bitPattern: heap.first.time)
      nextEnd = now + min(Network.longestSpan, max(0, Nanoseconds(saturating: ((end - virtual) / rate).rounded(.up))))
    } else {
      nextEnd = -1
    }
  }

  func add(_ frame: UInt32, work: Nanoseconds, at now: Nanoseconds) {
    advance(to: now)
    order += 1
    heap.push(PendingEvent(time: (virtual + Double(work)).bitPattern, order: order, payload: frame))
  }

  /// The first task that has ended by now; nil when none has.
  func removeEnded(at now: Nanoseconds) -> UInt32? {
    advance(to: now)
    guard heap.count > 0, Double(bitPattern: heap.first.time) <= virtual + 0.5 else { return nil }
    return heap.popFirst().payload
  }

  /// Whether the frame's task was there; the rate must be set next. O(count).
  func remove(_ frame: UInt32) -> Bool {
    let before = heap.count
    var kept = EventHeap<UInt32>()
    while heap.count > 0 {
      let next = heap.popFirst()
      if next.payload != frame { kept.push(next) }
    }
    heap = kept
    return heap.count < before
  }

  func removeAll() {
    heap = EventHeap()
    nextEnd = -1
  }
}
