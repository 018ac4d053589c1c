extension Kind {
  static let pool = Kind(
    name: "pool", structure: .pool,
    summary: "A bounded set of slots: connections, licences, a bulkhead. In front of a component, or held by `hold`.",
    operations: .passedOn, takesSteps: false,
    facets: Facets(slot: "slot", drawing: .data),
    parameters: [
      Parameter("in-front-of", .name(.component), "the component, or one of its operations, that it guards"),
      Parameter("per", .name(.component), "each replica of this component has slots of its own"),
      Parameter("slots", .count(1...10_000_000), required: true, scales: true, "slots of the pool, or of each"),
      Parameter(
        "queue", .count(0...100_000_000), standard: "1000",
        "callers that may wait for a slot; more are refused, and who gives up waiting leaves the line"),
      Parameter(
        "discipline", .word(disciplines.filter { $0 != "shortest" }), standard: "fifo", "who gets the next slot"),
    ], meters: [],
    synonyms: "hikari hikaricp pgbouncer connection-pool thread-pool bulkhead",
    example: "pool: { kind: pool, in-front-of: db, per: web, slots: 20, queue: 100 }")
}
