import Components
import Engine
import Scenarios
import Statistics

/// Digests of what was measured, one for each component, flow, measure, population and command, over
/// integers alone; the result's digest is a root over them, so a difference names where it is.
struct ResultDigests {
  let reading: MetricReading
  let collected: Collection

  /// Sorted by name.
  func components() -> [(component: String, digest: String)] {
    let plan = reading.plan
    let measured = reading.measured
    var all: [(component: String, digest: String)] = []
    for (index, component) in plan.components.enumerated() {
      var digest = Digest()
      add(measured.components[index], to: &digest)
      digest.add(collected.decisionDigests[index].hex)
      for (number, operation) in plan.operations.enumerated() where operation.component == index {
        digest.add(measured.operations[number])
        add(measured.unendedOperations[number], to: &digest)
      }
      for (number, group) in plan.consumerGroups.enumerated() where plan.logs[group.log].component == index {
        add(measured.groups[number], to: &digest)
      }
      all.append((component.name, digest.hex))
    }
    for (index, flow) in plan.flows.enumerated() {
      var digest = Digest()
      let state = measured.flows[index]
      digest.add(state.latency)
      digest.add(state.started)
      digest.add(state.inFlight)
      for counts in [state.offered, state.completed, state.failed] { digest.add(counts.reduce(0, +)) }
      add(state.outcomes, to: &digest)
      add(state.unended, to: &digest)
      all.append(("flow \(flow.name)", digest.hex))
    }
    for (index, measure) in plan.measures.enumerated() {
      var digest = Digest()
      digest.add(measured.measures[index].delays)
      digest.add(measured.measures[index].pipeline)
      add(measured.measures[index].unended, to: &digest)
      let isLone = plan.measures.count { $0.name == measure.name } == 1
      all.append(("measure \(isLone ? "" : measure.system)\(measure.name)", digest.hex))
    }
    for (index, polling) in plan.pollings.enumerated() {
      var digest = Digest()
      add(measured.pollings[index], to: &digest)
      all.append(("population \(plan.populations[polling.population].name)", digest.hex))
    }
    for (index, command) in plan.commands.enumerated() {
      var digest = Digest()
      add(measured.commandOutcomes[index], to: &digest)
      all.append(("command \(command.name)", digest.hex))
    }
    for monitor in measured.monitors {
      var digest = Digest()
      digest.add(monitor.violations)
      let isLone = measured.monitors.count { $0.id == monitor.id } == 1
      all.append(("monitor \(isLone ? "" : monitor.system)\(monitor.id)", digest.hex))
    }
    all.append(("timeline", timeline()))
    return all.sorted { $0.component < $1.component }
  }

  static func root(of digests: [(component: String, digest: String)]) -> String {
    var root = Digest()
    for entry in digests {
      root.add(entry.component)
      root.add(entry.digest)
    }
    return root.hex
  }

  /// What happened in each interval, of everything: one of its own, because all systems on one clock share the intervals.
  private func timeline() -> String {
    let measured = reading.measured
    var digest = Digest()
    for state in measured.components {
      for areas in [state.intervalSlots, state.intervalCores, state.intervalQueue, state.intervalActive] {
        for area in areas { digest.add(area) }
      }
      for absence in state.intervalAbsence {
        for field in ReplicaAbsence.fields { digest.add(absence[keyPath: field]) }
      }
      for count in state.intervalCompletions { digest.add(count) }
    }
    for state in measured.flows {
      for counts in [state.offered, state.completed, state.failed] {
        for count in counts { digest.add(count) }
      }
    }
    for state in measured.pollings {
      for count in state.intervalStarted + state.intervalAnswered { digest.add(count) }
      for area in state.intervalBusy { digest.add(area) }
    }
    return digest.hex
  }

  /// By name: which number an outcome has depends on what else there is.
  private func add(_ outcomes: [UInt64], to digest: inout Digest) {
    for (name, count) in zip(reading.plan.outcomes, outcomes).sorted(by: { $0.0 < $1.0 }) where count > 0 {
      digest.add(name)
      digest.add(count)
    }
  }

  private func add(_ state: ComponentMeasurement, to digest: inout Digest) {
    for count in [
      state.arrivals, state.completions, state.failures, state.refusals, state.timeouts,
      state.quotaRefusals,
    ] {
      digest.add(count)
    }
    digest.add(state.failedResponse)
    digest.add(state.waiting)
    digest.add(state.service)
    for area in [state.busySlots, state.busyCores, state.queue, state.present] { digest.add(area) }
    digest.add(state.queueMaximum)
    digest.add(state.presentMaximum)
    digest.add(state.active)
    for counter in Counter.allCases where !counter.isLeftOutAtZero { digest.add(state.counts[counter]) }
    for counter in Counter.allCases where counter.isLeftOutAtZero && state.counts[counter] > 0 {
      digest.add(counter.name)
      digest.add(state.counts[counter])
    }
    for unended in [state.unendedWaiting, state.unendedResponse, state.unendedService] { add(unended, to: &digest) }
    // Where all replicas were there all the time, there is nothing to tell apart.
    if !state.absence.isZero {
      for field in ReplicaAbsence.fields { digest.add(state.absence[keyPath: field]) }
    }
  }

  /// Nothing where all has ended.
  private func add(_ unended: UnendedMeasurement, to digest: inout Digest) {
    guard !unended.isEmpty else { return }
    digest.add(unended.ages)
    digest.add(unended.lost)
  }

  /// Nothing where all records were taken: what was taken stands at the log and at its consumer.
  private func add(_ group: GroupMeasurement, to digest: inout Digest) {
    guard !(group.unended.isEmpty && group.inHand.isEmpty) else { return }
    digest.add(group.published)
    digest.add(group.taken)
    digest.add(group.lag)
    digest.add(group.records)
    add(group.unended, to: &digest)
    add(group.inHand, to: &digest)
  }

  private func add(_ state: PollingMeasurement, to digest: inout Digest) {
    for count in [
      state.due, state.started, state.answered, state.refused, state.timedOut, state.failed,
      state.inactive, state.changesFound, state.changesMissed, state.changesSettled, state.waited,
    ] {
      digest.add(count)
    }
    digest.add(state.latency)
    add(state.unended, to: &digest)
    digest.add(state.waitingSum)
    digest.add(state.waitingMaximum)
    digest.add(state.busy)
  }
}

extension Scenario {
  /// Of every source text, options, assignments and the settings that the command line may change: 32
  /// hexadecimal digits.
  public var hash: String {
    var digest = Digest()
    for source in sources { digest.add(source.text) }
    for option in options { digest.add(option) }
    for assignment in assignments { digest.add(assignment) }
    digest.add(run.scale)
    digest.add(run.replications)
    return digest.hex
  }

  /// Of everything that simulated behaviour depends on but the seed: 32 hexadecimal digits. Budgets, prices, comments
  /// and how the file is laid out leave it as it is.
  public var modelHash: String {
    var digest = Digest()
    for setting in settings where setting.isOfModel {
      digest.add(setting.path)
      digest.add(setting.text)
    }
    digest.add(run.scale)
    for source in sources where !source.path.hasSuffix(".yaml") && !source.path.hasSuffix(".yml") {
      digest.add(source.text)
    }
    for workload in workloads {
      guard case .trace(let arrivals) = workload.shape else { continue }
      for arrival in arrivals {
        digest.add(arrival.at)
        digest.add(arrival.flow ?? "")
      }
    }
    return digest.hex
  }
}
