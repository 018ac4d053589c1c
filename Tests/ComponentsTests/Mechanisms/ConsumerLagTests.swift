import Engine
import Statistics
import Testing

@testable import Components

/// How long records and messages wait for the consumers of their groups.
@Suite struct ConsumerLagTests {
  /// A log with two groups, and two queues; the measured part is from 100 to 200.
  private func bench() -> LogBench {
    var plan = LogBench.plan("log", "queue", "consumer", horizon: 100..<200)
    plan.logs = [0, 1, 1].map { LogPlan(name: "log", component: $0, partitions: 1, limit: 100) }
    plan.logs[0].groups = (0..<2).map { _ in GroupPlan(component: 2, operation: 0, order: .byPartition) }
    for queue in 1...2 { plan.logs[queue].queue = QueuePlan(visibility: 100, receives: 9, retention: nil) }
    return LogBench(plan)
  }

  private func record(_ bench: LogBench, lane: Int32) -> UInt32 { bench.bench.arrive(1) { $0.lane = lane }[0] }

  private func message(_ bench: LogBench, of log: Int = 1, at now: Nanoseconds) -> UInt32 {
    let record = bench.bench.frames.takeOut(bench.bench.arrive(1)[0])
    let message = bench[log].queue?.add(record, to: log, at: now) ?? 0
    bench.logs.lag.begin(message: message, at: now)
    return message
  }

  private func end(_ bench: LogBench, _ message: UInt32, at now: Nanoseconds) {
    bench.logs.lag.end(message: message, isTaken: true, at: now)
    bench[1].queue?.release(message)
  }

  private func waiting(_ bench: LogBench) -> [Int64] { bench.logs.lag.groups.map(\.waiting.level) }

  @Test func `a record counts for its group where it was appended inside the measured part`() {
    let bench = bench()
    let lag = bench.logs.lag
    #expect([99, 100, 199, 200].map { lag.counts(since: $0) } == [false, true, true, false])
    let records = [(0, 99), (1, 100), (1, 199), (1, 200)].map { (lane: Int32, appended: Nanoseconds) in
      let record = record(bench, lane: lane)
      lag.begin(record, at: appended)
      return record
    }
    #expect(records.allSatisfy { bench.bench.frames[$0].lags } && waiting(bench) == [1, 3, 0, 0])
    for (record, taken) in zip(records, [210, 220, 260, 270] as [Nanoseconds]) { lag.end(record, at: taken) }
    #expect(records.allSatisfy { !bench.bench.frames[$0].lags } && waiting(bench) == [0, 0, 0, 0])
    #expect(lag.groups.map(\.published) == [0, 2, 0, 0] && lag.groups.map(\.taken) == [0, 2, 0, 0])
    #expect(lag.groups[1].lag.count == 2 && lag.groups[1].lag.minimum == 61 && lag.groups[1].lag.maximum == 120)
  }

  @Test func `a record whose consumer has stopped waits since it was appended`() {
    let bench = bench()
    let lag = bench.logs.lag
    let record = record(bench, lane: 0)
    lag.begin(record, at: 110)
    lag.again(record, at: 115)
    #expect(lag.groups[0].redelivered == 0 && waiting(bench) == [1, 0, 0, 0])
    lag.end(record, at: 120)
    lag.again(record, at: 150)
    #expect(lag.groups[0].redelivered == 1 && waiting(bench) == [1, 0, 0, 0])
    lag.endInterval(at: 160)
    lag.end(record, at: 210)
    #expect(lag.groups[0].lag.count == 2 && lag.groups[0].lag.maximum == 100 && lag.groups[0].published == 1)
    #expect(lag.groups[0].intervalOldest == [50])
  }

  @Test func `the oldest is the one that was appended first of those that still wait`() {
    let bench = bench()
    let lag = bench.logs.lag
    let records = (0..<3).map { _ in record(bench, lane: 0) }
    for (record, now) in zip(records, [110, 120, 130] as [Nanoseconds]) { lag.begin(record, at: now) }
    let other = message(bench, at: 125)
    lag.endInterval(at: 140)
    lag.end(records[0], at: 140)
    lag.endInterval(at: 150)
    bench.bench.frames.release(records[1])
    lag.endInterval(at: 150)
    lag.end(message: other, isTaken: true, at: 150)
    lag.endInterval(at: 160)
    #expect(lag.groups[0].intervalOldest == [30, 30, 20, 30] && lag.groups[1].intervalOldest == [0, 0, 0, 0])
    #expect(lag.groups[2].intervalOldest == [15, 25, 25, 0])
  }

  @Test func `what has the place of a record that is gone is not taken for it`() {
    let bench = bench()
    let lag = bench.logs.lag
    let first = record(bench, lane: 0)
    lag.begin(first, at: 0)
    bench.bench.frames.release(first)
    lag.endInterval(at: 110)
    let second = record(bench, lane: 0)
    lag.begin(second, at: 120)
    bench.bench.frames.release(second)
    let third = record(bench, lane: 1)
    lag.begin(third, at: 120)
    #expect(first == second && second == third)
    lag.endInterval(at: 130)
    bench.bench.frames.release(third)
    lag.begin(record(bench, lane: 1), at: 140)
    lag.endInterval(at: 150)
    #expect(lag.groups[0].intervalOldest == [0, 0, 0] && lag.groups[1].intervalOldest == [0, 10, 10])
  }

  @Test func `what has the place of a message that is done is not taken for it`() {
    let bench = bench()
    let lag = bench.logs.lag
    let (oldest, first) = (message(bench, at: 105), message(bench, at: 110))
    end(bench, first, at: 110)
    #expect(message(bench, of: 2, at: 110) == first)
    lag.endInterval(at: 115)
    end(bench, oldest, at: 115)
    lag.endInterval(at: 120)
    let (next, second) = (message(bench, at: 121), message(bench, at: 122))
    end(bench, second, at: 125)
    #expect(message(bench, at: 130) == second)
    lag.endInterval(at: 140)
    end(bench, next, at: 140)
    lag.endInterval(at: 150)
    #expect(lag.groups[2].intervalOldest == [10, 0, 19, 20] && lag.groups[3].intervalOldest == [5, 10, 30, 40])
  }

  @Test func `a message is taken or given up, and again after it has come again`() {
    let bench = bench()
    let lag = bench.logs.lag
    let message = message(bench, at: 110)
    #expect(waiting(bench) == [0, 0, 1, 0] && lag.groups[2].published == 1)
    bench[1].queue?.take(message)
    lag.end(message: message, isTaken: true, at: 130)
    bench[1].queue?.wait(message, at: 180)
    lag.begin(message: message, at: 180)
    #expect(lag.groups[2].published == 1 && lag.groups[2].redelivered == 1)
    lag.endInterval(at: 190)
    lag.end(message: message, isTaken: false, at: 210)
    #expect(waiting(bench) == [0, 0, 0, 0] && bench.logs.messages[message].isWaiting == false)
    #expect(lag.groups[2].taken == 1 && lag.groups[2].dropped == 1)
    #expect(lag.groups[2].lag.count == 1 && lag.groups[2].lag.maximum == 20)
    #expect(lag.groups[2].intervalOldest == [80])
    let late = self.message(bench, at: 220)
    lag.end(message: late, isTaken: false, at: 230)
    #expect(lag.groups[2].published == 1 && lag.groups[2].dropped == 1)
  }
}
