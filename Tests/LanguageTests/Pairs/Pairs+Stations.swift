import Foundation

/// Parameters of what runs operations: capacity, and behaviour under load.
enum Pairs {
  static let station: [Pair.Variant] = [
    .init("service"), .init("monolith"), .init("gateway", "gateway, to: back"), .init("geo-index"),
  ]
  static let sockets = Pair.Variant("websocket-server")

  /// One component with one operation, whose parameters are in question.
  static func app(_ operation: String, _ rest: String = "") -> String {
    """
    components:
      app: { kind: KIND, ◊ operations: { run: \(operation) } }
      back: { kind: service, operations: { other: 1ms } }
    \(rest)
    """
  }

  /// Two flows that compete for one thread, the second nine times as often.
  private static func rivals(_ first: String = "", _ second: String = "", operation: String = "exponential(mean 15ms)")
    -> String
  {
    """
    components:
      app: { kind: KIND, ◊ threads: 1, operations: { run: \(operation), far: \(operation) } }
      back: { kind: service, operations: { other: 1ms } }
    flows:
      f: [ { call: app.run, timeout: 5s\(first) } ]
      g: [ { call: app.far, timeout: 5s\(second) } ]
    workloads: { w: { rate: 60/s, flows: { f: 10%, g: 90% } } }
    """
  }

  static let mean = "mean latency(flow=f) < 1s"
  static let tail = "p99 latency(flow=f) < 1s"
  static let refused = "share calls(component=app outcome=refused) < 1%"
  static let errors = "rate errors(flow=f) < 1%"

  static let stations: [Pair] = capacities + picks + disciplines + shares + behaviours

  private static let capacities: [Pair] =
    Pair.of(station, "replicas", app("exponential(mean 15ms)"), "replicas: 1,", "replicas: 2,", mean, .falls)
    + Pair.of(station, "cores", app("exponential(mean 15ms)"), "cores: 1,", "cores: 2,", mean, .falls)
    + Pair.of(station, "threads", app("[ wait: 100ms ]"), "threads: 4,", "threads: 20,", mean, .falls)
    + Pair.of(
      station, "queue", app("[ wait: 100ms ]"), "threads: 4, queue: 0,", "threads: 4, queue: 100,", refused, .falls)
    + Pair.of(station, "zones", neighbours, "zones: [ a ],", "zones: [ b ],", mean, .rises)
    + Pair.of(
      station + [sockets], "operations", app("◊").replacingOccurrences(of: "KIND, ◊", with: "KIND,"), "5ms", "10ms",
      mean, .rises)

  /// The caller stands in zone a.
  static let neighbours = """
    network: { cross-zone: 10ms }
    components:
      web: { kind: service, zones: [ a ], operations: { run: [ { call: app.run, timeout: 5s } ] } }
      app: { kind: KIND, ◊ operations: { run: [ wait: 5ms ] } }
      back: { kind: service, operations: { other: 1ms } }
    flows: { f: [ { call: web.run, timeout: 5s } ] }
    """

  private static let keyed = """
    populations: { hot: { count: 2, pick: zipf(s 3) } }
    components:
      app: { kind: KIND, ◊ replicas: 4, operations: { run: exponential(mean 15ms) } }
      back: { kind: service, operations: { other: 1ms } }
    flows: { f: [ { call: app.run, key: hot, timeout: 5s } ] }
    """
  private static let zoned = """
    network: { cross-zone: 10ms }
    components:
      web: { kind: service, zones: [ a ], operations: { run: [ { call: app.run, timeout: 5s } ] } }
      app: { kind: KIND, ◊ replicas: 2, zones: [ a, b ], operations: { run: [ wait: 5ms ] } }
      back: { kind: service, operations: { other: 1ms } }
    flows: { f: [ { call: web.run, timeout: 5s } ] }
    """
  private static let many = app("exponential(mean 60ms)").replacingOccurrences(of: "◊", with: "◊ replicas: 4,")

  private static let picks: [Pair] =
    Pair.of(station, "pick", many, "pick: random,", "pick: round-robin,", mean, .falls)
    + Pair.of(station, "pick", many, "pick: round-robin,", "pick: least-in-flight,", mean, .falls)
    + Pair.of(station, "pick", many, "pick: random,", "pick: two-choices,", mean, .falls)
    + Pair.of(station, "pick", zoned, "pick: round-robin,", "pick: same-zone,", mean, .falls)
    + Pair.of(station, "pick", keyed, "pick: round-robin,", "pick: by-key,", mean, .rises)

  private static let disciplines: [Pair] =
    Pair.of(station, "discipline", rivals(), "discipline: fifo,", "discipline: lifo,", tail, .rises)
    + Pair.of(
      station, "discipline", rivals(", priority: 0", ", priority: 7"), "discipline: fifo,", "discipline: priority,",
      mean, .falls)
    + Pair.of(
      station, "discipline", rivals(operation: "lognormal(median 5ms p99 200ms)"), "discipline: fifo,",
      "discipline: shortest,", "mean latency < 1s", .falls)
    + Pair.of(station, "discipline", rivals(), "discipline: fifo,", "discipline: fair,", mean, .falls)
    + Pair.of(
      station, "discipline",
      rivals(", priority: 0", ", priority: 7").replacingOccurrences(of: "threads: 1,", with: "threads: 100,"),
      "discipline: priority,", "discipline: preemptive,", mean, .falls)
    + Pair.of(
      station, "discipline", app("lognormal(median 5ms p99 200ms)"), "discipline: fifo,", "discipline: sharing,",
      "p50 latency(flow=f) < 1s", .falls)

  /// Two flows that share one core.
  private static let sharing = rivals(", priority: 0", ", priority: 7").replacingOccurrences(
    of: "threads: 1,", with: "threads: 1k, discipline: sharing,")

  private static let shares: [Pair] =
    Pair.of(station, "weights", sharing, "", "weights: { 0: 20 },", mean, .falls)
    + Pair.of(station, "speed-by-load", sharing, "", "speed-by-load: { 1: x1, 2: x0.8 },", mean, .rises)

  private static let crowded = app("exponential(mean 25ms)")
  private static let slots = app("[ wait: 100ms ]")
  private static let crashes = "count counts(component=app counter=crashes) < 1"
  private static let shed = "count counts(component=app counter=shed) < 1"

  private static let behaviours: [Pair] =
    Pair.of(station, "shed", crowded, "threads: 1,", "threads: 1, shed: { target: 5ms },", shed, .rises)
    + Pair.of(
      station, "shed.target", crowded, "threads: 1, shed: { target: 5ms },", "threads: 1, shed: { target: 1s },", shed,
      .falls)
    + Pair.of(
      station, "shed.interval", crowded, "threads: 1, shed: { target: 5ms, interval: 100ms },",
      "threads: 1, shed: { target: 5ms, interval: 5s },", shed, .falls)
    + Pair.of(
      station, "adapts", slots, "", "adapts: { target: 50ms },", "mean utilization(component=app) < 1%", .falls)
    + Pair.of(
      station, "adapts.target", slots, "adapts: { target: 50ms },", "adapts: { target: 1s },",
      "mean utilization(component=app) < 1%", .rises)
    + Pair.of(
      station, "adapts.least", slots, "adapts: { target: 50ms, least: 1 },", "adapts: { target: 50ms, least: 4 },",
      "mean utilization(component=app) < 1%", .rises)
    + Pair.of(station, "degrades", degrading, "", "degrades: { from: 0, each: 10% },", mean, .rises)
    + Pair.of(
      station, "degrades.from", degrading, "degrades: { from: 0, each: 10% },", "degrades: { from: 50, each: 10% },",
      mean, .falls)
    + Pair.of(
      station, "degrades.each", degrading, "degrades: { from: 0, each: 1% },", "degrades: { from: 0, each: 20% },",
      mean, .rises)
    + Pair.of(station, "freezes", frozen, "", "freezes: { after: 2s, back-in: 3s },", crashes, .rises)
    + Pair.of(
      station, "freezes.after", frozen, "freezes: { after: 2s, back-in: 3s },", "freezes: { after: 30s, back-in: 3s },",
      crashes, .falls)
    + Pair.of(
      station, "freezes.back-in", frozen, "freezes: { after: 2s, back-in: 3s },",
      "freezes: { after: 2s, back-in: 10s },", "total downtime(component=app) < 1s", .rises)
    + Pair.of(
      station, "remembers", again, "", "remembers: 5s,", "count counts(component=app counter=repeated) < 1", .rises)

  private static let degrading = app("[ wait: 100ms, work: 20ms ]").replacingOccurrences(of: "◊", with: "◊ cores: 8,")
  private static let frozen = app("[ wait: 200ms ]").replacingOccurrences(of: "◊", with: "◊ threads: 2, queue: 20,")
  /// The first try is done when the second comes.
  private static let again = app(
    "[ wait: 100ms ]",
    """
    network: { client: 20ms }
    flows: { f: [ { call: app.run, timeout: 130ms, retry: { times: 2, backoff: 20ms } } ] }
    """)
}
