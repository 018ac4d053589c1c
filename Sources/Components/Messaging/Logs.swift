import Engine

/// All logs and queues, with their lanes, messages and consumer groups.
struct Logs: ~Copyable {
  let all: Table<PartitionedLog>
  let lanes: Table<LaneState>
  let messages = Slab<Message>()
  let lag: ConsumerLag
  private let groups: Table<GroupState>

  /// - Parameter visibilityLines: delay line of each log that is a queue.
  init(_ plan: PlanTables, _ stations: borrowing Stations, visibilityLines: [Int], frames: FrameStore) {
    (lanes, groups) = Logs.lanes(of: plan.whole)
    var (group, lane) = (0, 0)
    let (lanes, messages, stations) = (lanes, messages, stations.all)
    all = Table(count: plan.logs.count) { number in
      let log = plan.logs.address(of: number)
      defer {
        group += Logs.groups(of: log.pointee)
        lane += log.pointee.groups.reduce(0) { $0 + PartitionedLog.lanes(of: $1, partitions: log.pointee.partitions) }
      }
      let queue = log.pointee.queue.map {
        MessageQueue($0, visibilityLine: visibilityLines[number], messages: messages)
      }
      return PartitionedLog(
        number, log, station: stations.address(of: log.pointee.component), lanes: lanes, firstGroup: group,
        firstLane: lane, queue: queue, frames: frames)
    }
    lag = ConsumerLag(groups: groups, logs: all, lanes: lanes, frames: frames, messages: messages, plan: plan)
  }

  deinit {
    all.deallocate()
    lanes.deallocate()
    groups.deallocate()
    messages.deallocate()
  }

  /// Consumer groups that are measured: the workers of a queue are one.
  private static func groups(of log: LogPlan) -> Int { log.queue == nil ? log.groups.count : 1 }

  /// Lanes and groups of all logs, in their order.
  private static func lanes(of plan: NetworkPlan) -> (Table<LaneState>, Table<GroupState>) {
    var lanes: [LaneState] = []
    var first = 0
    for (number, log) in plan.logs.enumerated() {
      for (position, group) in log.groups.enumerated() {
        let lane = LaneState(isOrdered: group.order != .none, group: Int32(first + position), log: Int32(number))
        let count = PartitionedLog.lanes(of: group, partitions: log.partitions)
        lanes.append(contentsOf: repeatElement(lane, count: count))
      }
      first += groups(of: log)
    }
    return (Table(lanes), Table(count: first) { _ in GroupState() })
  }

  var indices: Range<Int> { all.indices }

  @inline(__always)
  subscript(index: Int) -> PartitionedLog {
    unsafeAddress { UnsafePointer(all.address(of: index)) }
    nonmutating unsafeMutableAddress { all.address(of: index) }
  }
}
