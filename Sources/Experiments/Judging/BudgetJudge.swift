import Components
import Engine
import Scenarios
import Statistics

/// Judges budgets: an estimate with its uncertainty, a fact by what happened in the runs that were made, windows one by
/// one. What is not known for sure is no verdict, and says what would decide it.
struct BudgetJudge {
  let reading: MetricReading
  let collected: Collection

  /// - Parameter number: of the budget in the scenario.
  func judge(_ budget: Budget, number: Int) -> BudgetResult {
    var result = BudgetResult()
    result.name = budget.name
    result.check = budget.check.text
    result.severity = budget.severity
    result.file = budget.place.file
    result.line = budget.place.line
    result.unit = budget.check.unit
    result.statisticClass = budget.window == nil ? budget.check.statisticClass : .fact
    judge(budget, number, into: &result)
    // A budget of severity `warn` never decides the exit code.
    if result.severity == .warn && result.verdict != .held { result.verdict = .warned }
    return result
  }

  private func judge(_ budget: Budget, _ number: Int, into result: inout BudgetResult) {
    let words = JudgementWords(check: budget.check, reading: reading)
    guard case .value(let limit) = budget.check.limit else {
      result.verdict = .cannotJudge
      result.reason = words.unresolvedBaseline(hasWindow: budget.window != nil)
      return
    }
    result.limit = limit
    result.comparison = budget.check.comparison
    if budget.window != nil { return WindowJudge(reading: reading).judge(budget, number: number, into: &result) }
    let observations = collected.budgetObservations[number].compactMap { $0 }
    guard !observations.isEmpty else {
      result.verdict = .cannotJudge
      result.reason = words.nothingToRead
      return
    }
    if observations.allSatisfy({ if case .fact = $0 { true } else { false } }) { result.statisticClass = .fact }
    if !budget.paired.isEmpty {
      judgePairs(budget, number, limit, words, into: &result)
    } else if result.statisticClass == .fact {
      FactJudge(reading: reading, words: words).judge(budget.check, limit, observations, into: &result)
    } else {
      EstimateJudge(words: words).judge(budget.check, limit, observations, into: &result)
    }
  }

  /// Both met the same arrivals and demands, so what is uncertain is the difference alone.
  private func judgePairs(
    _ budget: Budget, _ number: Int, _ limit: Double, _ words: JudgementWords, into result: inout BudgetResult
  ) {
    guard let observed = reading.value(of: budget.check), observed.isFinite else {
      result.verdict = budget.check.comparison.holds(.infinity, limit) ? .held : .violated
      result.reason = words.infinitelyLate
      return
    }
    result.observed = observed
    let pairs = zip(collected.budgetSamples[number], budget.paired).compactMap { own, base -> Double? in
      guard let own, let base, own.isFinite, base.isFinite else { return nil }
      return own - base
    }
    guard let spread = ConfidenceInterval(samples: pairs) else {
      result.isTooFew = true
      result.verdict = .cannotJudge
      result.reason = words.onePair
      return
    }
    let interval = ConfidenceInterval(mean: observed, halfWidth: spread.halfWidth, level: spread.level)
    result.interval = interval
    let ends = [interval.low, interval.high].map { budget.check.comparison.holds($0, limit) }
    result.verdict = ends[0] != ends[1] ? .cannotJudge : ends[0] ? .held : .violated
    result.reason = words.paired(pairs.count, isUndecided: ends[0] != ends[1])
  }
}

extension Check {
  /// Of its left side: `ns`, `count`, `per second`, `ratio`, `micro-units`.
  var unit: String {
    if statistic == .share || limitIsRatio { return "ratio" }
    if statistic == .count { return "count" }
    if statistic == .rate { return "per second" }
    return definition?.unit.rawValue ?? "ns"
  }
}

extension Check.Comparison {
  func holds(_ value: Double, _ limit: Double) -> Bool {
    switch self {
    case .less: value < limit
    case .atMost: value <= limit
    case .more: value > limit
    case .atLeast: value >= limit
    case .equal: value == limit
    }
  }

  /// Whether small values are the good ones.
  var isUpperLimit: Bool { self == .less || self == .atMost }
}
