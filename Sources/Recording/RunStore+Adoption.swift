import Experiments
import GRDB

/// Replications that came from elsewhere.
extension RunStore {
  /// Numbers of the replications that are kept under a key, ascending.
  package func replications(of key: ReplicationKey) throws -> [Int] {
    try DatabaseFailure.translated(path) {
      try database.read { database in
        try Int.fetchAll(
          database,
          sql: "SELECT replication FROM replications WHERE model = ? AND seed = ? AND build = ? ORDER BY replication",
          arguments: [key.model, String(key.seed), key.build])
      }
    }
  }

  /// The builds of the program that ran what is kept here, sorted.
  package func builds() throws -> [String] {
    try DatabaseFailure.translated(path) {
      try database.read { try String.fetchAll($0, sql: "SELECT DISTINCT build FROM replications ORDER BY build") }
    }
  }

  /// Takes replications over from another store, byte by byte and in one transaction.
  ///
  /// - Returns: the numbers that were there, in the order in which they were asked for.
  /// - Throws: `RecordingError` with reason `damagedReplication` where one is not what was kept; none is taken then.
  package func adopt(_ numbers: [Int], of key: ReplicationKey, from other: RunStore) throws -> [Int] {
    let found = try numbers.compactMap { try other.stored($0, of: key) }
    guard !found.isEmpty else { return [] }
    try DatabaseFailure.translated(path) {
      try database.write { database in
        for stored in found { try stored.insert(into: database) }
      }
    }
    return found.map(\.number)
  }
}
