import Engine
import Scenarios
import TestSupport
import Testing

@testable import Components

/// Whatever the scenario: where work on cores is interrupted, weighted or slowed by other work, what came in has gone
/// out, and the time of a request is told apart to the last nanosecond.
@Suite struct CoreSharingTests {
  /// A random scenario all of whose cores are in demand by more than they are, by one rule each.
  private func plan(_ seed: UInt64) throws -> NetworkPlan {
    var plan = Assembler.assemble(try Draft.read(RandomScenario(seed: seed).text), providers: []).plan
    for index in plan.components.indices where plan.components[index].cores > 0 {
      let cores = plan.components[index].cores
      if plan.components[index].slots > 0 { plan.components[index].slots += 3 * cores }
      plan.components[index].discipline = (seed + UInt64(index)) % 2 == 0 ? .preemptive : .sharing
      guard plan.components[index].discipline == .sharing else { continue }
      if seed % 3 > 0 { plan.components[index].weights = [9, 1, 4, 2, 3, 1, 1, 7] }
      if seed % 3 < 2 {
        plan.components[index].speeds = SpeedCurve([(1, 0.9), (cores + 1, 0.8 * Double(cores)), (cores + 6, 0.3)])
      }
    }
    return plan
  }

  @Test(arguments: 0..<120 as Range<UInt64>) func `what came in has gone out`(seed: UInt64) throws {
    let plan = try plan(seed)
    var simulation = Simulation<NetworkEvent>()
    var network = Network(plan, seed: seed, replication: 0, bindings: [], in: &simulation)
    simulation.run(until: plan.horizon.drained, with: &network, limit: 2_000_000)
    #expect(simulation.executed < 2_000_000, "seed \(seed) does not end")
    let left = Invariants(network: network).leftovers()
    #expect(left.isEmpty, "seed \(seed)\n\(RandomScenario(seed: seed).text)")
  }

  @Test(arguments: 0..<60 as Range<UInt64>) func `the spans of a request add up to its latency`(seed: UInt64) throws {
    let plan = try plan(seed)
    func run(_ watch: Watch) -> Measurements {
      ReplicationRun(plan, bindings: [], seed: seed, replication: 0, threads: 1, watching: watch).run()
    }
    let flows = Array(plan.flows.indices)
    let found = run(.seeking([ExemplarBand(.flows(flows), 0 ... .max, count: 100)])).candidates
    for path in run(.following(Set(found.joined().map(\.identity)))).paths {
      var (at, latency) = (path.began, Nanoseconds(0))
      for span in path.spans {
        #expect(span.from == at && span.to > at, "seed \(seed): \(path.number)")
        at = span.to
        if span.cause != .think { latency += span.length }
      }
      #expect(latency == path.value, "seed \(seed): request \(path.number) of \(path.identity.source)")
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func `a run repeats itself to the last bit`(seed: UInt64) throws {
    let plan = try plan(seed)
    let runs = [1, 1, 3].map { threads in
      String(describing: ReplicationRun(plan, bindings: [], seed: 7, replication: 0, threads: threads).run())
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }
}
