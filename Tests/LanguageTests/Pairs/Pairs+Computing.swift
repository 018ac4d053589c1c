import Foundation

/// What is particular to gateways, functions, batch engines, sockets, indexes and timers.
extension Pairs {
  static let computing: [Pair] = gateways + functions + connections + batches + timers

  private static let passing = """
    components:
      app: { kind: gateway, ◊ }
      back: { kind: service, operations: { run: 5ms } }
      slow: { kind: service, operations: { run: [ wait: 50ms ] } }
    """
  private static let gateways: [Pair] = [
    Pair("gateway.to", passing, "to: back", "to: slow", mean, .rises),
    Pair("gateway.work", passing, "to: back, work: 5ms", "to: back, work: 10ms", mean, .rises),
    Pair("gateway.limit", passing, "to: back, limit: 1k/s", "to: back, limit: 10/s", errors, .rises),
    Pair(
      "gateway.burst", passing, "to: back, limit: 45/s, burst: 1", "to: back, limit: 45/s, burst: 100", errors, .falls),
    Pair(
      "geo-index.comparison",
      """
      domain: { core: coins }
      components: { app: { kind: geo-index, ◊ operations: { run: [ { do: toss, when: { else: continue } } ] } } }
      """, "comparison: 50ns,", "comparison: 100ns,", mean, .rises),
  ]

  private static func function(_ fields: String, _ operation: String = "[ wait: 50ms ]") -> String {
    "components: { app: { kind: function, \(fields) operations: { run: \(operation) } } }"
  }
  private static let cold = "count counts(component=app counter=cold-starts) < 1"
  private static let taking = """
    components:
      app: { kind: service, operations: { run: [ { publish: jobs } ] } }
      jobs: { kind: queue }
      others: { kind: queue }
      taker: { kind: function, ◊, operations: { take: [ wait: 50ms ], look: [ wait: 500ms ] } }
    """
  private static let functions: [Pair] = [
    Pair("function.limit", function("◊ keeps-warm: 1min,"), "limit: 1,", "limit: 100,", refused, .falls),
    Pair("function.cold-start", function("◊"), "cold-start: 10ms,", "cold-start: 500ms,", mean, .rises),
    Pair("function.keeps-warm", function("◊"), "keeps-warm: 10ms,", "keeps-warm: 1min,", cold, .falls),
    Pair("function.warm", function("◊"), "warm: 0,", "warm: 20,", cold, .falls),
    Pair(
      "function.memory", function("◊ price: { memory: $1/GB s },"), "memory: 512 MiB,", "memory: 1 GiB,",
      "per-month cost < $1", .times(2)),
    Pair(
      "function.from", taking, "from: others, runs: take", "from: jobs, runs: take", "count calls(component=taker) < 1",
      .rises),
    Pair(
      "function.runs", taking, "from: jobs, runs: take", "from: jobs, runs: look", "mean service(component=taker) < 1s",
      .rises),
    Pair("function.operations", function("cold-start: 0ms,", "[ wait: ◊ ]"), "5ms", "10ms", mean, .times(2)),
  ]

  private static let open = """
    components: { app: { kind: websocket-server, ◊ operations: { connect: 1ms, run: [ work: exponential(mean 15ms) ] } } }
    flows: { f: [ { call: app.connect, timeout: 5s } ] }
    """
  private static let message = """
    components: { app: { kind: websocket-server, ◊ operations: { connect: 1ms, run: [ work: exponential(mean 15ms) ] } } }
    """
  private static let connections: [Pair] =
    [
      Pair("websocket-server.connections", open, "connections: 100,", "connections: 10k,", refused, .falls),
      Pair(
        "websocket-server.lease", open, "connections: 100, lease: 1s,", "connections: 100, lease: 10s,", refused, .rises
      ),
      Pair("websocket-server.replicas", message, "replicas: 1,", "replicas: 2,", mean, .falls),
      Pair("websocket-server.cores", message, "cores: 1,", "cores: 2,", mean, .falls),
      Pair(
        "websocket-server.zones", neighbours.replacingOccurrences(of: "KIND", with: "websocket-server"),
        "zones: [ a ],", "zones: [ b ],", mean, .rises),
    ]
    + [("random", "round-robin"), ("round-robin", "least-in-flight"), ("random", "two-choices")].map {
      Pair(
        "websocket-server.pick",
        "components: { app: { kind: websocket-server, ◊ replicas: 4, connections: 52, lease: exponential(mean 4s), operations: { connect: 1ms } } }\nflows: { f: [ { call: app.connect, timeout: 5s } ] }",
        "pick: \($0),", "pick: \($1),", refused, .falls)
    }
    + [
      Pair(
        "websocket-server.pick",
        """
        network: { cross-zone: 10ms }
        components:
          web: { kind: service, zones: [ a ], operations: { run: [ { call: app.run, timeout: 5s } ] } }
          app: { kind: websocket-server, ◊ replicas: 2, zones: [ a, b ], operations: { run: 1ms } }
        flows: { f: [ { call: web.run, timeout: 5s } ] }
        """, "pick: round-robin,", "pick: same-zone,", mean, .falls),
      Pair(
        "websocket-server.pick",
        """
        populations: { hot: { count: 1 } }
        components: { app: { kind: websocket-server, ◊ replicas: 4, operations: { run: exponential(mean 15ms) } } }
        flows: { f: [ { call: app.run, key: hot, timeout: 5s } ] }
        """, "pick: round-robin,", "pick: by-key,", mean, .rises),
    ]

  private static let job = """
    components: { app: { kind: batch-engine, ◊ operations: { run: [ { repeat: 8, at-once: 8, steps: [ { work: 100ms } ] } ] } } }
    workloads: { w: { rate: 1/s, flows: { f: 100% } } }
    """
  private static let batches: [Pair] = [
    Pair("batch-engine.slots", job, "starts-in: 1ms, slots: 2,", "starts-in: 1ms, slots: 16,", mean, .falls),
    Pair(
      "batch-engine.row",
      """
      domain: { core: coins }
      components: { app: { kind: batch-engine, starts-in: 0s, ◊ operations: { run: [ { do: toss, when: { else: continue } } ] } } }
      """, "row: 1us,", "row: 2us,", mean, .rises),
    Pair("batch-engine.starts-in", job, "starts-in: 1ms,", "starts-in: 2s,", mean, .rises),
    Pair(
      "batch-engine.zones",
      """
      network: { cross-zone: 100ms }
      components:
        web: { kind: service, zones: [ a ], operations: { run: [ { call: app.run, timeout: 5s } ] } }
        app: { kind: batch-engine, ◊ starts-in: 1ms, operations: { run: [ work: 10ms ] } }
      flows: { f: [ { call: web.run, timeout: 5s } ] }
      """, "zones: [ a ],", "zones: [ b ],", mean, .rises),
    Pair(
      "batch-engine.operations",
      job.replacingOccurrences(of: "◊", with: "starts-in: 1ms,").replacingOccurrences(of: "100ms", with: "◊"),
      "100ms", "200ms", mean, .rises),
  ]

  private static let timer = """
    components:
      app: { kind: service, threads: 100, operations: { run: 1ms, report: [ wait: 300ms ], other: 1ms } }
      clock: { kind: cron, ◊ }
    """
  private static let reports = "count calls(component=app) < 1"
  private static let timers: [Pair] = [
    Pair("cron.every", timer, "every: 10ms, runs: app.report", "every: 1s, runs: app.report", reports, .falls),
    Pair(
      "cron.first", timer, "every: 10ms, first: 0s, runs: app.report", "every: 10ms, first: 10s, runs: app.report",
      reports, .falls),
    Pair(
      "cron.runs", timer, "every: 100ms, runs: app.report", "every: 100ms, runs: app.other",
      "mean response(component=app) < 1s", .falls),
    Pair(
      "cron.jitter",
      """
      components:
        app: { kind: service, threads: 1, operations: { run: 1ms, report: [ wait: 10ms ] } }
        one: { kind: cron, every: 1s, runs: app.report }
        two: { kind: cron, ◊ every: 1s, runs: app.report }
      """, "jitter: 0s,", "jitter: 500ms,", "p99 waiting(component=app) < 1s", .falls),
    Pair(
      "cron.overlap", timer, "every: 100ms, runs: app.report, overlap: allow",
      "every: 100ms, runs: app.report, overlap: forbid", reports, .falls),
    Pair(
      "cron.overlap", timer, "every: 100ms, runs: app.report, overlap: allow",
      "every: 100ms, runs: app.report, overlap: replace", "count counts(component=app counter=lost) < 1", .rises),
  ]
}
