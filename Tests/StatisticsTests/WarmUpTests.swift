import Testing
import TestSupport

@testable import Statistics

@Suite struct WarmUpTests {
  @Test(arguments: [51, 52, 53, 54] as [UInt64])
  func `a planted transient is cut off, and little more`(seed: UInt64) throws {
    var generator = SmallGenerator(seed: seed)
    let series = (0..<1000).map { index in
      10 + generator.bell() + (index < 200 ? 12 * Double(200 - index) / 200 : 0)
    }
    let cut = try #require(WarmUp.truncation(of: series))
    // The last fifth of the ramp is within the noise.
    #expect(cut >= 140 && cut <= 260, "seed \(seed): \(cut)")
    #expect(cut % WarmUp.batchSize == 0)
  }

  @Test func `a step is cut off exactly`() {
    let series = (0..<100).map { $0 < 30 ? 5.0 : Double($0 % 2) }
    #expect(WarmUp.truncation(of: series) == 30)
  }

  @Test func `a flat series is kept whole`() {
    #expect(WarmUp.truncation(of: [Double](repeating: 0.1, count: 100)) == 0)
    #expect(WarmUp.truncation(of: (0..<100).map { Double($0 % 5) }) == 0)
  }

  @Test func `noise without a transient loses little`() {
    var kept = 0
    for seed in UInt64(1)...100 {
      var generator = SmallGenerator(seed: seed)
      let cut = WarmUp.truncation(of: (0..<1000).map { _ in 10 + generator.bell() })
      if let cut, cut <= 250 { kept += 1 }
    }
    #expect(kept > 80, "seeds 1...100: \(kept)")
  }

  @Test func `a run that never settles cannot be told`() {
    #expect(WarmUp.truncation(of: (0..<500).map { Double($0 * $0) / 1000 }) == nil)
    #expect(WarmUp.truncation(of: (0..<100).map { $0 < 60 ? 5.0 : Double($0 % 2) }) == nil)
  }

  @Test func `too short or not finite cannot be told`() {
    #expect(WarmUp.truncation(of: []) == nil)
    #expect(WarmUp.truncation(of: [Double](repeating: 1, count: 49)) == nil)
    #expect(WarmUp.truncation(of: [Double](repeating: 1, count: 50)) == 0)
    var series = [Double](repeating: 1, count: 100)
    series[50] = .nan
    #expect(WarmUp.truncation(of: series) == nil)
  }

  @Test(arguments: [61, 62, 63] as [UInt64])
  func `agrees with the definition`(seed: UInt64) {
    var generator = SmallGenerator(seed: seed)
    for _ in 0..<50 {
      let transient = generator.below(20)
      let series = (0..<60 + generator.below(100)).map { index in
        generator.bell() + (index < transient ? 3 : 0)
      }
      let means = (0..<series.count / 5).map { batch in
        series[batch * 5..<batch * 5 + 5].reduce(0, +) / 5
      }
      var best = 0
      var bestError = Double.infinity
      for start in 0..<means.count - 5 {
        let kept = means[start...]
        let mean = kept.reduce(0, +) / Double(kept.count)
        let squares = kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = squares / Double(kept.count * kept.count)
        if error < bestError {
          bestError = error
          best = start
        }
      }
      let expected = best * 2 <= means.count ? best * 5 : nil
      #expect(WarmUp.truncation(of: series) == expected, "seed \(seed)")
    }
  }
}
