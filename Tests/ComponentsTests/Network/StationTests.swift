import Components
import Engine
import Statistics
import Testing

@Suite struct StationTests {
  /// Eight hundred thousand customers of a queue with a load of 0.8.
  private func queue(_ distribution: Distribution, slots: Int, cores: Int = 0, rate: Double, limit: Int = 1_000_000)
    -> Measurements
  {
    var builder = PlanBuilder(end: .second, drained: 2 * .second)
    let station = builder.station("station", slots: slots, cores: cores, queue: limit)
    let serve = builder.operation(station) { $0.work(distribution) }
    builder.flow { $0.call(serve, when: [(StandardOutcome.refused, { _ in })]) }
    builder.source(rate: rate)
    return builder.run()
  }

  /// Little's law holds on the sample path, and busy slots are the offered load.
  private func expectDistributions(_ result: Measurements, load: Double) {
    let station = result.components[0]
    #expect(station.arrivals == station.completions && result.unfinished == 0)
    let utilization = Double(station.busySlots) / 1e9
    #expect((utilization / load - 1).magnitude < 0.01)
    // Present and waiting, times time, are the sums of responses and waits but for the last moments.
    let responses = Double(result.operations[0].sum)
    #expect((Double(station.present) / responses - 1).magnitude < 1e-3)
    if station.waiting.sum > 1_000_000 {
      #expect((Double(station.queue) / Double(station.waiting.sum) - 1).magnitude < 1e-3)
    }
  }

  @Test func `one server with exponential service is an M∕M∕1 queue`() throws {
    let result = queue(.exponential(mean: 1000), slots: 1, rate: 800_000)
    expectDistributions(result, load: 0.8)
    let theory = QueueingTheory.meanWaitMMc(arrivalRate: 0.0008, meanService: 1000, servers: 1)
    let wait = try #require(result.components[0].waiting.mean)
    // The standard error of 800,000 correlated waits is 1.1 %.
    #expect((wait / theory - 1).magnitude < 0.04)
    // The response is exponential, too: its 99th percentile is ln 100 means.
    let p99 = try #require(result.operations[0].quantile(0.99))
    #expect((Double(p99) / (5000 * 4.605) - 1).magnitude < 0.06)
  }

  @Test func `three servers with exponential service are an M∕M∕3 queue`() throws {
    let result = queue(.exponential(mean: 3000), slots: 3, rate: 800_000)
    expectDistributions(result, load: 2.4)
    let theory = QueueingTheory.meanWaitMMc(arrivalRate: 0.0008, meanService: 3000, servers: 3)
    let wait = try #require(result.components[0].waiting.mean)
    #expect((wait / theory - 1).magnitude < 0.04)
  }

  @Test func `constant service waits half as long`() throws {
    let result = queue(.constant(1000), slots: 1, rate: 800_000)
    let theory = QueueingTheory.meanWaitMG1(arrivalRate: 0.0008, meanService: 1000, secondMoment: 1e6)
    let wait = try #require(result.components[0].waiting.mean)
    #expect((wait / theory - 1).magnitude < 0.03)
  }

  @Test func `a full queue refuses as an M∕M∕1∕K queue does`() {
    // One in service and four waiting, offered 1.25 times what it can carry.
    let result = queue(.exponential(mean: 1000), slots: 1, rate: 1_250_000, limit: 4)
    let station = result.components[0]
    let blocked = Double(station.refusals) / Double(station.arrivals)
    let theory = QueueingTheory.blockingMM1K(utilization: 1.25, capacity: 5)
    #expect((blocked / theory - 1).magnitude < 0.01)
    #expect(station.failures == station.refusals && station.queueMaximum == 4)
    #expect(station.arrivals == station.completions)
  }

  @Test func `threads wait for cores as for servers`() throws {
    // Many threads share one core: the same queue, waited for inside.
    let result = queue(.exponential(mean: 1000), slots: 64, cores: 1, rate: 800_000)
    let response = try #require(result.operations[0].mean)
    #expect((response / 5000 - 1).magnitude < 0.03)
    let cores = Double(result.components[0].busyCores) / 1e9
    #expect((cores / 0.8 - 1).magnitude < 0.01)
  }

  /// Ten calls at once to two slots with a queue of three.
  @Test func `a burst fills slots, then the queue, and the rest is refused`() {
    var builder = PlanBuilder()
    let station = builder.station("station", slots: 2, queue: 3)
    let serve = builder.operation(station) { $0.work(.constant(10e6)) }
    builder.flow {
      $0.fork(Array(repeating: { $0.call(serve, when: [(StandardOutcome.refused, { _ in })]) }, count: 10))
    }
    builder.source()
    let result = builder.run(at: [0])
    let measured = result.components[0]
    #expect(measured.arrivals == 10 && measured.refusals == 5 && measured.completions == 10)
    #expect(measured.queueMaximum == 3)
    // Two after 10 ms, two after 20 ms, one after 30 ms.
    #expect(result.operations[0].count == 5 && result.operations[0].sum == 90_000_000)
    #expect(measured.queue == UInt128(3 * 10_000_000 + 10_000_000))
    #expect(result.flows[0].latency.sum == 30_000_000)
    #expect(result.outcomes(builder.plan) == ["ok": 1])
  }

  @Test func `who came first is served first`() {
    var builder = PlanBuilder()
    let station = builder.station("station", slots: 1)
    let note = builder.command(1)
    let number = builder.command(0)
    let serve = builder.operation(station) {
      $0.work(.exponential(mean: 10e6))
      $0.decide(note)
    }
    builder.flow {
      $0.decide(number)
      $0.call(serve)
    }
    builder.source()
    let book = Notebook()
    _ = builder.run(at: (0..<200).map { $0 * millisecond }, bindings: [book])
    #expect(book.notes(of: 1).map(\.payload) == Array(0..<200))
  }

  @Test func `replicas are chosen in turn, by load, by key or at random`() {
    func calls(_ pick: ComponentPlan.Pick) -> Measurements {
      var builder = PlanBuilder()
      let station = builder.station("station", slots: 1, queue: 0, replicas: 4)
      builder.plan.components[station].pick = pick
      let key = builder.population("key", count: 1)
      let serve = builder.operation(station) { $0.work(.constant(10e6)) }
      builder.flow { builder in
        builder.fork(
          Array(repeating: { $0.call(serve, key: key, when: [(StandardOutcome.refused, { _ in })]) }, count: 4))
      }
      builder.source()
      return builder.run(at: [0])
    }
    #expect(calls(.roundRobin).components[0].refusals == 0)
    #expect(calls(.leastInFlight).components[0].refusals == 0)
    // One key has one replica.
    #expect(calls(.byKey).components[0].refusals == 3)
  }

  @Test func `a random choice of replica is even`() {
    var builder = PlanBuilder()
    let station = builder.station("station", slots: 1, queue: 0, replicas: 5)
    builder.plan.components[station].pick = .random
    let serve = builder.operation(station) { $0.work(.constant(5e6)) }
    // A probe finds the replica that the first call took with a chance of one in five.
    builder.flow {
      $0.fork([
        { $0.call(serve) }, { $0.call(serve, when: [(StandardOutcome.refused, { _ in })]) },
      ])
    }
    builder.source()
    let refusals = builder.run(at: (0..<5000).map { $0 * 10 * millisecond }).components[0].refusals
    // Four standard errors.
    #expect((Double(refusals) - 1000).magnitude < 113)
  }

  @Test func `a component may have a hundred thousand replicas`() {
    var builder = PlanBuilder()
    let station = builder.station("station", slots: 1, queue: 0, replicas: 100_000)
    let serve = builder.operation(station) { $0.work(.constant(60e9)) }
    builder.flow { $0.iterate(100_000, atOnce: 100_000) { $0.call(serve) } }
    builder.source()
    let result = builder.run(at: [0])
    #expect(result.components[0].refusals == 0 && result.components[0].completions == 100_000)
    #expect(result.outcomes(builder.plan) == ["ok": 1])
  }
}
