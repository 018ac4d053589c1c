import Testing

@testable import TicketSalesCore

/// Every monitor both ways: an unsafe rule trips exactly the one that the card names, the same commands
/// under safe rules trip none.
@Suite struct MonitorsTests {
  private typealias Story = (inout TicketShop) throws -> Void

  private func expect(
    _ invariant: Invariant, first: Int64, subject: UInt64, violations: UInt64 = 1, unsafe: ShopRules,
    safe: ShopRules, _ story: Story
  ) throws {
    var bad = TicketShop(unsafe, capacity: 2)
    try story(&bad)
    #expect(bad.monitors.violated == [invariant])
    #expect(bad.monitors[invariant] == .init(violations: violations, firstAt: first, firstSubject: subject))
    var good = TicketShop(safe, capacity: 2)
    try story(&good)
    #expect(good.monitors == Monitors())
  }

  @Test(arguments: [SeatPolicy.checkAtSave, .rowLock, .optimisticVersion, .hold, .waitingRoom])
  func `TK-I1, selling without control`(_ safe: SeatPolicy) throws {
    try expect(
      .neverOversold, first: 12, subject: 0, violations: 2, unsafe: ShopRules(.none), safe: ShopRules(safe)
    ) { shop in
      let orders = (0..<4).map { shop.order(by: $0, at: 1) }
      for order in orders.compactMap({ $0 }) { _ = shop.answerPayment(order, .confirmed, at: 2) }
      for (number, order) in orders.enumerated() {
        guard let order else { continue }
        if shop.save(order, at: 10 + Int64(number)) == .saved { shop.deliver(order, at: 10 + Int64(number)) }
      }
      shop.drain(at: 30)
      #expect(shop.payments.confirmedOrders == (shop.rules.seats == .none ? 4 : 2))
    }
  }

  @Test func `TK-I2, showing the page before the order is durable`() throws {
    try expect(
      .confirmedOnlyWhenDurable, first: 5, subject: 0, unsafe: ShopRules(.hold) { $0.confirmation = .afterPayment },
      safe: ShopRules(.hold)
    ) { shop in
      let order = try need(shop.order(at: 1))
      #expect(shop.showConfirmation(order, at: 2) == .pending)
      #expect(shop.answerPayment(order, .confirmed, at: 4) == .paid)
      #expect(shop.showConfirmation(order, at: 5) == (shop.rules.confirmation == .afterSave ? .pending : .shown))
      #expect(shop.save(order, at: 6) == .saved)
      #expect(shop.showConfirmation(order, at: 7) == .shown)
      shop.drain(at: 8)
    }
  }

  @Test func `TK-I3, keeping the money when no unit is left`() throws {
    let lateBuyer: Story = { shop in
      let late = try need(shop.order(units: 2, by: 1, at: 0))
      let other = try need(shop.paidOrder(units: 1, by: 2, at: 600 * second))
      #expect(shop.save(other, at: 601 * second) == .saved)
      #expect(shop.receiveWebhook(late, .confirmed, at: 700 * second) == .paid)
      #expect(shop.save(late, at: 700 * second) == .holdExpired)
      #expect(shop.state(of: late) == (shop.rules.paysBack ? .refundDue : .failed))
      shop.drain(at: 800 * second)
      #expect(shop.payments.refunded == (shop.rules.paysBack ? 1 : 0))
    }
    try expect(
      .paymentEnds, first: 800 * second, subject: 0, unsafe: ShopRules(.hold) { $0.paysBack = false },
      safe: ShopRules(.hold), lateBuyer)
  }

  @Test func `TK-I3, never asking for unknown results`() throws {
    try expect(
      .paymentEnds, first: 2000 * second, subject: 0, unsafe: ShopRules(.hold) { $0.reconcileAfter = nil },
      safe: ShopRules(.hold)
    ) { shop in
      let order = try need(shop.order(at: 0))
      #expect(shop.providerCharged(order, at: 2) == .charged)
      #expect(shop.answerPayment(order, .unknown, at: 3) == .unknown)
      #expect(shop.reconcile(order, .confirmed, at: 4) == (shop.rules.reconcileAfter == nil ? .refused : .tooEarly))
      shop.drain(at: 2000 * second)
    }
  }

  @Test func `TK-I3, a server that dies between payment and save`() throws {
    try expect(
      .paymentEnds, first: 2000 * second, subject: 0, unsafe: ShopRules(.hold) { $0.reconcileAfter = nil },
      safe: ShopRules(.hold)
    ) { shop in
      let order = try need(shop.paidOrder(at: 0))
      #expect(shop.state(of: order) == .paid)
      shop.drain(at: 2000 * second)
      #expect(shop.state(of: order) == (shop.rules.reconcileAfter == nil ? .paid : .mailed))
    }
  }

  @Test func `TK-I4, a crash between save and push`() throws {
    try expect(
      .ticketForEachOrder, first: 10, subject: 0, unsafe: ShopRules(.hold) { $0.push = .dualWrite },
      safe: ShopRules(.hold)
    ) { shop in
      let lost = try need(shop.paidOrder(by: 1, at: 0))
      #expect(shop.save(lost, at: 1) == .saved)
      // Here the server dies: `push` is never called. The next order is not hurt.
      let fine = try need(shop.paidOrder(by: 2, at: 2))
      #expect(shop.save(fine, at: 2) == .saved)
      shop.deliver(fine, at: 3)
      shop.drain(at: 10)
      #expect(shop.state(of: fine) == .mailed)
      #expect(shop.state(of: lost) == (shop.rules.push == .outbox ? .mailed : .saved))
    }
  }

  @Test func `TK-I4, a function that does not know what it did`() throws {
    try expect(
      .ticketForEachOrder, first: 40 * second, subject: 0,
      unsafe: ShopRules(.hold) { $0.isFulfilmentIdempotent = false }, safe: ShopRules(.hold)
    ) { shop in
      let order = try need(shop.paidOrder(at: 0))
      #expect(shop.save(order, at: 1) == .saved)
      shop.deliver(order, at: 2)
      #expect(shop.startTicket(order, at: 39 * second) == (shop.rules.isFulfilmentIdempotent ? .alreadyDone : .started))
      #expect(
        shop.ticketStored(order, at: 40 * second) == (shop.rules.isFulfilmentIdempotent ? .alreadyDone : .stored))
      shop.audit(at: 50 * second)
    }
  }

  @Test func `TK-I5, a buy that is posted twice`() throws {
    // The second charge, and the second confirmed order.
    try expect(
      .oneChargePerIntent, first: 3, subject: 0, violations: 2,
      unsafe: ShopRules(.hold) { $0.isPurchaseIdempotent = false }, safe: ShopRules(.hold)
    ) { shop in
      let intent = try need(shop.select(TicketShop.stock, units: 1, by: 1, at: 0).intent)
      let orders = [shop.startPayment(intent, at: 1).order, shop.startPayment(intent, at: 1).order]
      for (number, order) in orders.enumerated() {
        _ = shop.answerPayment(try need(order), .confirmed, at: 2 + Int64(number))
      }
      for order in orders { _ = shop.save(try need(order), at: 4) }
      shop.drain(at: 10)
      #expect(shop.payments.taken == (shop.rules.isPurchaseIdempotent ? 1 : 2))
      #expect(shop.level(of: TicketShop.stock)?.sold == (shop.rules.isPurchaseIdempotent ? 1 : 2))
    }
  }

  @Test func `TK-I6, totals that count payments`() throws {
    try expect(
      .totalsAddUp, first: 5, subject: 0, unsafe: ShopRules(.hold) { $0.totals = .payments },
      safe: ShopRules(.hold)
    ) { shop in
      let order = try need(shop.paidOrder(units: 2, at: 0))
      let shown = try need(shop.readTotals(of: TicketShop.event, at: 5))
      #expect(shown == (shop.rules.totals == .payments ? .init(tickets: 2, revenue: 50_000_000) : .init()))
      #expect(shop.save(order, at: 6) == .saved)
      #expect(shop.readTotals(of: TicketShop.event, at: 7) == .init(tickets: 2, revenue: 50_000_000))
      shop.drain(at: 8)
    }
  }

  @Test func `the shop as the article draws it oversells, and loses a ticket in a crash`() throws {
    var shop = TicketShop(ShopRules.asDrawn, capacity: 1)
    let orders = try (0..<3).map { try need(shop.paidOrder(by: $0, at: 0)) }
    for order in orders { #expect(shop.save(order, at: 1) == .saved) }
    for order in orders.dropLast() { shop.deliver(order, at: 2) }
    shop.drain(at: 3)
    #expect(shop.monitors.violated == [.neverOversold, .ticketForEachOrder])
    #expect(shop.monitors[.neverOversold].violations == 2)
    #expect(shop.monitors[.ticketForEachOrder] == .init(violations: 1, firstAt: 3, firstSubject: 2))
  }

  @Test func `an audit finds each order once, however often it is asked`() throws {
    var shop = TicketShop(
      ShopRules(.hold) {
        $0.push = .dualWrite; $0.reconcileAfter = nil
      }, capacity: 5)
    for buyer in 0..<2 as Range<UInt32> {
      let order = try need(shop.paidOrder(by: buyer, at: 0))
      #expect(shop.save(order, at: 1) == .saved)
    }
    _ = try need(shop.paidOrder(by: 3, at: 0))
    for time in 5...8 as ClosedRange<Int64> { shop.audit(at: time) }
    #expect(shop.monitors[.ticketForEachOrder] == .init(violations: 2, firstAt: 5, firstSubject: 0))
    #expect(shop.monitors[.paymentEnds] == .init(violations: 1, firstAt: 5, firstSubject: 2))
  }

  @Test func `names and statements are there and differ`() {
    #expect(Invariant.allCases.map(\.id) == (1...6).map { "TK-I\($0)" })
    #expect(Set(Invariant.allCases.map(\.statement)).count == 6)
    #expect(Set(Invariant.allCases.map(\.subject)) == ["stock", "order", "intent", "event"])
  }
}
