import Components
import Engine
import Scenarios
import Statistics

/// Judges objectives by what was measured of their flows. The measured part stands for the window, as it does for the
/// month of a bill: shares stay, and numbers grow in proportion.
struct ObjectiveJudge {
  let reading: MetricReading
  let collected: Collection

  /// - Parameter number: of the objective in the scenario.
  func judge(_ objective: Objective, number: Int) -> ObjectiveResult {
    var result = ObjectiveResult()
    result.name = objective.name
    result.good = objective.text
    result.flow = objective.flow
    result.target = objective.target
    result.window = objective.window
    result.file = objective.place.file
    result.line = objective.place.line
    result.alerts = alerts(objective, number: number)
    let share = reading.badShare(of: objective)
    result.events = UInt64(share.whole.per)
    result.badEvents = UInt64(share.whole.amount.low)
    result.unendedEvents = UInt64(share.whole.amount.high - share.whole.amount.low)
    guard let bad = share.value else {
      result.verdict = .cannotJudge
      result.reason = "no request of \(objective.flow) began in the measured part"
      return result
    }
    result.goodRatio = 1 - bad.low
    guard reading.scenario.run.standsFor != nil else {
      result.verdict = .cannotJudge
      result.reason = "an error budget needs `run.stands-for`: what the run is a sample of"
      return result
    }
    let perReplication = Double(result.events) / Double(reading.replications)
    let span = reading.seconds / Double(reading.replications)
    if span > 0 { result.windowEvents = perReplication * Double(objective.window) / 1e9 / span }
    result.allowedBadEvents = result.windowEvents * (1 - objective.target)
    result.budgetUsed = bad.low / (1 - objective.target)
    judge(objective, collected.objectiveShares[number], into: &result)
    return result
  }

  /// The share of bad requests is judged as any other: by its interval.
  private func judge(_ objective: Objective, _ shares: [Ratio], into result: inout ObjectiveResult) {
    let check = Check(
      statistic: .share, metric: "errors", labels: [("flow", objective.flow)], above: nil, comparison: .atMost,
      limit: .value(1 - objective.target), limitIsRatio: true, text: objective.text)
    let words = JudgementWords(check: check, reading: reading)
    guard let estimate = FigureEstimate(check, of: shares.map { .ratio($0) }) else {
      result.verdict = .cannotJudge
      result.reason = words.nothingToRead
      return
    }
    result.badInterval = estimate.interval
    let answer = estimate.answer(check, 1 - objective.target)
    result.verdict = answer == .held ? .held : answer == .violated ? .violated : .cannotJudge
    result.reason = "\(result.badEvents) of \(result.events) requests were not good"
    if result.unendedEvents > 0 { result.reason += ", \(result.unendedEvents) had not ended" }
    if result.verdict == .cannotJudge { result.reason += "; " + words.estimate(estimate, answer) }
  }

  private func alerts(_ objective: Objective, number: Int) -> [BurnRateAlert] {
    let found = reading.findings.burns.indices.contains(number) ? reading.findings.burns[number] : []
    return BurnRate.rules(window: objective.window).enumerated().map { index, rule in
      var alert = BurnRateAlert()
      alert.factor = rule.factor
      alert.lookback = rule.lookback
      alert.shortLookback = rule.short
      for replication in found where replication.indices.contains(index) {
        switch replication[index] {
        case .fired(let at):
          alert.judged += 1
          alert.fired += 1
          alert.firstAt = min(alert.firstAt ?? at, at)
        case .silent: alert.judged += 1
        case .notJudged(let reason): alert.remark = reason
        }
      }
      if alert.judged > 0 { alert.remark = "" }
      alert.outcome = alert.judged == 0 ? .notJudged : alert.fired > 0 ? .fired : .silent
      return alert
    }
  }
}
