/// Units of one row of the inventory.
package struct StockLevel: Sendable, Equatable {
  package var capacity: UInt32
  package var sold: UInt32
  package var held: UInt32
  package var free: UInt32

  /// TK-I1 for this row.
  package var isBalanced: Bool {
    sold <= capacity && UInt64(sold) + UInt64(held) + UInt64(free) == UInt64(capacity)
  }
}

/// The inventory table, by column: a unit goes `Free → Held → Sold`, and back from held to free; without
/// holds `Free → Sold` (card, section 2). A row is a counter for an event with general admission, or one
/// seat with a capacity of one.
struct Inventory: Sendable {
  private var capacity: [UInt32] = []
  private var sold: [UInt32] = []
  private var held: [UInt32] = []
  private var free: [UInt32] = []
  /// Grows with every change of the row.
  private(set) var version: [UInt32] = []
  private(set) var event: [EventID] = []
  /// Free and held units by event.
  private(set) var freeOfEvent: [UInt32] = []
  private(set) var heldOfEvent: [UInt32] = []

  var count: Int { capacity.count }

  subscript(stock: StockID) -> StockLevel {
    let row = stock.row
    return StockLevel(capacity: capacity[row], sold: sold[row], held: held[row], free: free[row])
  }

  /// Adds an event with `rows` rows of `units` each; returns its first row.
  mutating func addEvent(_ event: EventID, rows: Int, units: UInt32) -> StockID {
    let first = StockID(UInt32(count))
    capacity.append(contentsOf: repeatElement(units, count: rows))
    sold.append(contentsOf: repeatElement(0, count: rows))
    held.append(contentsOf: repeatElement(0, count: rows))
    free.append(contentsOf: repeatElement(units, count: rows))
    version.append(contentsOf: repeatElement(0, count: rows))
    self.event.append(contentsOf: repeatElement(event, count: rows))
    freeOfEvent.append(UInt32(rows) * units)
    heldOfEvent.append(0)
    return first
  }

  func has(_ units: UInt32, of stock: StockID) -> Bool { free[stock.row] >= units }

  /// The conditional write: false, and nothing changes, where too few are free.
  mutating func hold(_ units: UInt32, of stock: StockID) -> Bool {
    guard has(units, of: stock) else { return false }
    free[stock.row] -= units
    held[stock.row] += units
    version[stock.row] &+= 1
    freeOfEvent[event[stock.row].row] -= units
    heldOfEvent[event[stock.row].row] += units
    return true
  }

  mutating func release(_ units: UInt32, of stock: StockID) {
    held[stock.row] -= units
    free[stock.row] += units
    version[stock.row] &+= 1
    freeOfEvent[event[stock.row].row] += units
    heldOfEvent[event[stock.row].row] -= units
  }

  mutating func sellHeld(_ units: UInt32, of stock: StockID) {
    held[stock.row] -= units
    sold[stock.row] += units
    version[stock.row] &+= 1
    heldOfEvent[event[stock.row].row] -= units
  }

  /// The conditional write: false, and nothing changes, where too few are free.
  mutating func sellFree(_ units: UInt32, of stock: StockID) -> Bool {
    guard has(units, of: stock) else { return false }
    free[stock.row] -= units
    sold[stock.row] += units
    version[stock.row] &+= 1
    freeOfEvent[event[stock.row].row] -= units
    return true
  }

  /// The write without a condition: sells what may not be there.
  mutating func sellUnchecked(_ units: UInt32, of stock: StockID) {
    let there = min(units, free[stock.row])
    free[stock.row] -= there
    freeOfEvent[event[stock.row].row] -= there
    sold[stock.row] += units
    version[stock.row] &+= 1
  }

  /// False, and nothing changes, where less is left than is sold and held.
  mutating func setCapacity(_ units: UInt32, of stock: StockID) -> Bool {
    let row = stock.row
    let taken = sold[row] + held[row]
    guard units >= taken else { return false }
    let before = free[row]
    capacity[row] = units
    free[row] = units - taken
    freeOfEvent[event[row].row] = freeOfEvent[event[row].row] - before + free[row]
    version[row] &+= 1
    return true
  }
}
