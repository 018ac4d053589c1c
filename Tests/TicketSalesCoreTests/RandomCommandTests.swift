import TestSupport
import Testing

@testable import TicketSalesCore

/// Random commands, in an order that no server would send them in.
@Suite struct RandomCommandTests {
  private static let seeds: ClosedRange<UInt64> = 1...60

  private func rules(_ policy: SeatPolicy, _ random: inout SmallGenerator) -> ShopRules {
    ShopRules(policy) {
      $0.holdTime = .random(in: 1...40, using: &random)
      $0.reconcileAfter = .random(in: 1...60, using: &random)
      $0.saveAttempts = .random(in: 1...4, using: &random)
      $0.admissionLimit = .random(in: 1...6, using: &random)
      $0.unitsPerPurchase = 3
    }
  }

  /// One command to both; a description of it, and the two answers.
  private func command(
    _ shop: inout TicketShop, _ naive: inout NaiveShop, at now: Int64, _ random: inout SmallGenerator
  ) -> (name: String, shop: String, naive: String) {
    let intent = naive.intents.isEmpty ? 0 : Int.random(in: 0..<naive.intents.count, using: &random)
    let order = naive.orders.isEmpty ? 0 : Int.random(in: 0..<naive.orders.count, using: &random)
    let id = OrderID(UInt32(order))
    let kind = Int.random(in: 0..<12, using: &random)
    func answer(_ left: some Any, _ right: some Any) -> (name: String, shop: String, naive: String) {
      ("command \(kind) of intent \(intent), order \(order)", "\(left)", "\(right)")
    }
    if kind <= 1 || naive.intents.isEmpty {
      let units = Int.random(in: 0...4, using: &random)
      return answer(
        shop.select(TicketShop.stock, units: units, by: 0, at: now).outcome, naive.select(units, now))
    }
    if kind <= 4 || naive.orders.isEmpty {
      return answer(
        shop.startPayment(IntentID(UInt32(intent)), at: now).outcome, naive.startPayment(intent, now))
    }
    let results: [PaymentResult] = [.confirmed, .confirmed, .declined, .unknown]
    let result = results[Int.random(in: 0..<4, using: &random)]
    switch kind {
    case 5:
      return answer(
        shop.answerPayment(id, result, at: now), naive.settle(order, result, now, isWebhook: false))
    case 6:
      return answer(
        shop.receiveWebhook(id, result, at: now), naive.settle(order, result, now, isWebhook: true))
    case 7: return answer(shop.beginSave(id, at: now), naive.beginSave(order, now))
    case 8, 9: return answer(shop.saveOrder(id, at: now), naive.save(order, now))
    case 10 where result == .unknown:
      return answer(shop.abandon(IntentID(UInt32(intent)), at: now), naive.abandon(intent, now))
    case 10 where result == .declined: return answer(shop.abortSave(id, at: now), naive.abort(order, now))
    case 10: return answer(shop.refund(id, at: now), naive.refund(order, now))
    default: return answer(shop.reconcile(id, result, at: now), naive.reconcile(order, result, now))
    }
  }

  @Test(arguments: SeatPolicy.allCases)
  func `the shop answers as the naive one does`(_ policy: SeatPolicy) {
    var answers = Set<String>()
    for seed in Self.seeds {
      var random = SmallGenerator(seed: seed)
      let rules = rules(policy, &random)
      let capacity = Int.random(in: 1...12, using: &random)
      var shop = TicketShop(rules, capacity: capacity)
      var naive = NaiveShop(rules: rules, capacity: capacity)
      var now: Int64 = 0
      for number in 0..<300 {
        now += Int64.random(in: 0...3, using: &random)
        let (name, left, right) = command(&shop, &naive, at: now, &random)
        answers.insert(left)
        let level = shop.level(of: TicketShop.stock)
        let isSame =
          left == right && Int(level?.sold ?? 0) == naive.sold && Int(level?.held ?? 0) == naive.units(.held)
          && shop.intents.state == naive.intents.map(\.state) && shop.orders.state == naive.orders.map(\.state)
          && shop.orders.payment == naive.orders.map(\.payment)
        if !isSame {
          Issue.record("\(policy) seed \(seed), number \(number): \(name) is \(left), not \(right)")
          break
        }
        if !SeatPolicy.unsafe.contains(policy) { #expect(level?.isBalanced == true, "seed \(seed)") }
      }
      let oversold = naive.sold > naive.capacity
      #expect(
        shop.monitors.violated == (oversold && SeatPolicy.unsafe.contains(policy) ? [.neverOversold] : []),
        "\(policy) seed \(seed)")
      #expect(Int(shop.payments.taken) == naive.orders.count(where: \.taken), "seed \(seed)")
      #expect(Int(shop.payments.refunded) == naive.refunded, "seed \(seed)")
    }
    // The walk came by what it is about.
    let expected: [SeatPolicy: Set<String>] = [
      .none: ["selected", "saved"], .checkAtSave: ["selected", "saved", "noSeat"],
      .readThenWrite: ["selected", "saved", "noSeat", "notBegun"],
      .rowLock: ["waiting", "noSeat", "notBegun"], .optimisticVersion: ["conflict", "refused", "noSeat"],
      .hold: ["held", "holdExpired", "expired"], .waitingRoom: ["admitted", "waiting", "expired", "soldOut"],
    ]
    #expect(answers.isSuperset(of: expected[policy] ?? ["?"]), "\(answers.sorted())")
    #expect(
      answers.isSuperset(of: ["paid", "failed", "duplicate", "unknown", "refunded", "released"]) || policy == .none)
  }

  /// Conservation: after everything that a shop does by itself, the money that was taken is the money of
  /// confirmed orders and refunds, and every confirmed order has its ticket.
  @Test(arguments: SeatPolicy.allCases)
  func `whatever was sent, every payment ends in an order or a refund`(_ policy: SeatPolicy) {
    for seed in Self.seeds {
      var random = SmallGenerator(seed: seed &+ 1000)
      let rules = rules(policy, &random)
      let capacity = Int.random(in: 1...12, using: &random)
      var shop = TicketShop(rules, capacity: capacity, price: 3)
      var naive = NaiveShop(rules: rules, capacity: capacity)
      var now: Int64 = 0
      for _ in 0..<200 {
        now += Int64.random(in: 0...3, using: &random)
        _ = command(&shop, &naive, at: now, &random)
        // The queue works on what it has, at random.
        if shop.orderCount > 0 {
          let order = OrderID(UInt32.random(in: 0..<UInt32(shop.orderCount), using: &random))
          switch Int.random(in: 0..<6, using: &random) {
          case 0: if let next = shop.nextInOutbox { _ = shop.relayed(next, at: now) }
          case 1: _ = shop.startTicket(order, at: now)
          case 2: _ = shop.ticketStored(order, at: now)
          case 3: _ = shop.ticketMailed(order, at: now)
          case 4: _ = shop.showConfirmation(order, at: now)
          default: _ = shop.readTotals(of: TicketShop.event, at: now)
          }
        }
      }
      // The servers that held locks are gone.
      for row in 0..<shop.orderCount { _ = shop.abortSave(OrderID(UInt32(row)), at: now) }
      shop.drain(at: now)
      let payments = shop.payments
      #expect(payments.taken == payments.confirmedOrders + payments.refunded, "\(policy) seed \(seed)")
      let totals = shop.readTotals(of: TicketShop.event, at: now)
      #expect(payments.takenAmount == (totals?.revenue ?? -1) + payments.refundedAmount, "\(policy) seed \(seed)")
      let sold = Int64(shop.level(of: TicketShop.stock)?.sold ?? 0)
      #expect(totals?.tickets == sold, "\(policy) seed \(seed)")
      #expect(
        shop.monitors.violated == (sold > Int64(capacity) ? [.neverOversold] : []), "\(policy) seed \(seed)")
      if !SeatPolicy.unsafe.contains(policy) { #expect(sold <= Int64(capacity), "\(policy) seed \(seed)") }
      let unfinished = shop.orders.state.count(where: { $0.isConfirmed && $0 != .mailed })
      #expect(unfinished == 0, "\(policy) seed \(seed)")
    }
  }

  @Test func `the same commands give the same shop`() {
    for policy in SeatPolicy.allCases {
      let ends = (0..<2).map { _ in
        var random = SmallGenerator(seed: 77)
        var shop = TicketShop(rules(policy, &random), capacity: 9)
        var naive = NaiveShop(rules: shop.rules, capacity: 9)
        for time in 0..<400 as Range<Int64> { _ = command(&shop, &naive, at: time, &random) }
        return shop
      }
      #expect(ends[0].orders.state == ends[1].orders.state && ends[0].intents.state == ends[1].intents.state)
      #expect(ends[0].payments == ends[1].payments && ends[0].monitors == ends[1].monitors)
      #expect(ends[0].orderCount > 5)
    }
  }
}
