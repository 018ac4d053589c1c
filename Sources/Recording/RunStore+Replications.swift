import Experiments
import Foundation
import GRDB
import Statistics

/// Replications on file, each in a transaction of its own.
extension RunStore: ReplicationCache {
  /// Nil when it is not there.
  ///
  /// - Throws: `Archive.OtherFormat` where another version of this program kept it; `RecordingError` with reason
  ///   `damagedReplication` where it is not what was kept.
  package func replication(_ number: Int, of key: ReplicationKey) throws -> KeptReplication? {
    guard let stored = try stored(number, of: key) else { return nil }
    do {
      return try KeptReplication(warmUp: stored.warmUp, remark: stored.remark, bytes: [UInt8](stored.measurements))
    } catch var other as Archive.OtherFormat {
      other.what = "\(path): replication \(number)"
      throw other
    } catch is Archive.Damage {
      throw RecordingError(path: path, reason: .damagedReplication(number, runs: []))
    }
  }

  func stored(_ number: Int, of key: ReplicationKey) throws -> StoredReplication? {
    try DatabaseFailure.translated(path) {
      try database.read { database in
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT * FROM replications WHERE model = ? AND seed = ? AND build = ? AND replication = ?
            """,
          arguments: [key.model, String(key.seed), key.build, number])
        guard let row else { return nil }
        guard let stored = try? StoredReplication(row), stored.isIntact else {
          throw RecordingError(
            path: self.path,
            reason: .damagedReplication(number, runs: try Self.runs(with: number, of: key, in: database)))
        }
        return stored
      }
    }
  }

  /// The runs that a replication is part of.
  private static func runs(with number: Int, of key: ReplicationKey, in database: Database) throws -> [Int64] {
    try Int64.fetchAll(
      database,
      sql: """
        SELECT run FROM runs WHERE model = ? AND seed = ? AND build = ? AND (? < replications OR shard IS NOT NULL)
        ORDER BY run
        """, arguments: [key.model, String(key.seed), key.build, number])
  }

  package func keep(_ replication: KeptReplication, as number: Int, of key: ReplicationKey) throws {
    let stored = StoredReplication(
      model: key.model, seed: String(key.seed), build: key.build, number: number, warmUp: replication.warmUp,
      remark: replication.remark, measurements: Data(replication.bytes))
    try DatabaseFailure.translated(path) { try database.write { try stored.insert(into: $0) } }
  }
}
