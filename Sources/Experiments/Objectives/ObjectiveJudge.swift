import Components
import Engine
import Scenarios
import Statistics

/// Judges objectives by what was measured of their flows. The measured part stands for the window, as it does for the
/// month of a bill: shares stay, and numbers grow in proportion.
struct ObjectiveJudge {
  let reading: MetricReading

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
    count(objective, into: &result)
    result.alerts = alerts(objective, number: number)
    guard result.events > 0 else {
      result.verdict = .cannotJudge
      result.reason = "no request of \(objective.flow) ended in the measured part"
      return result
    }
    let share = Double(result.badEvents) / Double(result.events)
    result.goodRatio = 1 - share
    guard reading.scenario.run.standsFor != nil else {
      result.verdict = .cannotJudge
      result.reason = "an error budget needs `run.stands-for`: what the run is a sample of"
      return result
    }
    let perReplication = Double(result.events) / Double(reading.replications)
    let span = reading.seconds / Double(reading.replications)
    if span > 0 { result.windowEvents = perReplication * Double(objective.window) / 1e9 / span }
    result.allowedBadEvents = result.windowEvents * (1 - objective.target)
    result.budgetUsed = share / (1 - objective.target)
    // Exactly all of it is not too much, whichever way the last bit is rounded.
    let allowed = (1 - objective.target) * Double(result.events) * (1 + 1e-9)
    result.verdict = Double(result.badEvents) > allowed ? .violated : .held
    result.reason = "\(result.badEvents) of \(result.events) requests were not good"
    return result
  }

  /// Failures are bad whether `ok` is written or not; a limit on latency is exact to the 0.1 % of its histogram.
  private func count(_ objective: Objective, into result: inout ObjectiveResult) {
    for (index, flow) in reading.plan.flows.enumerated() where flow.name == objective.flow {
      let measured = reading.measured.flows[index]
      for (outcome, count) in measured.outcomes.enumerated() {
        result.events += count
        if StandardOutcome.isFailure(UInt16(outcome)) { result.badEvents += count }
      }
      if let limit = objective.latencyBelow { result.badEvents += measured.latency.count(above: limit - 1) }
    }
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
