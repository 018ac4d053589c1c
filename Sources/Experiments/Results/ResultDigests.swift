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
      all.append((component.name, digest { add(component: index, to: &$0) }))
    }
    for (index, flow) in plan.flows.enumerated() {
      all.append(("flow \(flow.name)", digest { measured.flows[index].add(to: &$0, naming: plan.outcomes) }))
    }
    for (index, measure) in plan.measures.enumerated() {
      let isLone = plan.measures.count { $0.name == measure.name } == 1
      let name = "measure \(isLone ? "" : measure.system)\(measure.name)"
      all.append((name, digest(measured.measures[index].add)))
    }
    for (index, polling) in plan.pollings.enumerated() {
      all.append(("population \(plan.populations[polling.population].name)", digest(measured.pollings[index].add)))
    }
    for (index, command) in plan.commands.enumerated() {
      let outcomes = measured.commandOutcomes[index]
      all.append(("command \(command.name)", digest { $0.add(outcomes, naming: plan.outcomes) }))
    }
    for monitor in measured.monitors {
      let isLone = measured.monitors.count { $0.id == monitor.id } == 1
      all.append(("monitor \(isLone ? "" : monitor.system)\(monitor.id)", digest(monitor.add)))
    }
    all.append(("timeline", digest(addTimeline)))
    return all.sorted { $0.component < $1.component }
  }

  private func digest(_ add: (inout Digest) -> Void) -> String {
    var digest = Digest()
    add(&digest)
    return digest.hex
  }

  private func add(component index: Int, to digest: inout Digest) {
    let plan = reading.plan
    reading.measured.components[index].add(to: &digest)
    digest.add(collected.decisionDigests[index].hex)
    for (number, operation) in plan.operations.enumerated() where operation.component == index {
      digest.add(reading.measured.operations[number])
      reading.measured.unendedOperations[number].add(to: &digest)
    }
    for (number, group) in plan.consumerGroups.enumerated() where plan.logs[group.log].component == index {
      reading.measured.groups[number].add(to: &digest)
    }
  }

  /// What happened in each interval, of everything: one of its own, because all systems on one clock share the intervals.
  private func addTimeline(to digest: inout Digest) {
    for state in reading.measured.components { state.addTimeline(to: &digest) }
    for state in reading.measured.flows { state.addTimeline(to: &digest) }
    for state in reading.measured.pollings { state.addTimeline(to: &digest) }
  }

  static func root(of digests: [(component: String, digest: String)]) -> String {
    var root = Digest()
    for entry in digests {
      root.add(entry.component)
      root.add(entry.digest)
    }
    return root.hex
  }
}

extension Scenario {
  /// Of every source text, options, assignments and the settings that the command line may change: 32
  /// hexadecimal digits.
  package var hash: String {
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
  package var modelHash: String {
    var digest = Digest()
    for setting in settings where setting.isOfModel {
      digest.add(setting.firstPath)
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
