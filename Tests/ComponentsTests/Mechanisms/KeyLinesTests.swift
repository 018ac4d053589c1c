import Engine
import Testing

@testable import Components

@Suite struct KeyLinesTests {
  @Test func `a key is passed on in order, and free when nobody waits`() {
    let frames = FrameStore()
    var lines = KeyLines()
    let waiting = (0..<3).map { _ in frames.allocate(Frame(), Request()) }
    #expect(lines.take(7) && !lines.take(7) && lines.take(8))
    for index in waiting { lines.wait(index, for: 7, in: frames) }
    lines.leave(waiting[1], for: 7, in: frames)
    #expect(lines.pass(7, in: frames) == waiting[0])
    #expect(lines.take(7) == false)
    #expect(lines.pass(7, in: frames) == waiting[2])
    #expect(lines.pass(7, in: frames) == nil)
    #expect(lines.take(7) && !lines.isEmpty)
    #expect(lines.pass(9, in: frames) == nil)
  }

  @Test func `whoever gives a key up lets all followers go, in order`() {
    let frames = FrameStore()
    var lines = KeyLines()
    let waiting = (0..<3).map { _ in frames.allocate(Frame(), Request()) }
    #expect(lines.giveUp(1, in: frames) == [])
    #expect(lines.take(1) == true)
    for index in waiting { lines.wait(index, for: 1, in: frames) }
    #expect(lines.giveUp(1, in: frames) == waiting && lines.isEmpty)
  }

  @Test func `what was done is remembered for a span from its end`() {
    var table = IdempotencyTable()
    #expect(table.contains(1, within: 10, at: 0) == false)
    table.insert(1, at: 5)
    table.insert(2, at: 9)
    #expect(table.contains(1, within: 10, at: 15) && !table.contains(3, within: 10, at: 15))
    #expect(!table.contains(1, within: 10, at: 16) && table.contains(2, within: 10, at: 16) && table.count == 1)
    // Long after the point at which room is made.
    for number in 0..<10_000 as Range<UInt64> { table.insert(100 + number, at: 20 + Nanoseconds(number)) }
    #expect(table.contains(100 + 9_999, within: 10, at: 10_020) && table.count == 10)
    #expect(table.contains(1, within: 10, at: 10_031) == false)
    #expect(table.count == 0)
  }

  @Test func `calls in lines of pools leave with the wait that they belong to`() {
    var waits = PoolWaits()
    let wait = PoolWaits.name(of: 3, 9)
    #expect(wait != PoolWaits.name(of: 9, 3) && waits.end(wait).isEmpty)
    for index in [5, 6, 7] as [UInt32] { waits.add(index, to: wait) }
    waits.add(8, to: PoolWaits.name(of: 3, 10))
    waits.remove(6, from: wait)
    #expect(waits.end(wait) == [5, 7] && !waits.isEmpty)
    waits.remove(8, from: PoolWaits.name(of: 3, 10))
    #expect(waits.isEmpty)
    waits.add(1, to: wait)
    waits.add(2, to: wait)
    waits.remove(1, from: wait)
    #expect(waits.end(wait) == [2] && waits.isEmpty)
  }
}
