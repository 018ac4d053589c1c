import Engine
import Scenarios
import Statistics

@testable import Components

/// A small scenario whose requests begin when told, for results that can be worked out by hand.
///
/// Flow `f` belongs to the first workload, `g` to the second, where there is one.
struct Bench {
  let plan: NetworkPlan
  private(set) var result = Measurements()
  /// What was left when everything was done: nothing may be.
  private(set) var left: [String] = []

  /// - Parameters:
  ///   - body: everything but the head and the workloads.
  ///   - arrivals: of flow `f`, in milliseconds.
  init(
    _ body: String, at arrivals: [Int], second: [Int] = [], warmUp: Int = 0, seconds: Int = 60, seed: UInt64 = 1
  ) throws {
    var text = "orrery: 1\nname: bench\nrun: { duration: \(seconds)s, warm-up: \(warmUp)ms, drain: 1h }\n\(body)\n"
    text += "workloads:\n  first: { rate: 1/s, flows: { f: 100% } }\n"
    if !second.isEmpty { text += "  second: { rate: 1/s, flows: { g: 100% } }\n" }
    var plan = Assembler.assemble(try Draft.read(text), providers: []).plan
    for index in plan.sources.indices { plan.sources[index].knots = [] }
    self.plan = plan
    var simulation = Simulation<NetworkEvent>()
    var network = Network(plan, seed: seed, replication: 0, bindings: [], in: &simulation)
    for (source, times) in [arrivals, second].enumerated() {
      for (number, time) in times.enumerated() {
        simulation.schedule(
          NetworkEvent(.source, UInt32(source)), at: Nanoseconds(time) * .millisecond,
          as: EventIdentity(salt: UInt64(source), number: UInt64(number), rank: NetworkEvent.Rank.source))
      }
    }
    simulation.run(until: plan.horizon.drained, with: &network)
    result = network.measurements(at: plan.horizon.end)
    left = Invariants(network: network).leftovers()
  }

  subscript(name: String) -> ComponentMeasurement {
    result.components[plan.components.firstIndex { $0.name == name } ?? 0]
  }

  /// Requests of a flow by the name of their outcome, those that have any.
  func outcomes(_ flow: Int = 0) -> [String: UInt64] {
    var counts: [String: UInt64] = [:]
    for (number, count) in result.flows[flow].outcomes.enumerated() where count > 0 {
      counts[plan.outcomes[number]] = count
    }
    return counts
  }

  /// Latency of the one request that ended well, in milliseconds; the longest of several.
  var latency: Double { Double(result.flows[0].latency.maximum ?? -1) / 1e6 }
  /// Of all requests together.
  var latencies: Double { Double(result.flows[0].latency.sum) / 1e6 }

  /// Sum and maximum of the first measure, in milliseconds.
  var measured: (sum: Int, longest: Int) {
    let delays = result.measures[0].delays
    return (Int(delays.sum / 1_000_000), Int((delays.maximum ?? -1) / 1_000_000))
  }

  /// Decisions of a kind, in milliseconds.
  func instants(_ kind: Decision.Kind) -> [Int] {
    result.decisions.filter { $0.kind == kind }.map { Int($0.at / .millisecond) }
  }
}

extension ComponentMeasurement {
  /// Time in which slots were taken, in milliseconds.
  var busy: Int { Int(busySlots / 1_000_000) }
}
