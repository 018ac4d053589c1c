/// All scheduled, unexecuted events of one region, in the order of their keys: a 4-ary heap while they
/// are few, a radix heap from `largeSize` on. Both give the same order.
///
/// - Complexity: push and pop O(log n) as a heap, amortised O(1) moves as a radix heap.
@frozen
public struct PendingEventSet<Payload: BitwiseCopyable & Sendable>: ~Copyable {
  /// What waits: an event of the model with its key.
  public typealias Element = PendingEvent<Payload>

  /// Where the radix heap takes over; it goes back to a heap at an eighth of this.
  public static var largeSize: Int { 10_000 }

  @usableFromInline var heap: EventHeap<Payload>
  @usableFromInline var radix: RadixHeap<Payload>
  @usableFromInline var isLarge = false
  @usableFromInline var lastKey: UInt128 = 0

  /// An empty set.
  public init() {
    heap = EventHeap()
    radix = RadixHeap()
  }

  /// Events that wait.
  @inlinable
  public var count: Int { isLarge ? radix.count : heap.count }

  /// Whether none does.
  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// - Precondition: the key does not precede the last one popped.
  @inlinable @inline(__always)
  public mutating func push(_ element: Element) {
    assert(element.key >= lastKey, "an event is scheduled before one that was executed")
    if isLarge { return radix.push(element) }
    heap.push(element)
    if heap.count > Self.largeSize { enlarge() }
  }

  /// The next event without removing it; nil if its key is not below `bound`, or there is none.
  ///
  /// An event that is returned is the next to be popped: nothing that precedes it may be pushed any
  /// more. Nil binds nothing, so what is below the bound may still come.
  @inlinable @inline(__always)
  public mutating func peekFirst(below bound: UInt128) -> Element? {
    if isLarge { return radix.peekFirst(below: bound) }
    heap.closeTop()
    if heap.count == 0 { return nil }
    let first = heap.first
    return first.key < bound ? first : nil
  }

  /// - Precondition: not empty.
  @inlinable @inline(__always)
  public mutating func popFirst() -> Element {
    if isLarge {
      let element = radix.popFirst()
      lastKey = element.key
      if radix.count < Self.largeSize / 8 { reduce() }
      return element
    }
    heap.closeTop()
    let element = heap.takeFirst()
    lastKey = element.key
    return element
  }

  @usableFromInline
  mutating func enlarge() {
    heap.closeTop()
    // A fresh radix heap may start at the last key popped: nothing pending precedes it.
    var larger = RadixHeap<Payload>(after: lastKey)
    for index in 0..<heap.count { larger.push(heap.base[index]) }
    radix = larger
    heap.size = 0
    isLarge = true
  }

  @usableFromInline
  mutating func reduce() {
    while radix.count > 0 { heap.push(radix.popFirst()) }
    isLarge = false
  }

  /// Whichever of the two holds the events is in order, and the other one is empty. O(n).
  public mutating func checkInvariants() -> Bool {
    heap.closeTop()
    return isLarge
      ? heap.count == 0 && radix.checkInvariants()
      : radix.count == 0 && heap.checkInvariants()
  }
}
