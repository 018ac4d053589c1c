import Testing
import TestSupport

@testable import Statistics

@Suite struct MeanEstimateTests {
  private func constant(_ value: Double, stretches: Int = 64, runs: Int = 1) -> RatioParts {
    RatioParts((0..<runs).map { _ in (0..<stretches).map { _ in RatioParts.Part(value * 10, 10) } })
  }

  @Test func `no samples are no estimate`() {
    #expect(MeanEstimate(RatioParts()) == nil)
    #expect(MeanEstimate(RatioParts(numerators: [0, 0], denominators: [0, 0])) == nil)
  }

  @Test func `one sample has a mean and no interval`() throws {
    var parts = [RatioParts.Part](repeating: RatioParts.Part(0, 0), count: 64)
    parts[3] = RatioParts.Part(7, 1)
    let estimate = try #require(MeanEstimate(RatioParts([parts])))
    #expect(estimate.point == 7 && !estimate.isJudgeable)
    #expect(estimate.standing(against: 100) == .undecided(lengthFactor: estimate.shortfall?.lengthFactor))
  }

  @Test(arguments: [1, 2, 9, 10])
  func `constant values have an interval of no width`(runs: Int) throws {
    let estimate = try #require(MeanEstimate(constant(5, runs: runs)))
    let interval = try #require(estimate.interval)
    #expect(interval.low == 5 && interval.high == 5)
    #expect(estimate.standing(against: 5) == .equal)
    #expect(estimate.standing(against: 6) == .below && estimate.standing(against: 4) == .above)
  }

  @Test func `what cannot be negative has no negative bound`() throws {
    var parts = [RatioParts.Part](repeating: RatioParts.Part(0, 10), count: 64)
    parts[10] = RatioParts.Part(500, 10)
    let estimate = try #require(MeanEstimate(RatioParts([parts])))
    #expect(try #require(estimate.interval).low == 0)
    let unbounded = try #require(MeanEstimate(RatioParts([parts]), least: nil))
    #expect(try #require(unbounded.interval).low <= 0)
    let share = try #require(MeanEstimate(RatioParts([parts]), most: 1))
    #expect(try #require(share.interval).high <= max(1, share.point))
  }

  @Test func `a skewed mean reaches further up`() throws {
    let seed: UInt64 = 85
    var generator = SmallGenerator(seed: seed)
    let parts = (0..<64).map { _ in RatioParts.Part(Double(generator.exponentialLike(mean: 1e6)) * 10, 10) }
    let interval = try #require(MeanEstimate(RatioParts([parts]))?.interval)
    #expect(interval.high - interval.mean > 1.05 * (interval.mean - interval.low), "seed \(seed): \(interval)")
  }

  @Test func `without skewness the correction is none, and with it it is Willink's`() {
    #expect(MeanEstimate.corrected(1.96, 0) == 1.96)
    // (∛(1 + 6·0.1·(2 − 0.1)) − 1)/0.2 by hand.
    #expect((MeanEstimate.corrected(2, 0.1) - 1.443_294).magnitude < 1e-4)
    #expect((MeanEstimate.corrected(-2, 0.1) + 8.191_25).magnitude < 1e-4)
    // It tends to the identity.
    #expect((MeanEstimate.corrected(2, 0.002) - 2).magnitude < 0.02)
  }

  @Test func `a lost value makes the mean infinite, an unended one its upper end`() throws {
    let finite = constant(5)
    var lost = finite.replications[0]
    lost[7].numerator = .infinity
    let certain = try #require(MeanEstimate(RatioParts([lost])))
    #expect(certain.point == .infinity && certain.standing(against: 1e300) == .above)
    let open = try #require(MeanEstimate(finite, unfavourable: RatioParts([lost])))
    let interval = try #require(open.interval)
    #expect(open.point == 5 && interval.low == 5 && interval.high == .infinity)
    #expect(open.standing(against: 4) == .above)
    #expect(open.standing(against: 6) == .undecided(lengthFactor: nil))
  }

  @Test func `independent normal values are covered in 95 of 100 seeds`() throws {
    var covered = 0
    for seed in UInt64(1)...1000 {
      var generator = SmallGenerator(seed: seed)
      let parts = (0..<64).map { _ in RatioParts.Part(100 + 10 * generator.bell(), 10) }
      covered += try #require(MeanEstimate(RatioParts([parts]))?.interval).contains(10) ? 1 : 0
    }
    #expect(covered >= 940 && covered <= 990, "seeds 1...1000: \(covered)")
  }

  @Test func `a longer run decides as the factor says`() throws {
    let interval = ConfidenceInterval(mean: 10, low: 8, high: 13, level: 0.95)
    #expect(interval.lengthFactor(deciding: 11) == 9)
    #expect(interval.lengthFactor(deciding: 9) == 4)
    #expect(interval.lengthFactor(deciding: 10) == nil)
  }
}
