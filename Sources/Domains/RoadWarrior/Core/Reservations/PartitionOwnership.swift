/// Holds consumers to one instance per partition at a time.
package struct PartitionOwnership: Sendable {
  /// Instance that works on each partition, or −1; partitions of all topics in one row.
  private var owners: [Int32] = []
  package private(set) var monitors = Monitors()

  package init() {}

  package mutating func take(_ partition: Int, instance: Int, at now: Int64) {
    if partition >= owners.count {
      owners.append(contentsOf: repeatElement(-1, count: partition + 1 - owners.count))
    }
    if owners[partition] >= 0 && owners[partition] != Int32(instance) {
      monitors.report(.oneConsumer, UInt64(partition), at: now)
    }
    owners[partition] = Int32(instance)
  }

  package mutating func giveBack(_ partition: Int, instance: Int) {
    if partition < owners.count && owners[partition] == Int32(instance) { owners[partition] = -1 }
  }
}
