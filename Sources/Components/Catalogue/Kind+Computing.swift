/// Kinds that run operations.
extension Kind {
  static let computing: [Kind] = [
    Kind(
      name: "service", isBuilt: true,
      summary: "Replicas with threads, cores and a bounded queue; a thread is held for a whole operation.",
      operations: .declared, takesSteps: true,
      parameters: capacity + behaviour + [zones, price, operations], meters: computeMeters,
      example:
        "app: { kind: service, replicas: 2, cores: 2, threads: 50, operations: { list: [ work: 15ms, call: db.read ] } }"
    ),
    Kind(
      name: "monolith", isBuilt: true,
      summary: "Modules in one process: a service whose operations share threads, cores and failures.",
      operations: .declared, takesSteps: true,
      parameters: capacity + behaviour + [zones, price, operations], meters: computeMeters,
      example:
        "shop: { kind: monolith, cores: 8, threads: 200, operations: { browse: 10ms, buy: [ work: 25ms, call: db.write ] } }"
    ),
    Kind(
      name: "gateway", isBuilt: true,
      summary: "A service that fronts others: passes on the operations that it does not declare itself.",
      operations: .declaredOrPassedOn, takesSteps: true,
      parameters: capacity + behaviour + [
        to, zones, price, operations,
        Parameter("work", .timeLaw, standard: "0ms", "core time of each operation that is passed on"),
        Parameter("limit", .rate, scales: true, "token bucket: calls above this rate are refused"),
        Parameter("burst", .count(1...100_000_000), "calls that the bucket holds; one second's worth unless said"),
      ], meters: computeMeters,
      example: "gateway: { kind: gateway, replicas: 4, threads: 64, work: 5ms, to: { read: reader, else: app } }"),
    Kind(
      name: "function", isBuilt: true,
      summary: "A serverless function: an instance for each call at once, cold starts, a concurrency limit.",
      operations: .declared, takesSteps: true,
      parameters: [
        Parameter(
          "limit", .count(1...1_000_000), standard: "1000", scales: true,
          "instances at once; calls above are refused, messages wait"),
        Parameter("cold-start", .timeLaw, standard: "800ms", "time that a new instance takes to start"),
        Parameter("keeps-warm", .time, standard: "10min", "time that an idle instance lives"),
        Parameter("warm", .count(0...1_000_000), standard: "0", scales: true, "instances that are always ready"),
        Parameter("memory", .size, standard: "512 MiB", "of one instance, for the memory meter"),
        Parameter("from", .name(.component), "a queue whose messages it runs"),
        Parameter("runs", .name(.operation), "the operation that it runs for each message"),
        price, operations,
      ],
      meters: [
        Meter("call", "calls", "operations started"),
        Meter("memory", "GB seconds", "memory of instances, for as long as they work or are kept ready"),
      ],
      example:
        "resize: { kind: function, cold-start: 800ms, limit: 200, operations: { run: [ work: 60ms, call: bucket.put ] } }"
    ),
    Kind(
      name: "websocket-server", isBuilt: true,
      summary: "Connections that stay: a bound on them, and work for each connect and each message.",
      operations: .declared, takesSteps: true,
      parameters: capacity.filter { !["threads", "queue"].contains($0.name) } + [
        Parameter(
          "connections", .count(1...100_000_000), standard: "10k", scales: true,
          "connections that one replica holds; more are refused"),
        Parameter("lease", .timeLaw, standard: "10min", "time that a connection made by `connect` stays open"),
        zones, price, operations,
      ], meters: computeMeters,
      example:
        "sockets: { kind: websocket-server, connections: 20k, lease: exponential(mean 10min), operations: { connect: 2ms, message: 1ms } }"
    ),
    Kind(
      name: "batch-engine", isBuilt: true,
      summary: "Jobs of stages: each stage splits into tasks that run on slots, and ends with its slowest.",
      operations: .declared, takesSteps: true,
      parameters: [
        Parameter("slots", .count(1...1_000_000), standard: "16", scales: true, "tasks that run at once"),
        Parameter("starts-in", .timeLaw, standard: "60s", "time until the engine is ready for a job"),
        zones, price, operations,
      ], meters: computeMeters,
      example:
        "etl: { kind: batch-engine, slots: 64, operations: { nightly: [ { repeat: 640, at-once: 64, steps: [ work: lognormal(median 20s p99 60s) ] } ] } }"
    ),
    Kind(
      name: "autoscaler", isBuilt: true,
      summary: "Adds and removes replicas of a component by a signal that it sees late.",
      operations: .none, takesSteps: false,
      parameters: [Parameter("scales", .name(.component), required: true, "the component whose replicas it sets")]
        + scaling, meters: [],
      example:
        "scaler: { kind: autoscaler, scales: web, min: 4, max: 24, keep: cpu 60%, sees-late: 60s, boots-in: 90s, rests: 5min }"
    ),
    Kind(
      name: "cron", isBuilt: true,
      summary: "Starts an operation by the clock, with an overlap policy.",
      operations: .none, takesSteps: false,
      parameters: [
        Parameter("every", .time, required: true, positive: true, "time between two starts"),
        Parameter("first", .time, standard: "0s", "the first start, since the start of the run"),
        Parameter("runs", .text, required: true, "the operation: `component.operation`"),
        Parameter("jitter", .time, standard: "0s", "starts are late by up to this, drawn uniformly"),
        Parameter(
          "overlap", .word(["allow", "forbid", "replace"]), standard: "allow",
          "what happens when the last one still runs"),
      ], meters: [],
      example: "nightly: { kind: cron, every: 1d, runs: app.report, overlap: forbid }"),
  ]
}
