import Components
import Engine
import Scenarios
import Statistics

extension ResultBuilder {
  func invariants() -> [InvariantResult] {
    let described = model.domains.flatMap { $0.provider.description.monitors }
    return measured.monitors.map { monitor in
      var result = InvariantResult()
      let isLone = measured.monitors.count { $0.id == monitor.id } == 1
      result.id = isLone ? monitor.id : monitor.system + monitor.id
      result.documentation = described.first { $0.id == monitor.id }?.documentation ?? ""
      result.violations = monitor.violations
      if let first = collected.firstViolations[monitor.system + monitor.id] {
        result.firstAt = first.at
        result.firstReplication = first.replication
        result.firstEntity = first.entity.map { Int64($0) }
      }
      result.isExpected = scenario.expectedViolations.contains(monitor.system + monitor.id)
      return result
    }
  }

  /// Delays since a change beside their distribution: uniform over the cycle, plus what comes after the poll.
  /// Only where every change waits for the next poll of one loop: no second loop, no poll refused by a quota, no fault
  /// of what is polled.
  func freshnessDistributions() -> [FreshnessDistribution] {
    guard let polling = plan.pollings.first, plan.pollings.count == 1, polling.starts != .onCall, polling.hasOnePeriod,
      !measured.pollings.contains(where: { $0.refused > 0 }),
      !plan.faults.contains(where: { $0.component == polling.source })
    else { return [] }
    return plan.measures.enumerated().compactMap { index, measure in
      let state = measured.measures[index]
      guard measure.mark == 0, !state.delays.isEmpty, !state.pipeline.isEmpty else { return nil }
      var distribution = FreshnessDistribution()
      distribution.population = plan.populations[polling.population].name
      distribution.measure = measure.name
      distribution.period = polling.period
      distribution.pipeline = state.pipeline
      let span = Double(polling.period) + Double(state.pipeline.quantile(0.99) ?? 0) * 1.2
      var delays = (0...80).map { Nanoseconds(span * 1.05 * Double($0) / 80) }
      delays += scenario.budgets.compactMap { budget in
        guard budget.check.metric == measure.name else { return nil }
        if let above = budget.check.above { return Nanoseconds(above) }
        if case .value(let limit) = budget.check.limit { return Nanoseconds(limit) }
        return nil
      }
      for delay in Set(delays).sorted() {
        let exact = state.exceedances.first { $0.limit == delay }?.count
        distribution.points.append(
          (
            delay,
            Double(exact ?? state.delays.count(above: delay)) / Double(state.delays.count),
            QueueingTheory.shareLater(
              than: Double(delay), period: Double(polling.period), lags: state.pipeline)
          ))
      }
      return distribution
    }
  }

  // MARK: Decisions and recoveries

  func decisions() -> [DecisionResult] {
    let reasons = DecisionReason(plan: plan)
    return measured.decisions.filter { plan.components.indices.contains($0.component) }.map { decision in
      var result = DecisionResult()
      result.at = decision.at
      result.kind = decision.kind.rawValue
      result.component = plan.components[decision.component].name
      result.caller = reasons.caller(of: decision)
      result.before = decision.before
      result.after = decision.after
      result.signal = decision.signal
      result.reason = reasons.text(of: decision)
      return result
    }
  }

  func recoveries() -> [RecoveryResult] {
    collected.findings.recoveries.map { disturbance, verdicts in
      var result = RecoveryResult()
      result.name = disturbance.name
      result.style = RecoveryResult.Style(disturbance.style)
      result.workload = disturbance.workload
      result.hits = disturbance.hits.map { plan.components[$0].name }
      result.began = disturbance.begins
      result.ended = disturbance.ends
      var slowest: (time: Nanoseconds, flow: Int)?
      var lost: Int?
      for verdict in verdicts {
        switch verdict {
        case .after(let time, let flow):
          result.judged += 1
          result.recovered += 1
          if time >= slowest?.time ?? 0 { slowest = (time, flow) }
        case .never(let flow):
          result.judged += 1
          lost = flow
        case .notJudged(let reason): result.remark = reason
        }
      }
      if result.judged > 0 { result.remark = "" }
      if lost == nil { result.recoveredAfter = slowest?.time }
      result.slowestFlow = (lost ?? slowest?.flow).map { plan.flows[$0].name } ?? ""
      return result
    }
  }

  func faultStages() -> [FaultStageResult] {
    zip(collected.findings.recoveries, collected.findings.stages).flatMap { recovery, tallies in
      (tallies ?? []).flatMap { $0.results(of: recovery.disturbance.name, in: plan) }
    }
  }
}

extension RecoveryResult.Style {
  fileprivate init(_ style: Disturbance.Style) {
    switch style {
    case .fault: self = .fault
    case .recurring: self = .recurring
    case .aimed: self = .aimed
    case .surge: self = .surge
    }
  }
}
