import TestSupport

@testable import Engine

typealias Pending = PendingEvent<UInt64>

/// The plainest pending-event set there is: an array kept in order.
struct SortedEvents {
  private(set) var events: [Pending] = []

  mutating func push(_ event: Pending) {
    var low = 0
    var high = events.count
    // In descending order, so that the first to go is last.
    while low < high {
      let middle = (low + high) / 2
      if events[middle].key > event.key { low = middle + 1 } else { high = middle }
    }
    events.insert(event, at: low)
  }

  mutating func popFirst() -> Pending { events.removeLast() }
  var first: Pending? { events.last }
  var count: Int { events.count }
}

extension SmallGenerator {
  /// A key that does not precede `last`, often of the same instant.
  mutating func event(after last: UInt128, reach: Int, number: UInt64) -> Pending {
    let time = UInt64(last >> 64)
    if below(4) == 0 {
      let room = UInt64.max - UInt64(truncatingIfNeeded: last)
      return Pending(
        time: time, order: UInt64(truncatingIfNeeded: last) + min(room, UInt64(below(8))), payload: number)
    }
    // Few distinct instants, and gaps of every size.
    let gap = below(3) == 0 ? UInt64(below(4)) * 1000 : UInt64(below(reach)) >> UInt64(below(20))
    return Pending(time: time + 1 + gap, order: next() >> 8, payload: number)
  }
}
