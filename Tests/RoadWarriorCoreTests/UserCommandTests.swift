import Testing

@testable import RoadWarriorCore

@Suite struct UserCommandTests {
  private let modes = [ApplyMode.versionCheck, .lastArrivalWins, .wholeDocument]

  @Test func `removing always counts and closes the row`() {
    for mode in modes {
      var store = ItineraryStore(mode: mode)
      var row = StoredReservation()
      #expect(store.apply(.init(version: 0, kind: .removed), to: &row, 1, at: 0) == .applied)
      #expect(row.state == .removed && row.isClosed)
      #expect(store.apply(.init(version: 0, kind: .removed), to: &row, 1, at: 0) == .applied)
      #expect(Invariant.allCases.allSatisfy { store.monitors[$0].violations == 0 })
    }
  }

  @Test func `what arrives after a removal is held off unless documents replace the row`() {
    for mode in modes {
      var store = ItineraryStore(mode: mode)
      var row = StoredReservation()
      _ = store.apply(.init(version: 1, kind: .changed), to: &row, 1, at: 0)
      _ = store.apply(.init(version: 1, kind: .removed), to: &row, 1, at: 1)
      let outcome = store.apply(.init(version: 2, kind: .changed), to: &row, 1, at: 2)
      let revives = mode == .wholeDocument
      #expect(outcome == (revives ? .applied : .tombstone))
      #expect(row.state == (revives ? .active : .removed))
      #expect(store.monitors[.noZombie].violations == (revives ? 1 : 0))
      #expect(store.monitors[.noZombie].firstAt == (revives ? 2 : nil))
    }
  }

  @Test func `an edit is taken while the row is open`() {
    for mode in modes {
      var store = ItineraryStore(mode: mode)
      var row = StoredReservation()
      #expect(store.apply(.init(version: 0, kind: .edited), to: &row, 1, at: 0) == .applied)
      _ = store.apply(.init(version: 1, kind: .finished), to: &row, 1, at: 0)
      #expect(row.state == .finished)
      #expect(store.apply(.init(version: 1, kind: .edited), to: &row, 1, at: 0) == .tombstone)
    }
  }
}
