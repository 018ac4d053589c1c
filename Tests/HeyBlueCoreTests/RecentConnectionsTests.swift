import TestSupport
import Testing

@testable import HeyBlueCore

@Suite struct RecentConnectionsTests {
  private static let day = RepeatRule.day

  @Test func `a rolling pair waits for its time from the last connection`() {
    var recent = RecentConnections(rule: .rollingPair(Self.day))
    let start = Self.day - 10
    recent.note(1, 2, at: start)
    #expect(recent.forbids(1, 2, at: start))
    #expect(recent.forbids(1, 2, at: start + Self.day - 1))
    #expect(!recent.forbids(1, 2, at: start + Self.day))
    #expect(!recent.forbids(2, 1, at: start) && !recent.forbids(1, 3, at: start))
  }

  @Test func `a calendar day ends at midnight`() {
    var pair = RecentConnections(rule: .calendarPair)
    var citizen = RecentConnections(rule: .citizenDay)
    pair.note(1, 2, at: Self.day - 1)
    citizen.note(1, 2, at: Self.day - 1)
    #expect(pair.forbids(1, 2, at: Self.day - 1) && !pair.forbids(1, 2, at: Self.day))
    #expect(!pair.forbids(1, 3, at: Self.day - 1))
    #expect(citizen.forbids(1, 3, at: Self.day - 1) && !citizen.forbids(1, 2, at: Self.day))
    #expect(!citizen.forbids(2, 2, at: Self.day - 1))
  }

  @Test func `what no rule speaks of any more is forgotten`() {
    var recent = RecentConnections(rule: .rollingPair(100))
    for pair in 0..<50 as Range<UInt32> { recent.note(pair, pair, at: Int64(pair) * 10) }
    #expect(recent.count <= 20)
    recent.note(7, 7, at: 100_000)
    #expect(recent.count == 1)
  }

  @Test(arguments: [61, 62, 63] as [UInt64])
  func `forgetting changes no answer`(seed: UInt64) {
    for rule in [RepeatRule.rollingPair(97), .rollingPair(Self.day), .calendarPair, .citizenDay] {
      var draws = SmallGenerator(seed: seed)
      var recent = RecentConnections(rule: rule)
      var all: [(UInt32, UInt32, Int64)] = []
      var now: Int64 = 0
      var wrong: [String] = []
      for step in 0..<600 {
        now += rule == .rollingPair(97) ? Int64(draws.below(30)) : Int64(draws.below(8)) * Self.day / 9
        let citizen = UInt32(draws.below(3))
        let officer = UInt32(draws.below(3))
        let expected = all.contains { entry in
          switch rule {
          case .rollingPair(let length): entry.0 == citizen && entry.1 == officer && now - entry.2 < length
          case .calendarPair: entry.0 == citizen && entry.1 == officer && now / Self.day == entry.2 / Self.day
          case .citizenDay: entry.0 == citizen && now / Self.day == entry.2 / Self.day
          }
        }
        if recent.forbids(citizen, officer, at: now) != expected { wrong.append("step \(step)") }
        if draws.below(3) > 0 {
          recent.note(citizen, officer, at: now)
          all.append((citizen, officer, now))
        }
      }
      #expect(wrong.isEmpty, "seed \(seed), \(rule): \(wrong.count) of them, first \(wrong.first ?? "")")
    }
  }
}
