import Components
import Testing

/// What callers do about callees: tries, deadlines, budgets, breakers, hedges.
@Suite struct GuardTests {
  /// Calls that fail after 10 ms, by a caller that goes on.
  private func failing(_ policy: String, at arrivals: [Int] = [0]) throws -> Bench {
    try Bench(
      """
      components:
        app: { kind: service, operations: { run: [ { wait: 10ms }, { fail: error } ] } }
      policies: { p: { \(policy) } }
      flows: { f: [ { call: app.run, policy: p, when: { else: continue } } ] }
      """, at: arrivals)
  }

  @Test func `tries follow one another after backoffs that double up to a bound`() throws {
    let bench = try failing("retry: { times: 3, backoff: 10ms..25ms, jitter: none }")
    // 10 + 10 + 10 + 20 + 10 + 25 + 10.
    #expect(bench.latency == 95)
    #expect(bench["app"].arrivals == 4 && bench["app"].counts[.retries] == 3)
    #expect(bench.left.isEmpty)
  }

  @Test func `jitter shortens a backoff, by half at most where it is equal`() throws {
    let full = try failing("retry: { times: 1, backoff: 100ms, jitter: full }").latency
    let equal = try failing("retry: { times: 1, backoff: 100ms, jitter: equal }").latency
    #expect((20...120).contains(full) && full != 120)
    #expect((70...120).contains(equal) && equal != 120)
  }

  @Test func `a backoff that has a law is drawn for each try from it`() throws {
    let law = "backoff: uniform(low 100ms high 200ms)"
    let one = try failing("retry: { times: 1, \(law) }").latency
    #expect((120...220).contains(one))
    let two = try failing("retry: { times: 2, \(law) }").latency
    #expect((130...230).contains(two - one + 20) && two - one != one - 10)
    let many = try failing("retry: { times: 1, \(law) }", at: (0..<200).map { $0 * 10 })
    #expect(abs(many.latencies / 200 - 170) < 8 && many.left.isEmpty)
    #expect(try failing("retry: { times: 1, backoff: constant(50ms) }").latency == 70)
  }

  @Test func `no try begins after the deadline`() throws {
    // The third try ends at 60 ms; the fourth would begin at 85 ms.
    let bench = try failing("deadline: 70ms, retry: { times: 3, backoff: 10ms..25ms, jitter: none }")
    #expect(bench.latency == 60 && bench["app"].arrivals == 3)
  }

  @Test func `a deadline ends the last try, and what goes on is wasted`() throws {
    let bench = try failing("deadline: 55ms, retry: { times: 3, backoff: 10ms..25ms, jitter: none }")
    #expect(bench.latency == 55 && bench["app"].arrivals == 3)
    #expect(bench["app"].timeouts == 1 && bench["app"].counts[.wasted] == 1)
  }

  @Test func `only the outcomes that are named are tried again`() throws {
    let bench = try failing("retry: { times: 3, backoff: 10ms, jitter: none, for: [ timeout, refused ] }")
    #expect(bench.latency == 10 && bench["app"].arrivals == 1)
  }

  @Test func `a budget bounds retries by what it has saved and a share of first tries`() throws {
    let bench = try failing(
      "retry: { times: 5, backoff: 1ms, jitter: none, budget: 10% }", at: (0..<200).map { $0 * 100 })
    // Ten saved, full when the first call pays in; then one for each ten calls.
    #expect(bench["app"].counts[.retries] == 10 + 19)
    #expect(bench["app"].arrivals == 200 + 29)
  }

  @Test func `tries without a pause follow one another at one instant, however many there are`() throws {
    let bench = try Bench(
      """
      components:
        shut: { kind: service, operations: { run: 1ms } }
        log: { kind: topic, publish: 0ms }
        reader: { kind: consumers, from: log, runs: take, operations: { take: [ { call: shut.run, policy: p } ] } }
      policies: { p: { timeout: 1s, retry: { times: 3 } } }
      flows: { f: [ { repeat: 400, at-once: 400, steps: [ publish: log ] } ] }
      faults: { out: { at: 0s, for: 10s, hits: shut, outage: yes } }
      """, at: [0])
    #expect(bench["shut"].arrivals == 1600 && bench["reader"].failures == 400 && bench.left.isEmpty)
  }

  @Test(arguments: ["fifo", "preemptive", "sharing"])
  func `work that takes no time ends, however often`(discipline: String) throws {
    let bench = try Bench(
      """
      components:
        app:
          kind: service
          discipline: \(discipline)
          operations: { run: [ { repeat: 1000, steps: [ work: 0ms ] } ] }
      flows: { f: [ { call: app.run } ] }
      """, at: [0])
    #expect(bench.outcomes() == ["ok": 1] && bench.left.isEmpty)
  }

  // MARK: Breakers

  @Test func `a breaker opens, lets one call through after a rest, and closes when that is answered`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, operations: { run: 10ms } } }
      policies: { p: { timeout: 1s, breaker: { failure-threshold: 50%, window: 10s, calls: 4, cooldown: 1s } } }
      flows: { f: [ { call: app.run, policy: p } ] }
      faults: { out: { at: 0s, for: 3550ms, hits: app, outage: yes } }
      """, at: [100, 200, 300, 400, 500, 1400, 1500, 2500, 3000, 3600, 3700])
    #expect(bench.instants(.breakerOpened) == [400, 1400, 2500])
    #expect(bench.instants(.breakerProbed) == [1400, 2500, 3600])
    #expect(bench.instants(.breakerClosed) == [3610])
    #expect(bench["app"].arrivals == 8 && bench["app"].counts[.breakerRefusals] == 3)
    #expect(bench.outcomes() == ["error": 6, "refused": 3, "ok": 2])
  }

  @Test func `calls during a probe are refused`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, operations: { run: 100ms } } }
      policies: { p: { timeout: 1s, breaker: { failure-threshold: 50%, window: 10s, calls: 1, cooldown: 1s } } }
      flows: { f: [ { call: app.run, policy: p } ] }
      faults: { out: { at: 0s, for: 500ms, hits: app, outage: yes } }
      """, at: [100, 1100, 1150, 1199, 1201])
    #expect(bench.outcomes() == ["error": 1, "refused": 2, "ok": 2])
  }

  @Test func `a probe that nobody hears of does not keep the breaker open`() throws {
    let bench = try Bench(
      """
      components:
        app: { kind: service, operations: { run: 500ms } }
        web: { kind: service, threads: 9, operations: { run: [ { call: app.run, policy: p } ] } }
      policies: { p: { timeout: 1s, breaker: { failure-threshold: 50%, window: 10s, calls: 1, cooldown: 1s } } }
      flows: { f: [ { call: web.run, timeout: 5s } ] }
      faults:
        out: { at: 0s, for: 500ms, hits: app, outage: yes }
        dead: { at: 1300ms, back-in: 100ms, hits: web, crash: yes }
      """, at: [100, 1200, 1600, 2300, 3000])
    // The probe of 1.2 s is lost with its caller; the one of 2.3 s is answered.
    #expect(bench.instants(.breakerProbed) == [1200, 2300])
    #expect(bench.instants(.breakerClosed) == [2800])
    #expect(bench.outcomes() == ["error": 2, "refused": 1, "ok": 2])
  }

  // MARK: Hedges

  @Test func `the first answer wins and the other one is wasted`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, replicas: 2, operations: { run: [ wait: 20ms ] } } }
      policies: { p: { timeout: 1s, hedge: 50ms } }
      flows: { f: [ { call: app.run, policy: p } ] }
      faults: { slow: { at: 0s, for: 1min, hits: app, slow: x10, replicas: 1 } }
      """, at: [0])
    // The slow replica would take 200 ms; after 50 ms the other one is asked.
    #expect(bench["app"].counts[.hedges] == 1 && bench["app"].counts[.wasted] == 1 && bench["app"].arrivals == 2)
    #expect(bench["app"].busy == 220)
    #expect(bench.latency == 70 && bench.left.isEmpty)
  }

  @Test func `a failure does not end a wait that a hedge may still answer`() throws {
    // The first call fails at 60 ms, the hedge of 30 ms is answered at 90 ms.
    let bench = try Bench(
      """
      components:
        app: { kind: service, replicas: 2, operations: { run: [ wait: 60ms ] } }
      policies: { p: { timeout: 1s, hedge: 30ms } }
      flows: { f: [ { call: app.run, policy: p } ] }
      faults: { dead: { at: 59ms, back-in: 1s, hits: app, crash: 1 replica } }
      """, at: [0])
    #expect(bench.outcomes() == ["ok": 1] && bench.latency == 90)
  }

  @Test func `a call that is refused on the spot leaves no hedge for the next call`() throws {
    let bench = try Bench(
      """
      components:
        full: { kind: service, threads: 1, queue: 0, operations: { run: 1s } }
        slow: { kind: service, operations: { run: [ wait: 200ms ] } }
      policies: { p: { timeout: 2s, hedge: 20ms } }
      flows:
        f: [ { call: full.run, policy: p, when: { else: continue } }, { call: slow.run } ]
        g: [ { call: full.run } ]
      """, at: [10], second: [0])
    #expect(bench.outcomes() == ["ok": 1] && bench.latency == 200)
    #expect(bench["full"].refusals == 1 && bench["full"].counts[.hedges] == 0)
  }

  // MARK: Work for nobody

  @Test func `what nobody needs any more is not started`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, threads: 1, operations: { run: [ wait: 100ms ] } } }
      policies: { p: { deadline: 50ms } }
      flows: { f: [ { call: app.run, policy: p } ] }
      """, at: [0, 1])
    #expect(bench.outcomes() == ["timeout": 2])
    #expect(bench["app"].counts[.expired] == 1 && bench["app"].busy == 100)
    #expect(bench["app"].counts[.wasted] == 2)
  }

  @Test func `throughput counts work that is done, goodput what arrives in time`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, threads: 1, operations: { run: [ wait: 100ms ] } } }
      flows: { f: [ { call: app.run, timeout: 150ms } ] }
      """, at: [0, 10, 20])
    #expect(bench.outcomes() == ["ok": 1, "timeout": 2])
    #expect(bench["app"].completions == 3 && bench["app"].failures == 0 && bench["app"].counts[.wasted] == 2)
    #expect(bench["app"].busy == 300)
  }

  @Test func `callees inherit what is left of a deadline`() throws {
    let bench = try Bench(
      """
      components:
        db: { kind: service, operations: { run: [ wait: 100ms ] } }
        app:
          kind: service
          operations: { run: [ { wait: 30ms }, { call: db.run, when: { else: continue } }, { wait: 1ms } ] }
      policies: { p: { deadline: 80ms } }
      flows: { f: [ { call: app.run, policy: p } ] }
      """, at: [0])
    // Both give up at 80 ms.
    #expect(bench["db"].timeouts == 1 && bench["app"].timeouts == 1 && bench["app"].busy == 81)
  }
}
