import Engine

public struct LogPlan: Sendable {
  public var name: String
  public var component: Int
  public var partitions: Int
  public var limit: Int64
  /// Publishers wait while it is full.
  public var blocks = false
  /// The domain binding that hears of dead letters; −1 for none.
  public var binding = -1
  /// What its consumer groups made of its records is put away for each of the equal stretches of the measured part: a
  /// budget judges it.
  public var keepsStretches = false
  /// How often the relay of its outbox looks.
  public var relay: Nanoseconds = 0
  public var groups: [GroupPlan] = []
  /// A point-to-point queue, when there is one.
  public var queue: QueuePlan?
  /// Copies of each partition, in zones of their own as far as there are any, and the time until one of them leads when
  /// the leader is lost.
  public var copies = 1
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
  public enum Order: Sendable { case byPartition, byKey, none }
  public var component: Int
  public var operation: Int
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
  public var visibility: Nanoseconds
  public var receives: Int
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
