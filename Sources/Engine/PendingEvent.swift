/// Who an event belongs to, in the 56 bits that break ties between events of one instant: id 44 bits
/// (workload or population, and number), rank 4 bits (kind of event), branch 8 bits (parts of one
/// request). The engine's order never depends on a counter of its own, so sequential, windowed
/// and parallel execution agree.
@frozen
public struct EventIdentity: Hashable, Sendable {
  public let bits: UInt64

  /// - Parameters:
  ///   - source: workload or population, below 256.
  ///   - number: arrival or entity, below 2³⁶.
  @inlinable
  public init(source: Int, number: UInt64, branch: UInt8 = 0, rank: UInt8 = 0) {
    bits =
      (UInt64(truncatingIfNeeded: source) & 0xff) << 48
      | (number & 0xf_ffff_ffff) << 12
      | UInt64(rank & 0xf) << 8
      | UInt64(branch)
  }

  @inlinable
  public init(bits: UInt64) { self.bits = bits & 0x00ff_ffff_ffff_ffff }

  @inlinable public var source: Int { Int(bits >> 48) }
  @inlinable public var number: UInt64 { bits >> 12 & 0xf_ffff_ffff }

  /// The same request, another branch of it.
  @inlinable
  public func with(branch: UInt8) -> EventIdentity {
    EventIdentity(bits: bits & ~0xff | UInt64(branch))
  }

  @inlinable
  public func with(rank: UInt8) -> EventIdentity {
    EventIdentity(bits: bits & ~0xf00 | UInt64(rank & 0xf) << 8)
  }
}

/// A scheduled, unexecuted event: plain data, ordered by (time, microstep, identity).
@frozen
public struct PendingEvent<Payload: BitwiseCopyable & Sendable>: BitwiseCopyable, Sendable {
  public let time: UInt64
  /// Microstep in the upper 8 bits, identity below.
  public let order: UInt64
  public let payload: Payload

  @inlinable @inline(__always)
  public init(time: UInt64, order: UInt64, payload: Payload) {
    self.time = time
    self.order = order
    self.payload = payload
  }

  @inlinable @inline(__always)
  public var key: UInt128 { UInt128(_low: order, _high: time) }

  @inlinable @inline(__always)
  static func precedes(_ left: Self, _ right: Self) -> Bool { left.key < right.key }
}
