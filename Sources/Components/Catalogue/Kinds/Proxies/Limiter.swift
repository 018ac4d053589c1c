extension Kind {
  static let limiter = Kind(
    name: "limiter", structure: .limiter,
    summary: "A token bucket in front of a component: calls above the rate are refused.",
    operations: .passedOn, takesSteps: false,
    parameters: [
      Parameter(
        "in-front-of", .name(.component), required: true, "the component, or one of its operations, that it guards"),
      Parameter("rate", .rate, required: true, scales: true, "tokens that come in each second"),
      Parameter("burst", .count(1...100_000_000), "tokens that the bucket holds; one second's worth by default"),
    ], meters: [],
    synonyms: "rate-limiter ratelimiter throttle throttler rate-limit",
    example: "limit: { kind: limiter, in-front-of: app, rate: 500/s, burst: 100 }")
}
