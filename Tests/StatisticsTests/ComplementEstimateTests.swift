import Statistics
import Testing

/// What is left of one is as sure as what it is left of.
@Suite struct ComplementEstimateTests {
  /// Events in ten replications, each of a hundred.
  private func estimates(_ events: [Double]) throws -> (ComplementEstimate, RateEstimate) {
    let rate = try #require(RateEstimate(RatioParts(events.map { [RatioParts.Part($0, 100)] })))
    return (ComplementEstimate(of: rate), rate)
  }

  @Test func `its ends are those of the other, mirrored`() throws {
    let (left, rate) = try estimates([4, 6, 3, 7, 5, 5, 4, 6, 5, 5])
    let (own, other) = (try #require(left.interval), try #require(rate.interval))
    #expect(left.point == 0.95 && own.mean == 0.95 && left.isJudgeable)
    #expect(abs(own.low + other.high - 1) < 1e-12 && abs(own.high + other.low - 1) < 1e-12)
    #expect(left.standing(against: own.low - 0.001) == .above && left.standing(against: own.high + 0.001) == .below)
    if case .undecided = left.standing(against: 0.95) { return }
    Issue.record("the estimate itself is not sure")
  }

  @Test func `where nothing came it may be less than all, and never below none`() throws {
    let (left, _) = try estimates(Array(repeating: 0, count: 10))
    let own = try #require(left.interval)
    #expect(own.high == 1 && abs(own.low - (1 - 3.69 / 1000)) < 1e-5)
    let (least, _) = try estimates(Array(repeating: 100, count: 10))
    #expect(least.point == 0 && least.interval?.low == 0)
  }
}
