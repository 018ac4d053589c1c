import Components
import Engine
import Scenarios
import Statistics

extension MetricReading {
  /// Metrics that are counted: a count, a rate per second, or a share of what could have been counted.
  func counted(_ check: Check) -> Double? {
    guard let (count, total) = counts(check) else { return nil }
    switch check.statistic {
    case .count: return Double(count)
    case .share, .mean: return total > 0 ? Double(count) / Double(total) : nil
    case .rate:
      if check.limitIsRatio { return total > 0 ? Double(count) / Double(total) : nil }
      let span = check.label("phase").map { phaseSeconds($0, workload: check.label("workload")) } ?? seconds
      return span > 0 ? Double(count) / span : nil
    default: return nil
    }
  }

  /// What was counted, and out of how many.
  private func counts(_ check: Check) -> (UInt64, UInt64)? {
    switch check.metric {
    case "throughput", "goodput", "errors":
      if check.label("component") != nil { return componentCounts(check) }
      if check.label("phase") != nil || check.label("workload") != nil { return phaseCounts(check) }
      return flowCounts(check)
    case "outcomes": return outcomeCounts(check)
    case "calls": return callCounts(check)
    case "refreshed":
      let polled = plan.pollings.indices.filter {
        let name = plan.populations[plan.pollings[$0].population].name
        return names(check.label("population"), name)
      }
      let answered = polled.reduce(0) { $0 + measured.pollings[$1].answered }
      let due = polled.reduce(0) {
        $0 + measured.pollings[$1].due - min(measured.pollings[$1].due, measured.pollings[$1].inactive)
      }
      return (answered, due)
    case "violations":
      let monitors = measured.monitors.filter { monitor in
        check.label("monitor").map { $0 == monitor.id } ?? true
      }
      return monitors.isEmpty ? nil : (monitors.reduce(0) { $0 + $1.violations }, 0)
    case "dead-letters": return counterCounts(.deadLetters, check)
    case "counts": return check.label("counter").flatMap(Counter.named).flatMap { counterCounts($0, check) }
    case "hit-ratio":
      let chosen = components(of: check).map { measured.components[$0].counts }
      return (chosen.reduce(0) { $0 + $1[.hits] }, chosen.reduce(0) { $0 + $1.lookUps })
    default: return nil
    }
  }

  /// Measured time of a phase, all replications together.
  private func phaseSeconds(_ phase: String, workload: String?) -> Double {
    for shape in plan.sources where workload == nil || names(workload, shape.name) {
      for named in shape.phases where named.name == phase {
        let begins = max(named.begins, plan.horizon.warmUp)
        return Double(max(0, min(named.ends, measured.simulated) - begins)) / 1e9 * Double(replications)
      }
    }
    return seconds
  }

  private func flowCounts(_ check: Check) -> (UInt64, UInt64) {
    var answers: UInt64 = 0
    var failures: UInt64 = 0
    for (index, flow) in plan.flows.enumerated()
    where names(check.label("flow"), flow.name) {
      for (outcome, count) in measured.flows[index].outcomes.enumerated() {
        if StandardOutcome.isFailure(UInt16(outcome)) { failures += count } else { answers += count }
      }
    }
    switch check.metric {
    case "throughput": return (answers + failures, answers + failures)
    case "goodput": return (answers, answers + failures)
    default: return (failures, answers + failures)
    }
  }

  private func phaseCounts(_ check: Check) -> (UInt64, UInt64) {
    var answers: UInt64 = 0
    var failures: UInt64 = 0
    for part in phases(of: check) {
      for flow in part.flows {
        answers += part.state.completed[flow]
        failures += part.state.failed[flow]
      }
    }
    switch check.metric {
    case "throughput": return (answers + failures, answers + failures)
    case "goodput": return (answers, answers + failures)
    default: return (failures, answers + failures)
    }
  }

  private func componentCounts(_ check: Check) -> (UInt64, UInt64)? {
    let chosen = components(of: check)
    guard !chosen.isEmpty else { return nil }
    let ended = chosen.map { self.ended(at: $0) }
    let total = ended.reduce(0) { $0 + $1.all }
    switch check.metric {
    case "errors": return (ended.reduce(0) { $0 + $1.failed }, total)
    case "goodput": return (ended.reduce(0) { $0 + $1.good }, total)
    default: return (total, total)
    }
  }

  private func counterCounts(_ counter: Counter, _ check: Check) -> (UInt64, UInt64)? {
    let chosen = components(of: check)
    guard !chosen.isEmpty else { return nil }
    return chosen.reduce((0, 0)) {
      ($0.0 + measured.components[$1].counts[counter], $0.1 + measured.components[$1].arrivals)
    }
  }

  /// Operations of a component that ended, those that failed, and those that were answers to somebody who was
  /// still there; polls of a population count for the worker and for what it calls.
  func ended(at index: Int) -> (all: UInt64, failed: UInt64, good: UInt64) {
    let state = measured.components[index]
    let bad = state.failures + state.counts[.wasted]
    var ended = (all: state.completions, failed: state.failures, good: state.completions - min(state.completions, bad))
    for (number, polling) in plan.pollings.enumerated() where polling.component == index || polling.source == index {
      let polled = measured.pollings[number]
      ended.all += polled.answered + polled.failed + polled.timedOut
      ended.failed += polled.failed
      ended.good += polled.answered
    }
    return ended
  }

  private func outcomeCounts(_ check: Check) -> (UInt64, UInt64)? {
    let outcome = check.label("outcome").flatMap { name in plan.outcomes.firstIndex(of: name) }
    var count: UInt64 = 0
    var total: UInt64 = 0
    func add(_ outcomes: [UInt64]) {
      total += outcomes.reduce(0, +)
      if check.label("outcome") == nil {
        count = total
      } else if let outcome {
        count += outcomes[outcome]
      }
    }
    if let command = check.label("command") {
      for (index, plan) in plan.commands.enumerated() where names(command, plan.name) {
        add(measured.commandOutcomes[index])
      }
    } else {
      for (index, flow) in plan.flows.enumerated()
      where names(check.label("flow"), flow.name) {
        add(measured.flows[index].outcomes)
      }
    }
    return (count, total)
  }

  private func callCounts(_ check: Check) -> (UInt64, UInt64)? {
    let chosen = components(of: check)
    guard !chosen.isEmpty else { return nil }
    var count: UInt64 = 0
    var total: UInt64 = 0
    for index in chosen {
      let state = measured.components[index]
      total += state.arrivals
      switch check.label("outcome") {
      case nil: count += state.arrivals
      case "quota"?: count += state.quotaRefusals
      case "refused"?: count += state.refusals
      case "timeout"?: count += state.timeouts
      case "ok"?: count += state.completions - min(state.completions, state.failures)
      case "error"?: count += state.failures - min(state.failures, state.refusals + state.quotaRefusals)
      case let name?:
        if let outcome = Counter.outcomes.first(where: { $0.name == name }) { count += state.counts[outcome.counter] }
      }
      for (number, polling) in plan.pollings.enumerated() where polling.source == index {
        let polled = measured.pollings[number]
        total += polled.started + polled.refused
        switch check.label("outcome") {
        case nil: count += polled.started + polled.refused
        case "quota"?: count += polled.refused
        case "timeout"?: count += polled.timedOut
        case "ok"?: count += polled.answered
        case "error"?: count += polled.failed
        default: break
        }
      }
    }
    return (count, total)
  }
}

extension Counter.Counts {
  /// Look-ups of a cache.
  var lookUps: UInt64 { self[.hits] + self[.misses] + self[.coalesced] }
}
