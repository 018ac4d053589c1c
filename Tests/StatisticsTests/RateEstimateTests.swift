import Testing
import TestSupport

@testable import Statistics

@Suite struct RateEstimateTests {
  /// Totals of replications of one second each.
  private func totals(_ counts: [Double]) -> RatioParts {
    RatioParts(counts.map { [RatioParts.Part($0, 1)] })
  }

  @Test func `no event in so many replications is up to 3,69 by their number`() throws {
    for runs in [1, 2, 3, 9, 10, 30] {
      let estimate = try #require(RateEstimate(totals(Array(repeating: 0, count: runs))))
      let interval = try #require(estimate.interval)
      #expect(estimate.point == 0 && interval.low == 0)
      #expect((interval.high - 3.688_879_454 / Double(runs)).magnitude < 1e-8)
      #expect(estimate.standing(against: 4) == .below)
      guard case .undecided(let factor?) = estimate.standing(against: 0.1) else {
        Issue.record("no event in \(runs) replications shows less than 0.1")
        continue
      }
      #expect((factor - 36.888_794_54 / Double(runs)).magnitude < 1e-6)
    }
  }

  @Test func `a count is per replication, whatever their number`() throws {
    for runs in [2, 3, 9, 10, 12] {
      let counts = (0..<runs).map { 46.0 + Double($0 % 3) - 1 }
      let estimate = try #require(RateEstimate(totals(counts)))
      #expect(estimate.point > 45 && estimate.point < 47)
      #expect(estimate.standing(against: 100) == .below)
    }
  }

  @Test func `few events that agree are as uncertain as Poisson's`() throws {
    let interval = try #require(RateEstimate(totals([1, 1, 1]))?.interval)
    // Garwood for 3 events, by three.
    #expect((interval.low - 0.6187 / 3).magnitude < 1e-4)
    #expect((interval.high - 8.767 / 3).magnitude < 1e-3)
  }

  @Test func `many equal counts in ten replications are certain, in three they are not`() throws {
    let ten = try #require(RateEstimate(totals(Array(repeating: 46, count: 10))))
    #expect(ten.interval == ConfidenceInterval(mean: 46, low: 46, high: 46, level: 0.95))
    #expect(ten.standing(against: 46) == .equal)
    let three = try #require(RateEstimate(totals(Array(repeating: 46, count: 3)))?.interval)
    #expect(three.low < 40 && three.high > 52)
  }

  @Test func `events in clusters are less certain`() throws {
    var even = [RatioParts.Part](repeating: RatioParts.Part(1, 1), count: 64)
    for index in stride(from: 0, to: 64, by: 3) { even[index].numerator = 2 }
    var clusters = [RatioParts.Part](repeating: RatioParts.Part(0, 1), count: 64)
    for index in [5, 30, 44] { clusters[index].numerator = 86.0 / 3 }
    let narrow = try #require(RateEstimate(RatioParts([even]), per: 64))
    let wide = try #require(RateEstimate(RatioParts([clusters]), per: 64))
    #expect(narrow.point == 86 && (wide.point - 86).magnitude < 1e-9)
    #expect(try #require(wide.interval).halfWidth > 3 * #require(narrow.interval).halfWidth)
    #expect(try #require(wide.interval).low >= 0)
  }

  @Test func `Poisson counts of one run are covered in 95 of 100 seeds`() throws {
    for rate in [0.05, 0.5, 5.0] {
      var covered = 0
      for seed in UInt64(1)...1000 {
        var generator = SmallGenerator(seed: seed)
        // Gaps of an exponential distribution by its logarithm.
        var time = -Elementary.log(generator.unit()) / rate
        var parts = [RatioParts.Part](repeating: RatioParts.Part(0, 1), count: 64)
        while time < 64 {
          parts[Int(time)].numerator += 1
          time -= Elementary.log(generator.unit()) / rate
        }
        covered += try #require(RateEstimate(RatioParts([parts]))?.interval).contains(rate) ? 1 : 0
      }
      #expect(covered >= 940, "seeds 1...1000, rate \(rate): \(covered)")
    }
  }

  @Test func `no measured time is no rate`() {
    #expect(RateEstimate(RatioParts()) == nil)
    #expect(RateEstimate(totals([])) == nil)
  }

  @Test func `huge counts neither trap nor lose the interval`() throws {
    var generator = SmallGenerator(seed: 86)
    let parts = RatioParts([(0..<64).map { _ in RatioParts.Part(1e15 + 1e8 * generator.bell(), 1) }])
    let interval = try #require(RateEstimate(parts)?.interval)
    #expect(interval.contains(1e15) && interval.halfWidth < 1e9)
  }
}
