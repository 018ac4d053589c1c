import Engine
import Testing
import TestSupport

@testable import Components

@Suite struct DueCountTests {
  @Test func `due times are spread evenly over the cycle, to a nanosecond`() {
    for (count, period) in [(1, 10), (7, 1_000), (997, 300 * Nanoseconds.second), (300_000, 300 * .second)] {
      let pool = SamplerPool()
      defer { withExtendedLifetime(pool) {} }
      var polling = PollingCase()
      polling.count = count
      polling.period = period
      let loop = polling.loop(pool)
      var wrong = 0
      for position in 0..<count {
        let ideal = Int64((Int128(period) * Int128(position)) / Int128(count))
        if (loop.dueTime(position, 0) - ideal).magnitude > 1 { wrong += 1 }
        if loop.dueTime(position, 3) != loop.dueTime(position, 0) + 3 * period { wrong += 1 }
      }
      #expect(wrong == 0)
    }
  }

  @Test func `the count agrees with the calls, for any span and start`() {
    var generator = SmallGenerator(seed: 6)
    for number in 0..<60 {
      var polling = PollingCase()
      polling.count = 1 + generator.below(50)
      polling.period = .second
      polling.starts = [.spread, .together, .byPartition][number % 3]
      polling.offset = number % 4 == 0 ? 0 : Nanoseconds(generator.below(1_000_000_000))
      polling.end = 5 * .second
      polling.slots = 1000
      polling.distribution = .constant(0)
      let asks = polling.run().asks
      let pool = SamplerPool()
      defer { withExtendedLifetime(pool) {} }
      let loop = polling.loop(pool)
      for _ in 0..<20 {
        let from = Nanoseconds(generator.below(Int(polling.end)))
        let until = from + Nanoseconds(generator.below(Int(polling.end - from)))
        let expected = asks.filter { $0.at >= from && $0.at < until }.count
        #expect(loop.dueCount(from: from, until: until) == UInt64(expected), "case \(number), \(from)..<\(until)")
      }
      #expect(loop.dueCount(from: 0, until: polling.end) == UInt64(asks.count))
    }
  }

  @Test func `every key is asked for once a cycle, from the first cycle on`() {
    for offset in [0, 1, 400_000_000, 999_999_999] as [Nanoseconds] {
      var polling = PollingCase()
      polling.count = 40
      polling.period = .second
      polling.starts = .byPartition
      polling.offset = offset
      polling.end = 3 * .second
      polling.distribution = .constant(0)
      let asks = polling.run().asks
      #expect(asks.count == 120)
      for cycle in 0..<3 as Range<Nanoseconds> {
        let indices = asks.filter { $0.at / .second == cycle }.map(\.index)
        #expect(indices.sorted() == Array(0..<40), "offset \(offset)")
      }
      let pool = SamplerPool()
      defer { withExtendedLifetime(pool) {} }
      let loop = polling.loop(pool)
      for position in 0..<40 {
        #expect(loop.firstDue(of: position) == asks.first { $0.index == position }?.at)
      }
    }
  }

  @Test func `a partition without keys does nothing`() {
    var polling = PollingCase()
    polling.count = 0
    let result = polling.run(cuts: polling.every(.second))
    #expect(result.asks.isEmpty && result.started == 0 && result.peak == 0)
    let pool = SamplerPool()
    defer { withExtendedLifetime(pool) {} }
    let loop = polling.loop(pool)
    #expect(loop.dueCount(from: 0, until: .hour) == 0)
  }

  @Test func `calls of the warm-up are made and not counted`() {
    var polling = PollingCase()
    polling.warmUp = 20 * .second
    let result = polling.run(cuts: polling.every(.second))
    #expect(result.asks.count + Int(result.timedOut) > 5 * 997)
    #expect(result.started == 4 * 997)
  }

  @Test func `calls that have waited since the warm-up belong to it`() {
    // A batch every 10 s that takes 5 s to work off; measured from the midst of one.
    var polling = PollingCase()
    polling.starts = .together
    polling.distribution = .constant(500e6)
    polling.slots = 100
    polling.warmUp = 12 * .second
    let result = polling.run(cuts: polling.every(.second))
    #expect(result.started == 4 * 997 && result.asks.count == 6 * 997)
    #expect(result.waited == 4 * 897)
  }
}
