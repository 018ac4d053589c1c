import Engine

/// Frames that wait where the first to come is not the first to go: by priority, by flow in turn, or by drawn work.
///
/// Classes are few (8 priorities, 64 flows), so taking the next is a short scan over class queues; least work is a
/// binary heap, O(log n).
final class RankedLine {
  private let discipline: Discipline
  private var classes: [LinkedQueue]
  /// Flows in the order in which they first stood here; each has its turn.
  private var flows: [UInt16] = []
  private var turn = turns - 1
  private var heap = EventHeap<UInt32>()
  private var order: UInt64 = 0
  /// Those of the heap that have left it: they are passed over when their turn comes.
  private var gone: Set<UInt64> = []

  static let priorities = 8
  private static let turns = 64

  init(_ discipline: Discipline) {
    self.discipline = discipline
    switch discipline {
    case .priority, .preemptive: classes = Array(repeating: LinkedQueue(), count: Self.priorities)
    case .fair: classes = Array(repeating: LinkedQueue(), count: Self.turns)
    default: classes = []
    }
  }

  /// - Parameter work: drawn work, for `shortest`.
  func append(_ index: UInt32, work: Nanoseconds, in frames: FrameStore) {
    switch discipline {
    case .priority, .preemptive, .fair: classes[place(of: index, in: frames)].append(index, in: frames.slab)
    default:
      order += 1
      // Its links are free here, and hold its number in the heap.
      frames[index].next = UInt32(truncatingIfNeeded: order)
      frames[index].previous = UInt32(truncatingIfNeeded: order >> 32)
      heap.push(PendingEvent(time: UInt64(bitPattern: work), order: order, payload: index))
    }
  }

  /// Stands first in its class.
  func putBack(_ index: UInt32, in frames: FrameStore) {
    classes[place(of: index, in: frames)].prepend(index, in: frames.slab)
  }

  /// Class of a frame.
  private func place(of index: UInt32, in frames: FrameStore) -> Int {
    if discipline != .fair { return Int(frames[index].priority) % Self.priorities }
    let flow = frames.request(of: index).pointee.flow
    if let known = flows.firstIndex(of: flow) { return known % Self.turns }
    flows.append(flow)
    return (flows.count - 1) % Self.turns
  }

  /// Takes out a frame that stands in the line. O(1).
  func remove(_ index: UInt32, in frames: FrameStore) {
    switch discipline {
    case .priority, .preemptive, .fair: classes[place(of: index, in: frames)].remove(index, in: frames.slab)
    default: gone.insert(UInt64(frames[index].previous) << 32 | UInt64(frames[index].next))
    }
  }

  /// - Precondition: not empty.
  func removeFirst(in frames: FrameStore) -> UInt32 {
    switch discipline {
    case .priority, .preemptive:
      for index in classes.indices where !classes[index].isEmpty {
        return classes[index].removeFirst(in: frames.slab)
      }
    case .fair:
      for offset in 1...Self.turns {
        let index = (turn + offset) % Self.turns
        if !classes[index].isEmpty {
          turn = index
          return classes[index].removeFirst(in: frames.slab)
        }
      }
    default:
      while heap.count > 0 {
        let first = heap.popFirst()
        if gone.isEmpty || gone.remove(first.order) == nil { return first.payload }
      }
    }
    preconditionFailure("nobody stands in the line")
  }
}
