import Experiments
import Scenarios
import Statistics

/// One service with one queue and one budget: the smallest result that means something.
enum QueueRun {
  static func make() -> RunResult {
    var result = RunResult()
    result.scenario.name = "queue"
    result.scenario.question = "How long does one server at 80 % keep people waiting?"
    result.scenario.hash = "5f1d0c3b7a9e42680011223344556677"
    result.scenario.sources = [.init(path: "scenarios/queue.yaml", text: "orrery: 1\nname: queue\n")]
    result.scenario.seed = 42
    result.scenario.duration = 1_000 * Fixture.second
    result.scenario.warmUp = 100 * Fixture.second
    result.programVersion = "0.1.0"
    result.simulatedNanoseconds = 1_000 * Fixture.second
    result.replications = 1
    result.digest = "00112233445566778899aabbccddeeff"
    result.digests = [("server", "ffeeddccbbaa99887766554433221100")]
    result.events = 216_000
    result.indicators = [
      Indicator(
        metric: "latency", labels: [("flow", "visit")], unit: "ns", histogram: latency(),
        meanInterval: ConfidenceInterval(mean: 50e6, halfWidth: 3e6, level: 0.95))
    ]
    var server = Fixture.component(
      "server", "service", arrivals: 72_000, utilization: 0.8, scarcest: "threads", queue: 3.2,
      response: 50_000_000, waiting: 40_000_000)
    server.slots = 1
    server.failures = 0
    server.completions = 72_000
    server.goodCompletions = 72_000
    result.components = [server]
    result.links = [LinkResult(from: "visit", to: "server", style: .call, count: 72_000)]
    result.budgets = [
      Fixture.budget(
        "quick", "p95 latency(flow=visit) < 200ms", observed: 148e6, limit: 200e6, unit: "ns",
        .held, "p95 of 72,000 samples is 148ms, limit 200ms", line: 21)
    ]
    result.selfChecks = [
      Fixture.check(
        "server", "Little's law", measured: 4.0, expected: 4.002, unit: "requests"),
      Fixture.check(
        "server", "M/M/1 mean wait", measured: 40e6, expected: 40.3e6, unit: "ns"),
    ]
    return result
  }

  /// Powers of two milliseconds, so that every figure of it can be checked by hand.
  private static func latency() -> Histogram {
    var histogram = Histogram()
    for power in 0..<10 { histogram.record(Int64(1 << power) * 1_000_000, count: 100) }
    return histogram
  }
}
