import Components
import Engine
import Experiments
import Scenarios
import Statistics
import Testing

/// Queueing theory inside 99.9 % intervals of 30 replications; seeds are those of the files. A test of
/// this kind fails by chance once in a thousand seeds, and its seed is fixed.
@Suite struct QueueTests {
  private func responses(_ name: String) throws -> ConfidenceInterval {
    let scenario = try ScenarioHarness.read(ScenarioHarness.file(name))
    let samples = ScenarioHarness.replications(scenario, 30).map { ($0.flows[0].latency.mean ?? 0) / 1e9 }
    return ScenarioHarness.interval(samples)
  }

  @Test func `M/M/1 responds as theory says`() throws {
    let interval = try responses("mm1")
    let expected = 0.01 + QueueingTheory.meanWaitMMc(arrivalRate: 80, meanService: 0.01, servers: 1)
    #expect(abs(expected - 0.05) < 1e-12)
    #expect(interval.contains(expected), "\(interval)")
    #expect(interval.halfWidth < 0.1 * expected)
  }

  @Test func `M/M/4 responds as Erlang C says`() throws {
    let interval = try responses("mmc")
    let expected = 0.01 + QueueingTheory.meanWaitMMc(arrivalRate: 360, meanService: 0.01, servers: 4)
    #expect(interval.contains(expected), "\(interval) \(expected)")
    #expect(interval.halfWidth < 0.1 * expected)
  }

  @Test func `M/G/1 responds as Pollaczek and Khinchine say`() throws {
    let interval = try responses("mg1")
    let distribution = Distribution.lognormal(median: 0.006, p99: 0.03)
    let expected =
      distribution.mean
      + QueueingTheory.meanWaitMG1(
        arrivalRate: 80, meanService: distribution.mean, secondMoment: distribution.secondMoment)
    #expect(interval.contains(expected), "\(interval) \(expected)")
    #expect(interval.halfWidth < 0.1 * expected)
  }

  @Test func `M/D/1 waits half as long as M/M/1`() throws {
    let interval = try responses("md1")
    let expected = 0.01 + 0.04 / 2
    #expect(interval.contains(expected), "\(interval)")
  }

  @Test func `M/M/1/5 refuses and holds as theory says`() throws {
    let scenario = try ScenarioHarness.read(ScenarioHarness.file("mm1k"))
    let measured = ScenarioHarness.replications(scenario, 30)
    let refused = ScenarioHarness.interval(
      measured.map { Double($0.components[0].refusals) / Double($0.components[0].arrivals) })
    #expect(refused.contains(QueueingTheory.blockingMM1K(utilization: 0.9, capacity: 5)), "\(refused)")
    let seconds = Double(scenario.run.duration - 60 * .second) / 1e9
    let present = ScenarioHarness.interval(measured.map { Double($0.components[0].present) / 1e9 / seconds })
    #expect(
      present.contains(QueueingTheory.meanInSystemMM1K(utilization: 0.9, capacity: 5)), "\(present)")
  }

  @Test func `M/M/100 scaled 1:10 waits like ten servers and says so`() throws {
    let scenario = try ScenarioHarness.read(ScenarioHarness.file("mm100"), scale: "1:10")
    let samples = ScenarioHarness.replications(scenario, 30).map { ($0.flows[0].latency.mean ?? 0) / 1e9 }
    let interval = ScenarioHarness.interval(samples)
    let ten = 0.01 + QueueingTheory.meanWaitMMc(arrivalRate: 900, meanService: 0.01, servers: 10)
    let hundred = 0.01 + QueueingTheory.meanWaitMMc(arrivalRate: 9000, meanService: 0.01, servers: 100)
    #expect(interval.contains(ten), "\(interval) \(ten)")
    #expect(!interval.contains(hundred))
    let model = Assembler.assemble(scenario, providers: [])
    #expect(model.warnings.contains { $0.contains("not comparable") && $0.contains("app") })
    #expect(!model.plan.components[0].isComparable)
  }

  /// The cell of `CoverageTests` that goes through the program: ρ 0.5, mean 20 ms, p95 20 ms × ln 20 = 59.9 ms.
  @Test func `single runs cover the truth, and hold or break a limit at it in at most 6 % of 1,000 seeds`() throws {
    var (mean, percentile, wrong) = (0, 0, [0, 0])
    for seed in 1...1000 {
      let result = try ScenarioHarness.run(
        try ScenarioHarness.read(ScenarioHarness.file("coverage"), seed: UInt64(seed)))
      let latency = result.indicators.first { $0.title == "latency(flow=visit)" }
      if latency?.meanInterval?.contains(0.02e9) ?? false { mean += 1 }
      if latency?.quantileIntervals.first(where: { $0.quantile == 0.95 })?.interval.contains(59_914_645) ?? false {
        percentile += 1
      }
      for (number, budget) in result.budgets.enumerated() where budget.verdict != .cannotJudge { wrong[number] += 1 }
    }
    #expect((930...995).contains(mean), "\(mean) of 1,000")
    #expect((930...995).contains(percentile), "\(percentile) of 1,000")
    #expect(wrong.count == 2 && wrong.allSatisfy { $0 <= 60 }, "\(wrong) of 1,000")
  }
}
