extension Kind {
  static let consumers = Kind(
    name: "consumers", structure: .group,
    summary:
      "A consumer group: each partition of a topic belongs to one replica, which runs an operation for each record.",
    operations: .declared, takesSteps: true,
    facets: Facets(crashes: true, deploys: true, takesFrom: .topic),
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
    synonyms: "consumer consumer-group kafka-consumer stream-processor",
    example:
      "notifier: { kind: consumers, from: notices, runs: notify, replicas: 8, operations: { notify: [ call: push.send ] } }"
  )
}
