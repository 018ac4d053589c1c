import Components
import Engine
import Experiments
import Scenarios
import Testing

/// What 512 partitions can poll: Little's law with a bound. A tenth of the reservations is asked for ten
/// times as often, so the rates are those of the full size.
@Suite struct PollingTests {
  private func rate(_ assignments: [String], seconds: Int = 30) throws -> Double {
    let scenario = try ScenarioHarness.read(
      ScenarioHarness.roadWarrior("cycle"),
      set: [
        "populations.rw/reservation.count=15M", "components.rw/tracker.every=30s",
        "run.duration=\(seconds)s", "run.drain=10s",
      ] + assignments)
    let result = try ScenarioHarness.run(scenario, threads: 2)
    return Double(result.refreshes) / Double(seconds)
  }

  @Test func `512 sequential partitions at 200 ms poll 2,560 a second`() throws {
    let rate = try rate([
      "components.rw/provider.operations.get=200ms",
      "components.rw/tracker.in-flight=1 per partition",
    ])
    #expect(abs(rate / 2560 - 1) < 0.01, "\(rate)")
  }

  @Test func `195 slots each poll 499,200 a second`() throws {
    let rate = try rate([
      "components.rw/provider.operations.get=200ms",
      "components.rw/tracker.in-flight=195 per partition",
    ])
    #expect(abs(rate / 499_200 - 1) < 0.001, "\(rate)")
  }

  @Test func `320 slots and the lognormal distribution poll 500,000 a second`() throws {
    #expect(try rate([]) == 500_000)
  }
}
