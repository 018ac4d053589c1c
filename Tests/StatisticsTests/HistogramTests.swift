import Testing
import TestSupport

@testable import Statistics

@Suite struct HistogramTests {
  @Test func `an empty histogram is small and answers nothing`() {
    let empty = Histogram()
    #expect(MemoryLayout<Histogram>.size < 200)
    #expect(empty.counts.capacity == 0)
    #expect(empty.isEmpty && empty.count == 0 && empty.sum == 0 && empty.missing == 0)
    #expect(empty.minimum == nil && empty.maximum == nil && empty.mean == nil)
    #expect(empty.quantile(0) == nil && empty.quantile(0.5) == nil && empty.quantile(1) == nil)
    #expect(empty.count(above: 0) == 0 && empty.count(above: .min) == 0)
    #expect(empty.sparse.isEmpty)
  }

  @Test func `count, sum, minimum, maximum and mean are exact`() {
    var histogram = Histogram()
    for value in [7, 1_000_003, .max, 0] as [Int64] { histogram.record(value) }
    #expect(histogram.count == 4)
    #expect(histogram.sum == UInt128(Int64.max) + 1_000_010)
    #expect(histogram.minimum == 0)
    #expect(histogram.maximum == .max)
    #expect(histogram.mean == Double(UInt128(Int64.max) + 1_000_010) / 4)
  }

  @Test func `recording with a count equals recording one by one`() {
    var once = Histogram()
    var often = Histogram()
    once.record(123_456, count: 1000)
    once.record(3, count: 2)
    once.record(99, count: 0)
    for _ in 0..<1000 { often.record(123_456) }
    for _ in 0..<2 { often.record(3) }
    #expect(once == often)
    #expect(once.sum == often.sum && once.sum == 123_456_006)
  }

  @Test func `the sum of very many very large values does not overflow`() {
    var histogram = Histogram()
    histogram.record(.max, count: .max)
    #expect(histogram.sum == UInt128(Int64.max) * UInt128(UInt64.max))
    #expect(histogram.quantile(0.5) == .max)
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func `a merge of random parts in any order equals the whole`(seed: UInt64) {
    var generator = SmallGenerator(seed: seed)
    var whole = Histogram()
    var parts = Array(repeating: Histogram(), count: 7)
    for _ in 0..<5000 {
      let part = generator.below(parts.count)
      switch generator.below(4) {
      case 0:
        whole.recordMissing()
        parts[part].recordMissing()
      case 1:
        let value = generator.heavyTail(scale: 40_000)
        whole.record(value)
        parts[part].record(value)
      default:
        let value = generator.exponentialLike(mean: 2000)
        whole.record(value)
        parts[part].record(value)
      }
    }
    let quantiles = [0, 0.1, 0.5, 0.7, 0.75, 0.99, 1]
    for _ in 0..<5 {
      var remaining = parts
      while remaining.count > 1 {
        let taken = remaining.remove(at: generator.below(remaining.count))
        remaining[generator.below(remaining.count)].merge(taken)
      }
      #expect(remaining[0] == whole, "seed \(seed)")
      #expect(
        quantiles.map { remaining[0].quantile($0) } == quantiles.map { whole.quantile($0) },
        "seed \(seed)")
      #expect(remaining[0].count(above: 50_000) == whole.count(above: 50_000), "seed \(seed)")
    }
  }

  @Test func `merging with an empty histogram changes nothing, and with itself doubles`() {
    var histogram = Histogram()
    histogram.record(77, count: 3)
    histogram.recordMissing(2)
    let before = histogram
    histogram.merge(Histogram())
    #expect(histogram == before)
    var empty = Histogram()
    empty.merge(before)
    #expect(empty == before)
    histogram.merge(before)
    #expect(histogram.count == 10 && histogram.missing == 4 && histogram.sum == 462)
  }

  @Test func `equality ignores how much storage there is`() {
    var short = Histogram()
    var long = Histogram()
    short.record(5)
    long.record(5)
    long.grow(toHold: 9999)
    #expect(short == long && long == short)
    long.record(1 << 40)
    #expect(short != long)
    short.record(1 << 40)
    #expect(short == long)
  }

  @Test func `a copy is independent`() {
    var first = Histogram()
    first.record(10)
    let second = first
    first.record(10)
    #expect(second.count == 1 && first.count == 2)
  }
}
