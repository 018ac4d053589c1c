import Engine
import Statistics

/// Equal stretches of the measured part: nothing on the way, one control event at the end of each.
extension Network {
  /// What a plan keeps stretches of.
  static func stretchSeries(of plan: NetworkPlan) -> [StretchSeries] {
    var owners: [StretchSeries.Owner] = []
    for (index, component) in plan.components.enumerated() where component.keepsStretches {
      owners.append(.component(index))
    }
    for (index, flow) in plan.flows.enumerated() where flow.keepsStretches { owners.append(.flow(index)) }
    for (index, source) in plan.sources.enumerated() where source.keepsStretches {
      for phase in 0..<max(1, source.phases.count) {
        for (flow, _) in source.flows { owners.append(.phase(source: index, phase: phase, flow: flow)) }
      }
    }
    for (index, command) in plan.commands.enumerated() where command.keepsStretches { owners.append(.command(index)) }
    for (index, group) in plan.consumerGroups.enumerated() where plan.logs[group.log].keepsStretches {
      owners.append(.group(index))
    }
    return owners.map { StretchSeries(of: $0) }
  }

  mutating func endStretch() {
    for index in stretches.indices {
      let snapshot = snapshot(of: stretches[index].owner)
      stretches[index].end(snapshot)
    }
  }

  func addStretches(to result: inout Measurements) {
    for series in stretches {
      let closed = series.closed(snapshot(of: series.owner))
      switch series.owner {
      case .component(let index): result.components[index].stretches = closed
      case .flow(let index): result.flows[index].stretches = closed
      case .phase(let source, let phase, let flow): result.phases[source][phase].stretches[flow] = closed
      case .command(let index): result.commandStretches[index] = closed
      case .group(let index): result.groups[index].stretches = closed
      }
    }
  }

  private func snapshot(of owner: StretchSeries.Owner) -> StretchSeries.Snapshot {
    switch owner {
    case .component(let index):
      let state = components[index]
      let own = plan.operations.indices.filter { plan.operations[$0].component == index }
      return .init(
        counts: [
          state.arrivals, state.completions, state.failures, state.refusals, state.timeouts, state.quotaRefusals,
        ] + Counter.allCases.map { state.counts[$0] } + [state.wastedFailures],
        histograms: [state.waiting, state.service, state.failedResponse] + own.map { operationLatency[$0] })
    case .flow(let index):
      let outcomes = flows[index].outcomes
      let failed = outcomes.indices.reduce(UInt64(0)) {
        StandardOutcome.isFailure(UInt16($1)) ? $0 + outcomes[$1] : $0
      }
      var latency = flows[index].latency
      latency.close()
      return .init(counts: [outcomes.reduce(0, +) - failed, failed] + outcomes, histograms: [latency.total])
    case .phase(let source, let phase, let flow):
      let state = phases[source][phase]
      return .init(counts: [state.completed[flow], state.failed[flow]], histograms: [state.latency[flow]])
    case .command(let index): return .init(counts: commandOutcomes[index], histograms: [])
    case .group(let index):
      let group = groups[index]
      return .init(counts: [group.published, group.taken, group.redelivered, group.dropped], histograms: [group.lag])
    }
  }
}
