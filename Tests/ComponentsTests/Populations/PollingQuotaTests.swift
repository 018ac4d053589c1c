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

  /// Ten times as many calls are due as the quota lets through: 100 a second, of which 10 are made.
  private func limited(_ order: PollingPlan.OverQuota, keys: Int = 0, slots: Int = 200) -> PollingCase {
    var polling = PollingCase()
    polling.count = 1000
    polling.lease = keys == 0 ? 10 : 10 / keys
    polling.keys = keys
    polling.slots = slots
    polling.overQuota = order
    polling.timeout = 20 * .second
    polling.end = 3000 * .second
    return polling
  }

  /// Mean time from an instant to the next call for a key, over instants and keys: half the mean square of the gaps over
  /// their mean.
  private func meanDelay(_ asks: [PolledList.Ask]) -> Double {
    var last: [Int: Nanoseconds] = [:]
    var (sum, squares) = (0.0, 0.0)
    for ask in asks {
      if let before = last[ask.index] {
        let gap = Double(ask.at - before) / 1e9
        sum += gap
        squares += gap * gap
      }
      last[ask.index] = ask.at
    }
    return squares / 2 / sum
  }

  @Test(arguments: [0, 5], [200, 12])
  func `beyond the quota the same keys are asked for, or each in turn, or any`(keys: Int, slots: Int) {
    let skipped = limited(.skip, keys: keys, slots: slots).run().asks
    #expect(Set(skipped.map(\.index)).count < 120)
    // A tenth in each cycle of 10 s: each after 100 s, which is 50 s of delay; or, in each cycle, with the chance of a
    // tenth: 10 s · (10 − ½) = 95 s.
    let rotated = limited(.rotate, keys: keys, slots: slots).run().asks
    #expect(Set(rotated.map(\.index)).count == 1000)
    #expect(abs(meanDelay(rotated) - 50) < 1)
    let random = limited(.random, keys: keys, slots: slots).run().asks
    #expect(abs(meanDelay(random) - 95) < 4)
    let made = [skipped, rotated, random].map(\.count)
    #expect(made.allSatisfy { abs($0 - 30_000) < 300 }, "\(made)")
  }

  @Test func `turns go on where keys have left the list`() {
    var polling = limited(.rotate)
    polling.closes = { index, _ in index % 2 == 0 }
    let asks = polling.run().asks
    #expect(Set(asks.map(\.index)).count == 1000)
    // From the second turn on the others alone: twice as often.
    #expect(abs(meanDelay(asks.filter { $0.at > 200 * .second }) - 25) < 1)
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
