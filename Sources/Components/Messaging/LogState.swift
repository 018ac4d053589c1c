/// Records of a consumer group that wait for each other, or for their consumer.
struct LaneState: BitwiseCopyable {
  /// Its records wait for each other; without, they wait only for the consumer to be there.
  var isOrdered: Bool
  /// Of the plan's consumer groups, and of its logs.
  var group: Int32
  var log: Int32
  var queue = LinkedQueue()
  var isTaken = false
}

/// A log while it runs: one line of records for each lane of each consumer group.
struct LogState {
  var leaders = PartitionLeaders()
  var backlog: Int64 = 0
  /// Messages that wait, for a queue.
  var waiting = LinkedQueue()
  /// Messages that their relay has not put in yet.
  var outbox = Outbox()
  /// Among the plan's consumer groups.
  var firstGroup = 0
  /// Index of the first lane of each group.
  var firstLanes: [Int] = []
  var laneCounts: [Int] = []
}
