import Testing
import TestSupport

@testable import Engine

@Suite struct EventIdentityTests {
  @Test func `all of it fits below the microstep`() {
    for number in [0, 1, .max] as [UInt64] {
      let identity = EventIdentity(salt: .max, number: number, rank: 255, system: 255)
      #expect(identity.bits >> 55 == 1)
      #expect(identity.below(.max).bits >> 55 == 1 && identity.branch(900, way: 900).bits >> 55 == 1)
      #expect(EventIdentity(control: number).bits >> 55 == 0)
    }
    #expect(EventIdentity(bits: .max).bits == 0x00ff_ffff_ffff_ffff)
  }

  @Test func `order is by control, number, rank and place`() {
    let request = EventIdentity(salt: 7, number: 3)
    let ordered = [
      EventIdentity(control: 9), EventIdentity(salt: 9, number: 2, rank: 3), request.branch(0, way: 0),
      request.branch(1, way: 1),
      request.branch(2, way: 2).branch(5, way: 5), request.with(rank: 1), request.branch(0, way: 0).with(rank: 2),
      EventIdentity(salt: 1, number: 4), EventIdentity(salt: 2, number: 4),
    ]
    #expect(ordered.map(\.bits) == ordered.map(\.bits).sorted())
    #expect(Set(ordered).count == ordered.count)
  }

  @Test func `another rank changes nothing else`() {
    let identity = EventIdentity(salt: 3, number: 77, rank: 2, system: 4)
    #expect(identity.with(rank: 3) == EventIdentity(salt: 3, number: 77, rank: 3, system: 4))
    #expect(EventIdentity(bits: identity.bits) == identity)
  }

  @Test func `arrivals of one workload differ, however many`() {
    var seen: Set<EventIdentity> = []
    for number in 0..<20_000 as Range<UInt64> {
      seen.insert(EventIdentity(salt: 5, number: number))
      seen.insert(EventIdentity(salt: 5, number: number << 24))
    }
    #expect(seen.count == 39_999)
  }

  @Test func `activities of one request differ, and systems decide nothing between them`() {
    var generator = SmallGenerator(seed: 4)
    var activities = [EventIdentity(salt: generator.next(), number: 1)]
    var copies = [EventIdentity(bits: activities[0].bits | 3)]
    while activities.count < 5_000 {
      let parent = generator.below(activities.count)
      let way = generator.next()
      let place = generator.below(1_000)
      let isBranch = generator.below(2) == 0
      activities.append(isBranch ? activities[parent].branch(place, way: way) : activities[parent].below(way))
      copies.append(isBranch ? copies[parent].branch(place, way: way) : copies[parent].below(way))
    }
    let places = activities.indices.sorted { activities[$0].bits < activities[$1].bits }
    #expect(places == copies.indices.sorted { copies[$0].bits < copies[$1].bits })
    #expect(Set(activities).count > 4_000 && Set(activities).isDisjoint(with: copies))
  }
}
