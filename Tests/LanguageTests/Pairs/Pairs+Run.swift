import Foundation

/// The run, the network, key spaces, what is judged, and systems.
extension Pairs {
  static let run: [Pair] = runs + network + populations + judged + systems

  private static let app = "components: { app: { kind: service, cores: 1, operations: { run: exponential(mean 12ms) } } }"
  private static func long(_ fields: String, more: String = "") -> String { "\(app)\nrun: { \(fields) }\n\(more)" }
  private static let requests = "count throughput(flow=f) < 1"

  private static let runs: [Pair] = [
    Pair(
      "run.starts", long("duration: 20s, warm-up: 0s, drain: 5s, ◊", more: "workloads: { w: { rate: 50/s, arrivals: even, starts: 12:01, flows: { f: 100% } } }"),
      "starts: Mon 12:00:40", "starts: Mon 12:00:50", requests, .rises),
    Pair("run.duration", long("warm-up: 0s, ◊"), "duration: 10s", "duration: 20s", requests, .rises),
    Pair("run.warm-up", long("duration: 20s, ◊"), "warm-up: 0s", "warm-up: 10s", requests, .falls),
    Pair(
      "run.drain", "components: { app: { kind: external, operations: { run: 3s } } }\nrun: { duration: 20s, warm-up: 0s, ◊ }",
      "drain: 0s", "drain: 10s", requests, .rises),
    Pair("run.load", long("duration: 20s, warm-up: 0s, ◊"), "load: x1", "load: x1.5", mean, .rises),
    Pair("run.scale", long("duration: 20s, warm-up: 0s, ◊"), "scale: 1:1", "scale: 1:10", requests, .falls),
    Pair(
      "run.stands-for",
      """
      components: { app: { kind: service, price: { call: $3/1k calls up to 1k then $1 }, operations: { run: 1ms } } }
      run: { duration: 20s, warm-up: 0s, ◊ }
      """, "stands-for: 30d", "stands-for: 1d", "total cost < $1", .falls),
  ]

  private static let zones = """
    components:
      app: { kind: service, zones: [ a ], operations: { run: [ { call: near.run, timeout: 5s }, { call: far.run, timeout: 5s } ] } }
      near: { kind: service, zones: [ a ], operations: { run: 1ms } }
      far: { kind: service, zones: [ b ], operations: { run: 1ms } }
    network: { ◊ }
    """
  private static let network: [Pair] = [
    Pair("network.client", zones, "client: 10ms", "client: 50ms", mean, .rises),
    Pair("network.same-zone", zones, "same-zone: 10ms", "same-zone: 50ms", mean, .rises),
    Pair("network.cross-zone", zones, "cross-zone: 10ms", "cross-zone: 50ms", mean, .rises),
  ]

  private static func cached(_ population: String) -> String {
    """
    populations: { hot: { \(population) } }
    components:
      front: { kind: cache, in-front-of: app, key: hot, capacity: 100 KiB }
      app: { kind: service, operations: { run: [ wait: 20ms ] } }
    flows: { f: [ { call: app.run, key: hot, timeout: 1s } ] }
    """
  }
  private static let hits = "mean hit-ratio(component=front) < 1%"
  private static let classed = """
    domain: { core: road-warrior, changes: 5%/day }
    populations: { reservation: { count: 400, of: road-warrior.reservation, share: { ◊ } } }
    components:
      app: { kind: service, operations: { run: 1ms } }
      bank: { kind: external, operations: { charge: 50ms } }
      work-list: { kind: compacted-topic, key: reservation, partitions: { air: 6, car: 1 } }
      tracker: { kind: polling-worker, from: work-list, runs: track, every: 2s, in-flight: 1 per partition, operations: { track: [ { call: bank.charge, timeout: 2s }, { do: compare, when: { unchanged: continue, else: continue } } ] } }
    """
  private static let populations: [Pair] = [
    Pair("population.count", cached("size: 1 KiB, ◊"), "count: 1000", "count: 100", hits, .rises),
    Pair("population.pick", cached("count: 1000, size: 1 KiB, ◊"), "pick: uniform", "pick: zipf(s 1.2)", hits, .rises),
    Pair("population.size", cached("count: 1000, ◊"), "size: 1 KiB", "size: 10 KiB", hits, .falls),
    Pair("population.share", classed, "air: 10%, car: 90%", "air: 90%, car: 10%", "share refreshed < 1%", .rises),
    Pair(
      "population.of",
      """
      domain: { core: road-warrior, changes: 5%/day }
      populations: { row: { count: 400, ◊ } }
      components: { app: { kind: service, operations: { run: 1ms } } }
      run: { duration: 20s, warm-up: 0s, scale: 1:10 }
      """, "pick: uniform", "of: road-warrior.reservation", "mean latency(flow=f) < 1s", .falls),
  ]

  private static let judged: [Pair] = []
  private static let systems: [Pair] = []
}
