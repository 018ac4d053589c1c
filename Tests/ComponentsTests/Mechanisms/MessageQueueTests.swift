import Engine
import Testing

@testable import Components

/// Messages that workers take, that come again, and that are given up.
@Suite struct MessageQueueTests {
  private func bench(receives: Int = 2, retention: Nanoseconds? = nil) -> LogBench {
    var plan = LogBench.plan("queue", "worker")
    plan.logs = [LogPlan(name: "queue", component: 0, partitions: 1, limit: 100)]
    plan.logs[0].queue = QueuePlan(visibility: 100, receives: receives, retention: retention)
    plan.logs[0].groups = [GroupPlan(component: 1, operation: 0, order: .none)]
    return LogBench(plan)
  }

  /// Messages in line.
  private func publish(_ bench: LogBench, _ count: Int, at now: Nanoseconds = 0) -> [UInt32] {
    bench.bench.arrive(count).compactMap { index in
      let message = bench[0].queue?.add(bench.bench.frames.takeOut(index), to: 0, at: now)
      if let message { bench[0].queue?.wait(message, at: now) }
      return message
    }
  }

  private func takeFirst(_ bench: LogBench, worker: UInt32 = 0) -> UInt32? {
    guard let queue = bench[0].queue, !queue.isEmpty, let message = bench[0].queue?.removeFirst() else { return nil }
    queue.take(message)
    bench.logs.messages[message].worker = worker
    return message
  }

  private func comesAgain(_ bench: LogBench, _ message: UInt32, _ delivery: UInt32) -> Bool? {
    bench[0].queue?.comesAgain(message, delivery: delivery)
  }

  @Test func `messages are taken in the order in which they were put in line`() {
    let bench = bench()
    #expect(bench[0].queue?.isEmpty == true)
    let messages = publish(bench, 3, at: 5)
    #expect(Set(messages).count == 3 && bench[0].queue?.isEmpty == false)
    #expect(messages.allSatisfy { bench.logs.messages[$0].isWaiting && bench.logs.messages[$0].publishedAt == 5 })
    #expect(takeFirst(bench) == messages[0])
    bench[0].queue?.wait(messages[0], at: 40)
    #expect((0..<4).map { _ in takeFirst(bench) } == [messages[1], messages[2], messages[0], nil])
    #expect(bench.logs.messages[messages[0]].publishedAt == 5)
    #expect(messages.map { bench.logs.messages[$0].record.waitingSince } == [40, 5, 5])
    #expect(messages.map { bench.logs.messages[$0].receives } == [2, 1, 1])
  }

  @Test func `a message is delivered so many times, and is dead then`() {
    let bench = bench(receives: 2)
    let message = publish(bench, 1)[0]
    #expect(bench[0].queue?.fate(of: message, at: 1_000) == .delivered)
    for isDelivered in [true, false] {
      _ = takeFirst(bench)
      bench[0].queue?.wait(message, at: 0)
      #expect(bench[0].queue?.fate(of: message, at: 0) == (isDelivered ? .delivered : .dead))
    }
  }

  @Test func `one that is too old is dropped, however often it was delivered`() {
    let bench = bench(receives: 1, retention: 50)
    let message = publish(bench, 1, at: 10)[0]
    #expect(bench[0].queue?.fate(of: message, at: 60) == .delivered)
    #expect(bench[0].queue?.fate(of: message, at: 61) == .dropped)
    _ = takeFirst(bench)
    bench[0].queue?.wait(message, at: 40)
    #expect(bench[0].queue?.fate(of: message, at: 60) == .dead)
    #expect(bench[0].queue?.fate(of: message, at: 61) == .dropped)
  }

  @Test func `a delivery comes again unless the message is in line, was delivered since, or is done`() {
    let bench = bench()
    let message = publish(bench, 1)[0]
    #expect(comesAgain(bench, message, bench.logs.messages[message].receipt) == false)
    _ = takeFirst(bench)
    let first = bench.logs.messages[message].receipt
    #expect(comesAgain(bench, message, first) == true && comesAgain(bench, message, first - 1) == false)
    bench[0].queue?.wait(message, at: 100)
    #expect(comesAgain(bench, message, first) == false)
    _ = takeFirst(bench)
    let second = bench.logs.messages[message].receipt
    #expect(comesAgain(bench, message, first) == false && comesAgain(bench, message, second) == true)
    bench[0].queue?.release(message)
    #expect(comesAgain(bench, message, second) == false)
  }

  @Test func `the next message at a place is not taken for the one before`() {
    let bench = bench()
    let message = publish(bench, 1)[0]
    _ = takeFirst(bench, worker: 3)
    let delivery = bench.logs.messages[message].receipt
    bench[0].queue?.release(message)
    #expect(bench.logs.messages.live == 0 && bench.logs.messages[message].log == -1)
    #expect(publish(bench, 1, at: 200) == [message])
    #expect(bench.logs.messages[message].receives == 0)
    #expect(bench[0].queue?.isSettled(message, by: 3) == false)
    _ = takeFirst(bench, worker: 4)
    #expect(comesAgain(bench, message, delivery) == false)
    #expect(comesAgain(bench, message, bench.logs.messages[message].receipt) == true)
  }

  @Test func `the end of work is the end of a message only where nobody else has it`() {
    let bench = bench()
    let message = publish(bench, 1)[0]
    _ = takeFirst(bench, worker: 8)
    #expect(bench[0].queue?.isSettled(message, by: 8) == true && bench[0].queue?.isSettled(message, by: 9) == false)
    bench[0].queue?.wait(message, at: 100)
    #expect(bench[0].queue?.isSettled(message, by: 8) == false)
    _ = takeFirst(bench, worker: 9)
    #expect(bench[0].queue?.isSettled(message, by: 8) == false && bench[0].queue?.isSettled(message, by: 9) == true)
    bench[0].queue?.release(message)
    #expect(bench[0].queue?.isSettled(message, by: 9) == false)
  }
}
