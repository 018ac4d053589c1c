import Testing

@testable import RoadWarriorCore

@Suite struct MonitorsTests {
  @Test func `merging adds violations and keeps the earlier first one`() {
    var one = Monitors()
    var two = Monitors()
    one.report(.noZombie, 1, at: 20)
    two.report(.noZombie, 2, at: 10)
    two.report(.noZombie, 3, at: 30)
    two.report(.oneConsumer, 4, at: 5)
    for merged in [one.merged(with: two), two.merged(with: one)] {
      #expect(merged[.noZombie] == .init(violations: 3, firstAt: 10, firstSubject: 2))
      #expect(merged[.oneConsumer] == .init(violations: 1, firstAt: 5, firstSubject: 4))
      #expect(merged[.exactlyOnce] == .init())
      #expect(merged.violated == [.noZombie, .oneConsumer])
    }
  }

  @Test func `names and statements are there and differ`() {
    #expect(Set(Invariant.allCases.map(\.id)).count == Invariant.allCases.count)
    #expect(Set(Invariant.allCases.map(\.statement)).count == Invariant.allCases.count)
    #expect(Invariant.allCases.map(\.id) == (1...14).map { "RW-I\($0)" })
  }
}
