import Testing
import TestSupport

@testable import Engine

@Suite struct RadixHeapTests {
  /// Every way to push six events with gaps of 0, 1 or 5 after the last popped key, and every way to
  /// mix that with pops.
  @Test func `all small monotone sequences agree with a sorted array`() {
    let gaps: [UInt64] = [0, 1, 5]
    for pattern in 0..<64 {
      for choice in 0..<729 {
        var heap = RadixHeap<UInt64>()
        var sorted = SortedEvents()
        var last: UInt64 = 0
        var rest = choice
        for step in 0..<6 {
          let event = Pending(time: last + gaps[rest % 3], order: last, payload: 0)
          rest /= 3
          heap.push(event)
          sorted.push(event)
          if pattern >> step & 1 == 1 {
            let popped = heap.popFirst()
            last = popped.time
            #expect(popped.key == sorted.popFirst().key)
          }
        }
        while sorted.count > 0 { #expect(heap.popFirst().key == sorted.popFirst().key) }
        #expect(heap.count == 0)
      }
    }
  }

  @Test(arguments: [1, 10, 300, 5000])
  func `holds agree with a sorted array`(size: Int) {
    var generator = SmallGenerator(seed: UInt64(size))
    var heap = RadixHeap<UInt64>()
    var sorted = SortedEvents()
    var last: UInt128 = 0
    for step in 0..<size + 5000 {
      let event = generator.event(after: last, reach: 1 << 20, number: UInt64(step))
      heap.push(event)
      sorted.push(event)
      if step < size { continue }
      if generator.below(2) == 0, let first = sorted.first {
        #expect(heap.peekFirst(below: .max)?.key == first.key)
      }
      let popped = heap.popFirst()
      last = popped.key
      #expect(popped.key == sorted.popFirst().key)
      #expect(heap.count == sorted.count)
      if step % 500 == 0 { #expect(heap.checkInvariants() == true) }
    }
    while sorted.count > 0 { #expect(heap.popFirst().key == sorted.popFirst().key) }
  }

  /// Between two windows new events come in that precede the next pending one.
  @Test func `a look at what is next leaves room for what comes before it`() {
    var heap = RadixHeap<UInt64>()
    for time in [100, 130, 160] as [UInt64] { heap.push(Pending(time: time, order: 0, payload: 0)) }
    #expect(heap.peekFirst(below: 50 << 64) == nil)
    #expect(heap.peekFirst(below: 100 << 64) == nil)
    for time in [60, 55, 99] as [UInt64] { heap.push(Pending(time: time, order: 0, payload: 0)) }
    #expect(heap.checkInvariants() == true)
    #expect(heap.peekFirst(below: 100 << 64)?.time == 55)
    #expect((0..<6).map { _ in heap.popFirst().time } == [55, 60, 99, 100, 130, 160])
    #expect(heap.peekFirst(below: .max) == nil)
  }

  @Test func `the last instant that can be told is in order, too`() {
    var heap = RadixHeap<UInt64>()
    let keys: [(UInt64, UInt64)] = [(0, 0), (0, .max), (1 << 63, 0), (.max, 0), (.max, .max)]
    for (time, order) in keys.reversed() { heap.push(Pending(time: time, order: order, payload: 0)) }
    for (time, order) in keys {
      let event = heap.popFirst()
      #expect(event.time == time && event.order == order)
    }
  }

  @Test func `it starts after a key when told so`() {
    let start = UInt128(5) << 64
    var heap = RadixHeap<UInt64>(after: start)
    for time in [9, 5, 7] as [UInt64] { heap.push(Pending(time: time, order: 1, payload: 0)) }
    #expect((0..<3).map { _ in heap.popFirst().time } == [5, 7, 9])
  }
}
