/// Who an event belongs to, in the 56 bits that break ties between events of one instant. From the top:
///
///     1   0 for what happens to the whole region, 1 for what is somebody's
///     12  the arrival, user or entity: the end of its number
///     2   rank: the kind of event
///     5   place among the branches of a fork
///     32  hash of the name of the workload and of the way that led from the request to this activity
///     4   system, where several run on one clock
///
/// The relative order of two events of one system never depends on what else there is. Nothing in the upper
/// 52 bits is an index or a counter: names without the prefix of the system, the number of the arrival, and the steps
/// that were taken. The last bits are the same for all events of a system, so between two of them they decide nothing;
/// they keep two systems of one file apart. What happens to the whole region goes by its place in a list that grows in
/// the order of execution, and an insertion there moves the others without changing their order. So with events of
/// others inserted or removed, those of a system are executed as before, one after the other, by induction over them.
///
/// Two arrivals of one workload have different bits. Two activities of one request have unless their hashes are
/// equal, one chance in 2³², and they are of one rank and place and at one instant.
@frozen
public struct EventIdentity: Hashable, Sendable {
  /// The 56 bits, with eight zeros above: events of one instant and microstep go by them, the lowest first.
  public let bits: UInt64

  @usableFromInline static let hashMask: UInt64 = 0xf_ffff_fff0
  @usableFromInline static let placeMask: UInt64 = 0x1f << 36

  /// - Parameters:
  ///   - salt: hash of the name of a workload or population.
  ///   - number: arrival or entity.
  ///   - rank: below 4.
  ///   - system: the order among systems that run the same.
  @inlinable @inline(__always)
  public init(salt: UInt64, number: UInt64, rank: UInt8 = 0, system: UInt8 = 0) {
    bits =
      1 << 55 | (number & 0xfff) << 43 | UInt64(rank & 3) << 41 | ((salt &+ number >> 12) << 4) & Self.hashMask
      | UInt64(system & 15)
  }

  /// What happens to the whole region, before all else at its instant.
  @inlinable
  public init(control number: UInt64) { bits = number & 0x007f_ffff_ffff_ffff }

  @inlinable
  public init(bits: UInt64) { self.bits = bits & 0x00ff_ffff_ffff_ffff }

  /// The same activity with an event of another kind: a rank below 4.
  @inlinable @inline(__always)
  public func with(rank: UInt8) -> EventIdentity {
    EventIdentity(bits: bits & ~(3 << 41) | UInt64(rank & 3) << 41)
  }

  /// An activity that this one starts.
  /// - Parameter way: what tells it from the others that this one starts.
  @inlinable @inline(__always)
  public func below(_ way: UInt64) -> EventIdentity {
    // Fibonacci hashing: the upper bits of the product depend on all bits of both.
    let mixed = ((bits & Self.hashMask) >> 4 ^ way) &* 0x9e37_79b9_7f4a_7c15
    return EventIdentity(bits: bits & ~Self.hashMask | (mixed >> 32) << 4)
  }

  /// A branch of this activity; the first 32 of a fork go in their order.
  /// - Parameter way: what tells it from the other branches of this and other forks.
  @inlinable
  public func branch(_ number: Int, way: UInt64) -> EventIdentity {
    let branch = below(way)
    return EventIdentity(bits: branch.bits & ~Self.placeMask | UInt64(min(number, 31)) << 36)
  }
}

/// A scheduled, unexecuted event: plain data, ordered by (time, microstep, identity).
@frozen
public struct PendingEvent<Payload: BitwiseCopyable & Sendable>: BitwiseCopyable, Sendable {
  /// When it is due: bits of `Nanoseconds`, not below zero.
  public let time: UInt64
  /// Microstep in the upper 8 bits, identity below.
  public let order: UInt64
  /// The model's event.
  public let payload: Payload

  @inlinable @inline(__always)
  public init(time: UInt64, order: UInt64, payload: Payload) {
    self.time = time
    self.order = order
    self.payload = payload
  }

  /// Time and order as one number: the lowest is due first.
  @inlinable @inline(__always)
  public var key: UInt128 { UInt128(_low: order, _high: time) }
}
