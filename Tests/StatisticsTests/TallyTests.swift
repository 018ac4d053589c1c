import Testing
import TestSupport

@testable import Statistics

@Suite struct TallyTests {
  @Test func `sums, extremes, mean and variance of a small sample`() {
    var tally = Tally()
    for value in [2, 4, 4, 4, 5, 5, 7, 9] as [Int64] { tally.record(value) }
    #expect(tally.count == 8 && tally.sum == 40 && tally.sumOfSquares == 232)
    #expect(tally.minimum == 2 && tally.maximum == 9 && tally.mean == 5)
    #expect(tally.variance == 32.0 / 7)
  }

  @Test func `an empty tally answers nil, and one value has no variance`() {
    var tally = Tally()
    #expect(tally.mean == nil && tally.variance == nil)
    #expect(tally.minimum == nil && tally.maximum == nil)
    tally.record(3)
    #expect(tally.mean == 3 && tally.variance == nil)
  }

  @Test func `the variance of close large values does not cancel`() {
    var tally = Tally()
    let base: Int64 = 1_000_000_000_000_000_000
    for step in Int64(0)..<10 { tally.record(base + step) }
    #expect(tally.variance == 82.5 / 9)
  }

  @Test func `the variance is exact beyond 128 bits`() {
    var tally = Tally()
    tally.record(.max)
    tally.record(0)
    tally.record(.max)
    #expect(tally.sumOfSquares == 2 * UInt128(Int64.max) * UInt128(Int64.max))
    let expected = Double(Int64.max) * Double(Int64.max) / 3
    #expect(((tally.variance ?? 0) / expected - 1).magnitude < 1e-15)
  }

  @Test func `too large a sum of squares saturates and has no variance`() {
    var tally = Tally()
    for _ in 0..<5 { tally.record(.max) }
    #expect(tally.sumOfSquares == .max && tally.variance == nil)
    #expect(tally.sum == 5 * UInt128(Int64.max))
    var other = Tally()
    other.record(1)
    other.merge(tally)
    #expect(other.sumOfSquares == .max && other.variance == nil && other.count == 6)
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func `a merge of random parts equals the whole`(seed: UInt64) {
    var generator = SmallGenerator(seed: seed)
    var whole = Tally()
    var parts = Array(repeating: Tally(), count: 5)
    for _ in 0..<1000 {
      let value = generator.heavyTail(scale: 1000)
      whole.record(value)
      parts[generator.below(5)].record(value)
    }
    var merged = Tally()
    for part in parts.reversed() { merged.merge(part) }
    #expect(merged == whole, "seed \(seed)")
  }
}
