import Experiments
import GRDB
import Scenarios

extension CostResult.Line: StoredRow {
  static var table: String { "cost_lines" }
  static var columns: [String] {
    ["component", "item", "quantity", "unit", "unit_price_micros", "per_month_micros", "follows_use"]
  }
  var values: [DatabaseValue] {
    [
      .text(component), .text(item), .number(quantity), .text(unit), .number(unitPriceMicros),
      .integer(perMonthMicros), .flag(followsUse),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    component = try row.text()
    item = try row.text()
    quantity = try row.number()
    unit = try row.text()
    unitPriceMicros = try row.number()
    perMonthMicros = try row.integer()
    followsUse = try row.flag()
  }
}

extension PriceBook: StoredRow {
  static var table: String { "price_books" }
  static var columns: [String] { ["path", "date", "source", "currency"] }
  var values: [DatabaseValue] { [.text(path), .text(date), .text(source), .text(currency)] }
  init(_ row: inout RowSource) throws {
    self.init(
      path: try row.text(), date: try row.text(), source: try row.text(),
      currency: try row.text())
  }
}

extension RunRows {
  private static let costColumns = ["currency", "stands_for_ns", "per_month_micros"]

  func write(_ cost: CostResult?) throws {
    guard let cost else { return }
    try writeUnnumbered(
      "costs", Self.costColumns,
      [[.text(cost.currency), .integer(cost.standsFor), .integer(cost.perMonthMicros)]])
    try write(cost.lines)
    try write(cost.books)
    try write("unpriced_components", ["component"], cost.unpriced.map { [.text($0)] })
  }

  func readCost() throws -> CostResult? {
    let costs = try read("costs", Self.costColumns, orderedBy: "run") { row in
      var cost = CostResult()
      cost.currency = try row.text()
      cost.standsFor = try row.integer()
      cost.perMonthMicros = try row.integer()
      return cost
    }
    guard var cost = costs.first else { return nil }
    cost.lines = try read()
    cost.books = try read()
    cost.unpriced = try read("unpriced_components", ["component"]) { try $0.text() }
    return cost
  }
}
