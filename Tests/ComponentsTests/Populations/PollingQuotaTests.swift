import Components
import Engine
import Testing

@Suite struct PollingQuotaTests {
  /// Calls in each second and for each key.
  private func calls(_ polling: PollingCase, keys: Int) -> [[Int]: Int] {
    var calls: [[Int]: Int] = [:]
    for ask in polling.run(cuts: polling.every(.second)).asks {
      calls[[Int(ask.at / .second), keys > 0 ? ask.index % keys : 0], default: 0] += 1
    }
    return calls
  }

  @Test(arguments: [200, 30, 27, 22])
  func `no second has more calls than the lease, however slots bunch them`(slots: Int) {
    for (lease, keys) in [(80, 0), (100, 0), (103, 0), (25, 4), (1, 10)] {
      var polling = PollingCase()
      polling.timeout = 20 * .second
      polling.slots = slots
      polling.keys = keys
      polling.lease = lease
      polling.seed = 5
      #expect(calls(polling, keys: keys).values.allSatisfy { $0 <= lease }, "\(slots) slots, \(lease) a second")
    }
  }

  @Test func `slots that free up all at once do not break a quota that was never near`() {
    // A slow second holds every slot; when it ends, what waited comes at once, in the midst of a second.
    var polling = PollingCase()
    polling.distribution = .constant(100e6)
    polling.timeout = 20 * .second
    polling.slots = 30
    polling.lease = 110
    polling.faults = [
      FaultPlan(
        name: "slow", component: 1, key: nil, begins: 10 * .second, ends: 10_300 * .millisecond, effect: .slow(12))
    ]
    let calls = calls(polling, keys: 0)
    #expect(calls.values.max() == 110)
  }

  @Test func `every due call is started, refused or still waiting`() {
    for slots in [200, 30] {
      var polling = PollingCase()
      polling.slots = slots
      polling.lease = 90
      let result = polling.run(cuts: polling.every(.second))
      let due = UInt64(6 * polling.count)
      #expect(result.started + result.refused <= due)
      #expect(due - result.started - result.refused <= (slots == 200 ? 0 : 200))
      #expect(result.refused > 300)
    }
  }

  @Test func `refused calls hold no slot`() {
    // Half of the calls are refused, so half of the slots are enough.
    var polling = PollingCase()
    polling.distribution = .constant(250e6)
    polling.lease = 50
    polling.slots = 26
    let result = polling.run(cuts: polling.every(.second))
    #expect(result.refused > 2000)
    // Calls of a second's first half are admitted; 25 of them are open at once.
    #expect(result.waited == 0)
  }
}
