/// What the administrator does, and what is checked when nothing is under way any more.
extension TicketShop {
  private static let mostUnits = 1_000_000_000
  private static let highestPrice: Int64 = 100_000_000_000

  /// A draft with general admission (`seats` nil: one row of `capacity` units) or a seat map (`seats` rows of
  /// one unit each).
  /// - Parameter price: of one unit, in millionths of the currency.
  /// - Returns: nil beyond a thousand million units, or a price of 100,000.
  package mutating func createEvent(capacity: Int, price: Int64, isSeatMap: Bool = false) -> EventID? {
    effects.removeAll(keepingCapacity: true)
    guard capacity >= 0, capacity <= Self.mostUnits, price >= 0, price <= Self.highestPrice else {
      return nil
    }
    let rows = isSeatMap ? capacity : 1
    guard inventory.count + rows < Int(UInt32.max) else { return nil }
    let event = EventID(UInt32(events.count))
    let first = inventory.addEvent(event, rows: rows, units: isSeatMap ? 1 : UInt32(capacity))
    events.append(price: price, firstStock: first, stocks: UInt32(rows))
    locks.grow(to: inventory.count)
    rooms.addEvent()
    return event
  }

  /// `Draft → OnSale`.
  package mutating func publish(_ event: EventID) -> EventOutcome { move(event, from: [.draft], to: .onSale) }

  /// `→ Past`: selections end; what is paid is still saved.
  package mutating func close(_ event: EventID) -> EventOutcome {
    move(event, from: [.draft, .onSale, .soldOut], to: .past)
  }

  private mutating func move(_ event: EventID, from: [EventState], to state: EventState) -> EventOutcome {
    effects.removeAll(keepingCapacity: true)
    guard events.contains(event) else { return .notFound }
    guard from.contains(events.state[event.row]) else { return .refused }
    events.state[event.row] = state
    return .done
  }

  /// A new price holds for selections from now on.
  package mutating func setPrice(_ price: Int64, of event: EventID) -> EventOutcome {
    effects.removeAll(keepingCapacity: true)
    guard events.contains(event) else { return .notFound }
    guard events.state[event.row] != .deleted, price >= 0, price <= Self.highestPrice else {
      return .refused
    }
    events.price[event.row] = price
    events.revision[event.row] &+= 1
    return .done
  }

  /// Not below what is sold and held; a seat has one unit or none. More units put a sold-out event on sale again.
  package mutating func setCapacity(_ units: Int, of stock: StockID, at time: Int64) -> EventOutcome {
    let now = begin(at: time)
    guard stock.row < inventory.count else { return .notFound }
    let event = inventory.event[stock.row]
    let most = events.stocks[event.row] == 1 ? Self.mostUnits : 1
    guard events.state[event.row] != .deleted, units >= 0, units <= most,
      inventory.setCapacity(UInt32(units), of: stock)
    else { return .refused }
    events.revision[event.row] &+= 1
    if events.state[event.row] == .soldOut && inventory.freeOfEvent[event.row] > 0 {
      events.state[event.row] = .onSale
    }
    check(stock, at: now)
    admitNext(to: event, at: now)
    return .done
  }

  /// Only without confirmed orders, so that no paid order is orphaned (TK-I8). Payments that are still under
  /// way go back.
  package mutating func deleteEvent(_ event: EventID, at time: Int64) -> EventOutcome {
    let now = begin(at: time)
    guard events.contains(event) else { return .notFound }
    guard events.state[event.row] != .deleted, events.confirmed[event.row].tickets == 0 else { return .refused }
    events.state[event.row] = .deleted
    admitNext(to: event, at: now)
    return .done
  }

  /// The analytics page: tickets and revenue of an event. TK-I6 is checked by whoever looks.
  package mutating func readTotals(of event: EventID, at time: Int64) -> SalesTotals? {
    let now = begin(at: time)
    guard events.contains(event) else { return nil }
    if events.shown[event.row] != events.confirmed[event.row] {
      monitors.report(.totalsAddUp, event.number, at: now)
    }
    return events.shown[event.row]
  }

  /// When nothing is under way any more: what should have ended and has not (TK-I3, TK-I4), and totals that
  /// do not add up (TK-I6), each order at most once however often it is asked.
  /// - Complexity: O(orders + events).
  package mutating func audit(at time: Int64) {
    let now = begin(at: time)
    var confirmed = Array(repeating: SalesTotals(), count: events.count)
    for row in 0..<orders.count {
      let isConfirmed = orders.state[row].isConfirmed
      let flags = orders.flags[row]
      if flags.contains(.moneyTaken) && isConfirmed == flags.contains(.moneyBack)
        && !flags.contains(.paymentReported)
      {
        orders.flags[row].insert(.paymentReported)
        monitors.report(.paymentEnds, UInt32(row), at: now)
      }
      guard isConfirmed else { continue }
      let intent = orders.intent[row].row
      confirmed[inventory.event[intents.stock[intent].row].row].add(
        tickets: intents.units[intent], revenue: intents.amount[intent])
      if orders.state[row] != .mailed && orders.state[row] != .deadLettered
        && !flags.contains(.ticketReported)
      {
        orders.flags[row].insert(.ticketReported)
        monitors.report(.ticketForEachOrder, UInt32(row), at: now)
      }
    }
    for row in 0..<events.count where events.shown[row] != confirmed[row] {
      monitors.report(.totalsAddUp, UInt32(row), at: now)
    }
  }
}
