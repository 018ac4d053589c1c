import Testing

@testable import Components

@Suite struct SlabTests {
  @Test func `records are where they were put, and the freed one is used first`() {
    let slab = Slab<Int>(capacity: 1000)
    let indices = (0..<1000).map { slab.allocate($0 * 7) }
    #expect(slab.live == 1000 && slab.peak == 1000)
    for (number, index) in indices.enumerated() { #expect(slab[index] == number * 7) }
    slab.release(indices[5])
    slab.release(indices[900])
    #expect(slab.live == 998)
    #expect(slab.allocate(1) == indices[900])
    #expect(slab.allocate(2) == indices[5])
    slab[indices[5]] += 40
    #expect(slab[indices[5]] == 42 && slab.peak == 1000)
  }
}
