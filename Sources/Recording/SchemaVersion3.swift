import Foundation
import GRDB

/// What schema version 3 adds: every stored replication carries a digest of its row, so that a bit that has changed on
/// the disk is found when the replication is read, and not merged.
enum SchemaVersion3 {
  static let column = "ALTER TABLE replications ADD COLUMN digest TEXT NOT NULL DEFAULT ''"

  /// Rows of version 2 get the digest of what they hold now: what has been damaged before cannot be found any more.
  static func migrate(_ database: Database) throws {
    try database.execute(sql: column)
    let rows = try Int64.fetchAll(database, sql: "SELECT rowid FROM replications")
    for number in rows {
      guard
        let row = try Row.fetchOne(database, sql: "SELECT * FROM replications WHERE rowid = ?", arguments: [number])
      else { continue }
      let digest = try StoredReplication(row).expectedDigest
      try database.execute(
        sql: "UPDATE replications SET digest = ? WHERE rowid = ?", arguments: [digest, number])
    }
  }
}
