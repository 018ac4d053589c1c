/// Answers to the commands of a shop. `notFound` is always an identifier that the shop never gave out.

package enum SelectOutcome: UInt8, Sendable, CaseIterable {
  /// Units are free at this moment; nothing is set aside.
  case selected
  /// Units are set aside until the hold expires.
  case held
  /// Inside the waiting room: may buy.
  case admitted
  /// Outside the waiting room, in line.
  case waiting
  case soldOut
  /// The event is a draft, past, or deleted.
  case notOnSale
  /// A bound is reached: the line is full, or too many units are wanted at once.
  case refused
  case notFound
}

package struct Selection: Sendable, Equatable {
  package var outcome: SelectOutcome
  /// Nil where nothing was selected.
  package var intent: IntentID?
}

package enum BuyOutcome: UInt8, Sendable, CaseIterable {
  /// There is a new order, and its payment is asked for.
  case requested
  /// The intent has an order already: this one.
  case duplicate
  /// The hold or the admission is over: select again.
  case expired
  /// Not let in yet.
  case waiting
  case soldOut
  /// The buyer has given the purchase up, or its payment failed.
  case refused
  case notFound
}

package struct Purchase: Sendable, Equatable {
  package var outcome: BuyOutcome
  package var order: OrderID?
}

package enum PaymentResult: UInt8, Sendable, CaseIterable {
  case confirmed
  case declined
  /// A timeout: money may or may not have been taken.
  case unknown
}

package enum ChargeOutcome: UInt8, Sendable, CaseIterable {
  case charged
  /// The order was charged before: nothing is taken again.
  case duplicate
  case notFound
}

package enum PaymentOutcome: UInt8, Sendable, CaseIterable {
  /// The money is taken: save the order.
  case paid
  case failed
  case unknown
  /// Nothing new.
  case duplicate
  /// Not due for reconciliation yet.
  case tooEarly
  /// This shop does not reconcile.
  case refused
  case notFound
}

package enum BeginSaveOutcome: UInt8, Sendable, CaseIterable {
  case ready
  /// Another save has the row's lock.
  case waiting
  /// Confirmed already.
  case duplicate
  case notPaid
  /// The line for the lock is full.
  case refused
  case notFound
}

package enum SaveOutcome: UInt8, Sendable, CaseIterable {
  /// The order is confirmed and durable: its units are sold.
  case saved
  case duplicate
  /// No unit is left: the payment is given back.
  case noSeat
  /// The hold was over, and no unit is left: the payment is given back.
  case holdExpired
  /// Another save changed the row since it was read: begin again.
  case conflict
  /// The row's lock is not this order's.
  case waiting
  /// Conflicts too often: the payment is given back.
  case refused
  case notPaid
  /// The row was not read: begin first.
  case notBegun
  case notFound
}

package enum RefundOutcome: UInt8, Sendable, CaseIterable {
  case refunded
  case duplicate
  /// Nothing is to be given back.
  case notDue
  case notFound
}

package enum AbandonOutcome: UInt8, Sendable, CaseIterable {
  case released
  /// It is paid for, or over already.
  case refused
  case notFound
}

package enum ConfirmationOutcome: UInt8, Sendable, CaseIterable {
  case shown
  case pending
  /// There is no order: failed, abandoned, expired or given back.
  case refused
  case notFound
}

package enum PushOutcome: UInt8, Sendable, CaseIterable {
  case pushed
  /// It was pushed before; a second message goes out all the same.
  case repeated
  /// The outbox has it.
  case deferred
  case notSaved
  case notFound
}

package enum FulfilmentOutcome: UInt8, Sendable, CaseIterable {
  case started
  /// Another delivery of the message is being worked on.
  case inProgress
  case stored
  case mailed
  /// The run failed: the message is free for the next one.
  case released
  case deadLettered
  case alreadyDone
  /// The order is not confirmed, or the step before is missing.
  case refused
  case notFound
}

package enum EventOutcome: UInt8, Sendable, CaseIterable {
  case done
  /// Deletion with confirmed orders, or a capacity below what is sold and held, or not in this state.
  case refused
  case notFound
}
