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
public struct TicketShop: Sendable {
  public let rules: ShopRules
  public internal(set) var monitors = Monitors()
  public internal(set) var payments = PaymentTotals()
  /// What the last command asks for, in order.
  public internal(set) var effects: [Effect] = []

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

  public init(rules: ShopRules) { self.rules = rules }

  // MARK: What stands in the tables

  public var intentCount: Int { intents.count }
  public var orderCount: Int { orders.count }
  /// Messages that wait for the relay.
  public var outboxCount: Int { outbox.count }

  public func state(of event: EventID) -> EventState? {
    events.contains(event) ? events.state[event.row] : nil
  }
  public func state(of intent: IntentID) -> IntentState? {
    intents.contains(intent) ? intents.state[intent.row] : nil
  }
  public func state(of order: OrderID) -> OrderState? {
    orders.contains(order) ? orders.state[order.row] : nil
  }
  public func payment(of order: OrderID) -> PaymentState? {
    orders.contains(order) ? orders.payment[order.row] : nil
  }
  public func order(of intent: IntentID) -> OrderID? {
    guard intents.contains(intent), intents.order[intent.row] != .max else { return nil }
    return OrderID(intents.order[intent.row])
  }
  public func intent(of order: OrderID) -> IntentID? {
    orders.contains(order) ? orders.intent[order.row] : nil
  }
  /// When the hold or the admission of an intent runs out; nil for one that has neither.
  public func expiry(of intent: IntentID) -> Int64? {
    switch state(of: intent) {
    case .held, .admitted: intents.expiresAt[intent.row]
    default: nil
    }
  }
  public func level(of stock: StockID) -> StockLevel? {
    stock.row < inventory.count ? inventory[stock] : nil
  }
  public func firstStock(of event: EventID) -> StockID? {
    events.contains(event) ? events.firstStock[event.row] : nil
  }
  public func waitingCount(for event: EventID) -> Int? {
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
public struct PaymentTotals: Sendable, Equatable {
  public var taken: UInt64 = 0
  public var refunded: UInt64 = 0
  public var confirmedOrders: UInt64 = 0
  public var takenAmount: Int64 = 0
  public var refundedAmount: Int64 = 0
}
