import Components
import Engine
import Statistics
import Testing

/// Queues and logs: deliveries, orders, groups.
@Suite struct MessageTests {
  /// Messages for a worker with these steps.
  private func queue(
    _ options: String, _ steps: String, at arrivals: [Int] = [0], threads: Int = 8, faults: String = ""
  ) throws -> Bench {
    try Bench(
      """
      components:
        jobs: { kind: queue, publish: 0ms, \(options) }
        app: { kind: service, operations: { run: [ wait: 10ms ], slow: [ wait: 30ms ] } }
        worker: { kind: worker, from: jobs, runs: take, threads: \(threads), operations: { take: [ \(steps) ] } }
      flows: { f: [ { publish: jobs } ] }
      \(faults)
      """, at: arrivals)
  }

  @Test func `a message that takes too long comes again, and is given up after so many times`() throws {
    // Taken at 0, 30, 60, 90 and 120 ms, each time for 100 ms.
    let bench = try queue("visibility: 30ms, receives: 5", "wait: 100ms")
    #expect(bench["worker"].arrivals == 5 && bench["jobs"].counts[.redelivered] == 4)
    #expect(bench["jobs"].counts[.deadLetters] == 1 && bench.left.isEmpty)
  }

  @Test func `the last delivery counts where it ends in time`() throws {
    let bench = try queue("visibility: 30ms, receives: 5", "wait: 29ms")
    #expect(bench["worker"].arrivals == 1 && bench["jobs"].counts[.redelivered] == 0 && bench.left.isEmpty)
  }

  @Test func `a message that failed comes again after its visibility, and may succeed`() throws {
    let bench = try queue(
      "visibility: 30ms, receives: 5", "wait: 1ms", at: [10],
      faults: "faults: { out: { at: 0s, for: 50ms, hits: worker, outage: yes } }")
    // Fails at 10 and 40 ms, and is done at 71 ms.
    #expect(bench["worker"].arrivals == 3 && bench["worker"].failures == 2)
    #expect(bench["jobs"].counts[.redelivered] == 2 && bench["jobs"].counts[.deadLetters] == 0)
    #expect(bench.left.isEmpty)
  }

  @Test func `what is too old is dropped`() throws {
    let bench = try queue("visibility: 1s, retention: 50ms", "wait: 100ms", at: [0, 1, 60], threads: 1)
    // At 100 ms the second is 99 ms old, and the third 40 ms.
    #expect(bench["worker"].arrivals == 2 && bench["jobs"].counts[.dropped] == 1 && bench.left.isEmpty)
  }

  @Test(arguments: [
    "{ repeat: 3, steps: [ call: app.run ] }", "{ parallel: { a: [ call: app.run ], b: [ call: app.slow ] } }",
    "{ repeat: 4, at-once: 2, steps: [ { parallel: { a: [ call: app.run ], b: [ call: app.slow ] } } ] }",
  ])
  func `a message is done once, whatever its steps`(steps: String) throws {
    let bench = try queue("visibility: 200ms, receives: 3", steps, at: [0, 5])
    #expect(bench["worker"].arrivals == 2 && bench["jobs"].counts[.redelivered] == 0 && bench.left.isEmpty)
    let calls: UInt64 = steps.hasPrefix("{ parallel") ? 2 : steps.contains("parallel") ? 8 : 3
    #expect(bench["app"].arrivals == 2 * calls)
  }

  @Test func `an end that comes too late ends nobody else's delivery`() throws {
    // The second delivery of the first message is done at 61 ms. The first one ends at 100 ms, in the midst of what
    // the second message's does.
    let bench = try Bench(
      """
      components:
        jobs: { kind: queue, publish: 0ms, visibility: 60ms, receives: 2 }
        app: { kind: service, replicas: 2, operations: { run: [ wait: 10ms ] } }
        worker: { kind: worker, from: jobs, runs: take, operations: { take: [ call: app.run ] } }
      flows: { f: [ { publish: jobs } ] }
      faults:
        slow: { at: 0s, for: 50ms, hits: app, slow: x10 }
        out: { at: 95ms, for: 20ms, hits: app, outage: yes }
      """, at: [0, 96])
    // The second message fails at 96 ms and is taken again at 156 ms.
    #expect(bench["worker"].arrivals == 4 && bench["jobs"].counts[.redelivered] == 2)
    #expect(bench["jobs"].counts[.deadLetters] == 0 && bench.left.isEmpty)
  }

  @Test func `two workers share the messages of a queue`() throws {
    let bench = try Bench(
      """
      components:
        jobs: { kind: queue, publish: 0ms }
        one: { kind: worker, from: jobs, runs: take, threads: 1, operations: { take: [ wait: 100ms ] } }
        two: { kind: function, from: jobs, runs: take, limit: 2, cold-start: 0ms, operations: { take: [ wait: 10ms ] } }
      flows: { f: [ { publish: jobs } ] }
      """, at: Array(repeating: 0, count: 10))
    #expect(bench["one"].arrivals == 1 && bench["two"].arrivals == 9 && bench.left.isEmpty)
  }

  @Test func `messages that nobody takes wait`() throws {
    let bench = try Bench(
      "components: { jobs: { kind: queue, publish: 0ms, queue: 5 } }\nflows: { f: [ { publish: jobs } ] }",
      at: Array(0..<8))
    #expect(bench.result.components[0].backlog == 5 && bench.outcomes() == ["ok": 5, "refused": 3])
  }

  @Test func `a consumer does not heed its publisher's deadline`() throws {
    let bench = try Bench(
      """
      components:
        log: { kind: topic, publish: 0ms }
        app: { kind: service, operations: { run: [ publish: log ] } }
        reader: { kind: consumers, from: log, runs: take, operations: { take: [ wait: 100ms ] } }
      policies: { p: { deadline: 50ms } }
      flows: { f: [ { call: app.run, policy: p } ] }
      """, at: [0, 1, 2])
    #expect(bench.outcomes() == ["ok": 3])
    #expect(bench["reader"].completions == 3 && bench["reader"].failures == 0 && bench["reader"].counts[.expired] == 0)
  }

  // MARK: Poison and outages

  @Test(arguments: ["topic", "queue"])
  func `poison in a long line ends one record after the other`(kind: String) throws {
    let reader = kind == "queue" ? "worker" : "consumers"
    let bench = try Bench(
      """
      components:
        log: { kind: \(kind), publish: 0ms\(kind == "queue" ? ", receives: 2, visibility: 1s" : "") }
        reader: { kind: \(reader), from: log, runs: take, threads: 1, operations: { take: [ wait: 10s ] } }
      flows:
        f: [ { repeat: 20000, at-once: 20000, steps: [ publish: log ] } ]
        g: [ { publish: log } ]
      faults: { bad: { at: 100ms, for: 10s, hits: log, poison: 100% } }
      """, at: [200], second: [0])
    // A queue has each of them delivered twice.
    #expect(bench["reader"].failures == (kind == "queue" ? 40_000 : 20_000) && bench.left.isEmpty)
  }

  @Test func `a consumer that is out fails a long lane of records one after the other`() throws {
    let bench = try Bench(
      """
      components:
        log: { kind: topic, publish: 0ms }
        reader: { kind: consumers, from: log, runs: take, threads: 1, operations: { take: [ wait: 1s ] } }
      flows: { f: [ { repeat: 20000, at-once: 20000, steps: [ publish: log ] } ] }
      faults: { out: { at: 500ms, for: 10s, hits: reader, outage: yes } }
      """, at: [0])
    #expect(bench["reader"].failures == 19_999 && bench["reader"].completions == 20_000 && bench.left.isEmpty)
  }

  // MARK: Groups

  /// One partition, so one member of two has it: the first.
  private func group(_ fault: String, at arrivals: [Int]) throws -> Bench {
    try Bench(
      """
      populations: { item: { count: 9 } }
      components:
        log: { kind: topic, publish: 0ms, partitions: 1, key: item }
        reader: { kind: consumers, from: log, runs: take, replicas: 2, operations: { take: [ wait: 10ms ] } }
      flows: { f: [ { publish: log, key: item } ] }
      faults: { dead: { at: 500ms, \(fault), hits: reader, crash: 1 replica } }
      """, at: arrivals)
  }

  @Test func `records wait until the group has noticed that a member is gone`() throws {
    let bench = try group("back-in: 50s", at: [100, 1000, 2000])
    #expect(bench.instants(.rebalanced).first == 10_500)
    // 9.5 s, and 8.5 s and the work on the first.
    #expect(bench["log"].waiting.maximum == 9500 * 1_000_000 && bench["log"].waiting.sum == 18_010 * 1_000_000)
    #expect(bench["reader"].completions == 3 && bench.left.isEmpty)
  }

  @Test func `a member that is back before goes on with what is its own, in order`() throws {
    let bench = try group("back-in: 1s", at: [100, 1000, 1001, 1600])
    let longest = bench["log"].waiting.maximum ?? 0
    #expect(longest == 509 * .millisecond)
    #expect(bench["reader"].completions == 4 && bench.left.isEmpty)
  }

  @Test func `a record whose consumer stops comes again`() throws {
    let bench = try group("back-in: 1s", at: [495, 496])
    #expect(bench["log"].counts[.redelivered] == 1 && bench["reader"].counts[.lost] == 1)
    #expect(bench["reader"].arrivals == 3 && bench["reader"].completions == 3 && bench.left.isEmpty)
  }

  @Test func `records that come late are not lost with a member`() throws {
    let bench = try Bench(
      """
      components:
        log: { kind: topic, publish: 0ms, partitions: 1 }
        reader: { kind: consumers, from: log, runs: take, operations: { take: [ wait: 10ms ] } }
      flows: { f: [ { publish: log } ] }
      faults:
        late: { at: 0s, for: 1s, hits: log, reorder: 100%, by: 400ms..500ms }
        dead: { at: 200ms, back-in: 100ms, hits: reader, crash: yes }
      """, at: [100, 101, 102])
    #expect(bench["reader"].completions == 3 && bench["reader"].counts[.lost] == 0 && bench.left.isEmpty)
  }

  @Test func `records without an order come again as well`() throws {
    func bench(_ arrivals: [Int]) throws -> Bench {
      try Bench(
        """
        components:
          log: { kind: topic, publish: 0ms, partitions: 1 }
          reader: { kind: consumers, from: log, runs: take, order: none, operations: { take: [ wait: 10ms ] } }
        flows: { f: [ { publish: log } ] }
        faults: { dead: { at: 500ms, back-in: 1s, hits: reader, crash: yes } }
        """, at: arrivals)
    }
    // Both are at work when it stops; the third comes while it is away.
    let stopped = try bench([495, 496, 700])
    #expect(stopped["log"].counts[.redelivered] == 2 && stopped["reader"].counts[.lost] == 2)
    #expect(stopped["reader"].arrivals == 5 && stopped["reader"].completions == 5 && stopped["reader"].failures == 2)
    #expect(stopped["log"].waiting.maximum == 1000 * .millisecond && stopped.left.isEmpty)
    // They do not wait for each other.
    #expect(try bench([100, 101, 102])["log"].waiting.maximum == 0)
  }

  // MARK: Cuts

  private func cut(_ fault: String, kind: String = "topic") throws -> Bench {
    try Bench(
      """
      components:
        log: { kind: \(kind), publish: 0ms }
        app: { kind: service, operations: { run: [ publish: log ] } }
        reader: { kind: \(kind == "queue" ? "worker" : "consumers"), from: log, runs: take, operations: { take: [ wait: 10ms ] } }
      flows: { f: [ { call: app.run, when: { else: continue } } ], g: [ { publish: log } ] }
      faults: { cut: { at: 1s, for: 1s, \(fault) } }
      """, at: [500, 1500, 2500], second: [1600])
  }

  @Test(arguments: ["topic", "queue"])
  func `what is published into a cut does not arrive`(kind: String) throws {
    let all = try cut("hits: log, partition: yes", kind: kind)
    #expect(all["log"].counts[.lost] == 2 && all["app"].failures == 1 && all.outcomes(1) == ["error": 1])
    #expect(all["reader"].completions == 2 && all.left.isEmpty)
    let one = try cut("hits: log, partition: app", kind: kind)
    #expect(one["log"].counts[.lost] == 1 && one.outcomes(1) == ["ok": 1] && one["reader"].completions == 3)
  }

  @Test(arguments: ["topic", "queue"], ["hits: log, partition: reader", "hits: reader, partition: log"])
  func `a consumer that is cut off takes nothing until the cut has healed`(kind: String, fault: String) throws {
    let bench = try cut(fault, kind: kind)
    #expect(bench["app"].failures == 0 && bench["log"].counts[.lost] == 0 && bench["reader"].completions == 4)
    #expect(bench["log"].waiting.maximum == 500 * .millisecond)
    #expect(bench["log"].waiting.sum == 900_000_000 + (kind == "queue" ? 0 : 10_000_000) && bench.left.isEmpty)
  }
}
