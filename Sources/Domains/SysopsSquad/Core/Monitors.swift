/// The invariants that are watched while the core decides (card, section 2).
package enum Invariant: Int, Sendable, CaseIterable {
  case neverLost
  case rightExpert
  case oneAssignment
  case storedFirst
  case neverBackwards
  case chargedOnce
  case surveyedOnce
  case priorityFirst

  package var id: String {
    switch self {
    case .neverLost: "SY-I1"
    case .rightExpert: "SY-I2"
    case .oneAssignment: "SY-I3"
    case .storedFirst: "SY-I4"
    case .neverBackwards: "SY-I5"
    case .chargedOnce: "SY-I6"
    case .surveyedOnce: "SY-I8"
    case .priorityFirst: "SY-I10"
    }
  }

  package var statement: String {
    switch self {
    case .neverLost:
      "Every accepted ticket comes, within a bound, to the store that the assigner scans, and stays there until it is resolved."
    case .rightExpert:
      "The expert who accepts has the skills that the ticket needs, and works in its area."
    case .oneAssignment:
      "A ticket has at most one open assignment, and so has an expert."
    case .storedFirst:
      "The customer store has a status before the customer is told of it."
    case .neverBackwards:
      "The status that a customer sees never goes backwards."
    case .chargedOnce:
      "A customer is charged once a month and gets one invoice, however often the payment job is run."
    case .surveyedOnce:
      "Each resolved ticket sends one survey link."
    case .priorityFirst:
      "In one run, no ticket takes an expert from a waiting ticket of higher priority."
    }
  }
}

/// Violations by invariant: how many, and the first of each.
package struct Monitors: Sendable, Equatable {
  package struct Reading: Sendable, Equatable {
    package var violations: UInt64 = 0
    package var firstAt: Int64?
    /// Customer for SY-I6, ticket for all others.
    package var firstSubject: UInt64?
  }

  private var readings: [Reading] = Array(repeating: Reading(), count: Invariant.allCases.count)

  package init() {}

  package subscript(invariant: Invariant) -> Reading { readings[invariant.rawValue] }

  /// Invariants that were violated.
  package var violated: Set<Invariant> { Set(Invariant.allCases.filter { self[$0].violations > 0 }) }

  mutating func report(_ invariant: Invariant, _ subject: UInt64, at now: Int64) {
    readings[invariant.rawValue].violations += 1
    if now < readings[invariant.rawValue].firstAt ?? .max {
      readings[invariant.rawValue].firstAt = now
      readings[invariant.rawValue].firstSubject = subject
    }
  }

  /// Both together; the earlier first violation stays.
  package func merged(with other: Monitors) -> Monitors {
    var merged = self
    for index in readings.indices {
      merged.readings[index].violations += other.readings[index].violations
      if let theirs = other.readings[index].firstAt, theirs < merged.readings[index].firstAt ?? .max {
        merged.readings[index].firstAt = theirs
        merged.readings[index].firstSubject = other.readings[index].firstSubject
      }
    }
    return merged
  }
}
