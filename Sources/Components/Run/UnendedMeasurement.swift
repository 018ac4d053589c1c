import Engine
import Statistics

/// What had not ended when the run stopped, of what began inside the measured part.
///
/// It gives every figure of what ended its two bounds: each of these at its age, and each at infinity.
///
/// ```swift
/// var favourable = flow.latency
/// favourable.merge(flow.unended.ages)
/// favourable.recordMissing(flow.unended.lost)
/// ```
public struct UnendedMeasurement: Sendable, Equatable {
  /// Ages at the end of the run, of those that may still end: each is known only to exceed its age.
  public var ages = Histogram()
  /// Surely failed: older than its own deadline or timeout, or nothing that is pending can wake it. Infinitely late.
  public var lost: UInt64 = 0
  public init() {}

  /// All that had not ended.
  public var count: UInt64 { ages.count + lost }
  public var isEmpty: Bool { count == 0 }

  /// Adds another replication's, or another flow's. Exact, in any order.
  public mutating func merge(_ other: UnendedMeasurement) {
    ages.merge(other.ages)
    lost += other.lost
  }

  /// Adds one: lost, or of an age.
  public mutating func add(age: Nanoseconds, isLost: Bool) {
    if isLost { lost += 1 } else { ages.record(max(0, age)) }
  }
}

/// What had not ended of one timeline interval: by the intended start.
public struct UnendedInterval: Sendable {
  /// Number of the timeline interval, from the start of the run.
  public var interval: Int
  public var ages: SparseInterval
  public var lost: UInt64

  public init(interval: Int, _ unended: UnendedMeasurement) {
    self.interval = interval
    ages = SparseInterval(unended.ages)
    lost = unended.lost
  }

  /// All that had not ended.
  public var count: UInt64 { ages.count + lost }
}

extension UnendedMeasurement: Archivable {
  public mutating func archive(in archive: inout Archive) throws {
    try archive.field(&ages)
    try archive.field(&lost)
  }
}

extension UnendedInterval: Archivable {
  public init() { self.init(interval: 0, UnendedMeasurement()) }

  public mutating func archive(in archive: inout Archive) throws {
    try archive.field(&interval)
    try archive.field(&ages)
    try archive.field(&lost)
  }
}
