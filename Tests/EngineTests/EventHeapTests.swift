import Testing
import TestSupport

@testable import Engine

@Suite struct EventHeapTests {
  @Test func `every order of seven events comes out sorted`() {
    for order in permutations(of: 7) {
      var heap = EventHeap<UInt64>()
      for number in order {
        heap.push(Pending(time: UInt64(number / 2), order: UInt64(number % 2), payload: UInt64(number)))
      }
      for expected in 0..<7 { #expect(heap.popFirst().payload == UInt64(expected)) }
      #expect(heap.count == 0)
    }
  }

  @Test func `every sequence of ten pushes and pops agrees with a sorted array`() {
    for pattern in 0..<1024 {
      var heap = EventHeap<UInt64>()
      var sorted = SortedEvents()
      var generator = SmallGenerator(seed: UInt64(pattern))
      for step in 0..<10 {
        if pattern >> step & 1 == 1 {
          let event = Pending(time: UInt64(generator.below(4)), order: UInt64(step), payload: 0)
          heap.push(event)
          sorted.push(event)
        } else if sorted.count > 0 {
          #expect(heap.first.key == sorted.first?.key)
          #expect(heap.popFirst().key == sorted.popFirst().key)
        }
        #expect(heap.count == sorted.count)
        #expect(heap.checkInvariants() == true)
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 60, 1000])
  func `holds agree with a sorted array in any order of keys`(size: Int) {
    var generator = SmallGenerator(seed: UInt64(size))
    var heap = EventHeap<UInt64>(capacity: 1)
    var sorted = SortedEvents()
    func event(_ generator: inout SmallGenerator) -> Pending {
      Pending(time: UInt64(generator.below(size)), order: generator.next() >> 60, payload: generator.next())
    }
    for _ in 0..<size {
      let next = event(&generator)
      heap.push(next)
      sorted.push(next)
    }
    for step in 0..<3000 {
      let next = event(&generator)
      switch generator.below(3) {
      case 0:
        heap.push(next)
        sorted.push(next)
      case 1 where sorted.count > 1:
        #expect(heap.popFirst().key == sorted.popFirst().key)
      default:
        let first = heap.first
        heap.replaceFirst(with: next)
        #expect(first.key == sorted.popFirst().key)
        sorted.push(next)
      }
      if step % 50 == 0 { #expect(heap.checkInvariants() == true) }
    }
    while sorted.count > 0 { #expect(heap.popFirst().key == sorted.popFirst().key) }
    #expect(heap.count == 0)
    #expect(heap.checkInvariants() == true)
  }

  @Test func `invariants are seen to be broken`() {
    var heap = EventHeap<UInt64>()
    for time in 0..<10 as Range<UInt64> { heap.push(Pending(time: time, order: 0, payload: 0)) }
    #expect(heap.checkInvariants() == true)
    heap.base[7] = Pending(time: 0, order: 0, payload: 0)
    #expect(heap.checkInvariants() == false)
  }
}
