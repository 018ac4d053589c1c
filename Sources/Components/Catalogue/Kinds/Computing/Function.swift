extension Kind {
  static let function = Kind(
    name: "function", structure: .function,
    summary: "A serverless function: an instance for each call at once, cold starts, a concurrency limit.",
    operations: .declared, takesSteps: true,
    facets: Facets(slot: "instance", deploys: true, takesFrom: .queue),
    parameters: [
      Parameter(
        "limit", .count(1...1_000_000), standard: "1000", scales: true,
        "instances at once; calls above are refused, messages wait"),
      Parameter("cold-start", .timeDistribution, standard: "800ms", "time that a new instance takes to start"),
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
    synonyms: "lambda faas serverless cloud-function cloud-functions azure-function azure-functions cloud-run",
    example:
      "resize: { kind: function, cold-start: 800ms, limit: 200, operations: { run: [ work: 60ms, call: bucket.put ] } }"
  )
}
