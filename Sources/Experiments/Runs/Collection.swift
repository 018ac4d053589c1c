import Components
import Engine
import Scenarios
import Statistics

/// What the replications of a run measured, merged in order; and of each, what estimates are made of.
struct Collection {
  let plan: NetworkPlan
  let scenario: Scenario
  private(set) var merged = Measurements()
  private(set) var replications = 0
  private(set) var isPartial = false
  private(set) var findings = PathFindings()
  /// By component, over the decisions of every replication.
  private(set) var decisionDigests: [Digest]
  private(set) var setUpSeconds = 0.0
  /// By flow and by measure, by replication: samples by stretches.
  private(set) var flowSamples: [[[StretchSamples]]]
  private(set) var measureSamples: [[[StretchSamples]]]
  /// By budget, by replication; nil where there was nothing to read it from.
  private(set) var budgetObservations: [[Observation?]]
  /// By objective, by replication: requests that were not good, of all.
  private(set) var objectiveShares: [[Ratio]]
  /// By budget, and by figure, by replication: the value alone.
  private(set) var budgetSamples: [[Double?]]
  private(set) var figureSamples: [[Double?]]
  private let figures: [Check]
  /// In which replication, and when, a monitor fired first; by system and monitor.
  private(set) var firstViolations: [String: (replication: Int, at: Nanoseconds, entity: UInt64?)] = [:]

  /// From so many replications on, what they differ by is all that is asked, and no longer how each varies in time.
  static let manyReplications = 10

  init(plan: NetworkPlan, scenario: Scenario, figures: [Check] = []) {
    self.plan = plan
    self.scenario = scenario
    decisionDigests = plan.components.map { _ in Digest() }
    flowSamples = plan.flows.map { _ in [] }
    measureSamples = plan.measures.map { _ in [] }
    budgetObservations = scenario.budgets.map { _ in [] }
    objectiveShares = scenario.objectives.map { _ in [] }
    budgetSamples = scenario.budgets.map { _ in [] }
    self.figures = figures
    figureSamples = figures.map { _ in [] }
  }

  /// Of all replications together.
  var reading: MetricReading {
    MetricReading(
      plan: plan, scenario: scenario, measured: merged, replications: max(1, replications), findings: findings)
  }

  /// - Parameter number: of the replication.
  mutating func add(_ measured: Measurements, as number: Int) {
    let measured = measured.withMissing(plan: plan)
    let found = PathFindings(measured, plan: plan, scenario: scenario)
    let reading = MetricReading(
      plan: plan, scenario: scenario, measured: measured, replications: 1, findings: found)
    findings.add(found)
    for decision in measured.decisions where plan.components.indices.contains(decision.component) {
      decisionDigests[decision.component].add(decision)
    }
    addObservations(of: reading)
    for monitor in measured.monitors {
      let name = monitor.system + monitor.id
      if let at = monitor.firstAt, firstViolations[name] == nil {
        firstViolations[name] = (number, at, monitor.firstEntity)
      }
    }
    if replications == 0 { merged = measured } else { merged.merge(measured) }
    replications += 1
    isPartial = isPartial || measured.isPartial
    setUpSeconds += measured.setUpSeconds
    if replications == Self.manyReplications { forgetStretches() }
  }

  private mutating func addObservations(of reading: MetricReading) {
    let isMany = replications >= Self.manyReplications
    func kept(_ samples: [StretchSamples]) -> [StretchSamples] { isMany ? samples.whole : samples }
    for index in plan.flows.indices { flowSamples[index].append(kept(reading.latency(ofFlow: index))) }
    for index in plan.measures.indices { measureSamples[index].append(kept(reading.delays(ofMeasure: index))) }
    for (index, budget) in scenario.budgets.enumerated() {
      let observation = reading.observation(of: budget.check)
      budgetObservations[index].append(isMany ? observation?.whole : observation)
      budgetSamples[index].append(reading.value(of: budget.check))
    }
    for (index, objective) in scenario.objectives.enumerated() {
      let share = reading.badShare(of: objective)
      objectiveShares[index].append(isMany ? share.withoutStretches : share)
    }
    for (index, figure) in figures.enumerated() { figureSamples[index].append(reading.value(of: figure)) }
  }

  private mutating func forgetStretches() {
    for index in flowSamples.indices { flowSamples[index] = flowSamples[index].map(\.whole) }
    for index in measureSamples.indices { measureSamples[index] = measureSamples[index].map(\.whole) }
    for index in budgetObservations.indices { budgetObservations[index] = budgetObservations[index].map { $0?.whole } }
    for index in objectiveShares.indices { objectiveShares[index] = objectiveShares[index].map(\.withoutStretches) }
  }
}

extension [StretchSamples] {
  /// All of them as one.
  var whole: [StretchSamples] {
    guard count > 1 else { return self }
    return [reduce(into: StretchSamples()) { $0.merge($1) }]
  }
}

extension Observation {
  /// Without stretches.
  var whole: Observation {
    switch self {
    case .samples(let samples, let exceeding): .samples(samples.whole, exceeding: exceeding)
    case .ratio(let ratio): .ratio(ratio.withoutStretches)
    case .fact: self
    }
  }
}

extension Ratio {
  /// Without stretches.
  var withoutStretches: Ratio {
    var copy = self
    copy.stretches = []
    return copy
  }
}

extension Digest {
  fileprivate mutating func add(_ decision: Decision) {
    add(decision.kind.rawValue)
    add(decision.at)
    add(decision.caller)
    for value in [decision.before, decision.after, decision.signal] { add(value.bitPattern) }
  }
}
