import Components
import Engine
import Statistics
import Testing

/// Publishers that wait for room in a full log.
@Suite struct BlockingTests {
  /// Work of 10 ms at a service with one thread, and 50 ms for each message, of which one may wait.
  private func stages(
    _ kind: String, at arrivals: [Int], whenFull: String = "block", call: String = "call: app.run",
    faults: String = "{}"
  ) throws -> Bench {
    let reader = kind == "queue" ? "worker" : "consumers"
    return try Bench(
      """
      components:
        app: { kind: service, cores: 1, threads: 1, queue: 99, operations: { run: [ { work: 10ms }, { publish: jobs } ] } }
        jobs: { kind: \(kind), publish: 0ms, queue: 1, when-full: \(whenFull) }
        worker: { kind: \(reader), from: jobs, runs: take, threads: 1, operations: { take: [ wait: 50ms ] } }
      flows: { f: [ { \(call) } ] }
      faults: \(faults)
      """, at: arrivals)
  }

  @Test(arguments: ["queue", "topic"])
  func `a publisher waits with its thread, and without its core`(kind: String) throws {
    // Done at 10, 20, 30 and 40 ms; taken at 10 and 60 ms. The third waits for room until 60 ms, and the fourth works
    // from 60 to 70 ms and waits until 110 ms.
    let bench = try stages(kind, at: [0, 0, 0, 0])
    #expect(bench.outcomes() == ["ok": 4] && bench.latencies == 10 + 20 + 60 + 110)
    #expect(bench["app"].busy == 110 && bench["app"].busyCores / 1_000_000 == 40)
    #expect(bench["jobs"].counts[.blocked] == 2 && bench["jobs"].refusals == 0)
    #expect(bench["jobs"].arrivals == 4 && bench["jobs"].completions == 4)
    #expect(bench["worker"].completions == 4 && bench.left.isEmpty)
  }

  @Test(arguments: ["queue", "topic"])
  func `by default it is refused`(kind: String) throws {
    let bench = try stages(kind, at: [0, 0, 0, 0], whenFull: "refuse")
    #expect(bench.outcomes() == ["ok": 2, "refused": 2] && bench["jobs"].counts[.blocked] == 0)
    #expect(bench["app"].busy == 40 && bench.left.isEmpty)
  }

  @Test func `clients that publish themselves come in as they came`() throws {
    let bench = try Bench(
      """
      components:
        jobs: { kind: queue, publish: 0ms, queue: 2, when-full: block }
        worker: { kind: worker, from: jobs, runs: take, threads: 1, operations: { take: [ wait: 10ms ] } }
      flows:
        f: [ { publish: jobs } ]
        g: [ { publish: jobs } ]
      """, at: [0, 1, 2, 3, 5], second: [4])
    // Taken at 0, 10, 20, 30, 40 and 50 ms: the fourth comes in at 10 ms, that of `g` at 20 ms, and the last at 30 ms.
    #expect(bench.latencies == 0 + 0 + 0 + 7 + 25 && bench.outcomes(1) == ["ok": 1])
    #expect(Double(bench.result.flows[1].latency.sum) / 1e6 == 16 && bench.left.isEmpty)
  }

  @Test func `whoever stops while it waits leaves the line`() throws {
    let bench = try stages(
      "queue", at: [0, 0, 0, 100], faults: "{ dead: { at: 40ms, back-in: 20ms, hits: app, crash: yes } }")
    #expect(bench.outcomes() == ["ok": 3, "error": 1] && bench["jobs"].counts[.blocked] == 1)
    #expect(bench["worker"].completions == 3 && bench["app"].counts[.lost] == 1 && bench.left.isEmpty)
  }

  @Test func `a caller that gives up leaves its publisher waiting`() throws {
    let bench = try stages("queue", at: [0, 0, 0], call: "call: app.run, timeout: 40ms, when: { timeout: continue }")
    #expect(bench["worker"].completions == 3 && bench["app"].counts[.wasted] == 1 && bench.left.isEmpty)
  }

  @Test func `a log that is out answers at once`() throws {
    let bench = try stages(
      "queue", at: [0, 0, 0, 30], faults: "{ out: { at: 25ms, for: 1s, hits: jobs, outage: yes } }")
    #expect(bench.outcomes() == ["ok": 2, "error": 2] && bench["jobs"].counts[.blocked] == 0 && bench.left.isEmpty)
  }

  @Test func `where nobody takes anything they wait for ever`() throws {
    let bench = try Bench(
      "components: { jobs: { kind: queue, publish: 0ms, queue: 2, when-full: block } }\nflows: { f: [ { publish: jobs } ] }",
      at: [0, 1, 2, 3])
    #expect(bench.outcomes() == ["ok": 2] && bench.result.flows[0].unended.lost == 2)
    #expect(bench["jobs"].counts[.blocked] == 2)
  }

  @Test(arguments: [
    // The worker is slow, but takes the next.
    ("wait: 3h", 0, 2),
    // The worker waits for room where nobody takes anything, and whoever waits for the worker does as well.
    ("publish: full", 1, 1),
  ])
  func `who may still come in is told from who may not`(take: String, lost: UInt64, all: UInt64) throws {
    let bench = try Bench(
      """
      components:
        jobs: { kind: queue, publish: 0ms, queue: 1, when-full: block, visibility: 10h }
        full: { kind: queue, publish: 0ms, queue: 1, when-full: block }
        worker: { kind: worker, from: jobs, runs: take, threads: 1, operations: { take: [ \(take) ] } }
      flows: { f: [ { publish: jobs } ] }
      """, at: [0, 1, 2, 3])
    #expect(bench.result.flows[0].unended.lost == lost && bench.result.flows[0].unended.count == all)
  }

  @Test func `an outbox waits as it is`() throws {
    let text = """
      orrery: 1
      name: both
      run: { duration: 10s }
      components:
        db: { kind: database, operations: { write: 1ms } }
        app: { kind: service, operations: { run: [ { call: db.write, timeout: 1s }, { publish: jobs } ] } }
        jobs: { kind: queue, outbox: { in: db }, when-full: block }
      flows: { f: [ { call: app.run, timeout: 1s } ] }
      workloads: { w: { rate: 1/s, flows: { f: 100% } } }

      """
    let problems = try Draft.problems(text)
    #expect(
      problems.contains { $0.hasPrefix("7:3: error:") && $0.contains("`when-full: block` does nothing") }, "\(problems)"
    )
  }
}
