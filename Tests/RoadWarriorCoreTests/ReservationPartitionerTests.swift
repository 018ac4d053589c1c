import Testing

@testable import RoadWarriorCore

@Suite struct ReservationPartitionerTests {
  private func partitioner(_ sizes: [(count: UInt64, partitions: Int)]) -> ReservationPartitioner {
    var groups: [ReservationPartitioner.Group] = []
    var first: UInt64 = 0
    var partition = 0
    for size in sizes {
      groups.append(.init(first: first, count: size.count, partitions: size.partitions, firstPartition: partition))
      first += size.count
      partition += size.partitions
    }
    return ReservationPartitioner(groups: groups)
  }

  @Test func `partitions of a class differ by at most one key`() {
    for (count, partitions) in [(1, 1), (7, 3), (1000, 7), (1000, 1000), (1001, 10), (3, 5)] as [(UInt64, Int)] {
      let partitioner = partitioner([(13, 2), (count, partitions)])
      var sizes = [Int](repeating: 0, count: 2 + partitions)
      for key in 0..<13 + count { sizes[partitioner.partition(of: key)] += 1 }
      #expect(sizes[0] == 7 && sizes[1] == 6)
      let own = sizes[2...]
      #expect((own.max() ?? 0) - (own.min() ?? 0) <= 1 && own.reduce(0, +) == Int(count))
    }
  }

  @Test func `position and partition give the key back`() {
    let partitioner = partitioner([(154, 4), (308, 9), (40, 1)])
    var seen = Set<UInt64>()
    for group in partitioner.groups {
      for part in 0..<group.partitions {
        let first = group.first + UInt64(part)
        // As a polling partition numbers its keys: first, first + stride, …
        for key in stride(from: first, to: group.first + group.count, by: group.partitions) {
          #expect(partitioner.partition(of: key) == group.firstPartition + part)
          seen.insert(key)
        }
      }
    }
    #expect(seen.count == 502 && seen.max() == 501)
  }

  @Test func `a key of no class has no partition`() {
    #expect(partitioner([(5, 2)]).partition(of: 5) == -1)
    #expect(partitioner([]).partition(of: 0) == -1)
  }
}
