import Components
import Statistics

/// What began has ended, or is in flight.
public enum Conservation {
  /// What does not add up in the measurements of a replication, in words. Whatever waits goes on when time does, so
  /// nothing may be lost.
  ///
  /// - Parameter hasEnded: the drain was long enough for everything to end.
  package static func faults(of result: Measurements, _ plan: NetworkPlan, hasEnded: Bool = false) -> [String] {
    var faults: [String] = []
    for (index, flow) in result.flows.enumerated() {
      let ended = flow.outcomes.reduce(0, +)
      if flow.started != ended + flow.unended.count {
        faults.append("flow \(index): \(flow.started) began, \(ended) ended, \(flow.unended.count) have not")
      }
      if flow.unended.lost != 0 { faults.append("flow \(index): \(flow.unended.lost) lost") }
      if hasEnded && flow.unended.count != 0 { faults.append("flow \(index): \(flow.unended.count) never end") }
    }
    for (index, component) in result.components.enumerated() {
      let isLog = plan.logs.contains { $0.component == index }
      if isLog || plan.timers.contains(where: { $0.component == index }) { continue }
      if component.arrivals != component.completions + component.unendedResponse.count {
        faults.append("\(plan.components[index].name): \(component.unendedResponse.count) of \(component.arrivals)")
      }
      if component.unendedWaiting.lost != 0 { faults.append("\(plan.components[index].name): lost") }
    }
    for (number, group) in result.groups.enumerated() {
      let given = group.published + group.redelivered
      if given != group.taken + group.dropped + group.unended.count || group.lag.count != group.taken {
        faults.append("group \(number): \(group)")
      }
    }
    return faults
  }
}
