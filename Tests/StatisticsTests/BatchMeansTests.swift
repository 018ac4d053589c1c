import Testing
import TestSupport

@testable import Statistics

@Suite struct BatchMeansTests {
  @Test func `with equal counts it is the t interval of the batch means`() throws {
    let sums: [UInt128] = [100, 120, 90, 110, 95, 130, 105, 100, 115, 85]
    let counts = [UInt64](repeating: 10, count: 10)
    let found = try #require(BatchMeans.interval(sums: sums, counts: counts))
    let expected = try #require(ConfidenceInterval(samples: sums.map { Double($0) / 10 }))
    #expect((found.mean - expected.mean).magnitude < 1e-12)
    #expect((found.halfWidth - expected.halfWidth).magnitude < 1e-12)
  }

  @Test func `micro-batches are merged in order, evenly and completely`() throws {
    let sums = (0..<47).map { UInt128($0) }
    let batches = try #require(
      BatchMeans(sums: sums, counts: [UInt64](repeating: 1, count: 47), batches: 20))
    #expect(batches.counts.count == 20 && batches.counts.reduce(0, +) == 47)
    #expect(batches.counts.allSatisfy { $0 == 2 || $0 == 3 })
    #expect(batches.means.first == 0.5)
    #expect(batches.mean == 23)
  }

  @Test func `the mean is that of the samples, not of the batches`() throws {
    var sums = [UInt128](repeating: 10, count: 12)
    var counts = [UInt64](repeating: 1, count: 12)
    sums[3] = 20_000
    counts[3] = 1000
    let batches = try #require(BatchMeans(sums: sums, counts: counts))
    #expect(batches.mean == 20_110.0 / 1011)
  }

  @Test func `empty batches are left out`() throws {
    var sums = [UInt128](repeating: 50, count: 12)
    var counts = [UInt64](repeating: 5, count: 12)
    sums[7] = 0
    counts[7] = 0
    let batches = try #require(BatchMeans(sums: sums, counts: counts))
    #expect(batches.means == [Double](repeating: 10, count: 11))
    #expect(batches.interval().halfWidth == 0)
    #expect(batches.lagOneAutocorrelation == nil && !batches.isCorrelated)
  }

  @Test func `too little gives no interval`() {
    let nine = [UInt64](repeating: 1, count: 9)
    #expect(BatchMeans.interval(sums: nine.map { UInt128($0) }, counts: nine) == nil)
    #expect(BatchMeans.interval(sums: nine.map { UInt128($0) }, counts: nine, batches: 5) != nil)
    #expect(BatchMeans.interval(sums: [], counts: []) == nil)
    let none = [UInt64](repeating: 0, count: 40)
    #expect(BatchMeans.interval(sums: none.map { UInt128($0) }, counts: none) == nil)
  }

  @Test func `the autocorrelation of a trend is high and of an alternation low`() throws {
    let ones = [UInt64](repeating: 1, count: 20)
    let trend = try #require(BatchMeans(sums: (0..<20).map { UInt128($0) }, counts: ones))
    #expect((trend.lagOneAutocorrelation ?? 0) > 0.8 && trend.isCorrelated)
    let swing = try #require(BatchMeans(sums: (0..<20).map { UInt128($0 % 2) }, counts: ones))
    #expect((swing.lagOneAutocorrelation ?? 0) < -0.8 && !swing.isCorrelated)
  }

  /// An autoregressive series around 100,000 in micro-batches of equal or of random counts.
  private func microBatches(
    of length: Int, correlation: Double, varyingCounts: Bool, generator: inout SmallGenerator
  ) -> (sums: [UInt128], counts: [UInt64]) {
    var sums: [UInt128] = []
    var counts: [UInt64] = []
    var deviation = 0.0
    for _ in 0..<200 {
      var sum: UInt128 = 0
      let count = varyingCounts ? generator.below(2 * length + 1) : length
      for _ in 0..<count {
        deviation = correlation * deviation + 1000 * generator.bell()
        sum += UInt128(100_000 + Int(deviation.rounded()))
      }
      sums.append(sum)
      counts.append(UInt64(count))
    }
    return (sums, counts)
  }

  @Test(arguments: [false, true])
  func `intervals of an autoregressive series cover its mean`(varyingCounts: Bool) throws {
    var covered = 0
    var warned = 0
    for seed in UInt64(1)...400 {
      var generator = SmallGenerator(seed: seed)
      let (sums, counts) = microBatches(
        of: 20, correlation: 0.7, varyingCounts: varyingCounts, generator: &generator)
      let batches = try #require(BatchMeans(sums: sums, counts: counts))
      covered += batches.interval(level: 0.95).contains(100_000) ? 1 : 0
      warned += batches.isCorrelated ? 1 : 0
    }
    #expect(covered >= 360 && covered <= 392, "seeds 1...400: \(covered)")
    #expect(warned < 40, "seeds 1...400: \(warned)")
  }

  @Test func `batches that are too short are noticed`() throws {
    var warned = 0
    for seed in UInt64(1)...50 {
      var generator = SmallGenerator(seed: seed)
      let (sums, counts) = microBatches(
        of: 2, correlation: 0.99, varyingCounts: false, generator: &generator)
      warned += try #require(BatchMeans(sums: sums, counts: counts)).isCorrelated ? 1 : 0
    }
    #expect(warned > 35, "seeds 1...50: \(warned)")
  }
}
