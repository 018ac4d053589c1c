import Components
import Engine

/// Turns a checked scenario into a plan that runs: kinds become stations, logs and outside interfaces,
/// steps become instructions, shapes become rates, and `--scale` removes whole cells.
///
/// What it is given has been checked; it makes no error messages of its own.
package struct Assembler {
  let scenario: Scenario
  let scale: CellScale
  var plan = NetworkPlan()
  var domains: [AssembledModel.Domain] = []
  var warnings: [String] = []
  var arithmetic: [String] = []
  var componentIndex: [String: Int] = [:]
  var flowIndex: [String: Int] = [:]
  var populationIndex: [String: Int] = [:]
  var operationIndex: [String: Int] = [:]
  var outcomeIndex: [String: UInt16] = [:]
  var distributionIndex: [Distribution] = []
  var streamIndex: [String: Int32] = [:]
  var zoneNames: [String] = []
  var logIndex: [Int: Int] = [:]
  /// What each guard of the plan was made from.
  var guardKeys: [(rules: CallRules, caller: Int, callee: Int)] = []
  /// Operations that are named and not compiled yet.
  var pending: [(operation: Int, component: Component, name: String)] = []
  var linkSet: Set<LinkPlan> = []
  /// Rates that many share and that are too small at this scale, each with the largest scale at which it is not.
  var smallRates: [(name: String, scale: Int64)] = []
  /// Entities of domain cores that `--scale` removes.
  private var cells: Set<String> = []

  package static func assemble(
    _ scenario: Scenario, providers: [any DomainProvider], intervals: Int = 120
  ) -> AssembledModel {
    var assembler = Assembler(scenario)
    assembler.build(providers: providers, intervals: intervals)
    return AssembledModel(
      plan: assembler.plan, domains: assembler.domains, warnings: assembler.warnings,
      arithmetic: assembler.arithmetic)
  }

  private init(_ scenario: Scenario) {
    self.scenario = scenario
    scale = CellScale(scenario.run.scale)
    plan.streams = NetworkPlan.ownStreams
    plan.marks = NetworkPlan.ownMarks
    for (index, name) in plan.outcomes.enumerated() { outcomeIndex[name] = UInt16(index) }
    plan.program = [.fail(outcome: StandardOutcome.error)]
  }

  private mutating func build(providers: [any DomainProvider], intervals: Int) {
    for description in providers.map(\.description) {
      for entity in description.entities where entity.scales { cells.insert("\(description.name).\(entity.name)") }
    }
    buildHorizon(intervals: intervals)
    buildPopulations()
    buildDomains(providers)
    for component in scenario.components { addComponent(component) }
    buildRemotes()
    applyOwners()
    applyPicks()
    buildHops()
    for flow in scenario.flows {
      flowIndex[flow.name] = plan.flows.count
      plan.flows.append(FlowPlan(name: flow.name, entry: -1))
    }
    for fault in scenario.faults { addFault(fault) }
    for component in scenario.components where component.from != nil && !component.structure.readsPopulation {
      addGroup(component)
    }
    for component in scenario.components where component.structure == .timer { addTimer(component) }
    for (index, flow) in scenario.flows.enumerated() {
      plan.flows[index].entry = compile(flow)
    }
    compilePending()
    for component in scenario.components where component.structure.readsPopulation {
      addPolling(component)
    }
    shareClocks()
    compilePending()
    for workload in scenario.workloads { addSource(workload) }
    addBackups()
    addLimits()
    addLinks()
    sayWhatIsNotComparable()
  }

  private mutating func sayWhatIsNotComparable() {
    if let least = smallRates.map(\.scale).min() {
      let names = Self.few(smallRates.map(\.name))
      warnings.append(
        "not comparable with the full size at 1:\(scale.factor): what \(names) let pass, whose rates are less than \(Int(CellScale.leastBurst)) calls in a second at this scale\(least > 1 ? "; at 1:\(least) it is" : "")"
      )
    }
    let rates = smallRates.map(\.name)
    let smaller = plan.components.filter { !$0.isComparable }.map(\.name).filter { !rates.contains($0) }
    guard !smaller.isEmpty else { return }
    warnings.append(
      "not comparable with the full size at 1:\(scale.factor): waits at \(Self.few(smaller)), whose pools are smaller than a whole cell: judge them at a larger scale; loads and delays that need no wait are comparable"
    )
  }

  /// A list that a line can hold: the first five names, and how many there are.
  private static func few(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count <= 5 ? shown : "\(names.count) components (\(shown) and \(names.count - 5) more)"
  }

  // MARK: Parts without steps

  private mutating func buildHorizon(intervals: Int) {
    let run = scenario.run
    plan.horizon.warmUp = run.warmUp ?? 0
    plan.horizon.end = run.duration
    plan.horizon.drained = run.duration + run.drain
    // Whole seconds where the run is long enough, so that a reader can count along.
    var interval = max(1, run.duration / Nanoseconds(intervals))
    if interval > .second { interval = (interval + .second - 1) / .second * .second }
    plan.horizon.interval = intervalForBudgets(atMost: interval)
  }

  /// An interval of which every window of a budget holds a whole number, and which dates recoveries to a
  /// quarter of their limits. Windows that would need more intervals than a timeline may have are left out, the
  /// shortest first; the judge says so.
  private func intervalForBudgets(atMost usual: Nanoseconds) -> Nanoseconds {
    func isTooShort(_ interval: Nanoseconds) -> Bool {
      interval < 1 || scenario.run.duration / interval > Nanoseconds(Horizon.mostIntervals)
    }
    var most = usual
    for budget in scenario.budgets where budget.check.metric == "recovery" {
      guard case .value(let limit) = budget.check.limit, limit >= 4, !isTooShort(Nanoseconds(limit / 4)) else {
        continue
      }
      most = min(most, Nanoseconds(limit / 4))
    }
    var common: Nanoseconds = 0
    var interval = most
    // A window that is longer than the run holds nothing.
    let windows = Set(scenario.budgets.compactMap(\.window)).filter { $0 > 0 && $0 <= scenario.run.duration }
    for window in windows.sorted(by: >) {
      let divisor = Self.commonDivisor(common, window)
      // The largest part of it that is not longer than usual; windows are round, so that the next one is near.
      var parts = (divisor + most - 1) / most
      while parts < divisor && !divisor.isMultiple(of: parts) && !isTooShort(divisor / parts) { parts += 1 }
      if isTooShort(divisor / parts) { continue }
      common = divisor
      interval = divisor / parts
    }
    return interval
  }

  private static func commonDivisor(_ one: Nanoseconds, _ other: Nanoseconds) -> Nanoseconds {
    var (one, other) = (one, other)
    while other != 0 { (one, other) = (other, one % other) }
    return one
  }

  private mutating func buildPopulations() {
    for population in scenario.populations {
      populationIndex[population.name] = plan.populations.count
      plan.populations.append(
        PopulationPlan(
          name: population.name, stream: unprefixed(population.name), count: scaledCount(population),
          pick: population.pick))
    }
  }

  /// Entities are cells; other key spaces keep their size, since hit ratios and skew depend on it.
  func scaledCount(_ population: Population) -> Int64 {
    let isPolled = scenario.components.contains {
      $0.structure.readsPopulation && scenario.population(workedOnBy: $0) == population.name
    }
    let isWho = scenario.workloads.contains {
      if case .closed = $0.shape { return $0.who == population.name }
      return false
    }
    let isCell = population.core.map { cells.contains("\($0).\(population.entity ?? "")") } ?? false
    return isPolled || isWho || isCell
      ? scale.entities(population.count) : population.count
  }

  private mutating func buildDomains(_ providers: [any DomainProvider]) {
    for settings in scenario.domains {
      guard let provider = providers.first(where: { $0.description.name == settings.core }) else {
        continue
      }
      let shapes = scenario.populations.filter {
        $0.core == settings.core && $0.name.hasPrefix(settings.prefix)
      }.map {
        BindingConfiguration.PopulationShape(
          name: unprefixed($0.name), entity: $0.entity ?? "", count: scaledCount($0),
          groups: $0.shares)
      }
      domains.append(
        AssembledModel.Domain(
          provider: provider,
          configuration: BindingConfiguration(
            parameters: scaled(settings.parameters, of: provider), populations: shapes),
          prefix: settings.prefix))
    }
    plan.bindingPrefixes = domains.map(\.prefix)
  }

  /// What the core says that scales goes with its entities.
  private func scaled(
    _ parameters: [String: ParameterValue], of provider: any DomainProvider
  ) -> [String: ParameterValue] {
    var parameters = parameters
    for parameter in provider.description.parameters where parameter.scales {
      if let count = parameters[parameter.name]?.count { parameters[parameter.name] = .count(scale.entities(count)) }
    }
    return parameters
  }

  /// Each component is reached over the network of its own system, if that states one.
  private mutating func buildHops() {
    plan.hops = [hops(scenario.network)]
    for (prefix, network) in scenario.systemNetworks {
      let start = prefix.hasSuffix("/") ? prefix : prefix + "/"
      plan.hops.append(hops(network))
      for index in plan.components.indices where plan.components[index].name.hasPrefix(start) {
        plan.components[index].hops = plan.hops.count - 1
      }
    }
  }

  private mutating func hops(_ network: NetworkSettings) -> HopPlan {
    var hops = HopPlan()
    hops.client = hop(network.client)
    hops.sameZone = hop(network.sameZone)
    hops.crossZone = hop(network.crossZone)
    return hops
  }

  private mutating func hop(_ distribution: Distribution) -> Int32 {
    distribution == .constant(0) ? -1 : self.distribution(distribution)
  }

  private mutating func addLimits() {
    for budget in scenario.budgets {
      guard let above = budget.check.above else { continue }
      let limit = LimitPlan(metric: budget.check.metric, limit: Nanoseconds(above.rounded()))
      if !plan.limits.contains(limit) { plan.limits.append(limit) }
    }
  }

  private mutating func addLinks() {
    for (index, log) in plan.logs.enumerated() {
      for group in log.groups {
        linkSet.insert(LinkPlan(from: plan.logs[index].component, to: group.component, style: .consume))
      }
    }
    plan.links = linkSet.sorted {
      ($0.from, $0.to, $0.style == .call ? 0 : 1) < ($1.from, $1.to, $1.style == .call ? 0 : 1)
    }
  }

  // MARK: Numbers for names

  mutating func distribution(_ distribution: Distribution) -> Int32 {
    if let known = distributionIndex.firstIndex(of: distribution) { return Int32(known) }
    distributionIndex.append(distribution)
    plan.distributions = distributionIndex
    return Int32(distributionIndex.count - 1)
  }

  mutating func stream(_ name: String) -> Int32 {
    if let known = streamIndex[name] { return known }
    let number = Int32(plan.streams.count)
    plan.streams.append(name)
    streamIndex[name] = number
    return number
  }

  mutating func outcome(_ name: String) -> UInt16 {
    if let known = outcomeIndex[name] { return known }
    let number = UInt16(plan.outcomes.count)
    plan.outcomes.append(name)
    outcomeIndex[name] = number
    return number
  }

  mutating func mark(_ name: String) -> Int32 {
    if let known = plan.marks.firstIndex(of: name) { return Int32(known) }
    plan.marks.append(name)
    return Int32(plan.marks.count - 1)
  }

  /// The delay line of a timeout that is always the same; −1 for none.
  mutating func timeoutLine(_ timeout: Nanoseconds?) -> Int32 {
    guard let timeout else { return -1 }
    if let known = plan.timeouts.firstIndex(of: timeout) { return Int32(known) }
    plan.timeouts.append(timeout)
    return Int32(plan.timeouts.count - 1)
  }

  /// Streams and stored names are without the prefix of a system, so systems that share nothing behave
  /// together as alone.
  func unprefixed(_ name: String) -> String {
    name.lastIndex(of: "/").map { String(name[name.index(after: $0)...]) } ?? name
  }

  func prefix(of name: String) -> String {
    name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
  }
}
