import GRDB

@testable import Recording

/// What a database holds, as text.
enum Contents {
  static func dump(_ store: RunStore, leavingOut: [String]) throws -> String {
    try store.database.read { database in
      let tables = try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      var text = ""
      for table in tables where !leavingOut.contains(table) {
        text += "\(table)\n"
        for row in try Row.fetchAll(database, sql: "SELECT * FROM \(table)") {
          text += "  \(row.databaseValues.map(\.description).joined(separator: "|"))\n"
        }
      }
      return text
    }
  }

  static func columns(of view: String, in store: RunStore) throws -> [String] {
    try store.database.read { database in
      try database.makeStatement(sql: "SELECT * FROM \(view)").columnNames
    }
  }
}
