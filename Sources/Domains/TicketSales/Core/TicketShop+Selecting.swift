/// What a buyer does before paying: select, wait, hold, give up.
extension TicketShop {
  /// A buyer wants units of a row: `SelectEvent` of the card.
  ///
  /// With holds the units are set aside; with a waiting room the buyer is let in or put in line; otherwise
  /// availability is only looked at.
  package mutating func select(_ stock: StockID, units: Int, by buyer: UInt32, at time: Int64) -> Selection {
    let now = begin(at: time)
    guard stock.row < inventory.count else { return Selection(outcome: .notFound) }
    let event = inventory.event[stock.row]
    switch events.state[event.row] {
    case .onSale: break
    case .soldOut: return Selection(outcome: .soldOut)
    case .draft, .past, .deleted: return Selection(outcome: .notOnSale)
    }
    guard units >= 1, units <= min(rules.unitsPerPurchase, 255), intents.count < rules.intentLimit else {
      return Selection(outcome: .refused)
    }
    let wanted = UInt32(units)
    if rules.seats == .waitingRoom { return enter(stock, wanted, event, by: buyer, at: now) }
    guard inventory.has(wanted, of: stock) else { return Selection(outcome: .soldOut) }
    guard rules.seats == .hold else {
      return Selection(outcome: .selected, intent: record(.selected, stock, wanted, buyer, .max))
    }
    _ = inventory.hold(wanted, of: stock)
    check(stock, at: now)
    let intent = record(.held, stock, wanted, buyer, Self.after(rules.holdTime, now))
    expiries.append(intent.number)
    return Selection(outcome: .held, intent: intent)
  }

  private mutating func enter(
    _ stock: StockID, _ units: UInt32, _ event: EventID, by buyer: UInt32, at now: Int64
  ) -> Selection {
    guard Int(units) <= rules.admissionLimit else { return Selection(outcome: .refused) }
    guard inventory.has(units, of: stock) else { return Selection(outcome: .soldOut) }
    let free = inventory.freeOfEvent[event.row]
    if rooms.waiting(for: event) == 0
      && rooms.hasRoom(units, event: event, free: free, limit: rules.admissionLimit)
    {
      let intent = record(.waiting, stock, units, buyer, .max)
      admit(intent, event, at: now)
      return Selection(outcome: .admitted, intent: intent)
    }
    guard rooms.waiting(for: event) < rules.waitingLimit else { return Selection(outcome: .refused) }
    let intent = record(.waiting, stock, units, buyer, .max)
    rooms.stand(intent, for: event)
    return Selection(outcome: .waiting, intent: intent)
  }

  private mutating func record(
    _ state: IntentState, _ stock: StockID, _ units: UInt32, _ buyer: UInt32, _ expiresAt: Int64
  ) -> IntentID {
    let price = events.price[inventory.event[stock.row].row]
    return intents.append(
      state, stock: stock, units: UInt8(units), buyer: buyer, amount: price * Int64(units),
      expiresAt: expiresAt)
  }

  private mutating func admit(_ intent: IntentID, _ event: EventID, at now: Int64) {
    intents.state[intent.row] = .admitted
    intents.expiresAt[intent.row] = Self.after(rules.holdTime, now)
    expiries.append(intent.number)
    rooms.enter(UInt32(intents.units[intent.row]), event: event)
  }

  /// Lets in who is next, as long as there is room.
  mutating func admitNext(to event: EventID, at now: Int64) {
    while let intent = rooms.first(of: event) {
      guard intents.state[intent.row] == .waiting else {
        rooms.passEmptyPlace(in: event)
        continue
      }
      let units = UInt32(intents.units[intent.row])
      let free = inventory.freeOfEvent[event.row]
      if !inventory.has(units, of: intents.stock[intent.row]) || events.state[event.row] != .onSale {
        rooms.leaveLine(of: event)
        intents.state[intent.row] = .turnedAway
      } else if rooms.hasRoom(units, event: event, free: free, limit: rules.admissionLimit) {
        rooms.leaveLine(of: event)
        admit(intent, event, at: now)
        effects.append(.admitted(intent))
      } else {
        return
      }
    }
  }

  /// The sweep: `ExpireHold` of the card. Every command begins with it; a host whose buyers are silent calls
  /// it by a timer. Returns how many holds and admissions ran out.
  @discardableResult
  package mutating func expireHolds(at time: Int64) -> Int {
    effects.removeAll(keepingCapacity: true)
    return advance(to: time)
  }

  mutating func expireDue(at now: Int64) -> Int {
    var expired = 0
    while let number = expiries.first, intents.expiresAt[Int(number)] <= now {
      expiries.popFirst()
      let intent = IntentID(number)
      let state = intents.state[intent.row]
      guard state == .held || state == .admitted else { continue }
      expired += 1
      giveUp(intent, as: .expired, at: now)
      if let order = order(of: intent), orders.state[order.row] == .paymentPending {
        orders.state[order.row] = .expired
      }
    }
    return expired
  }

  /// Ends what an intent has set aside.
  mutating func giveUp(_ intent: IntentID, as state: IntentState, at now: Int64) {
    let stock = intents.stock[intent.row]
    let units = UInt32(intents.units[intent.row])
    let before = intents.state[intent.row]
    intents.state[intent.row] = state
    switch before {
    case .held:
      inventory.release(units, of: stock)
      check(stock, at: now)
      effects.append(.holdReleased(intent))
    case .admitted:
      let event = inventory.event[stock.row]
      rooms.leave(units, event: event)
      admitNext(to: event, at: now)
    case .waiting:
      // Whoever stands behind may want less.
      let event = inventory.event[stock.row]
      rooms.giveUpPlace(in: event)
      admitNext(to: event, at: now)
    default:
      break
    }
  }

  /// The buyer walks away before the payment is known. If it turns out to be taken all the same, the order
  /// is saved or the money given back.
  package mutating func abandon(_ intent: IntentID, at time: Int64) -> AbandonOutcome {
    let now = begin(at: time)
    guard intents.contains(intent) else { return .notFound }
    switch intents.state[intent.row] {
    case .expired, .released, .turnedAway, .spent: return .refused
    case .selected, .held, .waiting, .admitted: break
    }
    if let order = order(of: intent) {
      guard orders.state[order.row] == .paymentPending else { return .refused }
      orders.state[order.row] = .abandoned
    }
    giveUp(intent, as: .released, at: now)
    return .released
  }
}
