import Components
import Engine
import Statistics
import Testing

/// Workloads in a network: who arrives when, whatever else runs.
@Suite struct SourceTests {
  /// Flows that note their arrival, flow `n` as command `n`, and are served by one slow station.
  private func builder(flows: Int = 1, end: Nanoseconds = 20 * .second) -> PlanBuilder {
    var builder = PlanBuilder(end: end)
    let station = builder.station("station", slots: 1)
    let serve = builder.operation(station) { $0.work(.exponential(mean: 20e6)) }
    for flow in 0..<flows {
      let note = builder.command(flow + 1)
      builder.flow {
        $0.decide(note)
        $0.call(serve)
      }
    }
    return builder
  }

  private func source(
    _ name: String, rate: Double = 20, flows: [(flow: Int, share: Double)] = [(0, 1)],
    end: Nanoseconds = 20 * .second, _ change: (inout SourcePlan) -> Void = { _ in }
  ) -> SourcePlan {
    var source = SourcePlan(
      name: name, stream: name,
      knots: [RateKnot(at: 0, before: 0, after: rate), RateKnot(at: end, before: rate, after: 0)], flows: flows,
      phases: [])
    change(&source)
    return source
  }

  static let shapes: [(name: String, change: @Sendable (inout SourcePlan) -> Void)] = [
    ("poisson", { _ in }),
    ("even", { $0.arrivals = .even }),
    ("renewal", { $0.arrivals = .renewal(.erlang(stages: 2, mean: 1)) }),
    ("crowd", { $0.arrivals = .crowd(count: 300, begins: .second, within: 4 * .second) }),
    ("trace", { $0.arrivals = .trace((1...60).map { TracedArrival(at: $0 * 77 * millisecond) }) }),
    (
      "closed",
      { $0.arrivals = .closed(ClosedPlan(users: 7, think: .exponential(mean: 1e9), patience: nil, begins: 0)) }
    ),
    ("batch", { $0.batch = .geometric(mean: 3) }),
    ("bursty", { $0.bursts = [.modulated("bursts/x", factor: 9, burst: .second, calm: 3 * .second)] }),
    (
      "storm",
      {
        $0.bursts = [
          .storm("storm/s", gap: .exponential(mean: 3e9), duration: .exponential(mean: 1e9), factor: 4)
        ]
      }
    ),
  ]

  private func arrivals(_ builder: PlanBuilder, flow: Int = 0, seed: UInt64 = 1) -> [Nanoseconds] {
    let book = Notebook()
    _ = builder.run(seed: seed, bindings: [book])
    return book.notes(of: flow + 1).map(\.at)
  }

  /// Closed users wait for the station, and with it for others: they are left out.
  @Test(arguments: shapes.map(\.name).filter { $0 != "closed" })
  func `another workload leaves arrivals as they were`(shape: String) throws {
    let change = try #require(Self.shapes.first { $0.name == shape }).change
    var alone = builder(flows: 2)
    alone.plan.sources = [source("first", change)]
    let times = arrivals(alone)
    #expect(times.count > 50)
    for (_, other) in Self.shapes {
      var both = builder(flows: 2)
      both.plan.sources = [source("first", change), source("second", flows: [(1, 1)], other)]
      #expect(arrivals(both) == times)
      both.plan.sources.reverse()
      #expect(arrivals(both) == times)
    }
  }

  @Test(arguments: shapes.map(\.name))
  func `a run repeats itself, and another seed does not`(shape: String) throws {
    let change = try #require(Self.shapes.first { $0.name == shape }).change
    var builder = builder(flows: 2)
    builder.plan.sources = [source("w", flows: [(0, 0.5), (1, 0.5)], change)]
    let once = arrivals(builder)
    #expect(once == arrivals(builder) && once != arrivals(builder, seed: 2))
  }

  @Test(arguments: shapes.map(\.name))
  func `whoever came has gone`(shape: String) throws {
    let change = try #require(Self.shapes.first { $0.name == shape }).change
    var builder = builder(flows: 2)
    builder.plan.sources = [source("w", flows: [(0, 0.5), (1, 0.5)], change)]
    let result = builder.run(bindings: [Notebook()])
    #expect(result.unfinished == 0)
    for flow in result.flows {
      #expect(flow.started > 20 && flow.started == flow.outcomes.reduce(0, +))
      #expect(flow.latency.count == flow.started)
    }
  }

  @Test func `a trace is followed to the nanosecond, flow by flow`() {
    var builder = builder(flows: 3)
    let instants: [Nanoseconds] = [0, 7, 7, 7, .second, 3 * .second + 1, 30 * .second]
    let traced = instants.enumerated().map { TracedArrival(at: $1, flow: $0 % 2 == 0 ? 2 : 0) }
    builder.plan.sources = [source("w", flows: [(1, 1)]) { $0.arrivals = .trace(traced) }]
    #expect(arrivals(builder, flow: 2) == [0, 7, .second])
    #expect(arrivals(builder, flow: 0) == [7, 7, 3 * .second + 1])
    // What names no flow is drawn from those of the workload; what is due after the end does not come.
    builder.plan.sources = [
      source("w", flows: [(1, 1)]) { $0.arrivals = .trace(instants.map { TracedArrival(at: $0) }) }
    ]
    #expect(arrivals(builder, flow: 1) == [0, 7, 7, 7, .second, 3 * .second + 1])
  }

  @Test(arguments: [BatchPlan.fixed(1000), .geometric(mean: 400)])
  func `a batch comes at one instant, however large, and each has a flow of its own`(batch: BatchPlan) {
    var builder = PlanBuilder(end: 100 * .second)
    for flow in 0..<2 {
      let note = builder.command(flow + 1)
      builder.flow { $0.decide(note) }
    }
    builder.plan.sources = [
      source("w", rate: 500, flows: [(0, 0.5), (1, 0.5)], end: 100 * .second) { $0.batch = batch }
    ]
    let book = Notebook()
    let result = builder.run(bindings: [book])
    let sizes = Dictionary(grouping: book.notes, by: \.at).mapValues(\.count)
    #expect(sizes.count > 20 && sizes.count < 200)
    if case .fixed(let size) = batch { #expect(sizes.values.allSatisfy { $0 == size }) }
    // The flows are drawn for each: four standard errors of a half.
    let total = Double(result.flows[0].started + result.flows[1].started)
    #expect(total > 20_000 && (Double(result.flows[0].started) - total / 2).magnitude < 2 * total.squareRoot())
  }

  @Test func `a batch is served one after the other`() {
    var builder = PlanBuilder(end: 10 * .second)
    let station = builder.station("station", slots: 1)
    let serve = builder.operation(station) { $0.work(.constant(10e6)) }
    builder.flow { $0.call(serve) }
    builder.plan.sources = [
      source("w", rate: 4, end: 10 * .second) {
        $0.arrivals = .even
        $0.batch = .fixed(4)
      }
    ]
    // One batch a second, ten in all: 10, 20, 30 and 40 ms.
    let result = builder.run()
    #expect(result.flows[0].latency.count == 40 && result.flows[0].latency.sum == 10 * 100_000_000)
    #expect(result.components[0].queueMaximum == 3)
  }
}
