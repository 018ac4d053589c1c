import Components
import Engine
import Testing
import TestSupport

/// How long windows are is a matter of speed alone.
@Suite struct PollingWindowsTests {
  private func expectSame(_ polling: PollingCase, _ name: Comment) {
    let whole = polling.run()
    var generator = SmallGenerator(seed: 4)
    let random = (0..<200).map { _ in Nanoseconds(generator.below(Int(polling.end))) }
    for cuts in [
      polling.every(20 * .millisecond), polling.every(.second), polling.every(9_999_999_999), random,
    ] {
      let result = polling.run(cuts: cuts)
      #expect(result.difference(from: whole) == nil, name)
      #expect(result.failed == whole.failed && result.refused == whole.refused, name)
      #expect(result.peak == whole.peak, name)
      #expect(result.findings.map(\.at) == whole.findings.map(\.at), name)
      #expect(result.findings.map(\.entity) == whole.findings.map(\.entity), name)
    }
  }

  @Test(arguments: [200, 40, 33, 29, 20, 2])
  func `windows of different lengths give identical results`(slots: Int) {
    var polling = PollingCase()
    polling.slots = slots
    polling.warmUp = 7 * .second
    polling.closes = { index, number in index % 50 == 0 && number == 2 }
    expectSame(polling, "\(slots) slots")
    polling.timeout = nil
    expectSame(polling, "\(slots) slots, no timeout")
  }

  @Test(arguments: [200, 33, 20])
  func `windows make no difference under a quota`(slots: Int) {
    for keys in [0, 5] {
      var polling = PollingCase()
      polling.slots = slots
      polling.keys = keys
      polling.lease = keys == 0 ? 80 : 17
      expectSame(polling, "\(slots) slots, \(keys) keys")
    }
  }

  @Test(arguments: [200, 60, 33])
  func `windows make no difference under faults`(slots: Int) {
    var polling = PollingCase()
    polling.slots = slots
    polling.keys = 4
    func fault(_ begins: Nanoseconds, _ ends: Nanoseconds, _ effect: FaultPlan.Effect, key: Int64? = nil) -> FaultPlan {
      FaultPlan(name: "", component: 1, key: key, begins: begins * .second, ends: ends * .second, effect: effect)
    }
    polling.faults = [
      fault(5, 9, .slow(2.5)), fault(12, 14, .outage), fault(20, 25, .error(0.3)), fault(30, 40, .slow(3), key: 2),
      fault(45, 50, .outage, key: 1),
    ]
    expectSame(polling, "\(slots) slots")
  }

  @Test func `windows make no difference to commands`() {
    var polling = PollingCase()
    polling.slots = 33
    polling.commands = (0..<200).map { (at: Nanoseconds($0) * 200 * .millisecond + 77, index: $0 * 4) }
    expectSame(polling, "commands")
  }

  @Test func `the population is told of every window, in order and without gaps`() {
    let pool = SamplerPool()
    defer { withExtendedLifetime(pool) {} }
    var polling = PollingCase()
    polling.commands = [(at: 1_500_000_000, index: 3)]
    var loop = polling.loop(pool)
    loop.deliver(EntityCommand(at: 1_500_000_000, entity: 5, code: 1))
    let scratch = PollScratch(buckets: 28_160)
    for end in [Nanoseconds.second, 2 * .second, 5 * .second, 500 * .second] {
      loop.runWindow(until: end, conditions: CallConditions(), scratch: scratch)
    }
    let windows = loop.population.windows
    let seconds = windows.map { [$0.lowerBound, $0.upperBound] }
    #expect(
      seconds == [
        [0, .second], [.second, 1_500_000_000], [1_500_000_000, 2 * .second], [2 * .second, 5 * .second],
        [5 * .second, 60 * .second],
      ])
    #expect(loop.population.isClosed[0])
  }
}
