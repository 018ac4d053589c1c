import Engine
import Scenarios
import TestSupport
import Testing

@testable import Components

/// Whatever the scenario: the spans of a request follow one another, and add up to its latency.
@Suite struct SpanTests {
  private func run(_ plan: NetworkPlan, _ seed: UInt64, watching watch: Watch?) -> Measurements {
    ReplicationRun(plan, bindings: [], seed: seed, replication: 0, threads: 1, watching: watch).run()
  }

  private func everything(of plan: NetworkPlan) -> [ExemplarBand] {
    let flows = Array(plan.flows.indices)
    return [
      ExemplarBand(.flows(flows), 0 ... .max, count: 150), ExemplarBand(.failures(flows), 0 ... .max, count: 50),
      ExemplarBand(.flows(flows), 0 ... .max, count: 20, takesSlowest: true),
    ] + plan.measures.indices.map { ExemplarBand(.measure($0), 0 ... .max, count: 50) }
  }

  @Test(arguments: 0..<200 as Range<UInt64>) func `the spans of a request add up to its latency`(seed: UInt64) throws {
    let plan = Assembler.assemble(
      try Draft.read(RandomScenario(seed: seed, cancelsAndBlocks: seed % 2 == 1).text), providers: []
    ).plan
    let found = run(plan, seed, watching: .seeking(everything(of: plan))).candidates
    let wanted = Set(found.joined().map(\.identity))
    let paths = run(plan, seed, watching: .following(wanted)).paths
    for identity in wanted { #expect(paths.contains { $0.identity == identity }, "seed \(seed)") }
    for path in paths {
      var at = path.began
      var latency: Nanoseconds = 0
      for span in path.spans {
        #expect(span.from == at && span.to > at, "seed \(seed): \(path.number)")
        at = span.to
        if path.measure >= 0 || span.cause != .think { latency += span.length }
      }
      #expect(latency == path.value, "seed \(seed): request \(path.number) of \(path.identity.source)")
    }
  }

  @Test(arguments: [3, 17, 42, 99] as [UInt64]) func `a watched run is the run that nobody watched`(seed: UInt64) throws
  {
    let plan = Assembler.assemble(
      try Draft.read(RandomScenario(seed: seed, cancelsAndBlocks: seed % 2 == 1).text), providers: []
    ).plan
    let plain = run(plan, seed, watching: nil)
    var seeking = run(plan, seed, watching: .seeking(everything(of: plan)))
    var following = run(plan, seed, watching: .following(Set(seeking.candidates.joined().map(\.identity))))
    seeking.candidates = []
    following.paths = []
    #expect(String(describing: seeking) == String(describing: plain))
    #expect(String(describing: following) == String(describing: plain))
  }
}
