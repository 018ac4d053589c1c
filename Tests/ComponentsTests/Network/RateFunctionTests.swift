import Engine
import Testing
import TestSupport

@testable import Components

@Suite struct RateFunctionTests {
  private func knot(_ seconds: Double, _ before: Double, _ after: Double) -> RateKnot {
    RateKnot(at: Nanoseconds(seconds * 1e9), before: before, after: after)
  }

  @Test func `a constant rate has a straight integral`() {
    let rate = RateFunction([knot(10, 0, 4), knot(20, 4, 0)])
    #expect(rate.total == 40 && rate.highest == 4)
    let expected: [(Double, Double)] = [(0, 0), (10, 0), (12.5, 10), (20, 40), (99, 40)]
    for (time, count) in expected { #expect(rate.integral(until: Nanoseconds(time * 1e9)) == count) }
    var hint = 0
    #expect(rate.instant(of: 0, hint: &hint) == 10 * .second)
    #expect(rate.instant(of: 10, hint: &hint) == 12_500_000_000)
    #expect(rate.instant(of: 40, hint: &hint) == nil)
  }

  @Test func `ramps and jumps have the area under them`() {
    // 0 → 10 in 10 s, a jump to 20, 20 → 0 in 5 s, nothing for 5 s, 3 for 2 s.
    let rate = RateFunction([knot(0, 0, 0), knot(10, 10, 20), knot(15, 0, 0), knot(20, 0, 3), knot(22, 3, 0)])
    #expect(rate.total == 50 + 50 + 6)
    #expect(rate.integral(until: 5 * .second) == 12.5)
    #expect(rate.integral(until: 10 * .second) == 50)
    #expect(rate.integral(until: 12_500_000_000) == 50 + 37.5)
    #expect(rate.integral(until: 18 * .second) == 100)
    var hint = 0
    #expect(rate.instant(of: 12.5, hint: &hint) == 5 * .second)
    #expect(rate.instant(of: 87.5, hint: &hint) == 12_500_000_000)
    // The hundredth arrival is expected when the rate has come back.
    #expect(rate.instant(of: 100, hint: &hint) == 20 * .second)
    #expect(rate.instant(of: 103, hint: &hint) == 21 * .second)
  }

  @Test func `the instant of a count and the count at an instant are inverse`() {
    var generator = SmallGenerator(seed: 1)
    for number in 0..<200 {
      var knots = [knot(Double(generator.below(5)), 0, generator.below(4) == 0 ? 0 : 100 * generator.unit())]
      for _ in 0..<1 + generator.below(6) {
        let at = Double(knots[knots.count - 1].at) / 1e9 + 0.1 + 100 * generator.unit()
        let before = generator.below(4) == 0 ? 0 : 1000 * generator.unit()
        knots.append(knot(at, before, generator.below(3) == 0 ? before : 1000 * generator.unit()))
      }
      let rate = RateFunction(knots)
      if rate.total == 0 { continue }
      var hint = 0
      var last: Nanoseconds = .min
      for step in 0..<300 {
        let count = rate.total * Double(step) / 300
        guard let instant = rate.instant(of: count, hint: &hint) else {
          Issue.record("case \(number): no instant for \(count) of \(rate.total)")
          break
        }
        #expect(instant >= last)
        last = instant
        // A nanosecond holds at most this many arrivals.
        let grain = rate.highest * 2e-9 + rate.total * 1e-12
        #expect((rate.integral(until: instant) - count).magnitude < grain)
      }
      #expect(rate.instant(of: rate.total, hint: &hint) == nil)
    }
  }

  @Test func `arrivals of a workload follow its rate`() {
    // 5,000 expected in the ramp, 10,000 in the plateau.
    let plan = SourcePlan(
      name: "w", stream: "w", knots: [knot(0, 0, 0), knot(10, 1000, 1000), knot(20, 1000, 0)], flows: [(0, 1)],
      phases: [])
    let pool = SamplerPool()
    var state = SourceState(plan, seed: 5, replication: 0, pool: pool)
    var times: [Nanoseconds] = []
    withExtendedLifetime(pool) {
      while let time = state.next() { times.append(time) }
    }
    let isOrdered = zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    #expect(isOrdered)
    // Four standard deviations of Poisson counts.
    for (from, until, expected) in [(0, 5, 1250.0), (5, 10, 3750), (10, 15, 5000), (15, 20, 5000)]
      as [(Nanoseconds, Nanoseconds, Double)]
    {
      let count = times.filter { $0 >= from * .second && $0 < until * .second }.count
      #expect((Double(count) - expected).magnitude < 4 * expected.squareRoot(), "\(from)…\(until) s")
    }
  }

  @Test func `nothing has no arrivals`() {
    var hint = 0
    #expect(RateFunction([]).total == 0)
    #expect(RateFunction([]).instant(of: 0, hint: &hint) == nil)
    #expect(RateFunction([knot(1, 0, 5)]).integral(until: .hour) == 0)
  }
}
