/// Kinds that keep data.
extension Kind {
  static let stores: [Kind] = [
    Kind(
      name: "database", isBuilt: true,
      summary:
        "A relational database: connections, cores, row locks, a primary, replicas that lag behind it, failover and backup.",
      operations: .declared, takesSteps: false,
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
            Parameter("lag", .timeLaw, standard: "100ms", "time until a write is in a copy"),
            Parameter(
              "reads", .flag, standard: "no", "whether copies answer `read` operations, which may then be stale"),
            Parameter("failover", .timeLaw, standard: "30s", "time until a copy is the primary when that is lost"),
          ]), "copies; none unless said"),
        Parameter("locks", .list(.text), "operations that lock the row of their key until they end"),
        Parameter("key", .name(.population), "the key space of its rows, for storage and locks"),
        Parameter("record", .size, standard: "1 KB", "bytes of one row, for the storage meter"),
        Parameter(
          "backup",
          .map([
            Parameter("every", .time, standard: "1d", positive: true, "time between two backups"),
            Parameter("at", .clock, "time of day of the first; one period after the start unless said"),
            Parameter("takes", .time, standard: "10min", positive: true, "how long one lasts"),
            Parameter("slows", .factor, standard: "x1.2", "how much slower everything is meanwhile"),
          ]), "backups, from the start of the run: what a lost disk goes back to"),
        discipline, shed, zones, price, laws,
      ], meters: computeMeters + [Meter("storage", "GB month", "bytes of the key space, times the copies")],
      example:
        "db: { kind: database, cores: 8, connections: 200, replica: { count: 1, reads: yes, lag: 80ms }, locks: [ write ], operations: { read: 4ms, write: 8ms } }"
    ),
    Kind(
      name: "document-store", isBuilt: true,
      summary: "Shards by key, each with replicas: a write is done when a majority of the replicas has it.",
      operations: .declared, takesSteps: false,
      parameters: [
        Parameter("key", .name(.population), "the key space that is split over the shards"),
        Parameter("shards", .count(1...100_000), standard: "1", scales: true, "parts of the key space"),
        Parameter("replicas", .count(1...15), standard: "3", "copies of each shard, the primary among them"),
        Parameter("cores", .count(1...4096), standard: "8", "operations that one replica works on at once"),
        Parameter("queue", .count(0...100_000_000), standard: "1000", "operations that may wait at one replica"),
        Parameter("reads", .word(["primary", "any"]), standard: "primary", "which replica answers `read` operations"),
        Parameter("record", .size, standard: "1 KB", "bytes of one record, for the storage meter"),
        zones, price, laws,
      ],
      meters: computeMeters + [Meter("storage", "GB month", "bytes of the key space, times replicas")],
      example:
        "store: { kind: document-store, key: reservation, shards: 12, replicas: 3, operations: { read: 4ms, write: 8ms } }"
    ),
    Kind(
      name: "geo-index", isBuilt: true,
      summary:
        "Positions in memory: commands of a domain core place and look up, and each comparison that they report takes core time.",
      operations: .declared, takesSteps: true,
      parameters: capacity + behaviour + [
        Parameter(
          "comparison", .time, standard: "50ns",
          "core time of one comparison that a command of the core reports, beside the `work` of the operation"),
        zones, price, operations,
      ], meters: computeMeters,
      example:
        "places: { kind: geo-index, comparison: 50ns, operations: { move: 20us, find: [ work: 20us ] } }"
    ),
    Kind(
      name: "object-store", isBuilt: true,
      summary: "Objects behind an interface: a latency law for each operation, request prices, egress.",
      operations: .declared, takesSteps: false,
      parameters: outsideParameters + [
        Parameter("key", .name(.population), "the key space of its objects, for storage"),
        Parameter("record", .size, standard: "1 MB", "bytes of one object"),
      ],
      meters: [
        Meter("get", "calls", "operations that do not write"),
        Meter("put", "calls", "operations named `put`"),
        Meter("call", "calls", "calls made, refused ones included"),
        Meter("egress", "GB", "bytes of the requests sent"),
        Meter("storage", "GB month", "bytes of its key space"),
      ],
      example:
        "bucket: { kind: object-store, operations: { get: 50ms, put: 80ms }, price: { get: $0.0004/1k calls, put: $0.005/1k calls } }"
    ),
  ]
}
