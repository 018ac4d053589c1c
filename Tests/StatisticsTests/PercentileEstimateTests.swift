import Testing
import TestSupport

@testable import Statistics

@Suite struct PercentileEstimateTests {
  private func stretch(_ values: [Int64], missing: UInt64 = 0) -> SparseHistogram {
    var histogram = Histogram()
    for value in values { histogram.record(value) }
    histogram.recordMissing(missing)
    return SparseHistogram(histogram)
  }

  /// 64 stretches of so many values each.
  private func run(_ each: Int, missing: UInt64 = 0, _ draw: () -> Int64) -> [SparseHistogram] {
    (0..<64).map { _ in stretch((0..<each).map { _ in draw() }, missing: missing) }
  }

  private func parts(_ runs: [[SparseHistogram]]) -> HistogramParts {
    var parts = HistogramParts()
    for run in runs { parts.append(run) }
    return parts
  }

  @Test func `no samples are no estimate`() {
    #expect(DistributionEstimate(HistogramParts()) == nil)
    #expect(DistributionEstimate(HistogramParts([stretch([]), stretch([])])) == nil)
  }

  @Test func `one sample has a point and no interval`() throws {
    let estimate = try #require(DistributionEstimate(HistogramParts([stretch([7])]))).percentile(0.99)
    #expect(estimate.point == 7 && !estimate.isJudgeable)
    guard case .undecided = estimate.standing(against: 1e9) else {
      Issue.record("one sample judges a percentile")
      return
    }
  }

  @Test(arguments: [1, 2, 9, 10])
  func `constant values have the percentile that they are`(runs: Int) throws {
    let estimate = try #require(
      DistributionEstimate(parts((0..<runs).map { _ in run(100) { 1_000_300_000 } })))
    let p99 = estimate.percentile(0.99)
    #expect(p99.point == 1_000_300_000)
    #expect(p99.interval == ConfidenceInterval(mean: p99.point, low: p99.point, high: p99.point, level: 0.95))
    // In one bucket with the limit, and still told from it.
    #expect(p99.standing(against: 1e9) == .above)
    #expect(p99.standing(against: 2e9) == .below)
    #expect(estimate.mean?.point == 1_000_300_000)
  }

  @Test func `too few samples hold no high percentile, and say how many would`() throws {
    var generator = SmallGenerator(seed: 91)
    let estimate = try #require(
      DistributionEstimate(HistogramParts(run(2) { Int64(1000 + generator.below(1000)) })))
    let p999 = estimate.percentile(0.999)
    #expect(!p999.isJudgeable && p999.high == .infinity)
    guard case .undecided(let factor?) = p999.standing(against: 1e9) else {
      Issue.record("128 samples judge p99.9: \(p999.standing(against: 1e9))")
      return
    }
    // 10,000 independent samples have ten beyond.
    #expect(factor > 60 && factor < 300, "\(factor)")
    // That all of them lie above a limit is sure all the same.
    #expect(p999.standing(against: 500) == .above)
    // The median is known well enough.
    #expect(estimate.percentile(0.5).standing(against: 3000) == .below)
  }

  @Test func `the least and the greatest of all are no estimates`() throws {
    var generator = SmallGenerator(seed: 92)
    let estimate = try #require(DistributionEstimate(HistogramParts(run(50) { Int64(generator.below(1000)) })))
    #expect(!estimate.percentile(0).isJudgeable && !estimate.percentile(1).isJudgeable)
  }

  @Test func `what is missing is infinitely late`() throws {
    var generator = SmallGenerator(seed: 93)
    let half = try #require(
      DistributionEstimate(HistogramParts(run(50, missing: 50) { Int64(1000 + generator.below(1000)) })))
    let p95 = half.percentile(0.95)
    #expect(p95.point == .infinity && p95.low == .infinity && p95.standing(against: 1e18) == .above)
    #expect(half.percentile(0.25).standing(against: 2000) == .below)
    let median = half.percentile(0.5)
    #expect(median.high == .infinity && median.low < 2000)
    #expect(half.mean?.standing(against: 1e18) == .above)
  }

  @Test func `all missing is infinite`() throws {
    let estimate = try #require(DistributionEstimate(HistogramParts(run(0, missing: 20) { 0 })))
    #expect(estimate.percentile(0.5).point == .infinity)
    #expect(estimate.percentile(0.5).standing(against: 1e18) == .above)
    #expect(estimate.share(above: 1_000_000).standing(against: 0.5) == .above)
  }

  @Test func `what has not ended is neither early nor late`() throws {
    var generator = SmallGenerator(seed: 94)
    let ended = run(90) { Int64(1000 + generator.below(1000)) }
    // A tenth is under way, for 10 units so far.
    let atAge = ended.map { stretch in
      var histogram = stretch.histogram
      histogram.record(10, count: 10)
      return SparseHistogram(histogram)
    }
    let never = ended.map { stretch in
      var histogram = stretch.histogram
      histogram.recordMissing(10)
      return SparseHistogram(histogram)
    }
    let estimate = try #require(
      DistributionEstimate(HistogramParts(atAge), unfavourable: HistogramParts(never)))
    let p95 = estimate.percentile(0.95)
    #expect(p95.point < 2000 && p95.unfavourablePoint == .infinity)
    #expect(p95.standing(against: 5000) == .undecided(lengthFactor: nil))
    #expect(p95.standing(against: 1500) == .above)
    #expect(estimate.percentile(0.8).standing(against: 2000) == .below)
    #expect(estimate.share(above: 5000).standing(against: 0.05) == .undecided(lengthFactor: nil))
    #expect(estimate.share(above: 5000).standing(against: 0.2) == .below)
  }

  @Test func `exceedances that were counted are taken as counted`() throws {
    // All in the bucket of the limit, and above it.
    let estimate = try #require(DistributionEstimate(HistogramParts(run(100) { 1_000_300_000 })))
    #expect(estimate.share(above: 1_000_000_000, exceedances: 6400).point == 1)
    #expect(estimate.share(above: 1_000_000_000, exceedances: 0).point == 0)
    #expect((estimate.share(above: 1_000_000_000, exceedances: 1600).point - 0.25).magnitude < 1e-12)
    #expect(estimate.share(above: 2_000_000_000).point == 0)
    #expect(estimate.share(above: 1_000).point == 1)
  }

  @Test func `many stretches are joined and lose nothing`() throws {
    var generator = SmallGenerator(seed: 95)
    let stretches = (0..<300).map { _ in stretch((0..<20).map { _ in Int64(generator.below(100_000)) }) }
    let parts = HistogramParts(stretches)
    #expect(parts.means.replications[0].count == 64)
    #expect(parts.pooled.count == 6000 && parts.means.total.denominator == 6000)
    #expect(parts.means.total.numerator == Double(parts.pooled.sum))
  }

  @Test func `a verdict, the interval and the share above the limit agree`() throws {
    let seed: UInt64 = 96
    var generator = SmallGenerator(seed: seed)
    var contradictions = 0
    var differences = 0
    var limits = 0
    for trial in 0..<60 {
      let runs = [1, 1, 2, 3, 10][generator.below(5)]
      let each = 1 + generator.below(60)
      let missing = UInt64(generator.below(4) == 0 ? generator.below(3) : 0)
      let kind = generator.below(3)
      let estimate = try #require(
        DistributionEstimate(
          parts(
            (0..<runs).map { _ in
              run(each, missing: missing) {
                switch kind {
                case 0: generator.exponentialLike(mean: 1e6)
                case 1: generator.bimodal()
                default: Int64(generator.below(900))
                }
              }
            })))
      for quantile in [0.1, 0.5, 0.9, 0.99, 0.999] {
        let percentile = estimate.percentile(quantile)
        #expect(percentile.low <= percentile.point && percentile.point <= percentile.high, "seed \(seed) \(trial)")
        for _ in 0..<10 {
          // Near the percentile, on a value that a bucket ends with.
          let near = percentile.point.isFinite ? percentile.point * (0.5 + generator.unit()) : 1e7
          let limit = Histogram.bounds(ofBucket: Histogram.bucket(of: Int64(near))).high
          let verdict = percentile.standing(against: Double(limit))
          let share = estimate.share(above: limit).standing(against: 1 - quantile)
          if let interval = percentile.interval {
            #expect((verdict == .below) == (interval.high <= Double(limit) && interval.low < Double(limit)))
          }
          limits += 1
          if verdict == .below && share == .above || verdict == .above && share == .below { contradictions += 1 }
          if (verdict == .below) != (share == .below) || (verdict == .above) != (share == .above) { differences += 1 }
        }
      }
    }
    #expect(contradictions == 0, "seed \(seed)")
    // Where the borrowed variance jumps, a share may be told in a gap that the interval spans.
    #expect(differences * 25 < limits, "seed \(seed): \(differences) of \(limits)")
  }
}
