import Testing

@testable import Components

/// What the loss of zones, and cuts between them, do.
@Suite struct ZonesTests {
  @Test func `partitions are led in turn, and by a copy when a zone is lost`() {
    var leaders = PartitionLeaders()
    let zones = [10, 11, 12]
    #expect((0..<4).map { leaders.place(of: $0, among: 3) } == [0, 1, 2, 0])
    #expect((0..<4).allSatisfy { leaders.isLed($0) } && leaders.elect(copies: 2) == 0)
    leaders.set(10, isStopped: true, among: zones, partitions: 4)
    #expect((0..<4).map { leaders.isLed($0) } == [false, true, true, false])
    leaders.set(11, isStopped: true, among: zones, partitions: 4)
    // Of two copies, those of partition 0 and 3 stand in the zones that are lost; that of partition 1 in the third.
    #expect(leaders.elect(copies: 2) == 1)
    #expect((0..<4).map { leaders.isLed($0) } == [false, true, true, false] && leaders.place(of: 1, among: 3) == 2)
    #expect(leaders.elect(copies: 3) == 2 && leaders.place(of: 0, among: 3) == 2)
    leaders.set(10, isStopped: false, among: zones, partitions: 4)
    #expect((0..<4).allSatisfy { leaders.isLed($0) } && leaders.elect(copies: 3) == 0)
  }

  @Test func `a zone that two faults stop is back when both are over`() {
    var leaders = PartitionLeaders()
    for isStopped in [true, true, false] { leaders.set(1, isStopped: isStopped, among: [1, 2], partitions: 2) }
    #expect(!leaders.isLed(0) && leaders.isLed(1))
    leaders.set(1, isStopped: false, among: [1, 2], partitions: 2)
    #expect(leaders.isLed(0) == true)
  }

  @Test func `cuts are of one caller or of all, and of what is outside a zone`() {
    var cuts = Cuts()
    #expect(cuts.isEmpty && !cuts.cut(from: 1, in: 0, to: 2, at: 0) && !cuts.reach(2))
    cuts.add(from: 1, to: 2, zone: -1)
    #expect(cuts.reach(2) && !cuts.reach(1))
    #expect(cuts.cut(from: 1, in: 0, to: 2, at: 0) && !cuts.cut(from: 3, in: 0, to: 2, at: 0))
    #expect(!cuts.cut(from: 2, in: 0, to: 1, at: 0))
    cuts.add(from: -1, to: 4, zone: 7)
    #expect(cuts.cut(from: 3, in: 6, to: 4, at: 7) && cuts.cut(from: -1, in: -1, to: 4, at: 7))
    #expect(!cuts.cut(from: 3, in: 7, to: 4, at: 7) && !cuts.cut(from: 3, in: 6, to: 4, at: 6))
    cuts.removeAll(to: 2)
    #expect(cuts.count == 1 && !cuts.reach(2) && cuts.reach(4))
  }
}
