import TestSupport
import Testing

@testable import TicketSalesCore

/// The tables below the shop, against the simplest thing that could be right.
@Suite struct TableTests {
  @Test func `inventory, every sequence of changes`() {
    // Units are counted one by one: free, held, sold.
    struct Naive: Equatable {
      var units = [0, 0, 0]
      mutating func move(_ from: Int, _ to: Int, _ count: Int) -> Bool {
        if units[from] < count { return false }
        units[from] -= count
        units[to] += count
        return true
      }
    }
    func explore(_ table: Inventory, _ naive: Naive, depth: Int) -> Int {
      let level = table[StockID(0)]
      var wrong =
        level
          == .init(
            capacity: 3, sold: UInt32(naive.units[2]), held: UInt32(naive.units[1]), free: UInt32(naive.units[0]))
        ? 0 : 1
      if !level.isBalanced || table.freeOfEvent[0] != level.free || table.heldOfEvent[0] != level.held { wrong += 1 }
      guard depth > 0 else { return wrong }
      for count in 1...2 as ClosedRange<UInt32> {
        for action in 0..<4 {
          var next = table
          var expected = naive
          let pair = [(0, 1), (1, 0), (1, 2), (0, 2)][action]
          let goes = expected.move(pair.0, pair.1, Int(count))
          switch action {
          case 0: if next.hold(count, of: StockID(0)) != goes { wrong += 1 }
          case 1: if goes { next.release(count, of: StockID(0)) }
          case 2: if goes { next.sellHeld(count, of: StockID(0)) }
          default: if next.sellFree(count, of: StockID(0)) != goes { wrong += 1 }
          }
          if (next.version != table.version) != goes { wrong += 1 }
          wrong += explore(next, expected, depth: depth - 1)
        }
      }
      return wrong
    }
    var table = Inventory()
    _ = table.addEvent(EventID(0), rows: 1, units: 3)
    #expect(explore(table, Naive(units: [3, 0, 0]), depth: 4) == 0)
  }

  @Test func `capacity never falls below what is sold and held`() {
    var table = Inventory()
    let stock = table.addEvent(EventID(0), rows: 1, units: 5)
    #expect(table.hold(2, of: stock) && table.sellFree(1, of: stock))
    #expect(!table.setCapacity(2, of: stock) && table[stock].capacity == 5)
    #expect(table.setCapacity(3, of: stock) && table[stock].free == 0 && table.freeOfEvent == [0])
    #expect(table.setCapacity(9, of: stock) && table[stock].free == 6 && table.freeOfEvent == [6])
  }

  @Test func `an unchecked sale is out of balance beyond the capacity, and only there`() {
    var table = Inventory()
    let stock = table.addEvent(EventID(0), rows: 1, units: 3)
    for (units, isBalanced) in [(2, true), (1, true), (1, false), (2, false)] as [(UInt32, Bool)] {
      table.sellUnchecked(units, of: stock)
      #expect(table[stock].isBalanced == isBalanced)
    }
    #expect(table[stock] == StockLevel(capacity: 3, sold: 6, held: 0, free: 0))
  }

  @Test func `a lock's line, every sequence of takes and leaves`() {
    var start = OrderTable()
    for _ in 0..<3 { _ = start.append(IntentID(0)) }
    var startLocks = RowLocks()
    startLocks.grow(to: 2)
    func explore(_ locks: RowLocks, _ orders: OrderTable, _ line: [UInt32], depth: Int) -> Int {
      guard depth > 0 else { return 0 }
      var wrong = 0
      for number in 0..<3 as Range<UInt32> {
        let order = OrderID(number)
        if locks.isHolder(order, of: StockID(1)) != (line.first == number) { wrong += 1 }
        var takes = (locks: locks, orders: orders, line: line)
        let answer = takes.locks.take(order, StockID(1), limit: 2, in: &takes.orders)
        if !line.contains(number) { takes.line.append(number) }
        if answer != (takes.line.first == number) { wrong += 1 }
        wrong += explore(takes.locks, takes.orders, takes.line, depth: depth - 1)

        var leaves = (locks: locks, orders: orders, line: line)
        let next = leaves.locks.leave(order, StockID(1), in: &leaves.orders)
        leaves.line.removeAll { $0 == number }
        if next?.number != (line.first == number ? leaves.line.first : nil) { wrong += 1 }
        wrong += explore(leaves.locks, leaves.orders, leaves.line, depth: depth - 1)
      }
      return wrong
    }
    #expect(explore(startLocks, start, [], depth: 6) == 0)
  }

  @Test func `a line keeps its order and not its past`() {
    var random = SmallGenerator(seed: 5)
    var line = Line<UInt32>()
    var naive: [UInt32] = []
    for number in 0..<20_000 as Range<UInt32> {
      if Int.random(in: 0..<100, using: &random) < (number < 10_000 ? 60 : 40) {
        line.append(number)
        naive.append(number)
      } else {
        #expect(line.popFirst() == (naive.isEmpty ? nil : naive.removeFirst()), "seed 5, \(number)")
      }
      #expect(line.first == naive.first && line.count == naive.count, "seed 5, \(number)")
    }
  }

  @Test func `events move only as they may`() throws {
    let moves: [(name: String, from: Set<EventState>)] = [
      ("publish", [.draft]), ("close", [.draft, .onSale, .soldOut]),
      ("delete", [.draft, .onSale, .past]), ("price", [.draft, .onSale, .soldOut, .past]),
    ]
    for state in EventState.allCases {
      for (name, from) in moves {
        var shop = TicketShop(rules: ShopRules(.checkAtSave))
        let event = try need(shop.createEvent(capacity: 1, price: 7))
        if state != .draft { #expect(shop.publish(event) == .done) }
        switch state {
        case .past: #expect(shop.close(event) == .done)
        case .deleted: #expect(shop.deleteEvent(event, at: 0) == .done)
        case .soldOut:
          let order = try need(shop.paidOrder())
          #expect(shop.save(order, at: 0) == .saved)
        default: break
        }
        #expect(shop.state(of: event) == state)
        let outcome =
          switch name {
          case "publish": shop.publish(event)
          case "close": shop.close(event)
          case "delete": shop.deleteEvent(event, at: 1)
          default: shop.setPrice(9, of: event)
          }
        #expect(outcome == (from.contains(state) ? .done : .refused), "\(name) \(state)")
      }
    }
  }

  @Test func `deletion gives back what is under way, and never orphans an order`() throws {
    var shop = TicketShop(ShopRules(.hold), capacity: 2)
    let order = try need(shop.order(at: 0))
    #expect(shop.deleteEvent(TicketShop.event, at: 1) == .done)
    #expect(shop.select(TicketShop.stock, units: 1, by: 2, at: 1).outcome == .notOnSale)
    #expect(shop.answerPayment(order, .confirmed, at: 2) == .paid)
    #expect(shop.save(order, at: 3) == .noSeat)
    shop.drain(at: 4)
    #expect(shop.state(of: order) == .refunded && shop.monitors.violated.isEmpty)
    #expect(shop.level(of: TicketShop.stock)?.held == 0)
  }

  @Test func `limits of an event are answers`() throws {
    var shop = TicketShop(rules: ShopRules(.hold))
    for (capacity, price) in [(-1, 1), (1_000_000_001, 1), (1, -1), (1, .max)] as [(Int, Int64)] {
      #expect(shop.createEvent(capacity: capacity, price: price) == nil)
    }
    let map = try need(shop.createEvent(capacity: 3, price: 1, isSeatMap: true))
    let seat = try need(shop.firstStock(of: map))
    #expect(shop.setCapacity(2, of: seat, at: 0) == .refused && shop.setCapacity(0, of: seat, at: 0) == .done)
    #expect(shop.select(seat, units: 1, by: 0, at: 0).outcome == .notOnSale)
    #expect(shop.publish(map) == .done)
    #expect(shop.select(seat, units: 1, by: 0, at: 0).outcome == .soldOut)
    for units in [0, -1, 11, 256, Int.max] {
      #expect(shop.select(StockID(1), units: units, by: 0, at: 0).outcome == .refused)
    }
    #expect(shop.publish(EventID(9)) == .notFound && shop.setCapacity(1, of: StockID(9), at: 0) == .notFound)
  }

  @Test func `full tables are answers`() throws {
    var shop = TicketShop(
      ShopRules(.checkAtSave) {
        $0.intentLimit = 1; $0.isPurchaseIdempotent = false
      }, capacity: 5)
    let intent = try need(shop.select(TicketShop.stock, units: 1, by: 1, at: 0).intent)
    #expect(shop.select(TicketShop.stock, units: 1, by: 2, at: 0).outcome == .refused)
    #expect(shop.startPayment(intent, at: 0).outcome == .requested)
    #expect(shop.startPayment(intent, at: 0) == Purchase(outcome: .refused, order: nil))
  }

  @Test func `a price counts from the selection on`() throws {
    var shop = TicketShop(ShopRules(.hold), capacity: 5, price: 10)
    let before = try need(shop.order(units: 2, by: 1, at: 0))
    #expect(shop.setPrice(50, of: TicketShop.event) == .done)
    let after = try need(shop.order(units: 1, by: 2, at: 1))
    for order in [before, after] {
      #expect(shop.answerPayment(order, .confirmed, at: 2) == .paid && shop.save(order, at: 2) == .saved)
    }
    #expect(shop.readTotals(of: TicketShop.event, at: 3) == .init(tickets: 3, revenue: 70))
    #expect(shop.payments.takenAmount == 70)
  }
}
