import Components
import Scenarios

/// What the labels of a check name, resolved against the plan: every metric reads the parts that this lists, and
/// nothing else.
///
/// A name means the part that is called exactly so; where there is none, those of any system whose own name it is.
/// `system=` keeps those of one system, whatever the other labels say.
struct Scope {
  private let plan: NetworkPlan
  private let check: Check
  /// `a/`; empty for all systems.
  private let prefix: String

  init(_ check: Check, in plan: NetworkPlan) {
    self.plan = plan
    self.check = check
    prefix = check.label("system").map { $0 + "/" } ?? ""
  }

  var components: [Int] { chosen("component", plan.components.map(\.name)) }
  var flows: [Int] { chosen("flow", plan.flows.map(\.name)) }
  var workloads: [Int] { chosen("workload", plan.sources.map(\.name)) }
  /// Operations by `component.operation`, or those of the components.
  var operations: [Int] {
    let names = plan.operations.map(\.name)
    if check.label("operation") != nil { return chosen("operation", names) }
    let components = Set(self.components)
    return plan.operations.indices.filter { components.contains(plan.operations[$0].component) }
  }
  /// Polling workers of the populations.
  var pollings: [Int] { chosen("population", plan.pollings.map { plan.populations[$0.population].name }) }
  var commands: [Int] { chosen("command", plan.commands.map(\.name)) }
  /// Measures of the check's metric; with `population=`, of the system that the population belongs to.
  var measures: [Int] {
    let named = plan.measures.indices.filter {
      plan.measures[$0].name == check.metric && isInSystem(plan.measures[$0].system)
    }
    guard check.label("population") != nil, named.count > 1 else { return named }
    let systems = Set(pollings.map { NetworkPlan.prefix(of: plan.populations[plan.pollings[$0].population].name) })
    return named.filter { systems.contains(plan.measures[$0].system) }
  }
  /// Consumer groups, by their place in the plan's `consumerGroups`: those of the logs that `component=` names, or the
  /// one whose consumer it names.
  var groups: [Int] {
    let all = plan.consumerGroups
    let chosen = Set(components)
    let named = Self.matching(check.label("group"), all.map(plan.name))
    return named.filter { group in
      chosen.contains(plan.logs[all[group].log].component) || all[group].component.map(chosen.contains) ?? false
    }
  }
  /// Phases of the workloads, by number; all of them where none is named.
  var phases: [(source: Int, phase: Int)] {
    let wanted = check.label("phase")
    return workloads.flatMap { source in
      let phases = plan.sources[source].phases
      if phases.isEmpty { return wanted == nil ? [(source, 0)] : [] }
      return phases.indices.filter { wanted == nil || phases[$0].name == wanted }.map { (source, $0) }
    }
  }

  /// Whether a domain's monitor is meant, by its own name and its system.
  func includes(_ monitor: MonitorReading) -> Bool {
    isInSystem(monitor.system) && (check.label("monitor").map { $0 == monitor.id } ?? true)
  }

  /// Whether a disturbance is meant: a phase of higher load where the check names one, else a fault.
  func includes(_ disturbance: Disturbance) -> Bool {
    if let phase = check.label("phase") {
      let workloads = Set(self.workloads.map { plan.sources[$0].name })
      return disturbance.style == .surge && disturbance.name == phase && workloads.contains(disturbance.workload)
    }
    return disturbance.style != .surge && disturbance.name.hasPrefix(prefix)
      && !Self.matching(check.label("fault"), [disturbance.name]).isEmpty
  }

  private func isInSystem(_ system: String) -> Bool { system.hasPrefix(prefix) }

  private func chosen(_ label: String, _ names: [String]) -> [Int] {
    let found = Self.matching(check.label(label), names)
    return prefix.isEmpty ? found : found.filter { names[$0].hasPrefix(prefix) }
  }

  private static func matching(_ label: String?, _ names: [String]) -> [Int] {
    guard let label else { return Array(names.indices) }
    let exact = names.indices.filter { names[$0] == label }
    return exact.isEmpty ? names.indices.filter { names[$0].hasSuffix("/" + label) } : exact
  }
}
