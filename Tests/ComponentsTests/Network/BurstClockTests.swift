import Engine
import Testing

@testable import Components

@Suite struct BurstClockTests {
  /// Bursts of a storm until `end`, from the clock itself.
  private func spans(_ plan: BurstPlan, until end: Nanoseconds, seed: UInt64 = 1) -> [Range<Nanoseconds>] {
    let pool = SamplerPool()
    var clock = BurstClock(plan, seed: seed, replication: 0, pool: pool)
    var spans: [Range<Nanoseconds>] = []
    withExtendedLifetime(pool) {
      while clock.ends < end {
        let begins = clock.ends
        clock.takeTurn()
        if clock.factor == plan.burstFactor { spans.append(begins..<clock.ends) }
      }
    }
    return spans
  }

  /// How many of the times, which ascend, lie within spans.
  private func countWithin(_ spans: [Range<Nanoseconds>], _ times: [Nanoseconds]) -> Int {
    var next = 0
    var count = 0
    for time in times {
      while next < spans.count && spans[next].upperBound <= time { next += 1 }
      if next < spans.count && spans[next].contains(time) { count += 1 }
    }
    return count
  }

  private func storm(_ name: String, factor: Double) -> BurstPlan {
    .storm("storm/\(name)", gap: .exponential(mean: 20e9), duration: .uniform(low: 2e9, high: 6e9), factor: factor)
  }

  /// Variance over mean of counts in windows of `t`: closed form for two states with rates of arrivals a, b and
  /// of leaving r, s (Heffes and Lucantoni 1986).
  private func dispersion(_ a: Double, _ b: Double, _ r: Double, _ s: Double, _ t: Double) -> Double {
    let sum = r + s
    let level = 2 * r * s * (a - b) * (a - b) / (sum * sum * (a * s + b * r))
    return 1 + level * (1 - (1 - ElementaryFunctions.exp(-sum * t)) / (sum * t))
  }

  @Test(arguments: [(10.0, 2.0, 8.0), (3, 5, 5), (1, 1, 1)])
  func `a modulated rate keeps its mean and has the dispersion of theory`(
    factor: Double, burst: Double, calm: Double
  ) {
    // 20,000 s are 2,000 turns of both kinds.
    let plan = BurstPlan.modulated(
      "bursts/w", factor: factor, burst: Nanoseconds(burst * 1e9), calm: Nanoseconds(calm * 1e9))
    #expect((plan.meanFactor - 1).magnitude < 1e-12)
    let arrivals = Arrivals(rate: 20, seconds: 20_000) { $0.bursts = [plan] }
    let (rate, measured) = arrivals.rateAndDispersion(window: .second)
    let expected = dispersion(20 * plan.calmFactor, 20 * plan.burstFactor, 1 / calm, 1 / burst, 1)
    let whole = dispersion(20 * plan.calmFactor, 20 * plan.burstFactor, 1 / calm, 1 / burst, 20_000)
    #expect((rate - 20).magnitude < 4 * (whole * 20 / 20_000).squareRoot(), "\(rate)")
    #expect((measured - expected).magnitude < 0.1 * expected, "\(measured) for \(expected)")
  }

  @Test func `a modulated rate is stationary from the beginning`() {
    // The first second alone, over 4,000 replications.
    let plan = BurstPlan.modulated("bursts/w", factor: 10, burst: 2 * .second, calm: 8 * .second)
    let arrivals = Arrivals(rate: 10, seconds: 1) { $0.bursts = [plan] }
    var count = 0
    for replication in 0..<4000 { count += arrivals.times(replication: replication).count }
    let variance = 10 * dispersion(10 * plan.calmFactor, 10 * plan.burstFactor, 0.125, 0.5, 1)
    #expect((Double(count) / 4000 - 10).magnitude < 4 * (variance / 4000).squareRoot(), "\(count)")
  }

  @Test func `workloads that name one storm share its instants`() {
    // In a storm of factor zero nothing arrives, and elsewhere everything does.
    for (name, rate) in [("a", 100.0), ("b", 20), ("c", 3)] {
      let arrivals = Arrivals(rate: rate, seconds: 2000, name: name) { $0.bursts = [storm("s", factor: 0)] }
      let times = arrivals.times()
      let spans = spans(storm("s", factor: 0), until: 2000 * .second)
      #expect(spans.count > 40)
      let inside = countWithin(spans, times)
      #expect(inside == 0, "\(name): \(inside) of \(times.count)")
      let calm = 2000 - Double(spans.reduce(0) { $0 + $1.upperBound - $1.lowerBound }) / 1e9
      #expect((Double(times.count) - calm * rate).magnitude < 4 * (calm * rate).squareRoot() + rate)
    }
    // Another name, another storm.
    #expect(spans(storm("s", factor: 2), until: .hour) != spans(storm("t", factor: 2), until: .hour))
  }

  @Test func `a storm multiplies the rate while it lasts`() {
    let plan = storm("s", factor: 5)
    let times = Arrivals(rate: 100, seconds: 4000) { $0.bursts = [plan] }.times()
    let spans = spans(plan, until: 4000 * .second)
    let stormy = Double(spans.reduce(0) { $0 + $1.upperBound - $1.lowerBound }) / 1e9
    let inside = Double(countWithin(spans, times))
    #expect((inside - 500 * stormy).magnitude < 4 * (500 * stormy).squareRoot() + 500)
    let outside = Double(times.count) - inside
    #expect((outside - 100 * (4000 - stormy)).magnitude < 4 * (100 * (4000 - stormy)).squareRoot() + 500)
    let inOrder = zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    #expect(inOrder && (plan.meanFactor - (1 + 4 * 4.0 / 24)).magnitude < 1e-9)
  }

  @Test func `storms and bursts and a rate that moves multiply`() {
    // Over whole turns of everything the ramp's mean, times that of the storm.
    let ramp = [
      RateKnot(at: 0, before: 0, after: 0), RateKnot(at: 10_000 * .second, before: 80, after: 0),
    ]
    let arrivals = Arrivals(rate: 0, seconds: 10_000) {
      $0.knots = ramp
      $0.bursts = [.modulated("bursts/w", factor: 4, burst: .second, calm: 2 * .second), storm("s", factor: 3)]
      $0.arrivals = .even
    }
    let count = Double(arrivals.times().count)
    let expected = 400_000 * arrivals.plan.meanBurstFactor
    #expect((count - expected).magnitude < 0.05 * expected, "\(count) for \(expected)")
  }

  @Test func `turns of no time end all the same`() {
    let plan = BurstPlan.storm("storm/s", gap: .constant(0), duration: .constant(0), factor: 3)
    let arrivals = Arrivals(rate: 1000, seconds: 1) { $0.bursts = [plan] }
    #expect((arrivals.times().count - 2000).magnitude < 180)
  }
}
