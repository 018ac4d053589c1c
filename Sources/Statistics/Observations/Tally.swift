/// Exact count, sum, sum of squares, minimum and maximum of non-negative integers.
///
/// Everything is integer until asked for, so merging is exact, commutative and associative, and the
/// variance suffers no cancellation. Sums are in the caller's unit, squares in its square.
///
/// Nothing traps on large values. The sum cannot overflow: 2^64 values below 2^63 stay below 2^127.
/// The sum of squares can, from five values near 2^63 on; it then stays at `UInt128.max` for good
/// and `variance` is nil. In nanoseconds that takes 100 samples of 58 years, or 10^8 of 21 days.
public struct Tally: Sendable, Equatable {
  /// Values recorded.
  public var count: UInt64 { samples }
  /// Exact sum of the values.
  public var sum: UInt128 { total }
  /// Exact sum of the squares, or `UInt128.max` once it is too large.
  public var sumOfSquares: UInt128 { squares }
  /// Smallest value, nil when there is none.
  public var minimum: Int64? { samples == 0 ? nil : lowest }
  /// Largest value, nil when there is none.
  public var maximum: Int64? { samples == 0 ? nil : highest }

  @usableFromInline var samples: UInt64 = 0
  @usableFromInline var total: UInt128 = 0
  @usableFromInline var squares: UInt128 = 0
  @usableFromInline var lowest = Int64.max
  @usableFromInline var highest: Int64 = -1

  /// An empty tally.
  public init() {}

  /// Adds one value, which must not be negative. O(1).
  @inlinable
  public mutating func record(_ value: Int64) {
    precondition(value >= 0, "a tally holds no negative values")
    let magnitude = UInt128(truncatingIfNeeded: value)
    samples &+= 1
    total &+= magnitude
    squares = Self.saturatingSum(squares, magnitude &* magnitude)
    if value < lowest { lowest = value }
    if value > highest { highest = value }
  }

  /// Adds all values of `other`. The result is the tally of all values in any order. O(1).
  public mutating func merge(_ other: Tally) {
    samples += other.samples
    total &+= other.total
    squares = Self.saturatingSum(squares, other.squares)
    lowest = min(lowest, other.lowest)
    highest = max(highest, other.highest)
  }

  /// Mean of the values, nil when there is none. O(1).
  public var mean: Double? { samples == 0 ? nil : Double(total) / Double(samples) }

  /// Unbiased sample variance, (n·Σx² − (Σx)²) / (n·(n−1)); nil for fewer than two values or when
  /// the sum of squares has overflowed. The numerator is computed exactly in 256 bits. O(1).
  public var variance: Double? {
    guard samples > 1, squares < .max else { return nil }
    let scaled = squares.multipliedFullWidth(by: UInt128(samples))
    let squared = total.multipliedFullWidth(by: total)
    let (low, borrow) = scaled.low.subtractingReportingOverflow(squared.low)
    let high = scaled.high - squared.high - (borrow ? 1 : 0)
    let numerator = Double(high) * 0x1p128 + Double(low)
    return numerator / Double(samples) / Double(samples - 1)
  }

  @inlinable
  static func saturatingSum(_ left: UInt128, _ right: UInt128) -> UInt128 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
  }
}
