/// Orders and their payments: `StartPayment` of the card, with unknown results, late webhooks and retries.
extension TicketShop {
  /// The buy POST. Retried with the same intent it finds the same order, unless the shop's rule is another.
  package mutating func startPayment(_ intent: IntentID, at time: Int64) -> Purchase {
    let now = begin(at: time)
    guard intents.contains(intent) else { return Purchase(outcome: .notFound) }
    if rules.isPurchaseIdempotent, let order = order(of: intent) {
      return Purchase(outcome: .duplicate, order: order)
    }
    switch intents.state[intent.row] {
    case .waiting: return Purchase(outcome: .waiting)
    case .turnedAway: return Purchase(outcome: .soldOut)
    case .expired: return Purchase(outcome: .expired)
    case .released: return Purchase(outcome: .refused)
    case .selected, .held, .admitted, .spent: break
    }
    guard orders.count < rules.intentLimit else { return Purchase(outcome: .refused) }
    let order = makeOrder(intent, at: now)
    effects.append(.requestPayment(order))
    return Purchase(outcome: .requested, order: order)
  }

  /// The provider tells of a payment for an intent whose buy POST never came, or came when it was too late:
  /// there is an order in any case, so that the money cannot be lost. Its result is told as any other.
  package mutating func recordPayment(of intent: IntentID, at time: Int64) -> Purchase {
    let now = begin(at: time)
    guard intents.contains(intent) else { return Purchase(outcome: .notFound) }
    if rules.isPurchaseIdempotent, let order = order(of: intent) {
      return Purchase(outcome: .duplicate, order: order)
    }
    guard orders.count < rules.intentLimit else { return Purchase(outcome: .refused) }
    let order = makeOrder(intent, at: now)
    switch intents.state[intent.row] {
    case .selected, .held, .admitted, .waiting, .spent: break
    case .expired, .turnedAway: orders.state[order.row] = .expired
    case .released: orders.state[order.row] = .abandoned
    }
    return Purchase(outcome: .requested, order: order)
  }

  private mutating func makeOrder(_ intent: IntentID, at now: Int64) -> OrderID {
    let order = orders.append(intent)
    intents.order[intent.row] = order.number
    askAgain(order, after: now)
    return order
  }

  /// The provider has taken the money; the shop need not know yet. One order is charged once.
  ///
  /// Hosts that play the provider say it at the instant of the charge; to others the first confirmed result
  /// says it.
  package mutating func providerCharged(_ order: OrderID, at time: Int64) -> ChargeOutcome {
    let now = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    guard !orders.flags[order.row].contains(.moneyTaken) else { return .duplicate }
    takeMoney(order, at: now)
    return .charged
  }

  /// The provider's answer to the shop's request; `declined` says that nothing was taken.
  package mutating func answerPayment(
    _ order: OrderID, _ result: PaymentResult, at time: Int64
  ) -> PaymentOutcome {
    let now = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    guard result == .unknown else { return resolve(order, result, at: now) }
    // A webhook may have overtaken the answer.
    guard orders.payment[order.row] == .requested else { return .duplicate }
    orders.payment[order.row] = .unknown
    return .unknown
  }

  /// The provider calls back, however late and often. It always knows: `unknown` says nothing new.
  package mutating func receiveWebhook(
    _ order: OrderID, _ result: PaymentResult, at time: Int64
  ) -> PaymentOutcome {
    let now = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    guard result != .unknown else { return .duplicate }
    return resolve(order, result, at: now)
  }

  /// The oldest order that is to be asked for by now, if any: its result is still not known, or it was paid
  /// and never saved, because a server died in between.
  package mutating func nextToReconcile(at time: Int64) -> OrderID? {
    forgetSettled()
    guard let oldest = unsettled.first, oldest.askAt <= time else { return nil }
    return OrderID(oldest.order)
  }

  /// When there will be something to reconcile; nil while nothing is open.
  package mutating func nextReconciliation() -> Int64? {
    forgetSettled()
    return unsettled.first?.askAt
  }

  /// The shop asked the provider what became of a payment. `paid`: save the order.
  package mutating func reconcile(
    _ order: OrderID, _ result: PaymentResult, at time: Int64
  ) -> PaymentOutcome {
    let now = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    guard rules.reconcileAfter != nil else { return .refused }
    guard !isSettled(order) else { return .duplicate }
    guard orders.askAt[order.row] <= now else { return .tooEarly }
    askAgain(order, after: now)
    if orders.state[order.row] == .paid { return .paid }
    guard result != .unknown else {
      orders.payment[order.row] = .unknown
      return .unknown
    }
    return resolve(order, result, at: now)
  }

  private mutating func askAgain(_ order: OrderID, after now: Int64) {
    guard let span = rules.reconcileAfter else { return }
    // At least one nanosecond, so that asking comes to an end.
    orders.askAt[order.row] = Self.after(max(1, span), now)
    unsettled.append(Unsettled(order: order.number, askAt: orders.askAt[order.row]))
  }

  private func isSettled(_ order: OrderID) -> Bool {
    switch orders.payment[order.row] {
    case .requested, .unknown: false
    case .confirmed, .declined: orders.state[order.row] != .paid
    }
  }

  /// Drops what is settled, or stands further back once more.
  private mutating func forgetSettled() {
    while let oldest = unsettled.first,
      isSettled(OrderID(oldest.order)) || orders.askAt[Int(oldest.order)] != oldest.askAt
    {
      unsettled.popFirst()
    }
  }

  private mutating func resolve(_ order: OrderID, _ result: PaymentResult, at now: Int64) -> PaymentOutcome {
    let row = order.row
    let known = orders.payment[row]
    // Money that was taken stays taken, whatever comes later.
    if known == .confirmed || (known == .declined && result == .declined) { return .duplicate }
    if result == .confirmed {
      orders.payment[row] = .confirmed
      orders.state[row] = .paid
      if !orders.flags[row].contains(.moneyTaken) { takeMoney(order, at: now) }
      if rules.totals == .payments { countInShownTotals(order) }
      return .paid
    }
    orders.payment[row] = .declined
    guard orders.state[row] == .paymentPending else { return .failed }
    orders.state[row] = .failed
    releaseIntent(of: order, at: now)
    return .failed
  }

  private mutating func releaseIntent(of order: OrderID, at now: Int64) {
    let intent = orders.intent[order.row]
    switch intents.state[intent.row] {
    case .selected, .held, .admitted: giveUp(intent, as: .released, at: now)
    default: break
    }
  }

  private mutating func takeMoney(_ order: OrderID, at now: Int64) {
    orders.flags[order.row].insert(.moneyTaken)
    let intent = orders.intent[order.row]
    payments.taken += 1
    payments.takenAmount += intents.amount[intent.row]
    intents.charges[intent.row] = max(intents.charges[intent.row], intents.charges[intent.row] &+ 1)
    if intents.charges[intent.row] > 1 { monitors.report(.oneChargePerIntent, intent.number, at: now) }
  }

  /// The money of an order that cannot be had goes back, if the shop gives any back.
  mutating func refuseAfterPayment(_ order: OrderID, at now: Int64) {
    releaseIntent(of: order, at: now)
    guard rules.paysBack else {
      orders.state[order.row] = .failed
      return
    }
    orders.state[order.row] = .refundDue
    refundsDue.append(order.number)
    effects.append(.payBack(order))
  }

  /// The oldest order whose money is still to be given back.
  package mutating func nextRefundDue() -> OrderID? {
    while let oldest = refundsDue.first, orders.state[Int(oldest)] != .refundDue { refundsDue.popFirst() }
    return refundsDue.first.map(OrderID.init)
  }

  /// The provider has given the money back.
  package mutating func refund(_ order: OrderID, at time: Int64) -> RefundOutcome {
    _ = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    switch orders.state[order.row] {
    case .refunded: return .duplicate
    case .refundDue: break
    default: return .notDue
    }
    orders.state[order.row] = .refunded
    orders.flags[order.row].insert(.moneyBack)
    payments.refunded += 1
    payments.refundedAmount += intents.amount[orders.intent[order.row].row]
    return .refunded
  }
}
