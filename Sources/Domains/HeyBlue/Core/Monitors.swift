/// The invariants that are watched while the core decides (card, section 2).
package enum Invariant: Int, Sendable, CaseIterable {
  case windowBound
  case awardedOnce
  case neverOverdrawn
  case voucherDebited
  case repeatRule
  case metNearby
  case oneSocket

  package var id: String {
    switch self {
    case .windowBound: "HB-I1"
    case .awardedOnce: "HB-I2"
    case .neverOverdrawn: "HB-I3"
    case .voucherDebited: "HB-I4"
    case .repeatRule: "HB-I5"
    case .metNearby: "HB-I6"
    case .oneSocket: "HB-I8"
    }
  }

  package var statement: String {
    switch self {
    case .windowBound:
      "No officer is discoverable later than the length of a window (and its grace) after activation, whatever the client does."
    case .awardedOnce:
      "Each logged connection gives exactly one ledger transaction, with one entry for each participant."
    case .neverOverdrawn:
      "A balance is the sum of its ledger entries and never below zero: no points are spent twice."
    case .voucherDebited:
      "Each recorded redemption gives one voucher, and every voucher or donation has its one debit."
    case .repeatRule:
      "A citizen and an officer connect at most once in the time that the repeat rule names."
    case .metNearby:
      "At acceptance of a connection the officer's window is active and the two are within the connect distance."
    case .oneSocket:
      "A profile has at most one busy socket."
    }
  }
}

/// Violations by invariant: how many, and the first of each.
package struct Monitors: Sendable, Equatable {
  package struct Reading: Sendable, Equatable {
    package var violations: UInt64 = 0
    package var firstAt: Int64?
    /// Officer for HB-I1, connection for HB-I2, account for HB-I3, redemption for HB-I4, citizen for HB-I5 and HB-I6,
    /// profile for HB-I8.
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
