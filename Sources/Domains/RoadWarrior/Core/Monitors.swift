/// The invariants that are watched while the core decides.
package enum Invariant: Int, Sendable, CaseIterable {
  case neverBackwards
  case exactlyOnce
  case noZombie
  case notifiedOnce
  case oneConsumer

  package var id: String {
    switch self {
    case .neverBackwards: "RW-I1"
    case .exactlyOnce: "RW-I2"
    case .noZombie: "RW-I3"
    case .notifiedOnce: "RW-I9"
    case .oneConsumer: "RW-I10"
    }
  }

  package var statement: String {
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
package struct Monitors: Sendable {
  package struct Reading: Sendable, Equatable {
    package var violations: UInt64 = 0
    package var firstAt: Int64?
    package var firstSubject: UInt64?
  }

  private var readings: [Reading] = Array(repeating: Reading(), count: Invariant.allCases.count)

  package init() {}

  package subscript(invariant: Invariant) -> Reading { readings[invariant.rawValue] }

  mutating func report(_ invariant: Invariant, _ subject: UInt64, at now: Int64) {
    readings[invariant.rawValue].violations += 1
    if readings[invariant.rawValue].firstAt == nil {
      readings[invariant.rawValue].firstAt = now
      readings[invariant.rawValue].firstSubject = subject
    }
  }

  /// Both together; the earlier first violation stays.
  package func merged(with other: Monitors) -> Monitors {
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
