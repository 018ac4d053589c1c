import Foundation
import Testing
import TestSupport

@testable import Engine

@Suite struct SamplerTests {
  private let pool = SamplerPool()

  @Test func `a constant needs no bits`() {
    let sampler = Sampler.constant(42)
    for bits in [0, 1, .max / 2, .max] as [UInt64] { #expect(sampler.draw(bits) == 42) }
    #expect(pool.sampler(for: .constant(41.6)).draw(0) == 42)
  }

  @Test func `extreme bits give the exact quantile of an exponential distribution`() {
    let sampler = pool.sampler(for: .exponential(mean: 1e9))
    // The largest draw has 2⁻⁶⁵ above it: 65 ln 2 means.
    #expect(sampler.draw(.max) == Int64((65 * Foundation.log(2) * 1e9).rounded()))
    #expect(sampler.draw(0) == 0)
    #expect(sampler.draw(1) == 0)
    // Where the lower tail is computed and not interpolated: −ln(1 − 2⁻²⁰) means.
    let low = sampler.draw(UInt64(1) << 44)
    #expect((Double(low) - 1e9 * -Foundation.log1p(-0x1p-20)).magnitude <= 1)
  }

  @Test func `extreme bits give the exact quantile of a Pareto distribution`() {
    let sampler = pool.sampler(for: .pareto(minimum: 1000, shape: 2.5))
    #expect(sampler.draw(0) == 1000)
    let top = Foundation.pow(2, 65 / 2.5) * 1000
    #expect((Double(sampler.draw(.max)) / top - 1).magnitude < 1e-12)
  }

  @Test func `extreme bits give the exact quantile of a lognormal distribution`() {
    let distribution = Distribution.lognormal(median: 2e8, p99: 1e9)
    let sampler = pool.sampler(for: distribution)
    let z = ElementaryFunctions.upperNormalQuantile(0x1p-65)
    let top = 2e8 * Foundation.exp(distribution.lognormalSigma * z)
    let bottom = 2e8 * Foundation.exp(-distribution.lognormalSigma * z)
    #expect((Double(sampler.draw(.max)) - top).magnitude <= 1)
    #expect((Double(sampler.draw(0)) - bottom).magnitude <= 1)
    #expect(sampler.draw(0) >= sampler.minimum)
  }

  @Test(arguments: [
    Distribution.exponential(mean: 1e9), .lognormal(median: 2e8, p99: 1e9), .lognormal(median: 2e8, p99: 6.6e9),
    .pareto(minimum: 1e6, shape: 1.5),
  ])
  func `the last 2⁻¹² of a distribution is computed, not interpolated`(distribution: Distribution) {
    let sampler = pool.sampler(for: distribution)
    for step in 0..<1000 {
      let upper = Double(sign: .plus, exponent: -13 - step / 25, significand: 1 + Double(step % 25) / 25)
      let bits = 0 &- UInt64(upper * 0x1p64)
      let exactUpper = (Double(0 &- bits) - 0.5) * 0x1p-64
      let exact = sampler.quantile(lower: 1, upper: exactUpper)
      #expect((Double(sampler.draw(bits)) - exact).magnitude <= max(0.51, exact * 1e-14))
    }
  }

  @Test(arguments: [
    Distribution.exponential(mean: 1e9), .lognormal(median: 2e8, p99: 1e9), .pareto(minimum: 1e6, shape: 2.5),
  ])
  func `draws never fall as bits rise, and are never below the minimum`(distribution: Distribution) {
    let sampler = pool.sampler(for: distribution)
    var last: Int64 = -1
    var generator = SmallGenerator(seed: 9)
    // Around every joint of the table and at random between them.
    var bits: [UInt64] = [0, 1, .max]
    for step in 1..<1024 as Range<UInt64> { bits += [step << 54 - 1, step << 54, step << 54 + 1] }
    for step in 0..<1024 as Range<UInt64> {
      let joint = 0 &- (1024 - step) << 48
      bits += [joint - 1, joint, joint + 1]
    }
    for _ in 0..<20_000 { bits.append(generator.next()) }
    for bits in bits.sorted() {
      let draw = sampler.draw(bits)
      #expect(draw >= last)
      last = draw
    }
    #expect(sampler.draw(0) >= sampler.minimum && sampler.minimum >= 0)
  }

  @Test(arguments: [
    Distribution.exponential(mean: 1e9), .lognormal(median: 2e8, p99: 1e9), .pareto(minimum: 1e6, shape: 2.5),
  ])
  func `the interpolated body stays within a thousandth of the distribution`(distribution: Distribution) {
    let sampler = pool.sampler(for: distribution)
    var generator = SmallGenerator(seed: 10)
    for _ in 0..<20_000 {
      let bits = generator.next()
      let lower = (Double(bits) + 0.5) * 0x1p-64
      guard lower > 0.02 else { continue }
      let exact = sampler.quantile(lower: lower, upper: (Double(~bits) + 0.5) * 0x1p-64)
      #expect((Double(sampler.draw(bits)) / exact - 1).magnitude < 2e-3)
    }
  }

  @Test func `a uniform distribution reaches both its ends and nothing else`() {
    let sampler = pool.sampler(for: .uniform(low: 10, high: 13))
    #expect(sampler.draw(0) == 10 && sampler.draw(.max) == 13)
    var counts = [Int64: Int]()
    for step in 0..<4000 as Range<UInt64> { counts[sampler.draw(step * (.max / 4000)), default: 0] += 1 }
    #expect(counts.keys.sorted() == [10, 11, 12, 13])
    #expect(counts.values.allSatisfy { (990...1010).contains($0) })
    #expect(sampler.minimum == 10)
  }

  @Test func `an empirical distribution gives each value its equal share`() {
    let sampler = pool.sampler(for: .empirical([5, 7, 7, 100]))
    var counts = [Int64: Int]()
    for step in 0..<4000 as Range<UInt64> { counts[sampler.draw(step * (.max / 4000)), default: 0] += 1 }
    #expect(counts.keys.sorted() == [5, 7, 100])
    #expect((1990...2010).contains(counts[7] ?? 0))
    #expect(sampler.minimum == 5)
    #expect(sampler.draw(0) == 5 && sampler.draw(.max) == 100)
  }

  @Test func `the branches of a hyperexponential distribution have their shares`() {
    // Means so far apart that a draw tells its branch.
    let sampler = pool.sampler(for: .hyperexponential([.init(share: 0.9, mean: 1), .init(share: 0.1, mean: 1e12)]))
    let stream = RandomStream(seed: 1, replication: 0, name: "branches")
    var long = 0
    for draw in 0..<100_000 as Range<UInt64> where sampler.draw(stream.bits(entity: 0, draw: draw)) > 1_000_000 {
      long += 1
    }
    // Four standard errors of a share of a tenth.
    #expect((long - 10_000).magnitude < 400)
  }

  @Test func `distributions whose draws pass every bound are cut at one and not refused`() {
    // Nine months of zero changes a day, and a tail without a mean.
    for distribution in [Distribution.exponential(mean: 1e27), .pareto(minimum: 1e9, shape: 0.2)] {
      let sampler = pool.sampler(for: distribution)
      for bits in [0, 1 << 60, 1 << 63, .max] as [UInt64] { #expect(sampler.draw(bits) >= 0) }
      #expect(sampler.draw(.max) == 1 << 61)
    }
  }

  @Test func `equal distributions share one table`() {
    let one = pool.sampler(for: .exponential(mean: 5e6))
    let two = pool.sampler(for: .exponential(mean: 5e6))
    let other = pool.sampler(for: .exponential(mean: 6e6))
    #expect(one.table == two.table && one.table != other.table)
  }
}
