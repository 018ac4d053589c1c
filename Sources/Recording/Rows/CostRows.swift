import Experiments
import GRDB
import Scenarios

extension CostResult.Line: StoredRow {
  static var table: String { "cost_lines" }
  static var blank: CostResult.Line { CostResult.Line() }
  static let columns: [Column<CostResult.Line>] = [
    .init("component", \.component),
    .init("item", \.item),
    .init("quantity", \.quantity),
    .init("unit", \.unit),
    .init("unit_price_micros", \.unitPriceMicros),
    .init("per_month_micros", \.perMonthMicros),
    .init("follows_use", \.followsUse),
  ]
}

extension PriceBook: StoredRow {
  static var table: String { "price_books" }
  static var blank: PriceBook { PriceBook(path: "", date: "", source: "", currency: "") }
  static let columns: [Column<PriceBook>] = [
    .init("path", \.path),
    .init("date", \.date),
    .init("source", \.source),
    .init("currency", \.currency),
  ]
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
