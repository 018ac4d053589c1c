extension Kind {
  static let batchEngine = Kind(
    name: "batch-engine", structure: .batch,
    summary: "Jobs of stages: each stage splits into tasks that run on slots, and ends with its slowest.",
    operations: .declared, takesSteps: true,
    facets: Facets(slot: "slot", cores: "slots", crashes: true, deploys: true),
    parameters: [
      Parameter("slots", .count(1...1_000_000), standard: "16", scales: true, "tasks that run at once"),
      Parameter("starts-in", .timeDistribution, standard: "60s", "time until the engine is ready for a job"),
      Parameter(
        "row", .time,
        "slot time of one row that a command of the core reports as its effort, as a load does; a run at 1:1000 has the thousandth part of the rows, which take as long as all"
      ),
      zones, price, operations,
    ], meters: computeMeters,
    synonyms: "spark hadoop flink airflow etl batch mapreduce",
    example:
      "etl: { kind: batch-engine, slots: 64, operations: { nightly: [ { repeat: 640, at-once: 64, steps: [ work: lognormal(median 20s p99 60s) ] } ] } }"
  )
}
