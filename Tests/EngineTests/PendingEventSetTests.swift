import Testing
import TestSupport

@testable import Engine

@Suite struct PendingEventSetTests {
  @Test func `it grows into a radix heap and back without losing the order`() {
    var generator = SmallGenerator(seed: 50)
    var set = PendingEventSet<UInt64>()
    var sorted = SortedEvents()
    var last: UInt128 = 0
    var number: UInt64 = 0
    var switches = 0
    var wasLarge = false
    // Twice up and down across the switch, with holds at every size.
    for (pushes, pops) in [(3, 1), (1, 3), (3, 1), (1, 3)] {
      while pushes > pops ? sorted.count < 12_500 : sorted.count > 900 {
        for _ in 0..<pushes {
          number += 1
          let event = generator.event(after: last, reach: 1 << 30, number: number)
          set.push(event)
          sorted.push(event)
        }
        for _ in 0..<pops where sorted.count > 0 {
          let expected = sorted.popFirst()
          if generator.below(3) == 0 {
            #expect(set.peekFirst(below: .max)?.key == expected.key)
            #expect(set.peekFirst(below: expected.key) == nil)
          }
          let popped = set.popFirst()
          // As an event does that schedules another one.
          if generator.below(4) == 0 {
            number += 1
            let event = generator.event(after: expected.key, reach: 1 << 30, number: number)
            set.push(event)
            sorted.push(event)
          }
          last = popped.key
          #expect(popped.key == expected.key)
        }
        #expect(set.count == sorted.count)
        if set.isLarge != wasLarge {
          wasLarge = set.isLarge
          switches += 1
          #expect(set.checkInvariants() == true)
        }
      }
      #expect(set.checkInvariants() == true)
    }
    #expect(switches == 4)
    while sorted.count > 0 { #expect(set.popFirst().key == sorted.popFirst().key) }
    #expect(set.isEmpty == true)
  }

  @Test(arguments: [100, 9_999, 10_000, 10_001, 15_000])
  func `what is pushed between windows may precede what was looked at`(size: Int) {
    var set = PendingEventSet<UInt64>()
    var sorted = SortedEvents()
    var generator = SmallGenerator(seed: UInt64(size))
    for number in 0..<size {
      let event = Pending(time: 1_000_000 + UInt64(generator.below(1000)), order: UInt64(number), payload: 0)
      set.push(event)
      sorted.push(event)
    }
    for window in 1..<20 as Range<UInt64> {
      let end = window * 52_700
      // As a run to the window's end does it, and then findings enter.
      while let next = set.peekFirst(below: UInt128(end) << 64) {
        #expect(next.key == sorted.first?.key)
        #expect(set.popFirst().key == sorted.popFirst().key)
      }
      for number in 0..<50 {
        let event = Pending(time: end + UInt64(generator.below(100_000)), order: UInt64(number) << 40, payload: 0)
        set.push(event)
        sorted.push(event)
      }
    }
    while sorted.count > 0 { #expect(set.popFirst().key == sorted.popFirst().key) }
  }

  @Test func `the switch happens at its size and back at an eighth`() {
    var set = PendingEventSet<UInt64>()
    let large = PendingEventSet<UInt64>.largeSize
    for number in 0..<large { set.push(Pending(time: UInt64(number), order: 0, payload: 0)) }
    #expect(set.isLarge == false)
    set.push(Pending(time: 0, order: 0, payload: 0))
    #expect(set.isLarge && set.count == large + 1)
    while set.count > large / 8 { _ = set.popFirst() }
    #expect(set.isLarge == true)
    _ = set.popFirst()
    #expect(!set.isLarge && set.count == large / 8 - 1)
    #expect(set.checkInvariants() == true)
  }
}
