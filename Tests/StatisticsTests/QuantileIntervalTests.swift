import Testing
import TestSupport

@testable import Statistics

@Suite struct QuantileIntervalTests {
  private func histogram(_ values: [Int64], missing: UInt64 = 0) -> Histogram {
    var histogram = Histogram()
    for value in values { histogram.record(value) }
    histogram.recordMissing(missing)
    return histogram
  }

  @Test func `minimum samples are those of decimal arithmetic`() {
    #expect(QuantileInterval.minimumSamples(for: 0) == 10)
    #expect(QuantileInterval.minimumSamples(for: 0.5) == 20)
    #expect(QuantileInterval.minimumSamples(for: 0.9) == 100)
    #expect(QuantileInterval.minimumSamples(for: 0.95) == 200)
    #expect(QuantileInterval.minimumSamples(for: 0.99) == 1000)
    #expect(QuantileInterval.minimumSamples(for: 0.999) == 10_000)
    #expect(QuantileInterval.minimumSamples(for: 0.9999) == 100_000)
    #expect(QuantileInterval.minimumSamples(for: 0.999_999) == 10_000_000)
    #expect(QuantileInterval.minimumSamples(for: 0.85) == 67)
    #expect(QuantileInterval.minimumSamples(for: 1) == .max)
  }

  @Test func `the interval of three parts, by hand`() throws {
    let parts = [histogram([1, 10, 30]), histogram([2, 20, 30]), histogram([3, 12, 30])]
    let interval = try #require(QuantileInterval.interval(of: 0.5, in: parts, level: 0.95))
    // Pooled: 1 2 3 10 12 20 30 30 30, median 12; deviations -2, 8, 0; t(2) = 4.302653.
    #expect(interval.mean == 12)
    let expected = 4.302_652_729_749_464 * (68.0 / 6).squareRoot()
    #expect((interval.halfWidth - expected).magnitude < 1e-7)
  }

  @Test func `empty parts are left out, and one part is too few`() {
    let part = histogram([1, 2, 3])
    #expect(QuantileInterval.interval(of: 0.5, in: [], level: 0.95) == nil)
    #expect(QuantileInterval.interval(of: 0.5, in: [part, Histogram()], level: 0.95) == nil)
    #expect(
      QuantileInterval.interval(of: 0.5, in: [part, Histogram(), part], level: 0.95)
        == ConfidenceInterval(mean: 2, halfWidth: 0, level: 0.95))
  }

  @Test func `an infinite quantile has no interval`() {
    let sound = histogram([1, 2, 3, 4])
    let lossy = histogram([1], missing: 3)
    #expect(QuantileInterval.interval(of: 0.5, in: [sound, sound, lossy], level: 0.95) == nil)
    #expect(QuantileInterval.interval(of: 0.25, in: [sound, sound, lossy], level: 0.95) != nil)
  }

  @Test func `intervals of replications cover the quantile`() throws {
    // Uniform on 0 ..< 1,000: p90 is 899.
    var covered = 0
    for seed in UInt64(1)...200 {
      var generator = SmallGenerator(seed: seed)
      let parts = (0..<10).map { _ in
        histogram((0..<200).map { _ in Int64(generator.below(1000)) })
      }
      covered +=
        try #require(QuantileInterval.interval(of: 0.9, in: parts, level: 0.95)).contains(899)
        ? 1 : 0
    }
    #expect(covered >= 180 && covered <= 198, "seeds 1...200: \(covered)")
  }
}
