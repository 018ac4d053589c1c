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
  /// Whether all has ended.
  public var isEmpty: Bool { count == 0 }

  /// Adds one: lost, or of an age.
  public mutating func add(age: Nanoseconds, isLost: Bool) {
    if isLost { lost += 1 } else { ages.record(max(0, age)) }
  }
}

/// What had not ended of one timeline interval: by the intended start.
public struct UnendedInterval: Sendable {
  /// Number of the timeline interval, from the start of the run.
  public var interval: Int
  package var ages: SparseInterval
  /// Surely failed, as in `UnendedMeasurement`.
  public var lost: UInt64

  /// What had not ended, put away with its interval.
  public init(interval: Int, _ unended: UnendedMeasurement) {
    self.interval = interval
    ages = SparseInterval(unended.ages)
    lost = unended.lost
  }

  /// All that had not ended.
  public var count: UInt64 { ages.count + lost }
}

extension UnendedMeasurement: Measurement {
  package static let quantities: [Quantity<UnendedMeasurement>] = [.init(\.ages), .init(\.lost)]

  /// Nothing where all has ended.
  package func add(to digest: inout Digest) {
    guard !isEmpty else { return }
    digest.add(ages)
    digest.add(lost)
  }
}

extension UnendedInterval: Archivable {
  /// Nothing, of the first interval.
  public init() { self.init(interval: 0, UnendedMeasurement()) }

  package mutating func archive(in archive: inout Archive) throws {
    try archive.field(&interval)
    try archive.field(&ages)
    try archive.field(&lost)
  }
}

extension UnendedInterval {
  fileprivate mutating func merge(_ other: UnendedInterval) {
    ages.merge(other.ages)
    lost += other.lost
  }
}

extension [UnendedInterval] {
  /// Both are in the order of their intervals, and the result is.
  mutating func join(_ other: [UnendedInterval]) {
    var joined: [UnendedInterval] = []
    var own = self[...]
    var others = other[...]
    while let first = own.first, let second = others.first {
      if first.interval <= second.interval {
        joined.append(own.removeFirst())
        if first.interval == second.interval { joined[joined.count - 1].merge(others.removeFirst()) }
      } else {
        joined.append(others.removeFirst())
      }
    }
    self = joined + own + others
  }
}
