import Testing
import TestSupport

@testable import Statistics

@Suite struct PollingTests {
  @Test func `one lag moves a uniform delay`() {
    func share(_ limit: Double, lag: Double) -> Double {
      QueueingTheory.shareLater(than: limit, period: 10, lags: [(lag, 1)])
    }
    #expect(share(0, lag: 0) == 1)
    #expect(share(5, lag: 0) == 0.5)
    #expect(share(10, lag: 0) == 0)
    #expect(share(10, lag: 3) == 0.3)
    #expect(share(2, lag: 3) == 1)
    #expect(share(14, lag: 3) == 0)
    #expect(share(5, lag: .infinity) == 1)
  }

  @Test func `several lags are weighted`() {
    let lags = [(lag: 1.0, weight: 3.0), (lag: 6.0, weight: 1.0)]
    #expect(QueueingTheory.shareLater(than: 8, period: 10, lags: lags) == (3 * 0.3 + 0.8) / 4)
    #expect(QueueingTheory.shareLater(than: 8, period: 10, lags: []) == 0)
  }

  @Test func `a push has only its lag`() {
    let lags = [(lag: 1.0, weight: 1.0), (lag: 6.0, weight: 3.0)]
    #expect(QueueingTheory.shareLater(than: 6, period: 0, lags: lags) == 0)
    #expect(QueueingTheory.shareLater(than: 5, period: 0, lags: lags) == 0.75)
  }

  @Test func `lags from a histogram, the missing ones always late`() {
    var lags = Histogram()
    lags.record(1, count: 3)
    lags.record(6)
    #expect(QueueingTheory.shareLater(than: 8, period: 10, lags: lags) == (3 * 0.3 + 0.8) / 4)
    lags.recordMissing(4)
    #expect(QueueingTheory.shareLater(than: 1000, period: 10, lags: lags) == 0.5)
  }

  @Test func `agrees with a simulated poller`() {
    let seed: UInt64 = 71
    var generator = SmallGenerator(seed: seed)
    let lags = [(lag: 500.0, weight: 2.0), (lag: 40_000.0, weight: 1.0)]
    var late = 0
    let changes = 100_000
    for _ in 0..<changes {
      let lag = generator.below(3) < 2 ? 500 : 40_000
      late += generator.below(300_000) + lag > 285_000 ? 1 : 0
    }
    let expected = QueueingTheory.shareLater(than: 285_000, period: 300_000, lags: lags)
    #expect((Double(late) / Double(changes) - expected).magnitude < 0.003, "seed \(seed)")
  }
}
