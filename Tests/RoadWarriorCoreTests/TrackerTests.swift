import Testing

@testable import RoadWarriorCore

@Suite struct TrackerTests {
  private func tracker(_ draws: PlantedDraws, finished: Double = 0, cancelled: Double = 0) -> Tracker<PlantedDraws> {
    Tracker(source: SourceOfTruth(draws: draws, finished: finished, cancelled: cancelled))
  }

  private func start(_ tracker: Tracker<PlantedDraws>) -> TrackedReservation {
    TrackedReservation(nextEvent: tracker.source.tick(after: 0, 5, version: 0))
  }

  @Test func `a tracked reservation takes eight bytes`() {
    #expect(MemoryLayout<TrackedReservation>.stride == 8)
  }

  @Test func `nothing is found before an event, and the event at its very instant`() {
    let tracker = tracker(PlantedDraws(gaps: [10, 10], offsets: [0, 1234]))
    var known = start(tracker)
    let instant = 10 * PlantedDraws.tick + 1234
    var seen: [UInt64] = []
    for time in [0, 9 * PlantedDraws.tick, 10 * PlantedDraws.tick, instant - 1] {
      #expect(tracker.compare(&known, 5, at: time) { seen.append($0) } == .unchanged)
    }
    #expect(seen.isEmpty && known.version == 0)
    #expect(tracker.compare(&known, 5, at: instant) { seen.append($0) } == .changed)
    #expect(seen == [instant] && known.version == 1 && known.nextEvent == 20)
    #expect(tracker.compare(&known, 5, at: instant) { seen.append($0) } == .unchanged)
  }

  @Test func `all events since the last poll are found, oldest first`() {
    let tracker = tracker(PlantedDraws(gaps: [3, 4, 1, 90], offsets: [0, 7, 5, 6, 0]))
    var known = start(tracker)
    var seen: [UInt64] = []
    #expect(tracker.compare(&known, 5, at: 50 * PlantedDraws.tick) { seen.append($0) } == .changed)
    #expect(seen == [3 * PlantedDraws.tick + 7, 7 * PlantedDraws.tick + 5, 8 * PlantedDraws.tick + 6])
    #expect(known.version == 3 && known.nextEvent == 98 && known.isActive)
  }

  @Test func `polling in small steps finds what one poll finds`() {
    let gaps: [UInt32] = [3, 4, 1, 1, 7, 2, 2, 50]
    let offsets: [UInt32] = [0, 9, 100, 2_000_000, 3, 1, 8, 77]
    let tracker = tracker(PlantedDraws(gaps: gaps, offsets: offsets))
    var once = start(tracker)
    var all: [UInt64] = []
    _ = tracker.compare(&once, 5, at: 40 * PlantedDraws.tick) { all.append($0) }
    for step in [1, 999, 70_001, PlantedDraws.tick - 1, PlantedDraws.tick, 5 * PlantedDraws.tick] as [UInt64] {
      var known = start(tracker)
      var seen: [UInt64] = []
      var time: UInt64 = step < 1000 ? 2 * PlantedDraws.tick : 0
      while time < 40 * PlantedDraws.tick {
        // Small steps are taken around events alone.
        let isNear = all.contains { $0 < time + 50_000 && time < $0 + 50_000 }
        time += step < 1000 && !isNear ? 50_000 : step
        let before = seen.count
        let result = tracker.compare(&known, 5, at: min(time, 40 * PlantedDraws.tick)) { seen.append($0) }
        #expect((result == .unchanged) == (seen.count == before))
      }
      #expect(seen == all && known.version == once.version && known.nextEvent == once.nextEvent)
    }
  }

  @Test func `the end of a reservation ends its events`() {
    // Kinds: half of all events finish it, half of the others cancel it.
    let finish: UInt64 = 0
    let cancel: UInt64 = 5 << 61
    let change: UInt64 = 7 << 61
    for (kind, expected, state) in [
      (finish, Comparison.finished, TrackedReservation.State.finished), (cancel, .cancelled, .cancelled),
    ] {
      let tracker = tracker(
        PlantedDraws(gaps: [1, 1, 1, 1, 1], kinds: [0, change, kind, change, change]), finished: 0.5,
        cancelled: 0.5)
      var known = start(tracker)
      var seen: [UInt64] = []
      #expect(tracker.compare(&known, 5, at: 100 * PlantedDraws.tick) { seen.append($0) } == expected)
      #expect(known.state == state && !known.isActive && known.version == 2 && seen.count == 2)
      #expect(tracker.compare(&known, 5, at: 200 * PlantedDraws.tick) { seen.append($0) } == .unchanged)
      #expect(seen.count == 2)
    }
  }

  @Test func `a closed or removed reservation is not compared`() {
    let tracker = tracker(PlantedDraws(gaps: [1, 1]))
    for state in [TrackedReservation.State.cancelled, .finished, .removed] {
      var known = start(tracker)
      known.state = state
      #expect(tracker.compare(&known, 5, at: 100 * PlantedDraws.tick) { _ in } == .unchanged)
      #expect(known.version == 0)
    }
  }

  @Test func `an event beyond every run never comes`() {
    let tracker = tracker(PlantedDraws(gaps: [TrackedReservation.never]))
    var known = start(tracker)
    #expect(known.nextEvent == TrackedReservation.never)
    #expect(tracker.compare(&known, 5, at: UInt64(TrackedReservation.never) << 21) { _ in } == .unchanged)
    // So does one whose tick would overflow.
    let late = self.tracker(PlantedDraws(gaps: [1 << 31, 1 << 31]))
    var other = start(late)
    #expect(late.compare(&other, 5, at: 1 << 52) { _ in } == .changed)
    #expect(other.nextEvent == TrackedReservation.never)
  }
}
