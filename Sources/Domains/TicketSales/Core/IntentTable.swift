/// What became of a buyer's selection. Without holds it stays `selected` until it is spent; with them it is
/// `Held(ttl) → Sold`, or free again (card, section 2).
package enum IntentState: UInt8, Sendable, CaseIterable {
  case selected
  case held
  case waiting
  case admitted
  /// The hold or the admission ran out.
  case expired
  /// The buyer gave up, or the payment failed.
  case released
  /// The event sold out while the buyer waited.
  case turnedAway
  /// There is a confirmed order.
  case spent
}

/// The table of intents, by column: one row of 32 bytes for each selection of a buyer.
struct IntentTable: Sendable {
  private(set) var stock: [StockID] = []
  private(set) var buyer: [UInt32] = []
  private(set) var units: [UInt8] = []
  /// What all of it costs, at the price of the selection.
  private(set) var amount: [Int64] = []
  var state: [IntentState] = []
  /// Of the hold or the admission.
  var expiresAt: [Int64] = []
  /// Latest order; `.max` when there is none.
  var order: [UInt32] = []
  /// Charges and confirmed orders of this intent, for TK-I5.
  var charges: [UInt8] = []
  var confirmedOrders: [UInt8] = []

  var count: Int { stock.count }
  func contains(_ intent: IntentID) -> Bool { intent.row < count }

  mutating func append(
    _ state: IntentState, stock: StockID, units: UInt8, buyer: UInt32, amount: Int64, expiresAt: Int64
  ) -> IntentID {
    self.stock.append(stock)
    self.buyer.append(buyer)
    self.units.append(units)
    self.amount.append(amount)
    self.state.append(state)
    self.expiresAt.append(expiresAt)
    order.append(.max)
    charges.append(0)
    confirmedOrders.append(0)
    return IntentID(UInt32(count - 1))
  }
}
