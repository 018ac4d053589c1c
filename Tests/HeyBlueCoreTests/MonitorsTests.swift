import Testing

@testable import HeyBlueCore

@Suite struct MonitorsTests {
  @Test func `merging adds violations and keeps the earlier first one`() {
    var one = Monitors()
    var two = Monitors()
    one.report(.repeatRule, 1, at: 20)
    two.report(.repeatRule, 2, at: 10)
    two.report(.repeatRule, 3, at: 30)
    two.report(.metNearby, 4, at: 5)
    for merged in [one.merged(with: two), two.merged(with: one)] {
      #expect(merged[.repeatRule] == .init(violations: 3, firstAt: 10, firstSubject: 2))
      #expect(merged[.metNearby] == .init(violations: 1, firstAt: 5, firstSubject: 4))
      #expect(merged.violated == [.repeatRule, .metNearby])
    }
  }

  @Test func `a violation that is noted late but was earlier becomes the first`() {
    var monitors = Monitors()
    monitors.report(.windowBound, 1, at: 20)
    monitors.report(.windowBound, 2, at: 10)
    monitors.report(.windowBound, 3, at: 10)
    #expect(monitors[.windowBound] == .init(violations: 3, firstAt: 10, firstSubject: 2))
  }

  @Test func `names and statements are the card's, and differ`() {
    #expect(Invariant.allCases.map(\.id) == [1, 2, 3, 4, 5, 6, 8].map { "HB-I\($0)" })
    #expect(Set(Invariant.allCases.map(\.statement)).count == Invariant.allCases.count)
  }
}
