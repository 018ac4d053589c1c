extension Kind {
  static let database = Kind(
    name: "database", structure: .database,
    summary:
      "A relational database: connections, cores, row locks, a primary, replicas that lag behind it, failover and backup.",
    operations: .declared, takesSteps: false,
    facets: Facets(slot: "connection", crashes: true, keepsData: true, drawing: .data),
    parameters: [
      Parameter(
        "cores", .count(1...4096), standard: "8", scales: true,
        "operations that the primary, and each replica, works on at once"),
      Parameter(
        "connections", .count(1...1_000_000), standard: "100", scales: true,
        "operations that may be open at once, waits for locks included"),
      Parameter(
        "queue", .count(0...100_000_000), standard: "1000",
        "operations that may wait for a connection; more are refused"),
      Parameter(
        "replica",
        .map([
          Parameter("count", .count(0...15), standard: "1", "copies that follow the primary"),
          Parameter("lag", .timeDistribution, standard: "100ms", "time until a write is in a copy"),
          Parameter(
            "reads", .flag, standard: "no", "whether copies answer `read` operations, which may then be stale"),
          Parameter(
            "failover", .timeDistribution, standard: "30s", "time until a copy is the primary when that is lost"),
        ]), "copies; none by default"),
      Parameter("locks", .list(.text), "operations that lock the row of their key until they end"),
      Parameter("key", .name(.population), "the key space of its rows, for storage and locks"),
      Parameter("record", .size, standard: "1 KB", "bytes of one row, for the storage meter"),
      Parameter(
        "backup",
        .map([
          Parameter("every", .time, standard: "1d", positive: true, "time between two backups"),
          Parameter("at", .clock, "time of day of the first; one period after the start by default"),
          Parameter("takes", .time, standard: "10min", positive: true, "how long one lasts"),
          Parameter("slows", .factor, standard: "x1.2", "how much slower everything is meanwhile"),
        ]), "backups, from the start of the run: what a lost disk goes back to"),
      discipline, weights, speeds, shed, zones, price, distributions,
    ], meters: computeMeters + [Meter("storage", "GB month", "bytes of the key space, times the copies")],
    synonyms: """
      postgres postgresql pg mysql mariadb sql rds aurora oracle mssql sql-server sqlserver sqlite cockroach
      cockroachdb spanner rdbms db
      """,
    example:
      "db: { kind: database, cores: 8, connections: 200, replica: { count: 1, reads: yes, lag: 80ms }, locks: [ write ], operations: { read: 4ms, write: 8ms } }"
  )
}
