import Components
import Engine
import Experiments
import Scenarios
import Statistics
import Testing

/// Delays of changes against their closed form, E[max(0, T + L − 300)] / T.
@Suite struct FreshnessTests {
  private func check(_ options: [String], period: Double, lag: Double?) throws {
    let scenario = try ScenarioHarness.read(
      ScenarioHarness.roadWarrior("freshness"), options: options)
    let result = try ScenarioHarness.run(scenario, threads: 2)
    let freshness = try #require(result.indicators.first { $0.metric == "freshness" })
    let count = Double(freshness.histogram.count)
    let late = try #require(freshness.exceedances.first { $0.limit == 300 * .second }).count
    let measured = Double(late) / count
    let lags = try #require(result.freshnessDistributions.first).pipeline
    if let lag { #expect(abs((lags.mean ?? 0) / 1e9 - lag) < 0.002) }
    let expected = QueueingTheory.shareLater(than: 300e9, period: period * 1e9, lags: lags)
    let error = 3.29 * (max(expected * (1 - expected), 1 / count) / count).squareRoot()
    #expect(abs(measured - expected) <= error, "\(options): \(measured) beside \(expected) ± \(error)")
    let mean = (freshness.histogram.mean ?? 0) / 1e9
    let meanError = 3.29 * period / 12.0.squareRoot() / count.squareRoot()
    #expect(abs(mean - period / 2 - (lags.mean ?? 0) / 1e9) <= meanError, "\(options): mean \(mean)")
    #expect(result.invariants.allSatisfy { $0.violations == 0 })
  }

  @Test func `cycles of 150, 240 and 300 s keep the distribution with the real pipeline`() throws {
    try check(["poll-150s"], period: 150, lag: nil)
    try check(["poll-240s"], period: 240, lag: nil)
    try check(["poll-300s"], period: 300, lag: nil)
  }

  @Test func `pipelines of 2, 60, 120 and 180 s keep the distribution at 300 s`() throws {
    for lag in [2.0, 60, 120, 180] { try check(["pipeline=\(Int(lag))s"], period: 300, lag: lag) }
  }

  @Test func `a shorter cycle with a long pipeline keeps the distribution`() throws {
    try check(["poll-240s", "pipeline=60s"], period: 240, lag: 60)
    try check(["poll-240s", "pipeline=180s"], period: 240, lag: 180)
    try check(["poll-150s", "pipeline=180s"], period: 150, lag: 180)
  }

  @Test func `one cycle gives the distribution's mean, because the population starts stationary`() throws {
    let scenario = try ScenarioHarness.read(ScenarioHarness.roadWarrior("cycle"), scale: "1:20")
    let result = try ScenarioHarness.run(scenario, threads: 2)
    let freshness = try #require(result.indicators.first { $0.metric == "freshness" }).histogram
    let error = 3.29 * 300 / 12.0.squareRoot() / Double(freshness.count).squareRoot()
    #expect(abs((freshness.mean ?? 0) / 1e9 - 150.3) < error)
    #expect(result.refreshes == 7_500_000)
    let expected = 7_500_000 * 0.05 * 300 / 86_400
    #expect(abs(Double(freshness.count) - expected) < 4 * expected.squareRoot())
  }

  @Test func `freshness at 1:1000 and 1:100 agrees within 2 %`() throws {
    func mean(_ scale: String, hours: Int) throws -> Double {
      let scenario = try ScenarioHarness.read(
        ScenarioHarness.roadWarrior("freshness"), set: ["run.duration=\(hours)h"], scale: scale)
      let result = try ScenarioHarness.run(scenario, threads: 2)
      return try #require(result.indicators.first { $0.metric == "freshness" }).histogram.mean ?? 0
    }
    let small = try mean("1:1000", hours: 48)
    let large = try mean("1:100", hours: 12)
    #expect(abs(small / large - 1) < 0.02, "\(small / 1e9) \(large / 1e9)")
  }
}
