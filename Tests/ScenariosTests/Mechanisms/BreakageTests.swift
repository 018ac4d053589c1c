import Components
import Engine
import Testing

/// What stops, fails over, is cut off, scales, or comes by the clock.
@Suite struct BreakageTests {
  // MARK: Crashes

  @Test func `callers hear of a crash at once, and what was in progress is lost`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, threads: 1, operations: { run: [ { wait: 60ms }, { work: 40ms } ] } } }
      flows: { f: [ { call: app.run, when: { else: continue } } ] }
      faults: { dead: { at: 50ms, back-in: 100ms, hits: app, crash: yes } }
      """, at: [0, 10, 60, 200])
    // Lost at work and in line, after 50 and 40 ms; refused at once; and done.
    #expect(bench.latencies == 50 + 40 + 0 + 100)
    #expect(bench["app"].counts[.lost] == 2 && bench["app"].counts[.crashes] == 1)
    #expect(bench["app"].failures == 3 && bench["app"].busy == 150 && bench.left.isEmpty)
  }

  @Test func `caller and callee may stop together`() throws {
    let bench = try Bench(
      """
      components:
        db: { kind: database, zones: [ a ], locks: [ write ], operations: { write: 50ms } }
        app:
          kind: service
          zones: [ a ]
          operations: { inner: [ call: db.write ], run: [ { call: app.inner, as: x }, { call: db.write } ] }
      flows: { f: [ { call: app.run, when: { else: continue } } ] }
      faults: { dead: { at: 60ms, back-in: 100ms, hits: zone a, crash: yes } }
      """, at: [0, 1, 2, 200])
    #expect(bench.outcomes() == ["ok": 4] && bench.latencies == 60 + 59 + 58 + 100 && bench.left.isEmpty)
  }

  @Test func `work that takes as long as that of one who was lost is not ended by it`() throws {
    // The work of the first would end at 100 ms, and so does the wait of the second, which has its place.
    let bench = try Bench(
      """
      components: { app: { kind: service, cores: 1, operations: { run: [ work: 100ms ], look: [ wait: 10ms ] } } }
      flows:
        f: [ { call: app.run, when: { else: continue } } ]
        g: [ { call: app.look }, { call: app.run } ]
      faults: { dead: { at: 50ms, back-in: 10ms, hits: app, crash: yes } }
      """, at: [0], second: [90])
    #expect(bench.outcomes(1) == ["ok": 1] && bench["app"].busyCores == 150_000_000 && bench.left.isEmpty)
  }

  // MARK: Databases

  private func database(_ options: String, _ fault: String, at arrivals: [Int], second: [Int] = []) throws -> Bench {
    try Bench(
      """
      components: { db: { kind: database\(options), operations: { read: 1ms, write: 1ms } } }
      flows: { f: [ { call: db.write } ], g: [ { call: db.read } ] }
      faults: { lost: { at: 100ms, hits: db, \(fault) } }
      """, at: arrivals, second: second)
  }

  @Test func `writes fail until a copy is the primary, and copies go on reading`() throws {
    let bench = try database(
      ", replica: { count: 1, failover: 1s, reads: yes }", "failover: yes", at: [50, 200, 1099, 1101, 5000],
      second: [200, 500, 2000])
    #expect(bench.outcomes() == ["ok": 3, "error": 2] && bench.outcomes(1) == ["ok": 3])
    #expect(bench.instants(.failoverBegan) == [100] && bench.instants(.failoverEnded) == [1100])
    // It never comes back.
    #expect(bench.instants(.restarted) == [])
  }

  @Test func `a database without copies is there again when its machine is`() throws {
    let bench = try database("", "crash: yes, back-in: 200ms", at: [50, 200, 299, 301, 900])
    #expect(bench.outcomes() == ["ok": 3, "error": 2])
  }

  @Test func `when every copy is down, the first to be back is the primary`() throws {
    let bench = try database(
      ", replica: { count: 2, failover: 1s }", "crash: yes, back-in: 3s", at: [50, 2000, 3099, 3101, 9000])
    #expect(bench.outcomes() == ["ok": 3, "error": 2] && bench.instants(.failoverEnded) == [3100])
  }

  // MARK: Partitions

  @Test func `calls into a partition time out, or fail at once where nobody waits`() throws {
    let bench = try Bench(
      """
      components:
        app: { kind: service, operations: { run: 1ms } }
        web: { kind: service, operations: { run: [ { call: app.run, timeout: 50ms, when: { else: continue } } ] } }
        bot: { kind: service, operations: { run: [ { call: app.run, when: { else: continue } } ] } }
      flows:
        f: [ { call: web.run } ]
        g: [ { call: bot.run } ]
      faults:
        cut: { at: 0s, for: 1s, hits: app, partition: web }
        wide: { at: 500ms, for: 1s, hits: app, partition: bot }
      """, at: [10, 900, 1200], second: [100, 1100])
    // From the first until 1 s, from the second from 500 ms on.
    #expect(bench.latencies == 50 + 50 + 1 && bench["app"].timeouts == 2)
    #expect(bench["app"].counts[.lost] == 3 && bench["app"].arrivals == 2)
    #expect(bench.outcomes(1) == ["ok": 2])
  }

  @Test func `an answer into a cut does not come back`() throws {
    func bench(_ timeout: String) throws -> Bench {
      try Bench(
        """
        components:
          app: { kind: service, operations: { run: [ wait: 100ms ] } }
          web: { kind: service, operations: { run: [ { call: app.run\(timeout), when: { else: continue } } ] } }
        flows: { f: [ { call: web.run } ] }
        faults: { cut: { at: 50ms, for: 1s, hits: app, partition: web } }
        """, at: [0])
    }
    let patient = try bench(", timeout: 300ms")
    #expect(patient.latency == 300 && patient["app"].counts[.wasted] == 1 && patient["app"].failures == 0)
    #expect(try bench("").latency == 100)
  }

  @Test func `an answer before the end takes the way back like any other`() throws {
    let bench = try Bench(
      """
      network: { client: 20ms, same-zone: 0ms }
      components: { ws: { kind: websocket-server, connections: 2, lease: 1s, operations: { connect: 1ms } } }
      flows: { f: [ { call: ws.connect } ] }
      """, at: [0])
    #expect(bench.latency == 41 && bench["ws"].busy == 1001 && bench.left.isEmpty)
  }

  // MARK: Timers

  private func timer(_ overlap: String, _ step: String, discipline: String = "fifo") throws -> Bench {
    try Bench(
      """
      components:
        app: { kind: service, cores: 1, discipline: \(discipline), operations: { run: [ \(step) ], look: 1ms } }
        clock: { kind: cron, every: 100ms, runs: app.run, overlap: \(overlap) }
      flows: { f: [ { call: app.look } ] }
      """, at: [995], seconds: 1)
  }

  @Test func `a timer starts again beside the last run, not at all, or in its place`() throws {
    let allow = try timer("allow", "wait: 250ms")
    #expect(allow["app"].arrivals == 11 && allow["app"].busy >= 250 * 7)
    let forbid = try timer("forbid", "wait: 250ms")
    #expect(forbid["app"].arrivals == 5 && forbid.instants(.skipped) == [100, 200, 400, 500, 700, 800])
    let replace = try timer("replace", "wait: 250ms")
    #expect(replace["app"].arrivals == 11 && replace["app"].counts[.lost] == 9 && replace.left.isEmpty)
  }

  @Test(arguments: ["fifo", "lifo", "priority", "preemptive", "shortest", "fair", "sharing"])
  func `a run that is replaced gives back its core and its place`(discipline: String) throws {
    let work = try timer("replace", "work: 250ms", discipline: discipline)
    #expect(work["app"].counts[.lost] == 9 && work.left.isEmpty)
    // The core is always busy, and never with what is gone: the last run ends at 1,150 ms.
    #expect(work["app"].busyCores == 1_000_000_000)
    let branches = try timer(
      "replace", "{ parallel: { a: [ work: 250ms ], b: [ work: 10ms ] } }", discipline: discipline)
    #expect(branches["app"].counts[.lost] == 9 && branches.left.isEmpty)
  }

  // MARK: Scaling

  @Test func `an autoscaler decides when it looks, and replicas come when they have booted`() throws {
    // One thread, always busy: 100 % where 50 % is wanted.
    let bench = try Bench(
      """
      components:
        app:
          kind: service
          threads: 1
          replicas: { min: 1, max: 4, keep: slots 50%, metric-delay: 0s, interval: 1s, startup: 2s, cooldown: 5s }
          operations: { run: [ wait: 100ms ] }
      flows: { f: [ { call: app.run } ] }
      """, at: (0..<60).map { $0 * 100 })
    #expect(bench.instants(.scaleUp) == [1000] && bench.instants(.booted) == [3000])
    #expect(bench.instants(.scaleDown) == [6000 + 1000])
    #expect(bench.latencies == 6000)
  }

  @Test func `the warm-up changes no decision`() throws {
    func decisions(warmUp: Int) throws -> [Decision] {
      try Bench(
        """
        components:
          app:
            kind: service
            threads: 4
            replicas: { min: 1, max: 6, keep: slots 50%, metric-delay: 0s, interval: 700ms, startup: 1s, cooldown: 1s }
            operations: { run: exponential(mean 100ms) }
        flows: { f: [ { call: app.run } ] }
        """, at: (0..<900).map { $0 * ($0 < 500 ? 20 : 35) }, warmUp: warmUp
      ).result.decisions
    }
    let plain = try decisions(warmUp: 0)
    #expect(try plain.count > 4 && plain == decisions(warmUp: 5_100))
  }
}
