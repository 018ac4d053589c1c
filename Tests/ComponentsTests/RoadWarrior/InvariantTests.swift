import Components
import Engine
import Testing

/// An unsafe way of writing trips its own monitors under a rough log; a safe one none.
@Suite struct InvariantTests {
  private func violations(_ apply: String, _ faults: [FaultPlan.Effect], deduplicate: Bool = true) -> Set<String> {
    var pipeline = Pipeline()
    pipeline.removals = 300
    pipeline.parameters["apply"] = .word(apply)
    pipeline.parameters["deduplicate"] = .flag(deduplicate)
    pipeline.logFaults = faults
    return Set(pipeline.run().violations.keys)
  }

  private let rough: [FaultPlan.Effect] = [
    .reorder(share: 0.5, by: 100 * millisecond...8 * .second), .duplicate(0.3),
  ]

  @Test func `a version check breaks nothing`() {
    #expect(violations("version-check", rough) == [])
  }

  @Test func `last arrival wins goes backwards and counts twice`() {
    #expect(violations("last-arrival-wins", rough) == ["RW-I1", "RW-I2"])
  }

  @Test func `whole documents revive what was closed, too`() {
    #expect(violations("whole-document", rough) == ["RW-I1", "RW-I2", "RW-I3"])
  }

  @Test func `without deduplication travellers are told twice`() {
    #expect(violations("last-arrival-wins", [.duplicate(0.3)], deduplicate: false) == ["RW-I2", "RW-I9"])
  }

  @Test func `a log in order breaks nothing but what races with removals`() {
    #expect(violations("version-check", []) == [])
    #expect(violations("last-arrival-wins", []) == [])
    #expect(violations("whole-document", []) == ["RW-I3"])
  }

  @Test func `removed reservations leave the worker's list after the lag`() {
    var pipeline = Pipeline()
    pipeline.parameters = ["changes": .rate(0)]
    pipeline.removals = 2000
    let result = pipeline.run()
    // Some 2,000 a second, each asked for no more in the cycles after.
    let inactive = Double(result.pollings[0].inactive)
    #expect(inactive > 30_000 && inactive < 90_000)
    #expect(result.pollings[0].changesFound == 0 && result.pollings[0].changesMissed == 0)
    #expect(result.pollings[0].started + result.pollings[0].inactive == result.pollings[0].due)
  }
}
