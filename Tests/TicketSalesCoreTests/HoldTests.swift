import Testing

@testable import TicketSalesCore

/// Holds end at the very instant that was said, and leave nothing behind.
@Suite struct HoldTests {
  private let rules = ShopRules(.hold) { $0.holdTime = 600 * second }

  @Test(arguments: [(-1, true), (0, false), (1, false)] as [(Int64, Bool)])
  func `a hold is good until just before it ends`(_ offset: Int64, _ isGood: Bool) throws {
    let ends = 5 + 600 * second
    var shop = TicketShop(rules, capacity: 1)
    let selection = shop.select(TicketShop.stock, units: 1, by: 1, at: 5)
    let intent = try need(selection.intent)
    #expect(selection.outcome == .held && shop.expiry(of: intent) == ends)
    #expect(shop.level(of: TicketShop.stock) == StockLevel(capacity: 1, sold: 0, held: 1, free: 0))

    var other = shop
    #expect(other.select(TicketShop.stock, units: 1, by: 2, at: ends + offset).outcome == (isGood ? .soldOut : .held))
    #expect(other.effects == (isGood ? [] : [.holdReleased(intent)]))

    var sweep = shop
    #expect(sweep.expireHolds(at: ends + offset) == (isGood ? 0 : 1))
    #expect(sweep.state(of: intent) == (isGood ? .held : .expired))
    #expect(sweep.level(of: TicketShop.stock)?.free == (isGood ? 0 : 1))

    #expect(shop.startPayment(intent, at: ends + offset).outcome == (isGood ? .requested : .expired))
  }

  @Test(arguments: [-1, 0] as [Int64])
  func `a payment confirmed around the end of its hold`(_ offset: Int64) throws {
    let ends = 600 * second
    var shop = TicketShop(rules, capacity: 1)
    let order = try need(shop.order(by: 1, at: 0))
    let rival = shop.select(TicketShop.stock, units: 1, by: 2, at: ends + offset)
    #expect(rival.outcome == (offset < 0 ? .soldOut : .held))
    #expect(shop.state(of: order) == (offset < 0 ? .paymentPending : .expired))
    #expect(shop.answerPayment(order, .confirmed, at: ends + offset) == .paid)
    #expect(shop.save(order, at: ends + offset) == (offset < 0 ? .saved : .holdExpired))
    #expect(shop.state(of: order) == (offset < 0 ? .saved : .refundDue))
  }

  @Test func `a paid order whose hold ran out takes a unit that is still free`() throws {
    var shop = TicketShop(rules, capacity: 1)
    let order = try need(shop.order(by: 1, at: 0))
    #expect(shop.expireHolds(at: 600 * second) == 1)
    #expect(shop.receiveWebhook(order, .confirmed, at: 700 * second) == .paid)
    #expect(shop.save(order, at: 700 * second) == .saved)
    #expect(shop.level(of: TicketShop.stock) == StockLevel(capacity: 1, sold: 1, held: 0, free: 0))
  }

  @Test func `a declined payment and a buyer who leaves free their units at once`() throws {
    var shop = TicketShop(rules, capacity: 2)
    let declined = try need(shop.order(by: 1, at: 0))
    let left = try need(shop.select(TicketShop.stock, units: 1, by: 2, at: 0).intent)
    #expect(shop.level(of: TicketShop.stock)?.free == 0)
    #expect(shop.answerPayment(declined, .declined, at: 1) == .failed)
    #expect(shop.state(of: declined) == .failed && shop.level(of: TicketShop.stock)?.free == 1)
    #expect(shop.abandon(left, at: 2) == .released && shop.abandon(left, at: 2) == .refused)
    #expect(shop.level(of: TicketShop.stock)?.free == 2)
    // Nothing is freed twice when their time comes.
    #expect(shop.expireHolds(at: 600 * second) == 0)
    #expect(shop.level(of: TicketShop.stock)?.free == 2)
    #expect(shop.startPayment(left, at: 3).outcome == .refused)
  }

  @Test func `a sold unit does not come back when its hold would have ended`() throws {
    var shop = TicketShop(rules, capacity: 1)
    let order = try need(shop.paidOrder(at: 0))
    #expect(shop.save(order, at: 1) == .saved)
    #expect(shop.expireHolds(at: 10_000 * second) == 0)
    #expect(shop.level(of: TicketShop.stock)?.sold == 1 && shop.monitors.violated.isEmpty)
  }

  @Test func `time that goes backwards stands still`() throws {
    var shop = TicketShop(rules, capacity: 1)
    #expect(shop.select(TicketShop.stock, units: 1, by: 1, at: 100 * second).outcome == .held)
    #expect(shop.expireHolds(at: 700 * second) == 1)
    let late = try need(shop.select(TicketShop.stock, units: 1, by: 2, at: 50 * second).intent)
    #expect(shop.expiry(of: late) == 1300 * second)
  }

  @Test func `those who hold without paying cost others their chance, for as long as the hold lasts`() throws {
    for (span, sold) in [(60, 1), (600, 0)] as [(Int64, Int)] {
      var shop = TicketShop(ShopRules(.hold) { $0.holdTime = span * second }, capacity: 5)
      for scalper in 0..<5 as Range<UInt32> {
        #expect(shop.select(TicketShop.stock, units: 1, by: scalper, at: 0).outcome == .held)
      }
      let order = shop.order(by: 9, at: 300 * second)
      #expect((order == nil ? 0 : 1) == sold)
    }
  }

  @Test func `holds take the memory of those that stand, not of all that ever did`() throws {
    var shop = TicketShop(ShopRules(.hold) { $0.holdTime = 10 }, capacity: 20)
    for buyer in 0..<100_000 as Range<UInt32> {
      #expect(shop.select(TicketShop.stock, units: 1, by: buyer, at: Int64(buyer)).outcome == .held)
      #expect(shop.expiries.count <= 10)
    }
  }
}
