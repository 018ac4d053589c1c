/// A row of the event table, in the order of creation.
public struct EventID: Hashable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  var row: Int { Int(number) }
}

/// A row of the inventory: a whole event with general admission, or one seat of a seat map.
public struct StockID: Hashable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  var row: Int { Int(number) }
}

/// What a buyer who selected is given, and sends with every buy POST: the idempotency key of the purchase.
public struct IntentID: Hashable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  var row: Int { Int(number) }
}

/// A row of the order table.
public struct OrderID: Hashable, Sendable {
  public let number: UInt32
  public init(_ number: UInt32) { self.number = number }
  var row: Int { Int(number) }
}
