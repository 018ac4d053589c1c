import Statistics
import TestSupport
import Testing

@Suite struct HistogramSinceTests {
  /// The quantile of what came later is that of a histogram of it alone.
  @Test(arguments: [1, 2, 3] as [UInt64]) func `what came since is told from two states`(seed: UInt64) throws {
    var generator = SmallGenerator(seed: seed)
    var all = Histogram()
    for _ in 0..<20 {
      let earlier = all
      var since = Histogram()
      for _ in 0..<Int.random(in: 0...400, using: &generator) {
        let value = Int64.random(in: 0...5_000_000, using: &generator)
        all.record(value)
        since.record(value)
      }
      for q in [0, 0.5, 0.9, 0.99, 1] {
        let expected = since.quantile(q)
        let found = all.quantile(q, since: earlier)
        #expect((expected == nil) == (found == nil), "seed \(seed)")
        guard let expected, let found else { continue }
        #expect(abs(Double(found - expected)) <= Double(expected) / 512 + 1, "seed \(seed), \(q)")
      }
    }
  }

  @Test func `missing samples that came since are infinitely late`() {
    var all = Histogram()
    all.record(5)
    let earlier = all
    all.recordMissing(3)
    #expect(all.quantile(0.5, since: earlier) == .max)
  }
}
