import Engine

/// Messages that wait for the relay of their log, in the order of the commits.
struct Outbox {
  private var line = LinkedQueue()

  var isEmpty: Bool { line.isEmpty }
  /// - Precondition: not empty.
  var first: UInt32 { line.head }

  /// True when it was empty, so that nobody looks at it yet.
  mutating func put(_ message: UInt32, in frames: FrameStore) -> Bool {
    let wasEmpty = line.isEmpty
    line.append(message, in: frames.slab)
    return wasEmpty
  }

  /// - Precondition: not empty.
  mutating func takeFirst(in frames: FrameStore) -> UInt32 { line.removeFirst(in: frames.slab) }

  /// The relay looks at the multiples of its period; while there is nothing, nothing happens.
  static func look(after now: Nanoseconds, every period: Nanoseconds) -> Nanoseconds {
    let period = max(1, period)
    return (now / period + 1) * period
  }
}
