import GRDB

/// The rows of one run, written and read list by list.
struct RunRows {
  let database: Database
  let run: Int64

  /// Writes the elements in their order; `position` counts from 0.
  func write<Element: StoredRow>(_ elements: [Element]) throws {
    let columns = Element.columns
    try write(Element.table, columns.map(\.name), elements.map { row in columns.map { $0.value(row) } })
  }

  func write(_ table: String, _ columns: [String], _ rows: [[DatabaseValue]]) throws {
    let statement = try insertion(into: table, ["position"] + columns)
    for (position, values) in rows.enumerated() {
      try execute(statement, [.integer(position)] + values)
    }
  }

  /// For tables whose rows have a key of their own.
  func writeUnnumbered(_ table: String, _ columns: [String], _ rows: [[DatabaseValue]]) throws {
    let statement = try insertion(into: table, columns)
    for values in rows { try execute(statement, values) }
  }

  func read<Element: StoredRow>(_: Element.Type = Element.self) throws -> [Element] {
    let columns = Element.columns
    return try read(Element.table, columns.map(\.name)) { row in
      var element = Element.blank
      for column in columns { try column.read(&element, &row) }
      return element
    }
  }

  func read<Element>(
    _ table: String, _ columns: [String], orderedBy order: String = "position",
    _ element: (inout RowSource) throws -> Element
  ) throws -> [Element] {
    let names = columns.map(\.quoted).joined(separator: ", ")
    let rows = try Row.fetchCursor(
      database, sql: "SELECT \(names) FROM \(table) WHERE run = ? ORDER BY \(order)",
      arguments: [run])
    var elements: [Element] = []
    while let row = try rows.next() {
      var source = RowSource(row, of: table)
      elements.append(try element(&source))
    }
    return elements
  }

  func clear(_ table: String) throws {
    try database.execute(sql: "DELETE FROM \(table) WHERE run = ?", arguments: [run])
  }

  private func insertion(into table: String, _ columns: [String]) throws -> Statement {
    let names = columns.map(\.quoted).joined(separator: ", ")
    let places = String(repeating: ", ?", count: columns.count)
    return try database.cachedStatement(
      sql: "INSERT INTO \(table) (run, \(names)) VALUES (?\(places))")
  }

  private func execute(_ statement: Statement, _ values: [DatabaseValue]) throws {
    // Unchecked: the number of arguments is that of the columns, and this is where the time goes.
    statement.setUncheckedArguments(StatementArguments([.integer(run)] + values))
    try statement.execute()
  }
}

extension String {
  /// As a column name: some of ours are words of SQL.
  fileprivate var quoted: String { "\"\(self)\"" }
}
