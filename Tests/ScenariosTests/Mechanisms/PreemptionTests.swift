import Components
import Statistics
import Testing

/// Work that takes a core from other work.
@Suite struct PreemptionTests {
  /// Work of 100 ms of priority 4, and of 30 ms of priority 0.
  private func bench(
    _ fields: String = "cores: 1", at arrivals: [Int], urgent: [Int], rest: String = ""
  ) throws -> Bench {
    try Bench(
      """
      components:
        app: { kind: service, \(fields), threads: 9, discipline: preemptive, operations: { run: 100ms, quick: 30ms } }
      flows:
        f: [ { call: app.run, when: { else: continue } } ]
        g: [ { call: app.quick, priority: 0, when: { else: continue } } ]
      \(rest)
      """, at: arrivals, second: urgent)
  }

  @Test func `what is interrupted waits for the core with its slot in hand, and goes on where it stopped`() throws {
    let bench = try bench(at: [0], urgent: [10, 20])
    // 0–10, then 10–40 and 40–70 of the others, then the other 90 ms.
    #expect(bench.latency == 160 && bench.result.flows[1].latency.sum == 80_000_000)
    let app = bench["app"]
    #expect(app.busyCores == 160_000_000 && app.coreWaiting == 80_000_000 && app.service.sum == 160_000_000)
    #expect(app.busySlots == 240_000_000 && app.queue == 80_000_000 && bench.left.isEmpty)
  }

  @Test func `what is interrupted goes on before those of its priority that have not begun`() throws {
    let bench = try bench(at: [0, 5], urgent: [10])
    #expect(bench.latencies == 130 + 225 && bench.left.isEmpty)
  }

  @Test func `work ends at the instant at which others would have taken its core`() throws {
    let bench = try bench(at: [0], urgent: [100])
    #expect(bench.latency == 100 && bench.result.flows[1].latency.sum == 30_000_000 && bench["app"].queue == 0)
  }

  @Test func `with a core for each, nothing is interrupted`() throws {
    let bench = try bench("cores: 2", at: [0], urgent: [10])
    #expect(bench.latency == 100 && bench["app"].coreWaiting == 0)
  }

  @Test func `what has begun is done to its end when its deadline passes meanwhile`() throws {
    let late = try Bench(
      """
      components:
        app:
          { kind: service, cores: 1, threads: 9, discipline: preemptive, operations: { run: 40ms, quick: 30ms } }
      policies: { p: { deadline: 50ms } }
      flows:
        f: [ { call: app.run, policy: p, when: { else: continue } } ]
        g: [ { call: app.quick, priority: 0 } ]
      """, at: [0, 1], second: [10])
    // The first goes on at 40 ms and ends at 70 ms; the second would begin then, and does not.
    #expect(late["app"].busyCores == 70_000_000 && late["app"].counts[.expired] == 1)
    #expect(late["app"].timeouts == 2 && late["app"].counts[.wasted] == 2 && late.left.isEmpty)
  }

  @Test func `faults slow what is left, and a crash takes what was interrupted along`() throws {
    let slow = try bench(at: [0], urgent: [10], rest: "faults: { bad: { at: 40ms, for: 1s, hits: app, slow: x2 } }")
    #expect(slow.latency == 40 + 180)
    let dead = try bench(
      at: [0], urgent: [10], rest: "faults: { bad: { at: 20ms, back-in: 1ms, hits: app, crash: yes } }")
    #expect(dead["app"].busyCores == 20_000_000 && dead["app"].counts[.lost] == 2 && dead.left.isEmpty)
  }
}
