import Components
import Engine

extension Assembler {
  mutating func addComponent(_ component: Component) {
    var made = ComponentPlan(name: component.name, kind: component.kind)
    made.zones = zoneNumbers(component.zones)
    made.requestBytes = component.bytes("request", or: 1000)
    made.recordBytes = component.bytes("record", or: 1000)
    made.billedInstances = component.count("replicas", or: 1)
    switch component.kind {
    case "service", "monolith", "gateway", "websocket-server", "geo-index": addStation(component, to: &made)
    case "consumers":
      addPool(component, threads: 8, cores: 2, to: &made)
      made.queueLimit = Int(Int32.max)
      made.rebalance = component.parameters["rebalance"]?.nanoseconds ?? 10 * .second
    case "worker":
      addPool(component, threads: 8, cores: 2, to: &made)
      made.scaling = scaling(of: component)
    case "people": addPeople(component, to: &made)
    case "function": addFunction(component, to: &made)
    case "batch-engine":
      let slots = scale.pool(replicas: 1, each: [component.count("slots", or: 16)])
      made.cores = Int(slots.each[0])
      made.queueLimit = 1_000_000
      made.isComparable = slots.isComparable
    case "pool", "limiter", "cache", "cdn": addFront(component, to: &made)
    case "database": addDatabase(component, to: &made)
    case "document-store": addDocumentStore(component, to: &made)
    case "external", "identity", "channel", "object-store": addOutside(component, to: &made)
    case "topic", "compacted-topic", "queue":
      made.billedInstances = 1
      made.billedBytes = (keys(of: component) ?? 0) * made.recordBytes * component.count("replication", or: 3)
    case "polling-worker": made.replicas = 1
    default: made.billedInstances = 1
    }
    made.billedCores = component.parameters[component.kind == "batch-engine" ? "slots" : "cores"]?.count ?? 0
    made.remembers = component.parameters["remembers"]?.nanoseconds
    componentIndex[component.name] = plan.components.count
    plan.components.append(made)
    if ["topic", "compacted-topic", "queue"].contains(component.kind) { addLog(component) }
  }

  /// Keys of the population that the component's `key` names.
  private func keys(of component: Component) -> Int64? {
    component.word("key").flatMap { key in scenario.populations.first { $0.name == key }?.count }
  }

  // MARK: Stations

  /// Who is next, and who has waited too long.
  private func addLine(_ component: Component, to made: inout ComponentPlan) {
    made.discipline = discipline(component)
    if let shed = component.map("shed") {
      made.shedding = SheddingPlan(
        target: shed["target"]?.nanoseconds ?? .millisecond,
        interval: shed["interval"]?.nanoseconds ?? 100 * .millisecond)
    }
  }

  private mutating func addStation(_ component: Component, to made: inout ComponentPlan) {
    addPool(component, threads: 64, cores: 1, to: &made)
    made.queueLimit = Int(component.count("queue", or: 1000))
    made.pick = pick(component.word("pick", or: "round-robin"))
    made.scaling = scaling(of: component)
    addLine(component, to: &made)
    if let adapts = component.map("adapts") {
      made.adaptation = AdaptationPlan(
        target: adapts["target"]?.nanoseconds ?? .second, least: Int(adapts["least"]?.count ?? 1))
    }
    if let degrades = component.map("degrades") {
      made.degradation = DegradationPlan(from: Int(degrades["from"]?.count ?? 0), each: degrades["each"]?.ratio ?? 0)
    }
    if let freezes = component.map("freezes") {
      made.freezing = FreezingPlan(
        after: freezes["after"]?.nanoseconds ?? .minute, backIn: freezes["back-in"]?.nanoseconds ?? 5 * .minute)
    }
    if component.kind == "gateway", let limit = component.parameters["limit"]?.rate {
      made.bucket = bucket(limit, burst: component.parameters["burst"]?.count, of: &made)
    }
    if component.kind == "geo-index" {
      made.comparison = component.parameters["comparison"]?.nanoseconds ?? 50
    }
    if component.kind == "websocket-server" {
      let each = scale.pool(replicas: 1, each: [component.count("connections", or: 10_000)])
      made.slots = Int(each.each[0])
      made.queueLimit = 0
    }
  }

  private mutating func addPool(
    _ component: Component, threads: Int64, cores: Int64, to made: inout ComponentPlan
  ) {
    let most = replicasAtMost(component)
    let pool = scale.pool(
      replicas: most, each: [component.count("threads", or: threads), component.count("cores", or: cores)])
    made.replicas = Int(pool.replicas)
    made.slots = Int(pool.each[0])
    made.cores = Int(pool.each[1])
    made.queueLimit = Int(Int32.max)
    made.isComparable = pool.isComparable
    made.billedInstances = most
  }

  /// Whoever works is busy: a slot and a core each.
  private mutating func addPeople(_ component: Component, to made: inout ComponentPlan) {
    let people = scale.pool(replicas: 1, each: [component.count("count", or: 1)])
    made.slots = Int(people.each[0])
    made.cores = made.slots
    made.isComparable = people.isComparable
    made.queueLimit = Int(component.count("queue", or: 1000))
    made.billedInstances = component.count("count", or: 1)
    addLine(component, to: &made)
  }

  private mutating func addFunction(_ component: Component, to made: inout ComponentPlan) {
    let slots = scale.pool(replicas: 1, each: [component.count("limit", or: 1000), component.count("warm", or: 0)])
    made.slots = Int(slots.each[0])
    made.isComparable = slots.isComparable
    made.billedInstances = 0
    made.memoryBytes = component.bytes("memory", or: 512 << 20)
    made.warmth = WarmthPlan(
      cold: law(component.parameters["cold-start"]?.law ?? .constant(8e8)),
      coldStream: stream("\(unprefixed(component.name))/cold"),
      keepsWarm: component.parameters["keeps-warm"]?.nanoseconds ?? 10 * .minute, ready: Int(slots.each[1]))
  }

  // MARK: Scaling

  /// Its own map of replicas, or that of an autoscaler that names it.
  private func scalingFields(of component: Component) -> [String: ParameterValue]? {
    if let map = component.map("replicas") { return map }
    guard
      let scaler = scenario.components.first(where: {
        $0.kind == "autoscaler" && $0.word("scales") == component.name
      })
    else { return nil }
    return scaler.parameters
  }

  private func replicasAtMost(_ component: Component) -> Int64 {
    guard let fields = scalingFields(of: component) else { return component.count("replicas", or: 1) }
    return fields["max"]?.count ?? 1
  }

  private func scaling(of component: Component) -> ScalingPlan? {
    guard let fields = scalingFields(of: component) else { return nil }
    let words = (fields["keep"]?.word ?? "cpu 60%").split(separator: " ").map(String.init)
    let signal = ScalingPlan.Signal(rawValue: words.first ?? "cpu") ?? .cpu
    let text = words.last ?? "60%"
    let number = Double(text.hasSuffix("%") ? String(text.dropLast()) : text) ?? 60
    return ScalingPlan(
      least: Int(scale.cells(fields["min"]?.count ?? 1).count),
      most: Int(scale.cells(fields["max"]?.count ?? 1).count), signal: signal,
      target: text.hasSuffix("%") ? number / 100 : number,
      seesLate: fields["sees-late"]?.nanoseconds ?? .minute, bootsIn: fields["boots-in"]?.nanoseconds ?? .minute,
      rests: fields["rests"]?.nanoseconds ?? .minute, looksEvery: fields["looks-every"]?.nanoseconds ?? 15 * .second)
  }

  // MARK: Fronts

  private mutating func addFront(_ component: Component, to made: inout ComponentPlan) {
    made.billedInstances = 1
    made.isFront = component.kind != "cdn"
    switch component.kind {
    case "pool":
      made.isLocal = true
      made.isPool = true
      if component.word("per") != nil {
        made.pick = .caller
        made.slots = Int(component.count("slots", or: 1))
      } else {
        let slots = scale.pool(replicas: 1, each: [component.count("slots", or: 1)])
        made.slots = Int(slots.each[0])
        made.isComparable = slots.isComparable
      }
      made.queueLimit = Int(component.count("queue", or: 1000))
      made.discipline = discipline(component)
    case "limiter":
      made.isLocal = true
      if let rate = component.parameters["rate"]?.rate {
        made.bucket = bucket(rate, burst: component.parameters["burst"]?.count, of: &made)
      }
    case "cdn":
      if let caches = component.word("caches") { made.cache = cache(component, of: caches) }
    default:
      if let key = component.word("key") { made.cache = cache(component, of: key) }
    }
  }

  private mutating func cache(_ component: Component, of name: String) -> CachePlan? {
    guard let population = populationIndex[name],
      let keys = scenario.populations.first(where: { $0.name == name })
    else { return nil }
    let eviction: CachePlan.Eviction =
      switch component.word("evict", or: "lru") {
      case "fifo": .fifo
      case "random": .random
      default: .lru
      }
    let entries = component.parameters["entries"]?.count
    return CachePlan(
      capacity: entries ?? component.bytes("capacity", or: 10 << 30),
      sizes: entries == nil ? law(keys.size ?? .constant(1000)) : -1,
      timeToLive: component.parameters["ttl"]?.nanoseconds, eviction: eviction,
      coalesces: component.parameters["coalesce"]?.flag ?? false, population: population,
      startsFull: component.parameters["starts-full"]?.flag ?? false)
  }

  private mutating func bucket(_ rate: Double, burst: Int64?, of made: inout ComponentPlan) -> BucketPlan {
    let shared = scale.sharedRate(rate, burst: burst.map(Double.init))
    noteShared(burst.map(Double.init) ?? rate, shared.isComparable, of: &made)
    return BucketPlan(rate: shared.rate, burst: shared.burst)
  }

  /// A rate that is too small at this scale to answer as at full size is no answer, and says so.
  private mutating func noteShared(_ burst: Double, _ isComparable: Bool, of made: inout ComponentPlan) {
    if isComparable { return }
    made.isComparable = false
    smallRates.append((made.name, max(1, Int64(burst / CellScale.leastBurst))))
  }

  // MARK: Stores

  private mutating func addDatabase(_ component: Component, to made: inout ComponentPlan) {
    let pool = scale.pool(
      replicas: 1, each: [component.count("connections", or: 100), component.count("cores", or: 8)])
    let copies = component.map("replica")
    let count = 1 + Int(copies?["count"]?.count ?? 0)
    made.replicas = count
    made.slots = Int(pool.each[0])
    made.cores = Int(pool.each[1])
    made.isComparable = pool.isComparable
    made.queueLimit = Int(component.count("queue", or: 1000))
    made.pick = .primary
    made.keepsData = true
    addLine(component, to: &made)
    made.copies = count
    made.billedInstances = Int64(count)
    made.billedBytes = (keys(of: component) ?? 0) * made.recordBytes * Int64(count)
    made.database = DatabasePlan(
      readsFromCopies: copies?["reads"]?.flag ?? false,
      lag: copies == nil ? -1 : law(copies?["lag"]?.law ?? .constant(1e8)),
      failover: copies == nil ? -1 : law(copies?["failover"]?.law ?? .constant(3e10)))
  }

  private mutating func addDocumentStore(_ component: Component, to made: inout ComponentPlan) {
    let shards = scale.cells(component.count("shards", or: 1))
    made.copies = Int(component.count("replicas", or: 3))
    made.replicas = Int(shards.count) * made.copies
    made.slots = Int(component.count("cores", or: 8))
    made.cores = made.slots
    made.queueLimit = Int(component.count("queue", or: 1000))
    made.pick = .shard
    made.keepsData = true
    made.isComparable = shards.isWhole
    made.billedInstances = component.count("shards", or: 1) * Int64(made.copies)
    made.billedBytes = (keys(of: component) ?? 0) * made.recordBytes * Int64(made.copies)
  }

  private mutating func addOutside(_ component: Component, to made: inout ComponentPlan) {
    made.isOutside = true
    made.billedInstances = 0
    made.billedBytes = (keys(of: component) ?? 0) * made.recordBytes
    if let quota = component.parameters["quota"]?.rate {
      let shared = scale.sharedRate(quota)
      made.quota = shared.rate
      noteShared(quota, shared.isComparable, of: &made)
    }
    if let by = component.word("by"), let index = populationIndex[by] {
      made.quotaKeys = Int(plan.populations[index].count)
      made.quotaPopulation = index
    }
    for entry in component.parameters["outcomes"]?.table ?? [] {
      made.outcomes.append((outcome(entry.name), entry.value.ratio ?? 0))
    }
  }

  // MARK: Logs

  private mutating func addLog(_ component: Component) {
    let index = plan.components.count - 1
    var partitions: Int64
    if let table = component.parameters["partitions"]?.table {
      partitions = table.reduce(0) { $0 + scale.cells($1.value.count ?? 1).count }
    } else {
      partitions = scale.cells(component.count("partitions", or: 1)).count
    }
    if component.kind == "queue" { partitions = 1 }
    logIndex[index] = plan.logs.count
    var log = LogPlan(
      name: component.name, component: index, partitions: Int(partitions),
      limit: component.count("queue", or: 10_000_000))
    if component.kind == "queue" {
      log.queue = QueuePlan(
        visibility: component.parameters["visibility"]?.nanoseconds ?? 30 * .second,
        receives: Int(component.count("receives", or: 5)),
        retention: component.parameters["retention"]?.nanoseconds,
        keepsDead: component.parameters["dead-letter"]?.flag ?? true)
    }
    log.copies = Int(component.count("replication", or: 3))
    log.failover = component.parameters["failover"]?.nanoseconds ?? 10 * .second
    log.binding = domains.firstIndex { $0.prefix == prefix(of: component.name) } ?? -1
    plan.logs.append(log)
  }

  mutating func addGroup(_ component: Component) {
    guard let from = component.from, let log = componentIndex[from].flatMap({ logIndex[$0] }),
      let runs = component.runs, let index = componentIndex[component.name]
    else { return }
    let order: GroupPlan.Order =
      switch component.word("order", or: "by partition") {
      case "by key": .byKey
      case "none": .none
      default: plan.logs[log].queue == nil ? .byPartition : .none
      }
    if plan.logs[log].queue != nil { plan.components[index].pulls = log }
    plan.logs[log].groups.append(
      GroupPlan(component: index, operation: operation(runs, of: component), order: order))
  }

  /// Pools that belong to the replicas of another component, once all components have numbers.
  mutating func applyOwners() {
    for component in scenario.components where component.kind == "pool" {
      guard let per = component.word("per"), let owner = componentIndex[per],
        let index = componentIndex[component.name]
      else { continue }
      plan.components[index].per = owner
      plan.components[index].replicas = plan.components[owner].replicas
      plan.components[index].zones = plan.components[owner].zones
    }
  }

  // MARK: Choices of replicas

  /// A load balancer decides how its own callers choose the replica of a target, and watches their health for them.
  mutating func applyPicks() {
    for component in scenario.components where component.kind == "load-balancer" {
      for target in component.to {
        guard let index = componentIndex[target.component] else { continue }
        guard let own = componentIndex[component.name],
          !plan.balancers.contains(where: { $0.component == own && $0.target == index })
        else { continue }
        switch plan.components[index].pick {
        case .shard, .primary, .caller: continue
        default: break
        }
        var balancer = BalancerPlan(
          component: own, target: index, pick: pick(component.word("pick", or: "round-robin")))
        if let health = component.map("health") {
          balancer.health = HealthPlan(
            every: max(1, health["every"]?.nanoseconds ?? 5 * .second),
            ejectAfter: Int(health["eject-after"]?.count ?? 3),
            returnAfter: Int(health["return-after"]?.count ?? 2))
        }
        plan.balancers.append(balancer)
      }
    }
  }

  private func pick(_ word: String) -> ComponentPlan.Pick {
    switch word {
    case "random": .random
    case "least-in-flight": .leastInFlight
    case "two-choices": .twoChoices
    case "same-zone": .sameZone
    case "by-key": .byKey
    default: .roundRobin
    }
  }

  private func discipline(_ component: Component) -> Discipline {
    switch component.word("discipline", or: "fifo") {
    case "lifo": .lifo
    case "priority": .priority
    case "shortest": .shortest
    case "fair": .fair
    case "sharing": .sharing
    default: .fifo
    }
  }

  mutating func zoneNumbers(_ names: [String]) -> [Int] {
    names.isEmpty ? [-1] : names.map { zoneNumber($0) }
  }

  mutating func zoneNumber(_ name: String) -> Int {
    if let known = zoneNames.firstIndex(of: name) { return known }
    zoneNames.append(name)
    return zoneNames.count - 1
  }
}

extension Component {
  func count(_ name: String, or standard: Int64) -> Int64 { parameters[name]?.count ?? standard }
  func bytes(_ name: String, or standard: Int64) -> Int64 { parameters[name]?.bytes ?? standard }
  func word(_ name: String, or standard: String) -> String { parameters[name]?.word ?? standard }
  func word(_ name: String) -> String? { parameters[name]?.word }

  /// The fields of a parameter that is a map; nil when it is not there or is something else.
  func map(_ name: String) -> [String: ParameterValue]? {
    parameters[name]?.table.map { fields in
      Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
  }
}
