import Engine

/// Counts the open calls of a partition whose bound does not bind: a ring of buckets, each with the
/// number of calls that complete inside it. A few nanoseconds a call where a heap of completion times
/// takes twenty.
///
/// The count is conservative: a call leaves when its bucket has passed, not at its very instant. While
/// the count stays below the bound no call waits, so starts are exact; only when it might bind is the
/// exact heap needed (`SlotHeap`).
@frozen
public struct SlotRing: ~Copyable {
  /// Buckets of 2²² ns = 4.2 ms.
  @usableFromInline static let shift: Int64 = 22

  @usableFromInline let counts: UnsafeMutablePointer<UInt32>
  @usableFromInline let mask: Int
  @usableFromInline var bucket: Int64 = .min
  /// Calls that may be open.
  public var open = 0

  /// - Parameter span: longest time that a call can be open.
  public init(span: Nanoseconds) {
    var size = 16
    while Int64(size - 2) << SlotRing.shift < span { size *= 2 }
    mask = size - 1
    counts = .allocate(capacity: size)
    counts.initialize(repeating: 0, count: size)
  }

  deinit { counts.deallocate() }

  /// Lets the calls go whose buckets have passed.
  @inlinable @inline(__always)
  public mutating func advance(to time: Nanoseconds) {
    let target = time >> SlotRing.shift
    while bucket < target {
      let slot = Int(truncatingIfNeeded: bucket) & mask
      open &-= Int(counts[slot])
      counts[slot] = 0
      bucket &+= 1
    }
  }

  /// A call is open until `time`, which is within the span of the instant that the ring has come to. O(1).
  @inlinable @inline(__always)
  public mutating func add(completingAt time: Nanoseconds) {
    counts[Int(truncatingIfNeeded: time >> SlotRing.shift) & mask] &+= 1
    open &+= 1
  }

  /// Empty, at an instant.
  public mutating func reset(at time: Nanoseconds) {
    counts.update(repeating: 0, count: mask + 1)
    open = 0
    bucket = time >> SlotRing.shift
  }
}

/// Times at which each slot becomes free: exact, for partitions whose bound binds.
public struct SlotHeap {
  @usableFromInline var free: ContiguousArray<Nanoseconds>

  /// - Parameters:
  ///   - completions: of the calls that are open; slots beyond them are free.
  ///   - begins: since when those are free.
  public init(slots: Int, completions: [Nanoseconds], from begins: Nanoseconds = .min) {
    // The latest completions are the ones that still hold a slot.
    var sorted = Array(completions.sorted().suffix(slots))
    sorted.insert(contentsOf: repeatElement(begins, count: max(0, slots - sorted.count)), at: 0)
    free = ContiguousArray(sorted)
  }

  /// When the next slot is free.
  @inlinable public var first: Nanoseconds { free[0] }

  /// Takes the slot that is free first until `time`.
  @inlinable
  public mutating func occupy(until time: Nanoseconds) {
    let count = free.count
    free.withUnsafeMutableBufferPointer { free in
      var hole = 0
      while true {
        var child = 2 * hole + 1
        if child >= count { break }
        if child + 1 < count && free[child + 1] < free[child] { child += 1 }
        if time <= free[child] { break }
        free[hole] = free[child]
        hole = child
      }
      free[hole] = time
    }
  }

  /// When each slot becomes free that is taken at an instant, in no order. O(slots).
  public func busy(at time: Nanoseconds) -> [Nanoseconds] { free.filter { $0 > time } }
}
