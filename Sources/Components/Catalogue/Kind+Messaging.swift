/// Kinds that carry messages, and those that take them.
extension Kind {
  static let messaging: [Kind] = [
    Kind(
      name: "queue", isBuilt: true,
      summary: "A point-to-point queue: at least once, with a visibility timeout, redelivery and dead letters.",
      operations: .published, takesSteps: false,
      parameters: [
        Parameter(
          "visibility", .time, standard: "30s", positive: true,
          "time after which a message that was taken and not done comes again"),
        Parameter(
          "receives", .count(1...1000), standard: "5", "times that a message is taken before it is a dead letter"),
        Parameter(
          "dead-letter", .flag, standard: "yes",
          "messages that were taken so often are kept as dead letters; without, they are dropped"),
        Parameter("queue", .count(1...1_000_000_000), standard: "10M", "messages that may wait; more are refused"),
        Parameter(
          "outbox",
          .map([
            Parameter("in", .name(.component), required: true, "the database whose transaction writes the message"),
            Parameter("relay", .time, standard: "100ms", positive: true, "time between two looks of the relay"),
          ]),
          "transactional outbox: a `publish` after a write to that database goes with its commit, and is never lost"),
        Parameter("retention", .time, "age at which a message that waits is dropped; never unless said"),
        Parameter("publish", .timeLaw, standard: "3ms", "time until a message is accepted"),
        Parameter("key", .name(.population), "the key space of its messages"),
        Parameter("record", .size, standard: "1 KB", "bytes of one message"),
        replication, failover, zones, price,
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
        Parameter("remembers", .time, "idempotency keys: for so long, a message that was done is not done again"),
        Parameter("cores", .count(1...4096), standard: "2", "cores of one instance"),
      ], meters: computeMeters,
      example:
        "mailer: { kind: worker, from: mails, runs: send, replicas: 2, threads: 8, operations: { send: [ call: smtp.send ] } }"
    ),
    Kind(
      name: "people", isBuilt: true,
      summary: "Experts or agents, each busy with one thing at a time: they take messages from a queue, or are called.",
      operations: .declared, takesSteps: true,
      parameters: [
        Parameter("count", .count(1...10_000_000), required: true, scales: true, "people at work"),
        Parameter(
          "queue", .count(0...100_000_000), standard: "1000", "callers who may wait for somebody; more are refused"),
        Parameter("from", .name(.component), "a queue whose messages they take"),
        Parameter("runs", .name(.operation), "what they do with each message"),
        Parameter("discipline", .word(disciplines), standard: "fifo", disciplineText), zones, price, operations,
      ], meters: instanceMeters,
      example:
        "agents: { kind: people, count: 200, operations: { answer: [ work: lognormal(median 4min p99 20min) ] } }"),
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
        "Loops over every key of a population once a cycle: calls an external interface, compares, writes back what changed. Polls wait for slots and never for cores; instances that have too few cores or too little memory are refused.",
      operations: .declared, takesSteps: true,
      parameters: [
        from, runs, price, operations,
        Parameter("every", .time, required: true, positive: true, "the cycle: each key is asked for once in this time"),
        Parameter(
          "starts", .word(["spread", "together", "by partition"]), standard: "spread",
          "spread: evenly over the cycle; together: all at its start; by partition: each partition evenly from its own offset"
        ),
        Parameter(
          "in-flight", .countPer(["partition", "replica"], 1...1_000_000), standard: "1 per partition",
          scales: true, "calls that may be open at once"),
        Parameter(
          "order", .word(["by key", "by partition", "none"]), standard: "by key",
          "which calls wait for each other: two for one key, which a timeout longer than the cycle would allow; or all of a partition, one at a time"
        ),
        Parameter(
          "replicas", .count(1...100_000), standard: "1", scales: true,
          "instances that share the partitions: what they have together must be enough, since polls do not wait for cores"
        ),
        Parameter(
          "threads", .count(1...10_000_000), standard: "4000",
          "calls that one instance can have open: partitions share those of all"),
        Parameter("cores", .count(1...4096), standard: "2", "cores of one instance"),
        Parameter(
          "poll", .time, standard: "200us",
          "core time of one poll: a load above 100% of all cores is refused, and below it takes no time"),
        Parameter(
          "memory", .size, standard: "4 GiB",
          "of one instance, for its part of the list: what does not fit is refused"),
      ], meters: instanceMeters.filter { $0.name != "cross-zone" },
      example:
        "tracker: { kind: polling-worker, from: work-list, every: 300s, in-flight: 320 per partition, runs: track, operations: { track: [ { call: provider.get, timeout: 5s }, { do: compare, when: { unchanged: continue, else: { publish: work-list } } } ] } }"
    ),
  ]
}
