import Engine
import Statistics

/// What of a component is so many at every instant: of all its replicas together. A level has an area, a maximum and an
/// area for each timeline interval, by being in this list.
public enum Level: Int, Sendable, CaseIterable {
  case busySlots, busyCores
  /// Operations that wait for a slot or a core, or records in line.
  case queue
  /// Operations that have arrived and not ended.
  case present

  /// Whether its maximum is in digests; those of slots and cores are told by their areas.
  fileprivate var digestsMaximum: Bool { self != .busySlots && self != .busyCores }
  /// Whether its intervals are in the timeline's digest.
  fileprivate var digestsIntervals: Bool { self != .present }
}

/// The levels of a station while it runs.
struct StationLevels {
  private var values = InlineArray<4, TimeWeightedAverage>(repeating: TimeWeightedAverage())

  init() { assert(values.count == Level.allCases.count, "a value for each level") }

  @inline(__always)
  subscript(level: Level) -> TimeWeightedAverage {
    _read { yield values[level.rawValue] }
    _modify { yield &values[level.rawValue] }
  }

  mutating func reset(at time: Nanoseconds) { for level in Level.allCases { self[level].reset(at: time) } }

  /// Areas and maxima until an instant.
  func totals(at time: Nanoseconds) -> LevelMeasurements {
    var totals = LevelMeasurements()
    for level in Level.allCases {
      totals[level].area = self[level].area(until: time)
      totals[level].maximum = self[level].maximum
    }
    return totals
  }
}

/// A level over the measured part of the run: times nanoseconds, and the most at once.
public struct LevelMeasurement: Sendable {
  public var area: UInt128 = 0
  public var maximum: Int64 = 0
  /// The same area by timeline interval.
  public var intervals: [UInt128] = []
  public init() {}
}

extension LevelMeasurement: Measurement {
  package static let quantities: [Quantity<LevelMeasurement>] = [
    .init(\.area), .maximum(\.maximum), .init(\.intervals, in: .timeline),
  ]
}

/// What was measured of every level.
public struct LevelMeasurements: Sendable {
  private var values = Level.allCases.map { _ in LevelMeasurement() }
  public init() {}

  public subscript(level: Level) -> LevelMeasurement {
    _read { yield values[level.rawValue] }
    _modify { yield &values[level.rawValue] }
  }
}

extension LevelMeasurements: Measured {
  package mutating func archive(in archive: inout Archive) throws {
    for level in Level.allCases { try self[level].archive(in: &archive) }
  }

  public mutating func merge(_ other: LevelMeasurements) {
    for level in Level.allCases { self[level].merge(other[level]) }
  }

  package func add(to digest: inout Digest) {
    for level in Level.allCases { digest.add(self[level].area) }
    for level in Level.allCases where level.digestsMaximum { digest.add(self[level].maximum) }
  }

  func addTimeline(to digest: inout Digest) {
    for level in Level.allCases where level.digestsIntervals { self[level].intervals.add(to: &digest) }
  }
}
