import RoadWarriorCore
import Testing

@Suite struct AcceptedEditsTests {
  @Test func `an edit is on its way until the table has it`() {
    var edits = AcceptedEdits()
    edits.accept(7, at: 10)
    edits.accept(7, at: 20)
    #expect(edits.isPending(7) && !edits.isPending(8))
    #expect(edits.settle(7) == 20 && edits.isPending(7))
    #expect(edits.settle(7) == 20 && !edits.isPending(7))
    #expect(edits.settle(7) == nil, "a second delivery")
  }

  @Test func `commands are remembered since the oldest snapshot`() {
    var recent = RecentCommands()
    for time in [10, 20, 20, 30] as [Int64] { recent.note(UInt64(time), isRemoval: time == 30, at: time) }
    #expect(recent.since(9).count == 4 && recent.since(10).count == 3 && recent.since(30).isEmpty)
    #expect(recent.since(20).map(\.isRemoval) == [true])
    recent.forget(until: 20)
    #expect(recent.count == 1 && recent.since(0).map(\.reservation) == [30])
  }

  @Test func `a load of all rows re-activates what was closed, as whole documents alone do`() {
    for (mode, revives) in [(ApplyMode.versionCheck, false), (.lastArrivalWins, false), (.wholeDocument, true)] {
      var store = ItineraryStore(mode: mode)
      var row = StoredReservation()
      store.reload(&row, 3, at: 5)
      #expect(!row.isClosed && store.monitors.violated.isEmpty)
      row.state = .removed
      store.reload(&row, 3, at: 6)
      #expect(row.isClosed == !revives && store.monitors.violated == (revives ? [.noZombie] : []))
    }
  }
}
