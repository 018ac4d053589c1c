import Components
import Engine

extension Assembler {
  /// A component that works on the keys of a list, as far as polling workers and subscriptions are alike.
  private struct KeyWork {
    var component: Component
    var index: Int
    var list: Component
    var population: Population
    var runs: Operation
  }

  private func keyWork(_ component: Component) -> KeyWork? {
    guard let index = componentIndex[component.name], let list = component.from.flatMap({ self.component($0) }),
      let name = list.word("key"), let population = scenario.populations.first(where: { $0.name == name }),
      let runs = component.operations.first(where: { $0.name == component.runs })
    else { return nil }
    return KeyWork(component: component, index: index, list: list, population: population, runs: runs)
  }

  /// What works on the keys of a population: it does so in population partitions, and what follows from the outcome
  /// runs in the network.
  mutating func addPolling(_ component: Component) {
    guard let work = keyWork(component) else { return }
    component.structure == .subscription ? addSubscription(work) : addPolling(work)
  }

  /// A polling worker: a call, a comparison, and what follows.
  private mutating func addPolling(_ work: KeyWork) {
    let (component, steps) = (work.component, work.runs.steps)
    guard steps.count >= 2, case .call(let call) = steps[0].action, case .decide(let decide) = steps[1].action,
      let source = componentIndex[call.component], let outside = self.component(call.component),
      let distribution = outside.operations.first(where: { $0.name == call.operation })?.steps.lazy
        .compactMap({ step -> Distribution? in
          if case .work(let distribution) = step.action { distribution } else { nil }
        }).first
    else { return }
    let command = Int(command(decide.command, prefix: decide.prefix))
    var polling = PollingPlan(
      component: work.index, source: source, population: populationIndex[work.population.name] ?? 0,
      binding: plan.commands[command].binding, command: plan.commands[command].command,
      period: component.cycles.map(\.time).max() ?? 0, distribution: self.distribution(distribution),
      stream: stream("\(unprefixed(component.name)).\(work.runs.name)/\(steps[0].label)"))
    switch component.values.word("starts") {
    case "together": polling.starts = .together
    case "by partition": polling.starts = .byPartition
    case "on call": polling.starts = .onCall
    default: polling.starts = .spread
    }
    if component.values.word("keys") == "unsubscribed" { polling.keys = .unsubscribed }
    polling.overQuota = PollingPlan.OverQuota(rawValue: component.values.word("over-quota")) ?? .skip
    polling.subscribed = scenario.subscription(over: work.population.name)?.values.ratio("share") ?? 0
    polling.timeout = call.rules.timeout?.time
    polling.sourcePopulation = plan.components[source].quotaPopulation
    linkSet.insert(LinkPlan(from: work.index, to: source, style: .call))
    let partitions = partitionCounts(work.list, work.population)
    let fleet = PollingFleet(component, partitions: partitions.reduce(0) { $0 + $1.full })
    let places = addPartitions(
      work, partitions, slots: fleet.slots(), bulk: Int(clamping: component.values.count("bulk")), &polling)
    addLosses(component, work.list, keys: work.population.count, fleet, places, &polling)
    plan.components[work.index].billedInstances = component.values.count("replicas")
    add(polling, work, deciding: steps[1], rest: Array(steps.dropFirst(2)), command)
  }

  /// A source that pushes: what is known is compared as by a polling worker.
  private mutating func addSubscription(_ work: KeyWork) {
    let (component, steps) = (work.component, work.runs.steps)
    guard let first = steps.first, case .decide(let decide) = first.action else { return }
    let command = Int(command(decide.command, prefix: decide.prefix))
    var polling = PollingPlan(
      component: work.index, source: work.index, population: populationIndex[work.population.name] ?? 0,
      binding: plan.commands[command].binding, command: plan.commands[command].command, period: 0,
      distribution: distribution(component.values.distribution("delay")),
      stream: stream("\(unprefixed(component.name)).\(work.runs.name)/push"))
    let retry = component.map("retry")
    polling.starts = .pushed(
      PollingPlan.Push(
        lost: component.values.ratio("lost"), retries: Int(retry?.count("times") ?? 0),
        every: retry?.time("every") ?? 0))
    polling.keys = .subscribed
    polling.subscribed = component.values.ratio("share")
    let partitions = partitionCounts(work.list, work.population)
    let slots = Array(repeating: Int64(1), count: Int(partitions.reduce(0) { $0 + $1.full }))
    _ = addPartitions(work, partitions, slots: slots, bulk: 1, &polling)
    plan.components[work.index].billedInstances = 1
    add(polling, work, deciding: first, rest: Array(steps.dropFirst()), command)
  }

  private mutating func add(
    _ polling: PollingPlan, _ work: KeyWork, deciding step: Step, rest: [Step], _ command: Int
  ) {
    var polling = polling
    // A plain topic is written back to as a work list is.
    polling.lag = work.list.parameters["lag"]?.nanoseconds ?? .second
    polling.operation = operation(work.runs.name, of: work.component)
    linkSet.insert(LinkPlan(from: componentIndex[work.list.name] ?? 0, to: work.index, style: .consume))
    addTails(of: step, rest: rest, command, work.component, &polling)
    assert(Int32(plan.pollings.count) == self.polling(of: work.component), "polling workers are added in order")
    plan.pollings.append(polling)
  }

  /// Compiles what follows each outcome of the comparison. The first outcome is "nothing new".
  private mutating func addTails(
    of decide: Step, rest: [Step], _ command: Int, _ component: Component,
    _ polling: inout PollingPlan
  ) {
    let name = "\(unprefixed(component.name)).\(component.runs ?? "")"
    var owner = Owner(
      name: name, component: polling.component, prefix: prefix(of: component.name),
      salt: Assembler.salt(name))
    for (number, outcome) in plan.commands[command].outcomes.enumerated() {
      let word = plan.outcomes[Int(outcome)]
      let steps =
        decide.branches.first { $0.outcomes.contains(word) }?.steps ?? decide.otherwise ?? []
      guard number > 0, !(steps.isEmpty && rest.isEmpty) else {
        polling.tails.append(-1)
        continue
      }
      polling.tails.append(here)
      compile(steps, &owner)
      compile(rest, &owner)
      emitReply(StandardOutcome.ok)
    }
  }

  /// Number of a polling worker's plan: they are added in the order of the components.
  func polling(of component: Component) -> Int32 {
    let pollers = scenario.components.filter(\.structure.readsPopulation)
    return Int32(pollers.firstIndex { $0.name == component.name } ?? 0)
  }

  /// Loops over one population have one clock of its source.
  mutating func shareClocks() {
    for index in plan.pollings.indices {
      let population = plan.pollings[index].population
      plan.pollings[index].lead =
        2 * (plan.pollings.filter { $0.population == population }.map(\.period).max() ?? 0)
    }
  }

  /// - Parameter slots: of each partition at full size.
  /// - Returns: of each partition the one that it stands for at full size.
  private mutating func addPartitions(
    _ work: KeyWork, _ partitions: [(full: Int64, scaled: Int64)], slots: [Int64], bulk: Int,
    _ polling: inout PollingPlan
  ) -> [Int] {
    let population = work.population
    let total = scaledCount(population)
    let shares = Self.classes(of: population)
    polling.groups = shares.map(\.name)
    let counts = Self.split(total, by: shares.map(\.share))
    let fullCounts = Self.split(population.count, by: shares.map(\.share))
    var first: UInt64 = 0
    var places: [Int] = []
    var before: Int64 = 0
    // A scaled run has some of the partitions: those of instances with more of them would be too many or too few.
    var smaller = !scale.isFull && Set(slots).count > 1
    for (group, count) in counts.enumerated() {
      let parts = partitions[group].scaled
      let perPartition = Double(fullCounts[group]) / Double(partitions[group].full)
      for part in 0..<parts {
        let entities = Int(count / parts + (part < count % parts ? 1 : 0))
        let ratio = Double(entities) / max(1, perPartition)
        let place = Int(before + part * partitions[group].full / parts)
        places.append(place)
        let full = slots[place]
        // Slots go with keys: at another scale a partition may have more of them, or less than half of a cell's.
        let isPart = ratio <= 0.5
        let size = scale.isFull && !isPart ? full : Int64((Double(full) * ratio).rounded())
        if isPart && full > 0 { smaller = true }
        polling.partitions.append(
          PollingPlan.Partition(
            group: group, first: first + UInt64(part), stride: UInt64(parts), count: entities,
            slots: Int(isPart && full > 0 ? max(1, size) : size), offset: 0, bulk: bulk))
      }
      first += UInt64(count)
      before += partitions[group].full
    }
    if work.component.parameters["every"]?.table != nil {
      for index in polling.partitions.indices {
        let group = polling.groups[polling.partitions[index].group]
        polling.partitions[index].period = work.component.cycles.first { $0.name == group }?.time
      }
    }
    spread(&polling)
    lease(plan.components[polling.source], &polling)
    if smaller { plan.components[polling.component].isComparable = false }
    return places
  }

  /// Classes of a population's keys; one of all where it has none.
  private static func classes(of population: Population) -> [(name: String, share: Double)] {
    population.shares.isEmpty ? [("all", 1)] : population.shares.map { ($0.name, $0.share) }
  }

  /// Partitions of a list by class of the population's keys.
  private func partitionCounts(_ list: Component, _ population: Population) -> [(full: Int64, scaled: Int64)] {
    let classes = Self.classes(of: population)
    let table = list.parameters["partitions"]?.table
    let split = Self.split(list.parameters["partitions"]?.count ?? 0, by: classes.map(\.share)).map { max(1, $0) }
    return classes.enumerated().map { index, part in
      let full = table?.first { $0.name == part.name }?.value.count ?? split[index]
      return (full, scale.cells(full).count)
    }
  }

  /// Staggers partitions inside one step of their grid, so that they do not call in step.
  private func spread(_ polling: inout PollingPlan) {
    let count = Nanoseconds(polling.partitions.count)
    for index in polling.partitions.indices {
      let keys = Nanoseconds(max(1, polling.partitions[index].count))
      let period = polling.period(of: polling.partitions[index])
      switch polling.starts {
      case .spread:
        polling.partitions[index].offset = period / keys * Nanoseconds(index) / count
      case .byPartition:
        polling.partitions[index].offset = period / count * Nanoseconds(index)
      case .together, .onCall, .pushed: break
      }
    }
  }

  /// Deals quotas out in proportion to the calls that are due; the leases add up to them.
  private func lease(_ source: ComponentPlan, _ polling: inout PollingPlan) {
    if let quota = source.quota {
      for (index, part) in dealt(quota, polling).enumerated() { polling.partitions[index].allowance = part }
    }
    for own in source.ownQuotas {
      for (index, part) in dealt(own.rate, polling).enumerated() {
        polling.partitions[index].ownAllowances[own.key] = part
      }
    }
  }

  /// A quota that is no whole number of calls a second, or of fewer than ten for each partition, is dealt out as rates
  /// that are kept by credit, the credit of the beginning as well: of few calls a whole one more or less is much.
  private func dealt(_ quota: Double, _ polling: PollingPlan) -> [CallAllowance] {
    // Keys that are due in the longest cycle.
    let weights = polling.partitions.map { partition in
      Double(partition.keys)
        * (polling.period > 0 ? Double(polling.period) / Double(max(1, polling.period(of: partition))) : 1)
    }
    let total = max(1, weights.reduce(0, +))
    if quota != quota.rounded() || quota < 10 * Double(polling.partitions.count) {
      return weights.map { weight in
        let share = weight / total
        let credit = CallCredit(perSecond: quota * share)
        return .rate(credit, begins: credit.due(withCredit: share * max(1, quota)))
      }
    }
    var keys = 0.0
    var dealt: Int64 = 0
    return weights.map { weight in
      keys += weight
      let due = Int64(saturating: (quota * keys / total).rounded(.down))
      defer { dealt = due }
      return .calls(Int(due - dealt))
    }
  }

  /// Whole numbers in given proportions that add up to `total`: largest remainders last.
  static func split(_ total: Int64, by shares: [Double]) -> [Int64] {
    var counts: [Int64] = []
    var cumulative = 0.0
    var dealt: Int64 = 0
    for (index, share) in shares.enumerated() {
      cumulative += share
      let due =
        index == shares.count - 1 ? total : Int64((Double(total) * cumulative).rounded())
      counts.append(due - dealt)
      dealt = due
    }
    return counts
  }
}
