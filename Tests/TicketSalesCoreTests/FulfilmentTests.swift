import Testing

@testable import TicketSalesCore

/// From the saved order to the mail: at least once on the way, exactly once in effect.
@Suite struct FulfilmentTests {
  private func savedOrder(_ rules: ShopRules) throws -> (TicketShop, OrderID) {
    var shop = TicketShop(rules, capacity: 10)
    let order = try need(shop.paidOrder(at: 0))
    #expect(shop.save(order, at: 1) == .saved)
    return (shop, order)
  }

  @Test func `the outbox keeps a message until the relay says that it is out`() throws {
    var (shop, order) = try savedOrder(ShopRules(.hold))
    let other = try need(shop.paidOrder(by: 2, at: 2))
    #expect(shop.push(order, at: 2) == .deferred && shop.effects.isEmpty)
    #expect(shop.push(other, at: 2) == .notSaved && shop.outboxCount == 1)
    #expect(shop.save(other, at: 3) == .saved && shop.outboxCount == 2)
    // The relay dies before it says so: the message is still there.
    #expect(shop.nextInOutbox == order && shop.nextInOutbox == order)
    #expect(shop.relayed(other, at: 4) == .notSaved)
    #expect(shop.relayed(order, at: 4) == .pushed && shop.effects == [.publish(order)])
    #expect(shop.relayed(order, at: 5) == .repeated && shop.effects.isEmpty)
    #expect(shop.state(of: order) == .enqueued && shop.nextInOutbox == other)
    #expect(shop.relayed(other, at: 6) == .pushed && shop.nextInOutbox == nil)
  }

  @Test func `a dual write may push twice`() throws {
    var (shop, order) = try savedOrder(ShopRules(.hold) { $0.push = .dualWrite })
    #expect(shop.outboxCount == 0)
    #expect(shop.push(order, at: 2) == .pushed && shop.push(order, at: 2) == .repeated)
    #expect(shop.effects == [.publish(order)])
  }

  @Test(arguments: [(-1, FulfilmentOutcome.inProgress), (0, .started)] as [(Int64, FulfilmentOutcome)])
  func `a delivery has the order for itself until its lease ends`(_ offset: Int64, _ outcome: FulfilmentOutcome) throws
  {
    var (shop, order) = try savedOrder(ShopRules(.hold))
    #expect(shop.startTicket(order, at: 5) == .started)
    #expect(shop.startTicket(order, at: 5 + 30 * second + offset) == outcome)
  }

  /// All ways in which two runs of the function can interleave their steps, of which either may die
  /// anywhere; afterwards a third delivery finishes what is left.
  @Test func `two runs side by side make one document and at least one mail`() throws {
    let (start, order) = try savedOrder(ShopRules(.hold))
    var ways = 0
    for choices in 0..<64 {
      for firstDies in 0...3 {
        for secondDies in 0...3 {
          var shop = start
          var at = [0, 0]
          let dies = [firstDies, secondDies]
          for turn in 0..<6 {
            let run = choices >> turn & 1
            guard at[run] < dies[run] else { continue }
            // The second run comes when the first one's lease is over.
            let now = (run == 0 ? 10 : 31 * second) + Int64(turn)
            switch at[run] {
            case 0: if shop.startTicket(order, at: now) != .started { at[run] = 3; continue }
            case 1: _ = shop.ticketStored(order, at: now)
            default: _ = shop.ticketMailed(order, at: now)
            }
            at[run] += 1
          }
          let third = shop.startTicket(order, at: 100 * second)
          if third == .started {
            _ = shop.ticketStored(order, at: 101 * second)
            _ = shop.ticketMailed(order, at: 102 * second)
          } else {
            #expect(third == .alreadyDone)
          }
          shop.audit(at: 200 * second)
          let made = try need(shop.deliveries(of: order))
          #expect(made.documents == 1 && made.mails >= 1 && shop.monitors.violated.isEmpty)
          ways += 1
        }
      }
    }
    #expect(ways == 1024)
  }

  @Test func `a redelivery after everything is done does nothing`() throws {
    var (shop, order) = try savedOrder(ShopRules(.hold))
    shop.deliver(order, at: 2)
    for time in [3, 100 * second] as [Int64] {
      #expect(shop.startTicket(order, at: time) == .alreadyDone)
    }
    let made = try need(shop.deliveries(of: order))
    #expect(made.documents == 1 && made.mails == 1 && shop.state(of: order) == .mailed)
  }

  @Test func `steps in the wrong order are refused`() throws {
    var (shop, order) = try savedOrder(ShopRules(.hold))
    #expect(shop.ticketMailed(order, at: 2) == .refused)
    let unpaid = try need(shop.order(by: 2, at: 2))
    #expect(shop.startTicket(unpaid, at: 2) == .refused && shop.ticketStored(unpaid, at: 2) == .refused)
    #expect(shop.ticketMailed(unpaid, at: 2) == .refused && shop.deadLetter(unpaid, at: 2) == .refused)
    #expect(shop.ticketFailed(unpaid, at: 2) == .refused)
  }

  @Test func `a failed run gives its lease back`() throws {
    var (shop, order) = try savedOrder(ShopRules(.hold))
    #expect(shop.startTicket(order, at: 2) == .started && shop.startTicket(order, at: 3) == .inProgress)
    #expect(shop.ticketFailed(order, at: 4) == .released && shop.startTicket(order, at: 4) == .started)
  }

  @Test func `a dead letter raises an alarm, ends the order's way, and can be taken up again`() throws {
    var (shop, order) = try savedOrder(ShopRules(.hold))
    #expect(shop.startTicket(order, at: 2) == .started)
    #expect(shop.deadLetter(order, at: 200 * second) == .deadLettered && shop.effects == [.alert(order)])
    shop.audit(at: 300 * second)
    #expect(shop.monitors.violated.isEmpty && shop.state(of: order) == .deadLettered)
    #expect(shop.startTicket(order, at: 400 * second) == .started)
    #expect(shop.ticketStored(order, at: 401 * second) == .stored)
    #expect(shop.ticketMailed(order, at: 402 * second) == .mailed && shop.state(of: order) == .mailed)
    #expect(shop.deadLetter(order, at: 403 * second) == .alreadyDone && shop.effects.isEmpty)
  }
}
