/// Connections to PostgreSQL, each used by one thread, and the line of those who wait for one.
public final class DatabasePool: Sendable {
  private let threads: BlockingPool<Database>

  /// - Parameters:
  ///   - info: libpq's connection string.
  ///   - longestLine: requests that may wait for a connection.
  public init(_ info: String, connections: Int, longestLine: Int) {
    threads = BlockingPool(threads: connections, longestLine: longestLine) {
      let database = Database(info)
      // Open before the first request comes. Whoever asks next is told if it cannot be.
      _ = try? database.connect()
      return database
    }
  }

  public var counts: PoolCounts { threads.counts }

  /// Runs a job on the next free connection, which is opened again if it was lost.
  /// - Throws: `DatabaseError`, and what the job throws.
  package func run<Value: Sendable>(_ job: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    try await threads.run { database in
      try database.connect()
      return try job(database)
    }
  }

  /// The connections end when what waits is done. Nothing may be asked for afterwards.
  public func close() { threads.close() }
}
