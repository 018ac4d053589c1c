import Components
import Engine
import Scenarios
import Statistics

/// What is judged of each replication by itself, since a mean over several would hide it: recoveries, downtime and
/// windows of budgets.
struct PathFindings: Sendable {
  /// By disturbance of the judge: a verdict for each replication, or each time that it came.
  private(set) var recoveries: [(disturbance: Disturbance, verdicts: [Recovery])] = []
  /// By disturbance of the judge: what happened before, during and after it, over all replications; nil for those that
  /// are no faults.
  private(set) var stages: [[FaultTally]?] = []
  /// By component, by replication: when it was down; nil where that is not known.
  private(set) var outages: [[[Range<Nanoseconds>]?]] = []
  /// By budget; nil for those without windows.
  private(set) var windows: [Windows?] = []
  /// By objective, by replication, by rule.
  private(set) var burns: [[[BurnRate.Finding]]] = []

  /// What a budget's left side was in each window of all replications.
  struct Windows: Sendable, Equatable {
    var values: [Double] = []
    /// How many of them the limit does not hold for, and for how many it would not if all that had not ended failed.
    var broken = 0
    var brokenAtWorst = 0

    /// The worst window when the share that may break the budget is left out: it holds the limit when the budget does.
    func decisive(_ comparison: Check.Comparison, allow: Double) -> Double? {
      let isLowerWorse = [.more, .atLeast].contains(comparison)
      let worstFirst = values.sorted(by: isLowerWorse ? (<) : (>))
      let left = mayBreak(allow)
      return left < worstFirst.count ? worstFirst[left] : worstFirst.last
    }

    func mayBreak(_ allow: Double) -> Int { Int((allow * Double(values.count) + 1e-9).rounded(.down)) }
  }

  init() {}

  init(_ measured: Measurements, plan: NetworkPlan, scenario: Scenario) {
    let judge = RecoveryJudge(plan: plan, faults: scenario.faults.map(\.name))
    recoveries = zip(judge.disturbances, judge.judge(measured)).map { ($0, $1) }
    stages = FaultStageReading(plan: plan, measured: measured, disturbances: judge.disturbances).all()
    outages = DowntimeReading(plan: plan, measured: measured).all().map { [$0] }
    let reading = MetricReading(plan: plan, scenario: scenario, measured: measured, replications: 1)
    windows = scenario.budgets.map { WindowReading(reading: reading).windows(of: $0) }
    let burnRate = BurnRate(plan: plan, measured: measured)
    burns = scenario.objectives.map { [burnRate.findings($0)] }
  }

  mutating func add(_ other: PathFindings) {
    if recoveries.isEmpty {
      recoveries = other.recoveries
    } else {
      for index in other.recoveries.indices { recoveries[index].verdicts += other.recoveries[index].verdicts }
    }
    stages = stages.isEmpty ? other.stages : zip(stages, other.stages).map { $0?.merged(with: $1 ?? []) }
    if outages.isEmpty {
      outages = other.outages
    } else {
      for index in other.outages.indices { outages[index] += other.outages[index] }
    }
    if windows.isEmpty {
      windows = other.windows
    } else {
      for index in other.windows.indices { windows[index].merge(other.windows[index]) }
    }
    addBurns(other)
  }

  /// What `add` does for burn rates.
  private mutating func addBurns(_ other: PathFindings) {
    if burns.isEmpty {
      burns = other.burns
    } else {
      for index in other.burns.indices { burns[index] += other.burns[index] }
    }
  }

  // MARK: Metrics

  /// Nanoseconds from the end of the faults, or the phase, that the check names; infinite when one replication did
  /// not recover, nil when none could be judged.
  func recovery(_ check: Check, _ scope: Scope) -> Double? {
    let times = verdicts(check, scope).compactMap { verdict -> Double? in
      switch verdict {
      case .after(let time, _): Double(time)
      case .never: .infinity
      case .notJudged: nil
      }
    }
    guard !times.isEmpty else { return nil }
    return check.statistic == .max ? times.max() : times.reduce(0, +) / Double(times.count)
  }

  func verdicts(_ check: Check, _ scope: Scope) -> [Recovery] {
    recoveries.filter { scope.includes($0.disturbance) }.flatMap(\.verdicts)
  }

  /// Nanoseconds; of several components, those of all of them.
  func downtime(_ check: Check, components: [Int]) -> Double? {
    let chosen = components.filter(outages.indices.contains).map { outages[$0].map { $0.map { Downtime($0) } } }
    let known = chosen.flatMap { $0 }.compactMap { $0 }
    guard !known.isEmpty, known.count == chosen.reduce(0, { $0 + $1.count }) else { return nil }
    if check.statistic == .max { return known.map { Double($0.longest) }.max() }
    return Double(known.reduce(0) { $0 + $1.total }) / Double(max(1, chosen[0].count))
  }

  /// When at least one of some components was down, by replication; nil where that is not known of all.
  func outages(of components: [Int]) -> [[Range<Nanoseconds>]]? {
    let chosen = components.filter(outages.indices.contains).map { outages[$0] }
    guard let first = chosen.first, chosen.allSatisfy({ $0.allSatisfy { $0 != nil } }) else { return nil }
    return first.indices.map { number in [Range<Nanoseconds>](joining: chosen.flatMap { $0[number] ?? [] }) }
  }
}

extension PathFindings.Windows? {
  fileprivate mutating func merge(_ other: PathFindings.Windows?) {
    guard let other else { return }
    guard var joined = self else { return self = other }
    joined.values += other.values
    joined.broken += other.broken
    joined.brokenAtWorst += other.brokenAtWorst
    self = joined
  }
}
