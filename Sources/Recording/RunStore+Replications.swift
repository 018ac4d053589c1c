import Experiments
import Foundation
import GRDB

/// Replications on file, each in a transaction of its own.
extension RunStore: ReplicationShelf {
  /// Nil when it is not there, or was kept in a form that this program does not read.
  public func replication(_ number: Int, of key: ReplicationKey) throws -> KeptReplication? {
    try DatabaseFailure.translated(path) {
      try database.read { database in
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT warm_up_ns, remark, measurements FROM replications
            WHERE model = ? AND seed = ? AND build = ? AND replication = ?
            """,
          arguments: [key.model, String(key.seed), key.build, number])
        guard let row else { return nil }
        var source = RowSource(row, of: "replications")
        let warmUp = try source.integer()
        let remark = try source.optionalText()
        return KeptReplication(warmUp: warmUp, remark: remark, bytes: [UInt8](try source.blob()))
      }
    }
  }

  public func keep(_ replication: KeptReplication, as number: Int, of key: ReplicationKey) throws {
    let bytes = Data(replication.bytes)
    try DatabaseFailure.translated(path) {
      try database.write { database in
        try database.execute(
          sql: "INSERT OR REPLACE INTO replications VALUES (?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            key.model, String(key.seed), key.build, number, replication.warmUp, replication.remark, bytes,
          ])
      }
    }
  }
}
