import Components
import Engine
import Statistics
import Testing

@Suite struct ClosedUsersTests {
  private func builder(
    users: Int, think: Distribution, patience: Distribution? = nil, work: Distribution, slots: Int = 0,
    queue: Int = 1_000_000, end: Nanoseconds = 10 * .second, begins: Nanoseconds = 0
  ) -> PlanBuilder {
    var builder = PlanBuilder(end: end)
    let station = builder.station("station", slots: slots, queue: queue)
    let serve = builder.operation(station) { $0.work(work) }
    let note = builder.command(1)
    builder.flow {
      $0.decide(note)
      $0.call(serve)
    }
    var source = SourcePlan(name: "w", stream: "w", knots: [], flows: [(0, 1)], phases: [])
    source.arrivals = .closed(ClosedPlan(users: users, think: think, patience: patience, begins: begins))
    builder.plan.sources = [source]
    return builder
  }

  private func run(_ builder: PlanBuilder) -> (times: [Nanoseconds], result: Measurements) {
    let book = Notebook()
    let result = builder.run(bindings: [book])
    return (book.notes.map(\.at), result)
  }

  @Test func `a user thinks, asks, waits and thinks again`() {
    let (times, result) = run(builder(users: 1, think: .constant(300e6), work: .constant(100e6), begins: 2 * .second))
    #expect(times == (0..<20).map { 2300 * millisecond + $0 * 400 * millisecond })
    #expect(result.flows[0].started == 20 && result.flows[0].latency.mean == 100e6)
    #expect(result.flows[0].offered.reduce(0, +) == 0 && result.unfinished == 0)
  }

  @Test func `no more requests are in flight than there are users`() {
    let builder = builder(users: 13, think: .constant(0), work: .exponential(mean: 10e6), slots: 1)
    let (times, result) = run(builder)
    // The server is never idle, and everybody waits for all the others: thirteen services.
    #expect(result.components[0].queueMaximum == 12 && times.count > 900)
    #expect((Double(result.flows[0].latency.sum) / Double(times.count) - 130e6).magnitude < 15e6)
    #expect(result.flows[0].started == UInt64(times.count))
  }

  @Test func `who loses patience counts as a timeout at that moment, and the work goes on`() {
    // One server takes 250 ms; patience ends after 100 ms; then 100 ms of thought.
    let (times, result) = run(
      builder(
        users: 1, think: .constant(100e6), patience: .constant(100e6), work: .constant(250e6), slots: 1,
        end: 1000 * millisecond))
    #expect(times == [100, 300, 500, 700, 900].map { $0 * millisecond })
    #expect(result.flows[0].outcomes[Int(StandardOutcome.timeout)] == 5 && result.flows[0].latency.isEmpty)
    #expect(result.flows[0].outcomes.reduce(0, +) == result.flows[0].started)
    // Nobody waits for them, and all five are worked on.
    #expect(result.components[0].completions == 5 && result.unfinished == 0)
  }

  @Test func `timeouts are in the interval of their moment`() {
    var builder = builder(
      users: 1, think: .constant(100e6), patience: .constant(2000e6), work: .constant(5e9), end: 6 * .second)
    builder.plan.horizon.interval = .second
    let (_, result) = run(builder)
    // Sent at 0.1, 2.2 and 4.3 s; given up at 2.1, 4.2 and 6.3 s.
    #expect(result.flows[0].offered == [1, 0, 1, 0, 1, 0])
    #expect(result.flows[0].failed == [0, 0, 1, 0, 1, 0])
    #expect(result.flows[0].outcomes[Int(StandardOutcome.timeout)] == 3)
  }

  @Test func `an answer in time leaves patience for the next request`() {
    // Answers take 10 ms, all but those in the midst of an outage of speed.
    var builder = builder(
      users: 3, think: .constant(30e6), patience: .uniform(low: 50e6, high: 150e6), work: .constant(10e6))
    builder.fault(0, .slow(100), from: 4 * .second, until: 5 * .second)
    let (_, result) = run(builder)
    let timeouts = result.flows[0].outcomes[Int(StandardOutcome.timeout)]
    #expect(timeouts > 9 && timeouts < 36)
    #expect(result.flows[0].latency.maximum == 10_000_000)
    #expect(result.flows[0].outcomes.reduce(0, +) == result.flows[0].started)
    // Cancelled ends of patience do not pile up: three events for each request, and a few.
    #expect(result.events < 4 * result.flows[0].started + 100)
  }

  @Test func `a user's thoughts and requests do not depend on how many others there are`() {
    // Everybody has a server.
    func times(_ users: Int) -> [Nanoseconds] {
      run(builder(users: users, think: .exponential(mean: 1e9), work: .exponential(mean: 50e6))).times
    }
    let five = times(5)
    let eight = Set(times(8))
    #expect(five.count > 30 && five.allSatisfy(eight.contains) && eight.count > five.count)
  }

  @Test func `users who are refused at once and do not think ask on, but not for ever at one instant`() {
    let (times, result) = run(
      builder(
        users: 2, think: .constant(0), work: .constant(900e3), slots: 1, queue: 0, end: millisecond))
    // One is served for 0.9 ms; the other asks a thousand times a millisecond.
    #expect(times.count > 950 && times.count < 1100)
    #expect(result.flows[0].outcomes[Int(StandardOutcome.refused)] > 900)
  }

  @Test func `nobody asks after the end, and warm-up is not counted`() {
    var builder = builder(users: 4, think: .exponential(mean: 1e9), work: .constant(100e6))
    builder.plan.horizon.warmUp = 5 * .second
    let (times, result) = run(builder)
    #expect(times.allSatisfy { $0 < 10 * .second })
    #expect(result.flows[0].started == UInt64(times.filter { $0 >= 5 * .second }.count))
  }

  /// Mean value analysis of one server and users who think (Reiser and Lavenberg 1980); the machine repair model.
  @Test func `a server with few users responds as mean value analysis says`() {
    var response = 0.0
    var queue = 0.0
    for users in 1...6 {
      response = 0.1 * (1 + queue)
      queue = Double(users) / (0.3 + response) * response
    }
    let builder = builder(
      users: 6, think: .exponential(mean: 300e6), work: .exponential(mean: 100e6), slots: 1, end: 3000 * .second)
    let (times, result) = run(builder)
    let throughput = 6 / (0.3 + response)
    #expect((Double(times.count) / 3000 - throughput).magnitude < 0.02 * throughput)
    #expect(((result.flows[0].latency.mean ?? 0) / 1e9 - response).magnitude < 0.03 * response)
  }

  @Test func `a trace follows a user's request to its end`() {
    let builder = builder(
      users: 3, think: .constant(100e6), patience: .constant(50e6), work: .constant(80e6), end: 500 * millisecond)
    // Request 1 of user 2: four numbers a cycle.
    let run = ReplicationRun(
      builder.plan, bindings: [Notebook()], seed: 1, replication: 0, threads: 1,
      watching: .recording([.request(workload: 0, number: 4 + 2)]))
    let activities = run.run().activities
    #expect(activities.map(\.parent) == [-1, 0] && activities.map(\.role) == [.request, .call])
    #expect(activities[0].number == 6 && activities[0].began == 250 * millisecond)
    #expect(activities[0].ended == 330 * millisecond && activities[0].events.last?.event == .unawaited)
    #expect(activities[1].spans.map(\.length) == [80 * millisecond])
    let failures = activities[0].events.compactMap { event in
      if case .failed(let origin) = event.event { (event.at, origin.cause) } else { nil }
    }
    #expect(failures.map(\.0) == [300 * millisecond] && failures.map(\.1) == [.patience])
  }
}
