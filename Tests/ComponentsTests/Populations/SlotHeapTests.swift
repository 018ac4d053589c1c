import Components
import Engine
import Testing
import TestSupport

@Suite struct SlotHeapTests {
  @Test func `the slot that is free first is taken first`() {
    var generator = SmallGenerator(seed: 2)
    for slots in [1, 2, 3, 7, 64, 195] {
      var heap = SlotHeap(slots: slots, completions: [])
      var free = [Nanoseconds](repeating: .min, count: slots)
      var time: Nanoseconds = 0
      var wrong = 0
      for _ in 0..<2000 {
        time += Nanoseconds(generator.below(100))
        if heap.first != free.min() { wrong += 1 }
        let start = max(time, heap.first)
        let until = start + Nanoseconds(generator.below(120 * slots))
        heap.occupy(until: until)
        free.remove(at: free.firstIndex(of: free.min() ?? 0) ?? 0)
        free.append(until)
        if heap.busy(at: time).sorted() != free.filter({ $0 > time }).sorted() { wrong += 1 }
      }
      #expect(wrong == 0, "\(slots) slots")
    }
  }

  @Test func `it starts with the calls that are open`() {
    let heap = SlotHeap(slots: 4, completions: [30, 10])
    #expect(heap.first == .min && heap.busy(at: 5).sorted() == [10, 30])
    #expect(heap.busy(at: 10) == [30])
  }

  @Test func `of more calls than slots the latest hold them`() {
    let heap = SlotHeap(slots: 2, completions: [30, 10, 20])
    #expect(heap.first == 20 && heap.busy(at: 0).sorted() == [20, 30])
  }
}
