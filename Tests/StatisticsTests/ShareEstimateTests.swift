import Testing
import TestSupport

@testable import Statistics

@Suite struct ShareEstimateTests {
  /// So many of so many samples, spread over 64 stretches, the exceedances at random places.
  private func parts(_ exceedances: Int, of samples: Int, seed: UInt64 = 81) -> RatioParts {
    var generator = SmallGenerator(seed: seed)
    var beyond = Array(repeating: false, count: samples)
    for index in 0..<exceedances { beyond[index] = true }
    beyond.shuffle(using: &generator)
    var parts = [RatioParts.Part](repeating: RatioParts.Part(0, 0), count: 64)
    for index in 0..<samples { parts[index * 64 / samples] += RatioParts.Part(beyond[index] ? 1 : 0, 1) }
    return RatioParts([parts])
  }

  @Test func `one of fifty is no certainty, either way`() throws {
    let estimate = try #require(ShareEstimate(parts(1, of: 50)))
    let interval = try #require(estimate.interval)
    #expect(estimate.point == 0.02)
    // Exact: 0.05 to 10.65 %.
    #expect(interval.low > 0 && interval.low < 0.001)
    #expect(interval.high > 0.1 && interval.high < 0.115, "\(interval)")
    guard case .undecided(let factor) = estimate.standing(against: 0.01) else {
      Issue.record("1 of 50 against 1 %: \(estimate.standing(against: 0.01))")
      return
    }
    #expect((factor ?? 0) > 5)
    #expect(estimate.standing(against: 0.2) == .below)
    #expect(estimate.standing(against: 0.0001) == .above)
  }

  @Test func `none of fifty is no certainty`() throws {
    let estimate = try #require(ShareEstimate(parts(0, of: 50)))
    let interval = try #require(estimate.interval)
    #expect(interval.low == 0)
    // 1 − 0.025^(1/50)
    #expect((interval.high - 0.071_121_7).magnitude < 1e-6)
    guard case .undecided(let factor) = estimate.standing(against: 0.01) else {
      Issue.record("none of 50 holds 1 %")
      return
    }
    // 368 trials without a failure show 1 %.
    #expect((factor ?? 0) > 7 && (factor ?? 0) < 7.6)
    #expect(try #require(ShareEstimate(parts(0, of: 400))).standing(against: 0.01) == .below)
  }

  @Test func `all of a hundred mirror none`() throws {
    let none = try #require(ShareEstimate(parts(0, of: 100))?.interval)
    let all = try #require(ShareEstimate(parts(100, of: 100))?.interval)
    #expect(all.high == 1 && (all.low - (1 - none.high)).magnitude < 1e-12)
  }

  @Test func `exceedances that come together count less`() throws {
    let spread = try #require(ShareEstimate(parts(200, of: 6400)))
    var bursts = [RatioParts.Part](repeating: RatioParts.Part(0, 100), count: 64)
    bursts[20].numerator = 100
    bursts[50].numerator = 100
    let clustered = try #require(ShareEstimate(RatioParts([bursts])))
    #expect(clustered.point == spread.point)
    #expect(clustered.effectiveSamples < spread.effectiveSamples / 20)
    #expect(try #require(clustered.interval).halfWidth > 3 * #require(spread.interval).halfWidth)
  }

  @Test func `what has not ended decides neither way`() throws {
    let certain = parts(0, of: 1000)
    let half = RatioParts(certain.replications.map { $0.map { RatioParts.Part($0.denominator / 2, $0.denominator) } })
    let estimate = try #require(ShareEstimate(certain, unfavourable: half))
    #expect(estimate.point == 0 && estimate.unfavourablePoint == 0.5)
    #expect(estimate.standing(against: 0.01) == .undecided(lengthFactor: nil))
    #expect(estimate.standing(against: 0.7) == .below)
    // All that ended failed: no matter what the others do.
    let failed = try #require(ShareEstimate(half, unfavourable: half))
    #expect(failed.standing(against: 0.01) == .above)
  }

  @Test func `no samples are no estimate, and a single total says it is too little`() throws {
    #expect(ShareEstimate(RatioParts()) == nil)
    #expect(ShareEstimate(RatioParts(numerators: [0], denominators: [0])) == nil)
    let total = try #require(ShareEstimate(RatioParts(numerators: [3], denominators: [100])))
    #expect(!total.isJudgeable && total.point == 0.03)
    guard case .fewIndependentParts(_, let needed) = total.shortfall else {
      Issue.record("\(String(describing: total.shortfall))")
      return
    }
    #expect(needed == 10)
    #expect(total.standing(against: 0.9) == .undecided(lengthFactor: total.shortfall?.lengthFactor))
  }

  @Test(arguments: [1, 2, 9, 10])
  func `more replications narrow the interval`(runs: Int) throws {
    let one = try #require(ShareEstimate(parts(320, of: 6400))?.interval)
    let many = try #require(
      ShareEstimate(
        RatioParts((0..<runs).map { parts(320 + 3 * ($0 % 3), of: 6400, seed: UInt64(90 + $0)).replications[0] })))
    let interval = try #require(many.interval)
    #expect(interval.low > 0.03 && interval.high < 0.08)
    if runs > 1 { #expect(interval.halfWidth < one.halfWidth) }
    #expect(many.effectiveSamples <= 6400 * Double(runs))
  }

  @Test func `huge counts neither trap nor lose the interval`() throws {
    var generator = SmallGenerator(seed: 82)
    let parts = RatioParts([(0..<64).map { _ in RatioParts.Part(1e12 + 1e6 * generator.bell(), 1e14) }])
    let interval = try #require(ShareEstimate(parts)?.interval)
    #expect(interval.low < 0.01 && interval.high > 0.01 && interval.halfWidth < 1e-6)
    let whole = try #require(ShareEstimate(RatioParts([(0..<64).map { _ in RatioParts.Part(0, 1e15) }]))?.interval)
    #expect(whole.high > 0 && whole.high < 1e-15)
  }

  @Test func `the factor of length that is named does decide`() throws {
    let seed: UInt64 = 83
    var generator = SmallGenerator(seed: seed)
    for _ in 0..<50 {
      let samples = 200 + generator.below(2000)
      let parts = parts(generator.below(samples / 10), of: samples, seed: generator.next())
      let estimate = try #require(ShareEstimate(parts))
      let limit = 0.1 * generator.unit()
      guard case .undecided(let factor?) = estimate.standing(against: limit), factor < 1000 else { continue }
      // As many times everything is the same share of a run so much longer.
      let longer = RatioParts(
        parts.replications.map { $0.map { RatioParts.Part($0.numerator * factor, $0.denominator * factor) } })
      let effective = try #require(EffectiveShare(longer))
      let scaled = try #require(EffectiveShare(parts)).lengthened(factor)
      #expect(effective.share == scaled.share || (effective.share - scaled.share).magnitude < 1e-12)
      #expect(scaled.high <= limit || scaled.low >= limit, "seed \(seed): \(limit) \(factor)")
    }
  }
}
