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

  /// The first event without removing it.
  @inlinable
  public mutating func peekFirst() -> Element {
    if buckets[0].count == 0 { refill() }
    return buckets[0].base.unsafelyUnwrapped[buckets[0].count &- 1]
  }

  @usableFromInline
  mutating func refill() {
    let index = used.trailingZeroBitCount &+ 1
    let base = buckets[index].base.unsafelyUnwrapped
    let held = buckets[index].count
    var least = 0
    for other in 1..<max(1, held) where base[other].key < base[least].key { least = other }
    last = base[least].key
    buckets[index].count = 0
    used &= ~(1 &<< UInt128(truncatingIfNeeded: index &- 1))
    for position in 0..<held {
      let element = base[position]
      let bucket = 128 &- (element.key ^ last).leadingZeroBitCount
      buckets[bucket].append(element)
      if bucket != 0 { used |= 1 &<< UInt128(truncatingIfNeeded: bucket &- 1) }
    }
  }
}
