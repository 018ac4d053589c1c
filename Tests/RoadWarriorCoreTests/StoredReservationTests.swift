import Testing

@testable import RoadWarriorCore

@Suite struct StoredReservationTests {
  @Test func `a row takes eight bytes and starts open at version zero`() {
    #expect(MemoryLayout<StoredReservation>.stride == 8)
    let row = StoredReservation()
    #expect(row.version == 0 && row.state == .active && !row.isClosed && !row.holds(0))
  }

  @Test func `it knows which of the nine newest versions were written`() {
    // Every set of written versions among 1…9, in rising and in falling order.
    for set in 0..<512 as Range<UInt16> {
      let versions = (1...9 as ClosedRange<UInt16>).filter { set >> ($0 - 1) & 1 == 1 }
      for order in [versions, versions.reversed()] {
        var row = StoredReservation()
        for version in order { row.note(version) }
        let held = (1...10 as ClosedRange<UInt16>).filter { row.holds($0) }
        #expect(held == versions)
      }
    }
  }

  @Test func `older versions are forgotten and never claimed`() {
    var row = StoredReservation()
    row.note(1)
    row.note(10)
    #expect(!row.holds(1) && row.holds(10))
    row.note(1)
    #expect(!row.holds(1))
    row.note(2)
    #expect(row.holds(2))
    row.note(.max)
    #expect(row.holds(.max) && !row.holds(10) && !row.holds(.max - 1))
  }

  @Test func `an update travels as one number`() {
    for version in [0, 1, 77, UInt16.max] {
      for kind in [ReservationUpdate.Kind.changed, .cancelled, .finished, .edited, .removed] {
        let update = ReservationUpdate(packed: ReservationUpdate(version: version, kind: kind).packed)
        #expect(update.version == version && update.kind == kind)
      }
    }
  }
}
