import Components
import Engine
import Scenarios
import Statistics

/// What the replications of a run measured, merged in order; and, for intervals, the few figures of
/// each that estimates are made of.
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
  /// By indicator (flows, then measures), by replication: mean and quantiles.
  private(set) var flowSamples: [[Sample]]
  private(set) var measureSamples: [[Sample]]
  /// By budget, by replication; nil where there was nothing to read it from.
  private(set) var budgetSamples: [[Double?]]
  /// By figure, by replication.
  private(set) var figureSamples: [[Double?]]
  private let figures: [Check]
  /// In which replication, and when, a monitor fired first.
  private(set) var firstViolations: [String: (replication: Int, at: Nanoseconds, entity: UInt64?)] = [:]

  struct Sample {
    var mean: Double
    var quantiles: [Double?]
  }

  static let quantiles = [0.5, 0.9, 0.95, 0.99, 0.999]

  init(plan: NetworkPlan, scenario: Scenario, figures: [Check] = []) {
    self.plan = plan
    self.scenario = scenario
    decisionDigests = plan.components.map { _ in Digest() }
    flowSamples = plan.flows.map { _ in [] }
    measureSamples = plan.measures.map { _ in [] }
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
    for index in plan.flows.indices {
      if let sample = Self.sample(measured.flows[index].latency) { flowSamples[index].append(sample) }
    }
    for index in plan.measures.indices {
      if let sample = Self.sample(measured.measures[index].delays) {
        measureSamples[index].append(sample)
      }
    }
    let found = PathFindings(measured, plan: plan, scenario: scenario)
    let reading = MetricReading(
      plan: plan, scenario: scenario, measured: measured, replications: 1, findings: found)
    findings.add(found)
    for decision in measured.decisions where plan.components.indices.contains(decision.component) {
      decisionDigests[decision.component].add(decision)
    }
    for (index, budget) in scenario.budgets.enumerated() {
      budgetSamples[index].append(reading.value(of: budget.check))
    }
    for (index, figure) in figures.enumerated() { figureSamples[index].append(reading.value(of: figure)) }
    for monitor in measured.monitors {
      if let at = monitor.firstAt, firstViolations[monitor.id] == nil {
        firstViolations[monitor.id] = (number, at, monitor.firstEntity)
      }
    }
    if replications == 0 { merged = measured } else { merged.merge(measured) }
    replications += 1
    isPartial = isPartial || measured.isPartial
    setUpSeconds += measured.setUpSeconds
  }

  private static func sample(_ histogram: Histogram) -> Sample? {
    guard let mean = histogram.mean else { return nil }
    return Sample(
      mean: mean,
      quantiles: quantiles.map { q in
        guard histogram.count >= QuantileInterval.minimumSamples(for: q),
          let value = histogram.quantile(q), value != .max
        else { return nil }
        return Double(value)
      })
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
