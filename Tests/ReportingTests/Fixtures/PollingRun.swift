import Experiments
import Foundation
import Scenarios
import Statistics

/// Twelve components, phases, a fault, populations, a bill: a result with everything that a report
/// can show, shaped like the polling of a travel application.
enum PollingRun {
  static let intervals = 120
  static let duration = 600 * Fixture.second

  static func make() -> RunResult {
    var result = RunResult()
    result.scenario = scenario()
    result.programVersion = "0.1.0"
    result.simulatedNanoseconds = duration + 10 * Fixture.second
    result.replications = 3
    result.digest = "9f86d081884c7d659a2feaa0c55ad015"
    result.digests = components().map { ($0.name, String(repeating: "ab", count: 16)) }
      .sorted { $0.0 < $1.0 }
    result.events = 41_237_112
    result.refreshes = 900_000_000
    result.verdict = .violated
    result.indicators = indicators()
    result.populations = [population()]
    result.components = components().sorted { $0.name < $1.name }
    result.links = links()
    result.outcomes = [
      OutcomeCount(scope: "flow", name: "view", outcome: "ok", count: 1_782_000),
      OutcomeCount(scope: "flow", name: "view", outcome: "timeout", count: 412),
      OutcomeCount(scope: "command", name: "apply-update", outcome: "applied", count: 155_000),
      OutcomeCount(scope: "command", name: "apply-update", outcome: "stale", count: 311),
    ]
    result.phases = phases()
    result.budgets = budgets()
    result.invariants = invariants()
    result.cost = cost()
    result.timeline = timeline()
    result.selfChecks = selfChecks()
    result.freshnessDistributions = [freshnessDistribution()]
    result.quantities = quantities()
    result.warnings = [
      "data-updater: queue still grew when the run ended; its waits are a lower bound",
      "push.send: a call without a timeout",
    ]
    result.host.wallSeconds = 12.4
    result.host.peakMemoryBytes = 2_380_000_000
    result.host.threads = 2
    result.host.cpu = "example CPU"
    return result
  }

  private static func scenario() -> ScenarioIdentity {
    var scenario = ScenarioIdentity()
    scenario.name = "road-warrior/cycle"
    scenario.question =
      "Can a five-minute cycle keep a five-minute promise, and what carries 500,000 polls a second?"
    scenario.hash = "c0ffee00c0ffee00c0ffee00c0ffee00"
    scenario.options = ["poll-240s"]
    scenario.assignments = ["workloads.viewers.rate=3k/s"]
    scenario.sources = [
      .init(path: "scenarios/road-warrior/cycle.yaml", text: "orrery: 1\nname: road-warrior/cycle\n"),
      .init(path: "scenarios/prices/cloud-2026-10.yaml", text: "currency: USD\n"),
    ]
    scenario.seed = 7
    scenario.duration = duration
    scenario.warmUp = 30 * Fixture.second
    scenario.drain = 10 * Fixture.second
    scenario.startsAt = (5 * 24 + 10) * 3_600 * Fixture.second
    scenario.standsFor = 30 * 86_400 * Fixture.second
    return scenario
  }

  private static func indicators() -> [Indicator] {
    let view = Fixture.latencies(60_000, median: 62e6, spread: 0.55, seed: 1)
    let search = Fixture.latencies(20_000, median: 180e6, spread: 0.75, seed: 2, missing: 30)
    var freshness = Histogram()
    var dice = Dice(3)
    for _ in 0..<50_000 {
      freshness.record(Int64(dice.next() * 240e9 + 4e9 * exp(0.9 * dice.normal())))
    }
    func interval(_ mean: Double, _ half: Double) -> ConfidenceInterval {
      ConfidenceInterval(mean: mean, halfWidth: half, level: 0.95)
    }
    return [
      Indicator(
        metric: "latency", labels: [("flow", "view")], unit: "ns", histogram: view,
        meanInterval: interval(view.mean ?? 0, 0.6e6),
        quantileIntervals: [(0.95, interval(154e6, 2.1e6)), (0.99, interval(223e6, 6e6))]),
      Indicator(
        metric: "latency", labels: [("flow", "search")], unit: "ns", histogram: search,
        meanInterval: interval(search.mean ?? 0, 5e6)),
      Indicator(
        metric: "latency", labels: [("flow", "view"), ("phase", "newsletter")], unit: "ns",
        histogram: Fixture.latencies(9_000, median: 95e6, spread: 0.6, seed: 4)),
      Indicator(
        metric: "freshness", labels: [("population", "reservation")], unit: "ns",
        histogram: freshness, meanInterval: interval(freshness.mean ?? 0, 0.4e9),
        exceedances: [(limit: 300 * Fixture.second, count: 12)]),
      Indicator(
        metric: "response", labels: [("component", "store")], unit: "ns",
        histogram: Fixture.latencies(5_000, median: 8e6, spread: 0.2, seed: 5)),
    ]
  }

  private static func population() -> PopulationResult {
    var population = PopulationResult()
    population.name = "reservation"
    population.entities = 150_000_000
    population.bytesEach = 16
    population.cycle = 240 * Fixture.second
    population.due = 900_000_000
    population.refreshes = 899_998_112
    population.answered = 897_310_440
    population.refused = 1_200_312
    population.timedOut = 1_480_560
    population.failed = 6_800
    population.changesFound = 155_311
    population.changesMissed = 14
    return population
  }

  private static func components() -> [ComponentResult] {
    let ms: Int64 = 1_000_000
    return [
      Fixture.component(
        "edge", "load-balancer", arrivals: 5_346_000, utilization: nil, response: 64 * ms),
      Fixture.component(
        "api", "service", arrivals: 5_346_000, utilization: 0.58, scarcest: "cores", queue: 0.3,
        response: 61 * ms, waiting: 1 * ms, replicas: 12),
      Fixture.component(
        "work-list", "compacted-topic", arrivals: 466_000, utilization: 0.11,
        scarcest: "partitions", response: 3 * ms, replicas: 512),
      Fixture.component(
        "tracker", "polling-worker", arrivals: 900_000_000, utilization: 0.79, scarcest: "slots",
        queue: 41, response: 254 * ms, waiting: 1 * ms, replicas: 500),
      Fixture.component(
        "provider", "external", arrivals: 900_000_000, utilization: 0.56, scarcest: "quota",
        response: 231 * ms),
      Fixture.component(
        "updater", "consumers", arrivals: 466_000, utilization: 0.22, scarcest: "threads",
        queue: 0.1, response: 5 * ms, replicas: 32),
      Fixture.component(
        "updates", "topic", arrivals: 466_000, utilization: nil, response: 3 * ms),
      Fixture.component(
        "notices", "topic", arrivals: 466_000, utilization: nil, response: 3 * ms),
      Fixture.component(
        "data-updater", "consumers", arrivals: 465_100, utilization: 0.97, scarcest: "threads",
        queue: 212, response: 980 * ms, waiting: 930 * ms, replicas: 16),
      Fixture.component(
        "store", "document-store", arrivals: 5_800_000, utilization: 0.73, scarcest: "cores",
        queue: 2.7, response: 9 * ms, waiting: 2 * ms, replicas: 36),
      Fixture.component(
        "notifier", "consumers", arrivals: 466_000, utilization: 0.36, scarcest: "threads",
        queue: 0.4, response: 130 * ms, waiting: 2 * ms, replicas: 8),
      Fixture.component(
        "push", "channel", arrivals: 310_000, utilization: 0.19, scarcest: "quota",
        response: 100 * ms),
    ]
  }

  private static func links() -> [LinkResult] {
    [
      LinkResult(from: "viewers", to: "edge", style: .call, count: 5_346_000),
      LinkResult(from: "edge", to: "api", style: .pass, count: 5_346_000),
      LinkResult(from: "api", to: "store", style: .call, count: 5_346_000),
      LinkResult(from: "work-list", to: "tracker", style: .consume, count: 466_000),
      LinkResult(from: "tracker", to: "provider", style: .call, count: 900_000_000),
      LinkResult(from: "tracker", to: "work-list", style: .publish, count: 466_000),
      LinkResult(from: "work-list", to: "updater", style: .consume, count: 466_000),
      LinkResult(from: "updater", to: "updates", style: .publish, count: 466_000),
      LinkResult(from: "updater", to: "notices", style: .publish, count: 466_000),
      LinkResult(from: "updates", to: "data-updater", style: .consume, count: 465_100),
      LinkResult(from: "data-updater", to: "store", style: .call, count: 465_100),
      LinkResult(from: "notices", to: "notifier", style: .consume, count: 466_000),
      LinkResult(from: "notifier", to: "push", style: .call, count: 310_000),
    ]
  }

  private static func phases() -> [PhaseResult] {
    [("morning", 0, 240), ("newsletter", 240, 390), ("after", 390, 600)].map { name, from, to in
      var phase = PhaseResult()
      phase.workload = "viewers"
      phase.name = name
      phase.begins = Int64(from) * Fixture.second
      phase.ends = Int64(to) * Fixture.second
      phase.offered = UInt64(to - from) * 3_000
      phase.completed = phase.offered - 40
      phase.failed = 40
      return phase
    }
  }
}
