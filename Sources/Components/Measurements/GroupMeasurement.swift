import Engine
import Statistics

/// Who takes the records of a log: a consumer group of a topic, or all workers of a queue, which share its messages.
public struct ConsumerGroup: Sendable, Equatable {
  /// The log, by index.
  public var log: Int
  /// The group's place among those of its log; 0 for a queue.
  public var position: Int
  /// The component that consumes, by index; of a queue the only worker, or nil where several share it or none is there.
  public var component: Int?
}

extension NetworkPlan {
  /// Every consumer group of every topic, and one for each queue: by log, then by place. `Measurements.groups` is in
  /// this order.
  public var consumerGroups: [ConsumerGroup] {
    logs.enumerated().flatMap { number, log in
      log.queue == nil
        ? log.groups.enumerated().map { ConsumerGroup(log: number, position: $0, component: $1.component) }
        : [ConsumerGroup(log: number, position: 0, component: log.groups.count == 1 ? log.groups[0].component : nil)]
    }
  }

  /// The label of a group: its component's name, or the queue's own where no single worker has it.
  public func name(of group: ConsumerGroup) -> String {
    components[group.component ?? logs[group.log].component].name
  }
}

/// What one consumer group made of the records of its log.
///
/// A record waits from the time at which it is in the log until its consumer begins on it, or turns it away: in the log
/// for its lane or for its member to be there, and at the consumer for a slot. With `order: none` records are handed
/// over at once and wait at the consumer; that is lag as well. A delivery after the first waits anew, and its lag is
/// the whole time since the record was appended. Records count that were appended inside the measured part.
public struct GroupMeasurement: Sendable {
  /// Records appended for the group: messages, for a queue.
  public var published: UInt64 = 0
  /// Deliveries that the consumer has begun, or turned away.
  public var taken: UInt64 = 0
  /// Waits that began again: after a consumer stopped, or a message was not done in time.
  public var redelivered: UInt64 = 0
  /// Given up while they waited: too old, or delivered too often.
  public var dropped: UInt64 = 0
  /// From the append until taken, one for each delivery.
  public var lag = Histogram()
  /// What waits at the end of the run, by the time since its append. published + redelivered = taken + dropped + this.
  public var unended = UnendedMeasurement()
  /// What is worked on at the end of the run, by the time since its append; its lag is in `lag`.
  public var inHand = UnendedMeasurement()
  /// Records that wait, times nanoseconds, inside the measured part, whenever they were appended.
  public var records: UInt128 = 0
  /// The most records that waited at once, inside the measured part; of several replications the highest.
  public var recordsMaximum: Int64 = 0
  /// Records that wait when the measured part ends; added up over replications.
  public var recordsAtEnd: Int64 = 0
  /// By timeline interval: records that wait, times nanoseconds; added up over replications.
  public var intervalRecords: [UInt128] = []
  /// By timeline interval: nanoseconds that the oldest waiting record has waited since its append when the interval
  /// ends, 0 for none; added up over replications.
  public var intervalOldest: [UInt64] = []
  /// Empty unless the plan keeps stretches of the log.
  package var stretches: [Stretch] = []
  public init() {}
}

extension GroupMeasurement: Measurement {
  package static let quantities: [Quantity<GroupMeasurement>] = [
    .init(\.published), .init(\.taken), .init(\.lag), .init(\.records), .init(\.unended), .init(\.inHand),
    .init(\.redelivered, in: .none), .init(\.dropped, in: .none), .maximum(\.recordsMaximum, in: .none),
    .init(\.recordsAtEnd, in: .none), .init(\.intervalRecords, in: .none), .init(\.intervalOldest, in: .none),
    .init(\.stretches, in: .none),
  ]

  /// Nothing where all records were taken: what was taken stands at the log and at its consumer.
  package func add(to digest: inout Digest) {
    guard !(unended.isEmpty && inHand.isEmpty) else { return }
    add(to: &digest, naming: [])
  }
}
