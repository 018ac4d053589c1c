import Engine
import Testing

@testable import Components

/// A population starts as if it had run for ever: calls are open from the first moment on.
@Suite struct StationaryStartTests {
  @Test func `a constant latency has exactly rate times latency open at time zero`() {
    for (latency, open) in [(1.0, 100), (0.25, 25), (2.5, 250)] {
      var polling = PollingCase()
      polling.count = 1000
      polling.distribution = .constant(latency * 1e9)
      polling.timeout = 5 * .second
      polling.slots = 1000
      let pool = SamplerPool()
      defer { withExtendedLifetime(pool) {} }
      let loop = polling.loop(pool)
      // The call that was due exactly one latency ago has just completed.
      #expect((open - 1...open).contains(loop.ring.open))
    }
  }

  @Test func `the mean number in flight is rate times latency from the first moment on`() {
    // 400 partitions at time zero, and each in the seconds after.
    var sums = [Double](repeating: 0, count: 5)
    let pool = SamplerPool()
    defer { withExtendedLifetime(pool) {} }
    for seed in 1...400 as ClosedRange<UInt64> {
      var polling = PollingCase()
      polling.seed = seed
      polling.timeout = 5 * .second
      var loop = polling.loop(pool)
      sums[0] += Double(loop.ring.open)
      let scratch = PollScratch(buckets: 28_160)
      for second in 1..<5 as Range<Nanoseconds> {
        loop.runWindow(until: second * .second, conditions: CallConditions(), scratch: scratch)
        // The ring counts a call until its bucket of 4.2 ms has passed: half of one on average.
        loop.ring.advance(to: second * .second)
        sums[Int(second)] += Double(loop.ring.open)
      }
    }
    let expected = 99.7 * (Distribution.lognormal(median: 2e8, p99: 1e9).mean / 1e9 + 0.0021)
    // The spread of one count is below 5, so that of the mean of 400 is below 0.25.
    for sum in sums { #expect((sum / 400 - expected).magnitude < 1, "\(sum / 400), not \(expected)") }
  }

  @Test func `a batch that starts together finds nothing open`() {
    var polling = PollingCase()
    polling.starts = .together
    polling.timeout = 20 * .second
    polling.distribution = .constant(15e9)
    let pool = SamplerPool()
    defer { withExtendedLifetime(pool) {} }
    let loop = polling.loop(pool)
    #expect(loop.ring.open == 0)
  }

  @Test func `more open calls than slots fill them all`() {
    var polling = PollingCase()
    polling.slots = 10
    let pool = SamplerPool()
    defer { withExtendedLifetime(pool) {} }
    let loop = polling.loop(pool)
    #expect(loop.heap?.busy(at: 0).count == 10)
    #expect(loop.peakInFlight == 10)
  }
}
