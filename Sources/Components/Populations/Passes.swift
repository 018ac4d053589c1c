import Engine

/// The passes of a polling worker that asks when it is called: one at a time, in the order of the calls. Who has called
/// waits until the last answer of its pass is there.
struct Passes {
  /// A frame, and the wait that it is in.
  struct Caller {
    var frame: UInt32
    var generation: UInt32
  }

  enum Order { case begin, stop }

  private let partitions: Int
  /// Whose pass is in progress, and who comes after it.
  private var line: [Caller] = []
  /// Partitions that have not told the end of the pass in progress.
  private var outstanding = 0
  private var isStopped = false
  private var latest: Nanoseconds = 0
  private var orders: [(order: Order, at: Nanoseconds)] = []

  init(partitions: Int) { self.partitions = partitions }

  var isRunning: Bool { !line.isEmpty }

  mutating func call(_ frame: UInt32, _ generation: UInt32, at now: Nanoseconds) {
    line.append(Caller(frame: frame, generation: generation))
    if line.count == 1 { begin(at: now) }
  }

  private mutating func begin(at time: Nanoseconds) {
    outstanding = partitions
    isStopped = false
    latest = time
    orders.append((.begin, time))
  }

  /// A pass that nobody waits for any more stops: what it has asked is answered, the rest is not asked for.
  mutating func stop(unless isAwaited: (Caller) -> Bool, at now: Nanoseconds) {
    guard let caller = line.first, !isStopped, !isAwaited(caller) else { return }
    isStopped = true
    orders.append((.stop, now))
  }

  /// What the partitions are to be told, in order.
  mutating func takeOrders() -> [(order: Order, at: Nanoseconds)] {
    defer { orders.removeAll(keepingCapacity: true) }
    return orders
  }

  /// A partition tells when its last answer is there. Who has called, and when it goes on, where that was the last of
  /// them; the next pass begins then.
  mutating func partitionEnded(at time: Nanoseconds) -> (caller: Caller, at: Nanoseconds)? {
    latest = max(latest, time)
    outstanding -= 1
    guard outstanding == 0 else { return nil }
    let ended = (line.removeFirst(), latest)
    if !line.isEmpty { begin(at: latest) }
    return ended
  }
}
