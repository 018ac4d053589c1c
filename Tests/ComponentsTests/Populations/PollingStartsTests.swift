import Components
import Engine
import Statistics
import Testing
import TestSupport

/// The starts of calls are those of a first-come-first-served queue with as many servers as slots,
/// however they are computed.
@Suite struct PollingStartsTests {
  private func expectBruteForce(_ polling: PollingCase, _ name: Comment, cuts: [Nanoseconds]? = nil) {
    let expected = polling.bruteForce()
    let difference = polling.run(cuts: cuts ?? polling.every(.second)).difference(from: expected)
    #expect(difference == nil, name)
  }

  /// About 25 calls are open on average: slots that never bind, sometimes, nearly always, always.
  @Test(arguments: [997, 200, 60, 45, 38, 34, 30, 27, 25, 20, 5, 1])
  func `starts are those of brute force for any number of slots`(slots: Int) {
    for seed in 1...4 as ClosedRange<UInt64> {
      var polling = PollingCase()
      polling.slots = slots
      polling.seed = seed
      expectBruteForce(polling, "\(slots) slots, seed \(seed)")
    }
  }

  @Test(arguments: [997, 25, 20, 5, 1])
  func `calls that are due and wait for a slot at the end are unended`(slots: Int) {
    var polling = PollingCase()
    polling.slots = slots
    polling.warmUp = 7 * .second
    let result = polling.run(cuts: polling.every(.second))
    #expect(result.started + result.unended.count == result.due && result.unended.lost == 0)
    #expect(slots == 997 ? result.unended.isEmpty : result.unended.count > 0 || slots == 25)
    // With a fifth of the slots that it takes, four fifths of the time of the run is what the next one waits.
    if slots == 5 { #expect(abs(Double(result.unended.ages.maximum ?? 0) / 48e9 - 1) < 0.1) }
  }

  @Test func `slots that sometimes bind do wait and do not`() {
    var polling = PollingCase()
    polling.slots = 29
    let result = polling.run(cuts: polling.every(.second))
    #expect(result.waited > 100, "some calls wait")
    #expect(result.waited < result.started / 2, "most do not")
    #expect(result.peak == 29)
    polling.slots = 200
    let free = polling.run(cuts: polling.every(.second))
    #expect(free.waited == 0 && free.peak > 30 && free.peak < 60)
  }

  @Test(arguments: [
    Distribution.constant(250e6), .exponential(mean: 250e6), .pareto(minimum: 1e8, shape: 1.7),
    .lognormal(median: 1e7, p99: 3e9), .constant(0), .uniform(low: 0, high: 5e8),
  ])
  func `starts are those of brute force for any distribution`(distribution: Distribution) {
    for slots in [200, 31, 26, 12] {
      var polling = PollingCase()
      polling.distribution = distribution
      polling.slots = slots
      expectBruteForce(polling, "\(distribution), \(slots) slots")
    }
  }

  @Test(arguments: [200, 40, 30, 20])
  func `calls without a timeout are counted the same way`(slots: Int) {
    var polling = PollingCase()
    polling.timeout = nil
    polling.slots = slots
    expectBruteForce(polling, "\(slots) slots")
  }

  @Test(arguments: [997, 300, 40, 7])
  func `a batch that starts together waits for its slots`(slots: Int) {
    var polling = PollingCase()
    polling.starts = .together
    polling.slots = slots
    expectBruteForce(polling, "\(slots) slots")
    polling.offset = 3 * .second
    expectBruteForce(polling, "\(slots) slots, later")
  }

  @Test func `a batch never has more calls open than slots`() {
    var polling = PollingCase()
    polling.starts = .together
    polling.distribution = .constant(1e9)
    polling.slots = 40
    polling.end = 5 * .second
    let asks = polling.run().asks
    #expect(asks.filter { $0.at == 0 }.count == 40)
    #expect(asks.filter { $0.at == .second }.count == 40)
    #expect(asks.count == 200)
  }

  @Test(arguments: [200, 36, 30, 22])
  func `entities that have closed hold no slot`(slots: Int) {
    var polling = PollingCase()
    polling.slots = slots
    polling.end = 90 * .second
    // A third close in the course of the run, in groups of neighbours, so that whole stretches go quiet.
    polling.closes = { index, number in index % 300 < 100 && number == 1 + index / 300 % 3 }
    expectBruteForce(polling, "\(slots) slots")
    polling.closes = { index, number in (index * 7 + number) % 11 == 0 }
    expectBruteForce(polling, "\(slots) slots, scattered")
  }

  @Test(arguments: [200, 34, 30, 22])
  func `entities that are closed from outside hold no slot`(slots: Int) {
    var generator = SmallGenerator(seed: 3)
    var polling = PollingCase()
    polling.slots = slots
    polling.commands = (0..<400).map { _ in
      (at: Nanoseconds(generator.below(Int(polling.end))), index: generator.below(polling.count))
    }
    expectBruteForce(polling, "\(slots) slots")
  }

  @Test func `random cases are those of brute force`() {
    var generator = SmallGenerator(seed: 11)
    for number in 0..<150 {
      var polling = PollingCase()
      polling.seed = generator.next()
      polling.count = 1 + generator.below(400)
      polling.period = Nanoseconds(1 + generator.below(20)) * .second + Nanoseconds(generator.below(1000))
      let mean = Double(polling.period) * generator.unit() * 0.3
      polling.distribution = [.exponential(mean: mean), .lognormal(median: mean, p99: 4 * mean)][generator.below(2)]
      polling.timeout = generator.below(4) == 0 ? nil : Nanoseconds(mean * (1 + 5 * generator.unit())) + 1
      let open = Double(polling.count) * mean / Double(polling.period)
      polling.slots = max(1, Int(open * (0.7 + generator.unit())))
      polling.starts = [.spread, .together, .byPartition][generator.below(3)]
      polling.offset = Nanoseconds(generator.below(Int(polling.period)))
      polling.end = Nanoseconds(generator.below(100)) * .second + .second
      polling.warmUp = Nanoseconds(generator.below(Int(polling.end)))
      if generator.below(2) == 0 {
        let salt = generator.below(20)
        polling.closes = { index, number in (index + 3 * number + salt) % 17 == 0 }
      }
      let cuts = (0..<generator.below(60)).map { _ in Nanoseconds(generator.below(Int(polling.end))) }
      expectBruteForce(
        polling, "case \(number): \(polling.count) keys, \(polling.slots) slots, \(polling.starts)", cuts: cuts)
    }
  }

  /// Only long idle lets the loop go back to counting; a single burst in a long run makes it do so.
  @Test func `counting after a burst goes on where the burst left off`() {
    var polling = PollingCase()
    polling.count = 400
    polling.period = 100 * .second
    polling.slots = 4
    polling.end = 1000 * .second
    polling.faults = [
      FaultPlan(name: "slow", component: 1, key: nil, begins: 100 * .second, ends: 110 * .second, effect: .slow(12)),
      FaultPlan(name: "again", component: 1, key: nil, begins: 600 * .second, ends: 612 * .second, effect: .slow(14)),
    ]
    let fine = polling.run(cuts: polling.every(.second))
    #expect(fine.waited > 0, "a burst that makes calls wait")
    for window in [100 * Nanoseconds.millisecond, 7 * .second, 90 * .second] {
      #expect(polling.run(cuts: polling.every(window)).difference(from: fine) == nil)
    }
    #expect(polling.run().difference(from: fine) == nil)
  }
}
