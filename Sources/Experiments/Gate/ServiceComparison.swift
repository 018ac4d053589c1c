import Components
import Engine
import Scenarios
import Statistics

/// Holds a run of a service against an earlier one of the same scenario, which met the same arrivals.
///
/// There is one run of each, so no pairs to take differences of: every figure has the interval that its own run gives it,
/// and has regressed when it is worse and the whole interval of the difference lies beyond the margin. What
/// differs from one run of the same service to the next, as caches and neighbours do, is in neither interval: the margin
/// has to have room for it, and is wider than that of simulated runs.
package struct ServiceComparison {
  package static let standardMargin = 0.1

  /// A stored run against a service, and the scenario as it was then.
  package struct Run {
    package var result: RunResult
    package var scenario: Scenario
    package var model: AssembledModel
    package init(result: RunResult, scenario: Scenario, model: AssembledModel) {
      (self.result, self.scenario, self.model) = (result, scenario, model)
    }
  }

  private let base: Run
  private let candidate: Run
  private let margin: Double
  let catalogue: FigureCatalogue

  package init(_ base: Run, _ candidate: Run, margin: Double) {
    (self.base, self.candidate, self.margin) = (base, candidate, margin)
    catalogue = FigureCatalogue([(base.scenario, base.model), (candidate.scenario, candidate.model)])
  }

  /// - Parameters:
  ///   - database: of the earlier run, as it is called in messages.
  ///   - run: its number there.
  package func result(database: String, run: Int64) -> BaselineResult {
    var result = BaselineResult(
      database, run: run, margin: margin, from: base.scenario, to: candidate.scenario, catalogue)
    result.obstacles = obstacles
    guard result.obstacles.isEmpty else { return result }
    result.figures = pairs.map(figure)
    if result.figures.isEmpty { result.obstacles = ["no figure has an interval in both runs: let them last longer"] }
    return result
  }

  var obstacles: [String] {
    var reasons: [String] = []
    if base.result.live?.plannedDigest != candidate.result.live?.plannedDigest
      || base.result.live?.sent != candidate.result.live?.sent
    {
      reasons.append("the requests were sent at other instants: load, length, seed or version of the two differ")
    }
    for (whose, run) in [("of the baseline", base), ("of this run", candidate)] {
      if let reason = run.result.live?.generator.reasons.first {
        reasons.append("the generator \(whose) was in its own way: \(reason)")
      }
    }
    return reasons
  }

  // MARK: Figures

  /// One figure of both.
  struct Pair {
    var entry: FigureCatalogue.Entry
    var base: ConfidenceInterval
    var own: ConfidenceInterval
    /// Of the two.
    var difference: ConfidenceInterval
    var verdict: BaselineFigure.Verdict

    /// Relative to the base; nil where that is zero.
    var change: ConfidenceInterval? {
      guard base.mean > 0 else { return nil }
      return ConfidenceInterval(
        mean: difference.mean / base.mean, low: difference.low / base.mean, high: difference.high / base.mean,
        level: difference.level)
    }
  }

  /// Those that have an interval in both runs.
  var pairs: [Pair] { catalogue.entries.compactMap(pair) }

  private func pair(_ entry: FigureCatalogue.Entry) -> Pair? {
    guard let own = interval(entry.check, in: candidate), let earlier = interval(entry.check, in: base),
      let surplus = self.surplus(earlier, own, isLowerBetter: entry.isLowerBetter, margin: margin),
      let saving = self.surplus(earlier, own, isLowerBetter: entry.isLowerBetter, margin: -margin),
      let difference = IndependentDifference(base: earlier, candidate: own)?.interval
    else { return nil }
    let verdict: BaselineFigure.Verdict =
      if earlier == own {
        .equal
      } else if surplus.low > 0 {
        .regressed
      } else if saving.high < 0 {
        .improved
      } else if surplus.high <= 0 && saving.low >= 0 {
        .withinMargin
      } else {
        .cannotTell
      }
    return Pair(entry: entry, base: earlier, own: own, difference: difference, verdict: verdict)
  }

  private func figure(_ pair: Pair) -> BaselineFigure {
    var figure = BaselineFigure(pair.entry, in: candidate.scenario)
    (figure.baseline, figure.observed) = (pair.base.mean, pair.own.mean)
    figure.change = pair.change
    if figure.change == nil { figure.remark = "the baseline is zero" }
    figure.verdict = pair.verdict
    return figure
  }

  /// How much worse the candidate is than the base with `margin` on top; below zero where it is better. Nothing can be
  /// better by more than all of it.
  private func surplus(
    _ base: ConfidenceInterval, _ own: ConfidenceInterval, isLowerBetter: Bool, margin: Double
  ) -> ConfidenceInterval? {
    guard !isLowerBetter else {
      return IndependentDifference(base: base, candidate: own, factor: max(0, 1 + margin))?.interval
    }
    return IndependentDifference(base: base, candidate: own, factor: max(0, 1 - margin)).map {
      let (low, high) = (-$0.interval.high, -$0.interval.low)
      return ConfidenceInterval(mean: -$0.interval.mean, low: low, high: high, level: $0.interval.level)
    }
  }

  private func interval(_ check: Check, in run: Run) -> ConfidenceInterval? {
    let result = run.result
    if let budget = run.scenario.budgets.first(where: { $0.window == nil && $0.check.isSameFigure(as: check) }),
      let found = result.budgets.first(where: { $0.name == budget.name })?.interval
    {
      return found
    }
    if case .quantile(let quantile) = check.statistic {
      let indicator = result.indicators.first { indicator in
        indicator.metric == check.metric && indicator.labels.elementsEqual(check.labels, by: ==)
      }
      return indicator?.quantileIntervals.first { $0.quantile == quantile }?.interval
    }
    guard check.metric == "errors", let flow = check.labels.first?.value else { return nil }
    return errors(of: flow, in: result)
  }

  /// Share of failures, of what ended after the warm-up.
  private func errors(of flow: String, in result: RunResult) -> ConfidenceInterval? {
    let timeline = result.timeline
    guard timeline.interval > 0, let series = timeline.flows.first(where: { $0.name == flow && !$0.isMeasure })
    else { return nil }
    let first = Int((result.scenario.warmUp + timeline.interval - 1) / timeline.interval)
    let ended = Array(zip(series.failed, series.completed).dropFirst(first))
    let size = (ended.count + RatioParts.stretches - 1) / RatioParts.stretches
    let parts = stride(from: 0, to: ended.count, by: max(1, size)).map { start in
      let stretch = ended[start..<min(start + size, ended.count)]
      return RatioParts.Part(
        stretch.reduce(0) { $0 + Double($1.0) }, stretch.reduce(0) { $0 + Double($1.0 + $1.1) })
    }
    return ShareEstimate(RatioParts([parts]))?.interval
  }
}
