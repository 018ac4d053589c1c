import Components
import Scenarios

/// Marks in a plan what is kept by stretches of the measured part, so that a single run can tell how sure it is: all
/// flows, and of everything else what budgets read, since it takes memory.
struct StretchSelection {
  let plan: NetworkPlan
  /// Names of what budgets read besides flows, in the order of the plan: replications with and without them differ.
  private(set) var names: [String] = []

  init(_ plan: NetworkPlan, budgets: [Budget]) {
    var plan = plan
    for index in plan.flows.indices { plan.flows[index].keepsStretches = true }
    for check in budgets.map(\.check) where check.statisticClass == .estimate {
      let scope = Scope(check, in: plan)
      if check.label("phase") != nil || check.label("workload") != nil {
        for (source, _) in scope.phases { plan.sources[source].keepsStretches = true }
      } else if check.metric == "outcomes" && check.label("command") != nil {
        for index in scope.commands { plan.commands[index].keepsStretches = true }
      } else if check.label("operation") != nil {
        for index in scope.operations { plan.components[plan.operations[index].component].keepsStretches = true }
      } else if check.metric == "lag-time" {
        let logs = Set(scope.groups.map { plan.consumerGroups[$0].log })
        for index in plan.logs.indices where logs.contains(index) { plan.logs[index].keepsStretches = true }
      } else if Self.isOfComponents(check) {
        for index in scope.components { plan.components[index].keepsStretches = true }
      }
    }
    names += plan.components.filter(\.keepsStretches).map(\.name)
    names += plan.sources.filter(\.keepsStretches).map { "workload \($0.name)" }
    names += plan.logs.filter(\.keepsStretches).map { "groups of \($0.name)" }
    names += plan.commands.filter(\.keepsStretches).map { "command \($0.name)" }
    self.plan = plan
  }

  /// What reads operations and counters of components; levels come from the timeline.
  private static func isOfComponents(_ check: Check) -> Bool {
    switch check.metric {
    case "response", "waiting", "service", "calls", "counts", "dead-letters", "hit-ratio": true
    case "throughput", "goodput", "errors": check.label("component") != nil
    default: false
    }
  }
}
