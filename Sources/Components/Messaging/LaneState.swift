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
