import Components
import Engine
import Statistics
import Testing

/// Comparisons that a decision reports, as work of the component where it is made.
@Suite struct EffortTests {
  /// Reports its subject's number as comparisons.
  private final class Effortful: DomainBinding {
    func perform(_ command: Int, _ context: inout CommandContext) -> Int {
      context.effort = context.subject
      return command
    }
    func makePartitions(for plan: PollingPlan, setup: PartitionSetup) -> [any PopulationPartition] { [] }
    func partition(of entity: UInt64, in plan: PollingPlan) -> Int { -1 }
    func laneTaken(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {}
    func laneReturned(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {}
    var windowCuts: [Nanoseconds] { [] }
    func finish(at time: Nanoseconds) {}
    var monitors: [MonitorReading] { [] }
  }

  /// Users 0 to 3 ask at one instant; the decision of user n takes n comparisons of a millisecond.
  private func run(cores: Int) -> (result: Measurements, plan: NetworkPlan) {
    var builder = PlanBuilder(end: .second)
    let people = builder.population("people", count: 4)
    let found = builder.outcome("found")
    let station = builder.station("store", cores: cores)
    builder.plan.components[station].comparison = millisecond
    let look = builder.command(0, outcomes: [found])
    let operation = builder.operation(station) {
      $0.emit(.decide(Instruction.Decide(command: Int32(look))))
      $0.emit(.chargeWork(stream: -1))
      $0.emit(.finish)
    }
    builder.flow { $0.call(operation, otherwise: { $0.emit(.finish) }) }
    var plan = ClosedPlan(users: 4, think: .constant(600e6), patience: nil, begins: 0)
    plan.population = Int(people)
    var source = SourcePlan(name: "w", stream: "w", knots: [], flows: [(0, 1)], phases: [])
    source.arrivals = .closed(plan)
    builder.plan.sources = [source]
    return (builder.run(bindings: [Effortful()]), builder.plan)
  }

  @Test func `each comparison takes its time, and no comparison none`() {
    let (result, plan) = run(cores: 4)
    #expect(result.outcomes(plan) == ["found": 4])
    // 0, 1, 2 and 3 ms.
    #expect(result.flows[0].latency.sum == 6_000_000 && result.flows[0].latency.maximum == 3_000_000)
    #expect(result.components[0].queueMaximum == 0)
  }

  @Test func `comparisons wait for a core`() {
    let (result, _) = run(cores: 1)
    // One after the other, whoever is first: the last one ends after 6 ms.
    #expect(result.flows[0].latency.maximum == 6_000_000 && result.components[0].queueMaximum == 2)
  }
}
