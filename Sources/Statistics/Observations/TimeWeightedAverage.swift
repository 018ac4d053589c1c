/// The exact area under an integer level that changes in steps: queue length, busy servers.
///
/// ```swift
/// var queue = TimeWeightedAverage()
/// queue.add(1, at: 10)                  // one waits from 10 ns on
/// queue.add(-1, at: 30)
/// queue.area(until: 40)                 // 20
/// queue.mean(from: 0, until: 40)        // 0.5
/// ```
///
/// Times are nanoseconds and never go back; levels are never negative; both are our own bugs, and
/// debug builds stop at them. The area is level × nanoseconds and cannot overflow: it stays below
/// 2^63 × 2^64. All operations are O(1).
public struct TimeWeightedAverage: Sendable, Equatable {
  /// The level now.
  public var level: Int64 { current }
  /// The highest level since the start of measurement, also one that lasted no time at all.
  public var maximum: Int64 { highest }
  /// When measurement started: at the beginning or at the last reset, in nanoseconds.
  public private(set) var measuredSince: Int64

  @usableFromInline var current: Int64
  @usableFromInline var highest: Int64
  /// Σ δ·t over the changes δ of the level at their instants t, the first from zero where measurement starts. The area
  /// until T is level · T − Σ δ·t: an addition for each change, and a product only where somebody asks. Modulo 2¹²⁸, as
  /// the area itself, which fits.
  @usableFromInline var weighted: Int128
  #if DEBUG
    @usableFromInline var changedAt: Int64
  #endif

  /// A level that holds from the instant `startingAt`, where measurement begins.
  public init(startingAt: Int64 = 0, level: Int64 = 0) {
    precondition(level >= 0, "a level is never negative")
    measuredSince = startingAt
    current = level
    highest = level
    weighted = Int128(level) * Int128(startingAt)
    #if DEBUG
      changedAt = startingAt
    #endif
  }

  /// Changes the level at `time`, not before the change before it.
  @inlinable @inline(__always)
  public mutating func set(_ level: Int64, at time: Int64) { add(level &- current, at: time) }

  /// Changes the level by `delta` at `time`, not before the change before it.
  @inlinable @inline(__always)
  public mutating func add(_ delta: Int64, at time: Int64) {
    noteChange(at: time)
    weighted &+= Int128(truncatingIfNeeded: delta) &* Int128(truncatingIfNeeded: time)
    current &+= delta
    assert(current >= 0, "a level is never negative")
    if current > highest { highest = current }
  }

  @inlinable @inline(__always)
  mutating func noteChange(at time: Int64) {
    #if DEBUG
      assert(time >= changedAt, "time never goes back")
      changedAt = time
    #endif
  }

  /// Starts measurement anew at `time`: area and maximum begin again, the level stays.
  public mutating func reset(at time: Int64) {
    noteChange(at: time)
    measuredSince = time
    weighted = Int128(current) * Int128(time)
    highest = current
  }

  /// Level × nanoseconds from the start of measurement to `time`, not before the last change.
  @inlinable
  public func area(until time: Int64) -> UInt128 {
    #if DEBUG
      assert(time >= changedAt, "time never goes back")
    #endif
    return UInt128(
      truncatingIfNeeded: Int128(truncatingIfNeeded: current) &* Int128(truncatingIfNeeded: time) &- weighted)
  }

  /// Mean level between two instants.
  ///
  /// `start` must not be later than the start of measurement; before that the level counts as 0, as
  /// for a server that was added later. `end` must not be before the last change. Over no time at
  /// all the mean is the level.
  public func mean(from start: Int64, until end: Int64) -> Double {
    precondition(start <= measuredSince, "the area before the start of measurement is not known")
    let area = area(until: end)
    guard end > start else { return Double(current) }
    return Double(area) / Double(UInt64(bitPattern: end &- start))
  }
}
