import Experiments
import Scenarios

/// What was judged, and the bill, as metrics.
struct JudgementFamilies {
  static let verdicts = Verdict.allCases.map(\.rawValue)

  private var budgets = MetricFamily("orrery_budget_verdict", .stateset, "What a budget's figure says of it.")
  private var observedTimes = MetricFamily(
    "orrery_budget_observed_seconds", .gauge, unit: "seconds", "The figure of a budget of times.")
  private var limitTimes = MetricFamily(
    "orrery_budget_limit_seconds", .gauge, unit: "seconds", "The limit of a budget of times.")
  private var observed = MetricFamily("orrery_budget_observed", .gauge, "The figure of any other budget, in its unit.")
  private var limits = MetricFamily("orrery_budget_limit", .gauge, "The limit of any other budget, in its unit.")
  private var objectives = MetricFamily("orrery_objective_verdict", .stateset, "How an objective stands.")
  private var good = MetricFamily(
    "orrery_objective_good_ratio", .gauge, unit: "ratio", "Good requests of an objective, of all.")
  private var target = MetricFamily(
    "orrery_objective_target_ratio", .gauge, unit: "ratio", "The share that an objective asks for.")
  private var used = MetricFamily(
    "orrery_objective_budget_used_ratio", .gauge, unit: "ratio", "Share of the error budget that one window uses.")
  private var violations = MetricFamily(
    "orrery_invariant_violations", .counter, "How often an invariant of a domain was broken.")
  private var cost = MetricFamily(
    "orrery_cost_per_month", .gauge, "Lines of the bill, in whole units of the currency.")

  mutating func add(_ result: RunResult, _ labels: MetricFamily.Labels) {
    for budget in result.budgets { add(budget, labels) }
    for objective in result.objectives {
      let labels = labels + [("objective", objective.name), ("flow", objective.flow)]
      objectives.state(labels, objective.verdict.rawValue, of: Self.verdicts)
      target.add(labels, objective.target)
      if let ratio = objective.goodRatio { good.add(labels, ratio) }
      if let share = objective.budgetUsed { used.add(labels, share) }
    }
    for invariant in result.invariants {
      violations.count(labels + [("invariant", invariant.id)], invariant.violations)
    }
    for line in result.cost?.lines ?? [] {
      cost.add(
        labels + [("component", line.component), ("item", line.item), ("currency", result.cost?.currency ?? "")],
        Double(line.perMonthMicros) / 1e6)
    }
  }

  private mutating func add(_ budget: BudgetResult, _ labels: MetricFamily.Labels) {
    let labels = labels + [("budget", budget.name)]
    budgets.state(
      labels + [("severity", budget.severity.rawValue)], budget.verdict.rawValue, of: Self.verdicts)
    if budget.unit == "ns" {
      if let value = budget.observed { observedTimes.add(labels, value / 1e9) }
      if let limit = budget.limit { limitTimes.add(labels, limit / 1e9) }
    } else {
      let labels = labels + [("unit", budget.unit)]
      if let value = budget.observed { observed.add(labels, value) }
      if let limit = budget.limit { limits.add(labels, limit) }
    }
  }

  var all: [MetricFamily] {
    [
      budgets, observedTimes, limitTimes, observed, limits, objectives, good, target, used, violations, cost,
    ]
  }
}
