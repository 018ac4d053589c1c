import Foundation
import GRDB
import TestSupport

/// What can happen to a file that is given for a database.
enum Damage: CaseIterable, Sendable {
  case flippedBits, zeroedPage, randomPage, swappedPages, truncated, longer, header, sidefile
  case values, lostRows, lostTable, lostColumn
  case otherProgram, foreign, newerSchema, impossibleSchema, text, empty, directory, fifo, link, linkToItself

  /// Not Orrery's, or of a later Orrery: it must be refused and stay as it is.
  var isForeign: Bool {
    switch self {
    case .otherProgram, .foreign, .newerSchema, .text: true
    default: false
    }
  }

  /// Nothing that could be read or written in its place.
  var isNoFile: Bool { self == .directory || self == .fifo || self == .linkToItself }

  /// Does it to a file.
  func apply(to path: String, _ random: inout SmallGenerator) throws {
    switch self {
    case .flippedBits, .zeroedPage, .randomPage, .swappedPages, .truncated, .longer, .header:
      var bytes = [UInt8](FileManager.default.contents(atPath: path) ?? Data())
      change(&bytes, &random)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    case .sidefile:
      let bytes = (0..<1 + random.below(20_000)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      try Data(bytes).write(to: URL(fileURLWithPath: path + ["-wal", "-journal", "-shm"][random.below(3)]))
    case .values, .lostRows, .lostTable, .lostColumn, .otherProgram, .newerSchema, .impossibleSchema:
      let statement = try statement(path, &random)
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        try database.execute(sql: statement)
      }
      try queue.close()
    default: try replace(path)
    }
  }

  private func change(_ bytes: inout [UInt8], _ random: inout SmallGenerator) {
    guard !bytes.isEmpty else { return }
    let pages = max(1, bytes.count / 4096)
    func page(_ random: inout SmallGenerator) -> Range<Int> {
      let start = random.below(pages) * 4096
      return start..<min(bytes.count, start + 4096)
    }
    switch self {
    case .flippedBits:
      for _ in 0..<1 << random.below(8) { bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8)) }
    case .zeroedPage: for place in page(&random) { bytes[place] = 0 }
    case .randomPage: for place in page(&random) { bytes[place] = UInt8(truncatingIfNeeded: random.next()) }
    case .swappedPages:
      let (one, other) = (page(&random), page(&random))
      for (left, right) in zip(one, other) { bytes.swapAt(left, right) }
    case .truncated: bytes.removeLast(1 + random.below(bytes.count))
    case .longer: bytes += (0..<1 + random.below(9000)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    default: bytes[random.below(min(100, bytes.count))] = UInt8(truncatingIfNeeded: random.next())
    }
  }

  private static let strange = [
    "0", "-1", "1", "9223372036854775807", "-9223372036854775808", "4611686018427387904", "1e308", "-1e308", "9e999",
    "-9e999", "NULL", "''", "'x'", "'</script><i>torture</i>'", "x''", "x'00'", "zeroblob(1000)", "randomblob(64)",
    "'held'", "CAST(x'ff00fe' AS TEXT)",
  ]

  private func statement(_ path: String, _ random: inout SmallGenerator) throws -> String {
    switch self {
    case .otherProgram: return "PRAGMA application_id = \(random.below(1 << 30))"
    case .newerSchema: return "PRAGMA user_version = \(50 + random.below(1 << 20))"
    case .impossibleSchema: return "PRAGMA user_version = \(-random.below(1 << 20))"
    default: break
    }
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { database in
      let tables = try String.fetchAll(
        database,
        sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      let filled = try tables.filter {
        try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM \"\($0)\")") == true
      }
      guard !filled.isEmpty else { return "SELECT 1" }
      let table = filled[random.below(filled.count)]
      let columns = try database.columns(in: table).map(\.name)
      let column = columns[random.below(columns.count)]
      switch self {
      case .lostRows: return "DELETE FROM \"\(table)\" WHERE random() % 2 = 0"
      case .lostTable: return "DROP TABLE \"\(table)\""
      case .lostColumn: return "ALTER TABLE \"\(table)\" RENAME COLUMN \"\(column)\" TO lost"
      default:
        let value = Self.strange[random.below(Self.strange.count)]
        let blob = "CASE typeof(\"\(column)\") WHEN 'blob' THEN \(shortened(column, &random)) ELSE \(value) END"
        // Values that the column cannot take leave the others as they are.
        return "UPDATE OR IGNORE \"\(table)\" SET \"\(column)\" = \(random.below(2) == 0 ? blob : value)"
          + (random.below(2) == 0 ? "" : " WHERE rowid % 2 = 0")
      }
    }
  }

  /// A part of a blob, or one with some bytes exchanged.
  private func shortened(_ column: String, _ random: inout SmallGenerator) -> String {
    let place = 1 + random.below(200)
    return random.below(2) == 0
      ? "substr(\"\(column)\", 1, \(place))"
      : "CAST(substr(\"\(column)\", 1, \(place)) || randomblob(2) || substr(\"\(column)\", \(place + 3)) AS BLOB)"
  }

  /// Something else in its place.
  private func replace(_ path: String) throws {
    let manager = FileManager.default
    try manager.removeItem(atPath: path)
    switch self {
    case .foreign:
      let queue = try DatabaseQueue(path: path)
      try queue.write { try $0.execute(sql: "CREATE TABLE runs (url TEXT); INSERT INTO runs VALUES ('x')") }
      try queue.close()
    case .text: try "not a database at all, but some text".write(toFile: path, atomically: true, encoding: .utf8)
    case .empty: _ = manager.createFile(atPath: path, contents: nil)
    case .directory: try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    case .fifo: mkfifo(path, 0o644)
    case .link: try manager.createSymbolicLink(atPath: path, withDestinationPath: "nowhere.sqlite")
    default: try manager.createSymbolicLink(atPath: path, withDestinationPath: NSString(string: path).lastPathComponent)
    }
  }
}
