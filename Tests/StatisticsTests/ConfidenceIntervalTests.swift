import Testing
import TestSupport

@testable import Statistics

@Suite struct ConfidenceIntervalTests {
  @Test func `the t interval of a small sample`() throws {
    // scipy.stats.t.interval(0.95, 4, loc=mean, scale=sem) of these five.
    let samples = [9.8, 10.2, 10.4, 9.9, 10.0]
    let interval = try #require(ConfidenceInterval(samples: samples))
    #expect((interval.mean - 10.06).magnitude < 1e-12)
    #expect((interval.low - 9.76096771061).magnitude < 1e-9)
    #expect((interval.high - 10.3590322894).magnitude < 1e-9)
    #expect(interval.level == 0.95)
    #expect(interval.contains(10.06) && interval.contains(interval.low))
    #expect(!interval.contains(9.7) && !interval.contains(10.5) && !interval.contains(.nan))
  }

  @Test func `fewer than two samples or an infinite one give no interval`() {
    #expect(ConfidenceInterval(samples: []) == nil)
    #expect(ConfidenceInterval(samples: [1]) == nil)
    #expect(ConfidenceInterval(samples: [1, .infinity]) == nil)
    #expect(ConfidenceInterval(samples: [1, .nan, 2]) == nil)
  }

  @Test func `an interval may reach further to one side, or without end`() {
    let skewed = ConfidenceInterval(mean: 10, low: 9, high: 14, level: 0.95)
    #expect(skewed.halfWidth == 4 && skewed.contains(13.9) && !skewed.contains(8.9))
    let open = ConfidenceInterval(mean: 10, low: 9, high: .infinity, level: 0.95)
    #expect(open.halfWidth == .infinity && open.contains(1e300) && !open.contains(8))
    let lost = ConfidenceInterval(mean: .infinity, low: .infinity, high: .infinity, level: 0.95)
    #expect(lost.halfWidth == 0)
    let even = ConfidenceInterval(mean: 10, halfWidth: 2, level: 0.9)
    #expect(even == ConfidenceInterval(mean: 10, low: 8, high: 12, level: 0.9) && even.halfWidth == 2)
  }

  @Test func `equal samples give an interval of no width`() {
    #expect(ConfidenceInterval(samples: [0.1, 0.1, 0.1])?.halfWidth == 0)
  }

  @Test func `the interval covers the mean in about its share of experiments`() throws {
    let seed: UInt64 = 41
    var generator = SmallGenerator(seed: seed)
    var covered = 0
    for _ in 0..<1000 {
      let samples = (0..<6).map { _ in generator.bell() }
      covered += try #require(ConfidenceInterval(samples: samples, level: 0.9)).contains(0) ? 1 : 0
    }
    #expect(covered > 870 && covered < 930, "seed \(seed): \(covered) of 1000")
  }

  @Test func `quantiles agree with scipy`() {
    for (level, freedom, expected) in Self.scipyQuantiles {
      let found = ConfidenceInterval.studentQuantile(level: level, degreesOfFreedom: freedom)
      #expect((found / expected - 1).magnitude < 1e-9, "level \(level), \(freedom) degrees")
    }
  }

  @Test func `quantiles fall with every degree of freedom`() {
    for level in [0.5, 0.9, 0.95, 0.98, 0.999] {
      var before = Double.infinity
      for freedom in 1...260 {
        let quantile = ConfidenceInterval.studentQuantile(level: level, degreesOfFreedom: freedom)
        #expect(quantile < before, "level \(level), \(freedom) degrees")
        before = quantile
      }
    }
  }

  @Test func `the expansion meets the finite sum where both hold`() {
    for level in [0.9, 0.99, 0.999] {
      for freedom in [300, 301, 2001] {
        let quantile = ConfidenceInterval.studentQuantile(level: level, degreesOfFreedom: freedom)
        let coverage = StudentT.coverage(within: quantile, degreesOfFreedom: freedom)
        #expect((coverage - level).magnitude < 1e-11, "level \(level), \(freedom) degrees")
      }
    }
  }

  @Test func `the arc tangent is good to the last digits`() {
    #expect(StudentT.arcTangent(0) == 0)
    #expect((StudentT.arcTangent(1) - .pi / 4).magnitude < 4e-16)
    #expect((StudentT.arcTangent(0.5) - 0.463_647_609_000_806_1).magnitude < 2e-16)
    #expect((StudentT.arcTangent(1000) - 1.569_796_327_128_229_8).magnitude < 4e-16)
  }

  /// 2 * P(T < t) - 1 = level: scipy 1.17.1, stats.t.ppf((1 + level) / 2, df).
  static let scipyQuantiles: [(level: Double, freedom: Int, quantile: Double)] = [
    (0.9, 1, 6.31375151468),
    (0.9, 2, 2.91998558035),
    (0.9, 3, 2.3533634348),
    (0.9, 4, 2.13184678633),
    (0.9, 5, 2.01504837333),
    (0.9, 7, 1.89457860509),
    (0.9, 10, 1.81246112281),
    (0.9, 19, 1.72913281152),
    (0.9, 29, 1.69912702653),
    (0.9, 30, 1.69726088659),
    (0.9, 60, 1.6706488649),
    (0.9, 99, 1.66039115602),
    (0.9, 120, 1.65765089936),
    (0.9, 199, 1.65254674617),
    (0.9, 200, 1.65250810091),
    (0.9, 201, 1.65246984197),
    (0.9, 500, 1.64790685393),
    (0.9, 1000, 1.64637881729),
    (0.9, 10_000, 1.64500601807),
    (0.9, 1_000_000, 1.64485515072),
    (0.95, 1, 12.7062047362),
    (0.95, 2, 4.30265272975),
    (0.95, 3, 3.18244630528),
    (0.95, 4, 2.7764451052),
    (0.95, 5, 2.57058183564),
    (0.95, 7, 2.36462425159),
    (0.95, 10, 2.22813885199),
    (0.95, 19, 2.09302405441),
    (0.95, 29, 2.04522964213),
    (0.95, 30, 2.0422724563),
    (0.95, 60, 2.00029782201),
    (0.95, 99, 1.98421695159),
    (0.95, 120, 1.97993040508),
    (0.95, 199, 1.97195654425),
    (0.95, 200, 1.97189622363),
    (0.95, 201, 1.97183650678),
    (0.95, 500, 1.96471983747),
    (0.95, 1000, 1.96233908083),
    (0.95, 10_000, 1.96020123989),
    (0.95, 1_000_000, 1.95996635681),
    (0.99, 1, 63.6567411629),
    (0.99, 2, 9.92484320092),
    (0.99, 3, 5.84090930973),
    (0.99, 4, 4.60409487135),
    (0.99, 5, 4.03214298356),
    (0.99, 7, 3.49948329735),
    (0.99, 10, 3.16927267262),
    (0.99, 19, 2.86093460646),
    (0.99, 29, 2.75638590367),
    (0.99, 30, 2.74999565357),
    (0.99, 60, 2.66028302886),
    (0.99, 99, 2.62640545728),
    (0.99, 120, 2.61742114511),
    (0.99, 199, 2.60076021606),
    (0.99, 200, 2.60063443619),
    (0.99, 201, 2.60050991908),
    (0.99, 500, 2.58569783514),
    (0.99, 1000, 2.58075469807),
    (0.99, 10_000, 2.57632104667),
    (0.99, 1_000_000, 2.57583422011),
    (0.999, 1, 636.619248769),
    (0.999, 2, 31.5990545764),
    (0.999, 3, 12.9239786367),
    (0.999, 4, 8.61030158138),
    (0.999, 5, 6.86882662588),
    (0.999, 7, 5.40788252086),
    (0.999, 10, 4.5868938587),
    (0.999, 19, 3.88340585259),
    (0.999, 29, 3.65940501947),
    (0.999, 30, 3.64595863504),
    (0.999, 60, 3.4602004692),
    (0.999, 99, 3.39152883336),
    (0.999, 120, 3.37345376856),
    (0.999, 199, 3.34008655616),
    (0.999, 200, 3.33983540628),
    (0.999, 201, 3.33958678891),
    (0.999, 500, 3.31009115152),
    (0.999, 1000, 3.30028264842),
    (0.999, 10_000, 3.29149996594),
    (0.999, 1_000_000, 3.29053646125),
  ]
}
