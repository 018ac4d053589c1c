extension Kind {
  static let topic = Kind(
    name: "topic", structure: .log,
    summary: "A partitioned log: records with one key stay in order within their partition.",
    operations: .published, takesSteps: false,
    facets: Facets(drawing: .data), parameters: log, meters: messageMeters,
    synonyms: """
      kafka kinesis pulsar redpanda event-hub event-hubs eventhub pubsub pub-sub sns stream event-log nats msk
      """,
    example: "updates: { kind: topic, key: reservation, partitions: 64 }")
}
