import Components
import Engine
import Scenarios

/// Rates through a network without queues: each step passes its share on.
struct TrafficEquations {
  let scenario: Scenario
  let model: AssembledModel
  private let componentIndex: [String: Int]
  /// Calls, records or refreshes a second by component.
  private(set) var rates: [Double]
  /// Share of the look-ups that each component answers as a cache.
  let hits: [Double]
  private var coreTime: [Double]
  private var slotTime: [Double]
  private var depth = 0
  /// Steps that were walked. Records that make records, and calls that meet again and again, can be walked in more ways
  /// than anybody would wait for.
  private var walked = 0
  private static let mostSteps = 200_000

  init(_ scenario: Scenario, model: AssembledModel, hits: [Double]? = nil) {
    self.scenario = scenario
    self.model = model
    componentIndex = Dictionary(
      model.plan.components.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let zeros = Array(repeating: 0.0, count: model.plan.components.count)
    rates = zeros
    self.hits = hits ?? zeros
    coreTime = zeros
    slotTime = zeros
  }

  mutating func offer(flow name: String, rate: Double) {
    guard let flow = scenario.flows.first(where: { $0.name == name }) else { return }
    _ = walk(flow.steps, rate: rate, in: nil)
  }

  /// Mean time of a flow without queues, in nanoseconds.
  mutating func time(flow name: String) -> Double {
    guard let flow = scenario.flows.first(where: { $0.name == name }) else { return 0 }
    return walk(flow.steps, rate: 0, in: nil).time
  }

  /// What nobody asks for: a timer's operation.
  mutating func offer(operation: String, of component: String, rate: Double) {
    let own = operation.hasPrefix(component + ".") ? String(operation.dropFirst(component.count + 1)) : operation
    _ = call(component, own, rate: rate)
  }

  /// Slots that are taken on average, times nanoseconds a second.
  func slotTime(of index: Int) -> Double { slotTime[index] }

  mutating func offerPolling() {
    for polling in model.plan.pollings {
      if polling.push != nil {
        offerPushes(polling)
      } else if polling.starts != .onCall {
        rates[polling.component] += poll(polling, rate: polling.callsPerSecond)
      }
    }
  }

  /// What a source pushes, as far as the core can foretell its changes.
  private mutating func offerPushes(_ polling: PollingPlan) {
    let component = scenario.components[polling.component]
    guard let step = component.operations.first(where: { $0.name == component.runs })?.steps.first,
      case .decide(let decide) = step.action
    else { return }
    let nothingNew = model.plan.commands.first {
      $0.binding == polling.binding && $0.command == polling.command
    }?.outcomes.first.map { model.plan.outcomes[Int($0)] }
    for (outcome, share) in outcomes(of: decide, every: .second) where outcome != nothingNew {
      let rate = share * Double(polling.keyCount) * polling.subscribed
      rates[polling.component] += rate
      let steps = step.branches.first { $0.outcomes.contains(outcome) }?.steps ?? step.otherwise ?? []
      _ = walk(steps, rate: rate, in: nil)
    }
  }

  /// Offers polls and what follows from them, and returns how many there are.
  private mutating func poll(_ polling: PollingPlan, rate: Double) -> Double {
    let latency = min(model.plan.distributions[Int(polling.distribution)].mean, Double(polling.timeout ?? .max))
    rates[polling.source] += rate
    slotTime[polling.component] += rate * latency
    let component = scenario.components[polling.component]
    guard let runs = component.operations.first(where: { $0.name == component.runs }) else { return rate }
    let keys = Double(polling.partitions.first?.bulk ?? 1)
    for step in runs.steps.dropFirst() { _ = walk([step], rate: rate * keys, in: nil) }
    return rate
  }

  /// A pass of a polling worker takes as long as its slots let it.
  private mutating func pass(_ polling: PollingPlan, rate: Double) -> Double {
    let latency = min(model.plan.distributions[Int(polling.distribution)].mean, Double(polling.timeout ?? .max))
    _ = poll(polling, rate: rate * Double(polling.callCount))
    let slots = polling.partitions.reduce(0) { $0 + $1.slots }
    return Double(polling.callCount) * latency / Double(max(1, slots))
  }

  func utilization(of index: Int) -> (share: Double, resource: String)? {
    let plan = model.plan.components[index]
    for polling in model.plan.pollings where polling.component == index {
      let slots = polling.partitions.reduce(0) { $0 + $1.slots }
      return (slotTime[index] / 1e9 / Double(max(1, slots)), "slots")
    }
    var found: (share: Double, resource: String)?
    if plan.slots > 0 {
      found = (slotTime[index] / 1e9 / Double(plan.slots * plan.servingReplicas), plan.slotsName)
    }
    if let partitions = model.plan.partitionLimit(of: index) {
      let share = slotTime[index] / 1e9 / Double(partitions)
      if share > found?.share ?? -1 { found = (share, "partitions") }
    }
    if plan.cores > 0 {
      let share = coreTime[index] / 1e9 / (plan.coreSpeed * Double(plan.servingReplicas))
      if share >= found?.share ?? -1 { found = (share, plan.coreName) }
    }
    if let quota = plan.quota, plan.quotaKeys == 0 {
      let share = rates[index] / quota
      if share >= found?.share ?? -1 { found = (share, "quota") }
    }
    return found
  }

  /// Offers the steps and returns the mean time that they take, and the share that goes on after them.
  private mutating func walk(
    _ steps: [Step], rate: Double, in component: Int?
  ) -> (time: Double, share: Double) {
    guard depth < 64, walked < Self.mostSteps else { return (0, 1) }
    walked += steps.count
    depth += 1
    defer { depth -= 1 }
    var time = 0.0
    var share = 1.0
    for step in steps where share > 0 {
      let (own, outcomes) = walk(step, rate: rate * share, in: component)
      time += share * own
      var goingOn = 0.0
      var named = 0.0
      for (outcome, part) in outcomes {
        let body =
          step.branches.first { $0.outcomes.contains(outcome) }?.steps
          ?? (outcome == "ok" ? nil : step.otherwise)
        named += part
        guard let body else {
          goingOn += StandardOutcome.names.dropFirst().contains(outcome) ? 0 : part
          continue
        }
        let inside = walk(body, rate: rate * share * part, in: component)
        time += share * part * inside.time
        goingOn += part * inside.share
      }
      share *= outcomes.isEmpty ? 1 : goingOn + max(0, 1 - named)
      if case .reply = step.action { share = 0 }
      if case .fail = step.action { share = 0 }
    }
    return (time, share)
  }

  private mutating func walk(
    _ step: Step, rate: Double, in component: Int?
  ) -> (time: Double, outcomes: [(String, Double)]) {
    switch step.action {
    case .work(let distribution):
      if let component { coreTime[component] += rate * distribution.mean }
      return (distribution.mean, [])
    case .wait(let distribution): return (distribution.mean, [])
    case .call(let call):
      return self.call(
        proxy(of: call.component, call.operation), call.operation, rate: rate, key: call.key?.population)
    case .hold(let hold):
      let inside = walk(hold.steps, rate: rate, in: component)
      if let pool = componentIndex[hold.pool] {
        rates[pool] += rate
        slotTime[pool] += rate * inside.time
      }
      return (inside.time, [("ok", inside.share)])
    case .decide(let decide):
      let shares = outcomes(of: decide)
      if let within = decide.within {
        return (self.call(within.component, within.operation, rate: rate).time, shares)
      }
      return (0, shares)
    case .choose(let names): return (0, names.map { ($0.name, $0.share) })
    case .publish(let topic, _, _):
      publish(topic, rate: rate)
      let distribution = scenario.components.first { $0.name == topic }?.parameters["publish"]?.distribution
      return (distribution?.mean ?? 3e6, [])
    case .parallel(let parts, _):
      return (parts.map { walk($0.steps, rate: rate, in: component).time }.max() ?? 0, [])
    case .repeated(let count, _, let steps, let until) where !until.isEmpty:
      let shares = outcomes(of: steps.last)
      let ends = shares.isEmpty ? 1 : shares.reduce(0) { $0 + (until.contains($1.0) ? $1.1 : 0) }
      // Iterations on average: the sum of (1 - ends)^k for k below the count.
      var rounds = 0.0
      var goesOn = 1.0
      for _ in 0..<min(count, 10_000) where goesOn > 1e-9 {
        rounds += goesOn
        goesOn *= 1 - ends
      }
      let each = walk(steps, rate: rate * rounds, in: component).time
      return (each * rounds, shares.filter { until.contains($0.0) }.map { ($0.0, $0.1 / max(ends, 1e-9)) })
    case .repeated(let count, let atOnce, let steps, _):
      let rounds = step.rounds(count, atOnce: atOnce, scale: scenario.run.scale)
      let each = walk(steps, rate: rate * Double(rounds.count), in: component).time
      return (each * Double((rounds.count + rounds.atOnce - 1) / max(1, rounds.atOnce)), [])
    case .flow(let name):
      let steps = scenario.flows.first { $0.name == name }?.steps ?? []
      return (walk(steps, rate: rate, in: component).time, [])
    case .think, .mark, .measure, .reply, .fail: return (0, [])
    }
  }

  private mutating func publish(_ topic: String, rate: Double) {
    guard let index = componentIndex[topic] else { return }
    rates[index] += rate
    for consumer in scenario.components where !consumer.structure.readsPopulation && consumer.from == topic {
      if let runs = consumer.runs { _ = call(consumer.name, runs, rate: rate) }
    }
  }

  /// - Parameter key: the population that the call names; nil where it means the key of the request.
  private mutating func call(
    _ name: String, _ operation: String, rate: Double, key: String? = nil
  ) -> (time: Double, outcomes: [(String, Double)]) {
    guard let index = componentIndex[name] else { return (0, []) }
    let component = scenario.components[index]
    let plan = model.plan.components[index]
    rates[index] += rate
    if let polling = model.plan.pollings.first(where: { $0.component == index }) {
      return (pass(polling, rate: rate), [])
    }
    guard let declared = component.operations.first(where: { $0.name == operation }) else {
      return passOn(component, index, operation, rate: rate, key: key)
    }
    var time = 0.0
    for step in declared.steps { time += walk([step], rate: rate, in: index).time }
    // A write also works at the other copies.
    if component.structure == .shards && plan.copies > 1 && operation != "read" {
      coreTime[index] += rate * time * Double(plan.copies - 1)
      slotTime[index] += rate * time * Double(plan.copies - 1)
    }
    slotTime[index] += rate * time
    var outcomes = plan.outcomes.map { (model.plan.outcomes[Int($0.outcome)], $0.share) }
    if !outcomes.isEmpty { outcomes.append(("ok", 1 - outcomes.reduce(0) { $0 + $1.1 })) }
    return (time, outcomes)
  }

  /// What stands in front of an operation, outermost; an estimate does not know what is held.
  private func proxy(of name: String, _ operation: String) -> String {
    let proxy = scenario.components.first {
      $0.inFrontOf?.component == name && ($0.inFrontOf?.operation == nil || $0.inFrontOf?.operation == operation)
    }
    return proxy.map { self.proxy(of: $0.name, operation) } ?? name
  }

  private mutating func passOn(
    _ component: Component, _ index: Int, _ operation: String, rate: Double, key: String?
  ) -> (time: Double, outcomes: [(String, Double)]) {
    if let behind = component.inFrontOf {
      let hit = hitShare(of: index, key: key)
      let look = model.plan.components[index].cache == nil ? 0 : component.parameters["get"]?.distribution?.mean ?? 5e5
      let time = look + (1 - hit) * call(behind.component, operation, rate: rate * (1 - hit), key: key).time
      slotTime[index] += rate * time
      return (time, hit > 0 ? [("hit", hit), ("miss", 1 - hit)] : [])
    }
    let target =
      component.to.first { $0.operation == operation }
      ?? component.to.first { $0.operation == nil || $0.operation == "else" }
    guard let target else { return (0, []) }
    var passed = rate * (1 - hitShare(of: index, key: key))
    if component.structure == .edge && model.plan.components[index].cache == nil {
      passed *= 1 - (component.parameters["hit"]?.ratio ?? 0.95)
    }
    let own = component.parameters["work"]?.distribution?.mean ?? 0
    coreTime[index] += rate * own
    let time = own + (rate > 0 ? passed / rate : 1) * call(target.component, operation, rate: passed, key: key).time
    slotTime[index] += rate * time
    return (time, [])
  }

  /// Share of the look-ups that a cache answers; none of keys that it does not hold.
  private func hitShare(of index: Int, key: String?) -> Double {
    guard let cache = model.plan.components[index].cache else { return 0 }
    return key == nil || key == model.plan.populations[cache.population].name ? hits[index] : 0
  }

  /// Of a step that decides or draws; none where only the callee knows.
  private func outcomes(of step: Step?) -> [(String, Double)] {
    switch step?.action {
    case .decide(let decide): outcomes(of: decide)
    case .choose(let names): names.map { ($0.name, $0.share) }
    default: []
    }
  }

  private func outcomes(of decide: DecideStep) -> [(String, Double)] {
    // Between two looks of a worker that starts on call there is whatever time its caller takes.
    outcomes(of: decide, every: model.plan.pollings.first { $0.period > 0 }?.period ?? .minute)
  }

  private func outcomes(of decide: DecideStep, every interval: Nanoseconds) -> [(String, Double)] {
    guard let domain = model.domains.first(where: { $0.prefix == decide.prefix }) ?? model.domains.first
    else { return [] }
    let shares = domain.provider.expectedShares(
      of: decide.command, every: interval, configuration: domain.configuration)
    return shares.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
