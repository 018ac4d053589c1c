import Components
import Engine
import Statistics
import Testing

/// Writes to a store with copies: the primary works, then the others, and a majority is waited for.
@Suite struct ReplicationTests {
  private func store(
    copies: Int, shards: Int = 1, slots: Int = 0, queue: Int = 1_000_000, copyDistribution: Distribution
  ) -> PlanBuilder {
    var builder = PlanBuilder(end: 2 * .hour)
    let store = builder.station("store", slots: slots, queue: queue, replicas: copies * shards)
    builder.plan.components[store].copies = copies
    builder.plan.components[store].pick = .shard
    let key = builder.population("key", count: 1000)
    let copy = builder.operation(store) { $0.work(copyDistribution) }
    let write = builder.operation(store) {
      $0.work(.constant(1e6))
      $0.emit(.replicate(operation: Int32(copy), copies: Int32(copies), context: 5))
      $0.branch([], nil)
    }
    builder.flow { $0.call(write, key: key) }
    builder.source()
    return builder
  }

  private let arrivals: [Nanoseconds] = (0..<4000).map { $0 * .second }

  /// Mean of the k-th smallest of n exponentials with mean 1: 1/n + 1/(n − 1) + … , k terms.
  @Test(arguments: 1...5)
  func `a write is done when a majority of the copies has it`(copies: Int) throws {
    let others = copies - 1
    var wait = 0.0
    for place in 0..<copies / 2 { wait += 1 / Double(others - place) }
    let builder = store(copies: copies, copyDistribution: .exponential(mean: 100e6))
    let result = builder.run(at: arrivals)
    let mean = try #require(result.flows[0].latency.mean)
    // Each wait has a spread below its mean: four standard errors of 4,000.
    let expected = 1e6 + wait * 100e6
    let margin = 4 * wait * 100e6 / 63
    #expect((mean - expected).magnitude <= margin)
    // The other copies follow on their own.
    #expect(result.components[0].completions == UInt64(copies * 4000) && result.unfinished == 0)
  }

  @Test func `copies stand beside their primary, shard by shard`() {
    // Every replica can serve one at a time and none waits: all copies of a write are on other replicas.
    let builder = store(copies: 3, shards: 7, slots: 1, queue: 0, copyDistribution: .constant(2e6))
    let result = builder.run(at: arrivals)
    #expect(result.components[0].refusals == 0 && result.outcomes(builder.plan) == ["ok": 4000])
  }

  /// Every replica takes one operation at a time and refuses others. Blockers hold the last ones.
  @Test(arguments: [(3, 1, "ok"), (3, 2, "refused"), (5, 2, "ok"), (5, 3, "refused")])
  func `a write outlives as many failed copies as a majority can spare`(copies: Int, blocked: Int, outcome: String) {
    var builder = store(copies: copies, slots: 1, queue: 0, copyDistribution: .constant(2e6))
    let write = builder.plan.operations.count - 1
    let block = builder.operation(0) { $0.wait(.constant(100e6)) }
    builder.plan.components[0].pick = .roundRobin
    // In turn: the first replica is free again when the write comes round to it.
    let brief = builder.operation(0) { $0.wait(.constant(1)) }
    var parts: [(inout PlanBuilder) -> Void] = []
    for replica in 0..<copies {
      let operation = replica < copies - blocked ? brief : block
      parts.append { $0.call(operation) }
    }
    parts.append {
      $0.wait(.constant(10))
      $0.call(write)
      $0.emit(.reply(outcome: StandardOutcome.ok))
    }
    // The write alone is what the flow waits for: it is done long before the blockers.
    builder.flow { $0.fork(parts) }
    builder.plan.sources[0].flows = [(1, 1)]
    let result = builder.run(at: [0])
    #expect(result.outcomes(builder.plan, flow: 1) == [outcome: 1] && result.unfinished == 0)
    #expect(result.components[0].refusals == UInt64(blocked))
  }
}
