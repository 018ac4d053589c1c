import Testing

@testable import TicketSalesCore

/// Buyers are let in first come, first served, and only while there is something to buy.
@Suite struct WaitingRoomTests {
  private func shop(limit: Int, capacity: Int, line: Int = 1000) -> TicketShop {
    TicketShop(
      ShopRules(.waitingRoom) {
        $0.admissionLimit = limit; $0.waitingLimit = line
      }, capacity: capacity)
  }

  @Test func `as many are let in as the limit says, and no more than there are units for`() {
    for (limit, capacity, inside) in [(3, 10, 3), (10, 3, 3), (1, 1, 1)] {
      var shop = shop(limit: limit, capacity: capacity)
      let outcomes = (0..<5).map { shop.select(TicketShop.stock, units: 1, by: $0, at: 0).outcome }
      #expect(outcomes == (0..<5).map { $0 < inside ? .admitted : .waiting })
      #expect(shop.waitingCount(for: TicketShop.event) == 5 - inside)
    }
  }

  @Test func `who leaves makes room for who came first`() throws {
    var shop = shop(limit: 1, capacity: 5)
    let intents = try (0..<4).map { try need(shop.select(TicketShop.stock, units: 1, by: $0, at: 0).intent) }
    #expect(shop.startPayment(intents[1], at: 0).outcome == .waiting)
    // One gives up, one outside leaves the line, one pays.
    #expect(shop.abandon(intents[1], at: 1) == .released)
    #expect(shop.abandon(intents[0], at: 2) == .released && shop.effects == [.admitted(intents[2])])
    let order = try need(shop.startPayment(intents[2], at: 3).order)
    #expect(shop.answerPayment(order, .confirmed, at: 4) == .paid)
    #expect(shop.save(order, at: 5) == .saved && shop.effects == [.admitted(intents[3])])
    let declined = try need(shop.startPayment(intents[3], at: 6).order)
    #expect(shop.answerPayment(declined, .declined, at: 7) == .failed && shop.effects.isEmpty)
    #expect(shop.select(TicketShop.stock, units: 1, by: 9, at: 8).outcome == .admitted)
  }

  @Test(arguments: [(-1, false), (0, true)] as [(Int64, Bool)])
  func `an admission that is not used runs out`(_ offset: Int64, _ isOver: Bool) throws {
    var shop = shop(limit: 1, capacity: 5)
    let idle = try need(shop.select(TicketShop.stock, units: 1, by: 1, at: 0).intent)
    let next = try need(shop.select(TicketShop.stock, units: 1, by: 2, at: 1).intent)
    #expect(shop.expireHolds(at: 600 * second + offset) == (isOver ? 1 : 0))
    #expect(shop.effects == (isOver ? [.admitted(next)] : []))
    #expect(shop.startPayment(idle, at: 600 * second + offset).outcome == (isOver ? .expired : .requested))
    // The next one's time counts from when it could know.
    if isOver { #expect(shop.expiry(of: next) == 1200 * second) }
  }

  @Test func `when the last unit is sold, those outside are turned away`() throws {
    var shop = shop(limit: 5, capacity: 2)
    let two = try need(shop.select(TicketShop.stock, units: 2, by: 1, at: 0).intent)
    let outside = try need(shop.select(TicketShop.stock, units: 1, by: 2, at: 0).intent)
    let order = try need(shop.startPayment(two, at: 1).order)
    #expect(shop.answerPayment(order, .confirmed, at: 2) == .paid && shop.save(order, at: 3) == .saved)
    #expect(shop.state(of: outside) == .turnedAway && shop.waitingCount(for: TicketShop.event) == 0)
    #expect(shop.startPayment(outside, at: 4).outcome == .soldOut)
    #expect(shop.select(TicketShop.stock, units: 1, by: 3, at: 4).outcome == .soldOut)
    // More units, and it goes on.
    #expect(shop.setCapacity(3, of: TicketShop.stock, at: 5) == .done)
    #expect(shop.select(TicketShop.stock, units: 1, by: 3, at: 6).outcome == .admitted)
  }

  @Test func `nobody overtakes who wants more than is free inside`() throws {
    var shop = shop(limit: 4, capacity: 10)
    let first = try need(shop.select(TicketShop.stock, units: 3, by: 1, at: 0).intent)
    let big = try need(shop.select(TicketShop.stock, units: 2, by: 2, at: 0).intent)
    let small = shop.select(TicketShop.stock, units: 1, by: 3, at: 0)
    #expect(small.outcome == .waiting)
    #expect(shop.abandon(first, at: 1) == .released)
    #expect(shop.effects == [.admitted(big), .admitted(try need(small.intent))])
  }

  @Test func `who leaves the line frees a place in it, and lets smaller wishes through`() throws {
    var shop = shop(limit: 4, capacity: 10, line: 2)
    #expect(shop.select(TicketShop.stock, units: 3, by: 1, at: 0).outcome == .admitted)
    let big = try need(shop.select(TicketShop.stock, units: 2, by: 2, at: 0).intent)
    let small = try need(shop.select(TicketShop.stock, units: 1, by: 3, at: 0).intent)
    #expect(shop.select(TicketShop.stock, units: 1, by: 4, at: 0).outcome == .refused)
    #expect(shop.abandon(big, at: 1) == .released && shop.effects == [.admitted(small)])
    #expect(shop.waitingCount(for: TicketShop.event) == 0)
    let last = try need(shop.select(TicketShop.stock, units: 1, by: 5, at: 2).intent)
    #expect(shop.abandon(last, at: 3) == .released && shop.waitingCount(for: TicketShop.event) == 0)
  }

  @Test func `bounds are answers`() {
    var shop = shop(limit: 2, capacity: 10, line: 1)
    #expect(shop.select(TicketShop.stock, units: 3, by: 1, at: 0).outcome == .refused)
    #expect(shop.select(TicketShop.stock, units: 2, by: 1, at: 0).outcome == .admitted)
    #expect(shop.select(TicketShop.stock, units: 1, by: 2, at: 0).outcome == .waiting)
    #expect(shop.select(TicketShop.stock, units: 1, by: 3, at: 0).outcome == .refused)
    #expect(shop.intentCount == 2)
  }
}
