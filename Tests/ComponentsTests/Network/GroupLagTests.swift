import Engine
import Statistics
import Testing

@testable import Components

/// Lag of consumer groups: of each by itself, and wherever its records wait.
@Suite struct GroupLagTests {
  /// A topic with a group for each of the given service times, one thread each; records at 0, 1, 2 … ms.
  private func measured(
    _ order: GroupPlan.Order, _ times: [Double], records: Int = 10, end: Nanoseconds = 20, drained: Nanoseconds = 25,
    _ change: (inout PlanBuilder) -> Void = { _ in }
  ) -> Measurements {
    var builder = PlanBuilder(end: end * millisecond, drained: drained * millisecond)
    let log = builder.log("log", partitions: 1)
    for time in times {
      let consumers = builder.station("consumers", slots: 1)
      builder.plan.components[consumers].rebalance = .second
      let consume = builder.operation(consumers) { $0.wait(.constant(time * 1e6)) }
      builder.plan.logs[log].groups.append(GroupPlan(component: consumers, operation: consume, order: order))
    }
    builder.flow { $0.publish(log) }
    builder.source()
    builder.plan.horizon.interval = 5 * millisecond
    change(&builder)
    return builder.run(at: (0..<Nanoseconds(records)).map { $0 * millisecond })
  }

  private func milliseconds(_ sum: UInt128) -> Int { Int(sum / 1_000_000) }

  @Test(arguments: [GroupPlan.Order.byPartition, .byKey, .none])
  func `groups of one topic are not mixed`(order: GroupPlan.Order) {
    let groups = measured(order, [0.5, 1000]).groups
    #expect(groups[0].taken == 10 && groups[0].lag.maximum == 0 && groups[0].unended.isEmpty && groups[0].records == 0)
    // The second group has taken the first record alone, or one of each lane.
    #expect(groups[1].published == 10 && groups[1].taken + groups[1].unended.count == 10)
    #expect(groups[1].taken == 1 && groups[1].inHand.count == 1)
    #expect(milliseconds(groups[1].unended.ages.sum) == (1...9).reduce(0) { $0 + 25 - $1 })
  }

  @Test func `without an order records wait at the consumer, and lag is what waits there`() {
    let result = measured(.none, [4])
    // Begun at 0, 4, … 24 ms.
    #expect(result.components[0].waiting.maximum == 0 && result.components[0].unendedWaiting.isEmpty)
    let group = result.groups[0]
    #expect(group.taken == 7 && milliseconds(group.lag.sum) == 3 * (0 + 1 + 2 + 3 + 4 + 5 + 6))
    #expect(milliseconds(group.unended.ages.sum) == 18 + 17 + 16 && group.unended.lost == 0)
  }

  @Test func `a record that its lane lets go still waits for a thread`() {
    // Eight lanes and one thread: the first record of each is handed over at once.
    let result = measured(.byPartition, [4]) { builder in
      builder.plan.logs[0].partitions = 8
    }
    let group = result.groups[0]
    #expect(group.taken == 7 && group.unended.count == 3 && group.lag.count == 7)
    #expect(result.components[0].waiting.sum < group.lag.sum)
  }

  @Test func `lag in records is what waits over time, and its age that of the oldest`() {
    let group = measured(.byPartition, [4]).groups[0]
    // Taken at 0, 4, 8, 12, 16 ms: of those at n ms, the waits inside 20 ms.
    let waits = (0..<10).map { number in min(20, 4 * number) - number }
    #expect(milliseconds(group.records) == waits.reduce(0, +))
    #expect(group.intervalRecords.reduce(0, +) == group.records && group.intervalRecords.count == 4)
    #expect(group.recordsAtEnd == 5 && group.recordsMaximum == 7)
    // At 5 ms the third record is the oldest, at 10 ms the fourth, at 15 ms the fifth, at 20 ms the sixth.
    #expect(group.intervalOldest == [3, 7, 11, 15].map { $0 * 1_000_000 })
  }

  @Test func `records that nobody will ever take are lost`() {
    let gone = measured(.byPartition, [0.5]) { $0.fault(1, .crash, from: 3 * millisecond, until: 3 * millisecond) }
    #expect(gone.groups[0].unended.lost == 7 && gone.groups[0].unended.ages.isEmpty)
    #expect(gone.components[0].unendedWaiting.lost == 7)
    // One that comes back, later than the run ends, may take them.
    let away = measured(.byPartition, [0.5]) { $0.fault(1, .crash, from: 3 * millisecond, until: .hour) }
    #expect(away.groups[0].unended.lost == 0 && away.groups[0].unended.ages.count == 7)
  }

  @Test func `a record that comes again has waited since its append`() {
    let result = measured(.byPartition, [4], records: 1, end: 100, drained: 110) {
      $0.fault(1, .crash, from: 2 * millisecond, until: 50 * millisecond)
    }
    let group = result.groups[0]
    #expect(group.published == 1 && group.redelivered == 1 && group.taken == 2 && group.lag.maximum == 50 * millisecond)
    #expect(milliseconds(group.records) == 48 && group.unended.isEmpty && group.inHand.isEmpty)
  }

  @Test func `messages of a queue wait, are in hand, or are given up`() {
    func messages(receives: Int, retention: Nanoseconds? = nil) -> GroupMeasurement {
      measured(.none, [4]) { builder in
        builder.plan.logs[0].queue = QueuePlan(visibility: .second, receives: receives, retention: retention)
        builder.plan.components[1].pulls = 0
      }.groups[0]
    }
    let group = messages(receives: 3)
    // Taken at 0, 4, … 24 ms.
    #expect(group.published == 10 && group.taken == 7 && group.dropped == 0 && group.inHand.count == 1)
    #expect(milliseconds(group.lag.sum) == 3 * (0 + 1 + 2 + 3 + 4 + 5 + 6))
    #expect(milliseconds(group.unended.ages.sum) == 18 + 17 + 16 && group.unended.lost == 0)
    // What is older than its retention is given up when its turn comes, and is lost before that.
    let old = messages(receives: 3, retention: 10 * millisecond)
    #expect(old.dropped > 0 && old.published == old.taken + old.dropped + old.unended.count)
    let waiting = measured(.none, []) { builder in
      builder.plan.logs[0].queue = QueuePlan(visibility: .second, receives: 1, retention: nil)
    }
    #expect(waiting.groups.count == 1 && waiting.groups[0].unended.lost == 10 && waiting.unfinishedRecords == 10)
  }

  @Test func `a group has the name of its consumer, and a shared queue its own`() {
    var builder = PlanBuilder()
    let topic = builder.log("topic", partitions: 1)
    let queue = builder.log("queue", partitions: 1)
    let one = builder.station("one")
    let two = builder.station("two")
    let take = [one, two].map { component in builder.operation(component) { $0.wait(.constant(1)) } }
    for (index, component) in [one, two].enumerated() {
      let group = GroupPlan(component: component, operation: take[index], order: .byKey)
      builder.plan.logs[topic].groups.append(group)
      builder.plan.logs[queue].groups.append(group)
    }
    builder.plan.logs[queue].queue = QueuePlan(visibility: .second, receives: 3, retention: nil)
    let plan = builder.plan
    #expect(plan.consumerGroups.map { plan.name(of: $0) } == ["one", "two", "queue"])
  }
}
