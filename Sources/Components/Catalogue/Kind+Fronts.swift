/// Kinds that stand in front of others.
extension Kind {
  static let fronts: [Kind] = [
    Kind(
      name: "load-balancer", isBuilt: true,
      summary: "Passes every operation on to the replicas of one component and chooses the replica.",
      operations: .passedOn, takesSteps: false,
      parameters: [
        to, zones, price,
        Parameter(
          "pick", .word(picks), standard: "round-robin",
          "how the replica is chosen, for those who call through it"),
        Parameter(
          "health",
          .map([
            Parameter("every", .time, standard: "5s", positive: true, "time between probes of one replica"),
            Parameter("eject-after", .count(1...1000), standard: "3", "failed probes until a replica is left out"),
            Parameter("return-after", .count(1...1000), standard: "2", "good probes until it is back"),
          ]),
          "health checks: for those who call through it, a replica that fails its probes is left out; without them, and past it, calls to a dead replica fail"
        ),
      ], meters: passingMeters,
      example: "balancer: { kind: load-balancer, to: app, pick: least-in-flight }"),
    Kind(
      name: "cdn", isBuilt: true,
      summary: "Answers a share of the operations at the edge and passes the rest on to its origin.",
      operations: .passedOn, takesSteps: false,
      parameters: [
        to, price,
        Parameter("hit", .ratio, standard: "95%", "share of operations answered at the edge"),
        Parameter("edge", .timeLaw, standard: "1ms", "time that an answer from the edge takes"),
        Parameter(
          "caches", .name(.population),
          "the key space whose keys are cached: hits come from what was asked before, and `hit` is not used"),
        Parameter("capacity", .size, standard: "10 GiB", "bytes that the edge holds, by the population's sizes"),
        Parameter("ttl", .time, standard: "1d", "time that a cached key stays valid"),
      ], meters: passingMeters,
      example: "cdn: { kind: cdn, to: balancer, hit: 95% }"),
    Kind(
      name: "cache", isBuilt: true,
      summary:
        "Keys, capacity, time to live, eviction and coalescing in front of a component; hit and miss are outcomes of the keys that were asked for.",
      operations: .passedOn, takesSteps: false,
      parameters: [
        Parameter(
          "in-front-of", .name(.component), required: true, "the component, or one of its operations, that it spares"),
        Parameter("key", .name(.population), required: true, "the key space that it holds"),
        Parameter("entries", .count(1...1_000_000_000), scales: false, "keys that it holds"),
        Parameter("capacity", .size, "bytes that it holds, by the population's sizes; or `entries`"),
        Parameter("ttl", .time, "time that a key stays valid; for ever unless said"),
        Parameter("evict", .word(["lru", "fifo", "random"]), standard: "lru", "which key makes room"),
        Parameter("get", .timeLaw, standard: "0.5ms", "time of one look-up"),
        Parameter(
          "coalesce", .flag, standard: "no", "of misses for one key only the first goes on; the others wait for it"),
        Parameter("invalidates", .list(.text), "operations of the component behind it that drop their key"),
        Parameter("starts-full", .flag, standard: "no", "begins with the likeliest keys"),
        zones, price,
      ], meters: passingMeters,
      example:
        "product-cache: { kind: cache, in-front-of: db.read, key: product, entries: 60k, ttl: 5min, coalesce: yes }"),
    Kind(
      name: "pool", isBuilt: true,
      summary: "A bounded set of slots: connections, licences, a bulkhead. In front of a component, or held by `hold`.",
      operations: .passedOn, takesSteps: false,
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
      example: "pool: { kind: pool, in-front-of: db, per: web, slots: 20, queue: 100 }"),
    Kind(
      name: "limiter", isBuilt: true,
      summary: "A token bucket in front of a component: calls above the rate are refused.",
      operations: .passedOn, takesSteps: false,
      parameters: [
        Parameter(
          "in-front-of", .name(.component), required: true, "the component, or one of its operations, that it guards"),
        Parameter("rate", .rate, required: true, scales: true, "tokens that come in each second"),
        Parameter("burst", .count(1...100_000_000), "tokens that the bucket holds; one second's worth unless said"),
      ], meters: [],
      example: "limit: { kind: limiter, in-front-of: app, rate: 500/s, burst: 100 }"),
  ]
}
