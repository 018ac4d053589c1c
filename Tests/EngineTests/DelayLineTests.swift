import Testing
import TestSupport

@testable import Engine

@Suite struct DelayLineTests {
  @Test func `events leave in the order in which they came`() {
    var line = DelayLine<UInt64>(delay: 10)
    for number in 0..<1000 as Range<UInt64> { line.append(Pending(time: number / 3, order: number, payload: number)) }
    #expect(line.count == 1000)
    for number in 0..<1000 as Range<UInt64> {
      #expect(line.first.payload == number)
      #expect(line.removeFirst().payload == number)
    }
    #expect(line.count == 0)
  }

  @Test func `every order of six events of one instant leaves in key order`() {
    for order in permutations(of: 6) {
      var line = DelayLine<UInt64>(delay: 10)
      for number in order { line.append(Pending(time: 7, order: UInt64(number), payload: UInt64(number))) }
      for number in 0..<6 as Range<UInt64> { #expect(line.removeFirst().payload == number) }
    }
  }

  @Test func `it agrees with a sorted array while it wraps and grows`() {
    var generator = SmallGenerator(seed: 60)
    var line = DelayLine<UInt64>(delay: 1)
    var sorted = SortedEvents()
    var time: UInt64 = 0
    for step in 0..<20_000 {
      if generator.below(5) == 0 { time += UInt64(generator.below(3)) }
      let growing = step / 4000 % 2 == 0
      if sorted.count == 0 || generator.below(10) < (growing ? 6 : 4) {
        let event = Pending(time: time, order: UInt64(generator.below(100)) << 32 | UInt64(step), payload: 0)
        line.append(event)
        sorted.push(event)
      } else {
        #expect(line.first.key == sorted.first?.key)
        #expect(line.removeFirst().key == sorted.popFirst().key)
      }
      #expect(line.count == sorted.count)
    }
  }

  @Test func `what would move more than so many is left out, and nothing has changed`() {
    for reach in 0...5 {
      for order in 0..<8 as Range<UInt64> {
        var line = DelayLine<UInt64>(delay: 1)
        for number in 0..<8 as Range<UInt64> { line.append(Pending(time: 7, order: 2 * number + 1, payload: number)) }
        // As many as have a larger key would have to move.
        let moved = 8 - Int(order)
        let isIn = line.append(Pending(time: 7, order: 2 * order, payload: 99), reach: reach)
        #expect(isIn == (moved <= reach) && line.count == (isIn ? 9 : 8))
        var found: [UInt64] = []
        while line.count > 0 { found.append(line.removeFirst().order) }
        #expect(found == found.sorted() && found.contains(2 * order) == isIn)
      }
    }
  }
}
