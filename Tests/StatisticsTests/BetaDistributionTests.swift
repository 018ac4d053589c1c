import Testing
import TestSupport

@testable import Statistics

@Suite struct BetaDistributionTests {
  /// scipy.special.betaincinv.
  @Test(arguments: [
    (0.025, 1.0, 50.0, 0.000_506_227_983_040_823), (0.975, 2, 49, 0.106_469_545_711_5),
    (0.975, 1, 60_000, 6.147_943_429_734_956e-05), (0.975, 30_001, 30_000, 0.504_009_011_956_396),
    (0.025, 9999.5, 1e9, 9.804_360_289_611_985e-06), (0.5, 2, 2, 0.5), (0.025, 0.5, 0.5, 0.001_541_333_133_436_03),
  ])
  func `quantiles are those of the tables`(p: Double, a: Double, b: Double, expected: Double) {
    let found = BetaDistribution.quantile(p, a, b)
    #expect((found - expected).magnitude < 1e-7 * expected, "\(found)")
  }

  @Test func `a quantile has its chance below it`() {
    let seed: UInt64 = 71
    var generator = SmallGenerator(seed: seed)
    for _ in 0..<500 {
      let a = 0.2 + generator.unit() * Double(1 << generator.below(14))
      let b = 0.2 + generator.unit() * Double(1 << generator.below(14))
      let p = 0.001 + 0.998 * generator.unit()
      let x = BetaDistribution.quantile(p, a, b)
      // Next to an end a chance may jump by more than a value can be told.
      guard x > 1e-290, x < 1 - 1e-12 else { continue }
      let chance = BetaDistribution.cumulative(x, a, b)
      #expect((chance - p).magnitude < 1e-6, "seed \(seed): \(a) \(b) \(p) \(chance)")
    }
  }

  @Test func `the sum of a binomial distribution is that of its definition`() {
    // P(X ≥ k) of n trials is I_p(k, n − k + 1).
    let n = 12
    let p = 0.3
    var chances = [1.0]
    for _ in 0..<n {
      let before = chances + [0]
      chances = before.indices.map { before[$0] * (1 - p) + ($0 > 0 ? before[$0 - 1] * p : 0) }
    }
    for k in 1...n {
      let tail = chances[k...].reduce(0, +)
      #expect((BetaDistribution.cumulative(p, Double(k), Double(n - k + 1)) - tail).magnitude < 1e-13)
    }
  }
}
