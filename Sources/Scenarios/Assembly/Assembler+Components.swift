import Components
import Engine

extension Assembler {
  mutating func addComponent(_ component: Component) {
    var made = ComponentPlan(name: component.name, kind: component.kind)
    made.facets = component.facets
    made.zones = zoneNumbers(component.zones)
    made.requestBytes = component.parameters["request"]?.bytes ?? Assembler.plainBytes
    made.recordBytes = component.parameters["record"]?.bytes ?? Assembler.plainBytes
    made.billedInstances = component.parameters["replicas"]?.count ?? 1
    add(component, to: &made)
    made.billedCores = component.parameters[component.facets.cores]?.count ?? 0
    made.remembers = component.parameters["remembers"]?.nanoseconds
    componentIndex[component.name] = plan.components.count
    plan.components.append(made)
    if [.log, .queue].contains(component.structure) { addLog(component) }
  }

  /// Bytes of a call or record whose kind has no parameter for them.
  private static let plainBytes: Int64 = 1000

  private mutating func add(_ component: Component, to made: inout ComponentPlan) {
    switch component.structure {
    case .station: addStation(component, to: &made)
    case .group:
      addPool(component, to: &made)
      made.rebalance = Assembler.rebalance
    case .worker:
      addPool(component, to: &made)
      made.scaling = scaling(of: component)
    case .people: addPeople(component, to: &made)
    case .function: addFunction(component, to: &made)
    case .batch:
      let slots = scale.pool(replicas: 1, each: [component.values.count("slots")])
      made.cores = Int(slots.each[0])
      made.queueLimit = 1_000_000
      made.isComparable = slots.isComparable
      // A cell has its part of the rows, and of the rate at which they are loaded.
      made.comparison = Nanoseconds(
        saturating: Double(component.parameters["row"]?.nanoseconds ?? 0) * Double(scale.factor))
    case .pool, .limiter, .cache, .edge: addProxy(component, to: &made)
    case .database: addDatabase(component, to: &made)
    case .shards: addDocumentStore(component, to: &made)
    case .outside: addOutside(component, to: &made)
    case .log, .queue:
      made.billedInstances = 1
      made.billedBytes = (keys(of: component) ?? 0) * made.recordBytes * component.values.count("replication")
    case .poller, .subscription: made.replicas = 1
    case .remote: made.isOutside = true
    case .balancer, .scaler, .timer, .announced: made.billedInstances = 1
    }
  }

  /// Until a consumer group notices that a member has come or gone.
  private static let rebalance = 10 * Nanoseconds.second

  /// Keys of the population that the component's `key` names.
  private func keys(of component: Component) -> Int64? {
    component.word("key").flatMap { key in scenario.populations.first { $0.name == key }?.count }
  }

  // MARK: Stations

  /// Who is next, and who has waited too long.
  private func addLine(_ component: Component, to made: inout ComponentPlan) {
    made.discipline = discipline(component)
    if let weights = component.parameters["weights"]?.table { made.weights = Assembler.weights(weights) }
    if let points = component.parameters["speed-by-load"]?.table {
      made.speeds = SpeedCurve(
        Assembler.speeds(points), scale: Double(component.values.count("cores")) / Double(max(1, made.cores)))
    }
    if let shed = component.map("shed") {
      made.shedding = SheddingPlan(
        target: shed.time("target"),
        interval: shed.time("interval"))
    }
  }

  private mutating func addStation(_ component: Component, to made: inout ComponentPlan) {
    addPool(component, to: &made)
    made.pick = pick(component.values.word("pick"))
    made.scaling = scaling(of: component)
    addLine(component, to: &made)
    if let adapts = component.map("adapts") {
      made.adaptation = AdaptationPlan(
        target: adapts.time("target"), least: Int(adapts.count("least")))
    }
    if let degrades = component.map("degrades") {
      made.degradation = DegradationPlan(from: Int(degrades.count("from")), each: degrades.ratio("each"))
    }
    if let freezes = component.map("freezes") {
      made.freezing = FreezingPlan(
        after: freezes.time("after"), backIn: freezes.time("back-in"))
    }
    if let limit = component.parameters["limit"]?.rate {
      made.bucket = bucket(limit, burst: component.parameters["burst"]?.count, of: &made)
    }
    if let comparison = component.parameters["comparison"]?.nanoseconds { made.comparison = comparison }
    if let connections = component.parameters["connections"]?.count {
      made.slots = Int(scale.pool(replicas: 1, each: [connections]).each[0])
      made.queueLimit = 0
    }
  }

  /// Replicas with threads and cores each, and a queue of their own where they have one.
  private mutating func addPool(_ component: Component, to made: inout ComponentPlan) {
    let most = replicasAtMost(component)
    // What holds connections has as many threads as a plain service, for the purposes of a scale.
    let threads = component.parameters["threads"]?.count ?? 64
    let pool = scale.pool(replicas: most, each: [threads, component.values.count("cores")])
    made.replicas = Int(pool.replicas)
    made.slots = Int(pool.each[0])
    made.cores = Int(pool.each[1])
    made.queueLimit = Int(component.parameters["queue"]?.count ?? Int64(Int32.max))
    made.isComparable = pool.isComparable
    made.billedInstances = most
  }

  /// Whoever works is busy: a slot and a core each.
  private mutating func addPeople(_ component: Component, to made: inout ComponentPlan) {
    let people = scale.pool(replicas: 1, each: [component.values.count("count")])
    made.slots = Int(people.each[0])
    made.cores = made.slots
    made.isComparable = people.isComparable
    made.queueLimit = Int(component.values.count("queue"))
    made.billedInstances = component.values.count("count")
    addLine(component, to: &made)
  }

  private mutating func addFunction(_ component: Component, to made: inout ComponentPlan) {
    let slots = scale.pool(replicas: 1, each: [component.values.count("limit"), component.values.count("warm")])
    made.slots = Int(slots.each[0])
    made.isComparable = slots.isComparable
    made.billedInstances = 0
    made.memoryBytes = component.values.bytes("memory")
    made.warmth = WarmthPlan(
      cold: distribution(component.values.distribution("cold-start")),
      coldStream: stream("\(unprefixed(component.name))/cold"),
      keepsWarm: component.values.time("keeps-warm"), ready: Int(slots.each[1]))
  }

  // MARK: Scaling

  /// Its own map of replicas, or that of an autoscaler that names it.
  private func scalingFields(of component: Component) -> ParameterValues? {
    component.map("replicas")
      ?? scenario.components.first { $0.structure == .scaler && $0.word("scales") == component.name }?.values
  }

  private func replicasAtMost(_ component: Component) -> Int64 {
    (scalingFields(of: component)?.count("max")) ?? component.values.count("replicas")
  }

  private func scaling(of component: Component) -> ScalingPlan? {
    guard let fields = scalingFields(of: component) else { return nil }
    let words = fields.word("keep").split(separator: " ").map(String.init)
    let signal = ScalingPlan.Signal(rawValue: words.first ?? "cpu") ?? .cpu
    let text = words.last ?? "60%"
    let number = Double(text.hasSuffix("%") ? String(text.dropLast()) : text) ?? 60
    return ScalingPlan(
      least: Int(scale.cells(fields.count("min")).count),
      most: Int(scale.cells(fields.count("max")).count), signal: signal,
      target: text.hasSuffix("%") ? number / 100 : number,
      metricDelay: fields.time("metric-delay"), startup: fields.time("startup"),
      cooldown: fields.time("cooldown"), interval: fields.time("interval"))
  }

  // MARK: Proxies

  private mutating func addProxy(_ component: Component, to made: inout ComponentPlan) {
    made.billedInstances = 1
    made.isProxy = component.structure != .edge
    switch component.structure {
    case .pool:
      made.isLocal = true
      made.isPool = true
      if component.word("per") != nil {
        made.pick = .caller
        made.slots = Int(component.values.count("slots"))
      } else {
        let slots = scale.pool(replicas: 1, each: [component.values.count("slots")])
        made.slots = Int(slots.each[0])
        made.isComparable = slots.isComparable
      }
      made.queueLimit = Int(component.values.count("queue"))
      made.discipline = discipline(component)
    case .limiter:
      made.isLocal = true
      if let rate = component.parameters["rate"]?.rate {
        made.bucket = bucket(rate, burst: component.parameters["burst"]?.count, of: &made)
      }
    case .edge:
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
      switch component.word("evict") {
      case "fifo": .fifo
      case "random": .random
      default: .lru
      }
    let entries = component.parameters["entries"]?.count
    return CachePlan(
      capacity: entries ?? component.values.bytes("capacity"),
      sizes: entries == nil ? distribution(keys.size ?? .constant(1000)) : -1,
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
      replicas: 1, each: [component.values.count("connections"), component.values.count("cores")])
    let copies = component.map("replica")
    let count = 1 + Int(copies?.count("count") ?? 0)
    made.replicas = count
    made.slots = Int(pool.each[0])
    made.cores = Int(pool.each[1])
    made.isComparable = pool.isComparable
    made.queueLimit = Int(component.values.count("queue"))
    made.pick = .primary
    made.keepsData = true
    addLine(component, to: &made)
    made.copies = count
    made.billedInstances = Int64(count)
    made.billedBytes = (keys(of: component) ?? 0) * made.recordBytes * Int64(count)
    made.database = DatabasePlan(
      readsFromCopies: copies?.flag("reads") ?? false,
      lag: copies.map { distribution($0.distribution("lag")) } ?? -1,
      failover: copies.map { distribution($0.distribution("failover")) } ?? -1)
  }

  private mutating func addDocumentStore(_ component: Component, to made: inout ComponentPlan) {
    let shards = scale.cells(component.values.count("shards"))
    made.copies = Int(component.values.count("replicas"))
    made.replicas = Int(shards.count) * made.copies
    made.slots = Int(component.values.count("cores"))
    made.cores = made.slots
    made.queueLimit = Int(component.values.count("queue"))
    made.pick = .shard
    made.keepsData = true
    made.isComparable = shards.isWhole
    made.billedInstances = component.values.count("shards") * Int64(made.copies)
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
    for entry in component.parameters["quotas"]?.table ?? [] {
      guard let key = Int64(entry.name), let rate = entry.value.rate else { continue }
      let shared = scale.sharedRate(rate)
      made.ownQuotas.append((key, shared.rate))
      noteShared(rate, shared.isComparable, of: &made)
    }
    made.ownQuotas.sort { $0.key < $1.key }
    for entry in component.parameters["outcomes"]?.table ?? [] {
      made.outcomes.append((outcome(entry.name), entry.value.ratio ?? 0))
    }
  }

  // MARK: Logs

  private mutating func addLog(_ component: Component) {
    let index = plan.components.count - 1
    let partitions =
      component.parameters["partitions"]?.table?.reduce(0) { $0 + scale.cells($1.value.count ?? 1).count }
      ?? component.parameters["partitions"]?.count.map { scale.cells($0).count } ?? 1
    logIndex[index] = plan.logs.count
    var log = LogPlan(
      name: component.name, component: index, partitions: Int(partitions),
      limit: component.values.count("queue"))
    if component.structure == .queue {
      log.queue = QueuePlan(
        visibility: component.values.time("visibility"),
        receives: Int(component.values.count("receives")),
        retention: component.parameters["retention"]?.nanoseconds,
        keepsDead: component.values.flag("dead-letter"))
    }
    log.blocks = component.values.word("when-full") == "block"
    log.copies = Int(component.values.count("replication"))
    log.failover = component.values.time("failover")
    log.binding = domains.firstIndex { $0.prefix == prefix(of: component.name) } ?? -1
    plan.logs.append(log)
  }

  mutating func addGroup(_ component: Component) {
    guard let from = component.from, let log = componentIndex[from].flatMap({ logIndex[$0] }),
      let runs = component.runs, let index = componentIndex[component.name]
    else { return }
    let order: GroupPlan.Order =
      switch component.word("order") {
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
    for component in scenario.components where component.structure == .pool {
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
    for component in scenario.components where component.structure == .balancer {
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
          component: own, target: index, pick: pick(component.values.word("pick")))
        if let health = component.map("health") {
          balancer.health = HealthPlan(
            every: max(1, health.time("every")),
            ejectAfter: Int(health.count("eject-after")),
            returnAfter: Int(health.count("return-after")))
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

  /// By priority: what is not named has the weight 1.
  private static func weights(_ stated: [(name: String, value: ParameterValue)]) -> [Double] {
    (0...7).map { priority in stated.first { $0.name == "\(priority)" }?.value.count.map { Double($0) } ?? 1 }
  }

  /// In ascending order.
  static func speeds(_ stated: [(name: String, value: ParameterValue)]) -> [(atWork: Int, speed: Double)] {
    stated.map { (atWork: Int($0.name) ?? 1, speed: $0.value.factor ?? 1) }.sorted { $0.atWork < $1.atWork }
  }

  private func discipline(_ component: Component) -> Discipline {
    switch component.word("discipline") {
    case "lifo": .lifo
    case "priority": .priority
    case "preemptive": .preemptive
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
