extension Kind {
  static let queue = Kind(
    name: "queue", structure: .queue,
    summary: "A point-to-point queue: at least once, with a visibility timeout, redelivery and dead letters.",
    operations: .published, takesSteps: false,
    facets: Facets(drawing: .data),
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
      whenFull,
      Parameter(
        "outbox",
        .map([
          Parameter("in", .name(.component), required: true, "the database whose transaction writes the message"),
          Parameter("relay", .time, standard: "100ms", positive: true, "time between two polls of the relay"),
        ]),
        "transactional outbox: a `publish` after a write to that database goes with its commit, and is never lost"),
      Parameter("retention", .time, "age at which a message that waits is dropped; never by default"),
      Parameter("publish", .timeDistribution, standard: "3ms", "time until a message is accepted"),
      Parameter("key", .name(.population), "the key space of its messages"),
      Parameter("record", .size, standard: "1 KB", "bytes of one message"),
      replication, failover, zones, price,
    ], meters: messageMeters,
    synonyms: """
      sqs rabbitmq rabbit activemq artemis amqp mq ibm-mq service-bus servicebus message-queue message-broker
      broker jms
      """,
    example: "mails: { kind: queue, visibility: 30s, receives: 5 }")
}
