import Components
import Engine
import Statistics
import Testing

/// What nobody waits for any more ends at once, wherever it is.
@Suite struct CancelTests {
  /// Two requests of which one part takes 10 ms and the other goes to `slow`, which would take 100 ms.
  private func race(
    _ components: String, slow: String = "call: slow.run", join: String = "any", cancel: String = "yes",
    at arrivals: [Int] = [0], more: String = ""
  ) throws -> Bench {
    try Bench(
      """
      components:
        \(components)
      flows:
        f: [ { parallel: { a: [ wait: 10ms ], b: [ \(slow) ] }, join: \(join), cancel: \(cancel) } ]
      \(more)
      """, at: arrivals)
  }

  private static let core = "slow: { kind: service, cores: 1, threads: 1, queue: 9, operations: { run: 100ms } }"

  @Test func `a loser gives back its thread and its core`() throws {
    let bench = try race(Self.core, at: [0, 20])
    #expect(bench.outcomes() == ["ok": 2] && bench.latencies == 20)
    #expect(bench["slow"].busy == 20 && bench["slow"].busyCores / 1_000_000 == 20)
    #expect(bench["slow"].counts[.cancelled] == 2 && bench["slow"].counts[.wasted] == 0)
    #expect(bench["slow"].failures == 0 && bench["slow"].completions == 2 && bench.left.isEmpty)
    #expect(bench["slow"].waiting.maximum == 0 && bench["slow"].service.sum == 20_000_000)
  }

  @Test func `without it the loser goes on, and nobody hears it`() throws {
    let bench = try race(Self.core, cancel: "no", at: [0, 20])
    #expect(bench["slow"].counts[.cancelled] == 0 && bench["slow"].counts[.wasted] == 0)
    #expect(bench["slow"].busy == 200 && bench.left.isEmpty)
  }

  @Test func `a loser in line leaves it`() throws {
    // The second stands in line for the thread until 15 ms, and the third has it then.
    let bench = try race(Self.core, at: [0, 5, 6])
    #expect(bench["slow"].counts[.cancelled] == 3 && bench["slow"].busy == 16 && bench.left.isEmpty)
    #expect(bench["slow"].waiting.sum == 14_000_000)
  }

  @Test(arguments: ["fifo", "lifo", "priority", "shortest", "fair", "sharing"])
  func `a loser in line for a core leaves it, in every discipline`(discipline: String) throws {
    let bench = try race(
      "slow: { kind: service, cores: 1, threads: 9, discipline: \(discipline), operations: { run: 100ms } }",
      at: [0, 5, 30])
    #expect(bench["slow"].counts[.cancelled] == 3 && bench["slow"].completions == 3 && bench.left.isEmpty)
    #expect(bench["slow"].busy == 30 && bench["slow"].busyCores / 1_000_000 == 25)
  }

  @Test func `what a loser waits for ends with it, all the way down`() throws {
    let bench = try race(
      """
      slow: { kind: service, threads: 1, operations: { run: [ { call: next.run } ] } }
        next: { kind: service, threads: 1, operations: { run: [ { parallel: { x: [ call: last.run ], y: [ call: last.run ] } } ] } }
        last: { kind: service, cores: 1, threads: 9, operations: { run: 100ms } }
      """, at: [0, 50])
    for name in ["slow", "next"] {
      #expect(bench[name].counts[.cancelled] == 2 && bench[name].busy == 20, "\(name)")
    }
    #expect(bench["last"].counts[.cancelled] == 4 && bench["last"].busy == 40 && bench.left.isEmpty)
  }

  @Test func `what nobody below waited for any more goes on`() throws {
    let bench = try race(
      """
      slow: { kind: service, operations: { run: [ { call: next.run, timeout: 5ms, when: { timeout: continue } }, { wait: 50ms } ] } }
        next: { kind: service, operations: { run: 100ms } }
      """)
    #expect(bench["slow"].counts[.cancelled] == 1 && bench["next"].counts[.cancelled] == 0)
    #expect(bench["next"].busy == 100 && bench["next"].counts[.wasted] == 1 && bench.left.isEmpty)
  }

  @Test func `what has been published stays, and what an operation does after its answer`() throws {
    let bench = try race(
      """
      slow: { kind: service, operations: { run: [ { publish: events }, { wait: 50ms } ] } }
        events: { kind: topic, publish: 0ms }
        reader: { kind: consumers, from: events, runs: take, operations: { take: [ wait: 30ms ] } }
      """, at: [0, 1])
    #expect(bench["reader"].completions == 2 && bench["reader"].counts[.cancelled] == 0)
    #expect(bench["slow"].counts[.cancelled] == 2 && bench.left.isEmpty)
  }

  @Test func `calls and answers on their way come to nobody`() throws {
    // A hop takes 4 ms: at 10 ms the answer of `quick`, 3 ms after 4 ms, is on its way, and so is its second call.
    let bench = try Bench(
      """
      network: { client: 4ms, same-zone: 4ms }
      components:
        quick: { kind: service, operations: { run: [ { wait: 3ms } ] } }
        app: { kind: service, operations: { run: [ { wait: 3ms }, { call: quick.run } ] } }
      flows: { f: [ { parallel: { a: [ wait: 10ms ], b: [ call: quick.run ], c: [ call: app.run ] }, join: any, cancel: yes } ] }
      """, at: [0, 100])
    #expect(bench["quick"].arrivals == 2 && bench["quick"].counts[.cancelled] == 0)
    #expect(bench["app"].counts[.cancelled] == 2 && bench["app"].busy == 12 && bench.left.isEmpty)
  }

  @Test func `slots of pools, rows and fetches go to the next`() throws {
    let pool = try race(
      """
      pool: { kind: pool, slots: 1, queue: 9 }
        slow: { kind: service, operations: { run: [ { hold: pool, steps: [ wait: 100ms ] } ] } }
      """, at: [0, 5, 40])
    #expect(pool["pool"].busy == 25 && pool["pool"].counts[.cancelled] == 0 && pool.left.isEmpty)
    #expect(pool["slow"].counts[.cancelled] == 3)
    let rows = try race(
      "slow: { kind: database, cores: 8, connections: 9, locks: [ write ], operations: { write: 100ms } }",
      slow: "{ call: slow.write, key: item }", at: [0, 5], more: "populations: { item: { count: 1 } }")
    #expect(rows["slow"].counts[.cancelled] == 2 && rows["slow"].counts[.lockWaits] == 1 && rows.left.isEmpty)
    #expect(rows["slow"].busyCores / 1_000_000 == 15)
  }

  @Test func `a loser in line for a slot of a pool leaves it, wherever the pool stands`() throws {
    for (front, steps) in [("", "hold: pool, steps: [ call: db.run ]"), (", in-front-of: db", "call: db.run")] {
      let bench = try Bench(
        """
        components:
          pool: { kind: pool, slots: 1, queue: 9\(front) }
          db: { kind: service, operations: { run: [ wait: 100ms ] } }
        flows:
          f: [ { parallel: { a: [ wait: 10ms ], b: [ { \(steps) } ] }, join: any, cancel: yes } ]
          g: [ { \(steps) } ]
        """, at: [5, 6], second: [0])
      #expect(bench["pool"].counts[.cancelled] == 2 && bench["pool"].busy == 100, "\(front)")
      #expect(bench["db"].arrivals == 1 && bench["pool"].waiting.sum == 20_000_000 && bench.left.isEmpty, "\(front)")
    }
  }

  @Test func `who waits for a fetch that is cancelled fetches in its place`() throws {
    let bench = try Bench(
      """
      populations: { item: { count: 1 } }
      components:
        held: { kind: cache, in-front-of: db, key: item, entries: 9, coalesce: yes, get: 0ms }
        db: { kind: database, operations: { read: 50ms } }
      flows:
        f: [ { parallel: { a: [ wait: 10ms ], b: [ { call: db.read, key: item } ] }, join: any, cancel: yes } ]
        g: [ { call: db.read, key: item } ]
      """, at: [0], second: [5, 6])
    #expect(bench.outcomes(1) == ["ok": 2] && bench["db"].arrivals == 2 && bench["db"].counts[.cancelled] == 1)
    // From 10 ms on it takes 50 ms.
    #expect(Double(bench.result.flows[1].latency.maximum ?? 0) / 1e6 == 55 && bench.left.isEmpty)
  }

  @Test func `as many as are waited for win`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, operations: { fast: [ wait: 10ms ], mid: [ wait: 20ms ], slow: [ wait: 90ms ] } } }
      flows:
        f:
          - parallel: { a: [ call: app.fast ], b: [ call: app.mid ], c: [ call: app.slow ], d: [ call: app.slow ] }
            join: 2
            cancel: yes
          - call: app.fast
      """, at: [0])
    #expect(bench.latency == 30 && bench["app"].counts[.cancelled] == 2 && bench["app"].busy == 80)
    #expect(bench.left.isEmpty)
  }

  @Test func `one failure too many cancels nobody, since the join waits for all that are left`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, operations: { bad: [ { wait: 10ms }, { fail: bad } ], slow: [ wait: 90ms ] } } }
      flows:
        f:
          - parallel: { a: [ call: app.bad ], b: [ call: app.bad ], c: [ call: app.slow ] }
            join: 2
            cancel: yes
      """, at: [0])
    #expect(bench.outcomes() == ["error": 1] && bench["app"].counts[.cancelled] == 0)
    #expect(bench["app"].completions == 3 && bench["app"].busy == 110 && bench.left.isEmpty)
  }

  // MARK: Hedges

  private func hedged(_ cancel: String, timeout: String = "1s", run: String = "100ms") throws -> Bench {
    try Bench(
      """
      components:
        app: { kind: service, replicas: 2, cores: 1, threads: 1, pick: round-robin, operations: { run: \(run) } }
      policies: { p: { timeout: \(timeout), hedge: { after: 10ms\(cancel) } } }
      flows: { f: [ { call: app.run, policy: p, when: { timeout: continue } }, { call: app.run, timeout: 1s } ] }
      """, at: [0])
  }

  @Test func `the hedge that was slower is cancelled`() throws {
    // Both begin at once but for 10 ms: the first is done at 100 ms, and the second 10 ms later.
    let kept = try hedged("")
    #expect(kept["app"].counts[.cancelled] == 0 && kept["app"].busy == 300 && kept["app"].counts[.hedges] == 1)
    let cancelled = try hedged(", cancel: yes")
    #expect(cancelled["app"].counts[.cancelled] == 1 && cancelled["app"].busy == 290 && cancelled.left.isEmpty)
    #expect(cancelled.latency == 200)
  }

  @Test func `after a timeout both go on`() throws {
    let bench = try hedged(", cancel: yes", timeout: "50ms")
    #expect(bench["app"].counts[.cancelled] == 0 && bench["app"].counts[.wasted] == 2 && bench.left.isEmpty)
  }

  // MARK: Words

  @Test(arguments: [
    "{ parallel: { a: [ work: 1ms ], b: [ work: 1ms ] }, cancel: yes }",
    "{ parallel: { a: [ work: 1ms ], b: [ work: 1ms ] }, join: 2, cancel: yes }",
    "{ parallel: { a: [ work: 1ms ] }, join: any, cancel: yes }",
  ])
  func `where all are waited for there is nothing to cancel`(step: String) throws {
    let problems = try Draft.problems("- publish: events", "- \(step)")
    #expect(problems.count == 1 && problems.first?.contains("none is left to `cancel`") ?? false, "\(problems)")
  }

  @Test func `it is yes or no`() throws {
    let problems = try Draft.problems(
      "- publish: events", "- { parallel: { a: [ work: 1ms ], b: [ work: 1ms ] }, join: any, cancel: maybe }")
    #expect(problems.count == 1 && problems.first?.contains("maybe") ?? false, "\(problems)")
  }
}
