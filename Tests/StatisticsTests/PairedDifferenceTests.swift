import Testing
import TestSupport

@testable import Statistics

@Suite struct PairedDifferenceTests {
  @Test func `a constant difference is certain`() throws {
    let paired = try #require(PairedDifference(base: [10, 20, 35], candidate: [8, 18, 33]))
    #expect(paired.mean == -2 && paired.interval.halfWidth == 0)
    #expect(paired.varianceReduction == 1)
    #expect(paired.isSignificant)
  }

  @Test func `the interval is that of the differences`() throws {
    let paired = try #require(
      PairedDifference(base: [1, 2, 3, 4], candidate: [2, 2, 5, 4], level: 0.9))
    #expect(paired.interval == ConfidenceInterval(samples: [1, 0, 2, 0], level: 0.9))
    // Variances: 5/3 and 9/4 of the figures, 11/12 of the differences.
    let expected = 1 - (11.0 / 12) / (5.0 / 3 + 9.0 / 4)
    #expect(((paired.varianceReduction ?? 0) - expected).magnitude < 1e-12)
    #expect(!paired.isSignificant)
  }

  @Test func `opposite figures lose by pairing, independent ones gain nothing`() throws {
    let opposite = try #require(PairedDifference(base: [1, 2, 3], candidate: [3, 2, 1]))
    #expect(opposite.varianceReduction == -1)
    let seed: UInt64 = 81
    var generator = SmallGenerator(seed: seed)
    let base = (0..<2000).map { _ in generator.bell() }
    let candidate = (0..<2000).map { _ in generator.bell() }
    let independent = try #require(PairedDifference(base: base, candidate: candidate))
    #expect((independent.varianceReduction ?? 1).magnitude < 0.08, "seed \(seed)")
  }

  @Test func `figures that never vary have no reduction, and one pair no interval`() throws {
    let constant = try #require(PairedDifference(base: [1, 1], candidate: [1, 1]))
    #expect(constant.varianceReduction == nil && !constant.isSignificant)
    #expect(PairedDifference(base: [1], candidate: [2]) == nil)
    #expect(PairedDifference(base: [1, .infinity], candidate: [2, 2]) == nil)
  }
}
