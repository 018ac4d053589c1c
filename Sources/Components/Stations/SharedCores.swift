import Engine

/// Processor sharing in one replica: n tasks on c cores each progress at min(1, c/n).
///
/// Progress is measured in virtual time, which runs at that rate; a task ends when virtual time reaches its
/// start plus its work, so an arrival or departure changes one rate and no task. O(log n) each.
struct SharedCores: ~Copyable {
  private var virtual = 0.0
  private var updated: Nanoseconds = 0
  private var rate = 1.0
  /// By the bits of the virtual end, which order like the number itself.
  private var heap = EventHeap<UInt32>()
  private var order: UInt64 = 0
  /// When the next task ends, if nothing changes; −1 for never.
  private(set) var nextEnd: Nanoseconds = -1
  /// Number of the current rate: an end that was due by another one is not one.
  private(set) var generation: UInt32 = 0

  var count: Int { heap.count }

  private mutating func advance(to now: Nanoseconds) {
    virtual += Double(now - updated) * rate
    updated = now
    // Small again whenever idle, so that precision never wears off.
    if heap.count == 0 { virtual = 0 }
  }

  /// Sets the rate of each task from now on, and with it `nextEnd`.
  mutating func setRate(_ rate: Double, at now: Nanoseconds) {
    advance(to: now)
    generation &+= 1
    self.rate = rate
    if heap.count > 0 {
      let end = Double(bitPattern: heap.first.time)
      nextEnd = now + min(Network.longestSpan, max(0, Nanoseconds(saturating: ((end - virtual) / rate).rounded(.up))))
    } else {
      nextEnd = -1
    }
  }

  mutating func add(_ frame: UInt32, work: Nanoseconds, at now: Nanoseconds) {
    advance(to: now)
    order += 1
    heap.push(PendingEvent(time: (virtual + Double(work)).bitPattern, order: order, payload: frame))
  }

  /// The first task that has ended by now; nil when none has.
  mutating func removeEnded(at now: Nanoseconds) -> UInt32? {
    advance(to: now)
    guard heap.count > 0, Double(bitPattern: heap.first.time) <= virtual + 0.5 else { return nil }
    return heap.popFirst().payload
  }

  /// Whether the frame's task was there; the rate must be set next. O(count).
  mutating func remove(_ frame: UInt32) -> Bool {
    let before = heap.count
    var kept = EventHeap<UInt32>()
    while heap.count > 0 {
      let next = heap.popFirst()
      if next.payload != frame { kept.push(next) }
    }
    heap = kept
    return heap.count < before
  }

  mutating func removeAll() {
    heap = EventHeap()
    generation &+= 1
    nextEnd = -1
  }
}
