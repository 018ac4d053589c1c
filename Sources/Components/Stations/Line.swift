import Engine

/// Who waits for a slot, or for a core, of a replica, and who is next: the discipline is its business alone.
struct Line {
  private(set) var count: Int32 = 0
  private let discipline: Discipline
  private var queue = LinkedQueue()
  private var ranked: RankedLine?

  init(_ discipline: Discipline) {
    self.discipline = discipline
    removeAll()
  }

  /// Whether it goes by the work that a frame would do, which has to be drawn first.
  var goesByWork: Bool { discipline == .shortest }

  @inline(__always)
  mutating func append(_ index: UInt32, work: Nanoseconds = 0, in frames: FrameStore) {
    count &+= 1
    switch discipline {
    case .fifo, .sharing: queue.append(index, in: frames.slab)
    case .lifo: queue.prepend(index, in: frames.slab)
    case .priority, .preemptive, .shortest, .fair: ranked.unsafelyUnwrapped.append(index, work: work, in: frames)
    }
  }

  /// Stands before all others of its class again: its turn was interrupted.
  mutating func putBack(_ index: UInt32, in frames: FrameStore) {
    count &+= 1
    ranked.unsafelyUnwrapped.putBack(index, in: frames)
  }

  /// - Precondition: not empty.
  @inline(__always)
  mutating func removeFirst(in frames: FrameStore) -> UInt32 {
    count &-= 1
    switch discipline {
    case .fifo, .sharing, .lifo: return queue.removeFirst(in: frames.slab)
    case .priority, .preemptive, .shortest, .fair: return ranked.unsafelyUnwrapped.removeFirst(in: frames)
    }
  }

  /// Takes out a frame that stands in it. O(1).
  mutating func remove(_ index: UInt32, in frames: FrameStore) {
    count &-= 1
    switch discipline {
    case .fifo, .sharing, .lifo: queue.remove(index, in: frames.slab)
    case .priority, .preemptive, .shortest, .fair: ranked.unsafelyUnwrapped.remove(index, in: frames)
    }
  }

  /// Whoever stood in it is gone.
  mutating func removeAll() {
    count = 0
    queue = LinkedQueue()
    switch discipline {
    case .fifo, .sharing, .lifo: ranked = nil
    case .priority, .preemptive, .shortest, .fair: ranked = RankedLine(discipline)
    }
  }
}
