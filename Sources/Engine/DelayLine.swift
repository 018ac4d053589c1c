/// Events that all wait for the same delay (a network hop, a timeout) leave in the order in which they
/// came, so a ring serves them and only its head need be looked at.
@frozen
public struct DelayLine<Payload: BitwiseCopyable & Sendable>: ~Copyable {
  /// What waits: an event of the model with its key.
  public typealias Element = PendingEvent<Payload>

  /// Nanoseconds that every event of it waits.
  public let delay: Nanoseconds
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var mask: Int
  @usableFromInline var head = 0
  /// Events that wait.
  @inlinable public var count: Int { size }
  @usableFromInline var size: Int = 0

  /// An empty line, with room for sixteen events until it grows.
  public init(delay: Nanoseconds) {
    self.delay = delay
    mask = 15
    base = .allocate(capacity: 16)
  }

  deinit { base.deallocate() }

  /// - Precondition: not empty.
  @inlinable
  public var first: Element { base[head & mask] }

  /// Appends in key order, as `append(_:)`; false, and nothing has changed, where more than `reach` events would have to
  /// make room. Many of one instant that come in no order of their keys are better kept elsewhere.
  @inlinable @inline(__always)
  public mutating func append(_ element: Element, reach: Int) -> Bool {
    if count > reach && base[(head &+ count &- 1 &- reach) & mask].key > element.key { return false }
    append(element)
    return true
  }

  /// Appends in key order: two events of one instant may come in another order than their keys.
  @inlinable
  public mutating func append(_ element: Element) {
    if count > mask { grow() }
    var position = head &+ count
    size &+= 1
    while position > head, base[(position &- 1) & mask].key > element.key {
      base[position & mask] = base[(position &- 1) & mask]
      position &-= 1
    }
    base[position & mask] = element
  }

  /// - Precondition: not empty.
  @inlinable
  public mutating func removeFirst() -> Element {
    let element = base[head & mask]
    head &+= 1
    size &-= 1
    return element
  }

  @usableFromInline
  mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * (mask + 1))
    for offset in 0..<count { larger[offset] = base[(head + offset) & mask] }
    base.deallocate()
    base = larger
    head = 0
    mask = 2 * mask + 1
  }
}
