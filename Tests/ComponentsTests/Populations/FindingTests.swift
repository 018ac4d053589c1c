import Components
import Engine
import Testing

@Suite struct FindingTests {
  @Test func `what a call finds is told with its times`() {
    var polling = PollingCase()
    polling.distribution = .constant(300e6)
    polling.closes = { index, number in index == 10 && number == 2 }
    let findings = polling.run(cuts: polling.every(.second)).findings
    #expect(findings.count == 1)
    guard let finding = findings.first else { return }
    #expect(finding.entity == 35 && finding.payload == 10 && finding.outcome == 3)
    #expect(finding.askedAt / polling.period == 2)
    #expect(finding.at == finding.askedAt + 300_000_000)
    #expect(finding.isMeasured && finding.changedAt == finding.askedAt)
  }

  /// Changes a fixed time before the call that finds them.
  private struct Late: PolledPopulation {
    let age: [Nanoseconds]
    mutating func beginWindow(from: Nanoseconds, until: Nanoseconds) {}
    func isActive(_ index: Int) -> Bool { true }
    mutating func compare(_ index: Int, at time: Nanoseconds) -> UInt8 { 1 }
    mutating func describe(_ index: Int, at time: Nanoseconds, in finding: inout Finding) {
      finding.changedAt = time - age[0]
      finding.others = age.dropFirst().map { time - $0 }
    }
    func sourceKey(_ index: Int) -> Int64 { 0 }
    mutating func apply(_ code: UInt8, to index: Int, at time: Nanoseconds) {}
    mutating func prepareUnseen(before end: Nanoseconds) {}
    func mayHaveUnseen(_ index: Int) -> Bool { index == 0 }
    func forEachUnseen(_ index: Int, before time: Nanoseconds, _ body: (Nanoseconds) -> Void) {
      for age in age { body(time - age) }
    }
  }

  private func loop(
    _ population: Late, warmUp: Nanoseconds, end: Nanoseconds, _ pool: SamplerPool
  ) -> PollingLoop<Late> {
    var plan = PollingPlan(
      component: 0, source: 1, population: 0, binding: 0, command: 0, period: 10, distribution: 0, stream: 0)
    plan.timeout = 100
    var horizon = Horizon()
    horizon.end = end
    horizon.warmUp = warmUp
    let stream = RandomStream(seed: 1, replication: 0, name: "")
    return PollingLoop(
      population, plan: plan,
      shape: .init(group: 0, first: 0, stride: 1, count: 1, slots: 100, offset: 0), horizon: horizon,
      sampler: .constant(1), stream: stream, faultDraws: stream, sourceKeys: 0,
      conditionsAt: { _ in CallConditions() })
  }

  @Test func `changes belong to the part of the run in which they were first due to be found`() {
    // Calls are due at 0, 10, …; the change is 25 ns old, so two calls before could have found it.
    let pool = SamplerPool()
    defer { withExtendedLifetime(pool) {} }
    var loop = loop(Late(age: [25, 5]), warmUp: 20, end: 60, pool)
    let scratch = PollScratch(buckets: 1024)
    loop.runWindow(until: 60, conditions: CallConditions(), scratch: scratch)
    let findings = loop.takeFindings()
    #expect(findings.map(\.askedAt) == [0, 10, 20, 30, 40, 50])
    #expect(findings.map(\.isMeasured) == [false, false, false, false, true, true])
    // The newer change was due at the call that found it.
    #expect(findings.map(\.others.count) == [0, 0, 1, 1, 1, 1])
    #expect(scratch.found == 2 + 4)
    #expect(loop.takeFindings().isEmpty)
  }

  @Test func `changes that no call found are counted by the call that should have`() {
    let pool = SamplerPool()
    defer { withExtendedLifetime(pool) {} }
    for (warmUp, missed) in [(0, 3), (30, 3), (31, 2), (50, 2), (51, 0)] as [(Nanoseconds, UInt64)] {
      // As of the last call, at 50: one change 0, one 9 and one 21 ns before it.
      var loop = loop(Late(age: [0, 9, 21]), warmUp: warmUp, end: 60, pool)
      #expect(loop.countMissed(from: warmUp, until: 60) == missed, "warm-up \(warmUp)")
    }
  }
}
