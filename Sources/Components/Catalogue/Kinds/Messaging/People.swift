extension Kind {
  static let people = Kind(
    name: "people", structure: .people,
    summary: "Experts or agents, each busy with one thing at a time: they take messages from a queue, or are called.",
    operations: .declared, takesSteps: true,
    facets: Facets(takesFrom: .queue, drawing: .outside),
    parameters: [
      Parameter("count", .count(1...10_000_000), required: true, scales: true, "people at work"),
      Parameter(
        "queue", .count(0...100_000_000), standard: "1000", "callers who may wait for somebody; more are refused"),
      Parameter("from", .name(.component), "a queue whose messages they take"),
      Parameter("runs", .name(.operation), "what they do with each message"),
      Parameter("discipline", .word(disciplines), standard: "fifo", disciplineText), zones, price, operations,
    ], meters: instanceMeters,
    synonyms: "human humans person staff agent agents operator operators expert experts",
    example:
      "agents: { kind: people, count: 200, operations: { answer: [ work: lognormal(median 4min p99 20min) ] } }")
}
