/// Which partition of its class a reservation's key belongs to, and back: the reservations of a class
/// are numbered from `first`, and dealt out one by one, so partitions differ by at most one key.
///
/// Topic and table use the same key, so all updates of a reservation pass one partition in order
/// (Profitero ADR-10).
package struct ReservationPartitioner: Sendable {
  package struct Group: Sendable {
    package var first: UInt64
    package var count: UInt64
    package var partitions: Int
    /// Number of its first partition.
    package var firstPartition: Int
    package init(first: UInt64, count: UInt64, partitions: Int, firstPartition: Int) {
      self.first = first
      self.count = count
      self.partitions = partitions
      self.firstPartition = firstPartition
    }
  }

  package let groups: [Group]

  package init(groups: [Group]) { self.groups = groups }

  /// −1 for a key that no class has.
  package func partition(of reservation: UInt64) -> Int {
    for group in groups where reservation >= group.first && reservation < group.first + group.count {
      return group.firstPartition + Int((reservation - group.first) % UInt64(group.partitions))
    }
    return -1
  }
}
