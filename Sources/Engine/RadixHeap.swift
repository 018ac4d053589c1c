/// A monotone priority queue: no key may precede the last one popped. Pending events of a simulation
/// are monotone, and from about ten thousand of them on this beats any heap, because it reads and
/// writes memory in order (Ahuja, Mehlhorn, Orlin, Tarjan, "Faster algorithms for the shortest path
/// problem", 1990).
///
/// Bucket `b` holds keys whose highest bit that differs from the last popped key is bit `b − 1`. When
/// the lowest bucket in use is reached, its smallest key becomes the reference and the rest moves to
/// lower buckets, so each event moves at most 128 times, and about as often as bits differ.
@frozen
public struct RadixHeap<Payload: BitwiseCopyable & Sendable>: ~Copyable {
  /// What waits: an event of the model with its key.
  public typealias Element = PendingEvent<Payload>

  @frozen
  @usableFromInline
  struct Bucket {
    @usableFromInline var base: UnsafeMutablePointer<Element>?
    @usableFromInline var count: Int
    @usableFromInline var capacity: Int

    @inlinable
    init() {
      base = nil
      count = 0
      capacity = 0
    }

    @inlinable @inline(__always)
    mutating func append(_ element: Element) {
      if count == capacity { grow() }
      base.unsafelyUnwrapped[count] = element
      count &+= 1
    }

    @usableFromInline
    mutating func grow() {
      let larger = UnsafeMutablePointer<Element>.allocate(capacity: max(8, capacity * 2))
      if let base {
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
      }
      capacity = max(8, capacity * 2)
      base = larger
    }
  }

  static var bucketCount: Int { 129 }

  @usableFromInline let buckets: UnsafeMutablePointer<Bucket>
  /// Which buckets 1…128 hold something.
  @usableFromInline var used: UInt128
  @usableFromInline var last: UInt128
  /// No event that is pending precedes it: what a look has found, so that the next one need not look again.
  @usableFromInline var floor: UInt128 = 0
  /// Events that wait.
  @inlinable public var count: Int { size }
  @usableFromInline var size: Int

  /// - Parameter last: no key pushed may precede it.
  public init(after last: UInt128 = 0) {
    buckets = .allocate(capacity: Self.bucketCount)
    buckets.initialize(repeating: Bucket(), count: Self.bucketCount)
    used = 0
    self.last = last
    size = 0
  }

  deinit {
    for index in 0..<Self.bucketCount { buckets[index].base?.deallocate() }
    buckets.deallocate()
  }

  /// - Precondition: the key does not precede the last one popped.
  /// - Complexity: O(1).
  @inlinable @inline(__always)
  public mutating func push(_ element: Element) {
    assert(element.key >= last, "a radix heap is monotone")
    if element.key < floor { floor = element.key }
    let bucket = 128 &- (element.key ^ last).leadingZeroBitCount
    buckets[bucket].append(element)
    if bucket != 0 { used |= 1 &<< UInt128(truncatingIfNeeded: bucket &- 1) }
    size &+= 1
  }

  /// - Precondition: not empty.
  /// - Complexity: amortised O(bits that differ).
  @inlinable
  public mutating func popFirst() -> Element {
    if buckets[0].count == 0 { refill() }
    let remaining = buckets[0].count &- 1
    buckets[0].count = remaining
    size &-= 1
    return buckets[0].base.unsafelyUnwrapped[remaining]
  }

  /// The first event without removing it; nil if its key is not below `bound`, or there is none.
  ///
  /// An event that is returned is the next to be popped: nothing that precedes it may be pushed any
  /// more. Nil binds nothing, so what is below the bound may still come.
  @inlinable @inline(__always)
  public mutating func peekFirst(below bound: UInt128) -> Element? {
    if buckets[0].count == 0 && !refill(below: bound) { return nil }
    let first = buckets[0].base.unsafelyUnwrapped[buckets[0].count &- 1]
    return first.key < bound ? first : nil
  }

  /// False, and nothing has moved, if no event is below the bound.
  @usableFromInline
  mutating func refill(below bound: UInt128) -> Bool {
    if size == 0 || floor >= bound { return false }
    let index = used.trailingZeroBitCount &+ 1
    let least = leastIndex(in: index)
    floor = buckets[index].base.unsafelyUnwrapped[least].key
    if floor >= bound { return false }
    redistribute(index, around: least)
    return true
  }

  @usableFromInline
  mutating func refill() {
    let index = used.trailingZeroBitCount &+ 1
    redistribute(index, around: leastIndex(in: index))
  }

  private func leastIndex(in index: Int) -> Int {
    let base = buckets[index].base.unsafelyUnwrapped
    var least = 0
    for other in 1..<max(1, buckets[index].count) where base[other].key < base[least].key { least = other }
    return least
  }

  private mutating func redistribute(_ index: Int, around least: Int) {
    let base = buckets[index].base.unsafelyUnwrapped
    let held = buckets[index].count
    last = base[least].key
    floor = last
    buckets[index].count = 0
    used &= ~(1 &<< UInt128(truncatingIfNeeded: index &- 1))
    for position in 0..<held {
      let element = base[position]
      let bucket = 128 &- (element.key ^ last).leadingZeroBitCount
      buckets[bucket].append(element)
      if bucket != 0 { used |= 1 &<< UInt128(truncatingIfNeeded: bucket &- 1) }
    }
  }

  /// Every event stands in the bucket that its key asks for, none precedes the reference, and counts
  /// and marks of use agree. O(n).
  public func checkInvariants() -> Bool {
    var total = 0
    for index in 0..<Self.bucketCount {
      let bucket = buckets[index]
      total += bucket.count
      if index > 0 && (used >> UInt128(index - 1) & 1 == 1) != (bucket.count > 0) { return false }
      for position in 0..<bucket.count {
        guard let key = bucket.base?[position].key, key >= last else { return false }
        if 128 - (key ^ last).leadingZeroBitCount != index { return false }
      }
    }
    return total == size
  }
}
