extension Kind {
  static let external = Kind(
    name: "external", structure: .outside,
    summary: "A third-party interface: a latency distribution, a quota, outcomes with probabilities, a price.",
    operations: .declared, takesSteps: false,
    facets: Facets(drawing: .outside),
    parameters: outsideParameters, meters: callMeters,
    synonyms: "third-party thirdparty vendor saas stripe paypal adyen outside partner external-api",
    example:
      "bank: { kind: external, operations: { charge: lognormal(median 700ms p99 3s) }, outcomes: { declined: 2% }, quota: 200/s }"
  )
}
