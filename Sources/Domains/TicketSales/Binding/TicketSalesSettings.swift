import Components
import Engine
import TicketSalesCore

/// The commands that scenarios may use, in the order of the description.
enum TicketSalesCommand: Int, CaseIterable {
  case selectSeat
  case checkAdmission
  case leave
  case startPayment
  case paymentDeclined
  case paymentUnknown
  case readSeats
  case saveOrder
  case showConfirmation
  case startTicket
  case ticketStored
  case ticketMailed
  case duePayments
  case askProvider
  case readTotals

  /// Its outcome for a request that has selected nothing.
  var withoutPurchase: Int {
    switch self {
    case .checkAdmission, .saveOrder, .showConfirmation, .askProvider: 2
    case .startPayment: 3
    case .leave, .startTicket, .ticketStored, .ticketMailed: 1
    case .selectSeat, .paymentDeclined, .paymentUnknown, .readSeats, .readTotals: 0
    case .duePayments: 1
    }
  }
}

/// The `domain:` parameters of a ticket shop, with their defaults filled in.
struct TicketSalesSettings: Sendable {
  var rules = ShopRules()
  var capacity: Int64 = 100
  /// Of one ticket, in millionths.
  var price: Int64 = 25_000_000
  var ticketsPerOrder: Int64 = 1
  /// Share of payments with an unknown result that took the money.
  var unknownCharged = 0.5
  var events: Int64 = 1

  init(_ configuration: BindingConfiguration) {
    let parameters = configuration.parameters
    switch parameters["seats"]?.word {
    case "none": rules.seats = .none
    case "check-at-save": rules.seats = .checkAtSave
    case "row-lock": rules.seats = .rowLock
    case "optimistic-version": rules.seats = .optimisticVersion
    case "read-then-write": rules.seats = .readThenWrite
    case "waiting-room": rules.seats = .waitingRoom
    default: rules.seats = .hold
    }
    // The queue of the scenario carries the messages, with an outbox or without.
    rules.push = .dualWrite
    // A delivery that comes again comes after the visibility timeout: the one before has lost the message.
    rules.fulfilmentLease = 0
    if let time = parameters["hold-time"]?.nanoseconds { rules.holdTime = time }
    rules.sellsLate = parameters["late-payment"]?.word != "paid-back"
    if let time = parameters["reconcile-after"]?.nanoseconds { rules.reconcileAfter = time }
    if parameters["reconcile"]?.flag == false { rules.reconcileAfter = nil }
    rules.paysBack = parameters["refunds"]?.flag ?? true
    rules.isPurchaseIdempotent = parameters["idempotent"]?.flag ?? true
    rules.isFulfilmentIdempotent = parameters["idempotent-function"]?.flag ?? true
    rules.confirmation = parameters["confirmation"]?.word == "after-payment" ? .afterPayment : .afterSave
    rules.totals = parameters["totals"]?.word == "payments" ? .payments : .confirmedOrders
    if let count = parameters["admitted"]?.count { rules.admissionLimit = Int(count) }
    if let count = parameters["save-attempts"]?.count { rules.saveAttempts = Int(count) }
    capacity = parameters["capacity"]?.count ?? capacity
    price = parameters["ticket-price"]?.count.map { $0 * 10_000 } ?? price
    ticketsPerOrder = parameters["tickets-per-order"]?.count ?? ticketsPerOrder
    unknownCharged = parameters["unknown-charged"]?.ratio ?? unknownCharged
    events = configuration.populations.first { $0.entity == "event" }?.count ?? events
  }
}
