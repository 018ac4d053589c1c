extension Kind {
  /// Every kind that the language knows, built ones first.
  public static let all: [Kind] = built + announced

  static let built: [Kind] = [
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
      name: "load-balancer", isBuilt: true,
      summary: "Passes every operation on to the replicas of one component and chooses the replica.",
      operations: .passedOn, takesSteps: false,
      parameters: [
        to, zones, price,
        Parameter(
          "pick", .word(picks), standard: "round-robin",
          "how the replica is chosen"),
        Parameter(
          "health",
          .map([
            Parameter("every", .time, standard: "5s", "time between probes of one replica"),
            Parameter("eject-after", .count(1...1000), standard: "3", "failed probes until a replica is left out"),
            Parameter("return-after", .count(1...1000), standard: "2", "good probes until it is back"),
          ]), "health checks: a replica that fails its probes is left out; without them, calls to a dead replica fail"),
      ], meters: passingMeters,
      example: "balancer: { kind: load-balancer, to: app, pick: least-in-flight }"),
    Kind(
      name: "cdn", isBuilt: true,
      summary: "Answers a share of the operations at the edge and passes the rest on to its origin.",
      operations: .passedOn, takesSteps: false,
      parameters: [
        to, price,
        Parameter("hit", .ratio, standard: "95%", "share of operations answered at the edge"),
        Parameter("edge", .timeLaw, standard: "1ms", "time that an answer from the edge takes"),
        Parameter(
          "caches", .name(.population),
          "the key space whose keys are cached: hits come from what was asked before, and `hit` is not used"),
        Parameter("capacity", .size, standard: "10 GiB", "bytes that the edge holds, by the population's sizes"),
        Parameter("ttl", .time, standard: "1d", "time that a cached key stays valid"),
      ], meters: passingMeters,
      example: "cdn: { kind: cdn, to: balancer, hit: 95% }"),
    Kind(
      name: "external", isBuilt: true,
      summary: "Somebody else's interface: a latency law, a quota, outcomes with probabilities, a price.",
      operations: .declared, takesSteps: false,
      parameters: outside, meters: callMeters,
      example:
        "bank: { kind: external, operations: { charge: lognormal(median 700ms p99 3s) }, outcomes: { declined: 2% }, quota: 200/s }"
    ),
    Kind(
      name: "identity", isBuilt: true,
      summary: "An identity provider: an external interface that checks who is calling.",
      operations: .declared, takesSteps: false, parameters: outside, meters: callMeters,
      example: "identity: { kind: identity, operations: { check: 80ms }, outcomes: { error: 0.05% } }"),
    Kind(
      name: "channel", isBuilt: true,
      summary: "A push, mail or text channel: a latency law and a sending quota.",
      operations: .declared, takesSteps: false, parameters: outside, meters: callMeters,
      example: "push: { kind: channel, operations: { send: 100ms }, quota: 5k/s }"),
    Kind(
      name: "topic", isBuilt: true,
      summary: "A partitioned log: records with one key stay in order within their partition.",
      operations: .published, takesSteps: false, parameters: log, meters: messageMeters,
      example: "updates: { kind: topic, key: reservation, partitions: 64 }"),
    Kind(
      name: "compacted-topic", isBuilt: true,
      summary: "A partitioned log that keeps the latest record of each key: a work list or a table.",
      operations: .published, takesSteps: false,
      parameters: log + [
        Parameter(
          "lag", .time, standard: "1s",
          "time until a record written back reaches the workers that loop over the topic")
      ], meters: messageMeters,
      example:
        "work-list: { kind: compacted-topic, key: reservation, partitions: { airline: 308, hotel: 154 }, record: 1 KB }"
    ),
    Kind(
      name: "consumers", isBuilt: true,
      summary:
        "A consumer group: each partition of a topic belongs to one replica, which runs an operation for each record.",
      operations: .declared, takesSteps: true,
      parameters: [
        from, runs, zones, price, operations,
        Parameter("replicas", .count(1...100_000), standard: "1", scales: true, "instances of the group"),
        Parameter(
          "threads", .count(1...100_000), standard: "8",
          "records that one instance works on at once, each from a partition of its own"),
        Parameter("cores", .count(1...4096), standard: "2", "cores of one instance"),
        Parameter(
          "order", .word(["by partition", "by key", "none"]), standard: "by partition",
          "which records wait for each other; `none` lets a partition's records overtake"),
      ], meters: computeMeters,
      example:
        "notifier: { kind: consumers, from: notices, runs: notify, replicas: 8, operations: { notify: [ call: push.send ] } }"
    ),
    Kind(
      name: "polling-worker", isBuilt: true,
      summary:
        "Loops over every key of a population once a cycle: calls an external interface, compares, writes back what changed.",
      operations: .declared, takesSteps: true,
      parameters: [
        from, runs, zones, price, operations,
        Parameter("every", .time, required: true, "the cycle: each key is asked for once in this time"),
        Parameter(
          "starts", .word(["spread", "together", "by partition"]), standard: "spread",
          "spread: evenly over the cycle; together: all at its start; by partition: each partition evenly from its own offset"
        ),
        Parameter(
          "in-flight", .countPer(["partition", "replica"], 1...1_000_000), standard: "1 per partition",
          scales: true, "calls that may be open at once"),
        Parameter(
          "order", .word(["by key", "by partition", "none"]), standard: "by key",
          "which calls wait for each other"),
        Parameter("replicas", .count(1...100_000), standard: "1", scales: true, "instances that share the partitions"),
      ], meters: computeMeters,
      example:
        "tracker: { kind: polling-worker, from: work-list, every: 300s, in-flight: 320 per partition, runs: track }"),
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
        zones, price, operations,
      ],
      meters: computeMeters + [Meter("storage", "GB month", "bytes of the key space, times replicas")],
      example:
        "store: { kind: document-store, key: reservation, shards: 12, replicas: 3, operations: { read: 4ms, write: 8ms } }"
    ),
    Kind(
      name: "cache", isBuilt: true,
      summary:
        "Keys, capacity, time to live, eviction and coalescing in front of a component; hit and miss are outcomes of the keys that were asked for.",
      operations: .passedOn, takesSteps: false,
      parameters: [
        Parameter(
          "in-front-of", .name(.component), required: true, "the component, or one of its operations, that it spares"),
        Parameter("key", .name(.population), required: true, "the key space that it holds"),
        Parameter("entries", .count(1...1_000_000_000), scales: false, "keys that it holds"),
        Parameter("capacity", .size, "bytes that it holds, by the population's sizes; or `entries`"),
        Parameter("ttl", .time, "time that a key stays valid; for ever unless said"),
        Parameter("evict", .word(["lru", "fifo", "random"]), standard: "lru", "which key makes room"),
        Parameter("get", .timeLaw, standard: "0.5ms", "time of one look-up"),
        Parameter(
          "coalesce", .flag, standard: "no", "of misses for one key only the first goes on; the others wait for it"),
        Parameter("invalidates", .list(.text), "operations of the component behind it that drop their key"),
        Parameter("starts-full", .flag, standard: "no", "begins with the likeliest keys"),
        zones, price,
      ], meters: passingMeters,
      example:
        "product-cache: { kind: cache, in-front-of: db.read, key: product, entries: 60k, ttl: 5min, coalesce: yes }"),
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
            Parameter("every", .time, standard: "1d", "time between two backups"),
            Parameter("takes", .time, standard: "10min", "how long one lasts"),
            Parameter("slows", .factor, standard: "x1.2", "how much slower everything is meanwhile"),
          ]), "backups, from the start of the run"),
        zones, price, operations,
      ], meters: computeMeters + [Meter("storage", "GB month", "bytes of the key space, times the copies")],
      example:
        "db: { kind: database, cores: 8, connections: 200, replica: { count: 1, reads: yes, lag: 80ms }, locks: [ write ], operations: { read: 4ms, write: 8ms } }"
    ),
    Kind(
      name: "pool", isBuilt: true,
      summary: "A bounded set of slots: connections, licences, a bulkhead. In front of a component, or held by `hold`.",
      operations: .passedOn, takesSteps: false,
      parameters: [
        Parameter("in-front-of", .name(.component), "the component, or one of its operations, that it guards"),
        Parameter("per", .name(.component), "each replica of this component has slots of its own"),
        Parameter("slots", .count(1...10_000_000), required: true, scales: true, "slots of the pool, or of each"),
        Parameter(
          "queue", .count(0...100_000_000), standard: "1000", "callers that may wait for a slot; more are refused"),
        Parameter("discipline", .word(disciplines), standard: "fifo", "who gets the next slot"),
      ], meters: passingMeters,
      example: "pool: { kind: pool, in-front-of: db, per: web, slots: 20, queue: 100 }"),
    Kind(
      name: "limiter", isBuilt: true,
      summary: "A token bucket in front of a component: calls above the rate are refused.",
      operations: .passedOn, takesSteps: false,
      parameters: [
        Parameter(
          "in-front-of", .name(.component), required: true, "the component, or one of its operations, that it guards"),
        Parameter("rate", .rate, required: true, scales: true, "tokens that come in each second"),
        Parameter("burst", .count(1...100_000_000), "tokens that the bucket holds; one second's worth unless said"),
      ], meters: passingMeters,
      example: "limit: { kind: limiter, in-front-of: app, rate: 500/s, burst: 100 }"),
    Kind(
      name: "queue", isBuilt: true,
      summary: "A point-to-point queue: at least once, with a visibility timeout, redelivery and dead letters.",
      operations: .published, takesSteps: false,
      parameters: [
        Parameter(
          "visibility", .time, standard: "30s", "time after which a message that was taken and not done comes again"),
        Parameter(
          "receives", .count(1...1000), standard: "5", "times that a message is taken before it is a dead letter"),
        Parameter("queue", .count(1...1_000_000_000), standard: "10M", "messages that may wait; more are refused"),
        Parameter("retention", .time, "age at which a message that waits is dropped; never unless said"),
        Parameter("publish", .timeLaw, standard: "3ms", "time until a message is accepted"),
        Parameter("key", .name(.population), "the key space of its messages"),
        Parameter("record", .size, standard: "1 KB", "bytes of one message"),
        zones, price,
      ], meters: messageMeters,
      example: "mails: { kind: queue, visibility: 30s, receives: 5 }"),
    Kind(
      name: "worker", isBuilt: true,
      summary: "Instances that take messages from a queue, each as many at once as it has threads.",
      operations: .declared, takesSteps: true,
      parameters: [
        from, runs, zones, price, operations,
        Parameter("replicas", replicasForm, standard: "1", scales: true, "instances"),
        Parameter("threads", .count(1...100_000), standard: "8", "messages that one instance works on at once"),
        Parameter("cores", .count(1...4096), standard: "2", "cores of one instance"),
      ], meters: computeMeters,
      example:
        "mailer: { kind: worker, from: mails, runs: send, replicas: 2, threads: 8, operations: { send: [ call: smtp.send ] } }"
    ),
    Kind(
      name: "function", isBuilt: true,
      summary: "A serverless function: an instance for each call at once, cold starts, a concurrency limit.",
      operations: .declared, takesSteps: true,
      parameters: [
        Parameter(
          "concurrency", .count(1...1_000_000), standard: "1000", scales: true,
          "instances at once; calls above are refused, messages wait"),
        Parameter("cold", .timeLaw, standard: "800ms", "time that a new instance takes to start"),
        Parameter("keeps-warm", .time, standard: "10min", "time that an idle instance lives"),
        Parameter("warm", .count(0...1_000_000), standard: "0", scales: true, "instances that are always ready"),
        Parameter("memory", .size, standard: "512 MiB", "of one instance, for the memory meter"),
        Parameter("from", .name(.component), "a queue whose messages it runs"),
        Parameter("runs", .name(.operation), "the operation that it runs for each message"),
        price, operations,
      ],
      meters: [
        Meter("call", "calls", "operations started"),
        Meter("memory", "GB seconds", "memory of instances, for as long as they work"),
      ],
      example:
        "resize: { kind: function, cold: 800ms, concurrency: 200, operations: { run: [ work: 60ms, call: bucket.put ] } }"
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
      name: "object-store", isBuilt: true,
      summary: "Objects behind an interface: a latency law for each operation, request prices, egress.",
      operations: .declared, takesSteps: false, parameters: outside, meters: callMeters,
      example: "bucket: { kind: object-store, operations: { get: 50ms, put: 80ms }, price: { call: $0.4/1M } }"),
    Kind(
      name: "cron", isBuilt: true,
      summary: "Starts an operation by the clock, with an overlap policy.",
      operations: .none, takesSteps: false,
      parameters: [
        Parameter("every", .time, required: true, "time between two starts"),
        Parameter("first", .time, standard: "0s", "the first start, since the start of the run"),
        Parameter("runs", .text, required: true, "the operation: `component.operation`"),
        Parameter("jitter", .time, standard: "0s", "starts are late by up to this, drawn uniformly"),
        Parameter(
          "overlap", .word(["allow", "forbid", "replace"]), standard: "allow",
          "what happens when the last one still runs"),
      ], meters: [],
      example: "nightly: { kind: cron, every: 1d, runs: app.report, overlap: forbid }"),
    Kind(
      name: "websocket-server", isBuilt: true,
      summary: "Connections that stay: a bound on them, and work for each connect and each message.",
      operations: .declared, takesSteps: true,
      parameters: capacity + [
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
  ]

  /// Known to the language, not to the simulator yet; a file that uses one is told so by name.
  static let announced: [Kind] = [
    ("geo-index", "Positions and nearest-neighbour search."),
    ("people", "Experts or agents with shifts and skills."),
    ("bridge", "Replication between brokers."),
    ("warehouse", "Ingest and heavy queries."),
    ("replication-link", "Replication between stores, with lag."),
  ].map {
    Kind(
      name: $0.0, isBuilt: false, summary: $0.1, operations: .declaredOrPassedOn, takesSteps: true,
      parameters: [], meters: [], example: "")
  }

  // MARK: Parameters that kinds share

  static let zones = Parameter(
    "zones", .either([.list(.text), .table(.text)]), "where its replicas stand, in turn")
  static let price = Parameter(
    "price", .either([.name(.priceEntry), .table(.money)]),
    "an entry of a price book, or meters with their prices")
  static let operations = Parameter("operations", .table(.text), "name → a law, or steps")
  static let to = Parameter(
    "to", .either([.name(.component), .table(.name(.component))]), required: true,
    "where operations are passed on: one component, or `{ operation: component, else: component }`")
  static let from = Parameter(
    "from", .name(.component), required: true, "the topic that it reads")
  static let runs = Parameter(
    "runs", .name(.operation), required: true, "the operation that it runs for each record")

  static let picks = ["round-robin", "random", "least-in-flight", "two-choices", "same-zone", "by-key"]
  static let disciplines = ["fifo", "lifo", "priority", "shortest", "fair"]

  static let scaling: [Parameter] = [
    Parameter("min", .count(1...100_000), standard: "1", "fewest replicas; it begins with them"),
    Parameter("max", .count(1...100_000), required: true, "most replicas"),
    Parameter(
      "keep", .text, standard: "cpu 60%",
      "the signal and its target: `cpu 60%`, `slots 70%`, `queue 10` waiting for each replica"),
    Parameter("sees-late", .time, standard: "60s", "age of the signal that it decides by"),
    Parameter("boots-in", .time, standard: "60s", "time until a new replica takes work"),
    Parameter("rests", .time, standard: "60s", "shortest time between two decisions"),
    Parameter("looks-every", .time, standard: "15s", "time between two looks, over which the signal is averaged"),
  ]
  static let replicasForm = ValueForm.either([.count(1...100_000), .map(scaling)])

  /// How a station behaves under load.
  static let behaviour: [Parameter] = [
    Parameter(
      "discipline", .word(disciplines + ["sharing"]), standard: "fifo",
      "who is next: by arrival, the last first, by `priority` of the call, by drawn work, in turn by flow; `sharing` lets all work at once, each slower"
    ),
    Parameter(
      "shed",
      .map([
        Parameter("target", .time, required: true, "wait that is fine"),
        Parameter("interval", .time, standard: "100ms", "time above it after which work is refused, ever more often"),
      ]), "controlled delay: refuses what has waited too long while the queue stands"),
    Parameter(
      "adapts",
      .map([
        Parameter("target", .time, required: true, "response that is fine"),
        Parameter("least", .count(1...1_000_000), standard: "1", "fewest operations at once"),
      ]), "adaptive concurrency: more at once while responses are below the target, fewer when they are above"),
    Parameter(
      "degrades",
      .map([
        Parameter("from", .count(0...1_000_000), required: true, "operations in one replica from which work is slower"),
        Parameter("each", .ratio, required: true, "how much slower for each one more"),
      ]), "work that takes longer the more is in progress, as with garbage collection or swapping"),
    Parameter("starts-in", .timeLaw, standard: "30s", "time until a replica that crashed is back"),
  ]

  static let capacity: [Parameter] = [
    Parameter(
      "replicas", replicasForm, standard: "1", scales: true,
      "instances; a map with min and max scales them by a signal, as the kind autoscaler does"),
    Parameter("cores", .count(1...4096), standard: "1", "cores of one replica; `work` uses one"),
    Parameter(
      "threads", .count(1...1_000_000), standard: "64", scales: true,
      "operations that one replica runs at once, downstream waits included"),
    Parameter(
      "queue", .count(0...100_000_000), standard: "1000",
      "operations that may wait for a thread of one replica; more are refused"),
    Parameter(
      "pick", .word(picks), standard: "round-robin",
      "how a caller chooses the replica"),
  ]

  static let outside: [Parameter] = [
    Parameter("quota", .rate, scales: true, "calls in each second; more get the outcome `quota`, or `refused`"),
    Parameter(
      "by", .name(.population), "a queue, quota and outage for each key of this population"),
    Parameter(
      "outcomes", .table(.ratio), "outcome → its share; what is left is `ok`"),
    Parameter("request", .size, standard: "1 KB", "bytes sent by one call, for the egress meter"),
    price, operations,
  ]

  static let log: [Parameter] = [
    Parameter("key", .name(.population), "the key space that orders records"),
    Parameter(
      "partitions", .either([.count(1...100_000), .perClass(.count(1...100_000))]), standard: "1",
      scales: true, "parts of the log, or parts for each class of the population"),
    Parameter("publish", .timeLaw, standard: "3ms", "time until a record is acknowledged"),
    Parameter("record", .size, standard: "1 KB", "bytes of one record"),
    Parameter("replication", .count(1...15), standard: "3", "copies of each record"),
    Parameter(
      "queue", .count(1...1_000_000_000), standard: "10M",
      "records that may wait in the log; more are refused"),
    zones, price,
  ]

  static let computeMeters = [
    Meter("instance", "instance time", "replicas, for as long as the run stands for"),
    Meter("call", "calls", "operations started"),
    Meter("cross-zone", "GB", "bytes of records that leave their zone"),
  ]
  static let passingMeters = [
    Meter("instance", "instance time", "one, for as long as the run stands for"),
    Meter("call", "calls", "operations passed on"),
    Meter("egress", "GB", "bytes answered to clients"),
  ]
  static let callMeters = [
    Meter("call", "calls", "calls made, refused ones included"),
    Meter("egress", "GB", "bytes of the requests sent"),
  ]
  static let messageMeters = [
    Meter("message", "calls", "records published"),
    Meter("instance", "instance time", "one, for as long as the run stands for"),
    Meter("storage", "GB month", "bytes kept, times the replication"),
    Meter("cross-zone", "GB", "bytes of records that leave their zone"),
  ]
}
