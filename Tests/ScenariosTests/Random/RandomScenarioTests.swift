import Engine
import Scenarios
import Statistics
import TestSupport
import Testing

@testable import Components

/// Whatever the scenario: it is read, it ends, and what came in has gone out.
@Suite struct RandomScenarioTests {
  /// Seeds that the suite runs; a failure prints its own.
  private static let seeds: Range<UInt64> = 0..<200
  private static let eventLimit: UInt64 = 2_000_000

  private func scenario(_ seed: UInt64) -> RandomScenario {
    RandomScenario(seed: seed, cancelsAndBlocks: seed % 2 == 1)
  }

  private func read(_ seed: UInt64) throws -> NetworkPlan {
    let random = scenario(seed)
    do {
      return Assembler.assemble(try Draft.read(random.text), providers: []).plan
    } catch let invalid as InvalidScenario {
      Issue.record("seed \(seed): \(invalid.problems.map(\.message))\n\(random.text)")
      throw invalid
    }
  }

  @Test(arguments: seeds) func `what came in has gone out`(seed: UInt64) throws {
    let plan = try read(seed)
    var simulation = Simulation<NetworkEvent>()
    var network = Network(plan, seed: seed, replication: 0, bindings: [], in: &simulation)
    simulation.run(until: plan.horizon.drained, with: &network, limit: Self.eventLimit)
    #expect(simulation.executed < Self.eventLimit, "seed \(seed) does not end")
    let left = Invariants(network: network).leftovers()
    #expect(left.isEmpty, "seed \(seed)\n\(scenario(seed).text)")
  }

  @Test(arguments: seeds) func `what has not gone out is in the figures, each once`(seed: UInt64) throws {
    var plan = try read(seed)
    plan.horizon.warmUp = plan.horizon.end / 5
    plan.horizon.drained = plan.horizon.end
    var simulation = Simulation<NetworkEvent>()
    var network = Network(plan, seed: seed, replication: 0, bindings: [], in: &simulation)
    simulation.run(until: plan.horizon.drained, with: &network, limit: Self.eventLimit)
    let faults = Conservation.faults(of: network.measurements(at: plan.horizon.end), plan)
    #expect(faults.isEmpty, "seed \(seed)\n\(scenario(seed).text)")
  }

  @Test(arguments: [0, 10, 20, 30] as [UInt64])
  func `a run repeats itself to the last bit`(first: UInt64) throws {
    for seed in first..<first + 10 {
      let plan = try read(seed)
      func run(threads: Int) -> String {
        String(
          describing: ReplicationRun(plan, bindings: [], seed: 7, replication: 0, threads: threads).run())
      }
      let once = run(threads: 1)
      #expect(once == run(threads: 1) && once == run(threads: 2), "seed \(seed)")
    }
  }
}
