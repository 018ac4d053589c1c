import Components
import Engine
import Scenarios
import Statistics

/// Operational laws that must hold on every sample path, and queueing theory where a component meets
/// its assumptions, beside what was measured.
struct SelfChecks {
  let reading: MetricReading

  func all() -> [SelfCheck] {
    var checks: [SelfCheck] = []
    for index in reading.plan.components.indices {
      let state = reading.measured.components[index]
      guard state.completions >= 100, reading.seconds > 0 else { continue }
      checks.append(little(index, state))
      checks.append(balance(index, state))
      if reading.plan.components[index].slots > 0 && !runsBesideSlots(index) {
        checks.append(utilization(index, state))
      }
      if let theory = theory(index, state) { checks.append(theory) }
    }
    return checks
  }

  private func check(_ index: Int, _ law: String, unit: String) -> SelfCheck {
    var check = SelfCheck()
    check.component = reading.plan.components[index].name
    check.law = law
    check.unit = unit
    return check
  }

  /// Messages of connections hold no slot, so the service that is measured is not that of slots.
  private func runsBesideSlots(_ index: Int) -> Bool {
    reading.plan.operations.contains { $0.component == index && !$0.takesSlot }
  }

  private func isLog(_ index: Int) -> Bool {
    reading.plan.logs.contains { $0.component == index }
  }

  /// L = λW (J. D. C. Little, 1961).
  private func little(_ index: Int, _ state: ComponentMeasurement) -> SelfCheck {
    var check = check(index, "Little's law", unit: "operations")
    check.measured = Double(state.present) / 1e9 / reading.seconds
    // Polls are made outside the network, and are not among those that are present.
    var time = isLog(index) ? state.waiting : reading.response(of: index, withPolls: false)
    // What had not ended was there as well, for as long as it was.
    time.merge(isLog(index) ? state.unendedWaiting.ages : state.unendedResponse.ages)
    check.expected = Double(time.sum) / 1e9 / reading.seconds
    let gap = OperationalLaws.littleGap(
      meanInSystem: check.measured, throughput: Double(time.count) / reading.seconds,
      meanResponse: (time.mean ?? 0) / 1e9)
    check.isWithinTolerance = gap < 0.05 || abs(check.measured - check.expected) < 0.01
    if !check.isWithinTolerance { check.remark = "run too short for its queues, or unstable" }
    return check
  }

  /// U = XS, where a slot serves while its operation waits for a core.
  private func utilization(_ index: Int, _ state: ComponentMeasurement) -> SelfCheck {
    var check = check(index, "utilisation law", unit: "busy slots")
    check.measured = Double(state.busySlots) / 1e9 / reading.seconds
    check.expected = (Double(state.service.sum) + Double(state.coreWaiting)) / 1e9 / reading.seconds
    let gap = abs(check.measured - check.expected) / max(1e-9, check.expected)
    check.isWithinTolerance = gap < 0.05 || abs(check.measured - check.expected) < 0.01
    if !check.isWithinTolerance { check.remark = "run too short for its queues, or unstable" }
    return check
  }

  private func balance(_ index: Int, _ state: ComponentMeasurement) -> SelfCheck {
    var check = check(index, "flow balance", unit: "operations")
    check.measured = Double(state.completions + state.unendedResponse.count)
    check.expected = Double(state.arrivals)
    let gap = abs(check.measured - check.expected) / max(1, check.expected)
    check.isWithinTolerance = gap < 0.01
    if !check.isWithinTolerance {
      check.remark = "what arrives does not leave: unstable, or the drain is too short"
    }
    return check
  }

  // MARK: Theory

  /// A component fed by constant-rate Poisson workloads alone, with one operation of one `work`, and nothing that would
  /// change who waits, for how long, or how much work there is.
  private func theory(_ index: Int, _ state: ComponentMeasurement) -> SelfCheck? {
    let scenario = reading.scenario
    let component = scenario.components[index]
    let plan = reading.plan.components[index]
    guard component.structure == .station, plan.replicas == 1, component.operations.count == 1,
      component.operations[0].steps.count == 1,
      case .work(let distribution) = component.operations[0].steps[0].action,
      let rate = poissonRate(into: component), state.refusals == 0, scenario.faults.isEmpty, isPlain(plan)
    else { return nil }
    let servers = plan.cores == 0 ? plan.slots : plan.slots == 0 ? plan.cores : min(plan.cores, plan.slots)
    let mean = distribution.mean / 1e9
    guard servers > 0, rate * mean < Double(servers) else { return nil }
    var check: SelfCheck
    if case .exponential = distribution {
      check = self.check(index, "M/M/\(servers) mean wait", unit: "ns")
      check.expected =
        QueueingTheory.meanWaitMMc(
          arrivalRate: rate, meanService: mean, servers: servers) * 1e9
    } else if servers == 1, distribution.secondMoment.isFinite {
      let name = if case .constant = distribution { "M/D/1" } else { "M/G/1" }
      check = self.check(index, "\(name) mean wait", unit: "ns")
      check.expected =
        QueueingTheory.meanWaitMG1(
          arrivalRate: rate, meanService: mean, secondMoment: distribution.secondMoment / 1e18) * 1e9
    } else {
      return nil
    }
    check.measured = state.waiting.mean ?? 0
    let gap = abs(check.measured - check.expected) / max(1, check.expected)
    check.isWithinTolerance = gap < 0.1
    if !check.isWithinTolerance { check.remark = "run too short to agree with theory" }
    return check
  }

  /// First come, first served, by what is there all the time, at one speed.
  private func isPlain(_ plan: ComponentPlan) -> Bool {
    guard case .fifo = plan.discipline else { return false }
    return plan.scaling == nil && plan.shedding == nil && plan.adaptation == nil && plan.degradation == nil
      && plan.freezing == nil && plan.remembers == nil && plan.bucket == nil
  }

  /// Requests that come one by one, independently of each other and of what became of those before: no batches, no
  /// bursts, no growth, no users who wait, no second tries, and nothing that is not begun because its time has passed.
  private func poissonRate(into component: Component) -> Double? {
    let scenario = reading.scenario
    var rate = 0.0
    for workload in scenario.workloads {
      guard case .rate(let value) = workload.shape, workload.starts == 0, workload.arrivals == .poisson,
        workload.batch.mean == 1, workload.growth == nil, workload.storm == nil
      else { return nil }
      for share in workload.flows {
        guard let flow = scenario.flows.first(where: { $0.name == share.flow }) else { return nil }
        for step in flow.steps {
          guard case .call(let call) = step.action, call.component == component.name, flow.steps.count == 1,
            call.rules == CallRules(timeout: call.rules.timeout),
            step.branches.isEmpty, step.otherwise == nil
          else { return nil }
          rate += value * share.share
        }
      }
    }
    for other in scenario.components where other.name != component.name { _ = other; return nil }
    return rate > 0 ? rate * scenario.run.load / Double(scenario.run.scale) : nil
  }
}
