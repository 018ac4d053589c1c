import Engine

/// Which activities can still go on when a run stops, and which nothing that is pending will ever wake.
///
/// An activity goes on by itself while something is pending for it: work, a wait, a hop, a timeout, a backoff, a hedge.
/// One that waits goes on when what it waits for may: enough of its callees or branches, somebody who holds a slot of
/// its station, the record before it in its lane, a record of the log that it wants to publish to, the holder of its row,
/// the one that fetches for it. A record or a message needs a consumer that is there, or may come back. What is not found along these ways from what is pending
/// hangs for ever: a circle of threads that wait for one another, a queue that nobody reads, whoever waits for these.
///
/// In doubt something may go on: one live holder of a slot is hope for the whole line, a crash that is still to come
/// ends whatever is there, and a fault that has an end is taken to be over in time.
struct Liveness {
  /// By place in the slab of frames.
  private(set) var frames: [Bool]
  /// By log, whether some worker may take a message of the queue.
  var queues: [Bool] = []
  /// By replica, whether a slot of it may be given back.
  private(set) var frees: [Bool]

  /// Who stands in which line, linked by `next`.
  private var next: [UInt32]
  private var slotLines: [UInt32]
  private var laneLines: [UInt32]
  private var roomLines: [UInt32]
  private var keyLines: [KeyLine: UInt32] = [:]
  /// Callees and branches of a waiting frame that may end.
  private var hopes: [Int32]
  private var woken: [UInt32] = []

  /// A row or a fetch of a component.
  private struct KeyLine: Hashable {
    var component: UInt16
    var key: UInt64
  }

  init(frames count: Int, replicas: Int, lanes: Int, logs: Int) {
    frames = Array(repeating: false, count: count)
    next = Array(repeating: Frame.none, count: count)
    hopes = Array(repeating: 0, count: count)
    frees = Array(repeating: false, count: replicas)
    slotLines = Array(repeating: Frame.none, count: replicas)
    laneLines = Array(repeating: Frame.none, count: lanes)
    roomLines = Array(repeating: Frame.none, count: logs)
  }

  mutating func wake(_ index: UInt32) {
    guard !frames[Int(index)] else { return }
    frames[Int(index)] = true
    woken.append(index)
  }

  mutating func nextWoken() -> UInt32? { woken.popLast() }

  // MARK: Lines

  mutating func standsForSlot(_ index: UInt32, of replica: Int) {
    next[Int(index)] = slotLines[replica]
    slotLines[replica] = index
  }

  mutating func standsInLane(_ index: UInt32, _ lane: Int) {
    next[Int(index)] = laneLines[lane]
    laneLines[lane] = index
  }

  mutating func awaitsRoom(_ index: UInt32, in log: Int) {
    next[Int(index)] = roomLines[log]
    roomLines[log] = index
  }

  mutating func follows(_ index: UInt32, key: UInt64, of component: UInt16) {
    let line = KeyLine(component: component, key: key)
    next[Int(index)] = keyLines[line] ?? Frame.none
    keyLines[line] = index
  }

  /// Somebody who has a slot of the replica may give it back.
  mutating func mayFree(_ replica: Int) {
    guard !frees[replica] else { return }
    frees[replica] = true
    wakeLine(slotLines[replica])
  }

  mutating func mayMove(lane: Int) {
    wakeLine(laneLines[lane])
    laneLines[lane] = Frame.none
  }

  /// Something may be taken from a log.
  mutating func mayMakeRoom(in log: Int) {
    wakeLine(roomLines[log])
    roomLines[log] = Frame.none
  }

  mutating func maySettle(key: UInt64, of component: UInt16) {
    if let line = keyLines.removeValue(forKey: KeyLine(component: component, key: key)) { wakeLine(line) }
  }

  private mutating func wakeLine(_ first: UInt32) {
    var index = first
    while index != Frame.none {
      wake(index)
      index = next[Int(index)]
    }
  }

  /// One more of those that a frame waits for may end; true when enough of them may.
  mutating func hopes(for parent: UInt32, of needed: UInt32) -> Bool {
    hopes[Int(parent)] += 1
    return hopes[Int(parent)] >= Int32(clamping: needed)
  }
}
