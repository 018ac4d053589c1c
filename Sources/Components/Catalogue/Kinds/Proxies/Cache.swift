extension Kind {
  static let cache = Kind(
    name: "cache", structure: .cache,
    summary:
      "Keys, capacity, time to live, eviction and coalescing in front of a component; hit and miss are outcomes of the keys that were asked for.",
    operations: .passedOn, takesSteps: false,
    facets: Facets(isCache: true, drawing: .data),
    parameters: [
      Parameter(
        "in-front-of", .name(.component), required: true, "the component, or one of its operations, that it spares"),
      Parameter("key", .name(.population), required: true, "the key space that it holds"),
      Parameter("entries", .count(1...1_000_000_000), scales: false, "keys that it holds"),
      Parameter("capacity", .size, "bytes that it holds, by the population's sizes; or `entries`"),
      Parameter("ttl", .time, "time that a key stays valid; for ever by default"),
      Parameter("evict", .word(["lru", "fifo", "random"]), standard: "lru", "which key makes room"),
      Parameter("get", .timeDistribution, standard: "0.5ms", "time of one look-up"),
      Parameter(
        "coalesce", .flag, standard: "no", "of misses for one key only the first goes on; the others wait for it"),
      Parameter("invalidates", .list(.text), "operations of the component behind it that drop their key"),
      Parameter("starts-full", .flag, standard: "no", "begins with the most popular keys"),
      zones, price,
    ], meters: passingMeters,
    synonyms: "redis memcached memcache valkey elasticache varnish hazelcast dragonfly keydb caffeine ehcache",
    example:
      "product-cache: { kind: cache, in-front-of: db.read, key: product, entries: 60k, ttl: 5min, coalesce: yes }")
}
