import Statistics
import Testing

@Suite struct ShareIntervalTests {
  /// Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  @Test(arguments: [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)])
  func `the interval is that of the literature`(successes: Int, trials: Int, low: Double, high: Double) {
    let interval = ShareInterval(successes, of: trials)
    #expect(abs(interval.low - low) < 0.00006 && abs(interval.high - high) < 0.00006, "\(interval)")
  }

  @Test func `it holds its share and stays between none and all`() {
    for trials in 1...60 {
      for successes in 0...trials {
        let interval = ShareInterval(successes, of: trials)
        #expect(interval.low >= 0 && interval.high <= 1)
        #expect(interval.low <= interval.share && interval.share <= interval.high)
      }
    }
  }
}
