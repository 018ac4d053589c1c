import Engine
import Statistics
import Testing

@testable import Components

/// Equal stretches of the measured part add up to the whole, and keeping them changes nothing else.
@Suite struct StretchTests {
  private func builder(_ seed: UInt64, keeps: Bool) -> PlanBuilder {
    var builder = RandomNetwork(seed: seed, end: 3 * .second, drained: 10 * .second).builder
    builder.plan.horizon.warmUp = 700 * millisecond
    guard keeps else { return builder }
    for index in builder.plan.components.indices { builder.plan.components[index].keepsStretches = true }
    for index in builder.plan.flows.indices { builder.plan.flows[index].keepsStretches = true }
    for index in builder.plan.sources.indices { builder.plan.sources[index].keepsStretches = true }
    for index in builder.plan.logs.indices { builder.plan.logs[index].keepsStretches = true }
    return builder
  }

  /// All stretches of a histogram together.
  private func sum(_ stretches: [Stretch], _ part: (Stretch) -> SparseInterval) -> Histogram {
    stretches.reduce(into: Histogram()) { part($1).add(to: &$0) }
  }

  @Test func `stretches add up to the whole`() {
    var filled = 0
    for seed in 100..<120 as Range<UInt64> {
      let builder = builder(seed, keeps: true)
      let measured = builder.run()
      for (index, component) in measured.components.enumerated() {
        let stretches = component.stretches
        #expect(stretches.count == Stretch.count)
        #expect(stretches.reduce(0) { $0 + $1.completions } == component.completions, "seed \(seed)")
        #expect(stretches.reduce(0) { $0 + $1.arrivals } == component.arrivals)
        #expect(stretches.reduce(0) { $0 + $1[.wasted] } == component.counts[.wasted])
        #expect(sum(stretches) { $0.waiting } == component.waiting)
        #expect(sum(stretches) { $0.service } == component.service)
        #expect(sum(stretches) { $0.failedResponse } == component.failedResponse)
        let own = builder.plan.operations.indices.filter { builder.plan.operations[$0].component == index }
        for (place, operation) in own.enumerated() {
          #expect(sum(stretches) { Array($0.operations)[place] } == measured.operations[operation])
        }
        filled += stretches.count { $0.completions > 0 }
      }
      for flow in measured.flows {
        #expect(sum(flow.stretches) { $0.latency } == flow.latency)
        #expect(flow.stretches.reduce(0) { $0 + $1.outcomes.reduce(0, +) } == flow.outcomes.reduce(0, +))
      }
      for phase in measured.phases.flatMap({ $0 }) {
        for (flow, stretches) in phase.stretches.enumerated() where !stretches.isEmpty {
          #expect(sum(stretches) { $0.latency } == phase.latency[flow])
        }
      }
      for group in measured.groups {
        #expect(sum(group.stretches) { $0.lag } == group.lag)
        #expect(group.stretches.reduce(0) { $0 + $1.published } == group.published)
      }
    }
    #expect(filled > 1000, "networks that do something")
  }

  @Test func `keeping them changes nothing that happens`() {
    for seed in 100..<110 as Range<UInt64> {
      let plain = builder(seed, keeps: false).run()
      let kept = builder(seed, keeps: true).run()
      #expect(kept.events == plain.events + UInt64(Stretch.count), "seed \(seed)")
      #expect(kept.operations == plain.operations)
      #expect(kept.components.map(\.waiting) == plain.components.map(\.waiting))
      #expect(plain.components.allSatisfy { $0.stretches.isEmpty })
    }
  }

  @Test func `the difference of two states is what came between`() {
    var histogram = Histogram()
    for value in [5, 7, 2000, 1 << 40] as [Int64] { histogram.record(value) }
    let before = histogram
    #expect(histogram.since(before).isEmpty)
    for value in [3, 7, 2001, 1 << 41] as [Int64] { histogram.record(value) }
    histogram.recordMissing(2)
    let came = histogram.since(before)
    #expect(came.count == 6 && came.missing == 2 && came.minimum == 3 && came.maximum == 1 << 41)
    #expect(came.sum == 3 + 7 + 2001 + 1 << 41)
    var joined = before
    joined.merge(came)
    #expect(joined == histogram)
  }
}
