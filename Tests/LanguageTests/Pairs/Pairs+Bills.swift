import Components
import Foundation

/// What a bill is made of: every meter of every kind, and the sizes that meters count.
extension Pairs {
  private static let bill = "per-month cost < $1"

  /// A scenario in which a component of each kind has work that its meters count; `◊` is among its parameters.
  private static let busy: [String: String] = [
    "service": zoned("service, zones: [ b ],"),
    "monolith": zoned("monolith, zones: [ b ],"),
    "gateway": zoned("gateway, zones: [ b ], to: back,"),
    "geo-index": zoned("geo-index, zones: [ b ],"),
    "websocket-server": zoned("websocket-server, zones: [ b ],"),
    "batch-engine": zoned("batch-engine, zones: [ b ], starts-in: 1ms,"),
    "people": zoned("people, zones: [ b ], count: 20,"),
    "function": "components: { app: { kind: function, ◊ operations: { run: [ wait: 5ms ] } } }",
    "load-balancer": passing("load-balancer, to: back"),
    "cdn": passing("cdn, to: back"),
    "cache": front("cache, key: row, entries: 10"),
    "queue": log("queue", by: "worker"),
    "topic": log("topic", by: "consumers"),
    "compacted-topic": log("compacted-topic", by: "consumers"),
    "worker": taken("queue", by: "worker"),
    "consumers": taken("topic", by: "consumers"),
    "database": store("database"),
    "document-store": store("document-store"),
    "object-store":
      "populations: { row: { count: 10 } }\ncomponents: { app: { kind: object-store, key: row, ◊ operations: { run: 5ms, put: 5ms } } }\nflows: { f: [ { call: app.run, timeout: 1s }, { call: app.put, timeout: 1s } ] }",
    "external": "components: { app: { kind: external, ◊ operations: { run: 5ms } } }",
    "identity": "components: { app: { kind: identity, ◊ operations: { run: 5ms } } }",
    "channel": "components: { app: { kind: channel, ◊ operations: { run: 5ms } } }",
    "polling-worker": polled,
    "subscription": pushed,
  ]

  private static func zoned(_ kind: String) -> String {
    """
    components:
      web: { kind: service, zones: [ a ], operations: { run: [ { call: app.run, timeout: 5s } ] } }
      app: { kind: \(kind) ◊ operations: { run: [ work: 1ms ] } }
      back: { kind: service, zones: [ b ], operations: { other: 1ms } }
    flows: { f: [ { call: web.run, timeout: 5s } ] }
    """
  }
  private static func passing(_ kind: String) -> String {
    "components:\n  app: { kind: \(kind), ◊ }\n  back: { kind: service, operations: { run: 1ms } }"
  }
  private static func front(_ kind: String) -> String {
    """
    populations: { row: { count: 10 } }
    components:
      app: { kind: \(kind), in-front-of: back, ◊ }
      back: { kind: service, operations: { run: 1ms } }
    flows: { f: [ { call: back.run, key: row, timeout: 5s } ] }
    """
  }
  private static func log(_ kind: String, by reader: String) -> String {
    """
    populations: { row: { count: 1000 } }
    components:
      app: { kind: service, zones: [ a ], operations: { run: [ { publish: log, key: row } ] } }
      log: { kind: \(kind), key: row, zones: [ b, c ], ◊ }
      reader: { kind: \(reader), from: log, runs: take, operations: { take: 1ms } }
    """
  }
  private static func taken(_ kind: String, by reader: String) -> String {
    """
    components:
      app: { kind: service, operations: { run: [ { publish: log } ] } }
      log: { kind: \(kind), zones: [ a ] }
      reader: { kind: \(reader), zones: [ b ], from: log, runs: take, ◊ operations: { take: 1ms } }
    """
  }
  private static func store(_ kind: String) -> String {
    """
    populations: { row: { count: 1000 } }
    components:
      app: { kind: service, zones: [ b ], operations: { run: [ { call: db.write, key: row, timeout: 1s } ] } }
      db: { kind: \(kind), key: row, zones: [ a ], ◊ operations: { write: 1ms } }
    """
  }
  static let polled = """
    domain: { core: road-warrior, changes: 30k/day }
    populations: { reservation: { count: 400, of: road-warrior.reservation } }
    components:
      app: { kind: service, operations: { run: 1ms } }
      bank: { kind: external, operations: { charge: 50ms } }
      work-list: { kind: compacted-topic, key: reservation, partitions: 4, zones: [ a ] }
      tracker: { kind: polling-worker, from: work-list, runs: track, every: 2s, in-flight: 50 per partition, ◊ operations: { track: [ { call: bank.charge, timeout: 2s }, { do: compare, when: { unchanged: continue, else: { publish: work-list } } } ] } }
    """

  private static let pushed = """
    domain: { core: road-warrior }
    populations: { reservation: { count: 100, of: road-warrior.reservation } }
    components:
      app: { kind: service, operations: { run: 1ms } }
      registry: { kind: compacted-topic, key: reservation, partitions: 4 }
      webhook: { kind: subscription, from: registry, runs: receive, ◊ operations: { receive: [ { do: compare, when: { else: continue } } ] } }
    """

  /// What a price must say that it buys, where a component has a size by itself.
  private static let bought = ["cache": ", memory: 1 GB"]

  private static func unit(of meter: Kind.Meter) -> String {
    switch meter.unit {
    case "instance time": "month"
    case "GB month": "GB month"
    case "GB seconds": "GB s"
    case "GB": "GB"
    case let unit where unit.hasSuffix("time"): "month"
    default: "1k calls"
    }
  }

  static let bills: [Pair] =
    Kind.all.filter { $0.isBuilt && !$0.meters.isEmpty }.flatMap { kind -> [Pair] in
      guard let body = busy[kind.name] else { return [] }
      let price = { (meter: Kind.Meter, dollars: Int) in
        "price: { \(meter.name): $\(dollars)/\(unit(of: meter))\(bought[kind.name] ?? "") },"
      }
      return [Pair("\(kind.name).price", body, "", price(kind.meters[0], 1), bill, .rises)]
        + kind.meters.map { meter in
          Pair("\(kind.name).price.\(meter.name)", body, price(meter, 1000), price(meter, 2000), bill, .times(2))
        }
    } + sizes

  /// Bytes of a record, for each kind that has them.
  private static let sizes: [Pair] =
    ["queue", "topic", "compacted-topic", "database", "document-store"].map { kind in
      Pair(
        "\(kind).record",
        (busy[kind] ?? "").replacingOccurrences(of: "◊", with: "price: { storage: $1000/GB month }, ◊"),
        "record: 1 KB,", "record: 2 KB,", bill, .times(2))
    }
    + ["queue", "topic", "compacted-topic"].map { kind in
      Pair(
        "\(kind).record", (busy[kind] ?? "").replacingOccurrences(of: "◊", with: "price: { cross-zone: $1000/GB }, ◊"),
        "record: 1 KB,", "record: 2 KB,", bill, .times(2))
    }
    + [
      Pair(
        "queue.key",
        """
        populations: { row: { count: 1000 }, few: { count: 10 } }
        components:
          app: { kind: service, operations: { run: [ { publish: log } ] } }
          log: { kind: queue, ◊ price: { storage: $1000/GB month } }
          reader: { kind: worker, from: log, runs: take, operations: { take: 1ms } }
        """, "key: few,", "key: row,", bill, .times(100))
    ]
}
