import Components
import Engine
import Statistics
import Testing

/// Writes to a store with copies: the primary works, then the others, and a majority is waited for.
@Suite struct ReplicationTests {
  private func store(
    copies: Int, shards: Int = 1, slots: Int = 0, queue: Int = 1_000_000, copyLaw: Distribution
  ) -> Sketch {
    var sketch = Sketch(end: 2 * .hour)
    let store = sketch.station("store", slots: slots, queue: queue, replicas: copies * shards)
    sketch.plan.components[store].copies = copies
    sketch.plan.components[store].pick = .shard
    let key = sketch.population("key", count: 1000)
    let copy = sketch.operation(store) { $0.work(copyLaw) }
    let write = sketch.operation(store) {
      $0.work(.constant(1e6))
      $0.emit(.replicate(operation: Int32(copy), copies: Int32(copies), context: 5))
      $0.branch([], nil)
    }
    sketch.flow { $0.call(write, key: key) }
    sketch.source()
    return sketch
  }

  private let arrivals: [Nanoseconds] = (0..<4000).map { $0 * .second }

  /// Mean of the k-th smallest of n exponentials with mean 1: 1/n + 1/(n − 1) + … , k terms.
  @Test(arguments: 1...5)
  func `a write is done when a majority of the copies has it`(copies: Int) throws {
    let others = copies - 1
    var wait = 0.0
    for place in 0..<copies / 2 { wait += 1 / Double(others - place) }
    let sketch = store(copies: copies, copyLaw: .exponential(mean: 100e6))
    let result = sketch.run(at: arrivals)
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
    let sketch = store(copies: 3, shards: 7, slots: 1, queue: 0, copyLaw: .constant(2e6))
    let result = sketch.run(at: arrivals)
    #expect(result.components[0].refusals == 0 && result.outcomes(sketch.plan) == ["ok": 4000])
  }

  /// Every replica takes one operation at a time and refuses others. Blockers hold the last ones.
  @Test(arguments: [(3, 1, "ok"), (3, 2, "refused"), (5, 2, "ok"), (5, 3, "refused")])
  func `a write outlives as many failed copies as a majority can spare`(copies: Int, blocked: Int, outcome: String) {
    var sketch = store(copies: copies, slots: 1, queue: 0, copyLaw: .constant(2e6))
    let write = sketch.plan.operations.count - 1
    let block = sketch.operation(0) { $0.wait(.constant(100e6)) }
    sketch.plan.components[0].pick = .roundRobin
    // In turn: the first replica is free again when the write comes round to it.
    let brief = sketch.operation(0) { $0.wait(.constant(1)) }
    var parts: [(inout Sketch) -> Void] = []
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
    sketch.flow { $0.fork(parts) }
    sketch.plan.sources[0].flows = [(1, 1)]
    let result = sketch.run(at: [0])
    #expect(result.outcomes(sketch.plan, flow: 1) == [outcome: 1] && result.unfinished == 0)
    #expect(result.components[0].refusals == UInt64(blocked))
  }
}
