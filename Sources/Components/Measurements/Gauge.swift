import Engine
import Statistics

/// What of a component is so many at every instant: of all its replicas together. A gauge has an area, a maximum and an
/// area for each timeline interval, by being in this list.
public enum Gauge: Int, Sendable, CaseIterable {
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
struct StationGauges {
  private var values = InlineArray<4, TimeWeightedAverage>(repeating: TimeWeightedAverage())

  init() { assert(values.count == Gauge.allCases.count, "a value for each gauge") }

  @inline(__always)
  subscript(gauge: Gauge) -> TimeWeightedAverage {
    _read { yield values[gauge.rawValue] }
    _modify { yield &values[gauge.rawValue] }
  }

  mutating func reset(at time: Nanoseconds) { for gauge in Gauge.allCases { self[gauge].reset(at: time) } }

  /// Areas and maxima until an instant.
  func totals(at time: Nanoseconds) -> GaugeMeasurements {
    var totals = GaugeMeasurements()
    for gauge in Gauge.allCases {
      totals[gauge].area = self[gauge].area(until: time)
      totals[gauge].maximum = self[gauge].maximum
    }
    return totals
  }
}

/// A gauge over the measured part of the run: times nanoseconds, and the most at once.
public struct GaugeMeasurement: Sendable {
  /// The level, times nanoseconds.
  public var area: UInt128 = 0
  /// The highest level.
  public var maximum: Int64 = 0
  /// The same area by timeline interval.
  public var intervals: [UInt128] = []
  public init() {}
}

extension GaugeMeasurement: Measurement {
  package static let quantities: [Quantity<GaugeMeasurement>] = [
    .init(\.area), .maximum(\.maximum), .init(\.intervals, in: .timeline),
  ]
}

/// What was measured of every gauge.
public struct GaugeMeasurements: Sendable {
  private var values = Gauge.allCases.map { _ in GaugeMeasurement() }
  public init() {}

  /// What was measured of one of them.
  public subscript(gauge: Gauge) -> GaugeMeasurement {
    _read { yield values[gauge.rawValue] }
    _modify { yield &values[gauge.rawValue] }
  }
}

extension GaugeMeasurements: Measured {
  package mutating func archive(in archive: inout Archive) throws {
    for gauge in Gauge.allCases { try self[gauge].archive(in: &archive) }
  }

  package mutating func merge(_ other: GaugeMeasurements) {
    for gauge in Gauge.allCases { self[gauge].merge(other[gauge]) }
  }

  package func add(to digest: inout Digest) {
    for gauge in Gauge.allCases { digest.add(self[gauge].area) }
    for gauge in Gauge.allCases where gauge.digestsMaximum { digest.add(self[gauge].maximum) }
  }

  func addTimeline(to digest: inout Digest) {
    for gauge in Gauge.allCases where gauge.digestsIntervals { self[gauge].intervals.add(to: &digest) }
  }
}
