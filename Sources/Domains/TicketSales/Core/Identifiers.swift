/// A row of the event table, in the order of creation.
package struct EventID: Hashable, Sendable {
  package let number: UInt32
  package init(_ number: UInt32) { self.number = number }
  var row: Int { Int(number) }
}

/// A row of the inventory: a whole event with general admission, or one seat of a seat map.
package struct StockID: Hashable, Sendable {
  package let number: UInt32
  package init(_ number: UInt32) { self.number = number }
  var row: Int { Int(number) }
}

/// What a buyer who selected is given, and sends with every buy POST: the idempotency key of the purchase.
package struct IntentID: Hashable, Sendable {
  package let number: UInt32
  package init(_ number: UInt32) { self.number = number }
  var row: Int { Int(number) }
}

/// A row of the order table.
package struct OrderID: Hashable, Sendable {
  package let number: UInt32
  package init(_ number: UInt32) { self.number = number }
  var row: Int { Int(number) }
}
