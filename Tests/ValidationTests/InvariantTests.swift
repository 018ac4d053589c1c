import Experiments
import Scenarios
import Testing

/// Unsafe options trip exactly the monitors that they declare; safe ones none.
@Suite struct InvariantTests {
  private func violated(_ options: [String], set: [String] = []) throws -> [String] {
    let scenario = try ScenarioHarness.read(
      ScenarioHarness.roadWarrior("storm-disruption"), options: options,
      set: ["populations.rw/reservation.count=1500k", "run.load=x0.01"] + set, scale: "1:10")
    let result = try ScenarioHarness.run(scenario, threads: 2)
    return result.invariants.filter { $0.violations > 0 }.map(\.id)
  }

  @Test func `a storm trips no monitor`() throws {
    #expect(try violated([]).isEmpty)
  }

  @Test func `records that overtake and repeat trip no monitor with the version check`() throws {
    #expect(try violated(["reordered"]).isEmpty)
  }

  @Test func `records that overtake trip RW-I1 when the last arrival wins`() throws {
    #expect(try violated(["unsafe"]) == ["RW-I1"])
  }
}
