import Components
import Engine

/// Instances of polling workers: what they have must be enough, since polls take no time of a core and wait for none.
extension Checker {
  func checkPollingWorkers() {
    for worker in scenario.components where worker.structure == .poller {
      guard let entry = components[worker.name] else { continue }
      checkCycle(worker, entry)
      checkOverQuota(worker, entry)
      guard let from = worker.from,
        let topic = scenario.components.first(where: { $0.name == from }),
        let population = topic.word("key").flatMap({ key in scenario.populations.first { $0.name == key } }),
        let partitions = partitions(of: topic),
        let record = topic.parameters["record"]?.bytes,
        let instances = PollingInstances(worker, partitions: partitions)
      else { continue }
      checkMemory(worker, instances, bytes: Double(population.count) * Double(record), entry)
      checkShares(worker, partitions, entry)
      let cycles = worker.cycles
      guard let shortest = cycles.map(\.time).min(), shortest > 0 else { continue }
      checkCores(worker, instances, polls: asked(worker) * polls(of: population, cycles), entry)
      checkOverlap(worker, every: shortest, entry)
    }
  }

  /// An instance with more partitions than calls asks for none of some of them.
  private func checkShares(_ worker: Component, _ partitions: Int64, _ entry: ComponentTable.Entry) {
    guard partitions <= 1_000_000 else { return }
    let without = PollingFleet(worker, partitions: partitions).slots().count { $0 == 0 }
    guard without > 0 else { return }
    problems.warning(
      "the instances of `\(worker.name)` have fewer calls than partitions: \(without) of \(partitions) are never asked for",
      at: place(of: "threads", in: entry))
  }

  /// Keys that are due in a second.
  private func polls(of population: Population, _ cycles: [(name: String, time: Nanoseconds)]) -> Double {
    cycles.reduce(0) { sum, cycle in
      let share = cycles.count == 1 ? 1 : population.shares.first { $0.name == cycle.name }?.share ?? 0
      return sum + Double(population.count) * share / Double(cycle.time) * 1e9
    }
  }

  /// Calls for each key of the list that it reads.
  private func asked(_ worker: Component) -> Double {
    let bulk = Double(max(1, worker.parameters["bulk"]?.count ?? 1))
    guard worker.word("keys") == "unsubscribed",
      let subscription = scenario.population(workedOnBy: worker).flatMap({ scenario.subscription(over: $0) })
    else { return 1 / bulk }
    // Of a share that could not be read, nothing is told here.
    return (1 - (subscription.parameters["share"]?.ratio ?? 1)) / bulk
  }

  /// By the clock, or on call: one of both.
  private func checkCycle(_ worker: Component, _ entry: ComponentTable.Entry) {
    let node = root.node["components"]?[worker.name]
    guard node?["starts"] == nil || worker.parameters["starts"] != nil else { return }
    if worker.word("starts") == "on call" {
      if node?["every"] != nil {
        problems.error(
          "`\(worker.name)` starts on call, and has no cycle", at: place(of: "every", in: entry),
          suggestion: "leave `every` or `starts: on call` out")
      }
    } else if node?["every"] == nil {
      problems.error(
        "`every` is missing in component `\(worker.name)`", at: entry.place,
        suggestion: "the time of a cycle, as in `every: 300s`; or `starts: on call`")
    }
  }

  private func partitions(of topic: Component) -> Int64? {
    if let table = topic.parameters["partitions"]?.table {
      return table.reduce(0) { $0 + min($1.value.count ?? 1, 1_000_000_000) }
    }
    return topic.parameters["partitions"]?.count
  }

  private func checkCores(
    _ worker: Component, _ instances: PollingInstances, polls: Double, _ entry: ComponentTable.Entry
  ) {
    let load = instances.coreLoad(pollsPerSecond: polls)
    guard load > 1 else { return }
    let each = polls * Double(instances.partitionsOfOne) / Double(instances.partitions)
    problems.error(
      "the polls of `\(worker.name)` need \(Self.percent(load)) of its cores: \(Self.rounded(each)) a second on the busiest of \(instances.replicas) instance\(instances.replicas == 1 ? "" : "s"), \(Self.rounded(Double(instances.poll) / 1e3)) µs each, on \(instances.cores) cores",
      at: place(of: "replicas", in: entry), suggestion: enough(instances, load))
  }

  private func checkMemory(
    _ worker: Component, _ instances: PollingInstances, bytes: Double, _ entry: ComponentTable.Entry
  ) {
    let list = instances.listBytes(of: bytes)
    guard list > Double(instances.memory) else { return }
    problems.error(
      "the list of `\(worker.name)` does not fit: \(Self.rounded(list / 1e9)) GB on the busiest of \(instances.replicas) instance\(instances.replicas == 1 ? "" : "s"), which has \(Self.rounded(Double(instances.memory) / 1e9)) GB",
      at: place(of: "replicas", in: entry), suggestion: enough(instances, list / Double(instances.memory)))
  }

  private func enough(_ instances: PollingInstances, _ times: Double) -> String? {
    let needed = (Double(instances.replicas) * times).rounded(.up)
    return needed <= Double(instances.partitions)
      ? "at least `replicas: \(Int64(needed))`" : "more partitions, and an instance for each"
  }

  /// Two calls for one key wait for each other: with a timeout longer than the cycle they would not.
  private func checkOverlap(_ worker: Component, every: Nanoseconds, _ entry: ComponentTable.Entry) {
    guard worker.word("order") == "by key",
      case .call(let call)? = worker.operations.first(where: { $0.name == worker.runs })?.steps.first?.action,
      let timeout = call.rules.timeout?.time, timeout > every
    else { return }
    problems.error(
      "a poll of `\(worker.name)` may take longer than its cycle, so that two calls for one key would be open at once",
      at: place(of: "every", in: entry),
      suggestion: "a shorter timeout, or `order: none` where that does no harm")
  }

  private static func rounded(_ value: Double) -> String {
    value >= 100 ? "\(Int64(min(value, 9e18).rounded()))" : "\((value * 100).rounded() / 100)"
  }

  private static func percent(_ share: Double) -> String { "\(rounded(share * 100)) %" }

  // MARK: Zones

  /// `zones: { 1: a, 2: b }` places each replica; what it names must be there, and be all.
  func checkZones() {
    for component in scenario.components {
      guard let item = root["components"]?[component.name]?["zones"], kind(of: component.name)?.isBuilt ?? false
      else { continue }
      let places = placed(component)
      guard item.node.entries != nil else {
        if let places, component.zones.count > places {
          problems.warning(
            "`\(component.name)` has \(places) replica\(places == 1 ? "" : "s"), so that nothing of it stands in \(component.zones[places...].map { "`\($0)`" }.joined(separator: ", "))",
            at: item.place)
        }
        continue
      }
      guard let places else {
        problems.error(
          "`\(component.name)` has no replicas that could be placed one by one", at: item.place,
          suggestion: "write a list, as in `[ a, b ]`")
        continue
      }
      checkPlaces(item, of: component, replicas: places)
    }
  }

  /// `1` to the number of replicas; of a database with copies also `primary` and `replica`.
  private func checkPlaces(_ item: Item, of component: Component, replicas: Int) {
    let stated = item.entries.map(\.entry.key)
    let roles = component.structure == .database ? copies(component) > 0 ? ["primary", "replica"] : ["primary"] : []
    let byRole = stated.contains { ["primary", "replica"].contains($0) } && !roles.isEmpty
    let names = byRole ? roles : (1...replicas).map(String.init)
    for (entry, _) in item.entries where !names.contains(entry.key) {
      problems.error(
        "`\(component.name)` has no replica `\(entry.key.shortened)`", at: entry.keyPlace,
        suggestion: names.count > 2
          ? "its replicas are `1` to `\(replicas)`" : Spelling.choice(of: names) ?? "its replica is `\(names[0])`")
    }
    if stated.allSatisfy(names.contains), let missing = names.first(where: { !stated.contains($0) }) {
      problems.error("replica `\(missing)` of `\(component.name)` has no zone", at: item.place)
    }
  }

  /// Replicas of a component that stand somewhere; nil for what has none of its own, or as many as it has partitions.
  private func placed(_ component: Component) -> Int? {
    switch component.structure {
    case .shards:
      guard let shards = component.parameters["shards"]?.count, let copies = component.parameters["replicas"]?.count
      else { return nil }
      let (count, overflows) = shards.multipliedReportingOverflow(by: copies)
      return overflows || count > 1_000_000 ? nil : Int(count)
    case .log, .queue: return nil
    default: return mostReplicas(component).map { Int(min($0, 1_000_000)) }
    }
  }
}
