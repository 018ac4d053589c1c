import GRDB

extension RunStore {
  /// Removes runs, and the replications that no other run of this database has; all in one transaction.
  package func remove(_ runs: [Int64]) throws {
    guard !runs.isEmpty else { return }
    try DatabaseFailure.translated(path) {
      try database.write { database in
        for run in runs { try RunRows(database: database, run: run).remove() }
        try database.execute(
          sql: """
            DELETE FROM replications WHERE NOT EXISTS (
              SELECT 1 FROM runs r
              WHERE r.model = replications.model AND r.seed = replications.seed AND r.build = replications.build
                AND (replications.replication < r.replications OR r.shard IS NOT NULL))
            """)
      }
    }
  }

  /// Ends the store with everything in the one file, as small as it can be: to be copied, committed, and read where
  /// nothing can be written.
  package func seal() throws {
    try DatabaseFailure.translated(path) {
      try Self.patiently { try database.vacuum() }
      try database.close()
      try Self.patiently { try Self.leaveLog(of: path) }
    }
  }

  /// A database in WAL mode is three files while somebody reads it.
  private static func leaveLog(of path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    try queue.close()
  }

}
