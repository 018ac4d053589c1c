import Statistics

/// Requests by workload and phase; a workload that names no phases is one.
struct PhaseCounts {
  private let states: Table<PhaseState>
  /// Of each workload, and the end of the last.
  private let first: [Int]
  /// Workloads of one phase whose flows nobody else has: their latency is that of the flows.
  private let wholes: [(source: Int, flows: [Int])]

  init(_ plan: NetworkPlan) {
    var first = [0]
    var wholes: [(source: Int, flows: [Int])] = []
    var isAll: [Bool] = []
    for (number, source) in plan.sources.enumerated() {
      let flows = source.everyFlow
      let others = plan.sources.enumerated().filter { $0.offset != number }.map(\.element.everyFlow)
      let isWhole = source.phases.count <= 1 && others.allSatisfy { $0.isDisjoint(with: flows) }
      if isWhole { wholes.append((number, flows.sorted())) }
      isAll += Array(repeating: isWhole, count: max(1, source.phases.count))
      first.append(isAll.count)
    }
    self.first = first
    self.wholes = wholes
    states = Table(count: isAll.count) { PhaseState(flows: plan.flows.count, isAll: isAll[$0]) }
  }

  func deallocate() { states.deallocate() }

  @inline(__always)
  subscript(source: Int, phase: Int) -> UnsafeMutablePointer<PhaseState> {
    states.address(of: first[source] + phase)
  }

  /// Latency of a flow's requests in a phase.
  /// - Parameter whole: latency of all of the flow's requests.
  func latency(_ source: Int, _ phase: Int, of flow: Int, whole: () -> Histogram) -> Histogram {
    let state = self[source, phase]
    return state.pointee.isAll ? whole() : state.pointee.latency(flow)
  }

  /// By workload and phase.
  /// - Parameter latencies: of all requests, by flow.
  func measurements(_ latencies: [Histogram]) -> [[PhaseMeasurement]] {
    var measured = first.indices.dropLast().map { source in
      (first[source]..<first[source + 1]).map { states[$0].measurement }
    }
    for (source, flows) in wholes {
      for flow in flows { measured[source][0].latency[flow] = latencies[flow] }
    }
    return measured
  }
}
