import Foundation

/// Parameters of what stands in front of others.
extension Pairs {
  static let proxies: [Pair] = balancers + edges + caches + pools + limiters

  private static func balanced(_ replicas: String, _ rest: String = "") -> String {
    """
    components:
      lb: { kind: load-balancer, ◊ }
      app: { kind: service, threads: 8, \(replicas) operations: { run: exponential(mean 60ms) } }
      other: { kind: service, operations: { run: 1ms } }
    flows: { f: [ { call: lb.run, timeout: 2s } ] }
    \(rest)
    """
  }
  private static let crash = "faults: { dead: { at: 2s, hits: app, crash: 1 replica, back-in: 8s } }"
  private static let keyedCalls = """
    populations: { hot: { count: 1 } }
    components:
      lb: { kind: load-balancer, to: app, ◊ }
      app: { kind: service, replicas: 4, operations: { run: exponential(mean 15ms) } }
    flows: { f: [ { call: lb.run, key: hot, timeout: 5s } ] }
    """
  private static let nearCalls = """
    network: { cross-zone: 10ms }
    components:
      web: { kind: service, zones: [ a ], operations: { run: [ { call: lb.run, timeout: 5s } ] } }
      lb: { kind: load-balancer, zones: [ a ], to: app, ◊ }
      app: { kind: service, replicas: 2, zones: [ a, b ], operations: { run: [ wait: 5ms ] } }
    flows: { f: [ { call: web.run, timeout: 5s } ] }
    """
  private static let balancers: [Pair] = [
    Pair("load-balancer.to", balanced("replicas: 4,"), "to: app", "to: other", mean, .falls),
    Pair(
      "load-balancer.pick", balanced("replicas: 4,"), "to: app, pick: random", "to: app, pick: round-robin", mean,
      .falls),
    Pair(
      "load-balancer.pick", balanced("replicas: 4,"), "to: app, pick: round-robin", "to: app, pick: least-in-flight",
      mean, .falls),
    Pair(
      "load-balancer.pick", balanced("replicas: 4,"), "to: app, pick: random", "to: app, pick: two-choices", mean,
      .falls),
    Pair("load-balancer.pick", nearCalls, "pick: round-robin", "pick: same-zone", mean, .falls),
    Pair("load-balancer.pick", keyedCalls, "pick: round-robin", "pick: by-key", mean, .rises),
    Pair(
      "load-balancer.health", balanced("replicas: 4,", crash), "to: app", "to: app, health: { every: 100ms }", errors,
      .falls),
    Pair(
      "load-balancer.health.every", balanced("replicas: 4,", crash), "to: app, health: { every: 100ms }",
      "to: app, health: { every: 2s }", errors, .rises),
    Pair(
      "load-balancer.health.eject-after", balanced("replicas: 4,", crash),
      "to: app, health: { every: 500ms, eject-after: 1 }", "to: app, health: { every: 500ms, eject-after: 8 }", errors,
      .rises),
    Pair(
      "load-balancer.health.return-after", balanced("replicas: 2, cores: 2,", crash),
      "to: app, health: { every: 500ms, return-after: 1 }", "to: app, health: { every: 500ms, return-after: 20 }", mean,
      .rises),
    Pair(
      "load-balancer.zones",
      """
      network: { cross-zone: 10ms }
      components:
        lb: { kind: load-balancer, ◊ to: app }
        app: { kind: service, zones: [ a ], operations: { run: [ wait: 5ms ] } }
      flows: { f: [ { call: lb.run, timeout: 5s } ] }
      """, "zones: [ a ],", "zones: [ b ],", mean, .rises),
  ]

  private static func edge(_ fields: String) -> String {
    """
    populations: { image: { count: 1000, pick: zipf(s 1.1), size: 10 KiB }, other: { count: 1000, size: 10 KiB } }
    components:
      edge: { kind: cdn, \(fields) }
      app: { kind: service, operations: { run: [ wait: 50ms ] } }
      slow: { kind: service, operations: { run: [ wait: 500ms ] } }
    flows: { f: [ { call: edge.run, key: image, timeout: 5s } ] }
    """
  }
  private static let edges: [Pair] = [
    Pair("cdn.to", edge("◊"), "to: app", "to: slow", mean, .rises),
    Pair("cdn.hit", edge("to: app, ◊"), "hit: 50%", "hit: 95%", mean, .falls),
    Pair("cdn.edge", edge("to: app, ◊"), "edge: 1ms", "edge: 30ms", mean, .rises),
    Pair(
      "cdn.caches", edge("to: app, ◊"), "caches: other", "caches: image", "count calls(component=edge outcome=hit) < 1",
      .rises),
    Pair(
      "cdn.capacity", edge("to: app, caches: image, ◊"), "capacity: 100 KiB", "capacity: 10 MiB",
      "mean hit-ratio(component=edge) < 1%", .rises),
    Pair(
      "cdn.ttl", edge("to: app, caches: image, ◊"), "ttl: 100ms", "ttl: 1h", "mean hit-ratio(component=edge) < 1%",
      .rises
    ),
  ]

  private static func cache(
    _ fields: String, hot: String = "count: 500, pick: zipf(s 0.8), size: 1 KiB", rate: String = "100/s"
  )
    -> String
  {
    """
    populations: { hot: { \(hot) }, cold: { count: 500 } }
    components:
      front: { kind: cache, \(fields) }
      app: { kind: service, threads: 1k, operations: { run: [ wait: 50ms ], far: [ wait: 50ms ] } }
      other: { kind: service, operations: { run: 1ms } }
    flows: { f: [ { call: app.run, key: hot, timeout: 5s }, { call: app.far, key: hot, timeout: 5s } ] }
    workloads: { w: { rate: \(rate), flows: { f: 100% } } }
    """
  }
  private static let hits = "mean hit-ratio(component=front) < 1%"
  private static let own = "in-front-of: app.run, key: hot"
  /// Any key that was asked for before is asked for again later, so that what goes first matters.
  private static let loop = "count: 60, pick: zipf(s 1.2), size: 1 KiB"
  private static let caches: [Pair] = [
    Pair(
      "cache.in-front-of", cache("key: hot, entries: 500, ◊"), "in-front-of: app.run", "in-front-of: other.run", mean,
      .rises),
    Pair(
      "cache.key", cache("in-front-of: app.run, entries: 500, ◊"), "key: cold", "key: hot",
      "count calls(component=front outcome=hit) < 1", .rises),
    Pair("cache.entries", cache("\(own), ◊"), "entries: 10", "entries: 500", hits, .rises),
    Pair("cache.capacity", cache("\(own), ◊"), "capacity: 10 KiB", "capacity: 500 KiB", hits, .rises),
    Pair("cache.ttl", cache("\(own), entries: 500, ◊"), "ttl: 100ms", "ttl: 1h", hits, .rises),
    Pair("cache.evict", cache("\(own), entries: 20, ◊", hot: loop), "evict: fifo", "evict: lru", hits, .rises),
    Pair("cache.evict", cache("\(own), entries: 20, ◊", hot: loop), "evict: random", "evict: lru", hits, .rises),
    Pair("cache.get", cache("\(own), entries: 500, ◊"), "get: 0.5ms", "get: 20ms", mean, .rises),
    Pair(
      "cache.coalesce", cache("\(own), entries: 500, ttl: 50ms, ◊", hot: "count: 2", rate: "300/s"), "coalesce: no",
      "coalesce: yes", "count calls(component=app) < 1", .falls),
    Pair(
      "cache.invalidates", cache("in-front-of: app, key: hot, entries: 500, ◊"), "invalidates: []",
      "invalidates: [ far ]", "count calls(component=front outcome=hit) < 1", .falls),
    Pair("cache.starts-full", cache("\(own), entries: 500, ◊"), "starts-full: no", "starts-full: yes", hits, .rises),
    Pair(
      "cache.zones",
      """
      network: { cross-zone: 10ms }
      populations: { hot: { count: 10 } }
      components:
        web: { kind: service, zones: [ a ], operations: { run: [ { call: app.run, key: hot, timeout: 5s } ] } }
        front: { kind: cache, in-front-of: app, key: hot, entries: 10, ◊ }
        app: { kind: service, zones: [ a ], operations: { run: [ wait: 5ms ] } }
      flows: { f: [ { call: web.run, timeout: 5s } ] }
      """, "zones: [ a ]", "zones: [ b ]", mean, .rises),
  ]

  private static func pool(_ fields: String, discipline: Bool = false) -> String {
    """
    components:
      guard: { kind: pool, \(fields) }
      app: { kind: service, threads: 1k, operations: { run: [ wait: 40ms ], far: [ wait: 40ms ] } }
      other: { kind: service, operations: { run: 1ms } }
      web: { kind: service, replicas: 3, operations: { run: [ { call: app.run, timeout: 5s } ] } }
    flows: { f: [ { call: web.run, timeout: 5s } ] }
    """
  }
  /// The second flow asks nine times as often.
  private static func contended(
    _ first: String = "", _ second: String = "", distribution: String = "exponential(mean 15ms)"
  )
    -> String
  {
    """
    components:
      guard: { kind: pool, in-front-of: app, slots: 1, ◊ }
      app: { kind: service, threads: 1k, cores: 64, operations: { run: \(distribution), far: \(distribution) } }
    flows:
      f: [ { call: app.run, timeout: 5s\(first) } ]
      g: [ { call: app.far, timeout: 5s\(second) } ]
    workloads: { w: { rate: 60/s, flows: { f: 10%, g: 90% } } }
    """
  }
  private static let pools: [Pair] = [
    Pair("pool.in-front-of", pool("slots: 2, ◊"), "in-front-of: other", "in-front-of: app", mean, .rises),
    Pair("pool.per", pool("in-front-of: app, slots: 1, ◊"), "per: other", "per: web", mean, .falls),
    Pair("pool.slots", pool("in-front-of: app, ◊"), "slots: 2", "slots: 20", mean, .falls),
    Pair(
      "pool.queue", pool("in-front-of: app, slots: 1, ◊"), "queue: 0", "queue: 100",
      "share calls(component=guard outcome=refused) < 1%", .falls),
    Pair("pool.discipline", contended(), "discipline: fifo", "discipline: lifo", tail, .rises),
    Pair(
      "pool.discipline", contended(", priority: 0", ", priority: 7"), "discipline: fifo", "discipline: priority", mean,
      .falls),
    Pair("pool.discipline", contended(), "discipline: fifo", "discipline: fair", mean, .falls),
  ]

  private static func limiter(_ fields: String) -> String {
    """
    components:
      limit: { kind: limiter, \(fields) }
      app: { kind: service, operations: { run: 1ms } }
      other: { kind: service, operations: { run: 1ms } }
    """
  }
  private static let limiters: [Pair] = [
    Pair("limiter.in-front-of", limiter("rate: 10/s, ◊"), "in-front-of: other", "in-front-of: app", errors, .rises),
    Pair("limiter.rate", limiter("in-front-of: app, ◊"), "rate: 10/s", "rate: 40/s", errors, .falls),
    Pair("limiter.burst", limiter("in-front-of: app, rate: 45/s, ◊"), "burst: 1", "burst: 100", errors, .falls),
  ]
}
