import Components
import Engine
import Scenarios
import Testing

/// Holds that can wait for each other, and clocks that end too soon.
@Suite struct HoldProblemTests {
  private func warnings(_ operations: String, slots: Int = 2, flow: String = "call: app.run, timeout: 1s") throws
    -> [String]
  {
    let text = """
      orrery: 1
      name: holds
      run: { duration: 1min, warm-up: 0s, drain: 1s }
      components:
        a: { kind: pool, slots: \(slots) }
        b: { kind: pool, slots: 2 }
        full: { kind: pool, slots: 2, queue: 0 }
        app: { kind: service, operations: { \(operations) } }
        other: { kind: service, operations: { use: [ { hold: a, steps: [ work: 1ms ] } ] } }
      flows: { f: [ { \(flow) } ] }
      workloads: { w: { rate: 1/s, flows: { f: 100% } } }
      """
    return try Draft.read(text).warnings.map(\.description).filter { $0.contains("wait for") }
  }

  @Test func `a hold inside a hold of the same pool can wait for itself`() throws {
    let nested = "run: [ { hold: a, steps: [ { hold: a, steps: [ work: 1ms ] } ] } ]"
    let found = try warnings(nested)
    #expect(found.count == 1 && found[0].contains("8:") && found[0].contains("`a` can wait for itself"))
    #expect(!found[0].contains("never ends"))
    #expect(try warnings(nested, slots: 1)[0].contains("never ends"))
    // A wait that ends, and one that does not begin.
    #expect(try warnings("run: [ { hold: a, steps: [ { hold: a, timeout: 1s, steps: [ work: 1ms ] } ] } ]").isEmpty)
    #expect(try warnings("run: [ { hold: full, steps: [ { hold: full, steps: [ work: 1ms ] } ] } ]").isEmpty)
  }

  @Test func `a hold of it by whom one calls is the same`() throws {
    #expect(try warnings("run: [ { hold: a, steps: [ call: other.use ] } ]").count == 1)
    #expect(try warnings("run: [ { hold: a, steps: [ { call: other.use, timeout: 1s } ] } ]").isEmpty)
    #expect(try warnings("run: [ { hold: b, steps: [ call: other.use ] } ]").isEmpty)
  }

  @Test func `two pools in two orders can wait for each other, and are named once`() throws {
    func both(_ last: String) -> String {
      "run: [ { hold: a, steps: [ { hold: b, steps: [ work: 1ms ] } ] }, \(last) ]"
    }
    let found = try warnings(both("{ hold: b, steps: [ { hold: a, steps: [ work: 1ms ] } ] }"))
    #expect(found.count == 1 && found[0].contains("the other way round at"))
    #expect(try warnings(both("{ hold: b, steps: [ { hold: a, timeout: 1s, steps: [ work: 1ms ] } ] }")).isEmpty)
    #expect(try warnings(both("{ hold: a, steps: [ { hold: b, steps: [ work: 1ms ] } ] }")).isEmpty)
    #expect(try warnings(both("{ hold: b, steps: [ work: 1ms ] }, { hold: a, steps: [ work: 1ms ] }")).isEmpty)
  }

  @Test func `a run is refused that lasts longer than the clock of its core`() throws {
    func problems(_ duration: String) throws -> [String] {
      try Draft.problems("duration: 1h", "duration: \(duration)").filter { $0.contains("clock") }
    }
    // Ninety days, less two cycles of 300 s.
    #expect(
      try problems("90d") == [
        "6:17: error: the clock of `road-warrior` ends after 89 d 23 h, before the run does (let `run.duration` be at most `2159h`)"
      ])
    #expect(try problems("89d").isEmpty)
  }
}
