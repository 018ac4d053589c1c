/// The invariants that are watched while the core decides.
public enum Invariant: Int, Sendable, CaseIterable {
  case neverBackwards
  case exactlyOnce
  case noZombie
  case notifiedOnce
  case oneConsumer

  public var id: String {
    switch self {
    case .neverBackwards: "RW-I1"
    case .exactlyOnce: "RW-I2"
    case .noZombie: "RW-I3"
    case .notifiedOnce: "RW-I9"
    case .oneConsumer: "RW-I10"
    }
  }

  public var statement: String {
    switch self {
    case .neverBackwards:
      "For one reservation, applied source versions never decrease."
    case .exactlyOnce:
      "A source change is applied exactly once in effect: the itinerary log has one row for each."
    case .noZombie:
      "After it was removed, finished or cancelled, nothing but an explicit user command re-activates a reservation."
    case .notifiedOnce:
      "A traveller is told of each change at most once, and no notice is delivered that was not due."
    case .oneConsumer:
      "One consumer instance works on a partition at a time."
    }
  }
}

/// Violations by invariant: how many, and the first of each.
public struct Monitors: Sendable {
  public struct Reading: Sendable, Equatable {
    public var violations: UInt64 = 0
    public var firstAt: Int64?
    public var firstSubject: UInt64?
  }

  private var readings: [Reading] = Array(repeating: Reading(), count: Invariant.allCases.count)

  public init() {}

  public subscript(invariant: Invariant) -> Reading { readings[invariant.rawValue] }

  mutating func report(_ invariant: Invariant, _ subject: UInt64, at now: Int64) {
    readings[invariant.rawValue].violations += 1
    if readings[invariant.rawValue].firstAt == nil {
      readings[invariant.rawValue].firstAt = now
      readings[invariant.rawValue].firstSubject = subject
    }
  }

  /// Both together; the earlier first violation stays.
  public func merged(with other: Monitors) -> Monitors {
    var merged = self
    for index in readings.indices {
      merged.readings[index].violations += other.readings[index].violations
      if let theirs = other.readings[index].firstAt,
        theirs < merged.readings[index].firstAt ?? .max
      {
        merged.readings[index].firstAt = theirs
        merged.readings[index].firstSubject = other.readings[index].firstSubject
      }
    }
    return merged
  }
}
