import Engine

/// Frames that wait where the first to come is not the first to go: by priority, by flow in turn, or by
/// drawn work.
///
/// Classes are few (8 priorities, 64 flows), so taking the next is a short scan over class queues; least work is a
/// binary heap, O(log n).
final class WaitingLine {
  private let discipline: Discipline
  private var classes: [FrameQueue]
  /// Flows in the order in which they first stood here; each has its turn.
  private var flows: [UInt16] = []
  private var turn = turns - 1
  private var heap = EventHeap<UInt32>()
  private var order: UInt64 = 0
  /// Those of the heap that have left it: they are passed over when their turn comes.
  private var gone: Set<UInt64> = []
  private(set) var count: Int32 = 0

  static let priorities = 8
  private static let turns = 64

  init(_ discipline: Discipline) {
    self.discipline = discipline
    switch discipline {
    case .priority: classes = Array(repeating: FrameQueue(), count: Self.priorities)
    case .fair: classes = Array(repeating: FrameQueue(), count: Self.turns)
    default: classes = []
    }
  }

  /// - Parameter work: drawn work, for `shortest`.
  func push(_ index: UInt32, work: Nanoseconds, in frames: borrowing Slab<Frame>) {
    count += 1
    switch discipline {
    case .priority: classes[Int(frames[index].priority) % Self.priorities].append(index, in: frames)
    case .fair: classes[turn(of: frames[index].flow)].append(index, in: frames)
    default:
      order += 1
      // Its links are free here, and hold its number in the heap.
      frames[index].next = UInt32(truncatingIfNeeded: order)
      frames[index].previous = UInt32(truncatingIfNeeded: order >> 32)
      heap.push(PendingEvent(time: UInt64(bitPattern: work), order: order, payload: index))
    }
  }

  private func turn(of flow: UInt16) -> Int {
    if let known = flows.firstIndex(of: flow) { return known % Self.turns }
    flows.append(flow)
    return (flows.count - 1) % Self.turns
  }

  /// Takes out a frame that stands in the line. O(1).
  func remove(_ index: UInt32, in frames: borrowing Slab<Frame>) {
    count -= 1
    switch discipline {
    case .priority: classes[Int(frames[index].priority) % Self.priorities].remove(index, in: frames)
    case .fair: classes[turn(of: frames[index].flow)].remove(index, in: frames)
    default: gone.insert(UInt64(frames[index].previous) << 32 | UInt64(frames[index].next))
    }
  }

  func pop(in frames: borrowing Slab<Frame>) -> UInt32 {
    count -= 1
    switch discipline {
    case .priority:
      for index in classes.indices where !classes[index].isEmpty {
        return classes[index].removeFirst(in: frames)
      }
      return Frame.none
    case .fair:
      for offset in 1...Self.turns {
        let index = (turn + offset) % Self.turns
        if !classes[index].isEmpty {
          turn = index
          return classes[index].removeFirst(in: frames)
        }
      }
      return Frame.none
    default:
      while true {
        let first = heap.popFirst()
        if gone.isEmpty || gone.remove(first.order) == nil { return first.payload }
      }
    }
  }
}
