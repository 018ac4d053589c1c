import Scenarios
import Statistics
import Testing

@testable import Experiments

@Suite("A figure beside its baseline")
struct RegressionTests {
  private func verdict(
    _ base: [Double?], _ own: [Double?], isLowerBetter: Bool = true, margin: Double = 0.01
  ) -> BaselineFigure.Verdict? {
    var figure = BaselineFigure()
    figure.isLowerBetter = isLowerBetter
    return figure.compare(base, own, margin: margin, level: 0.95) ? figure.verdict : nil
  }

  @Test("has regressed when it is worse and the whole interval is beyond the margin")
  func regressed() {
    let base: [Double?] = [100, 110, 90, 105, 95]
    #expect(verdict(base, base.map { ($0 ?? 0) * 1.02 }) == .regressed)
    #expect(verdict(base, base.map { ($0 ?? 0) * 1.02 }, margin: 0.02) == .withinMargin)
    #expect(verdict(base, base.map { ($0 ?? 0) * 0.97 }) == .improved)
    #expect(verdict(base, base.map { ($0 ?? 0) * 0.97 }, isLowerBetter: false) == .regressed)
    #expect(verdict(base, base.map { ($0 ?? 0) * 1.005 }) == .withinMargin)
    // Ten percent worse on average, and the pairs do not agree.
    #expect(verdict(base, [150, 80, 120, 70, 130]) == .cannotTell)
  }

  @Test("is equal to the last bit or compared; one pair is enough to be equal, and for nothing else")
  func pairs() {
    #expect(verdict([3, 4, nil], [3, 4, nil]) == .equal)
    #expect(verdict([3], [3]) == .equal)
    #expect(verdict([3], [4]) == .cannotTell)
    #expect(verdict([nil], [4]) == nil)
  }

  @Test("that was zero has regressed when it surely is not any more")
  func zero() {
    #expect(verdict([0, 0, 0, 0], [2, 3, 2, 3]) == .regressed)
    #expect(verdict([0, 0, 0, 0], [0, 0, 0, 1]) == .cannotTell)
    #expect(verdict([0, 0, 0, 0], [2, 3, 2, 3], isLowerBetter: false) == .improved)
  }

  @Test("that never comes any more has regressed")
  func never() {
    #expect(verdict([1, 2], [1, .infinity]) == .regressed)
    #expect(verdict([.infinity, .infinity], [.infinity, .infinity]) == .equal)
  }

  @Test("has a limit at the larger of two allowances, up or down")
  func limits() {
    #expect(BaselineComparison.limit(200, relative: 0.1, absolute: 30) == 230)
    #expect(BaselineComparison.limit(400, relative: 0.1, absolute: 30) == 440)
    #expect(BaselineComparison.limit(400, relative: -0.1, absolute: nil) == 360)
    #expect(BaselineComparison.limit(400, relative: nil, absolute: -7) == 393)
    #expect(BaselineComparison.limit(400, relative: 0, absolute: nil) == 400)
  }
}
