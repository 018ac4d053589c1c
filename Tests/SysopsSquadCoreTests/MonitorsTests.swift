import Testing

@testable import SysopsSquadCore

@Suite struct MonitorsTests {
  @Test func `merging adds violations and keeps the earlier first one`() {
    var one = Monitors()
    var two = Monitors()
    one.report(.neverLost, 1, at: 20)
    two.report(.neverLost, 2, at: 10)
    two.report(.neverLost, 3, at: 30)
    two.report(.chargedOnce, 4, at: 5)
    for merged in [one.merged(with: two), two.merged(with: one)] {
      #expect(merged[.neverLost] == .init(violations: 3, firstAt: 10, firstSubject: 2))
      #expect(merged.violated == [.neverLost, .chargedOnce])
    }
  }

  @Test func `names and statements are the card's, and differ`() {
    #expect(Invariant.allCases.map(\.id) == [1, 2, 3, 4, 5, 6, 8, 10].map { "SY-I\($0)" })
    #expect(Set(Invariant.allCases.map(\.statement)).count == Invariant.allCases.count)
  }
}
