/// One lock for each row of the inventory, and a line of orders before it: first come, first served.
struct RowLocks: Sendable {
  private static let nobody = UInt32.max
  private var holder: [UInt32] = []
  private var last: [UInt32] = []
  private var length: [UInt32] = []

  mutating func grow(to rows: Int) {
    let more = rows - holder.count
    holder.append(contentsOf: repeatElement(Self.nobody, count: more))
    last.append(contentsOf: repeatElement(Self.nobody, count: more))
    length.append(contentsOf: repeatElement(0, count: more))
  }

  func isHolder(_ order: OrderID, of stock: StockID) -> Bool { holder[stock.row] == order.number }

  /// True when the lock is the order's. The line goes through the orders' `next` column.
  /// - Returns: nil where the line is full.
  mutating func take(_ order: OrderID, _ stock: StockID, limit: Int, in orders: inout OrderTable) -> Bool? {
    let row = stock.row
    if holder[row] == order.number { return true }
    if orders.flags[order.row].contains(.inLockLine) { return false }
    if holder[row] != Self.nobody && Int(length[row]) >= limit { return nil }
    orders.flags[order.row].insert(.inLockLine)
    orders.next[order.row] = Self.nobody
    if holder[row] == Self.nobody {
      holder[row] = order.number
      last[row] = order.number
      return true
    }
    orders.next[Int(last[row])] = order.number
    last[row] = order.number
    length[row] += 1
    return false
  }

  /// Gives the lock back, or leaves the line; returns who has the lock now, if it went to someone else.
  /// - Complexity: constant for the holder; the length of the line for others.
  mutating func leave(_ order: OrderID, _ stock: StockID, in orders: inout OrderTable) -> OrderID? {
    guard orders.flags[order.row].contains(.inLockLine) else { return nil }
    orders.flags[order.row].remove(.inLockLine)
    let row = stock.row
    let after = orders.next[order.row]
    orders.next[order.row] = Self.nobody
    if holder[row] == order.number {
      holder[row] = after
      if after == Self.nobody {
        last[row] = Self.nobody
        return nil
      }
      length[row] -= 1
      return OrderID(after)
    }
    var before = holder[row]
    while orders.next[Int(before)] != order.number { before = orders.next[Int(before)] }
    orders.next[Int(before)] = after
    if last[row] == order.number { last[row] = before }
    length[row] -= 1
    return nil
  }
}
