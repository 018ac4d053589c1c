import Foundation
import GRDB
import Statistics

/// What a database of results holds: whether it is sound, every row, and how its runs ended.
struct DatabaseContents: Sendable {
  var isSound: Bool
  /// What the check of integrity said.
  var remark: String
  /// Digests of rows by table.
  private(set) var rows: [String: Set<String>] = [:]
  /// Digests of finished runs, in their order.
  private(set) var finished: [String] = []
  private(set) var partial = 0

  /// Opens it as any program would after a crash: what the log holds is brought in.
  init(_ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    (isSound, remark, rows, finished, partial) = try queue.read { database in
      let remark = try String.fetchOne(database, sql: "PRAGMA integrity_check") ?? "nothing"
      let tables = try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      var rows: [String: Set<String>] = [:]
      for table in tables {
        let cursor = try Row.fetchCursor(database, sql: "SELECT * FROM \"\(table)\"")
        while let row = try cursor.next() { rows[table, default: []].insert(Self.digest(row)) }
      }
      guard tables.contains("runs") else { return (remark == "ok", remark, rows, [], 0) }
      let finished = try String.fetchAll(database, sql: "SELECT digest FROM runs WHERE partial = 0 ORDER BY run")
      let partial = try Int.fetchOne(database, sql: "SELECT count(*) FROM runs WHERE partial <> 0") ?? 0
      return (remark == "ok", remark, rows, finished, partial)
    }
    try queue.close()
  }

  private static func digest(_ row: Row) -> String {
    var digest = Digest()
    for value in row.databaseValues {
      switch value.storage {
      case .null: digest.add(0 as UInt64)
      case .int64(let number): digest.add(number)
      case .double(let number): digest.add(number.bitPattern)
      case .string(let text): digest.add(text)
      case .blob(let bytes): digest.add(bytes.base64EncodedString())
      }
    }
    return digest.hex
  }

  /// Tables that have lost rows of before, with how many.
  func losses(since before: DatabaseContents) -> [String] {
    before.rows.keys.sorted().compactMap { table in
      let lost = (before.rows[table] ?? []).subtracting(rows[table] ?? [])
      return lost.isEmpty ? nil : "\(lost.count) rows of \(table)"
    }
  }

  /// Digests of finished runs that were not there before.
  func finished(since before: DatabaseContents?) -> [String] {
    var left = finished
    for digest in before?.finished ?? [] {
      if let place = left.firstIndex(of: digest) { left.remove(at: place) }
    }
    return left.sorted()
  }
}
