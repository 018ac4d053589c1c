extension Kind {
  static let compactedTopic = Kind(
    name: "compacted-topic", structure: .log,
    summary: "A partitioned log that keeps the latest record of each key: a work list or a table.",
    operations: .published, takesSteps: false,
    facets: Facets(drawing: .data),
    parameters: log + [
      Parameter(
        "lag", .time, standard: "1s",
        "time until a record written back reaches the workers that loop over the topic")
    ], meters: messageMeters,
    example:
      "work-list: { kind: compacted-topic, key: reservation, partitions: { airline: 308, hotel: 154 }, record: 1 KB }"
  )
}
