import Testing

@testable import TicketSalesCore

let second: Int64 = 1_000_000_000

extension ShopRules {
  init(_ seats: SeatPolicy, _ change: (inout ShopRules) -> Void = { _ in }) {
    self.init()
    self.seats = seats
    change(&self)
  }
}

extension SeatPolicy {
  /// Policies under which more may be sold than there is.
  static let unsafe: Set<SeatPolicy> = [.none, .readThenWrite]
}

extension TicketShop {
  /// A shop with one event on sale; its stock is row 0.
  init(_ rules: ShopRules, capacity: Int, price: Int64 = 25_000_000) {
    self.init(rules: rules)
    let event = createEvent(capacity: capacity, price: price)
    if let event { _ = publish(event) }
  }

  static let stock = StockID(0)
  static let event = EventID(0)

  /// Selects and posts; the buyer now pays.
  mutating func order(units: Int = 1, by buyer: UInt32 = 0, at time: Int64 = 0) -> OrderID? {
    guard let intent = select(Self.stock, units: units, by: buyer, at: time).intent else { return nil }
    return startPayment(intent, at: time).order
  }

  /// As `order`, and the money is taken.
  mutating func paidOrder(units: Int = 1, by buyer: UInt32 = 0, at time: Int64 = 0) -> OrderID? {
    guard let order = order(units: units, by: buyer, at: time) else { return nil }
    return answerPayment(order, .confirmed, at: time) == .paid ? order : nil
  }

  /// Read and write, with nothing in between.
  mutating func save(_ order: OrderID, at time: Int64) -> SaveOutcome {
    _ = beginSave(order, at: time)
    return saveOrder(order, at: time)
  }

  /// The whole way to the ticket, and the queue's message if there is one.
  mutating func deliver(_ order: OrderID, at time: Int64) {
    _ = push(order, at: time)
    while let next = nextInOutbox { _ = relayed(next, at: time) }
    _ = startTicket(order, at: time)
    _ = ticketStored(order, at: time)
    _ = ticketMailed(order, at: time)
  }

  /// Everything that a shop does by itself when nothing comes in any more: reconciles with what the provider
  /// says, saves, gives money back, relays, delivers, and is audited.
  mutating func drain(at time: Int64, truth: (OrderID) -> PaymentResult = { _ in .declined }) {
    var now = time
    while let due = nextReconciliation() {
      now = max(now, due)
      guard let order = nextToReconcile(at: now) else { break }
      let result: PaymentResult = orders.flags[order.row].contains(.moneyTaken) ? .confirmed : truth(order)
      if reconcile(order, result, at: now) == .paid {
        while save(order, at: now) == .conflict {}
      }
    }
    while let order = nextRefundDue() { _ = refund(order, at: now) }
    while let order = nextInOutbox { _ = relayed(order, at: now) }
    for row in 0..<orders.count where orders.flags[row].contains(.pushed) && orders.state[row] != .mailed {
      let order = OrderID(UInt32(row))
      _ = ticketFailed(order, at: now)
      _ = startTicket(order, at: now)
      _ = ticketStored(order, at: now)
      _ = ticketMailed(order, at: now)
    }
    audit(at: now)
  }
}

/// A buyer who takes one step at a time, so that a test decides who goes next.
struct Buyer {
  enum Step { case select, buy, pay, read, save, wait, giveBack, done }
  let number: UInt32
  var units = 1
  var step = Step.select
  var intent: IntentID?
  var order: OrderID?
  /// How it ended.
  var isSold = false
  var selected: SelectOutcome?

  mutating func act(in shop: inout TicketShop, at now: Int64) {
    switch step {
    case .select:
      let selection = shop.select(TicketShop.stock, units: units, by: number, at: now)
      selected = selection.outcome
      intent = selection.intent
      step = selection.intent == nil ? .done : .buy
    case .buy:
      guard let intent else { return }
      let purchase = shop.startPayment(intent, at: now)
      order = purchase.order
      if purchase.outcome != .waiting { step = purchase.order == nil ? .done : .pay }
    case .pay:
      guard let order else { return }
      step = shop.answerPayment(order, .confirmed, at: now) == .paid ? .read : .done
    case .read:
      guard let order else { return }
      step = shop.beginSave(order, at: now) == .waiting ? .wait : .save
    case .wait:
      guard let order else { return }
      if shop.beginSave(order, at: now) == .ready { step = .save }
    case .save:
      guard let order else { return }
      switch shop.saveOrder(order, at: now) {
      case .saved:
        isSold = true
        step = .done
      case .conflict: step = .read
      default: step = .giveBack
      }
    case .giveBack:
      guard let order else { return }
      _ = shop.refund(order, at: now)
      step = .done
    case .done:
      break
    }
  }
}

/// A value that must be there, from a command that changes the shop.
func need<Value>(_ value: Value?, sourceLocation: SourceLocation = #_sourceLocation) throws -> Value {
  try #require(value, sourceLocation: sourceLocation)
}
