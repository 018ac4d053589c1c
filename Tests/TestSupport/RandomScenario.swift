/// Small systems as scenario text, drawn from a seed: every kind but polling workers, every policy, fault and shape of
/// load. Components are written from the callees up, so that calls make no circle.
public struct RandomScenario {
  public internal(set) var text = ""
  var generator: SmallGenerator
  var components: [String] = []
  /// What can be called: `component.operation`, and the key space that its callers name.
  var callable: [(call: String, key: String?)] = []
  var pools: [(name: String, per: String?)] = []
  var published: [String] = []
  /// Database of each queue that has an outbox.
  var outboxes: [String: String] = [:]
  var policies: [String] = []
  var flows: [(name: String, text: String)] = []
  /// Kind of each component that faults may hit, and the key of its `by`.
  var targets: [(name: String, kind: String)] = []
  var fronted: Set<String> = []
  var zones: [String] = []
  var steps = 0
  let seconds: Int
  /// Losers of races are cancelled, and full logs block their publishers, in about half of the places.
  let cancelsAndBlocks: Bool

  public init(seed: UInt64, cancelsAndBlocks: Bool = false) {
    generator = SmallGenerator(seed: seed)
    self.cancelsAndBlocks = cancelsAndBlocks
    seconds = 2 + generator.below(5)
    for number in 0..<generator.below(4) { policies.append(policy(number)) }
    for _ in 0..<1 + generator.below(2) { addOutside() }
    for _ in 0..<generator.below(3) { addStore() }
    for _ in 0..<generator.below(4) { addProxy() }
    for _ in 0..<1 + generator.below(3) { addComputing() }
    for _ in 0..<generator.below(3) { addMessaging() }
    for _ in 0..<1 + generator.below(3) { addComputing() }
    for _ in 0..<generator.below(3) { addPassing() }
    for _ in 0..<generator.below(2) { addTimer() }
    for number in 0..<1 + generator.below(2) {
      flows.append(("f\(number)", "[ { wait: 1us }, \(list(depth: 0, owner: nil)) ]"))
    }
    write()
  }

  // MARK: Draws

  mutating func chance(_ percent: Int) -> Bool { generator.below(100) < percent }

  mutating func one(of words: [String]) -> String { words[generator.below(words.count)] }

  /// A time about as long as the mean.
  mutating func distribution(_ mean: Int) -> String {
    let mean = max(1, mean * (20 + generator.below(180)) / 100)
    switch generator.below(6) {
    case 0, 1: return "\(mean)us"
    case 2: return "lognormal(median \(mean)us p99 \(mean * (2 + generator.below(8)))us)"
    case 3: return "uniform(low 0us high \(2 * mean)us)"
    case 4: return "erlang(stages 3 mean \(mean)us)"
    default: return "exponential(mean \(mean)us)"
    }
  }

  mutating func time(_ low: Int, _ high: Int) -> String { "\(low + generator.below(high - low))ms" }

  mutating func share() -> String { "\(1 + generator.below(100))%" }

  /// An instant of the run.
  mutating func instant() -> String { "\(generator.below(seconds * 1000))ms" }

  mutating func name(_ kind: String) -> String { "\(kind)-\(components.count)" }

  mutating func zoned() -> String {
    if chance(60) { return "" }
    if zones.isEmpty { zones = ["a", "b"] }
    return ", zones: [ a, b ]"
  }

  // MARK: Policies

  mutating func policy(_ number: Int) -> String {
    var parts: [String] = []
    let timeout = chance(80) ? 5 + generator.below(300) : 0
    if timeout > 0 { parts.append("timeout: \(timeout)ms") }
    if chance(40) { parts.append("deadline: \(time(max(5, timeout), 900))") }
    if chance(60) {
      var retry = "times: \(1 + generator.below(4))"
      if chance(70) { retry += ", backoff: 1ms..\(time(2, 50))" }
      retry += ", jitter: \(one(of: ["full", "equal", "none"]))"
      if chance(40) { retry += ", budget: \(share())" }
      if chance(30) { retry += ", for: [ timeout, error ]" }
      parts.append("retry: { \(retry) }")
    }
    if chance(40) {
      parts.append(
        "breaker: { failure-threshold: \(share()), window: \(time(100, 3000)), calls: \(1 + generator.below(20)), "
          + "cooldown: \(time(10, 900)) }"
      )
    }
    if timeout > 0 && chance(40) {
      let budget = chance(30) ? ", budget: \(share())" : ""
      parts.append(
        "hedge: { after: \(time(1, timeout)), times: \(1 + generator.below(3))\(budget)\(cancelsAndBlocks && number % 2 == 0 ? ", cancel: yes" : "") }"
      )
    }
    if parts.isEmpty { parts.append("timeout: 50ms") }
    return "p\(number): { \(parts.joined(separator: ", ")) }"
  }

  mutating func rules() -> String {
    switch generator.below(4) {
    case 0: return ""
    case 1: return ", timeout: \(time(1, 200))"
    default: return policies.isEmpty ? "" : ", policy: p\(generator.below(policies.count))"
    }
  }

  // MARK: Steps

  /// What to do about outcomes, for most steps that can fail.
  mutating func handlers() -> String {
    switch generator.below(5) {
    case 0: return ", when: { else: continue }"
    case 1: return ", when: { else: { wait: 1ms } }"
    case 2: return ", when: { else: { fail: refused } }"
    default: return ""
    }
  }

  mutating func label() -> String {
    steps += 1
    return ", as: s\(steps)"
  }

  mutating func list(depth: Int, owner: String?) -> String {
    (0..<1 + generator.below(3)).map { _ in step(depth: depth, owner: owner) }.joined(separator: ", ")
  }

  mutating func call() -> String {
    let target = callable[generator.below(callable.count)]
    let key = target.key ?? (chance(20) ? "item" : nil)
    var text = "call: \(target.call)\(rules())\(label())"
    if let key { text += ", key: \(chance(20) ? "fresh " : "")\(key)" }
    if chance(20) { text += ", priority: \(generator.below(8))" }
    return "{ \(text)\(handlers()) }"
  }

  mutating func step(depth: Int, owner: String?) -> String {
    switch generator.below(depth < 2 ? 10 : 5) {
    case 0: return owner == nil ? "{ think: \(distribution(3000)) }" : "{ work: \(distribution(3000))\(label()) }"
    case 1: return "{ wait: \(distribution(4000))\(label()) }"
    case 2, 3, 5: return call()
    case 4:
      if published.isEmpty { return call() }
      let queue = one(of: published)
      let publish = "{ publish: \(queue), key: item\(label())\(handlers()) }"
      guard let database = outboxes[queue] else { return publish }
      // A message of an outbox goes with a write.
      return "{ call: \(database).write, timeout: 1s, key: item\(label()), when: { else: continue } }, \(publish)"
    case 6:
      let parts = (0..<1 + generator.below(3)).map { "b\($0): [ \(list(depth: depth + 1, owner: owner)) ]" }
      var join = chance(50) ? "" : ", join: \(chance(50) ? "any" : "1")"
      // Nothing is drawn for it, so that all else is the same with and without.
      if cancelsAndBlocks && !join.isEmpty && parts.count > 1 && steps % 2 == 0 { join += ", cancel: yes" }
      return "{ parallel: { \(parts.joined(separator: ", ")) }\(join)\(label())\(handlers()) }"
    case 7:
      let body = list(depth: depth + 1, owner: owner)
      if chance(30) {
        return
          "{ repeat: \(1 + generator.below(8)), until: red, "
          + "steps: [ \(body), { choose: { red: 30%, green: 70% }\(label()) } ]\(label())\(handlers()) }"
      }
      return
        "{ repeat: \(1 + generator.below(5)), at-once: \(1 + generator.below(3)), "
        + "steps: [ \(body) ]\(label())\(handlers()) }"
    case 8:
      guard let pool = pools.filter({ $0.per == nil || $0.per == owner }).randomElement(using: &self) else {
        return call()
      }
      let body = list(depth: depth + 1, owner: owner)
      // Whoever holds a slot may want another: without a timeout they would wait for each other for ever.
      return "{ hold: \(pool.name), timeout: \(time(1, 50)), steps: [ \(body) ]\(label())\(handlers()) }"
    default:
      return
        "{ choose: { red: 30%, green: 70% }, when: { red: { wait: \(distribution(2000)) }, green: continue }\(label()) }"
    }
  }

  // MARK: Components

  mutating func add(_ name: String, _ kind: String, _ body: String) {
    components.append("\(name): { kind: \(kind)\(body.isEmpty ? "" : ", " + body) }")
    targets.append((name, kind))
  }

  mutating func addOutside() {
    let kind = one(of: ["external", "identity", "channel", "object-store"])
    let name = name("out")
    var body = "operations: { get: \(distribution(15_000)) }"
    if chance(30) { body += ", outcomes: { error: \(1 + generator.below(20))% }" }
    if chance(40) { body += ", quota: \(1 + generator.below(200))/s" }
    if chance(20) { body += ", by: item" }
    add(name, kind, body)
    callable.append(("\(name).get", nil))
  }

  mutating func addStore() {
    let name = name("store")
    if chance(30) {
      add(
        name, "document-store",
        "key: item, shards: \(1 + generator.below(4)), replicas: \(1 + generator.below(3)), "
          + "cores: \(1 + generator.below(4)), queue: \(generator.below(30)), "
          + "reads: \(one(of: ["primary", "any"]))\(zoned()), operations: { read: \(distribution(2000)), "
          + "write: \(distribution(4000)) }"
      )
    } else {
      var body =
        "cores: \(1 + generator.below(4)), connections: \(1 + generator.below(12)), queue: \(generator.below(40))"
      if chance(60) {
        let count = generator.below(3)
        body +=
          ", replica: { count: \(count), lag: \(distribution(100_000)), "
          + "reads: \(count > 0 ? one(of: ["yes", "no"]) : "no"), failover: \(distribution(900_000)) }"
      }
      if chance(50) { body += ", locks: [ write ]" }
      if chance(30) { body += ", backup: { every: 3s, takes: \(time(100, 2000)), slows: x3 }" }
      add(
        name, "database",
        "\(body), key: item\(zoned()), operations: { read: \(distribution(2000)), write: \(distribution(4000)) }")
    }
    callable.append(("\(name).read", "item"))
    callable.append(("\(name).write", "item"))
  }

  /// A pool, limiter or cache in front of something that has nothing in front of it yet.
  mutating func addProxy() {
    let plain = targets.filter { !fronted.contains($0.name) && !$0.name.hasPrefix("pool") }
    guard !plain.isEmpty else { return }
    let target = plain[generator.below(plain.count)]
    switch generator.below(4) {
    case 0:
      fronted.insert(target.name)
      let front = target.name.hasPrefix("store") ? "\(target.name).read" : target.name
      let size = chance(50) ? "entries: \(1 + generator.below(60))" : "capacity: \(5 + generator.below(100)) KB"
      var body = "in-front-of: \(front), key: item, \(size), evict: \(one(of: ["lru", "fifo", "random"]))"
      body += ", coalesce: \(one(of: ["yes", "no"])), starts-full: \(one(of: ["yes", "no"]))"
      if chance(50) { body += ", ttl: \(time(10, 4000))" }
      add(name("cache"), "cache", body)
    case 1:
      fronted.insert(target.name)
      add(
        name("limit"), "limiter",
        "in-front-of: \(target.name), rate: \(1 + generator.below(200))/s, burst: \(1 + generator.below(40))")
    case 2:
      fronted.insert(target.name)
      add(
        name("pool"), "pool",
        "in-front-of: \(target.name), slots: \(1 + generator.below(6)), queue: \(generator.below(20))")
    default:
      let name = name("pool")
      add(
        name, "pool",
        "slots: \(1 + generator.below(5)), queue: \(generator.below(20)), "
          + "discipline: \(one(of: ["fifo", "lifo", "priority", "fair"]))"
      )
      pools.append((name, nil))
    }
  }

  mutating func scaling() -> String {
    "min: \(1 + generator.below(2)), max: \(2 + generator.below(4)), "
      + "keep: \(one(of: ["cpu 50%", "slots 40%", "queue 3"])), metric-delay: \(time(1, 900)), "
      + "startup: \(time(1, 2000)), cooldown: \(time(1, 1500)), interval: \(time(50, 900))"
  }

  /// A server of connections has neither threads nor a queue.
  mutating func capacity(hasThreads: Bool = true) -> String {
    var body = chance(25) ? "replicas: { \(scaling()) }" : "replicas: \(1 + generator.below(3))"
    body += ", cores: \(1 + generator.below(3))"
    if hasThreads { body += ", threads: \(1 + generator.below(10)), queue: \(generator.below(40))" }
    body += ", pick: \(one(of: ["round-robin", "random", "least-in-flight", "two-choices", "same-zone", "by-key"]))"
    return body + zoned()
  }

  mutating func behaviour() -> String {
    var body = ", discipline: \(one(of: ["fifo", "lifo", "priority", "shortest", "fair", "sharing"]))"
    if chance(20) { body += ", shed: { target: \(time(1, 20)), interval: \(time(5, 100)) }" }
    if chance(20) { body += ", adapts: { target: \(time(2, 60)), least: 1 }" }
    if chance(10) { body += ", freezes: { after: \(time(20, 200)), back-in: \(time(10, 300)) }" }
    if chance(20) { body += ", degrades: { from: \(generator.below(4)), each: 20% }" }
    return body + (chance(20) ? ", remembers: \(time(1, 3000))" : "")
  }

  mutating func addComputing() {
    let kind = one(of: [
      "service", "service", "service", "monolith", "gateway", "function", "websocket-server", "batch-engine",
    ])
    let name = name("app")
    var operations = ["run": "[ \(list(depth: 0, owner: name)) ]", "look": "\(distribution(3000))"]
    var body = ""
    switch kind {
    case "function":
      body =
        "limit: \(1 + generator.below(12)), cold-start: \(distribution(60_000)), keeps-warm: \(time(1, 3000)), "
        + "warm: \(generator.below(3))"
    case "websocket-server":
      body = capacity(hasThreads: false) + ", connections: \(1 + generator.below(40)), lease: \(distribution(400_000))"
      operations["connect"] = "\(distribution(2000))"
    case "batch-engine": body = "slots: \(1 + generator.below(8)), starts-in: \(distribution(30_000))"
    case "gateway":
      body = capacity() + behaviour() + ", to: \(targets[0].name), work: \(distribution(500))"
      if chance(50) { body += ", limit: \(1 + generator.below(200))/s, burst: \(1 + generator.below(20))" }
    default: body = capacity() + behaviour()
    }
    let list = operations.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    add(name, kind, "\(body), operations: { \(list) }")
    for operation in operations.keys.sorted() { callable.append(("\(name).\(operation)", nil)) }
    if kind == "service" && chance(30) {
      let pool = self.name("pool")
      add(pool, "pool", "per: \(name), slots: \(1 + generator.below(4)), queue: \(generator.below(20))")
      pools.append((pool, name))
    }
  }

  mutating func addMessaging() {
    let source = name("log")
    let isQueue = chance(50)
    let whenFull = cancelsAndBlocks && components.count % 2 == 0 ? ", when-full: block" : ""
    if isQueue {
      let databases = targets.filter { $0.kind == "database" }
      var outbox = ""
      if !databases.isEmpty && !chance(60) {
        let database = databases[generator.below(databases.count)].name
        outboxes[source] = database
        outbox = ", outbox: { in: \(database), relay: \(time(1, 300)) }"
      }
      var body =
        "visibility: \(time(20, 2000)), receives: \(1 + generator.below(4)), queue: \(1 + generator.below(300))"
      if chance(30) { body += ", retention: \(time(100, 4000))" }
      add(source, "queue", body + (outbox.isEmpty ? whenFull : outbox))
    } else {
      add(
        source, one(of: ["topic", "topic", "compacted-topic"]),
        "key: item, partitions: \(1 + generator.below(8)), queue: \(1 + generator.below(300))\(whenFull)")
    }
    for _ in 0..<1 + generator.below(2) {
      let reader = name("reader")
      let steps = list(depth: 0, owner: reader)
      let common = "from: \(source), runs: take"
      if isQueue && chance(30) {
        add(
          reader, "function",
          "\(common), limit: \(1 + generator.below(6)), cold-start: 20ms, keeps-warm: 1s, "
            + "operations: { take: [ \(steps) ] }"
        )
      } else {
        let threads = "replicas: \(1 + generator.below(3)), threads: \(1 + generator.below(4)), cores: 1\(zoned())"
        let memory = chance(30) ? ", remembers: \(time(1, 3000))" : ""
        let order = isQueue ? memory : ", order: \(one(of: ["by partition", "by key", "none"]))"
        add(
          reader, isQueue ? "worker" : "consumers",
          "\(common), \(threads)\(order), operations: { take: [ \(steps) ] }")
      }
    }
    published.append(source)
  }

  /// Load balancers and content networks in front of the newest services.
  mutating func addPassing() {
    let services = targets.filter { ["service", "monolith"].contains($0.kind) }
    guard !services.isEmpty else { return }
    let target = services[generator.below(services.count)].name
    if chance(60) {
      let name = name("balancer")
      let health =
        chance(50)
        ? ", health: { every: \(time(20, 900)), eject-after: \(1 + generator.below(3)), "
          + "return-after: \(1 + generator.below(3)) }"
        : ""
      add(
        name, "load-balancer",
        "to: \(target), "
          + "pick: \(one(of: ["round-robin", "random", "least-in-flight", "two-choices", "by-key"]))\(health)"
      )
      callable.append(("\(name).look", nil))
    } else {
      let name = name("cdn")
      let caches = chance(50) ? ", caches: item, capacity: 30 KB, ttl: \(time(50, 5000))" : ", hit: \(share())"
      add(name, "cdn", "to: \(target)\(caches)")
      callable.append(("\(name).look", chance(50) ? "item" : nil))
    }
  }

  mutating func addTimer() {
    let runs = callable.filter { $0.call.hasPrefix("app") }
    guard !runs.isEmpty else { return }
    let call = runs[generator.below(runs.count)].call
    add(
      name("cron"), "cron",
      "every: \(time(5, 900)), runs: \(call), overlap: \(one(of: ["allow", "forbid", "replace"])), "
        + "jitter: \(time(0, 20))"
    )
  }
}

extension RandomScenario: RandomNumberGenerator {
  public mutating func next() -> UInt64 { generator.next() }
}
