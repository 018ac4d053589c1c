import Components
import Engine
import TicketSalesCore

/// Joins a ticket shop to one replication. A request carries its purchase as payload: the intent, and from
/// the buy post on the order.
final class TicketSalesBinding: DomainBinding {
  private let settings: TicketSalesSettings
  private let charges: RandomStream
  private var shop: TicketShop

  init(_ settings: TicketSalesSettings, seed: UInt64, replication: Int) {
    self.settings = settings
    charges = RandomStream(seed: seed, replication: replication, name: "payment/unknown-charged")
    shop = TicketShop(rules: settings.rules)
    for _ in 0..<settings.events {
      if let event = shop.createEvent(capacity: Int(settings.capacity), price: settings.price) {
        _ = shop.publish(event)
      }
    }
  }

  // MARK: Commands

  func perform(_ command: Int, _ context: inout CommandContext) -> Int {
    guard let command = TicketSalesCommand(rawValue: command) else { return 0 }
    let now = context.now
    giveBack(at: now)
    switch command {
    case .duePayments:
      return emitDuePayments(&context) ? 0 : 1
    case .selectSeat, .readTotals:
      return performOnEvent(command, &context)
    case .checkAdmission, .leave, .startPayment:
      guard let intent = purchase(of: context).intent else { return command.withoutPurchase }
      return performOnIntent(command, intent, &context)
    case .showConfirmation:
      // Who only looks buys nothing.
      let purchase = purchase(of: context)
      guard let order = purchase.order ?? purchase.intent.flatMap({ shop.order(of: $0) }) else {
        return command.withoutPurchase
      }
      return performOnOrder(command, order, at: now)
    case .paymentDeclined, .paymentUnknown, .readSeats, .saveOrder, .startTicket, .ticketStored, .ticketMailed,
      .askProvider:
      guard let order = order(of: &context) else { return command.withoutPurchase }
      return performOnOrder(command, order, at: now)
    }
  }

  private func performOnEvent(_ command: TicketSalesCommand, _ context: inout CommandContext) -> Int {
    let event = EventID(UInt32(context.subject % UInt64(max(1, settings.events))))
    if command == .readTotals {
      _ = shop.readTotals(of: event, at: context.now)
      return 0
    }
    guard let stock = shop.firstStock(of: event) else { return 1 }
    let buyer = UInt32(truncatingIfNeeded: shop.intentCount)
    let selection = shop.select(stock, units: Int(settings.ticketsPerOrder), by: buyer, at: context.now)
    if let intent = selection.intent { context.payload = Self.payload(intent, nil) }
    switch selection.outcome {
    case .selected, .held, .admitted: return 0
    case .soldOut, .notOnSale, .refused, .notFound: return 1
    case .waiting: return 2
    }
  }

  private func performOnIntent(
    _ command: TicketSalesCommand, _ intent: IntentID, _ context: inout CommandContext
  ) -> Int {
    switch command {
    case .checkAdmission:
      switch shop.state(of: intent) {
      case .admitted: return 0
      case .waiting: return 1
      default: return 2
      }
    case .leave:
      return shop.abandon(intent, at: context.now) == .released ? 0 : 1
    default:
      let purchase = shop.startPayment(intent, at: context.now)
      context.payload = Self.payload(intent, purchase.order)
      switch purchase.outcome {
      case .requested: return 0
      case .duplicate: return 1
      case .expired: return 2
      case .waiting, .soldOut, .refused, .notFound: return 3
      }
    }
  }

  private func performOnOrder(_ command: TicketSalesCommand, _ order: OrderID, at now: Nanoseconds) -> Int {
    switch command {
    case .paymentDeclined:
      _ = shop.answerPayment(order, .declined, at: now)
      return 0
    case .paymentUnknown:
      if isCharged(order) { _ = shop.providerCharged(order, at: now) }
      _ = shop.answerPayment(order, .unknown, at: now)
      return 0
    case .readSeats:
      _ = shop.answerPayment(order, .confirmed, at: now)
      // Under a row lock the network's own lock is the line: the core's is taken with the write.
      switch shop.rules.seats {
      case .optimisticVersion, .readThenWrite: _ = shop.beginSave(order, at: now)
      case .none, .checkAtSave, .rowLock, .hold, .waitingRoom: break
      }
      return 0
    case .saveOrder:
      _ = shop.answerPayment(order, .confirmed, at: now)
      return save(order, at: now)
    case .showConfirmation:
      switch shop.showConfirmation(order, at: now) {
      case .shown: return 0
      case .pending: return 1
      case .refused, .notFound: return 2
      }
    case .askProvider:
      let answer = shop.receiveWebhook(order, isCharged(order) ? .confirmed : .declined, at: now)
      return shop.state(of: order) == .paid ? 0 : answer == .failed ? 1 : 2
    case .startTicket:
      return shop.startTicket(order, at: now) == .started ? 0 : 1
    case .ticketStored:
      return shop.ticketStored(order, at: now) == .stored ? 0 : 1
    default:
      return shop.ticketMailed(order, at: now) == .mailed ? 0 : 1
    }
  }

  /// The write of the saving transaction, with its read where the scenario has none of its own.
  private func save(_ order: OrderID, at now: Nanoseconds) -> Int {
    var outcome = shop.saveOrder(order, at: now)
    if outcome == .notBegun {
      _ = shop.beginSave(order, at: now)
      outcome = shop.saveOrder(order, at: now)
    }
    giveBack(at: now)
    switch outcome {
    case .saved: return 0
    case .duplicate: return 1
    case .noSeat, .refused, .notPaid, .waiting, .notBegun, .notFound: return 2
    case .holdExpired: return 3
    case .conflict: return 4
    }
  }

  // MARK: What a shop does by itself

  /// Each payment that is due is asked for once, and falls due again if nothing comes of it.
  private func emitDuePayments(_ context: inout CommandContext) -> Bool {
    var isAny = false
    while let order = shop.nextToReconcile(at: context.now) {
      _ = shop.reconcile(order, .unknown, at: context.now)
      guard let intent = shop.intent(of: order) else { continue }
      isAny = true
      context.emit(
        EmittedItem(payload: Self.payload(intent, order), entity: UInt64(order.number), visit: UInt64(context.now)))
    }
    return isAny
  }

  private func giveBack(at now: Nanoseconds) {
    while let order = shop.nextRefundDue() { _ = shop.refund(order, at: now) }
  }

  /// After the drain nothing comes in any more: what is open is asked for when its time comes.
  func finish(at time: Nanoseconds) {
    var now = time
    giveBack(at: now)
    while let due = shop.nextReconciliation() {
      now = max(now, due)
      while let order = shop.nextToReconcile(at: now) { settle(order, at: now) }
      giveBack(at: now)
    }
    shop.audit(at: now)
  }

  private func settle(_ order: OrderID, at now: Nanoseconds) {
    guard shop.reconcile(order, isCharged(order) ? .confirmed : .declined, at: now) == .paid else { return }
    var code = save(order, at: now)
    while code == 4 { code = save(order, at: now) }
    // Whoever settles sends the ticket along: no request of the scenario would.
    if code == 0 {
      _ = shop.startTicket(order, at: now)
      _ = shop.ticketStored(order, at: now)
      _ = shop.ticketMailed(order, at: now)
    }
  }

  private func isCharged(_ order: OrderID) -> Bool {
    let bits = charges.bits(entity: UInt64(order.number), draw: 0)
    return settings.unknownCharged >= 1 || bits < UInt64(max(0, settings.unknownCharged) * 0x1p64)
  }

  var monitors: [MonitorReading] {
    Invariant.allCases.map {
      let reading = shop.monitors[$0]
      return MonitorReading(
        id: $0.id, violations: reading.violations, firstAt: reading.firstAt,
        firstEntity: reading.firstSubject)
    }
  }

  func deadLettered(_ context: CommandContext) {
    if let order = purchase(of: context).order { _ = shop.deadLetter(order, at: context.now) }
  }

  // MARK: Payload

  private static func payload(_ intent: IntentID, _ order: OrderID?) -> UInt64 {
    UInt64(intent.number) + 1 | (order.map { UInt64($0.number) + 1 } ?? 0) << 32
  }

  private func purchase(of context: CommandContext) -> (intent: IntentID?, order: OrderID?) {
    let intent = UInt32(truncatingIfNeeded: context.payload)
    let order = UInt32(truncatingIfNeeded: context.payload >> 32)
    return (intent == 0 ? nil : IntentID(intent - 1), order == 0 ? nil : OrderID(order - 1))
  }

  /// The request's order; where it paid without a buy post, one that is made for the payment.
  private func order(of context: inout CommandContext) -> OrderID? {
    let purchase = purchase(of: context)
    if let order = purchase.order { return order }
    guard let intent = purchase.intent, let order = shop.recordPayment(of: intent, at: context.now).order else {
      return nil
    }
    context.payload = Self.payload(intent, order)
    return order
  }
}
