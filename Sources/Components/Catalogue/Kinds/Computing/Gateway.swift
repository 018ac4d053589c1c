extension Kind {
  static let gateway = Kind(
    name: "gateway", structure: .station,
    summary: "A service in front of others: passes on the operations that it does not declare itself.",
    operations: .declaredOrPassedOn, takesSteps: true,
    facets: Facets(crashes: true, deploys: true, drawing: .edge),
    parameters: capacity + behaviour + [
      to, zones, price, operations,
      Parameter("work", .timeDistribution, standard: "0ms", "core time of each operation that is passed on"),
      Parameter("limit", .rate, scales: true, "token bucket: calls above this rate are refused"),
      Parameter("burst", .count(1...100_000_000), "calls that the bucket holds; one second's worth by default"),
    ], meters: computeMeters,
    synonyms: "api-gateway apigateway kong apigee apim bff",
    example: "gateway: { kind: gateway, replicas: 4, threads: 64, work: 5ms, to: { read: reader, else: app } }")
}
