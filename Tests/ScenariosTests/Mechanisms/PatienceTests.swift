import Components
import Statistics
import Testing

/// Timeouts and deadlines that are drawn.
@Suite struct PatienceTests {
  /// Calls that take 1 s, by callers who go on without an answer.
  private func bench(_ policy: String, at arrivals: [Int] = Array(0..<50), rest: String = "", seed: UInt64 = 1) throws
    -> Bench
  {
    try Bench(
      """
      components: { app: { kind: service, threads: 1k, operations: { run: [ wait: 1s ] } } }
      policies: { p: { \(policy) } }
      flows: { f: [ { call: app.run, policy: p, when: { else: continue } }\(rest) ] }
      """, at: arrivals, seed: seed)
  }

  @Test func `a timeout is drawn for each call, from its law`() throws {
    let drawn = try bench("timeout: uniform(low 20ms high 30ms)")
    let latency = drawn.result.flows[0].latency
    #expect(drawn["app"].timeouts == 50 && latency.count == 50 && drawn.left.isEmpty)
    #expect(latency.minimum ?? 0 >= 20_000_000 && latency.minimum ?? 0 < 22_000_000)
    #expect(latency.maximum ?? 0 <= 30_000_000 && latency.maximum ?? 0 > 28_000_000)
    #expect(abs(drawn.latencies / 50 - 25) < 2)
  }

  @Test func `a law that is always the same is a plain timeout`() throws {
    let (law, plain) = (try bench("timeout: constant(25ms)"), try bench("timeout: 25ms"))
    #expect(law.plan.timeouts == [25_000_000] && law.plan.drawnTimeouts.isEmpty && plain.plan.timeouts == [25_000_000])
    #expect(law.latencies == 50 * 25 && plain.latencies == 50 * 25)
  }

  @Test func `each try has its own, and draws do not depend on what else is called`() throws {
    let two = try bench("timeout: uniform(low 20ms high 30ms), retry: { times: 1, backoff: 0s }", at: [0])
    let one = try bench("timeout: uniform(low 20ms high 30ms)", at: [0])
    #expect(two.latency != 2 * one.latency && two.latency > one.latency + 20 && two.latency < one.latency + 30)
    let again = try bench(
      "timeout: uniform(low 20ms high 30ms)", at: [0], rest: ", { call: app.run, policy: p, when: { else: continue } }")
    #expect(again.latency > one.latency + 20 && again.latency < one.latency + 30 && again.latency != 2 * one.latency)
    let other = try bench("timeout: uniform(low 20ms high 30ms)", at: [0], seed: 2)
    #expect(other.latency != one.latency)
  }

  @Test func `a deadline that is drawn is that of all tries, and of callees`() throws {
    let bench = try Bench(
      """
      components:
        app: { kind: service, threads: 1, operations: { run: [ wait: 100ms ] } }
      policies: { p: { deadline: uniform(low 40ms high 60ms), retry: { times: 9 } } }
      flows: { f: [ { call: app.run, policy: p, when: { else: continue } } ] }
      """, at: [0, 1, 2])
    // One begins; the others are too late when it has ended.
    #expect(bench["app"].counts[.expired] == 2 && bench["app"].busy == 100 && bench["app"].counts[.retries] == 0)
    let latency = bench.result.flows[0].latency
    #expect(latency.minimum ?? 0 >= 40_000_000 && latency.maximum ?? 0 <= 60_000_000)
    #expect(latency.minimum != latency.maximum && bench.left.isEmpty)
  }

  @Test func `the earlier of a drawn timeout and a deadline ends a try`() throws {
    let soon = try bench("timeout: uniform(low 20ms high 30ms), deadline: 10ms", at: [0])
    #expect(soon.latency == 10 && soon["app"].timeouts == 1)
    let late = try bench("timeout: uniform(low 20ms high 30ms), deadline: 100ms", at: [0])
    #expect(late.latency > 20 && late.latency < 30)
  }

  @Test func `who gives up leaves the line of a pool, and who has a slot keeps it`() throws {
    let bench = try Bench(
      """
      components: { desk: { kind: pool, slots: 1 } }
      flows:
        f: [ { hold: desk, timeout: uniform(low 20ms high 30ms), steps: [ wait: 1s ], when: { else: continue } } ]
      """, at: [0, 100, 200])
    #expect(bench.latency == 1000 && bench["desk"].timeouts == 2 && bench["desk"].busy == 1000)
    #expect(bench["desk"].queue > 40_000_000 && bench["desk"].queue < 60_000_000 && bench.left.isEmpty)
  }
}
