import Testing
import TestSupport

@testable import Statistics

@Suite struct RatioPartsTests {
  @Test func `joined groups hold everything and differ by one stretch at most`() {
    for count in 1...200 {
      let joined = RatioParts.joined((0..<count).map { RatioParts.Part(Double($0), 1) }, to: 64)
      #expect(joined.count == min(64, count))
      #expect(joined.reduce(0) { $0 + $1.numerator } == Double(count * (count - 1) / 2))
      let sizes = joined.map(\.denominator)
      #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
  }

  @Test func `the ratio is of the sums`() {
    var parts = RatioParts(numerators: [1, 3], denominators: [10, 10])
    parts.append([RatioParts.Part(0, 20)])
    #expect(parts.ratio == 0.1)
    #expect(RatioParts().ratio == nil)
    #expect(RatioParts(numerators: [0], denominators: [0]).ratio == nil)
  }

  @Test func `independent parts are as many as there are`() throws {
    let seed: UInt64 = 73
    var generator = SmallGenerator(seed: seed)
    var variances = 0.0
    for _ in 0..<400 {
      let spread = try #require(
        RatioVariance(
          RatioParts(
            numerators: (0..<64).map { _ in generator.bell() }, denominators: Array(repeating: 1, count: 64))))
      #expect(spread.independentParts > 20 && spread.isSound)
      variances += spread.variance * 64
    }
    // The largest of four estimates, each of about 1, with their spread.
    #expect(variances > 400 && variances < 720, "seed \(seed): \(variances / 400)")
  }

  @Test func `dependence widens, and takes independent parts`() throws {
    let seed: UInt64 = 74
    var generator = SmallGenerator(seed: seed)
    var level = 0.0
    let values = (0..<64).map { _ in
      level = 0.9 * level + generator.bell()
      return level
    }
    let ones = [Double](repeating: 1, count: 64)
    let spread = try #require(RatioVariance(RatioParts(numerators: values, denominators: ones)))
    var shuffled = values
    shuffled.shuffle(using: &generator)
    let mixed = try #require(RatioVariance(RatioParts(numerators: shuffled, denominators: ones)))
    #expect(spread.variance > 3 * mixed.variance, "seed \(seed)")
    #expect(spread.independentParts < 10 && !spread.isSound)
  }

  @Test func `what all replications share is no variance`() throws {
    let seed: UInt64 = 75
    var generator = SmallGenerator(seed: seed)
    // A day's course a hundred times as large as the noise.
    let runs = (0..<3).map { _ in
      (0..<64).map { RatioParts.Part(100 * Double(min($0, 64 - $0)) + generator.bell(), 1) }
    }
    let together = try #require(RatioVariance(RatioParts(runs)))
    #expect(together.variance < 0.05 && together.isSound, "seed \(seed): \(together.variance)")
    let alone = try #require(RatioVariance(RatioParts([runs[0]])))
    #expect(alone.variance > 1000 && !alone.isSound)
  }

  @Test func `replications that differ count by their differences`() throws {
    let runs = [1.0, 2, 3, 4].map { level in (0..<64).map { RatioParts.Part(level + Double($0 % 2), 1) } }
    let spread = try #require(RatioVariance(RatioParts(runs)))
    // Means 1.5, 2.5, 3.5, 4.5: variance 5/3 of one, 5/12 of their mean.
    #expect(spread.isBetweenReplications && spread.degreesOfFreedom == 3)
    #expect((spread.variance - 5.0 / 12).magnitude < 1e-12)
  }

  @Test func `numbers that are not finite have no variance`() {
    #expect(RatioVariance(RatioParts()) == nil)
    #expect(RatioVariance(RatioParts(numerators: [.infinity], denominators: [1])) == nil)
    #expect(RatioVariance(RatioParts(numerators: [.nan], denominators: [1])) == nil)
    #expect(RatioVariance(RatioParts(numerators: [1], denominators: [0])) == nil)
  }
}
