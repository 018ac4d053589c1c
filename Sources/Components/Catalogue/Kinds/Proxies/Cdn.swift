extension Kind {
  static let cdn = Kind(
    name: "cdn", structure: .edge,
    summary: "Answers a share of the operations at the edge and passes the rest on to its origin.",
    operations: .passedOn, takesSteps: false,
    facets: Facets(isCache: true, drawing: .edge),
    parameters: [
      to, price,
      Parameter("hit", .ratio, standard: "95%", "share of operations answered at the edge"),
      Parameter("edge", .timeDistribution, standard: "1ms", "time that an answer from the edge takes"),
      Parameter(
        "caches", .name(.population),
        "the key space whose keys are cached: hits come from what was asked before, and `hit` is not used"),
      Parameter("capacity", .size, standard: "10 GiB", "bytes that the edge holds, by the population's sizes"),
      Parameter("ttl", .time, standard: "1d", "time that a cached key stays valid"),
    ], meters: passingMeters,
    synonyms: "cloudfront cloudflare akamai fastly edge",
    example: "cdn: { kind: cdn, to: balancer, hit: 95% }")
}
