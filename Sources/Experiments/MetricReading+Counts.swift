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
    case .share: return total > 0 ? Double(count) / Double(total) : nil
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
      if let phase = check.label("phase") {
        return phaseCounts(
          check.metric, phase, flow: check.label("flow"), workload: check.label("workload"))
      }
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
    case "dead-letters":
      let chosen = components(check.label("component"))
      return (chosen.reduce(0) { $0 + measured.components[$1].counts[.deadLetters] }, 0)
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

  private func phaseCounts(_ metric: String, _ phase: String, flow: String?, workload: String?)
    -> (UInt64, UInt64)
  {
    var answers: UInt64 = 0
    var failures: UInt64 = 0
    for (source, shape) in plan.sources.enumerated() where workload == nil || names(workload, shape.name) {
      for (index, named) in shape.phases.enumerated() where named.name == phase {
        for (number, plan) in plan.flows.enumerated() where flow == nil || names(flow, plan.name) {
          answers += measured.phases[source][index].completed[number]
          failures += measured.phases[source][index].failed[number]
        }
      }
    }
    switch metric {
    case "throughput": return (answers + failures, answers + failures)
    case "goodput": return (answers, answers + failures)
    default: return (failures, answers + failures)
    }
  }

  private func componentCounts(_ check: Check) -> (UInt64, UInt64)? {
    let chosen = components(check.label("component"))
    guard !chosen.isEmpty else { return nil }
    let total = chosen.reduce(0) { $0 + measured.components[$1].completions }
    let failures = chosen.reduce(0) { $0 + measured.components[$1].failures }
    return check.metric == "errors" ? (failures, total) : (total, total)
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
    let chosen = components(check.label("component"))
    guard !chosen.isEmpty else { return nil }
    var count: UInt64 = 0
    var total: UInt64 = 0
    for index in chosen {
      let state = measured.components[index]
      total += state.arrivals
      switch check.label("outcome") {
      case nil: count += state.arrivals
      case "quota"?: count += state.quotaRefusals
      case "hit"?: count += state.counts[.hits]
      case "miss"?: count += state.counts[.misses]
      case "refused"?: count += state.refusals
      case "timeout"?: count += state.timeouts
      case "ok"?: count += state.completions - min(state.completions, state.failures)
      case "error"?: count += state.failures - min(state.failures, state.refusals + state.quotaRefusals)
      default: break
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

  // MARK: Levels

  func level(_ check: Check) -> Double? {
    let chosen = components(check.label("component"))
    guard let index = chosen.first, seconds > 0 else { return nil }
    switch check.metric {
    case "utilization": return utilization(of: index)?.share
    case "queue-length":
      if check.statistic == .max { return Double(measured.components[index].queueMaximum) }
      return Double(measured.components[index].queue) / 1e9 / seconds
    default:
      return Double(measured.components[index].present) / 1e9 / seconds
    }
  }

  /// Busy share of the scarcest resource of a component; nil when nothing of it is limited.
  func utilization(of index: Int) -> (share: Double, resource: String)? {
    guard seconds > 0 else { return nil }
    for (number, polling) in plan.pollings.enumerated() where polling.component == index {
      let slots = Double(polling.partitions.reduce(0) { $0 + $1.slots })
      return (Double(measured.pollings[number].busy) / 1e9 / seconds / max(1, slots), "slots")
    }
    let component = plan.components[index]
    let state = measured.components[index]
    var found: (share: Double, resource: String)?
    if component.slots > 0 {
      let capacity = Double(component.slots * component.replicas)
      found = (Double(state.busySlots) / 1e9 / seconds / capacity, "threads")
    }
    if component.cores > 0 {
      let capacity = Double(component.cores * component.replicas)
      let share = Double(state.busyCores) / 1e9 / seconds / capacity
      if share >= found?.share ?? -1 { found = (share, "cores") }
    }
    if let quota = component.quota, component.quotaKeys == 0 {
      var calls = state.arrivals
      for (number, polling) in plan.pollings.enumerated() where polling.source == index {
        calls += measured.pollings[number].started + measured.pollings[number].refused
      }
      let share = Double(calls) / seconds / quota
      if share >= found?.share ?? -1 { found = (min(1, share), "quota") }
    }
    return found
  }
}
