extension Kind {
  static let monolith = Kind(
    name: "monolith", structure: .station,
    summary: "Modules in one process: a service whose operations share threads, cores and failures.",
    operations: .declared, takesSteps: true,
    facets: Facets(crashes: true, deploys: true),
    parameters: capacity + behaviour + [zones, price, operations], meters: computeMeters,
    example:
      "shop: { kind: monolith, cores: 8, threads: 200, operations: { browse: 10ms, buy: [ work: 25ms, call: db.write ] } }"
  )
}
