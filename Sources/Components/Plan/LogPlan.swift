import Engine

/// A topic or a queue: records wait in it until consumers take them.
public struct LogPlan: Sendable {
  /// Label in results, the prefix of its system included.
  public var name: String
  /// Index into `NetworkPlan.components` of the component whose figures are its own.
  public var component: Int
  /// At least one; a record goes to one of them by a hash of its key.
  public var partitions: Int
  /// Records that it holds at once, in all partitions and for all groups; more are refused, or wait with `blocks`.
  public var limit: Int64
  /// Publishers wait while it is full.
  public var blocks = false
  /// Number of the domain binding that hears of dead letters; −1 for none.
  public var binding = -1
  /// What its consumer groups made of its records is put away for each of the equal stretches of the measured part: a
  /// budget judges it.
  public var keepsStretches = false
  /// Nanoseconds from look to look of the relay of its outbox (D-41).
  public var relay: Nanoseconds = 0
  /// Who takes its records: each group all of them. The workers of a queue stand here too, and share its messages.
  public var groups: [GroupPlan] = []
  /// A point-to-point queue, when there is one.
  public var queue: QueuePlan?
  /// Copies of each partition, the leader among them, in zones of their own as far as there are any (D-65).
  public var copies = 1
  /// Nanoseconds from the loss of a leader until a copy leads the partition.
  public var failover: Nanoseconds = 0
  public init(name: String, component: Int, partitions: Int, limit: Int64) {
    self.name = name
    self.component = component
    self.partitions = partitions
    self.limit = limit
  }
}

/// A consumer group of a log.
public struct GroupPlan: Sendable {
  /// Which records of a group are worked on one after the other: those of a partition, those of the keys that share one
  /// of its sixteen lanes, or none.
  public enum Order: Sendable { case byPartition, byKey, none }
  /// Index into `NetworkPlan.components` of the consumer.
  public var component: Int
  /// Index into `NetworkPlan.operations` of what it does with a record.
  public var operation: Int
  /// Not read for a queue, whose messages go to whichever worker is free.
  public var order: Order
  public init(component: Int, operation: Int, order: Order) {
    self.component = component
    self.operation = operation
    self.order = order
  }
}

extension NetworkPlan {
  /// Records that a consumer works on at once at most, where each partition has one at a time; nil where nothing of the
  /// kind limits it.
  public func partitionLimit(of component: Int) -> Int? {
    var limit: Int?
    for log in logs {
      for group in log.groups where group.component == component {
        guard log.queue == nil, group.order == .byPartition else { return nil }
        limit = (limit ?? 0) + log.partitions
      }
    }
    return limit
  }
}

/// Messages that are taken when a worker has a free slot, and come again when they are not done in time.
public struct QueuePlan: Sendable {
  /// Nanoseconds from a delivery until a message that is not done by then is in line again.
  public var visibility: Nanoseconds
  /// Deliveries of one message, at most; then it is given up.
  public var receives: Int
  /// Nanoseconds since it was published after which a message in line is dropped; nil for never.
  public var retention: Nanoseconds?
  /// Whether what is given up is kept as a dead letter.
  public var keepsDead: Bool
  public init(visibility: Nanoseconds, receives: Int, retention: Nanoseconds?, keepsDead: Bool = true) {
    self.keepsDead = keepsDead
    self.visibility = visibility
    self.receives = receives
    self.retention = retention
  }
}
