import Components
import Engine
import HeyBlueCore
import Testing

@testable import DomainBindings

/// People who walk: how far, how evenly, and only where they may.
@Suite struct WalkingPeopleTests {
  private let stream = RandomStream(seed: 5, replication: 0, name: "walks")

  private func people(
    _ count: Int, speed: Int64 = 140, hotspots: Int = 0, side: Int32 = 100_000
  ) -> WalkingPeople {
    WalkingPeople(
      count: count,
      ground: WalkingGround(width: side, height: side, hotspots: hotspots, side: side / 20, places: stream),
      speed: speed,
      legTime: 5 * .minute, stream: stream)
  }

  @Test func `nobody is faster than walking speed`() {
    let people = people(50)
    for person in 0..<50 {
      var last = people.place(of: person, at: 0)
      for second in stride(from: Int64(10), to: 3600, by: 10) {
        let next = people.place(of: person, at: second * .second)
        // 14 m, and a centimetre of rounding for each coordinate.
        #expect(last.squaredDistance(to: next) <= 1403 * 1403)
        last = next
      }
    }
  }

  @Test func `a leg is walked at walking speed`() {
    let people = people(200, side: 100_000_000)
    var far = 0
    for person in 0..<200 {
      let before = people.place(of: person, at: .hour)
      let after = people.place(of: person, at: .hour + 10 * .second)
      if before.squaredDistance(to: after) >= 1397 * 1397 { far += 1 }
    }
    // All but those who turn in these ten seconds of five minutes: 6.7 of 200 on average.
    #expect(far > 180)
  }

  @Test func `where somebody is does not depend on how often it was asked`() {
    let often = people(20)
    let once = people(20)
    for person in 0..<20 {
      for minute in Int64(0)..<120 { _ = often.place(of: person, at: minute * .minute) }
      #expect(often.place(of: person, at: 2 * .hour) == once.place(of: person, at: 2 * .hour))
    }
  }

  @Test func `people who are spread evenly stay so`() {
    let people = people(4000)
    for time in [0, .hour, 10 * Nanoseconds.hour] {
      var quarters = [Int](repeating: 0, count: 16)
      for person in 0..<4000 {
        let place = people.place(of: person, at: time)
        #expect((0..<100_000).contains(place.x) && (0..<100_000).contains(place.y))
        quarters[Int(place.x) / 25_000 + 4 * (Int(place.y) / 25_000)] += 1
      }
      // Chi square with 15 degrees of freedom: below 37.7 in 999 of 1,000 cases.
      let square = quarters.reduce(0.0) { $0 + (Double($1) - 250) * (Double($1) - 250) / 250 }
      #expect(square < 37.7, "after \(time) ns: \(quarters)")
    }
  }

  @Test func `who keeps to a hot spot stays in it`() {
    let people = people(300, hotspots: 5)
    for person in 0..<300 {
      let start = people.place(of: person, at: 0)
      for minute in stride(from: Int64(7), to: 600, by: 37) {
        let place = people.place(of: person, at: minute * .minute)
        #expect(abs(place.x - start.x) <= 5000 && abs(place.y - start.y) <= 5000)
      }
    }
  }

  @Test func `somebody who stands is there until the end of it, and walks on from there`() {
    let people = people(1)
    let place = people.place(of: 0, at: .minute)
    people.stand(0, at: place, until: 3 * .minute)
    #expect(people.place(of: 0, at: 2 * .minute) == place)
    let after = people.place(of: 0, at: 3 * .minute + 10 * .second)
    #expect(after != place && after.squaredDistance(to: place) <= 1403 * 1403)
    let there = GroundPoint(x: 777, y: 888)
    people.put(0, at: there, at: .hour)
    #expect(people.place(of: 0, at: .hour) == there)
  }

  @Test func `a border throws back`() {
    #expect([-3, 0, 9, 10, 12, 18, 21].map { WalkingPeople.reflected($0, 0, 10) } == [3, 0, 9, 8, 6, 0, 3])
    #expect(WalkingPeople.reflected(12, 5, 1) == 5)
  }
}
