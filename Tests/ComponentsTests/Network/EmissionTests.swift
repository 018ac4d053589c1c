import Engine
import Statistics
import Testing

@testable import Components

/// Decisions that give others something to do: one message for each item.
@Suite struct EmissionTests {
  /// Command 0 emits items; command 1 notes what a consumer finds.
  private final class Job: DomainBinding {
    struct Note: Equatable {
      var at: Nanoseconds
      var payload: UInt64
      var entity: UInt64
    }
    var items: [EmittedItem] = []
    private(set) var notes: [Note] = []

    func perform(_ command: Int, _ context: inout CommandContext) -> Int {
      if command == 0 {
        for item in items { context.emit(item) }
        return items.isEmpty ? 1 : 0
      }
      notes.append(Note(at: context.now, payload: context.payload, entity: context.entity))
      return 0
    }
    func makePartitions(for plan: PollingPlan, setup: PartitionSetup) -> [any PopulationPartition] { [] }
    func partition(of entity: UInt64, in plan: PollingPlan) -> Int { -1 }
    func laneTaken(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {}
    func laneReturned(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {}
    var windowCuts: [Nanoseconds] { [] }
    func finish(at time: Nanoseconds) {}
    var monitors: [MonitorReading] { [] }
  }

  private struct Bench {
    var builder = PlanBuilder()
    let job = Job()
    let none: UInt16
    let log: Int

    /// - Parameters:
    ///   - commits: whether it is decided when a call ends, 10 ms after the start.
    ///   - distribution: of what a consumer waits for before it notes.
    init(limit: Int64 = 1_000_000, commits: Bool = false, distribution: Distribution = .constant(0)) {
      none = builder.outcome("none")
      let emitting = builder.command(0, outcomes: [StandardOutcome.ok, none])
      let noting = builder.command(1)
      builder.plan.commands[emitting].mark = 2
      builder.plan.marks += ["submitted"]
      log = builder.log("items", partitions: 1, limit: limit)
      let reader = builder.station("reader")
      let take = builder.operation(reader) {
        $0.wait(distribution)
        $0.decide(noting)
        $0.emit(.measure(clock: 2, measure: 0))
      }
      builder.plan.measures.append(MeasurePlan(name: "waited", mark: 2))
      builder.plan.logs[log].groups.append(GroupPlan(component: reader, operation: take, order: .none))
      let store = builder.station("store")
      let write = builder.operation(store) { $0.wait(.constant(10e6)) }
      let none = none
      builder.flow {
        if commits {
          $0.call(write, commit: emitting, when: [(none, { $0.emit(.reply(outcome: none)) })])
        } else {
          $0.decide(emitting, when: [(none, { $0.emit(.reply(outcome: none)) })])
        }
      }
      builder.source()
      for place in builder.plan.program.indices {
        guard case .decide(var decide) = builder.plan.program[place], decide.command == Int32(emitting) else {
          continue
        }
        decide.log = Int32(log)
        decide.context = 99
        builder.plan.program[place] = .decide(decide)
      }
    }

    func run(at arrivals: [Nanoseconds], seed: UInt64 = 1, left: inout Int) -> Measurements {
      var live = 0
      let result = builder.run(at: arrivals, seed: seed, bindings: [job]) { live = $0.frames.live }
      left = live
      return result
    }
  }

  private func items(_ count: Int) -> [EmittedItem] {
    (0..<count).map {
      EmittedItem(payload: UInt64(100 + $0), entity: UInt64(7 * $0), visit: 1, since: Nanoseconds($0) * millisecond)
    }
  }

  @Test(arguments: [false, true])
  func `each item is a message of its own, with its payload, entity and clock`(commits: Bool) {
    let bench = Bench(commits: commits)
    bench.job.items = items(5)
    var left = 0
    let result = bench.run(at: [20 * millisecond], left: &left)
    let at = (commits ? 30 : 20) * millisecond
    let expected = (0..<5).map { Job.Note(at: at, payload: UInt64(100 + $0), entity: UInt64(7 * $0)) }
    #expect(bench.job.notes == expected)
    #expect(result.components[0].arrivals == 5 && result.components[0].counts[.lost] == 0 && left == 0)
    // Since 0, 1, 2, 3 and 4 ms.
    #expect(result.measures[0].delays.sum == UInt128(5 * at - 10 * millisecond))
    #expect(result.outcomes(bench.builder.plan) == ["ok": 1])
  }

  @Test func `a decision that emits nothing goes on as its outcome says`() {
    let bench = Bench()
    var left = 0
    let result = bench.run(at: [0, millisecond], left: &left)
    #expect(result.outcomes(bench.builder.plan) == ["none": 2] && result.components[0].arrivals == 0)
    #expect(bench.job.notes.isEmpty && left == 0)
  }

  @Test func `items that find no room are lost, and counted`() {
    let bench = Bench(limit: 3)
    bench.job.items = items(10)
    // Nobody takes them: their reader is cut off.
    var plan = bench.builder
    plan.plan.logs[bench.log].groups = []
    plan.plan.logs[bench.log].queue = QueuePlan(visibility: .second, receives: 1, retention: nil)
    let result = plan.run(at: [0], bindings: [bench.job])
    #expect(result.components[0].counts[.lost] == 7 && result.components[0].refusals == 7)
    #expect(result.components[0].completions == 10 && result.components[0].failures == 7)
    #expect(result.components[0].backlog == 3 && result.outcomes(plan.plan) == ["ok": 1])
  }

  @Test func `while the log is out, all are lost and the decision stands`() {
    let bench = Bench()
    bench.job.items = items(4)
    var builder = bench.builder
    builder.fault(builder.plan.logs[bench.log].component, .outage, from: 0, until: .second)
    let result = builder.run(at: [millisecond, 2 * .second], bindings: [bench.job])
    #expect(result.components[0].counts[.lost] == 4 && bench.job.notes.count == 4)
    #expect(result.outcomes(builder.plan) == ["ok": 2])
  }

  @Test func `an item has the same draws, whoever emits it and beside whatever else`() {
    func instants(_ items: [EmittedItem], at arrival: Nanoseconds) -> [UInt64: Nanoseconds] {
      let bench = Bench(distribution: .exponential(mean: 1e9))
      bench.job.items = items
      var left = 0
      _ = bench.run(at: [0, arrival], left: &left)
      var found: [UInt64: Nanoseconds] = [:]
      for note in bench.job.notes where note.at >= arrival { found[note.payload] = note.at - arrival }
      return found
    }
    let all = items(6)
    let some = instants([all[4], all[1]], at: 100 * .second)
    let others = instants(all, at: 200 * .second)
    #expect(some.count == 2 && others.count == 6)
    for (payload, time) in some { #expect(others[payload] == time, "\(payload)") }
    // Another visit of the same request draws anew.
    var again = all[4]
    again.visit = 2
    #expect(instants([again], at: 100 * .second)[104] != some[104])
  }

  @Test func `a decision has a bound`() {
    var context = CommandContext(now: 0, subject: 0, population: -1, payload: 0)
    for number in 0..<CommandContext.emissionLimit + 3 {
      context.emit(EmittedItem(payload: UInt64(number), entity: 0, visit: 0))
    }
    #expect(context.emitted.count == CommandContext.emissionLimit && context.unemitted == 3)
  }
}
