/// The invariants that are watched while the core decides.
package enum Invariant: Int, Sendable, CaseIterable {
  case neverBackwards
  case exactlyOnce
  case noZombie
  case editKept
  case ownerWrites
  case oneParent
  case grantedOnly
  case nothingSkipped
  case notifiedOnce
  case oneConsumer
  case filteredFirst
  case oneLoader
  case finishedAndCounted
  case erasedEverywhere

  package var id: String {
    switch self {
    case .neverBackwards: "RW-I1"
    case .exactlyOnce: "RW-I2"
    case .noZombie: "RW-I3"
    case .editKept: "RW-I4"
    case .ownerWrites: "RW-I5"
    case .oneParent: "RW-I6"
    case .grantedOnly: "RW-I7"
    case .nothingSkipped: "RW-I8"
    case .notifiedOnce: "RW-I9"
    case .oneConsumer: "RW-I10"
    case .filteredFirst: "RW-I11"
    case .oneLoader: "RW-I12"
    case .finishedAndCounted: "RW-I13"
    case .erasedEverywhere: "RW-I14"
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
    case .editKept:
      "A traveller's manual edit is never overwritten by older automatic data."
    case .ownerWrites:
      "Trackable itineraries are changed only by the system, appointments only by the traveller."
    case .oneParent:
      "Each traveller has exactly one unassigned trip, and each reservation exactly one parent trip."
    case .grantedOnly:
      "A trip is seen only by its owner or by a live grant; a revoked one ends within the read model's lag."
    case .nothingSkipped:
      "A mailbox cursor never goes back, and no message between two of its values is skipped."
    case .notifiedOnce:
      "A traveller is told of each change at most once, and no notice is delivered that was not due."
    case .oneConsumer:
      "One consumer instance works on a partition at a time."
    case .filteredFirst:
      "Mail outside the traveller's filters is never stored."
    case .oneLoader:
      "At most one batch run loads at a time, and a rerun of a run changes nothing."
    case .finishedAndCounted:
      "Finished trips leave the dashboard, and totals of a report equal the itinerary log."
    case .erasedEverywhere:
      "After an account is deleted, no personal record remains anywhere once all is drained."
    }
  }
}

/// Violations by invariant: how many, and the first of each.
package struct Monitors: Sendable {
  package struct Reading: Sendable, Equatable {
    package var violations: UInt64 = 0
    package var firstAt: Int64?
    /// Partition for RW-I10; traveller for RW-I7 (who owns the trip), RW-I8, RW-I11, RW-I13 and RW-I14; otherwise
    /// reservation.
    package var firstSubject: UInt64?
  }

  private var readings: [Reading] = Array(repeating: Reading(), count: Invariant.allCases.count)

  package init() {}

  package subscript(invariant: Invariant) -> Reading { readings[invariant.rawValue] }

  /// Invariants that were violated.
  package var violated: Set<Invariant> { Set(Invariant.allCases.filter { self[$0].violations > 0 }) }

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
