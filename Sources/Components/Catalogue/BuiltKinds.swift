extension Kind {
  /// Every kind that the language knows, built ones first.
  public static let all: [Kind] = built + announced

  static let built: [Kind] = [
    Kind(
      name: "service", isBuilt: true,
      summary: "Replicas with threads, cores and a bounded queue; a thread is held for a whole operation.",
      operations: .declared, takesSteps: true,
      parameters: capacity + [zones, price, operations], meters: computeMeters,
      example:
        "app: { kind: service, replicas: 2, cores: 2, threads: 50, operations: { list: [ work: 15ms, call: db.read ] } }"
    ),
    Kind(
      name: "gateway", isBuilt: true,
      summary: "A service that fronts others: passes on the operations that it does not declare itself.",
      operations: .declaredOrPassedOn, takesSteps: true,
      parameters: capacity + [
        to, zones, price, operations,
        Parameter("work", .timeLaw, standard: "0ms", "core time of each operation that is passed on"),
        Parameter("limit", .rate, built: false, "token bucket: calls above this rate are refused"),
      ], meters: computeMeters,
      example: "gateway: { kind: gateway, replicas: 4, threads: 64, work: 5ms, to: { read: reader, else: app } }"),
    Kind(
      name: "load-balancer", isBuilt: true,
      summary: "Passes every operation on to the replicas of one component and chooses the replica.",
      operations: .passedOn, takesSteps: false,
      parameters: [
        to, zones, price,
        Parameter(
          "pick", .word(["round-robin", "random", "least-in-flight"]), standard: "round-robin",
          "how the replica is chosen"),
        Parameter(
          "health",
          .map([
            Parameter("every", .time, "time between probes of one replica"),
            Parameter("eject-after", .count(1...1000), "failed probes until a replica is left out"),
          ]), built: false, "health checks with delay and ejection"),
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
        Parameter("caches", .name(.population), built: false, "the key space whose keys are cached"),
        Parameter("capacity", .size, built: false, "bytes that the edge holds"),
        Parameter("ttl", .time, built: false, "time that a cached key stays valid"),
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
  ]

  /// Known to the language, not to the simulator yet; a file that uses one is told so by name.
  static let announced: [Kind] = [
    ("monolith", "Modules in one process that share its pools and its failures."),
    ("cache", "Keys, capacity, TTL, eviction and coalescing; its hit ratio is an outcome."),
    ("database", "A relational database: connections, row locks, a primary and replicas with lag."),
    ("pool", "A bounded set of slots in front of a component."),
    ("queue", "A point-to-point queue with visibility timeout and dead letters."),
    ("worker", "Instances that take messages from a queue."),
    ("function", "A serverless function with cold starts and a concurrency limit."),
    ("object-store", "Objects with latency and request prices."),
    ("autoscaler", "Adds and removes replicas on late signals."),
    ("websocket-server", "Connections that stay, with leases and message work."),
    ("cron", "Starts an operation by the calendar."),
    ("batch-engine", "Parallel stages with stragglers."),
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

  static let capacity: [Parameter] = [
    Parameter(
      "replicas",
      .either([
        .count(1...100_000),
        .map([
          Parameter("min", .count(1...100_000), built: false, "fewest replicas"),
          Parameter("max", .count(1...100_000), built: false, "most replicas"),
          Parameter("keep", .text, built: false, "the signal and its target, as in `cpu 60%`"),
          Parameter("sees-late", .time, built: false, "delay of the signal"),
          Parameter("boots-in", .time, built: false, "time until a new replica takes work"),
          Parameter("rests", .time, built: false, "shortest time between two decisions"),
        ]),
      ]), standard: "1", scales: true,
      "instances; a map with min and max scales them by a signal (not built yet)"),
    Parameter("cores", .count(1...4096), standard: "1", "cores of one replica; `work` uses one"),
    Parameter(
      "threads", .count(1...1_000_000), standard: "64", scales: true,
      "operations that one replica runs at once, downstream waits included"),
    Parameter(
      "queue", .count(0...100_000_000), standard: "1000",
      "operations that may wait for a thread of one replica; more are refused"),
    Parameter(
      "pick", .word(["round-robin", "random", "least-in-flight"]), standard: "round-robin",
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
