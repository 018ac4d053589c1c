import Engine
import Statistics

/// Replicas that are not there to take work, times nanoseconds, and why. What a component can do at an instant is what
/// its plan has less `unavailable`; the other three are figures of their own.
public struct ReplicaAbsence: Sendable, Equatable {
  /// Neither in rotation nor still working: not started, taken away by the scaling, down, or left out.
  public var unavailable: UInt128 = 0
  /// Asked for, and stopped by a crash or an outage.
  public var down: UInt128 = 0
  /// Asked for, and not ready yet.
  public var starting: UInt128 = 0
  /// Running, and left out by health checks or by the group.
  public var ejected: UInt128 = 0
  public init() {}

  /// Whether every replica was there all the time.
  public var isZero: Bool { self == ReplicaAbsence() }

  package static func + (left: ReplicaAbsence, right: ReplicaAbsence) -> ReplicaAbsence {
    var sum = left
    sum.merge(right)
    return sum
  }

  static func - (left: ReplicaAbsence, right: ReplicaAbsence) -> ReplicaAbsence {
    var rest = left
    rest.unavailable -= right.unavailable
    rest.down -= right.down
    rest.starting -= right.starting
    rest.ejected -= right.ejected
    return rest
  }
}

extension ReplicaAbsence: Measurement {
  package static let quantities: [Quantity<ReplicaAbsence>] = [
    .init(\.unavailable), .init(\.down), .init(\.starting), .init(\.ejected),
  ]
}

/// How many replicas of a component are absent at present, with the areas under it.
struct AbsenceLevels {
  var unavailable = TimeWeightedAverage()
  var down = TimeWeightedAverage()
  var starting = TimeWeightedAverage()
  var ejected = TimeWeightedAverage()

  init(unavailable: Int64) { self.unavailable = TimeWeightedAverage(level: unavailable) }

  mutating func reset(at time: Nanoseconds) {
    unavailable.reset(at: time)
    down.reset(at: time)
    starting.reset(at: time)
    ejected.reset(at: time)
  }

  func areas(until time: Nanoseconds) -> ReplicaAbsence {
    var areas = ReplicaAbsence()
    areas.unavailable = unavailable.area(until: time)
    areas.down = down.area(until: time)
    areas.starting = starting.area(until: time)
    areas.ejected = ejected.area(until: time)
    return areas
  }
}

/// The same by timeline interval. Intervals in which all replicas were there are left out at the end, and all of them
/// where nothing ever went missing.
struct AbsenceSeries {
  private(set) var intervals: [ReplicaAbsence] = []
  private var last = ReplicaAbsence()
  private var carried = ReplicaAbsence()

  /// Measures are about to begin anew inside an interval.
  mutating func carry(_ areas: ReplicaAbsence) {
    carried = areas - last
    last = ReplicaAbsence()
  }

  /// Ends the interval of a number.
  mutating func end(_ interval: Int, _ areas: ReplicaAbsence) {
    let part = carried + areas - last
    last = areas
    carried = ReplicaAbsence()
    guard !part.isZero else { return }
    intervals.append(contentsOf: repeatElement(ReplicaAbsence(), count: interval - intervals.count))
    intervals.append(part)
  }
}
