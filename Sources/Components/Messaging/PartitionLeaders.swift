/// Which of a log's zones leads each partition, and which zones are lost.
///
/// A partition whose leader's zone is lost has none until a copy elsewhere leads it; one whose copies are all lost waits
/// for a zone to come back.
struct PartitionLeaders {
  /// Reasons for which what stands in each zone is gone, and the place of each partition's leader among the zones; empty
  /// until a zone is lost.
  private var stops: [Int32] = []
  private var leaders: [Int32] = []

  /// The zones that a log stands in are lost for the first time.
  private mutating func begin(zones: Int, partitions: Int) {
    guard stops.isEmpty else { return }
    stops = Array(repeating: 0, count: zones)
    leaders = (0..<partitions).map { Int32($0 % zones) }
  }

  /// Place of a partition's leader among so many zones.
  @inline(__always)
  func place(of partition: Int, among zones: Int) -> Int {
    leaders.isEmpty ? partition % zones : Int(leaders[partition])
  }

  /// Whether a partition has a leader.
  @inline(__always)
  func isLed(_ partition: Int) -> Bool { stops.isEmpty || stops[Int(leaders[partition])] == 0 }

  /// A zone is lost, or back.
  mutating func set(_ zone: Int, isStopped: Bool, among zones: [Int], partitions: Int) {
    begin(zones: zones.count, partitions: partitions)
    for place in zones.indices where zones[place] == zone { stops[place] += isStopped ? 1 : -1 }
  }

  /// Partitions without a leader are led where one of their copies is; how many are. O(partitions · copies).
  mutating func elect(copies: Int) -> Int {
    var moved = 0
    for partition in leaders.indices where !isLed(partition) {
      let places = (0..<min(copies, stops.count)).map { (partition + $0) % stops.count }
      guard let next = places.first(where: { stops[$0] == 0 }) else { continue }
      leaders[partition] = Int32(next)
      moved += 1
    }
    return moved
  }
}
