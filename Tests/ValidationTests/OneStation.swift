import Components
import Engine
import Statistics

/// A workload and one station with one server, as a plan made by hand: what theory knows most about.
struct OneStation {
  var plan = NetworkPlan()

  init(service: Distribution, seconds: Int64, warmUp: Int64, source: SourcePlan) {
    var station = ComponentPlan(name: "station", kind: "service")
    station.slots = 1
    station.queueLimit = 10_000_000
    plan.components = [station]
    plan.streams = NetworkPlan.ownStreams + ["work"]
    plan.marks = NetworkPlan.ownMarks
    plan.distributions = [service]
    plan.horizon.warmUp = warmUp * .second
    plan.horizon.end = seconds * .second
    plan.horizon.drained = (seconds + 3600) * .second
    plan.callSites = [CallSite(operation: 0, context: 1)]
    plan.program = [
      .fail(outcome: StandardOutcome.error),
      .work(Instruction.Draw(distribution: 0, stream: Int32(NetworkPlan.ownStreams.count))),
      .reply(outcome: StandardOutcome.ok), .call(site: 0), .branch(table: 0), .reply(outcome: StandardOutcome.ok),
    ]
    plan.branchTables = [BranchTable(targets: [], otherwise: -1, next: 5)]
    plan.operations = [OperationPlan(name: "serve", component: 0, entry: 1)]
    plan.flows = [FlowPlan(name: "visit", entry: 3)]
    plan.sources = [source]
  }

  /// A source of the only flow, at a constant rate.
  static func source(rate: Double, seconds: Int64, _ change: (inout SourcePlan) -> Void) -> SourcePlan {
    var source = SourcePlan(
      name: "w", stream: "w",
      knots: [
        RateKnot(at: 0, before: 0, after: rate), RateKnot(at: seconds * .second, before: rate, after: 0),
      ], flows: [(0, 1)], phases: [])
    change(&source)
    return source
  }

  func replications(_ count: Int) -> [Measurements] {
    (0..<count).map { ReplicationRun(plan, bindings: [], seed: 1, replication: $0, threads: 1).run() }
  }

  /// Mean response in seconds, of so many replications.
  func response(_ count: Int) -> ConfidenceInterval? {
    ConfidenceInterval(samples: replications(count).map { ($0.flows[0].latency.mean ?? 0) / 1e9 }, level: 0.999)
  }
}
