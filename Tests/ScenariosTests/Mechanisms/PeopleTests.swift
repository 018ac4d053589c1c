import Components
import Engine
import Statistics
import Testing

/// People at work, servers that freeze, and a broker that is away.
@Suite struct PeopleTests {
  @Test func `as many are busy as there are people, and the rest waits`() throws {
    let bench = try Bench(
      """
      components:
        calls: { kind: queue, publish: 0ms, visibility: 1h }
        agents: { kind: people, count: 2, from: calls, runs: answer, operations: { answer: [ work: 60ms, wait: 40ms ] } }
      flows: { f: [ { publish: calls } ] }
      """, at: [0, 0, 0, 0, 0])
    // Two by two, the last one alone.
    #expect(bench["agents"].completions == 5 && bench["agents"].busy == 500 && bench.left.isEmpty)
    #expect(bench["calls"].waiting.maximum == 200 * .millisecond && bench["calls"].waiting.sum == 400 * 1_000_000)
  }

  @Test func `callers wait in line for somebody, and are refused when the line is long`() throws {
    let bench = try Bench(
      """
      components: { agents: { kind: people, count: 1, queue: 2, operations: { answer: [ work: 100ms ] } } }
      flows: { f: [ { call: agents.answer } ] }
      """, at: [0, 10, 20, 30])
    #expect(bench.outcomes() == ["ok": 3, "refused": 1] && bench.latencies == 100 + 190 + 280 && bench.left.isEmpty)
  }

  // MARK: Freezes

  private func freezing(at arrivals: [Int], threads: Int = 1) throws -> Bench {
    try Bench(
      """
      components:
        app:
          kind: service
          threads: \(threads)
          freezes: { after: 100ms, back-in: 50ms }
          operations: { run: [ wait: 60ms ] }
      flows: { f: [ { call: app.run, when: { else: continue } } ] }
      """, at: arrivals)
  }

  @Test func `a server without a free thread for too long stops, with all that it has`() throws {
    // Busy from 0 on: the first is done at 60 ms, the second is lost at 100 ms, with the third; the fourth finds
    // nobody, and the fifth is done.
    let bench = try freezing(at: [0, 10, 20, 120, 150])
    #expect(bench.instants(.froze) == [100] && bench.instants(.crashed) == [100] && bench.instants(.restarted) == [150])
    #expect(bench["app"].counts[.lost] == 2 && bench["app"].failures == 3 && bench["app"].completions == 5)
    #expect(bench.latencies == 60 + 90 + 80 + 0 + 60 && bench.left.isEmpty)
  }

  @Test func `a thread that is free in between, or another one, keeps it alive`() throws {
    for bench in [try freezing(at: [0, 60, 130, 200, 270]), try freezing(at: [0, 10, 20, 30], threads: 5)] {
      #expect(bench.instants(.froze) == [] && bench["app"].failures == 0 && bench.left.isEmpty)
    }
    // Full again from 130 ms on.
    #expect(try freezing(at: [0, 130, 140, 150]).instants(.froze) == [230])
  }

  @Test func `it may freeze again and again`() throws {
    let bench = try freezing(at: Array(0..<40).map { $0 * 10 })
    #expect(bench.instants(.froze) == [100, 250, 400] && bench.left.isEmpty)
  }

  // MARK: Outbox

  @Test func `what an outbox holds reaches a broker that was away when it is back`() throws {
    let bench = try Bench(
      """
      components:
        db: { kind: database, operations: { write: 5ms } }
        app: { kind: service, operations: { run: [ call: db.write, publish: jobs ] } }
        jobs: { kind: queue, publish: 0ms, outbox: { in: db, relay: 100ms } }
        worker: { kind: worker, from: jobs, runs: take, operations: { take: [ wait: 1ms ] } }
      flows: { f: [ { call: app.run } ] }
      faults: { away: { at: 1s, for: 5s, hits: jobs, outage: yes } }
      """, at: [0, 980, 2000, 5900, 7000])
    // None fails, and none is lost; whoever comes into the outage waits for its end and not much longer.
    #expect(bench.outcomes() == ["ok": 5] && bench["worker"].completions == 5 && bench.left.isEmpty)
    #expect(bench["jobs"].refusals == 0 && bench["jobs"].counts[.lost] == 0)
  }
}
