import Testing

@testable import TicketSalesCore

/// The payment's state machine: every order in which answers, webhooks, retries, expiry and saving can come.
@Suite struct PaymentTests {
  private enum Input: CaseIterable {
    case charged, confirmed, declined, unknown, webhookConfirmed, webhookDeclined
    case holdEnds, leaves, save, refund, page
  }

  private struct Walk {
    var shop: TicketShop
    let order: OrderID
    let intent: IntentID
    var now: Int64 = 1
    var path: [Input] = []
  }

  private func step(_ input: Input, _ walk: inout Walk) {
    walk.path.append(input)
    let order = walk.order
    let now = walk.now
    switch input {
    case .charged: _ = walk.shop.providerCharged(order, at: now)
    case .confirmed: _ = walk.shop.answerPayment(order, .confirmed, at: now)
    case .declined: _ = walk.shop.answerPayment(order, .declined, at: now)
    case .unknown: _ = walk.shop.answerPayment(order, .unknown, at: now)
    case .webhookConfirmed: _ = walk.shop.receiveWebhook(order, .confirmed, at: now)
    case .webhookDeclined: _ = walk.shop.receiveWebhook(order, .declined, at: now)
    case .holdEnds:
      walk.now = 600 * second
      // Someone else is waiting for the seat.
      _ = walk.shop.select(TicketShop.stock, units: 1, by: 2, at: walk.now)
    case .leaves: _ = walk.shop.abandon(walk.intent, at: now)
    case .save: _ = walk.shop.save(order, at: now)
    case .refund: _ = walk.shop.refund(order, at: now)
    case .page: _ = walk.shop.showConfirmation(order, at: now)
    }
  }

  /// Providers may be slow, repeat themselves and answer out of order, but they do not lie: nobody is told
  /// `declined` while nobody but the provider knows of the money.
  private func isTrue(_ input: Input, _ walk: Walk) -> Bool {
    let row = walk.order.row
    let payment = walk.shop.orders.payment[row]
    switch input {
    case .charged: return payment != .declined
    case .declined, .webhookDeclined:
      return payment == .confirmed || !walk.shop.orders.flags[row].contains(.moneyTaken)
    default: return true
    }
  }

  /// What must hold after every command.
  private func problems(_ walk: Walk, before: OrderState) -> [String] {
    let row = walk.order.row
    let state = walk.shop.orders.state[row]
    let flags = walk.shop.orders.flags[row]
    var found: [String] = []
    if state.isConfirmed && flags.contains(.moneyBack) { found.append("both order and refund") }
    if (state == .paid || state.isConfirmed || state == .refundDue) && !flags.contains(.moneyTaken) {
      found.append("\(state) without money")
    }
    if before.isConfirmed && !state.isConfirmed { found.append("a durable order became \(state)") }
    if before == .refunded && state != .refunded { found.append("a refund became \(state)") }
    if !walk.shop.monitors.violated.isEmpty { found.append("\(walk.shop.monitors.violated)") }
    if walk.shop.level(of: TicketShop.stock)?.isBalanced != true { found.append("stock out of balance") }
    return found
  }

  private func explore(_ walk: Walk, depth: Int, _ ends: inout [OrderState: Int], _ wrong: inout [String]) {
    var end = walk
    end.shop.drain(at: walk.now)
    let row = walk.order.row
    let state = end.shop.orders.state[row]
    let flags = end.shop.orders.flags[row]
    ends[state, default: 0] += 1
    // Whatever came before: money that was taken is an order or is back, not both and not neither.
    let isOrder = state.isConfirmed
    if flags.contains(.moneyTaken) != (isOrder || state == .refunded) || !end.shop.monitors.violated.isEmpty {
      wrong.append("\(walk.path) ends \(state), \(end.shop.monitors.violated)")
    }
    guard depth > 0 else { return }
    for input in Input.allCases where isTrue(input, walk) {
      var next = walk
      let before = next.shop.orders.state[row]
      step(input, &next)
      wrong += problems(next, before: before).map { "\(next.path): \($0)" }
      explore(next, depth: depth - 1, &ends, &wrong)
    }
  }

  @Test(arguments: [SeatPolicy.hold, .checkAtSave, .waitingRoom])
  func `whatever the order, money that was taken ends in an order or in a refund`(_ policy: SeatPolicy) throws {
    var shop = TicketShop(ShopRules(policy), capacity: 1)
    let intent = try need(shop.select(TicketShop.stock, units: 1, by: 1, at: 0).intent)
    let order = try need(shop.startPayment(intent, at: 0).order)
    var ends: [OrderState: Int] = [:]
    var wrong: [String] = []
    explore(Walk(shop: shop, order: order, intent: intent), depth: 4, &ends, &wrong)
    #expect(wrong.isEmpty, "\(wrong.count) of them, first \(wrong.first ?? "")")
    let seen = Set(ends.keys)
    #expect(seen.contains(.mailed))
    #expect(seen.contains(.failed))
    let total: Int = ends.values.reduce(0, +)
    #expect(total > 10_000)
    // Only where someone else can take the seat between selection and payment does money go back.
    #expect(seen.contains(.refunded) == (policy == .hold))
  }

  @Test func `a late webhook after expiry ends in a refund when the seat is gone`() throws {
    var shop = TicketShop(ShopRules(.hold), capacity: 1)
    let late = try need(shop.order(by: 1, at: 0))
    #expect(shop.providerCharged(late, at: 590 * second) == .charged)
    #expect(shop.answerPayment(late, .unknown, at: 595 * second) == .unknown)
    let other = try need(shop.paidOrder(by: 2, at: 600 * second))
    #expect(shop.save(other, at: 601 * second) == .saved)
    #expect(shop.receiveWebhook(late, .confirmed, at: 700 * second) == .paid)
    #expect(shop.save(late, at: 700 * second) == .holdExpired && shop.effects == [.payBack(late)])
    #expect(shop.showConfirmation(late, at: 700 * second) == .refused)
    #expect(shop.refund(late, at: 701 * second) == .refunded)
    #expect(shop.refund(late, at: 702 * second) == .duplicate)
    #expect(shop.refund(other, at: 702 * second) == .notDue)
    #expect(shop.receiveWebhook(late, .confirmed, at: 703 * second) == .duplicate)
    #expect(shop.save(late, at: 704 * second) == .notPaid)
    shop.deliver(other, at: 800 * second)
    shop.audit(at: 1000 * second)
    #expect(shop.monitors.violated.isEmpty)
    #expect(
      shop.payments
        == PaymentTotals(taken: 2, refunded: 1, confirmedOrders: 1, takenAmount: 50_000_000, refundedAmount: 25_000_000)
    )
  }

  @Test func `unknown results are asked for after fifteen minutes, oldest first`() throws {
    var shop = TicketShop(ShopRules(.checkAtSave), capacity: 10)
    let orders = try (0..<4).map { try need(shop.order(by: $0, at: Int64($0) * second)) }
    for order in orders { #expect(shop.answerPayment(order, .unknown, at: 10 * second) == .unknown) }
    #expect(shop.answerPayment(orders[0], .unknown, at: 11 * second) == .duplicate)
    #expect(shop.reconcile(orders[0], .confirmed, at: 900 * second - 1) == .tooEarly)
    #expect(shop.nextToReconcile(at: 900 * second - 1) == nil)
    #expect(shop.nextReconciliation() == 900 * second)
    #expect(shop.nextToReconcile(at: 900 * second) == orders[0])
    #expect(shop.reconcile(orders[0], .confirmed, at: 900 * second) == .paid)
    // Paid, not yet saved: asked for again should the server die now.
    #expect(shop.reconcile(orders[0], .unknown, at: 901 * second) == .tooEarly)
    #expect(shop.receiveWebhook(orders[1], .declined, at: 901 * second) == .failed)
    #expect(shop.nextToReconcile(at: 905 * second) == orders[2])
    #expect(shop.reconcile(orders[2], .unknown, at: 905 * second) == .unknown)
    #expect(shop.nextToReconcile(at: 905 * second) == orders[3])
    #expect(shop.reconcile(orders[3], .declined, at: 905 * second) == .failed)
    #expect(shop.reconcile(orders[3], .declined, at: 905 * second) == .duplicate)
    #expect(shop.nextToReconcile(at: 1799 * second) == nil)
    #expect(shop.nextToReconcile(at: 1800 * second) == orders[0])
    #expect(shop.reconcile(orders[0], .unknown, at: 1800 * second) == .paid)
    #expect(shop.save(orders[0], at: 1800 * second) == .saved)
    #expect(shop.nextReconciliation() == 1805 * second)
    #expect(shop.reconcile(orders[2], .confirmed, at: 1805 * second) == .paid)
    #expect(shop.save(orders[2], at: 1805 * second) == .saved)
    #expect(shop.nextReconciliation() == nil)
  }

  @Test func `a duplicate post finds the same order, whatever has become of it`() throws {
    var shop = TicketShop(ShopRules(.hold), capacity: 3)
    let intent = try need(shop.select(TicketShop.stock, units: 2, by: 1, at: 0).intent)
    let first = shop.startPayment(intent, at: 1)
    #expect(first.outcome == .requested)
    let order = try need(first.order)
    #expect(shop.effects == [.requestPayment(order)])
    let same = Purchase(outcome: .duplicate, order: order)
    #expect(shop.startPayment(intent, at: 2) == same && shop.effects.isEmpty)
    #expect(shop.providerCharged(order, at: 2) == .charged && shop.providerCharged(order, at: 2) == .duplicate)
    #expect(shop.answerPayment(order, .confirmed, at: 3) == .paid)
    #expect(shop.answerPayment(order, .confirmed, at: 3) == .duplicate)
    #expect(shop.startPayment(intent, at: 4) == same)
    #expect(shop.save(order, at: 5) == .saved && shop.save(order, at: 5) == .duplicate)
    #expect(shop.startPayment(intent, at: 6) == same)
    #expect(shop.orderCount == 1 && shop.payments.taken == 1 && shop.payments.takenAmount == 50_000_000)
    #expect(shop.level(of: TicketShop.stock)?.sold == 2)
    // Another intent of the same buyer is another purchase.
    let second = try need(shop.select(TicketShop.stock, units: 1, by: 1, at: 7).intent)
    #expect(shop.startPayment(second, at: 7).outcome == .requested && shop.orderCount == 2)
  }

  @Test func `a payment whose buy post never came, or came too late, is not lost`() throws {
    for isGone in [false, true] {
      var shop = TicketShop(ShopRules(.hold), capacity: 1)
      let intent = try need(shop.select(TicketShop.stock, units: 1, by: 1, at: 0).intent)
      #expect(shop.startPayment(intent, at: 600 * second).outcome == .expired)
      if isGone { #expect(shop.select(TicketShop.stock, units: 1, by: 2, at: 601 * second).outcome == .held) }
      let late = shop.recordPayment(of: intent, at: 602 * second)
      let order = try need(late.order)
      #expect(late.outcome == .requested && shop.state(of: order) == .expired)
      #expect(shop.recordPayment(of: intent, at: 603 * second) == Purchase(outcome: .duplicate, order: order))
      #expect(shop.receiveWebhook(order, .confirmed, at: 604 * second) == .paid)
      #expect(shop.save(order, at: 605 * second) == (isGone ? .holdExpired : .saved))
      shop.drain(at: 606 * second)
      #expect(shop.monitors.violated.isEmpty && shop.state(of: order) == (isGone ? .refunded : .mailed))
    }
    var shop = TicketShop(ShopRules(.hold), capacity: 1)
    let intent = try need(shop.select(TicketShop.stock, units: 1, by: 1, at: 0).intent)
    #expect(shop.abandon(intent, at: 1) == .released)
    let order = try need(shop.recordPayment(of: intent, at: 2).order)
    #expect(shop.state(of: order) == .abandoned)
    #expect(shop.recordPayment(of: IntentID(1), at: 2).outcome == .notFound)
  }

  @Test func `identifiers that were never given out are not found`() {
    var shop = TicketShop(ShopRules(.hold), capacity: 1)
    let order = OrderID(0)
    #expect(shop.startPayment(IntentID(0), at: 0).outcome == .notFound)
    #expect(shop.abandon(IntentID(.max), at: 0) == .notFound)
    #expect(shop.answerPayment(order, .confirmed, at: 0) == .notFound)
    #expect(shop.receiveWebhook(OrderID(.max), .confirmed, at: 0) == .notFound)
    #expect(shop.beginSave(order, at: 0) == .notFound && shop.saveOrder(order, at: 0) == .notFound)
    #expect(shop.refund(order, at: 0) == .notFound && shop.push(order, at: 0) == .notFound)
    #expect(shop.startTicket(order, at: 0) == .notFound && shop.deadLetter(order, at: 0) == .notFound)
    #expect(shop.readTotals(of: EventID(1), at: 0) == nil && shop.state(of: order) == nil)
    #expect(shop.select(StockID(.max), units: 1, by: 0, at: 0).outcome == .notFound)
  }
}
