import Components
import Scenarios

/// Finds what failed although nobody asked: requests of flows and polls of populations that no budget and no objective
/// judges, messages that were given up and records that were lost. Where there are any, "every budget held" says
/// nothing of them.
///
/// `errors` judges the failed requests of its flows, workloads and phases, and so does an objective of the flow, whose
/// failures are bad in any case. `outcomes` judges the outcome that it names. A floor under a rate (`goodput > 50/s`)
/// judges none: it holds beside any share of failures if the load is high enough.
struct UnjudgedErrors {
  let reading: MetricReading

  /// One for all flows, one for all populations and one for all messages, the largest share first.
  func all() -> [Finding] { [flows(), populations(), messages()].compactMap { $0 } }

  private var checks: [Check] { reading.scenario.budgets.map(\.check) }

  private func finding(_ what: String, _ parts: [(name: String, failed: UInt64, of: UInt64)]) -> Finding? {
    let failed = parts.filter { $0.failed > 0 }.sorted {
      let (left, right) = (Double($0.failed) / Double(max(1, $0.of)), Double($1.failed) / Double(max(1, $1.of)))
      return left != right ? left > right : $0.name < $1.name
    }
    guard let worst = failed.first else { return nil }
    let named = failed.prefix(4).map { part in
      "\(part.name) \(JudgementWords.percent(Double(part.failed) / Double(max(1, part.of)))) (\(part.failed) of \(part.of))"
    }
    let more = failed.count > 4 ? " and \(failed.count - 4) more" : ""
    return Finding(
      kind: .unjudged, subject: worst.name, text: "\(what): \(named.joined(separator: ", "))\(more)")
  }

  // MARK: Requests

  private func flows() -> Finding? {
    let plan = reading.plan
    let parts = plan.flows.indices.map { index in
      let state = reading.measured.flows[index]
      let failed = state.failures + state.unended.lost
      return (plan.flows[index].name, failed - min(failed, judged(index)), state.started)
    }
    return finding("requests failed, and no budget judges them", parts)
  }

  /// Failed requests of a flow that something judges; by too many at most, where several judge the same.
  private func judged(_ flow: Int) -> UInt64 {
    let plan = reading.plan
    if reading.scenario.objectives.contains(where: { $0.flow == plan.flows[flow].name }) { return .max }
    var phases: Set<[Int]> = []
    var outcomes: Set<Int> = []
    for check in checks where check.label("component") == nil && check.label("command") == nil {
      let scope = Scope(check, in: plan)
      guard scope.flows.contains(flow) else { continue }
      if check.metric == "errors" {
        if check.label("phase") == nil && check.label("workload") == nil { return .max }
        for part in scope.phases { phases.insert([part.source, part.phase]) }
      }
      if check.metric == "outcomes" {
        guard let outcome = check.label("outcome").flatMap({ plan.outcomes.firstIndex(of: $0) }) else { continue }
        outcomes.insert(outcome)
      }
    }
    let state = reading.measured.flows[flow]
    let byOutcome = outcomes.sorted().reduce(UInt64(0)) {
      StandardOutcome.isFailure(UInt16($1)) && $1 < state.outcomes.count ? $0 + state.outcomes[$1] : $0
    }
    return phases.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.reduce(byOutcome) { sum, place in
      let phase = reading.measured.phases[place[0]][place[1]]
      let lost = phase.unended.indices.contains(flow) ? phase.unended[flow].lost : 0
      return sum + phase.failed[flow] + lost
    }
  }

  // MARK: Polls and messages

  /// Freshness judges polls that fail: what they should have found is late, or missing.
  private func populations() -> Finding? {
    let plan = reading.plan
    let parts = plan.pollings.indices.map { index in
      let state = reading.measured.pollings[index]
      let isJudged = checks.contains { check in
        switch check.metric {
        case "refreshed": return Scope(check, in: plan).pollings.contains(index)
        default: return !Scope(check, in: plan).measures.isEmpty
        }
      }
      return (
        plan.populations[plan.pollings[index].population].name,
        isJudged ? 0 : state.refused + state.timedOut + state.failed, state.due
      )
    }
    return finding("polls failed, and no budget judges them", parts)
  }

  private func messages() -> Finding? {
    let plan = reading.plan
    let parts = plan.components.indices.flatMap { index -> [(String, UInt64, UInt64)] in
      // Operations that a stopped replica loses are calls that fail: their callers tell.
      let keeps =
        plan.logs.contains { $0.component == index } || plan.faults.contains { $0.component == index && $0.losesData }
      return (keeps ? [Counter.deadLetters, .lost] : [.deadLetters]).map { counter in
        let isJudged = checks.contains { check in
          let names = check.metric == "counts" ? check.label("counter") : check.metric
          return names == counter.name && Scope(check, in: plan).components.contains(index)
        }
        let state = reading.measured.components[index]
        return ("\(plan.components[index].name) \(counter.name)", isJudged ? 0 : state.counts[counter], state.arrivals)
      }
    }
    return finding("messages were given up or lost, and no budget judges them", parts + records())
  }

  /// Records of topics whose consumer failed: nobody delivers them again.
  private func records() -> [(String, UInt64, UInt64)] {
    let plan = reading.plan
    return plan.consumerGroups.compactMap { group in
      guard let index = group.component, plan.logs[group.log].queue == nil else { return nil }
      let state = reading.measured.components[index]
      let isJudged = checks.contains { check in
        ["errors", "calls"].contains(check.metric) && check.label("component") != nil
          && Scope(check, in: plan).components.contains(index)
      }
      return ("\(plan.components[index].name) failures", isJudged ? 0 : state.failures, state.arrivals)
    }
  }
}
