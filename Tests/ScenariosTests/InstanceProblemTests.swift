import Testing

/// What a polling worker's instances cannot carry, and faults that nothing would feel, are refused.
@Suite struct InstanceProblemTests {
  private func problems(_ old: String, _ new: String) throws -> [String] {
    try Example.folder(["road-warrior-cycle.yaml": try Draft.with(old, new, in: Example.roadWarriorCycle)])
      .problems("road-warrior-cycle.yaml")
  }

  @Test func `one machine for 500,000 polls a second is refused with the arithmetic`() throws {
    let found = try problems("replicas: 500", "replicas: 1").filter { $0.contains("error") }
    #expect(
      found.contains {
        $0.contains("need 5000 % of its cores: 500000 a second on the busiest of 1 instance, 200 µs each, on 2 cores")
          && $0.contains("at least `replicas: 50`")
      }, "\(found)")
    #expect(found.contains { $0.contains("150 GB on the busiest of 1 instance, which has 4.29 GB") }, "\(found)")
    let enough = try problems("replicas: 500", "replicas: 400").filter {
      $0.contains("of its cores") || $0.contains("does not fit")
    }
    #expect(enough == [], "\(enough)")
  }

  @Test func `the timeout of a poll is one time`() throws {
    let found = try Draft.problems("timeout: 500ms", "timeout: exponential(mean 500ms)").filter {
      $0.contains("error")
    }
    #expect(
      found == [
        "44:3: error: the timeout of a poll is always the same, and this one is drawn (one time, as in `timeout: 5s`)"
      ])
  }

  @Test func `faults that nothing would feel are refused`() throws {
    func problems(_ fault: String) throws -> [String] {
      try Draft.problems(
        "slow: { at: 20min, for: 5min, hits: bank, key: 3, slow: x6 }", "bad: { at: 20min, for: 5min, \(fault) }"
      )
      .filter { $0.contains("error") }
    }
    #expect(try problems("hits: tracker, outage: yes").contains { $0.contains("cannot be hit where they start") })
    #expect(try problems("hits: events, slow: x2").contains { $0.contains("is for what works or is called") })
    #expect(try problems("hits: events, delay: 1s").contains { $0.contains("is for what works or is called") })
    #expect(try problems("hits: events, error: 10%").isEmpty)
  }
}
