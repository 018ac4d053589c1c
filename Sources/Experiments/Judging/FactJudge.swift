import Components
import Scenarios

/// Judges what happened, run by run: a maximum, violations of an invariant, a number that must be exact. It holds where
/// it holds in each replication, and is broken where it surely is in one.
struct FactJudge {
  let reading: MetricReading
  let words: JudgementWords

  func judge(_ check: Check, _ limit: Double, _ observations: [Observation], into result: inout BudgetResult) {
    let runs = observations.compactMap { $0.bounds(of: check) }
    guard !runs.isEmpty else {
      result.verdict = .cannotJudge
      result.reason = words.nothingToRead
      return
    }
    if ["recovery", "downtime"].contains(check.metric) { return judgeTogether(check, limit, into: &result) }
    let broken = runs.count { !check.comparison.mayHold($0, limit) }
    let held = runs.count { check.comparison.surelyHolds($0, limit) }
    let observed = observed(runs, check, limit)
    result.observed = observed.low.isFinite ? observed.low : nil
    result.isBound = observed.low != observed.high
    result.holdsAtWorst = held == runs.count
    result.verdict = broken > 0 ? .violated : held == runs.count ? .held : .cannotJudge
    result.reason = words.fact(
      broken: broken, held: held, of: runs.count, isInfinite: observed.low.isInfinite, isTotal: limit == 0)
  }

  /// Recoveries and downtime are told of all replications at once; which of them recovered, the words say.
  private func judgeTogether(_ check: Check, _ limit: Double, into result: inout BudgetResult) {
    let value = reading.value(of: check)
    result.observed = value.flatMap { $0.isFinite ? $0 : nil }
    result.verdict = value.map { check.comparison.holds($0, limit) ? .held : .violated } ?? .cannotJudge
    result.holdsAtWorst = result.verdict == .held
    result.reason = check.metric == "recovery" ? words.recovery : words.inRuns(reading.replications)
  }

  /// What is shown: all of them together where none is allowed, else that of the worst run.
  private func observed(_ runs: [Bounds], _ check: Check, _ limit: Double) -> Bounds {
    if limit == 0 && check.statistic == .count { return runs.dropFirst().reduce(runs[0], +) }
    switch check.comparison {
    case .less, .atMost: return Bounds(runs.map(\.low).max() ?? 0, runs.map(\.high).max() ?? 0)
    case .more, .atLeast: return Bounds(runs.map(\.low).min() ?? 0, runs.map(\.high).min() ?? 0)
    case .equal: return runs.max { abs($0.low - limit) < abs($1.low - limit) } ?? runs[0]
    }
  }
}

extension Observation {
  /// Of one replication; nil where it has no value.
  func bounds(of check: Check) -> Bounds? {
    switch self {
    case .samples(let stretches, let exceeding): TimeFigure(check, exceeding: exceeding).value(stretches)
    case .ratio(let ratio): ratio.value
    case .fact(let bounds): bounds
    }
  }
}

extension Check.Comparison {
  /// Whether the limit holds wherever the figure lies.
  func surelyHolds(_ bounds: Bounds, _ limit: Double) -> Bool {
    holds(bounds.low, limit) && holds(bounds.high, limit)
  }

  /// Whether it holds somewhere.
  func mayHold(_ bounds: Bounds, _ limit: Double) -> Bool {
    self == .equal
      ? bounds.low <= limit && limit <= bounds.high : holds(bounds.low, limit) || holds(bounds.high, limit)
  }
}
