import Components
import Scenarios

/// The figures that designs are compared by, in the order of reports: latencies and measures, service level,
/// throughput, cost, then invariants. Only what every design has is compared.
struct FigureCatalogue {
  struct Entry {
    var check: Check
    var isLowerBetter: Bool
    /// The figures that decide when enough has been run, and that sentences name.
    var isPrincipal: Bool
  }

  private(set) var entries: [Entry] = []
  private(set) var remarks: [String] = []

  init(_ models: [(scenario: Scenario, plan: AssembledModel)]) {
    addDistributions("latency", label: "flow", models.map { $0.plan.plan.flows.map(\.name) })
    addDistributions(nil, label: nil, models.map { $0.plan.plan.measures.map(\.name) })
    for name in common("flow", models.map { $0.plan.plan.flows.map(\.name) }, silently: true) {
      add(.share, "errors", [("flow", name)], isRatio: true, isLowerBetter: true)
      add(.rate, "goodput", [("flow", name)], isLowerBetter: false)
    }
    if models.allSatisfy({ $0.scenario.run.standsFor != nil }) {
      add(.perMonth, "cost", [], isLowerBetter: true, isPrincipal: true)
    }
    let monitors = models.map { model in
      model.plan.domains.flatMap { $0.provider.description.monitors.map(\.id) }
    }
    for id in common("invariant", monitors, silently: false) {
      add(.count, "violations", [("monitor", id)], isLowerBetter: true)
    }
    // Budgets ask for figures of their own; what is asked for twice is compared once.
    for budget in models.map(\.scenario.budgets).first ?? [] where budget.window == nil {
      let isShared = models.allSatisfy { $0.scenario.budgets.contains { $0.check.isSameFigure(as: budget.check) } }
      if isShared && !entries.contains(where: { $0.check.isSameFigure(as: budget.check) }) {
        entries.append(
          Entry(
            check: budget.check, isLowerBetter: [.less, .atMost, .equal].contains(budget.check.comparison),
            isPrincipal: false))
      }
    }
  }

  /// Figures of budgets that the other design has not, as far as everything that they name is in its plan.
  mutating func addBudgets(of scenario: Scenario, readableIn plan: NetworkPlan) {
    for budget in scenario.budgets where budget.window == nil {
      let isKnown = budget.check.labels.allSatisfy { label, value in
        switch label {
        case "flow": plan.flows.contains { $0.name == value }
        case "component": plan.components.contains { $0.name == value }
        default: false
        }
      }
      guard isKnown, !entries.contains(where: { $0.check.isSameFigure(as: budget.check) }) else { continue }
      entries.append(
        Entry(
          check: budget.check, isLowerBetter: [.less, .atMost, .equal].contains(budget.check.comparison),
          isPrincipal: false))
    }
  }

  /// For months that are not of the same length.
  mutating func leaveOutCost() {
    guard entries.contains(where: { $0.check.metric == "cost" }) else { return }
    entries.removeAll { $0.check.metric == "cost" }
    remarks.append("their `run.stands-for` differ: cost is left out")
  }

  private mutating func addDistributions(_ metric: String?, label: String?, _ names: [[String]]) {
    for name in common(label ?? "measure", names, silently: false) {
      for quantile in [0.5, 0.95, 0.99] {
        add(
          .quantile(quantile), metric ?? name, label.map { [($0, name)] } ?? [], isLowerBetter: true,
          isPrincipal: quantile == 0.99)
      }
    }
  }

  private mutating func add(
    _ statistic: Check.Statistic, _ metric: String, _ labels: [(label: String, value: String)], isRatio: Bool = false,
    isLowerBetter: Bool, isPrincipal: Bool = false
  ) {
    let check = Check(
      statistic: statistic, metric: metric, labels: labels, above: nil, comparison: .less, limit: .value(0),
      limitIsRatio: isRatio, text: "")
    entries.append(Entry(check: check, isLowerBetter: isLowerBetter, isPrincipal: isPrincipal))
  }

  /// Names that every design has, in the order of the first.
  private mutating func common(_ what: String, _ names: [[String]], silently: Bool) -> [String] {
    let shared = (names.first ?? []).filter { name in names.allSatisfy { $0.contains(name) } }
    var missed: [String] = []
    for name in names.joined() where !shared.contains(name) && !missed.contains(name) { missed.append(name) }
    if !silently && !missed.isEmpty {
      remarks.append("not every design has the \(what) \(missed.joined(separator: ", ")), which is left out")
    }
    return shared
  }
}

extension Check {
  /// Whether two checks read the same figure, whatever their limits: a rate compared with a percentage is a share.
  func isSameFigure(as other: Check) -> Bool {
    func plain(_ check: Check) -> String {
      var check = check
      if check.limitIsRatio && check.statistic == .rate { check.statistic = .share }
      return check.figure
    }
    return plain(self) == plain(other)
  }
}
