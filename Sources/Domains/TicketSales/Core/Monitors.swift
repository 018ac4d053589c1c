/// The invariants that are watched while the shop decides (card, section 2).
package enum Invariant: Int, Sendable, CaseIterable {
  case neverOversold
  case confirmedOnlyWhenDurable
  case paymentEnds
  case ticketForEachOrder
  case oneChargePerIntent
  case totalsAddUp

  package var id: String {
    switch self {
    case .neverOversold: "TK-I1"
    case .confirmedOnlyWhenDurable: "TK-I2"
    case .paymentEnds: "TK-I3"
    case .ticketForEachOrder: "TK-I4"
    case .oneChargePerIntent: "TK-I5"
    case .totalsAddUp: "TK-I6"
    }
  }

  package var statement: String {
    switch self {
    case .neverOversold:
      "No more units are sold than there are, and sold, held and free units add up to the capacity."
    case .confirmedOnlyWhenDurable:
      "The confirmation page is shown only after the order is durable."
    case .paymentEnds:
      "Every payment taken ends in a confirmed order or in a refund, and never in both."
    case .ticketForEachOrder:
      "Every confirmed order ends in exactly one ticket document and at least one mail, or in the dead-letter queue with an alert."
    case .oneChargePerIntent:
      "However often a purchase is posted, its intent makes one order and one charge."
    case .totalsAddUp:
      "The administrator's totals equal the sum of the confirmed orders."
    }
  }

  /// What the number of a violation's subject counts.
  package var subject: String {
    switch self {
    case .neverOversold: "stock"
    case .confirmedOnlyWhenDurable, .paymentEnds, .ticketForEachOrder: "order"
    case .oneChargePerIntent: "intent"
    case .totalsAddUp: "event"
    }
  }
}

/// Violations by invariant: how many, and the first of each.
package struct Monitors: Sendable, Equatable {
  package struct Reading: Sendable, Equatable {
    package var violations: UInt64 = 0
    package var firstAt: Int64?
    package var firstSubject: UInt64?
  }

  private var readings: [Reading] = Array(repeating: Reading(), count: Invariant.allCases.count)

  package init() {}

  package subscript(invariant: Invariant) -> Reading { readings[invariant.rawValue] }

  /// Those with a violation, in the order of the card.
  package var violated: [Invariant] { Invariant.allCases.filter { self[$0].violations > 0 } }

  mutating func report(_ invariant: Invariant, _ subject: UInt32, at now: Int64) {
    readings[invariant.rawValue].violations += 1
    if readings[invariant.rawValue].firstAt == nil {
      readings[invariant.rawValue].firstAt = now
      readings[invariant.rawValue].firstSubject = UInt64(subject)
    }
  }
}
