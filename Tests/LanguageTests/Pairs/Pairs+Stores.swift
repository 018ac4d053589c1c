import Foundation

/// What keeps data.
extension Pairs {
  static let stores: [Pair] = databases + copies + backups + documents + objects

  static func database(
    _ fields: String, _ operations: String = "read: exponential(mean 15ms), write: exponential(mean 15ms)",
    rest: String = ""
  )
    -> String
  {
    """
    populations: { row: { count: 1000, pick: zipf(s 1.2) }, few: { count: 10 } }
    components:
      app: { kind: service, threads: 1k, operations: { run: [ { call: db.write, key: row, timeout: 5s }, { call: db.read, key: row, timeout: 5s } ] } }
      db: { kind: database, \(fields) operations: { \(operations) } }
    \(rest)
    """
  }
  private static let atDatabase = "mean response(component=db) < 1s"

  private static func rivals(
    _ first: String = "", _ second: String = "", distribution: String = "exponential(mean 15ms)"
  )
    -> String
  {
    """
    components: { db: { kind: database, connections: 1, ◊ operations: { read: \(distribution), write: \(distribution) } } }
    flows:
      f: [ { call: db.read, timeout: 5s\(first) } ]
      g: [ { call: db.write, timeout: 5s\(second) } ]
    workloads: { w: { rate: 60/s, flows: { f: 10%, g: 90% } } }
    """
  }

  private static let databases: [Pair] = [
    Pair("database.cores", database("◊"), "cores: 2,", "cores: 8,", mean, .falls),
    Pair("database.connections", database("◊"), "connections: 2,", "connections: 100,", mean, .falls),
    Pair("database.queue", database("connections: 1, ◊"), "queue: 0,", "queue: 100,", errors, .falls),
    Pair(
      "database.locks", database("◊"), "locks: [],", "locks: [ write ],",
      "count counts(component=db counter=lock-waits) < 1", .rises),
    Pair(
      "database.key", database("◊ price: { storage: $1/GB month },"), "key: few,", "key: row,", "per-month cost < $1",
      .times(100)),
    Pair("database.discipline", rivals(), "discipline: fifo,", "discipline: lifo,", tail, .rises),
    Pair(
      "database.discipline", rivals(", priority: 0", ", priority: 7"), "discipline: fifo,", "discipline: priority,",
      mean, .falls),
    Pair(
      "database.discipline", rivals(distribution: "lognormal(median 5ms p99 200ms)"), "discipline: fifo,",
      "discipline: shortest,", "mean latency < 1s", .falls),
    Pair(
      "database.discipline",
      rivals(", priority: 0", ", priority: 7").replacingOccurrences(
        of: "connections: 1,", with: "cores: 1, connections: 100,"),
      "discipline: priority,", "discipline: preemptive,", mean, .falls),
    Pair("database.discipline", rivals(), "discipline: fifo,", "discipline: fair,", mean, .falls),
    Pair(
      "database.discipline",
      """
      components: { db: { kind: database, cores: 1, ◊ operations: { read: lognormal(median 5ms p99 200ms) } } }
      flows: { f: [ { call: db.read, timeout: 5s } ] }
      """, "discipline: fifo,", "discipline: sharing,", "p50 latency(flow=f) < 1s", .falls),
    Pair(
      "database.weights",
      rivals(", priority: 0", ", priority: 7").replacingOccurrences(
        of: "connections: 1,", with: "cores: 1, discipline: sharing,"), "", "weights: { 0: 20 },", mean, .falls),
    Pair(
      "database.speed-by-load",
      rivals().replacingOccurrences(of: "connections: 1,", with: "cores: 1, discipline: sharing,"), "",
      "speed-by-load: { 1: x1, 2: x0.8 },", mean, .rises),
    Pair("database.shed", shedding, "", "shed: { target: 5ms },", shedCount, .rises),
    Pair("database.shed.target", shedding, "shed: { target: 5ms },", "shed: { target: 1s },", shedCount, .falls),
    Pair(
      "database.shed.interval", shedding, "shed: { target: 5ms, interval: 100ms },",
      "shed: { target: 5ms, interval: 5s },", shedCount, .falls),
    Pair(
      "database.zones",
      """
      network: { cross-zone: 10ms }
      components:
        app: { kind: service, zones: [ a ], operations: { run: [ { call: db.read, timeout: 5s } ] } }
        db: { kind: database, ◊ operations: { read: 5ms } }
      """, "zones: [ a ],", "zones: [ b ],", mean, .rises),
    Pair("database.operations", database("", "read: ◊, write: 1ms"), "5ms", "10ms", mean, .rises),
  ]
  private static let shedding = database("connections: 1, ◊", "read: 1ms, write: exponential(mean 25ms)")
  private static let shedCount = "count counts(component=db counter=shed) < 1"

  private static let stale = "count counts(component=db counter=stale-reads) < 1"
  private static let lost = "faults: { gone: { at: 5s, hits: db, failover: yes } }"
  private static let copies: [Pair] = [
    Pair(
      "database.replica", database("cores: 1, ◊", rest: fails), "", "replica: { count: 1, failover: 1s },", errors,
      .falls),
    Pair(
      "database.replica.count", database("cores: 1, ◊", "read: exponential(mean 30ms), write: 1ms"),
      "replica: { count: 1, reads: yes },", "replica: { count: 3, reads: yes },", mean, .falls),
    Pair(
      "database.replica.lag", database("◊", "read: 1ms, write: 1ms", rest: "network: { same-zone: 5ms }"),
      "replica: { reads: yes, lag: 1ms },",
      "replica: { reads: yes, lag: 1s },", stale, .rises),
    Pair(
      "database.replica.reads", database("◊", "read: 1ms, write: 1ms"), "replica: { reads: no, lag: 1s },",
      "replica: { reads: yes, lag: 1s },", stale, .rises),
    Pair(
      "database.replica.failover", database("◊", rest: lost), "replica: { failover: 1s },",
      "replica: { failover: 10s },",
      errors, .rises),
  ]
  private static let fails = "faults: { gone: { at: 5s, hits: db, crash: 1 replica, back-in: 10s } }"

  private static let backups: [Pair] = [
    Pair(
      "database.backup", database("◊", quick), "", "backup: { every: 5s, takes: 2s, slows: x4 },", atDatabase, .rises),
    Pair(
      "database.backup.every", database("◊", quick), "backup: { every: 9s, takes: 2s, slows: x4 },",
      "backup: { every: 3s, takes: 2s, slows: x4 },", atDatabase, .rises),
    Pair(
      "database.backup.at", database("◊", quick), "backup: { every: 1d, at: 0:01, takes: 5s, slows: x4 },",
      "backup: { every: 1d, at: 0:00, takes: 5s, slows: x4 },", atDatabase, .rises),
    Pair(
      "database.backup.takes", database("◊", quick), "backup: { every: 5s, takes: 1s, slows: x4 },",
      "backup: { every: 5s, takes: 4s, slows: x4 },", atDatabase, .rises),
    Pair(
      "database.backup.slows", database("◊", quick), "backup: { every: 5s, takes: 2s, slows: x1.2 },",
      "backup: { every: 5s, takes: 2s, slows: x4 },", atDatabase, .rises),
  ]
  private static let quick = "read: 1ms, write: 5ms"

  private static func store(
    _ fields: String, _ operations: String = "read: exponential(mean 15ms), write: exponential(mean 15ms)"
  ) -> String {
    """
    populations: { row: { count: 1000 }, few: { count: 10 } }
    components:
      app: { kind: service, threads: 1k, operations: { run: [ { call: db.write, key: row, timeout: 5s }, { call: db.read, key: row, timeout: 5s } ] } }
      db: { kind: document-store, \(fields) operations: { \(operations) } }
    """
  }
  private static let documents: [Pair] = [
    Pair(
      "document-store.key", store("◊ price: { storage: $1/GB month },"), "key: few,", "key: row,",
      "per-month cost < $1",
      .times(100)),
    Pair("document-store.shards", store("cores: 2, ◊"), "shards: 1,", "shards: 8,", mean, .falls),
    Pair("document-store.replicas", store("◊"), "replicas: 1,", "replicas: 3,", mean, .rises),
    Pair("document-store.cores", store("◊"), "cores: 2,", "cores: 8,", mean, .falls),
    Pair("document-store.queue", store("cores: 1, ◊"), "queue: 0,", "queue: 100,", errors, .falls),
    Pair("document-store.reads", store("cores: 2, ◊"), "reads: primary,", "reads: any,", mean, .falls),
    Pair(
      "document-store.zones",
      """
      network: { cross-zone: 10ms }
      components:
        app: { kind: service, zones: [ a ], operations: { run: [ { call: db.read, timeout: 5s } ] } }
        db: { kind: document-store, replicas: 1, ◊ operations: { read: 5ms } }
      """, "zones: [ a ],", "zones: [ b ],", mean, .rises),
    Pair("document-store.operations", store("", "read: ◊, write: 1ms"), "5ms", "10ms", mean, .rises),
  ]

  private static let objects: [Pair] = [
    Pair(
      "object-store.key",
      """
      populations: { row: { count: 1000 }, few: { count: 10 } }
      components: { app: { kind: object-store, ◊ price: { storage: $1/GB month }, operations: { run: 5ms } } }
      """, "key: few,", "key: row,", "per-month cost < $1", .times(100)),
    Pair(
      "object-store.record",
      """
      populations: { row: { count: 1000 } }
      components: { app: { kind: object-store, key: row, ◊ price: { storage: $1/GB month }, operations: { run: 5ms } } }
      """, "record: 1 MB,", "record: 2 MB,", "per-month cost < $1", .times(2)),
  ]
}
