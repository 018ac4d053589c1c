import Foundation

/// The run, the network, key spaces, what is judged, and systems.
extension Pairs {
  static let run: [Pair] = runs + network + populations + judged + systems

  private static let app =
    "components: { app: { kind: service, cores: 1, operations: { run: exponential(mean 12ms) } } }"
  private static func long(_ fields: String, more: String = "") -> String { "\(app)\nrun: { \(fields) }\n\(more)" }
  private static let requests = "count throughput(flow=f) < 1"

  private static let runs: [Pair] = [
    Pair(
      "run.starts",
      long(
        "duration: 20s, warm-up: 0s, drain: 5s, ◊",
        more: "workloads: { w: { rate: 50/s, arrivals: even, starts: 12:01, flows: { f: 100% } } }"),
      "starts: Mon 12:00:40", "starts: Mon 12:00:50", requests, .rises),
    Pair("run.duration", long("warm-up: 0s, ◊"), "duration: 10s", "duration: 20s", requests, .rises),
    Pair("run.warm-up", long("duration: 20s, ◊"), "warm-up: 0s", "warm-up: 10s", requests, .falls),
    Pair(
      "run.drain",
      "components: { app: { kind: external, operations: { run: 3s } } }\nrun: { duration: 20s, warm-up: 0s, ◊ }",
      "drain: 0s", "drain: 10s", requests, .rises),
    Pair("run.load", long("duration: 20s, warm-up: 0s, ◊"), "load: x1", "load: x1.5", mean, .rises),
    Pair("run.scale", long("duration: 20s, warm-up: 0s, ◊"), "scale: 1:1", "scale: 1:10", requests, .falls),
  ]

  private static let zones = """
    components:
      app: { kind: service, zones: [ a ], operations: { run: [ { call: near.run, timeout: 5s }, { call: far.run, timeout: 5s } ] } }
      near: { kind: service, zones: [ a ], operations: { run: 1ms } }
      far: { kind: service, zones: [ b ], operations: { run: 1ms } }
    network: { ◊ }
    """
  private static let network: [Pair] = [
    Pair("network.client", zones, "client: 10ms", "client: 50ms", mean, .rises),
    Pair("network.same-zone", zones, "same-zone: 10ms", "same-zone: 50ms", mean, .rises),
    Pair("network.cross-zone", zones, "cross-zone: 10ms", "cross-zone: 50ms", mean, .rises),
  ]

  private static func cached(_ population: String) -> String {
    """
    populations: { hot: { \(population) } }
    components:
      front: { kind: cache, in-front-of: app, key: hot, capacity: 100 KiB }
      app: { kind: service, operations: { run: [ wait: 20ms ] } }
    flows: { f: [ { call: app.run, key: hot, timeout: 1s } ] }
    """
  }
  private static let hits = "mean hit-ratio(component=front) < 1%"
  private static let classed = """
    domain: { core: road-warrior, changes: 5%/day }
    populations: { reservation: { count: 400, of: road-warrior.reservation, share: { ◊ } } }
    components:
      app: { kind: service, operations: { run: 1ms } }
      bank: { kind: external, operations: { charge: 50ms } }
      work-list: { kind: compacted-topic, key: reservation, partitions: { air: 6, car: 1 } }
      tracker: { kind: polling-worker, from: work-list, runs: track, every: 2s, in-flight: 1 per partition, operations: { track: [ { call: bank.charge, timeout: 2s }, { do: compare, when: { unchanged: continue, else: continue } } ] } }
    """
  private static let populations: [Pair] = [
    Pair("population.count", cached("size: 1 KiB, ◊"), "count: 1000", "count: 100", hits, .rises),
    Pair("population.pick", cached("count: 1000, size: 1 KiB, ◊"), "pick: uniform", "pick: zipf(s 1.2)", hits, .rises),
    Pair("population.size", cached("count: 1000, ◊"), "size: 1 KiB", "size: 10 KiB", hits, .falls),
    Pair("population.share", classed, "air: 10%, car: 90%", "air: 90%, car: 10%", "share refreshed < 1%", .rises),
    Pair(
      "population.of",
      """
      domain: { core: road-warrior, changes: 5%/day }
      populations: { row: { count: 400, ◊ } }
      components:
        front: { kind: cache, in-front-of: app, key: row, entries: 40 }
        app: { kind: service, operations: { run: 20ms } }
      flows: { f: [ { call: app.run, key: row, timeout: 1s } ] }
      run: { duration: 20s, warm-up: 0s, scale: 1:10 }
      workloads: { w: { rate: 500/s, flows: { f: 100% } } }
      """, "of: road-warrior.provider", "of: road-warrior.reservation", hits, .rises),
  ]

  private static func judging(_ budget: String, run: String = "duration: 20s, warm-up: 0s, drain: 5s, stands-for: 30d")
    -> String
  {
    """
    components: { app: { kind: service, cores: 1, operations: { run: exponential(mean 10ms) } } }
    run: { \(run) }
    \(budget)
    """
  }
  private static let precise = "duration: 20s, warm-up: 0s, drain: 5s"
  private static let judged: [Pair] = [
    Pair(
      "run.replications", judging("", run: "\(precise), ◊"), "replications: 1", "replications: 3", "replications",
      .from(1, to: 3)),
    Pair(
      "run.replications.until", judging("", run: "\(precise), replications: { ◊, at-least: 2, max: 12 }"), "until: 90%",
      "until: 0.01%", "replications", .rises),
    Pair(
      "run.replications.at-least", judging("", run: "\(precise), replications: { until: 90%, ◊, max: 12 }"),
      "at-least: 2",
      "at-least: 6", "replications", .from(2, to: 6)),
    Pair(
      "run.replications.max", judging("", run: "\(precise), replications: { until: 0.01%, at-least: 2, ◊ }"), "max: 3",
      "max: 6", "replications", .from(3, to: 6)),
    Pair(
      "budget.check", judging("budgets: { b: { ◊ } }"), "check: mean latency(flow=f) < 10s",
      "check: mean latency(flow=f) < 1ms", "verdict", .rises),
    Pair(
      "budget.severity", judging("budgets: { b: { check: mean latency(flow=f) < 1ms, ◊ } }"), "severity: warn",
      "severity: fail", "verdict", .rises),
    Pair(
      "budget.window", judging("budgets: { b: { check: mean latency(flow=f) < 60ms◊ } }" + burst, run: repeated), "",
      ", window: 1s", "windows", .rises),
    Pair(
      "budget.allow",
      judging("budgets: { b: { check: mean latency(flow=f) < 60ms, window: 1s, ◊ } }" + burst, run: repeated),
      "allow: 90%", "allow: 0%", "windows", .rises),
    Pair(
      "objective.good", judging("slos: { s: { ◊, target: 90%, window: 30d } }"),
      "good: flow=f and ok and latency < 10s",
      "good: flow=f and ok and latency < 1ms", "objectives", .rises),
    Pair(
      "objective.target", judging("slos: { s: { good: flow=f and ok and latency < 20ms, window: 30d, ◊ } }"),
      "target: 10%", "target: 99.9%", "objectives", .rises),
    Pair(
      "objective.window", judging("slos: { s: { good: flow=f and ok, target: 90%, ◊ } }"), "window: 30d",
      "window: 60d", "allowed", .times(2)),
    Pair(
      "run.stands-for",
      """
      run: { starts: Mon 00:00, duration: 20s, warm-up: 0s, drain: 20s, ◊ }
      components: { app: { kind: service, price: { instance: $1000/month }, operations: { run: 1ms } } }
      """, "stands-for: 30d", "stands-for: 60d", "total cost < $1", .times(2)),
  ]
  private static let repeated = "duration: 20s, warm-up: 0s, drain: 5s, replications: 5"
  /// Most of a second is bad.
  private static let burst = "\nfaults: { slow: { at: 10s, for: 1s, hits: app, delay: 200ms } }"

  private static let billed = "components: { app: { kind: service, price: vm, operations: { run: 1ms } } }"
  private static func book(_ entries: String) -> String {
    "orrery-prices: 1\ndate: 2026-10-01\nsource: a test\nentries: { \(entries) }\n"
  }
  private static let bill = "per-month cost < $1"
  private static let shop = """
    orrery: 1
    name: shop
    components:
      app: { kind: service, operations: { run: 5ms } }
      db: { kind: database, operations: { read: 10ms } }
      web: { kind: service, operations: { run: [ { call: db.read, timeout: 1s } ] } }
    options: { slow: { components.app.operations.run: 50ms } }
    """
  private static func system(_ fields: String, ours: String = "", call: String = "s/app.run") -> String {
    """
    systems: { s: { \(fields) } }
    components: { own: { kind: database, operations: { read: 100ms } } }
    flows: { f: [ { call: \(call), timeout: 5s } ] }
    """
  }
  private static let systems: [Pair] = [
    Pair(
      "prices.fixed", "\(app)\nprices: { ◊ }", "fixed: { dns: $1/month }", "fixed: { dns: $2/month }", bill, .times(2)),
    Pair(
      "prices.books", "\(billed)\nprices: { ◊ }", "books: [ one.yaml ]", "books: [ two.yaml ]", bill, .times(2),
      files: ["one.yaml": book("vm: { instance: $1/month }"), "two.yaml": book("vm: { instance: $2/month }")]),
    Pair(
      "book.entries", "\(billed)\nprices: { books: [ one.yaml ] }", "$1/month", "$2/month", bill, .times(2),
      files: ["one.yaml": book("vm: { instance: ◊ }")]),
    Pair(
      "system.file", system("◊"), "file: shop.yaml", "file: other.yaml", mean, .rises,
      files: ["shop.yaml": shop, "other.yaml": shop.replacingOccurrences(of: "run: 5ms", with: "run: 50ms")]),
    Pair("system.with", system("file: shop.yaml◊"), "", ", with: [ slow ]", mean, .rises, files: ["shop.yaml": shop]),
    Pair(
      "system.join", system("file: shop.yaml◊", call: "s/web.run"), "", ", join: { db: own }", mean, .rises,
      files: ["shop.yaml": shop]),
  ]
}
