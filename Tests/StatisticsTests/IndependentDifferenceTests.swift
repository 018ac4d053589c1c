import Testing
import TestSupport

@testable import Statistics

@Suite struct IndependentDifferenceTests {
  private func interval(_ low: Double, _ mean: Double, _ high: Double) -> ConfidenceInterval {
    ConfidenceInterval(mean: mean, low: low, high: high, level: 0.95)
  }

  @Test func `each end leans on the ends that it is away from`() throws {
    let difference = try #require(
      IndependentDifference(base: interval(7, 10, 14), candidate: interval(17, 20, 21)))
    #expect(difference.interval.mean == 10)
    // 3 below the candidate and 4 above the base; 1 above the candidate and 3 below the base.
    #expect(difference.interval.low == 5)
    #expect(abs(difference.interval.high - 10 - 10.0.squareRoot()) < 1e-12)
  }

  @Test func `a factor is on all of the base`() throws {
    let scaled = IndependentDifference(base: interval(7, 10, 14), candidate: interval(17, 20, 21), factor: 2)
    #expect(scaled == IndependentDifference(base: interval(14, 20, 28), candidate: interval(17, 20, 21)))
    #expect(scaled?.interval.mean == 0)
    let none = IndependentDifference(base: interval(7, 10, 14), candidate: interval(17, 20, 21), factor: 0)
    #expect(none?.interval == interval(17, 20, 21))
  }

  @Test func `without an end there is none to lean on`() {
    let open = IndependentDifference(base: interval(1, 2, 3), candidate: interval(4, 5, .infinity))
    #expect(open?.interval.high == .infinity && open?.interval.low.isFinite == true)
    #expect(IndependentDifference(base: interval(1, 2, 3), candidate: interval(4, .infinity, .infinity)) == nil)
  }

  /// The oracle is the difference itself: it lies in the interval as often as the level says.
  @Test func `it covers the difference as often as it says`() throws {
    let seed: UInt64 = 4711
    var generator = SmallGenerator(seed: seed)
    func sample(_ mean: Double) throws -> ConfidenceInterval {
      try #require(ConfidenceInterval(samples: (0..<40).map { _ in mean + generator.bell() }))
    }
    var covered = 0
    for _ in 0..<2000 {
      let difference = try #require(IndependentDifference(base: sample(10), candidate: sample(13), factor: 1.1))
      if difference.interval.contains(2) { covered += 1 }
    }
    // 1,900 of 2,000 at 95 %, and four deviations of their count.
    #expect(abs(covered - 1900) < 40, "\(covered) of 2000, seed \(seed)")
  }
}
