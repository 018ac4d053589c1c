/// `Draft → OnSale → SoldOut → Past`, and `→ Deleted` while no order is confirmed (card, section 2).
package enum EventState: UInt8, Sendable, CaseIterable {
  case draft
  case onSale
  case soldOut
  case past
  case deleted
}

/// What the administrator sees of an event: tickets and revenue, in millionths of the currency.
package struct SalesTotals: Sendable, Equatable {
  package var tickets: Int64 = 0
  package var revenue: Int64 = 0
  package init(tickets: Int64 = 0, revenue: Int64 = 0) {
    self.tickets = tickets
    self.revenue = revenue
  }
  mutating func add(tickets: UInt8, revenue: Int64) {
    self.tickets += Int64(tickets)
    self.revenue += revenue
  }
}

/// The event table, by column.
struct EventTable: Sendable {
  var state: [EventState] = []
  /// Of one unit, in millionths of the currency.
  var price: [Int64] = []
  /// Grows with every edit.
  var revision: [UInt32] = []
  private(set) var firstStock: [StockID] = []
  private(set) var stocks: [UInt32] = []
  /// The truth: what the confirmed orders add up to.
  var confirmed: [SalesTotals] = []
  /// What the administrator is shown.
  var shown: [SalesTotals] = []

  var count: Int { state.count }
  func contains(_ event: EventID) -> Bool { event.row < count }

  mutating func append(price: Int64, firstStock: StockID, stocks: UInt32) {
    state.append(.draft)
    self.price.append(price)
    revision.append(0)
    self.firstStock.append(firstStock)
    self.stocks.append(stocks)
    confirmed.append(SalesTotals())
    shown.append(SalesTotals())
  }
}
