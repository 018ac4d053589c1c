/// A 4-ary heap of pending events in one block of memory, with a fused pop-and-push: the best structure
/// up to about ten thousand events, in any order of keys.
///
/// The smallest of four children is found with index arithmetic instead of selects: compilers turn
/// those selects into branches that nobody can predict, which doubles the time.
@frozen
public struct EventHeap<Payload: BitwiseCopyable & Sendable>: ~Copyable {
  /// What waits: an event of the model with its key.
  public typealias Element = PendingEvent<Payload>

  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var capacity: Int
  /// Events that wait; one that was taken is none of them.
  @inlinable public var count: Int { size }
  @usableFromInline var size: Int
  /// The first has been taken, and its place is kept for the next push: most events schedule another one, and filling
  /// the gap at the top with it costs less than closing the gap and pushing.
  @usableFromInline var isTopOpen = false

  /// - Parameter capacity: events that there is room for until it grows.
  @inlinable
  public init(capacity: Int = 64) {
    self.capacity = max(4, capacity)
    base = .allocate(capacity: self.capacity)
    size = 0
  }

  deinit { base.deallocate() }

  /// - Precondition: not empty.
  @inlinable @inline(__always)
  public var first: Element { base[0] }

  /// - Complexity: O(log₄ n) comparisons at most, O(1) on average for random keys.
  @inlinable
  public mutating func push(_ element: Element) {
    if isTopOpen {
      isTopOpen = false
      setSize(count &+ 1)
      return siftDown(element)
    }
    if count == capacity { grow() }
    var hole = count
    setSize(count &+ 1)
    let key = element.key
    while hole > 0 {
      let parent = (hole &- 1) >> 2
      if base[parent].key <= key { break }
      base[hole] = base[parent]
      hole = parent
    }
    base[hole] = element
  }

  /// - Precondition: not empty.
  @inlinable
  public mutating func popFirst() -> Element {
    let top = base[0]
    setSize(count &- 1)
    if count > 0 { siftDown(base[count]) }
    return top
  }

  /// Pops the first, and leaves its place to the next push. `closeTop()` must come before the first is looked at.
  ///
  /// - Precondition: not empty, and the top is closed.
  @inlinable @inline(__always)
  public mutating func takeFirst() -> Element {
    isTopOpen = true
    setSize(count &- 1)
    return base[0]
  }

  /// Nothing was pushed into the place of what was taken: the last event fills it.
  @inlinable @inline(__always)
  public mutating func closeTop() {
    guard isTopOpen else { return }
    isTopOpen = false
    if count > 0 { siftDown(base[count]) }
  }

  /// Pops the first and pushes another in one pass.
  ///
  /// - Precondition: not empty.
  @inlinable
  public mutating func replaceFirst(with element: Element) { siftDown(element) }

  @inlinable
  mutating func siftDown(_ element: Element) {
    let key = element.key
    let count = size
    let base = self.base
    var hole = 0
    while true {
      let child = hole &* 4 &+ 1
      if child &+ 3 < count {
        let left = child &+ Int(unsafeBitCast(base[child &+ 1].key < base[child].key, to: UInt8.self))
        let right =
          child &+ 2
          &+ Int(unsafeBitCast(base[child &+ 3].key < base[child &+ 2].key, to: UInt8.self))
        let takesRight = Int(unsafeBitCast(base[right].key < base[left].key, to: UInt8.self))
        let least = left &+ (right &- left) &* takesRight
        if key <= base[least].key { break }
        base[hole] = base[least]
        hole = least
      } else {
        if child >= count { break }
        var least = child
        var other = child &+ 1
        while other < count {
          if base[other].key < base[least].key { least = other }
          other &+= 1
        }
        if key <= base[least].key { break }
        base[hole] = base[least]
        hole = least
      }
    }
    base[hole] = element
  }

  @inlinable
  mutating func setSize(_ value: Int) { size = value }

  @usableFromInline
  mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }

  /// Every parent precedes its children. O(n).
  public func checkInvariants() -> Bool {
    !isTopOpen && (1..<max(1, count)).allSatisfy { base[($0 - 1) >> 2].key <= base[$0].key }
  }
}
