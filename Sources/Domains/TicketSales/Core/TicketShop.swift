/// Event ticket sales: events, inventory, holds, orders, payments, the way to the ticket, and refunds.
///
/// State in, command in, time in; an outcome and `effects` out. A shop knows neither a simulation nor a
/// network, so it can stand behind real requests as well. Which of two buyers gets the last seat depends on
/// nothing but the order of the commands, so steps that race are commands of their own: a selection reads,
/// `startPayment` orders, `beginSave` reads again, `saveOrder` writes, `push` tells the queue.
///
/// ```swift
/// var shop = TicketShop(rules: ShopRules())
/// let event = shop.createEvent(capacity: 80, price: 25_000_000)!
/// _ = shop.publish(event)
/// let intent = shop.select(shop.firstStock(of: event)!, units: 2, by: 7, at: 0).intent!
/// let order = shop.startPayment(intent, at: 40_000_000_000).order!
/// _ = shop.answerPayment(order, .confirmed, at: 42_000_000_000)
/// _ = shop.beginSave(order, at: 42_000_000_000)
/// _ = shop.saveOrder(order, at: 42_000_000_000)   // .saved
/// ```
///
/// Times are nanoseconds from any origin; an earlier time than the command before had counts as that one's.
/// Memory grows with what exists (32 bytes for an intent, about 40 for an order), never with commands.
package struct TicketShop: Sendable {
  package let rules: ShopRules
  package internal(set) var monitors = Monitors()
  package internal(set) var payments = PaymentTotals()
  /// What the last command asks for, in order.
  package internal(set) var effects: [Effect] = []

  var events = EventTable()
  var inventory = Inventory()
  var intents = IntentTable()
  var orders = OrderTable()
  var locks = RowLocks()
  var rooms = WaitingRooms()
  /// Holds and admissions, in the order in which they run out: they all last equally long.
  var expiries = Line<UInt32>()
  /// Orders to ask the provider about, oldest first; some are settled by now.
  var unsettled = Line<Unsettled>()
  /// Orders whose money is to be given back, oldest first; some have it by now.
  var refundsDue = Line<UInt32>()
  /// Orders whose message waits for the relay.
  var outbox = Line<UInt32>()
  private var clock = Int64.min

  struct Unsettled: BitwiseCopyable, Sendable {
    var order: UInt32
    var askAt: Int64
  }

  package init(rules: ShopRules) { self.rules = rules }

  // MARK: What stands in the tables

  package var intentCount: Int { intents.count }
  package var orderCount: Int { orders.count }
  /// Messages that wait for the relay.
  package var outboxCount: Int { outbox.count }

  package func state(of event: EventID) -> EventState? {
    events.contains(event) ? events.state[event.row] : nil
  }
  package func state(of intent: IntentID) -> IntentState? {
    intents.contains(intent) ? intents.state[intent.row] : nil
  }
  package func state(of order: OrderID) -> OrderState? {
    orders.contains(order) ? orders.state[order.row] : nil
  }
  package func payment(of order: OrderID) -> PaymentState? {
    orders.contains(order) ? orders.payment[order.row] : nil
  }
  package func order(of intent: IntentID) -> OrderID? {
    guard intents.contains(intent), intents.order[intent.row] != .max else { return nil }
    return OrderID(intents.order[intent.row])
  }
  package func intent(of order: OrderID) -> IntentID? {
    orders.contains(order) ? orders.intent[order.row] : nil
  }
  /// When the hold or the admission of an intent runs out; nil for one that has neither.
  package func expiry(of intent: IntentID) -> Int64? {
    switch state(of: intent) {
    case .held, .admitted: intents.expiresAt[intent.row]
    default: nil
    }
  }
  package func level(of stock: StockID) -> StockLevel? {
    stock.row < inventory.count ? inventory[stock] : nil
  }
  package func firstStock(of event: EventID) -> StockID? {
    events.contains(event) ? events.firstStock[event.row] : nil
  }
  package func waitingCount(for event: EventID) -> Int? {
    events.contains(event) ? rooms.waiting(for: event) : nil
  }

  // MARK: Time

  /// Begins a command: what has run out by now is over before anything is decided.
  mutating func begin(at time: Int64) -> Int64 {
    effects.removeAll(keepingCapacity: true)
    _ = advance(to: time)
    return clock
  }

  /// Returns how many holds and admissions ran out.
  mutating func advance(to time: Int64) -> Int {
    clock = max(clock, time)
    return expireDue(at: clock)
  }

  /// TK-I1, after each change of a row.
  mutating func check(_ stock: StockID, at now: Int64) {
    if !inventory[stock].isBalanced { monitors.report(.neverOversold, stock.number, at: now) }
  }

  /// The instant `span` after `now`, or the end of time.
  static func after(_ span: Int64, _ now: Int64) -> Int64 {
    let (sum, overflow) = now.addingReportingOverflow(max(0, span))
    return overflow ? .max : sum
  }
}

/// Money that went through the provider's hands, in millionths of the currency.
package struct PaymentTotals: Sendable, Equatable {
  package var taken: UInt64 = 0
  package var refunded: UInt64 = 0
  package var confirmedOrders: UInt64 = 0
  package var takenAmount: Int64 = 0
  package var refundedAmount: Int64 = 0
}
