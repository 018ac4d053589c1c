import Testing
import TestSupport

@testable import Statistics

@Suite struct GammaDistributionTests {
  /// Garwood (1936), table: 95 % limits of a Poisson mean for 1, 3, 10 and 50 events.
  @Test(arguments: [(1.0, 0.0253, 5.572), (3, 0.6187, 8.767), (10, 4.795, 18.39), (50, 37.11, 65.92)])
  func `the limits of a Poisson mean are those of the tables`(events: Double, low: Double, high: Double) {
    #expect((GammaDistribution.quantile(0.025, shape: events) - low).magnitude < 0.001 * low)
    #expect((GammaDistribution.quantile(0.975, shape: events + 1) - high).magnitude < 0.001 * high)
  }

  @Test func `no event is up to 3,69`() {
    #expect((GammaDistribution.quantile(0.975, shape: 1) + Elementary.log(0.025)).magnitude < 1e-12)
  }

  @Test func `a quantile has its chance below it`() {
    let seed: UInt64 = 72
    var generator = SmallGenerator(seed: seed)
    for _ in 0..<500 {
      let shape = 0.05 + generator.unit() * Double(1 << generator.below(14))
      let p = 0.001 + 0.998 * generator.unit()
      let chance = GammaDistribution.cumulative(GammaDistribution.quantile(p, shape: shape), shape: shape)
      #expect((chance - p).magnitude < 1e-9, "seed \(seed): \(shape) \(p) \(chance)")
    }
  }
}
