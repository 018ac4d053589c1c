import Components
import Engine
import Scenarios
import Statistics
import Testing

@testable import Experiments

/// Two stored runs against a service, as `live` stores them: the verdicts are on figures with intervals of their own.
@Suite struct ServiceComparisonTests {
  /// A run whose 99th percentile is `p99` milliseconds, and of whose requests a share fails.
  private func run(p99: Double, reach: Double = 2, failed: UInt64 = 0) throws -> ServiceComparison.Run {
    let scenario = try Study.read(Study.queue(budgets: "{ fast: p99 latency(flow=visit) < 1s }"))
    var result = RunResult()
    result.mode = .live
    result.scenario.warmUp = 10_000_000_000
    var live = LiveResult()
    (live.plannedDigest, live.sent) = ("abc", 9000)
    result.live = live
    result.indicators = [
      Indicator(
        metric: "latency", labels: [("flow", "visit")], unit: "ns", histogram: Histogram(),
        quantileIntervals: [
          (
            0.99,
            ConfidenceInterval(mean: p99 * 1e6, low: (p99 - reach) * 1e6, high: (p99 + 2 * reach) * 1e6, level: 0.95)
          )
        ])
    ]
    var series = Timeline.FlowSeries()
    series.name = "visit"
    // What failed in the warm-up is not counted.
    series.failed = Array(repeating: 50, count: 10) + Array(repeating: failed, count: 90)
    series.completed = series.failed.map { 100 - $0 }
    result.timeline.interval = 1_000_000_000
    result.timeline.count = 100
    result.timeline.flows = [series]
    return ServiceComparison.Run(
      result: result, scenario: scenario, model: Assembler.assemble(scenario, providers: []))
  }

  private func figures(_ base: ServiceComparison.Run, _ own: ServiceComparison.Run, margin: Double = 0.1)
    -> [String: BaselineFigure.Verdict]
  {
    let result = ServiceComparison(base, own, margin: margin).result(database: "main.sqlite", run: 3)
    #expect(result.obstacles.isEmpty)
    return Dictionary(uniqueKeysWithValues: result.figures.map { ($0.name, $0.verdict) })
  }

  private let p99 = "p99 latency(flow=visit)"
  private let errors = "share errors(flow=visit)"

  @Test func `a figure has regressed when its whole difference is beyond the margin`() throws {
    let base = try run(p99: 100)
    #expect(try figures(base, run(p99: 120))[p99] == .regressed)
    #expect(try figures(base, run(p99: 112))[p99] == .cannotTell)
    #expect(try figures(base, run(p99: 112), margin: 0.3)[p99] == .withinMargin)
    #expect(try figures(base, run(p99: 120, reach: 40))[p99] == .cannotTell)
    #expect(try figures(base, run(p99: 80))[p99] == .improved)
    #expect(try figures(base, run(p99: 80), margin: 2)[p99] == .withinMargin)
    #expect(figures(base, base)[p99] == .equal)
  }

  @Test func `failures have regressed from none, and from some`() throws {
    #expect(try figures(run(p99: 100), run(p99: 100, failed: 3))[errors] == .regressed)
    #expect(try figures(run(p99: 100, failed: 3), run(p99: 100, failed: 9))[errors] == .regressed)
    #expect(try figures(run(p99: 100, failed: 9), run(p99: 100, failed: 3))[errors] == .improved)
  }

  @Test func `a figure has the budget that asks for it, and its change`() throws {
    let result = try ServiceComparison(run(p99: 100), run(p99: 120), margin: 0.1).result(
      database: "main.sqlite", run: 3)
    let figure = try #require(result.figures.first { $0.name == p99 })
    #expect(figure.budgets == ["fast"] && figure.line > 0)
    // 2 below its own, and 4 above that of the baseline, of 100.
    #expect(abs((figure.change?.mean ?? 0) - 0.2) < 1e-12)
    #expect(abs((figure.change?.low ?? 0) - (0.2 - 20.0.squareRoot() / 100)) < 1e-12)
    #expect(result.hasRegression && result.pairs == 0 && result.run == 3)
  }

  @Test func `other requests, and a generator in its own way, are not comparable`() throws {
    let base = try run(p99: 100)
    var other = base
    other.result.live?.plannedDigest = "abd"
    #expect(obstacle(base, other)?.contains("sent at other instants") == true)
    var busy = base
    busy.result.live?.generator.reasons = ["its thread was busy for 99 % of one second"]
    #expect(obstacle(base, busy)?.contains("generator of this run was in its own way: its thread") == true)
    #expect(obstacle(busy, base)?.contains("generator of the baseline") == true)
    var short = base
    short.result.indicators = []
    short.result.timeline.flows = []
    #expect(obstacle(base, short)?.contains("no figure has an interval in both") == true)
  }

  @Test func `designs are compared by their last runs, beyond the margin`() throws {
    let comparison = try ServiceComparison.designs([
      ("today", run(p99: 100)), ("cached", run(p99: 70)), ("small", run(p99: 140)), ("same", run(p99: 101)),
    ])
    let figure = try #require(comparison.figures.first { $0.name == p99 })
    #expect(figure.differences.map { $0?.verdict } == [.better, .worse, .noDifference])
    #expect(figure.values.compactMap { $0 } == [100e6, 70e6, 140e6, 101e6])
    #expect(comparison.sentences[1].hasPrefix("small is 1.40 ± "), "\(comparison.sentences)")
    #expect(comparison.basis.hasPrefix("one run of each against its service"))
    var other = try run(p99: 100)
    other.result.live?.sent = 8999
    #expect(throws: Comparison.NotComparable.self) {
      try ServiceComparison.designs([("today", run(p99: 100)), ("other", other)])
    }
  }

  private func obstacle(_ base: ServiceComparison.Run, _ own: ServiceComparison.Run) -> String? {
    let result = ServiceComparison(base, own, margin: 0.1).result(database: "main.sqlite", run: 3)
    #expect(result.figures.isEmpty)
    return result.obstacles.first
  }
}
