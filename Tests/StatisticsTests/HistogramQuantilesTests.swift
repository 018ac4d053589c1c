import Testing
import TestSupport

@testable import Statistics

@Suite struct HistogramQuantilesTests {
  @Test func `one sample is every quantile, exactly`() {
    var histogram = Histogram()
    histogram.record(1_234_567_891)
    for q in [0, 0.01, 0.5, 0.99, 1] { #expect(histogram.quantile(q) == 1_234_567_891) }
  }

  @Test func `of two samples the first is the median`() {
    var histogram = Histogram()
    histogram.record(20)
    histogram.record(10)
    #expect(histogram.quantile(0) == 10)
    #expect(histogram.quantile(0.5) == 10)
    #expect(histogram.quantile(0.500_001) == 20)
    #expect(histogram.quantile(1) == 20)
  }

  @Test func `of 1 to 100 each percentile is its number`() {
    var histogram = Histogram()
    for value in 1...100 { histogram.record(Int64(value)) }
    for percent in 1...100 {
      #expect(histogram.quantile(Double(percent) / 100) == Int64(percent))
    }
    #expect(histogram.quantile(0.951) == 96)
    #expect(histogram.quantile(0.999) == 100)
  }

  @Test func `a quantile never leaves the range of the samples`() {
    var histogram = Histogram()
    histogram.record(1_000_001, count: 3)
    for q in [0, 0.4, 0.5, 1] { #expect(histogram.quantile(q) == 1_000_001) }
  }

  @Test func `missing samples are later than all others`() {
    var histogram = Histogram()
    histogram.record(100, count: 90)
    histogram.recordMissing(10)
    #expect(histogram.count == 100 && histogram.missing == 10)
    #expect(histogram.quantile(0.9) == 100)
    #expect(histogram.quantile(0.91) == .max)
    #expect(histogram.quantile(1) == .max)
    #expect(histogram.maximum == 100 && histogram.mean == 100)
    #expect(histogram.count(above: 99) == 100)
    #expect(histogram.count(above: 100) == 10)
    #expect(histogram.count(above: .max) == 10)
  }

  @Test func `with nothing but missing samples every quantile is infinite`() {
    var histogram = Histogram()
    histogram.recordMissing(2)
    #expect(!histogram.isEmpty)
    #expect(histogram.quantile(0) == .max && histogram.quantile(1) == .max)
    #expect(histogram.minimum == nil && histogram.mean == nil)
    #expect(histogram.count(above: 5) == 2)
  }

  @Test func `counts above a value are exact at bucket borders`() {
    var histogram = Histogram()
    for value in 0..<Int64(2000) { histogram.record(value) }
    for value in 0..<Int64(1024) { #expect(histogram.count(above: value) == UInt64(1999 - value)) }
    #expect(histogram.count(above: 1025) == 974)
    #expect(histogram.count(above: 1024) == 974)
    #expect(histogram.count(above: 1999) == 0)
    #expect(histogram.count(above: -1) == 2000)
  }

  @Test func `nearest ranks are those of decimal arithmetic`() {
    for count in [UInt64(1), 7, 100, 1000, 12_345, 10_000_000] {
      let wrong = (UInt64(0)...1000).filter { perMille in
        let exact = max(1, (perMille * count + 999) / 1000)
        return Histogram.nearestRank(Double(perMille) / 1000, of: count) != exact
      }
      #expect(wrong.isEmpty, "of \(count)")
    }
    #expect(Histogram.nearestRank(1, of: .max) == .max)
  }

  enum Shape: CaseIterable { case exponential, heavyTail, bimodal }

  @Test(arguments: Shape.allCases, [11, 12, 13] as [UInt64])
  func `every quantile is within 0.1 percent of the sorted samples`(shape: Shape, seed: UInt64) {
    var generator = SmallGenerator(seed: seed)
    var histogram = Histogram()
    var samples: [Int64] = []
    for _ in 0..<20_000 {
      let value =
        switch shape {
        case .exponential: generator.exponentialLike(mean: 3_000_000)
        case .heavyTail: generator.heavyTail(scale: 10_000)
        case .bimodal: generator.bimodal()
        }
      samples.append(value)
      histogram.record(value)
    }
    samples.sort()
    var worst = 0.0
    for step in 1...400 {
      // Ranks that are multiples of fifty, so the exact answer needs no rounding rule.
      let exact = Double(samples[step * 50 - 1])
      guard let found = histogram.quantile(Double(step) / 400) else {
        Issue.record("no quantile, seed \(seed)")
        return
      }
      worst = max(worst, (Double(found) - exact).magnitude / max(exact, 1))
    }
    #expect(worst <= 0.001, "seed \(seed)")
    #expect(histogram.minimum == samples.first && histogram.maximum == samples.last)
    #expect(histogram.sum == samples.reduce(UInt128(0)) { $0 + UInt128($1) })
  }
}
