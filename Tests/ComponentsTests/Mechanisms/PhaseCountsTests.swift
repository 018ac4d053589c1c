import Statistics
import Testing

@testable import Components

/// Phases of workloads beside the flows that others may have as well.
@Suite struct PhaseCountsTests {
  private func plan(_ others: [SourcePlan]) -> NetworkPlan {
    var plan = NetworkPlan()
    plan.flows = [FlowPlan(name: "visit", entry: 0), FlowPlan(name: "other", entry: 0)]
    plan.sources = [SourcePlan(name: "steady", stream: "steady", knots: [], flows: [(0, 1)], phases: [])] + others
    return plan
  }

  /// Latencies of `visit` in the phase of `steady`, of which 10 are its own and 99 are everybody's.
  private func latencies(_ others: [SourcePlan]) -> UInt64 {
    let counts = PhaseCounts(plan(others))
    defer { counts.deallocate() }
    for _ in 0..<10 { counts[0, 0].pointee.add(0, latency: 5, failed: false) }
    var whole = Histogram()
    whole.record(7, count: 99)
    let measured = counts.measurements([whole, Histogram()])
    #expect(measured[0][0].completed == [10, 0] && measured[0][0].latency[1].isEmpty)
    #expect(counts.latency(0, 0, of: 0) { whole } == measured[0][0].latency[0])
    return measured[0][0].latency[0].count
  }

  @Test func `a phase has the latency of its flow only where nobody else has the flow`() {
    func source(_ flows: [(flow: Int, share: Double)], _ trace: [Int32] = []) -> SourcePlan {
      var source = SourcePlan(name: "second", stream: "second", knots: [], flows: flows, phases: [])
      if !trace.isEmpty { source.arrivals = .trace(trace.map { TracedArrival(at: 0, flow: $0) }) }
      return source
    }
    #expect(latencies([]) == 99)
    #expect(latencies([source([(1, 1)])]) == 99)
    #expect(latencies([source([(0, 0.5), (1, 0.5)])]) == 10)
    #expect(latencies([source([], [1, -1])]) == 99)
    #expect(latencies([source([], [1, 0])]) == 10)
  }
}
