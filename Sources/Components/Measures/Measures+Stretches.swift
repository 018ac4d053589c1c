import Engine
import Statistics

/// Equal stretches of the measured part: nothing on the way, one control event at the end of each.
extension Measures {
  func endStretch() {
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

  private func latency(of flow: Int) -> Histogram { flows[flow].latency.total }

  private func snapshot(of owner: StretchSeries.Owner) -> StretchSeries.Snapshot {
    switch owner {
    case .component(let index):
      let state = stations.address(of: index)
      let counted = OperationCounts.ofStretches.map { state.pointee.counted[keyPath: $0] }
      return .init(
        counts: counted + Counter.allCases.map { state.pointee.counts[$0] },
        histograms: state.pointee.times.histograms + operationsOf[index].map { operationLatency[$0].histogram })
    case .flow(let index):
      let outcomes = Array(flows[index].outcomes)
      let failed = outcomes.indices.reduce(UInt64(0)) {
        StandardOutcome.isFailure(UInt16($1)) ? $0 + outcomes[$1] : $0
      }
      return .init(counts: [outcomes.reduce(0, +) - failed, failed] + outcomes, histograms: [latency(of: index)])
    case .phase(let source, let phase, let flow):
      let state = phases[source, phase]
      let latency = phases.latency(source, phase, of: flow) { self.latency(of: flow) }
      return .init(counts: [state.pointee.completed(flow), state.pointee.failed(flow)], histograms: [latency])
    case .command(let index): return .init(counts: outcomes(of: index), histograms: [])
    case .group(let index):
      let group = groups[index]
      return .init(counts: [group.published, group.taken, group.redelivered, group.dropped], histograms: [group.lag])
    }
  }
}
