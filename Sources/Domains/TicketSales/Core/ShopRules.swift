/// What keeps a seat from being sold twice (card, section 4, O3).
package enum SeatPolicy: UInt8, Sendable, CaseIterable {
  /// The article's: availability is read when the buyer selects, and never again. Oversells.
  case none
  /// The write of the order takes a unit only if one is free, in one step, as a conditional update does; the others
  /// are refunded.
  case checkAtSave
  /// The transaction that saves locks the row before it reads it; others wait in line.
  case rowLock
  /// The write counts only if the row's version is still the one that was read; others try again.
  case optimisticVersion
  /// The transaction that saves reads whether a unit is free, and then writes without looking again: what is written so
  /// often, and sells a unit to all who have read before the first of them writes.
  case readThenWrite
  /// A unit is held from the selection until it is paid for, or until the hold expires.
  case hold
  /// Only as many buyers are let in at a time as there are units for; the write checks as well.
  case waitingRoom
}

/// How an order reaches the queue (card, section 4, O5).
package enum PushPolicy: UInt8, Sendable, CaseIterable {
  /// The article's: save, then push. A crash in between loses the ticket.
  case dualWrite
  /// The message is written in the order's own transaction, and relayed later.
  case outbox
}

/// When the buyer is shown the confirmation page.
package enum ConfirmationPolicy: UInt8, Sendable, CaseIterable {
  /// Once the order is durable: what the article demands.
  case afterSave
  /// As soon as the money is taken. Promises what may never be saved.
  case afterPayment
}

/// What the administrator's totals add up.
package enum TotalsPolicy: UInt8, Sendable, CaseIterable {
  case confirmedOrders
  /// Every payment that was confirmed, also those that end in a refund.
  case payments
}

/// The rules of a shop: each of them a design option. The defaults are safe.
///
/// Spans are nanoseconds.
package struct ShopRules: Sendable {
  package var seats = SeatPolicy.hold
  package var push = PushPolicy.outbox
  package var confirmation = ConfirmationPolicy.afterSave
  package var totals = TotalsPolicy.confirmedOrders
  /// A second buy POST of one intent finds the first one's order.
  package var isPurchaseIdempotent = true
  /// A second delivery of one message finds the first one's document and mail.
  package var isFulfilmentIdempotent = true
  /// Payments for which no unit is left are given back.
  package var paysBack = true
  /// A payment that is confirmed after its hold ran out gets a unit if one is free; otherwise it is given back in any
  /// case.
  package var sellsLate = true

  /// From the selection; a hold is over at the very instant at which it ends.
  package var holdTime: Int64 = 600 * 1_000_000_000
  /// The provider is asked about orders that are not settled this long after the buy POST; never if it is nil.
  package var reconcileAfter: Int64? = 900 * 1_000_000_000
  /// How long one run of the function has a message for itself: the queue's visibility timeout.
  package var fulfilmentLease: Int64 = 30 * 1_000_000_000

  /// Times that a save may meet another version before its payment is given back.
  package var saveAttempts = 5
  /// Saves that may wait for one row's lock.
  package var lockLineLimit = 10_000
  /// Units that buyers inside the waiting room may be after at a time.
  package var admissionLimit = 50
  /// Buyers who may wait outside, for each event.
  package var waitingLimit = 1_000_000
  package var unitsPerPurchase = 10
  /// Intents, and so orders, that the tables take.
  package var intentLimit = 16_000_000

  package init() {}

  /// The article's own shop, as drawn: no seat control, save then push (card, sections 2 and 3).
  package static var asDrawn: ShopRules {
    var rules = ShopRules()
    rules.seats = .none
    rules.push = .dualWrite
    return rules
  }
}
