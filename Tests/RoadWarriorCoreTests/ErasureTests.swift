import TestSupport
import Testing

@testable import RoadWarriorCore

@Suite struct ErasureTests {
  /// Records come and go, accounts are deleted and cleaned place by place in any order, with late writes in between.
  private func history(
    _ cleaned: RecordPlaces, refusesLateWrites: Bool, lateWrites: Bool = true, seed: UInt64
  ) -> (erasure: Erasure, left: Int, refused: Int) {
    var draws = SmallGenerator(seed: seed)
    var erasure = Erasure(travellers: 60, cleaned: cleaned, refusesLateWrites: refusesLateWrites)
    var left = 0
    var refused = 0
    for traveller in 0..<60 as Range<UInt32> {
      for place in RecordPlaces.all.each where draws.below(3) > 0 {
        #expect(erasure.record(in: place, traveller, at: 0) == .kept)
        if draws.below(4) == 0 { erasure.pass(place, traveller) }
      }
      if draws.below(3) == 0 { continue }
      let held = erasure.places(of: traveller)
      let (outcome, places) = erasure.delete(traveller)
      #expect(outcome == .done && places == held.subtracting(.passing) && erasure.delete(traveller).outcome == .unknown)
      for place in places.each.shuffled(using: &draws) {
        _ = erasure.clean(place, traveller)
        if lateWrites && draws.below(3) == 0 {
          let late = RecordPlaces.all.each[draws.below(12)]
          if erasure.record(in: late, traveller, at: 1) == .refused { refused += 1 }
        }
      }
      let isClean = erasure.places(of: traveller).isSubset(of: .passing)
      #expect(erasure.drain(traveller, at: 2) == (isClean ? .done : .left), "seed \(seed)")
      left += isClean ? 0 : 1
    }
    return (erasure, left, refused)
  }

  @Test(arguments: [101, 102, 103] as [UInt64])
  func `cleaned everywhere, and late writes refused, nothing is left`(seed: UInt64) {
    let (erasure, left, refused) = history(.all, refusesLateWrites: true, seed: seed)
    #expect(left == 0 && refused > 20 && erasure.monitors.violated.isEmpty, "seed \(seed)")
    let deleted = (0..<60 as Range<UInt32>).filter { erasure.state(of: $0) == .drained }
    #expect(deleted.count > 20 && deleted.allSatisfy { erasure.places(of: $0).isEmpty }, "seed \(seed)")
  }

  @Test(arguments: [.compactedTopics, .lakeRows, .jobObjects, .storedMail] as [RecordPlaces], [101, 102] as [UInt64])
  func `a place that is not cleaned keeps its records`(place: RecordPlaces, seed: UInt64) {
    let (erasure, left, _) = history(.all.subtracting(place), refusesLateWrites: true, seed: seed)
    #expect(left > 10 && erasure.monitors.violated == [.erasedEverywhere], "seed \(seed)")
    #expect(erasure.monitors[.erasedEverywhere].violations == UInt64(left), "seed \(seed)")
    #expect((0..<60).allSatisfy { erasure.state(of: $0) != .drained || erasure.places(of: $0).isSubset(of: place) })
  }

  @Test(arguments: [101, 102, 103] as [UInt64])
  func `late writes that are let in bring records back`(seed: UInt64) {
    let (erasure, left, refused) = history(.all, refusesLateWrites: false, seed: seed)
    #expect(left > 5 && refused == 0 && erasure.monitors.violated == [.erasedEverywhere], "seed \(seed)")
    let calm = history(.all, refusesLateWrites: false, lateWrites: false, seed: seed)
    #expect(calm.left == 0 && calm.erasure.monitors.violated.isEmpty, "nothing was late")
  }

  @Test func `after all is drained a write is noticed at once`() {
    var erasure = Erasure(travellers: 2, refusesLateWrites: false)
    #expect(erasure.drain(1, at: 0) == .unknown && erasure.clean(.userRows, 1) == .unknown)
    _ = erasure.delete(1)
    #expect(erasure.drain(1, at: 1) == .done && erasure.drain(1, at: 2) == .unknown)
    _ = erasure.record(in: .compactedTopics, 1, at: 5)
    #expect(erasure.monitors[.erasedEverywhere] == .init(violations: 1, firstAt: 5, firstSubject: 1))
    var late = Erasure(travellers: 2)
    _ = late.record(in: [.lakeRows, .queues], 0, at: 0)
    _ = late.delete(0)
    late.closeBooks(at: 9)
    #expect(late.monitors[.erasedEverywhere] == .init(violations: 1, firstAt: 9, firstSubject: 0))
    #expect(late.state(of: 1) == .active && late.places(of: 0) == .lakeRows)
  }

  @Test func `places are twelve, and two of them empty by themselves`() {
    #expect(RecordPlaces.all.each.count == 12 && RecordPlaces(RecordPlaces.all.each) == .all)
    #expect(RecordPlaces.passing == [.queues, .updateTopics])
  }

  @Test func `an erased traveller is in none of the tables`() {
    let today = CalendarDate(number: 20_800)
    var book = TripBook(travellers: 2, reservationsEach: 3)
    var grants = TripGrants(lag: 0)
    var merge = FieldMerge(mode: .fieldLevel)
    var index = BookingIndex(isShared: true)
    var report = TravelReport(counting: .distinctChanges, travellers: 2)
    for reservation in 0..<6 as Range<UInt32> {
      _ = book.enter(reservation, from: today, to: today)
      merge.edit(reservation, .note, at: 0)
      _ = index.discover(.stayWell, reservation, from: .mail, offered: reservation, at: 0)
      _ = report.note(
        LogRow(reservation: reservation, version: 1, kind: .booked, vendor: 0, day: today), traveller: reservation % 2)
    }
    for traveller in 0..<2 as Range<UInt32> {
      _ = grants.grant(TripID(traveller, book.group(traveller).trips[0].number), to: 1 - traveller, as: .viewer, at: 0)
    }
    book.erase(1)
    grants.erase(1)
    report.erase(1)
    for reservation in [1, 3, 5] as [UInt32] {
      merge.forget(reservation)
      index.remove(.stayWell, reservation)
    }
    #expect((0..<6).filter { book.parent(of: $0) != nil } == [0, 2, 4] && grants.sharedTrips == 0)
    #expect(merge.editedCount == 3 && index.count == 3 && report.log.rows(of: 1).isEmpty)
    #expect(report.log.rows(of: 0).count == 3)
  }
}
