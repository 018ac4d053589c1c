/// Load, faults, and the text.
extension RandomScenario {
  private mutating func rate(_ most: Int) -> String { "\(1 + generator.below(most))/s" }

  private mutating func stages() -> String {
    (0..<1 + generator.below(3)).map { _ in "{ duration: \(time(1, 3000)), target: \(rate(80)) }" }
      .joined(separator: ", ")
  }

  private mutating func workload(_ number: Int) -> String {
    var body: String
    var isOpen = true
    switch generator.below(8) {
    case 0: body = "stages: [ \(stages()) ]"
    case 1: body = "steps: [ \(stages()) ]"
    case 2:
      body = "crowd: { count: \(1 + generator.below(200)), within: \(time(1, 2000)) }"
      isOpen = false
    case 3, 4:
      let patience = chance(40) ? ", patience: \(distribution(200_000))" : ""
      body = "closed: { users: \(1 + generator.below(25)), think: \(distribution(100_000))\(patience) }"
      isOpen = false
    case 5: body = "calendar: [ { at: \(instant()), for: \(time(1, 3000)), rate: \(rate(80)) } ]"
    case 6: body = "users: { count: \(1 + generator.below(200)), each: 1/s }"
    default: body = "rate: \(rate(80))"
    }
    if isOpen {
      switch generator.below(5) {
      case 0: body += ", arrivals: even"
      case 1: body += ", arrivals: { bursty: { factor: x5, burst: \(time(50, 900)), calm: \(time(50, 900)) } }"
      case 2: body += ", arrivals: { renewal: \(distribution(9000)) }"
      default: break
      }
      switch generator.below(5) {
      case 0: body += ", batch: \(1 + generator.below(6))"
      case 1: body += ", batch: geometric(mean 3)"
      default: break
      }
      if chance(20) {
        body += ", storm: { every: \(distribution(2_000_000)), lasts: \(distribution(500_000)), factor: x3 }"
      }
    }
    if !body.hasPrefix("calendar") { body += ", starts: \(time(0, 1000))" }
    return "w\(number): { \(body), flows: { \(flowShares()) } }"
  }

  private func flowShares() -> String {
    flows.count == 1 ? "f0: 100%" : "f0: 60%, f1: 40%"
  }

  private static let instances = [
    "service", "monolith", "gateway", "websocket-server", "worker", "consumers", "document-store", "database",
    "batch-engine",
  ]

  /// Effects that can hit a kind, besides the common ones.
  private mutating func effect(on kind: String) -> String {
    var effects: [String] = []
    switch kind {
    case "cron": return "missed: yes"
    case "queue", "topic", "compacted-topic":
      effects = [
        "duplicate: \(share())", "loss: \(share())", "poison: \(share())", "reorder: \(share()), by: 1ms..900ms",
        "outage: yes",
      ]
    default:
      effects = [
        "slow: x\(2 + generator.below(9))", "error: \(share())", "outage: yes", "delay: \(time(1, 90))",
        "partition: yes",
      ]
      if RandomScenario.instances.contains(kind) { effects.append("crash: yes") }
      if !kind.hasPrefix("d") && RandomScenario.instances.contains(kind) {
        effects.append("deploy: { error: \(share()), slow: x2 }")
      }
      if ["service", "worker", "consumers"].contains(kind) { effects += ["crash: 1 replica", "crash: 1 replica"] }
      if kind == "limiter" { effects += ["quota: x0.3"] }
      if kind == "cache" { effects = ["flush: yes"] }
      if ["database", "document-store"].contains(kind) { effects += ["disk-loss: \(time(1, 2000))", "crash: yes"] }
    }
    return one(of: effects)
  }

  private mutating func fault(_ number: Int) -> String? {
    if !zones.isEmpty && chance(15) {
      return
        "x\(number): { at: \(instant()), for: \(time(1, 3000)), hits: zone a, "
        + "\(one(of: ["crash: yes", "slow: x4", "outage: yes", "error: 40%"])) }"
    }
    let target = targets[generator.below(targets.count)]
    let effect = effect(on: target.kind)
    if effect.hasPrefix("flush") || effect.hasPrefix("disk") {
      return "x\(number): { at: \(instant()), hits: \(target.name), \(effect) }"
    }
    let timing =
      chance(30)
      ? "every: \(distribution(900_000)), for: \(distribution(500_000))" : "at: \(instant()), for: \(time(1, 3000))"
    return "x\(number): { \(timing), hits: \(target.name), \(effect) }"
  }

  mutating func write() {
    let loads = (0..<1 + generator.below(2)).map { workload($0) }
    let faults = (0..<generator.below(5)).compactMap { fault($0) }
    let network = chance(50) ? "network: { client: 5ms, same-zone: 0.2ms, cross-zone: exponential(mean 1ms) }" : ""
    func section(_ name: String, _ lines: [String]) -> String {
      lines.isEmpty ? "" : "\(name):\n" + lines.map { "  \($0)\n" }.joined()
    }
    text = """
      orrery: 1
      name: random
      run: { duration: \(seconds)s, warm-up: \(generator.below(2))s, drain: 5min }
      \(network)
      populations:
        item: { count: \(1 + generator.below(80)), pick: \(one(of: ["uniform", "zipf(s 1.1)"])), \
        size: lognormal(median 2KB p99 9KB) }

      """
    text += section("components", components) + section("policies", policies)
    text += section("flows", flows.map { "\($0.name): \($0.text)" })
    text += section("workloads", loads) + section("faults", faults)
  }
}
