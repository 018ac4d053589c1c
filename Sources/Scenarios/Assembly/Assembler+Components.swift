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
    case "service", "gateway":
      let pool = scale.pool(
        replicas: component.count("replicas", or: 1),
        each: [component.count("threads", or: 64), component.count("cores", or: 1)])
      made.replicas = Int(pool.replicas)
      made.slots = Int(pool.each[0])
      made.cores = Int(pool.each[1])
      made.queueLimit = Int(component.count("queue", or: 1000))
      made.isComparable = pool.isComparable
      made.pick = pick(component.word("pick", or: "round-robin"))
    case "consumers":
      let pool = scale.pool(
        replicas: component.count("replicas", or: 1),
        each: [component.count("threads", or: 8), component.count("cores", or: 2)])
      made.replicas = Int(pool.replicas)
      made.slots = Int(pool.each[0])
      made.cores = Int(pool.each[1])
      made.queueLimit = Int(Int32.max)
      made.isComparable = pool.isComparable
    case "document-store":
      let shards = scale.cells(component.count("shards", or: 1))
      made.copies = Int(component.count("replicas", or: 3))
      made.replicas = Int(shards.count) * made.copies
      made.slots = Int(component.count("cores", or: 8))
      made.cores = made.slots
      made.queueLimit = Int(component.count("queue", or: 1000))
      made.pick = .byKey
      made.isComparable = shards.isWhole
      made.billedInstances = component.count("shards", or: 1) * Int64(made.copies)
      made.billedBytes =
        (component.word("key").flatMap { key in scenario.populations.first { $0.name == key }?.count }
          ?? 0) * made.recordBytes * Int64(made.copies)
    case "external", "identity", "channel":
      made.isOutside = true
      made.billedInstances = 0
      if let quota = component.parameters["quota"]?.rate { made.quota = scale.rate(quota) }
      if let by = component.word("by"), let index = populationIndex[by] {
        made.quotaKeys = Int(plan.populations[index].count)
        made.quotaPopulation = index
      }
      for entry in component.parameters["outcomes"]?.table ?? [] {
        made.outcomes.append((outcome(entry.name), entry.value.ratio ?? 0))
      }
    case "topic", "compacted-topic":
      made.billedInstances = 1
      let copies = component.count("replication", or: 3)
      let keys = component.word("key").flatMap { key in scenario.populations.first { $0.name == key }?.count }
      made.billedBytes = (keys ?? 0) * made.recordBytes * copies
    case "polling-worker":
      made.replicas = 1
    default:
      made.billedInstances = 1
    }
    componentIndex[component.name] = plan.components.count
    plan.components.append(made)
    if component.kind == "topic" || component.kind == "compacted-topic" { addLog(component) }
  }

  private mutating func addLog(_ component: Component) {
    let index = plan.components.count - 1
    let partitions: Int64
    if let table = component.parameters["partitions"]?.table {
      partitions = table.reduce(0) { $0 + scale.cells($1.value.count ?? 1).count }
    } else {
      partitions = scale.cells(component.count("partitions", or: 1)).count
    }
    logIndex[index] = plan.logs.count
    plan.logs.append(
      LogPlan(
        name: component.name, component: index, partitions: Int(partitions),
        limit: component.count("queue", or: 10_000_000)))
  }

  /// A load balancer decides how callers of its target choose the replica.
  mutating func applyPicks() {
    for component in scenario.components where component.kind == "load-balancer" {
      for target in component.to {
        if let index = componentIndex[target.component], plan.components[index].pick != .byKey {
          plan.components[index].pick = pick(component.word("pick", or: "round-robin"))
        }
      }
    }
  }

  private func pick(_ word: String) -> ComponentPlan.Pick {
    switch word {
    case "random": .random
    case "least-in-flight": .leastInFlight
    default: .roundRobin
    }
  }

  private mutating func zoneNumbers(_ names: [String]) -> [Int] {
    if names.isEmpty { return [0] }
    return names.map { name in
      if let known = zoneNames.firstIndex(of: name) { return known }
      zoneNames.append(name)
      return zoneNames.count - 1
    }
  }

  mutating func addGroup(_ component: Component) {
    guard let from = component.from, let log = componentIndex[from].flatMap({ logIndex[$0] }),
      let runs = component.runs, let index = componentIndex[component.name]
    else { return }
    let order: GroupPlan.Order =
      switch component.word("order", or: "by partition") {
      case "by key": .byKey
      case "none": .none
      default: .byPartition
      }
    plan.logs[log].groups.append(
      GroupPlan(component: index, operation: operation(runs, of: component), order: order))
  }

}

extension Component {
  func count(_ name: String, or standard: Int64) -> Int64 { parameters[name]?.count ?? standard }
  func bytes(_ name: String, or standard: Int64) -> Int64 { parameters[name]?.bytes ?? standard }
  func word(_ name: String, or standard: String) -> String { parameters[name]?.word ?? standard }
  func word(_ name: String) -> String? { parameters[name]?.word }
}
