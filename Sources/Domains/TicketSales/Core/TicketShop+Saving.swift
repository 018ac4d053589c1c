/// A paid order becomes durable, or its payment goes back: `SaveOrder` of the card, under each seat policy.
extension TicketShop {
  /// The transaction's read. What stands between this and `saveOrder` is what the seat policy is about.
  package mutating func beginSave(_ order: OrderID, at time: Int64) -> BeginSaveOutcome {
    _ = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    guard orders.state[order.row] == .paid else {
      return orders.state[order.row].isConfirmed ? .duplicate : .notPaid
    }
    let stock = intents.stock[orders.intent[order.row].row]
    switch rules.seats {
    case .none, .checkAtSave, .hold, .waitingRoom:
      return .ready
    case .optimisticVersion:
      orders.version[order.row] = inventory.version[stock.row]
      orders.flags[order.row].insert(.rowRead)
      return .ready
    case .readThenWrite:
      orders.flags[order.row].insert(.rowRead)
      let units = UInt32(intents.units[orders.intent[order.row].row])
      if inventory.has(units, of: stock) {
        orders.flags[order.row].insert(.unitsSeen)
      } else {
        orders.flags[order.row].remove(.unitsSeen)
      }
      return .ready
    case .rowLock:
      switch locks.take(order, stock, limit: rules.lockLineLimit, in: &orders) {
      case true?: return .ready
      case false?: return .waiting
      case nil: return .refused
      }
    }
  }

  /// The transaction is rolled back: the server died, or the buyer's request did. The order stays paid.
  package mutating func abortSave(_ order: OrderID, at time: Int64) -> AbandonOutcome {
    _ = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    orders.flags[order.row].subtract([.rowRead, .unitsSeen])
    unlock(order)
    return .released
  }

  /// The transaction's write and commit.
  package mutating func saveOrder(_ order: OrderID, at time: Int64) -> SaveOutcome {
    let now = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    let row = order.row
    guard orders.state[row] == .paid else {
      return orders.state[row].isConfirmed ? .duplicate : .notPaid
    }
    let intent = orders.intent[row]
    let stock = intents.stock[intent.row]
    switch rules.seats {
    case .none, .checkAtSave, .hold, .waitingRoom:
      break
    case .optimisticVersion:
      guard orders.flags[row].contains(.rowRead) else { return .notBegun }
      orders.flags[row].remove(.rowRead)
      if orders.version[row] != inventory.version[stock.row] { return conflict(order, at: now) }
    case .readThenWrite:
      guard orders.flags[row].contains(.rowRead) else { return .notBegun }
      orders.flags[row].remove(.rowRead)
    case .rowLock:
      guard orders.flags[row].contains(.inLockLine) else { return .notBegun }
      guard locks.isHolder(order, of: stock) else { return .waiting }
    }
    defer { unlock(order) }
    let event = inventory.event[stock.row]
    let isLate = rules.seats == .hold && intents.state[intent.row] != .held
    guard events.state[event.row] != .deleted, rules.sellsLate || !isLate, takeUnits(of: order, stock, at: now) else {
      refuseAfterPayment(order, at: now)
      return isLate ? .holdExpired : .noSeat
    }
    confirm(order, intent, event, at: now)
    return .saved
  }

  private mutating func conflict(_ order: OrderID, at now: Int64) -> SaveOutcome {
    orders.conflicts[order.row] = max(orders.conflicts[order.row], orders.conflicts[order.row] &+ 1)
    guard Int(orders.conflicts[order.row]) >= rules.saveAttempts else { return .conflict }
    refuseAfterPayment(order, at: now)
    return .refused
  }

  /// Sells what the order is for: its own hold, or free units. With no policy, whatever there is; where nobody looks
  /// again, what was free when it was read.
  private mutating func takeUnits(of order: OrderID, _ stock: StockID, at now: Int64) -> Bool {
    let intent = orders.intent[order.row]
    let units = UInt32(intents.units[intent.row])
    if rules.seats == .none {
      inventory.sellUnchecked(units, of: stock)
    } else if rules.seats == .readThenWrite {
      guard orders.flags[order.row].contains(.unitsSeen) else { return false }
      inventory.sellUnchecked(units, of: stock)
    } else if intents.state[intent.row] == .held {
      inventory.sellHeld(units, of: stock)
      intents.state[intent.row] = .spent
    } else if !inventory.sellFree(units, of: stock) {
      return false
    }
    check(stock, at: now)
    return true
  }

  private mutating func confirm(_ order: OrderID, _ intent: IntentID, _ event: EventID, at now: Int64) {
    orders.state[order.row] = .saved
    payments.confirmedOrders += 1
    let units = intents.units[intent.row]
    events.confirmed[event.row].add(tickets: units, revenue: intents.amount[intent.row])
    if rules.totals == .confirmedOrders { countInShownTotals(order) }
    let orderCount = intents.confirmedOrders[intent.row]
    intents.confirmedOrders[intent.row] = max(orderCount, orderCount &+ 1)
    if orderCount > 0 { monitors.report(.oneChargePerIntent, intent.number, at: now) }
    if inventory.freeOfEvent[event.row] == 0 && inventory.heldOfEvent[event.row] == 0
      && events.state[event.row] == .onSale
    {
      events.state[event.row] = .soldOut
    }
    if intents.state[intent.row] != .spent { giveUp(intent, as: .spent, at: now) }
    admitNext(to: event, at: now)
    if rules.push == .outbox { outbox.append(order.number) }
  }

  mutating func countInShownTotals(_ order: OrderID) {
    let intent = orders.intent[order.row]
    let event = inventory.event[intents.stock[intent.row].row]
    events.shown[event.row].add(tickets: intents.units[intent.row], revenue: intents.amount[intent.row])
  }

  private mutating func unlock(_ order: OrderID) {
    guard rules.seats == .rowLock else { return }
    let stock = intents.stock[orders.intent[order.row].row]
    if let next = locks.leave(order, stock, in: &orders) { effects.append(.lockGranted(next)) }
  }

  /// The buyer asks for the confirmation page.
  package mutating func showConfirmation(_ order: OrderID, at time: Int64) -> ConfirmationOutcome {
    let now = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    let state = orders.state[order.row]
    switch state {
    case _ where state.isConfirmed:
      return .shown
    case .paid where rules.confirmation == .afterPayment:
      monitors.report(.confirmedOnlyWhenDurable, order.number, at: now)
      return .shown
    case .paid, .paymentPending:
      return .pending
    default:
      return orders.payment[order.row] == .unknown ? .pending : .refused
    }
  }
}
