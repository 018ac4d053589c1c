import TestSupport
import Testing

@testable import TicketSalesCore

/// The card's `last-seat` and `on-sale-rush` without a network: what decides is who goes next.
@Suite struct SeatPolicyTests {
  /// Lets buyers take turns at random until all are done.
  private func rush(
    _ rules: ShopRules, buyers count: Int, capacity: Int, units: ClosedRange<Int> = 1...1, seed: UInt64
  ) -> (shop: TicketShop, buyers: [Buyer]) {
    var random = SmallGenerator(seed: seed)
    var shop = TicketShop(rules, capacity: capacity)
    var buyers = (0..<count).map { Buyer(number: UInt32($0), units: .random(in: units, using: &random)) }
    var active = Array(buyers.indices)
    var now: Int64 = 0
    var turns = 0
    while !active.isEmpty && turns < 1_000_000 {
      let place = Int.random(in: 0..<active.count, using: &random)
      now += 1_000_000
      turns += 1
      buyers[active[place]].act(in: &shop, at: now)
      if buyers[active[place]].step == .done { active.swapAt(place, active.count - 1); active.removeLast() }
    }
    shop.drain(at: now)
    return (shop, buyers)
  }

  @Test(arguments: SeatPolicy.allCases)
  func `fifty buyers for one seat`(_ policy: SeatPolicy) throws {
    for seed in 1...40 as ClosedRange<UInt64> {
      let (shop, buyers) = rush(ShopRules(policy), buyers: 50, capacity: 1, seed: seed)
      let level = try need(shop.level(of: TicketShop.stock))
      let sold = buyers.count(where: \.isSold)
      #expect(Int(level.sold) == sold, "seed \(seed)")
      #expect(shop.payments.taken == shop.payments.confirmedOrders + shop.payments.refunded, "seed \(seed)")
      if policy == .none {
        #expect(sold == Int(shop.payments.taken), "seed \(seed)")
        #expect(shop.monitors[.neverOversold].violations == UInt64(sold - 1), "seed \(seed)")
        #expect(shop.monitors.violated == (sold > 1 ? [.neverOversold] : []), "seed \(seed)")
      } else if policy == .readThenWrite {
        #expect(sold >= 1 && sold <= Int(shop.payments.taken), "seed \(seed)")
        #expect(shop.monitors[.neverOversold].violations == UInt64(sold - 1), "seed \(seed)")
      } else {
        #expect(sold == 1 && shop.monitors.violated.isEmpty, "seed \(seed)")
      }
      if policy == .hold { #expect(shop.payments.taken == 1, "seed \(seed): refused before they pay") }
      if policy == .waitingRoom { #expect(shop.payments.taken == 1, "seed \(seed): only one is let in") }
    }
  }

  /// The card's own order of events: all select before the first has paid.
  @Test(arguments: SeatPolicy.allCases)
  func `all select, then all pay, then all save`(_ policy: SeatPolicy) throws {
    var shop = TicketShop(ShopRules(policy), capacity: 1)
    var buyers = (0..<50).map { Buyer(number: UInt32($0)) }
    for round in 0..<400 {
      for index in buyers.indices { buyers[index].act(in: &shop, at: Int64(round) * 1_000_000) }
    }
    shop.drain(at: second)
    let sold = buyers.count(where: \.isSold)
    switch policy {
    case .none, .readThenWrite:
      #expect(sold == 50 && shop.payments.refunded == 0)
      #expect(shop.monitors.violated == [.neverOversold])
      #expect(shop.monitors[.neverOversold].violations == 49)
      #expect(shop.monitors[.neverOversold].firstSubject == 0)
    case .checkAtSave, .rowLock, .optimisticVersion:
      #expect(sold == 1 && shop.payments.taken == 50 && shop.payments.refunded == 49)
      #expect(shop.monitors.violated.isEmpty)
    case .hold, .waitingRoom:
      #expect(sold == 1 && shop.payments.taken == 1 && shop.payments.refunded == 0)
      #expect(shop.monitors.violated.isEmpty)
      #expect(buyers[1].selected == (policy == .hold ? .soldOut : .waiting))
    }
    #expect(shop.level(of: TicketShop.stock)?.free == 0)
    #expect(shop.state(of: TicketShop.event) == .soldOut)
  }

  @Test(arguments: SeatPolicy.allCases)
  func `a rush for eighty units, several at a time`(_ policy: SeatPolicy) throws {
    for seed in 100...115 as ClosedRange<UInt64> {
      let (shop, buyers) = rush(ShopRules(policy), buyers: 250, capacity: 80, units: 1...4, seed: seed)
      let level = try need(shop.level(of: TicketShop.stock))
      let sold = buyers.filter(\.isSold).reduce(0) { $0 + $1.units }
      #expect(Int(level.sold) == sold, "seed \(seed)")
      #expect(shop.payments.taken == shop.payments.confirmedOrders + shop.payments.refunded, "seed \(seed)")
      if policy == .none {
        #expect(sold > 80 && shop.monitors.violated == [.neverOversold], "seed \(seed)")
      } else if policy == .readThenWrite {
        #expect(sold >= 74 && shop.monitors.violated == (sold > 80 ? [.neverOversold] : []), "seed \(seed): \(sold)")
      } else {
        #expect(level.isBalanced && level.held == 0 && shop.monitors.violated.isEmpty, "seed \(seed)")
        // Only units that nobody who was left wanted so few of may stay.
        #expect(sold <= 80 && sold >= 74, "seed \(seed): \(sold)")
      }
    }
  }

  @Test func `a version conflict asks for another read, and too many give the money back`() throws {
    var shop = TicketShop(ShopRules(.optimisticVersion) { $0.saveAttempts = 2 }, capacity: 10)
    let slow = try need(shop.paidOrder(by: 1))
    for attempt in 1...2 {
      #expect(shop.beginSave(slow, at: 1) == .ready)
      let quick = try need(shop.paidOrder(by: 2))
      #expect(shop.save(quick, at: 1) == .saved)
      #expect(shop.saveOrder(slow, at: 1) == (attempt == 1 ? .conflict : .refused))
      if attempt == 1 { #expect(shop.saveOrder(slow, at: 1) == .notBegun) }
    }
    #expect(shop.state(of: slow) == .refundDue && shop.effects == [.payBack(slow)])
    #expect(shop.refund(slow, at: 2) == .refunded)
    #expect(shop.payments.taken == 3 && shop.payments.confirmedOrders == 2 && shop.payments.refunded == 1)
  }

  /// The card's `last-seat`, with the time between reading and writing in the test's hands.
  @Test func `who reads before the first one writes is sold the same seat`() throws {
    var shop = TicketShop(ShopRules(.readThenWrite), capacity: 1)
    let orders = try (0..<6).map { try need(shop.paidOrder(by: $0)) }
    #expect(shop.saveOrder(orders[0], at: 1) == .notBegun)
    for order in orders[0..<4] { #expect(shop.beginSave(order, at: 1) == .ready) }
    #expect(shop.abortSave(orders[3], at: 2) == .released)
    #expect(shop.saveOrder(orders[3], at: 3) == .notBegun)
    for order in orders[0..<3] { #expect(shop.saveOrder(order, at: 4) == .saved) }
    // Those who read later see that nothing is free.
    for order in orders[3..<6] { #expect(shop.save(order, at: 5) == .noSeat) }
    #expect(shop.level(of: TicketShop.stock) == StockLevel(capacity: 1, sold: 3, held: 0, free: 0))
    shop.drain(at: 6)
    #expect(shop.payments.taken == 6 && shop.payments.confirmedOrders == 3 && shop.payments.refunded == 3)
    #expect(shop.monitors.violated == [.neverOversold] && shop.monitors[.neverOversold].violations == 2)
  }

  @Test func `a unit that is freed after it was read is not sold`() throws {
    var shop = TicketShop(ShopRules(.readThenWrite), capacity: 1)
    let first = try need(shop.paidOrder(by: 1))
    let second = try need(shop.paidOrder(by: 2))
    #expect(shop.save(first, at: 1) == .saved)
    #expect(shop.beginSave(second, at: 2) == .ready)
    #expect(shop.setCapacity(2, of: TicketShop.stock, at: 3) == .done)
    #expect(shop.saveOrder(second, at: 4) == .noSeat)
    #expect(shop.level(of: TicketShop.stock) == StockLevel(capacity: 2, sold: 1, held: 0, free: 1))
  }

  @Test func `a lock lets one save at a time, first come, first served`() throws {
    var shop = TicketShop(ShopRules(.rowLock) { $0.lockLineLimit = 2 }, capacity: 10)
    let orders = try (0..<4).map { try need(shop.paidOrder(by: $0)) }
    #expect(shop.saveOrder(orders[0], at: 1) == .notBegun)
    #expect(shop.beginSave(orders[0], at: 1) == .ready)
    #expect(shop.beginSave(orders[1], at: 1) == .waiting && shop.beginSave(orders[2], at: 1) == .waiting)
    #expect(shop.beginSave(orders[3], at: 1) == .refused)
    #expect(shop.saveOrder(orders[1], at: 2) == .waiting)
    #expect(shop.saveOrder(orders[0], at: 2) == .saved && shop.effects == [.lockGranted(orders[1])])
    // The server that works on it dies: the next in line goes on, the order is still paid.
    #expect(shop.abortSave(orders[1], at: 3) == .released && shop.effects == [.lockGranted(orders[2])])
    #expect(shop.state(of: orders[1]) == .paid)
    #expect(shop.saveOrder(orders[2], at: 3) == .saved && shop.effects.isEmpty)
    #expect(shop.save(orders[1], at: 4) == .saved)
  }

  @Test func `seats of a map are sold one by one`() throws {
    var shop = TicketShop(rules: ShopRules(.hold))
    let other = try need(shop.createEvent(capacity: 5, price: 1))
    let event = try need(shop.createEvent(capacity: 50_000, price: 1, isSeatMap: true))
    #expect(shop.publish(event) == .done && shop.state(of: other) == .draft)
    let first = try need(shop.firstStock(of: event))
    #expect(first == StockID(1))
    let seat = StockID(first.number + 777)
    #expect(shop.select(seat, units: 2, by: 1, at: 0).outcome == .soldOut)
    let intent = try need(shop.select(seat, units: 1, by: 1, at: 0).intent)
    #expect(shop.select(seat, units: 1, by: 2, at: 0).outcome == .soldOut)
    #expect(shop.select(StockID(seat.number + 1), units: 1, by: 2, at: 0).outcome == .held)
    let order = try need(shop.startPayment(intent, at: 0).order)
    #expect(shop.answerPayment(order, .confirmed, at: 1) == .paid && shop.save(order, at: 1) == .saved)
    #expect(shop.level(of: seat) == StockLevel(capacity: 1, sold: 1, held: 0, free: 0))
    #expect(shop.state(of: event) == .onSale)
    #expect(shop.select(StockID(50_001), units: 1, by: 2, at: 0).outcome == .notFound)
  }
}
