import Experiments
import Testing

/// A theory stands beside a measurement only where its assumptions hold.
@Suite struct SelfCheckTests {
  private func theories(
    load: String = "rate: 30/s", service: String = "cores: 1, threads: 50, queue: 100k",
    distribution: String = "exponential(mean 10ms)",
    call: String = "call: app.page, timeout: 100s", more: String = ""
  ) throws -> [SelfCheck] {
    let scenario = try Study.read(
      """
      orrery: 1
      name: theory
      run: { duration: 1000s, warm-up: 10s, drain: 100s }
      components: { app: { kind: service, \(service), operations: { page: \(distribution) } } }
      flows: { visit: [ { \(call) } ] }
      workloads: { day: { \(load), flows: { visit: 100% } } }
      \(more)

      """)
    return try Study.run(scenario).selfChecks.filter { $0.law.contains("mean wait") }
  }

  @Test(arguments: [
    ("exponential(mean 10ms)", "M/M/1"), ("10ms", "M/D/1"), ("uniform(low 5ms high 15ms)", "M/G/1"),
  ])
  func `a plain queue stands beside its theory, and agrees`(_ distribution: String, _ name: String) throws {
    let found = try theories(distribution: distribution)
    #expect(found.map(\.law) == ["\(name) mean wait"])
    #expect(!found.contains { !$0.isWithinTolerance }, "\(found)")
  }

  @Test(arguments: [
    "rate: 30/s, batch: 3", "rate: 30/s, batch: geometric(mean 3)", "rate: 30/s, arrivals: even",
    "rate: 30/s, arrivals: { renewal: erlang(stages 4 mean 1s) }",
    "rate: 30/s, arrivals: { bursty: { factor: x9, burst: 1s, calm: 3s } }",
    "rate: 30/s, growth: { by: x1.1, every: 1000s }",
    "rate: 30/s, storm: { every: 100s, lasts: 10s, factor: x2 }", "stages: [ { duration: 1000s, target: 40/s } ]",
    "closed: { users: 5, think: 100ms }", "crowd: { count: 30k, within: 1000s }", "rate: 30/s, starts: 100s",
  ])
  func `other arrivals than Poisson's at one rate have none`(_ load: String) throws {
    #expect(try theories(load: load).isEmpty, "\(load)")
  }

  @Test(arguments: [
    "cores: 1, threads: 50, discipline: shortest", "cores: 1, threads: 50, discipline: priority",
    "cores: 1, threads: 50, discipline: sharing", "cores: 1, threads: 50, discipline: lifo",
    "cores: 1, threads: 50, shed: { target: 1s }", "cores: 1, threads: 50, adapts: { target: 1s }",
    "cores: 1, threads: 50, degrades: { from: 2, each: 10% }", "cores: 1, threads: 50, freezes: { after: 60s }",
    "cores: 1, threads: 50, remembers: 1s", "cores: 1, threads: 50, replicas: { max: 2 }",
    "cores: 1, threads: 50, replicas: 2",
  ])
  func `a station that is more than a queue has none`(_ service: String) throws {
    #expect(try theories(service: service + ", queue: 100k").isEmpty, "\(service)")
  }

  @Test(arguments: [
    "call: app.page, timeout: 20ms, retry: { times: 2 }", "call: app.page, timeout: 50ms, hedge: 20ms",
    "call: app.page, timeout: 20ms, breaker: { failure-threshold: 50% }", "call: app.page, deadline: 50ms",
  ])
  func `callers who do something about a slow answer leave none`(_ call: String) throws {
    #expect(try theories(call: call).isEmpty, "\(call)")
  }

  @Test func `faults leave none`() throws {
    #expect(try theories(more: "faults: { slow: { at: 100s, for: 10s, hits: app, slow: x2 } }").isEmpty)
  }
}
