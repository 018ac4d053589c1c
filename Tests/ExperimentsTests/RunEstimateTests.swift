import Components
import Scenarios
import Testing

@testable import Experiments

/// What a run takes is told before it is begun, and what cannot fit is not begun.
@Suite struct RunEstimateTests {
  private func scenario(
    _ components: String, load: String = "rate: 100/s", flow: String = "[ { call: app.page, timeout: 1s } ]",
    run: String = "duration: 100s, warm-up: 0s", more: String = ""
  ) throws -> Scenario {
    try Study.read(
      """
      orrery: 1
      name: estimate
      run: { \(run) }
      components: { \(components) }
      flows: { visit: \(flow) }
      workloads: { day: { \(load), flows: { visit: 100% } } }
      \(more)

      """)
  }

  private func estimate(_ scenario: Scenario, threads: Int = 1) -> RunEstimate {
    RunEstimate(scenario, model: Assembler.assemble(scenario, providers: []), threads: threads)
  }

  private let app = "app: { kind: service, threads: 50, operations: { page: exponential(mean 5ms) } }"

  @Test(arguments: [
    ("rate: 100/s", ""), ("rate: 100/s, arrivals: even, batch: 4", ""), ("crowd: { count: 5k, within: 10s }", ""),
    ("closed: { users: 10, think: 1s }", ""), ("closed: { users: 100 }", ""), ("closed: { users: 30, pace: 1s }", ""),
    ("rate: 1/s", "timer: { kind: cron, every: 10ms, runs: app.page }"),
    ("rate: 100/s", "front: { kind: load-balancer, to: app, health: { every: 10ms } }"),
    ("rate: 100/s, arrivals: { bursty: { factor: x9, burst: 10ms, calm: 30ms } }", ""),
  ])
  func `events come out within a factor of three`(_ load: String, _ component: String) throws {
    let scenario = try scenario(component.isEmpty ? app : "\(app), \(component)", load: load)
    let events = Double(try Study.run(scenario).events)
    let estimated = estimate(scenario).events
    #expect(estimated / events < 3 && events / estimated < 3, "\(load): \(estimated) for \(events)")
  }

  @Test func `replications and the pilot take their time, threads save it`() throws {
    let one = estimate(try scenario(app)).seconds
    let many = try scenario(app, run: "duration: 100s, replications: 8")
    #expect((estimate(many).seconds / one - 9).magnitude < 1e-9)
    #expect((estimate(many, threads: 4).seconds / one - 9.0 / 4).magnitude < 1e-9)
  }

  @Test func `what needs memory is added up with its arithmetic`() throws {
    let zipf = try scenario(
      app, flow: "[ { call: app.page, key: p, timeout: 1s } ]",
      more: "populations: { p: { count: 1G, pick: zipf(s 0.9) } }")
    let estimate = estimate(zipf)
    #expect(estimate.bytes >= 52e9 && estimate.bytes < 53e9)
    #expect(estimate.memoryArithmetic == ["Zipf law of p: 1G keys × 52 B = 52G B"])
    // More arrive than one core works off, and all may wait.
    let line = try scenario(
      "app: { kind: service, queue: 100M, operations: { page: 5ms } }", load: "rate: 1M/s")
    let lines = self.estimate(line).memoryArithmetic
    #expect(lines.contains { $0.hasPrefix("requests in app: 100M requests at once × 800 B") }, "\(lines)")
    #expect(self.estimate(try scenario(app)).memoryArithmetic.isEmpty)
  }

  @Test func `what takes longer than it may is not begun`() throws {
    let scenario = try scenario(app, load: "rate: 900M/s")
    let experiment = Experiment(
      scenario, model: Assembler.assemble(scenario, providers: []), options: RunOptions())
    #expect(throws: Experiment.TooLong.self) { try experiment.run(stop: StopRequest()) }
    #expect(experiment.replications == 0)
    var options = RunOptions()
    options.longestSeconds = 1e-9
    let short = try self.scenario(app)
    let refused = Experiment(short, model: Assembler.assemble(short, providers: []), options: options)
    #expect(throws: Experiment.TooLong.self) { try refused.run(stop: StopRequest()) }
  }

  @Test func `users who would ask for ever at one instant are refused at their place`() throws {
    let endless = try scenario("app: { kind: external, operations: { page: 0s } }", load: "closed: { users: 3 }")
    #expect(estimate(endless).problems.map(\.place.line) == [6])
    for load in ["closed: { users: 3, think: 1ms }", "closed: { users: 3, pace: 1ms }"] {
      let ends = try scenario("app: { kind: external, operations: { page: 0s } }", load: load)
      #expect(estimate(ends).problems.isEmpty, "\(load)")
    }
    #expect(estimate(try scenario(app, load: "closed: { users: 3 }")).problems.isEmpty)
  }

  @Test func `a bill beyond all numbers is refused, and one below is summed`() throws {
    func app(_ price: String) -> String {
      "app: { kind: external, price: { call: \(price) }, operations: { page: 5ms } }"
    }
    let run = "duration: 1s, warm-up: 0s, stands-for: 30d"
    let dear = try scenario(app("$1000000"), load: "rate: 200k/s", run: run)
    #expect(estimate(dear).problems.count == 1)
    let cheap = try scenario(app("$0.000001"), load: "rate: 1k/s", run: run)
    #expect(estimate(cheap).problems.isEmpty)
    let bill = try Study.run(cheap).cost?.perMonthMicros ?? 0
    #expect(bill > 0)
  }
}
