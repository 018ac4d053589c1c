@testable import TicketSalesCore

/// A shop with one row of stock that keeps everything as it happened and counts anew for each question.
/// Slow, and short enough to be believed.
struct NaiveShop {
  struct Intent {
    var units: Int
    var state: IntentState
    var ends = Int64.max
    var order: Int?
  }
  struct Order {
    var intent: Int
    var state = OrderState.paymentPending
    var payment = PaymentState.requested
    var taken = false
    var read: Int?
    /// Whether its units were free when they were read.
    var seen: Bool?
    var conflicts = 0
    var askAt: Int64
  }

  let rules: ShopRules
  let capacity: Int
  var intents: [Intent] = []
  var orders: [Order] = []
  var sold = 0
  var changes = 0
  /// Orders that wait for the row's lock, its holder first.
  var lockLine: [Int] = []
  var refunded = 0

  func units(_ state: IntentState) -> Int { intents.filter { $0.state == state }.reduce(0) { $0 + $1.units } }
  var free: Int { max(0, capacity - sold - units(.held)) }
  var isSoldOut: Bool { free == 0 && units(.held) == 0 && sold > 0 }

  mutating func advance(to now: Int64) {
    // One after the other, as they run out; those who are let in meanwhile have their whole time before them.
    while let next = intents.indices.filter({
      [.held, .admitted].contains(intents[$0].state) && intents[$0].ends <= now
    })
    .min(by: { intents[$0].ends < intents[$1].ends }) {
      end(next, as: .expired, now)
      if let order = intents[next].order, orders[order].state == .paymentPending { orders[order].state = .expired }
    }
  }

  mutating func end(_ intent: Int, as state: IntentState, _ now: Int64) {
    if intents[intent].state == .held { changes += 1 }
    intents[intent].state = state
    letIn(now)
  }

  mutating func letIn(_ now: Int64) {
    for index in intents.indices where intents[index].state == .waiting {
      if intents[index].units > free {
        intents[index].state = .turnedAway
      } else if units(.admitted) + intents[index].units <= min(rules.admissionLimit, free) {
        intents[index].state = .admitted
        intents[index].ends = now + rules.holdTime
      } else {
        return
      }
    }
  }

  mutating func select(_ wanted: Int, _ now: Int64) -> SelectOutcome {
    advance(to: now)
    if isSoldOut { return .soldOut }
    if wanted < 1 || wanted > rules.unitsPerPurchase { return .refused }
    if rules.seats == .waitingRoom {
      if wanted > rules.admissionLimit { return .refused }
      if wanted > free { return .soldOut }
      intents.append(Intent(units: wanted, state: .waiting))
      letIn(now)
      return intents[intents.count - 1].state == .admitted ? .admitted : .waiting
    }
    if wanted > free { return .soldOut }
    if rules.seats == .hold {
      intents.append(Intent(units: wanted, state: .held, ends: now + rules.holdTime))
      changes += 1
      return .held
    }
    intents.append(Intent(units: wanted, state: .selected))
    return .selected
  }

  mutating func startPayment(_ intent: Int, _ now: Int64) -> BuyOutcome {
    advance(to: now)
    if intents[intent].order != nil { return .duplicate }
    switch intents[intent].state {
    case .waiting: return .waiting
    case .turnedAway: return .soldOut
    case .expired: return .expired
    case .released: return .refused
    default: break
    }
    intents[intent].order = orders.count
    orders.append(Order(intent: intent, askAt: now + (rules.reconcileAfter ?? 0)))
    return .requested
  }

  mutating func abandon(_ intent: Int, _ now: Int64) -> AbandonOutcome {
    advance(to: now)
    if [.expired, .released, .turnedAway, .spent].contains(intents[intent].state) { return .refused }
    if let order = intents[intent].order {
      if orders[order].state != .paymentPending { return .refused }
      orders[order].state = .abandoned
    }
    end(intent, as: .released, now)
    return .released
  }

  mutating func settle(_ order: Int, _ result: PaymentResult, _ now: Int64, isWebhook: Bool) -> PaymentOutcome {
    advance(to: now)
    let known = orders[order].payment
    switch result {
    case .unknown:
      if isWebhook || known != .requested { return .duplicate }
      orders[order].payment = .unknown
      return .unknown
    case .confirmed:
      if known == .confirmed { return .duplicate }
      orders[order].payment = .confirmed
      orders[order].state = .paid
      orders[order].taken = true
      return .paid
    case .declined:
      if known == .confirmed || known == .declined { return .duplicate }
      orders[order].payment = .declined
      if orders[order].state == .paymentPending {
        orders[order].state = .failed
        leave(orders[order].intent, now)
      }
      return .failed
    }
  }

  mutating func leave(_ intent: Int, _ now: Int64) {
    if [.selected, .held, .admitted].contains(intents[intent].state) { end(intent, as: .released, now) }
  }

  mutating func reconcile(_ order: Int, _ result: PaymentResult, _ now: Int64) -> PaymentOutcome {
    advance(to: now)
    let isOpen = [.requested, .unknown].contains(orders[order].payment)
    if !isOpen && orders[order].state != .paid { return .duplicate }
    if now < orders[order].askAt { return .tooEarly }
    orders[order].askAt = now + (rules.reconcileAfter ?? 0)
    if orders[order].state == .paid { return .paid }
    if result == .unknown {
      orders[order].payment = .unknown
      return .unknown
    }
    return settle(order, result, now, isWebhook: true)
  }

  mutating func beginSave(_ order: Int, _ now: Int64) -> BeginSaveOutcome {
    advance(to: now)
    if orders[order].state != .paid { return orders[order].state.isConfirmed ? .duplicate : .notPaid }
    if rules.seats == .optimisticVersion { orders[order].read = changes }
    if rules.seats == .readThenWrite { orders[order].seen = intents[orders[order].intent].units <= free }
    if rules.seats == .rowLock {
      if !lockLine.contains(order) { lockLine.append(order) }
      return lockLine[0] == order ? .ready : .waiting
    }
    return .ready
  }

  mutating func save(_ order: Int, _ now: Int64) -> SaveOutcome {
    advance(to: now)
    if orders[order].state != .paid { return orders[order].state.isConfirmed ? .duplicate : .notPaid }
    let intent = orders[order].intent
    let wanted = intents[intent].units
    let isHeld = intents[intent].state == .held
    if rules.seats == .optimisticVersion {
      guard let read = orders[order].read else { return .notBegun }
      orders[order].read = nil
      if read != changes {
        orders[order].conflicts += 1
        if orders[order].conflicts < rules.saveAttempts { return .conflict }
        return giveBack(order, .refused, now)
      }
    }
    if rules.seats == .rowLock {
      guard let place = lockLine.firstIndex(of: order) else { return .notBegun }
      if place > 0 { return .waiting }
      lockLine.removeFirst()
    }
    if rules.seats == .readThenWrite {
      guard let seen = orders[order].seen else { return .notBegun }
      orders[order].seen = nil
      if !seen { return giveBack(order, .noSeat, now) }
    } else if rules.seats != .none && !isHeld && wanted > free {
      return giveBack(order, rules.seats == .hold ? .holdExpired : .noSeat, now)
    }
    intents[intent].state = .spent
    sold += wanted
    changes += 1
    orders[order].state = .saved
    letIn(now)
    return .saved
  }

  mutating func giveBack(_ order: Int, _ outcome: SaveOutcome, _ now: Int64) -> SaveOutcome {
    orders[order].state = .refundDue
    leave(orders[order].intent, now)
    return outcome
  }

  mutating func abort(_ order: Int, _ now: Int64) -> AbandonOutcome {
    advance(to: now)
    orders[order].read = nil
    orders[order].seen = nil
    lockLine.removeAll { $0 == order }
    return .released
  }

  mutating func refund(_ order: Int, _ now: Int64) -> RefundOutcome {
    advance(to: now)
    if orders[order].state == .refunded { return .duplicate }
    if orders[order].state != .refundDue { return .notDue }
    orders[order].state = .refunded
    refunded += 1
    return .refunded
  }
}
