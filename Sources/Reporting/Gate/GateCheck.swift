import Experiments
import Scenarios
import Statistics

/// One thing that the gate judged, in words.
struct GateCheck {
  enum Kind: String {
    case budget, objective, invariant, regression
    /// The comparison as a whole, where it could not be made.
    case baseline
    /// Of a run against a service: the generator that measured it, and how it stands against its model.
    case generator, fidelity
  }
  var kind: Kind
  /// Of the budget, objective, invariant or figure.
  var name: String
  /// `p99 latency(flow=buy)`
  var metric: String
  /// The check as written, where it is one.
  var check = ""
  var limit = "–"
  var baseline = "–"
  var observed = "–"
  /// Beyond the limit, or beside the baseline.
  var delta = "–"
  var verdict = Verdict.held
  /// `got 683 ms, limit 250 ms (+173 %)`
  var message = ""
  /// What stands behind it: samples, intervals.
  var reason = ""
  var file = ""
  var line = 0
  /// How far beyond, relative to the limit; infinite where nothing can be said.
  var excess = 0.0

  /// Violated first, then regressions, what cannot be judged, warnings, and what held.
  var rank: Int {
    switch verdict {
    case .violated: kind == .regression ? 1 : 0
    case .cannotJudge: 2
    case .warned: 3
    case .held: 4
    }
  }

  static func all(_ gate: GateResult) -> [GateCheck] {
    let result = gate.result
    let currency = result.cost?.currency ?? "USD"
    let figures = gate.baseline?.figures ?? []
    var checks = result.budgets.filter { !isMonitor($0, of: result) }.map { budget in
      GateCheck(
        budget, figures.first { $0.budgets.contains(budget.name) }, currency: currency,
        replications: result.replications)
    }
    checks += result.objectives.map(GateCheck.init)
    checks += result.invariants.map { invariant in
      GateCheck(invariant, result.budgets.first { $0.name == invariant.id && isMonitor($0, of: result) })
    }
    if let live = result.live {
      checks += live.generator.reasons.map { GateCheck(generator: $0, file: gate.file) }
      checks += live.fidelity.map { [GateCheck($0, file: gate.file)] } ?? []
      checks += live.refusedBudgets.map { GateCheck(refused: $0, file: gate.file) }
    }
    if let baseline = gate.baseline {
      checks += baseline.obstacles.map { GateCheck(obstacle: $0, baseline, file: gate.file) }
      checks += baseline.figures.map { GateCheck($0, baseline, file: gate.file, currency: currency) }
    }
    return checks
  }

  /// Every monitor is a budget as well; it is judged once, as an invariant.
  private static func isMonitor(_ budget: BudgetResult, of result: RunResult) -> Bool {
    budget.check.hasPrefix("count violations(") && result.invariants.contains { $0.id == budget.name }
  }

  private init(kind: Kind, name: String, metric: String) {
    self.kind = kind
    self.name = name
    self.metric = metric
  }

  private init(_ budget: BudgetResult, _ figure: BaselineFigure?, currency: String, replications: Int) {
    self.init(kind: .budget, name: budget.name, metric: budget.figureName)
    check = budget.check
    verdict = budget.verdict
    reason = budget.reason
    (file, line) = (budget.file, budget.line)
    let figures = BudgetFigures(budget, currency: currency, replications: replications)
    observed = figures.observed
    limit = figures.limit
    baseline = figure?.baseline.map { QuantityText.figure($0, unit: budget.unit, currency: currency) } ?? "–"
    if let value = budget.observed, let bound = budget.limit, bound != 0 {
      let beyond = (value - bound) / abs(bound)
      delta = QuantityText.change(beyond)
      excess = [.more, .atLeast].contains(budget.comparison) ? -beyond : beyond
    } else if verdict == .violated {
      excess = .infinity
    }
    message =
      verdict == .cannotJudge || observed == "–"
      ? reason : "got \(observed), limit \(limit)" + (delta == "–" ? "" : " (\(delta))")
  }

  private init(_ objective: ObjectiveResult) {
    self.init(kind: .objective, name: objective.name, metric: "error budget(\(objective.name))")
    check = "\(objective.good), \(QuantityText.share(objective.target)) over \(QuantityText.time(objective.window))"
    verdict = objective.verdict
    (file, line) = (objective.file, objective.line)
    limit = "100 %"
    reason = objective.reason
    if let used = objective.budgetUsed {
      observed = QuantityText.share(used)
      delta = QuantityText.change(used - 1)
      excess = used - 1
      let good = objective.goodRatio.map(QuantityText.share) ?? "–"
      message = "\(observed) of the error budget used, limit 100 %: \(good) good"
    } else {
      message = reason
    }
    let fired = objective.alerts.filter { $0.outcome == .fired }
    if !fired.isEmpty { reason += "; burn-rate alerts fired: " + fired.map(\.ruleText).joined(separator: ", ") }
  }

  private init(_ invariant: InvariantResult, _ budget: BudgetResult?) {
    self.init(kind: .invariant, name: invariant.id, metric: "count violations(monitor=\(invariant.id))")
    verdict = (invariant.violations > 0) == invariant.isExpected ? .held : .violated
    (file, line) = (budget?.file ?? "", budget?.line ?? 0)
    observed = QuantityText.count(invariant.violations)
    limit = invariant.isExpected ? "some" : "0"
    reason = invariant.documentation
    excess = verdict == .violated ? .infinity : 0
    message =
      invariant.isExpected && invariant.violations == 0
      ? "expected to be violated, and was not" : "got \(observed) violations, limit \(limit)"
    if let first = invariant.firstAt, verdict == .violated { message += ", the first at \(QuantityText.time(first))" }
  }

  /// What is said of the file as a whole, and has no figures.
  private init(kind: Kind, name: String, metric: String, _ verdict: Verdict, _ sentence: String, file: String) {
    self.init(kind: kind, name: name, metric: metric)
    self.verdict = verdict
    (message, reason) = (sentence, sentence)
    (self.file, line) = (file, 1)
    if verdict == .cannotJudge { excess = .infinity }
  }

  private init(generator reason: String, file: String) {
    self.init(
      kind: .generator, name: "generator", metric: "load generator", .cannotJudge,
      "the generator, and not the service, was measured: \(reason)", file: file)
  }

  /// A budget that cannot be judged from outside.
  private init(refused sentence: String, file: String) {
    self.init(kind: .budget, name: "budget", metric: "not known from outside", .warned, sentence, file: file)
  }

  private init(_ fidelity: LiveResult.Fidelity, file: String) {
    self.init(kind: .fidelity, name: "model", metric: "model and service")
    let outside = fidelity.figures.filter { !$0.agrees }
    (self.file, line) = (file, 1)
    switch fidelity.verdict {
    case "agrees": verdict = .held
    case "differs": verdict = .violated
    default: verdict = .cannotJudge
    }
    message =
      fidelity.reason
      ?? "\(outside.count) of \(fidelity.figures.count) figures differ from what the model predicts"
    reason = fidelity.causeText.map { "why: \(fidelity.cause ?? "") — \($0)" } ?? message
    excess = Double(outside.count)
  }

  private init(obstacle: String, _ result: BaselineResult, file: String) {
    self.init(
      kind: .baseline, name: "baseline", metric: "baseline \(result.database)", .cannotJudge,
      "not comparable with the baseline: \(obstacle)", file: file)
  }

  private init(_ figure: BaselineFigure, _ result: BaselineResult, file: String, currency: String) {
    self.init(kind: .regression, name: figure.name, metric: figure.name)
    verdict = figure.verdict == .regressed ? .violated : .held
    (self.file, line) = figure.file.isEmpty ? (file, 1) : (figure.file, figure.line)
    func text(_ value: Double?) -> String {
      value.map { QuantityText.figure($0, unit: figure.unit, currency: currency) } ?? "–"
    }
    observed = text(figure.observed)
    baseline = text(figure.baseline)
    limit = "\(figure.isLowerBetter ? "+" : "−")\(QuantityText.share(result.margin)) of the baseline"
    if let change = figure.change {
      delta = QuantityText.change(change.mean)
      if change.halfWidth > 0 { delta += " ± \(QuantityText.share(change.halfWidth))" }
      excess = (figure.isLowerBetter ? change.mean : -change.mean)
    } else if figure.verdict == .regressed {
      excess = .infinity
    }
    let words: String =
      switch figure.verdict {
      case .regressed: "worse than the baseline"
      case .improved: "better than the baseline"
      case .equal: "the same as the baseline"
      case .withinMargin: "within the margin of \(QuantityText.share(result.margin))"
      case .cannotTell: "no regression shown"
      }
    reason = [words, figure.remark].filter { !$0.isEmpty }.joined(separator: "; ")
    message =
      "got \(observed), baseline \(baseline)" + (delta == "–" ? "" : " (\(delta))")
      + ", margin \(QuantityText.share(result.margin))" + (figure.pairs > 0 ? " over \(figure.pairs) pairs" : "")
  }
}

extension BudgetResult {
  /// The left side of its check: what it measures.
  var figureName: String {
    var depth = 0
    let end = check.firstIndex { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return depth == 0 && "<>=".contains(character)
    }
    var name = check[..<(end ?? check.endIndex)]
    while name.last == " " { name.removeLast() }
    return String(name)
  }
}

extension QuantityText {
  /// A relative difference with its sign: `+173 %`, `−2.1 %`, `±0 %`.
  static func change(_ ratio: Double) -> String {
    guard ratio.isFinite else { return "–" }
    guard ratio != 0 else { return "±0 %" }
    return (ratio < 0 ? "−" : "+") + Decimal.significant(abs(ratio) * 100) + " %"
  }
}
