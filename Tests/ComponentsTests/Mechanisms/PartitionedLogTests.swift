import Engine
import Statistics
import Testing

@testable import Components

/// Partitions and lanes of a log, what it takes, and what waits there.
@Suite struct PartitionedLogTests {
  /// A log of two partitions before one of three with a group of each order.
  private func bench(limit: Int64 = 100, copies: Int = 1) -> LogBench {
    var plan = LogBench.plan("first", "second", "consumer")
    plan.components[1].zones = [10, 11, 12]
    plan.logs = [
      LogPlan(name: "first", component: 0, partitions: 2, limit: limit),
      LogPlan(name: "second", component: 1, partitions: 3, limit: limit),
    ]
    plan.logs[1].copies = copies
    plan.logs[0].groups = [GroupPlan(component: 2, operation: 0, order: .byKey)]
    plan.logs[1].groups = [GroupPlan.Order.byPartition, .byKey, .none].map {
      GroupPlan(component: 2, operation: 0, order: $0)
    }
    return LogBench(plan)
  }

  private let keys = (0..<500).map(UInt64.init)

  // MARK: Lanes

  @Test func `each group has lanes of its own, one for a partition, or sixteen where keys keep their order`() {
    let bench = bench()
    #expect(bench[0].lanes(for: 0) == 0..<32)
    #expect((0..<3).map { bench[1].lanes(for: $0) } == [32..<35, 35..<83, 83..<86])
    #expect(bench[0].firstGroup == 0 && bench[1].firstGroup == 1 && bench.logs.lanes.count == 86)
    #expect([0, 31, 32, 35, 82, 83].map { bench.logs.lanes[$0].group } == [0, 0, 1, 2, 2, 3])
    #expect([0, 31, 32, 85].map { bench.logs.lanes[$0].log } == [0, 0, 1, 1])
    #expect([0, 32, 35, 83].map { bench.logs.lanes[$0].isOrdered } == [true, true, true, false])
  }

  @Test func `keys are spread over all partitions, and each stays in its own`() {
    let bench = bench()
    let partitions = keys.map { bench[1].partition(of: $0) }
    #expect(partitions == keys.map { bench[1].partition(of: $0) })
    #expect((0..<3).allSatisfy { number in (130...200).contains(partitions.count { $0 == number }) })
    #expect(partitions.allSatisfy { (0..<3).contains($0) })
  }

  @Test func `a record goes to a lane of its partition, and all of one key to the same`() {
    let bench = bench()
    for group in 0..<3 {
      let lanes = keys.map { Int(bench[1].lane(of: $0, bench[1].partition(of: $0), for: group)) }
      #expect(Set(lanes) == Set(bench[1].lanes(for: group)))
      #expect(zip(keys, lanes).allSatisfy { bench[1].partition(ofLane: $1) == bench[1].partition(of: $0) })
      #expect(zip(keys, lanes).allSatisfy { bench[1].lane(of: $0, bench[1].partition(of: $0), for: group) == $1 })
    }
    #expect([35, 50, 51, 82].map { bench[1].partition(ofLane: $0) } == [0, 0, 1, 2])
    #expect(bench[1].lane(of: 5, 2, for: 0) == 34 && bench[1].lane(of: 5, 1, for: 2) == 84)
  }

  @Test func `records of a lane wait for each other, and one that comes again goes first`() {
    let bench = bench()
    let records = bench.bench.arrive(3)
    #expect(bench[1].isFree(32) == true && bench[1].first(of: 32) == nil)
    bench[1].wait(records[0], in: 32, at: 0)
    #expect(bench[1].isFree(32) == false && bench[1].isFree(33) == true)
    bench[1].wait(records[1], in: 32, at: 0)
    bench[1].wait(records[2], in: 32, isFirst: true, at: 10)
    #expect(records.allSatisfy { bench.bench.frames[$0].state == .logged })
    #expect(bench.bench.stations[1].gauges[.queue].level == 3 && bench.bench.stations[0].gauges[.queue].level == 0)
    #expect(bench[1].first(of: 32) == records[2])
    bench.logs.lanes[32].isTaken = true
    #expect(bench[1].first(of: 32) == nil)
    #expect((0..<3).map { _ in bench[1].removeFirst(of: 32, at: 20) } == [records[2], records[0], records[1]])
    #expect(bench[1].isFree(32) == false)
    bench.logs.lanes[32].isTaken = false
    #expect(bench[1].isFree(32) == true)
    #expect(bench.bench.stations[1].gauges[.queue].area(until: 30) == 50)
  }

  // MARK: Appending

  @Test func `a log takes records up to its limit, and counts what it has to refuse`() {
    let bench = bench(limit: 2)
    bench[1].enter(at: 0)
    #expect(bench[1].refusal(of: 0, isMeasuring: true) == nil && bench[1].takesMore)
    bench[1].enter(at: 10)
    #expect(bench[1].backlog == 2 && bench.bench.stations[1].gauges[.present].level == 2)
    #expect(bench[1].refusal(of: 0, isMeasuring: false) == StandardOutcome.refused && !bench[1].takesMore)
    #expect(bench.bench.stations[1].counted.refusals == 0 && bench.bench.stations[1].counted.failures == 0)
    #expect(bench[1].refusal(of: 0, isMeasuring: true) == StandardOutcome.refused)
    #expect(bench.bench.stations[1].counted.refusals == 1 && bench.bench.stations[1].counted.failures == 1)
    bench[1].exit(at: 20)
    #expect(bench[1].refusal(of: 0, isMeasuring: true) == nil && bench[1].takesMore)
    let present = bench.bench.stations[1].gauges[.present]
    #expect(present.level == 1 && present.area(until: 20) == 30)
  }

  @Test func `a log that is out, or a partition without a leader, answers with an error`() {
    let bench = bench(limit: 1)
    bench[1].enter(at: 0)
    #expect(bench[1].set(11, isStopped: true) == true)
    let answers = (0..<3).map { bench[1].refusal(of: $0, isMeasuring: true) }
    #expect(answers == [StandardOutcome.refused, StandardOutcome.error, StandardOutcome.refused])
    #expect(bench.bench.stations[1].counted.refusals == 2 && bench.bench.stations[1].counted.failures == 3)
    bench[1].exit(at: 0)
    #expect((0..<3).map { bench[1].refusal(of: $0, isMeasuring: false) } == [nil, StandardOutcome.error, nil])
    #expect(bench[1].takesMore == true)
    bench.bench.stations[1].replicas.isOut = true
    #expect(bench[1].refusal(of: 0, isMeasuring: true) == StandardOutcome.error && !bench[1].takesMore)
    #expect(bench.bench.stations[1].counted.refusals == 2 && bench.bench.stations[1].counted.failures == 4)
  }

  @Test func `publishers come in as they came, as far as there is room`() {
    let bench = bench(limit: 2)
    let publishers = bench.bench.arrive(4)
    #expect(bench[1].beginAdmission() == false && !bench[1].hasPublishers)
    for _ in 0..<2 { bench[1].enter(at: 0) }
    for index in publishers { bench[1].wait(publisher: index, at: 7) }
    #expect(
      publishers.allSatisfy { bench.bench.frames[$0].state == .blocked && bench.bench.frames[$0].waitingSince == 7 })
    bench[1].leave(publisher: publishers[1])
    #expect(bench[1].beginAdmission() == true && bench[1].admit() == nil)
    bench[1].exit(at: 10)
    #expect(bench[1].beginAdmission() == true)
    // What is set free meanwhile is for whoever lets them in already.
    #expect(bench[1].beginAdmission() == false)
    #expect(bench[1].admit() == publishers[0])
    bench[1].enter(at: 10)
    #expect(bench[1].admit() == nil && bench[1].hasPublishers)
    for _ in 0..<2 { bench[1].exit(at: 20) }
    #expect(bench[1].beginAdmission() == true)
    #expect(bench[1].admit() == publishers[2] && bench[1].admit() == publishers[3] && bench[1].admit() == nil)
    #expect(bench[1].beginAdmission() == false && !bench[1].hasPublishers)
  }

  // MARK: Leaders

  @Test func `partitions are led in the log's zones in turn, and by a copy where a zone is lost`() {
    let bench = bench(copies: 2)
    #expect((0..<3).map { bench[1].leaderZone(of: $0) } == [10, 11, 12])
    #expect(bench[1].set(9, isStopped: true) == false && (0..<3).allSatisfy { bench[1].isLed($0) })
    #expect(bench[1].set(10, isStopped: true) == true)
    #expect((0..<3).map { bench[1].isLed($0) } == [false, true, true])
    #expect(bench[1].elect() == 1 && bench[1].leaderZone(of: 0) == 11 && bench[1].isLed(0))
    #expect(bench[1].elect() == 0)
    let alone = self.bench()
    _ = alone[1].set(12, isStopped: true)
    #expect(alone[1].elect() == 0 && !alone[1].isLed(2))
    _ = alone[1].set(12, isStopped: false)
    #expect(alone[1].isLed(2) == true)
  }
}
