import Components
import Statistics
import Testing

/// What waits for a core, with a slot in hand.
@Suite struct CoreWaitTests {
  /// Work of 100 ms on one core, from callers that wait 150 ms.
  private func late(_ discipline: String) throws -> Bench {
    try Bench(
      """
      components: { app: { kind: service, cores: 1, threads: 9, discipline: \(discipline), operations: { run: 100ms } } }
      policies: { p: { deadline: 150ms } }
      flows: { f: [ { call: app.run, policy: p, when: { else: continue } } ] }
      """, at: [0, 10, 20])
  }

  @Test(arguments: ["fifo", "lifo", "priority", "preemptive", "shortest", "fair"])
  func `work whose deadline has passed does not begin`(discipline: String) throws {
    // The second begins at 100 ms, in time, and the third would at 200 ms, too late at 170 ms.
    let bench = try late(discipline)
    #expect(bench["app"].busyCores == 200_000_000 && bench["app"].counts[.expired] == 1)
    #expect(bench["app"].completions == 3 && bench["app"].failures == 1 && bench.left.isEmpty)
  }

  @Test func `work does not begin after a step during which its deadline passes`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, cores: 1, operations: { run: [ { wait: 200ms }, { work: 100ms } ] } } }
      policies: { p: { deadline: 150ms } }
      flows: { f: [ { call: app.run, policy: p, when: { else: continue } } ] }
      """, at: [0])
    #expect(bench["app"].busyCores == 0 && bench["app"].counts[.expired] == 1 && bench.left.isEmpty)
  }

  @Test func `branches whose deadline has passed do not begin`() throws {
    let bench = try Bench(
      """
      components:
        app:
          kind: service
          cores: 1
          operations: { run: [ { parallel: { a: [ work: 100ms ], b: [ work: 100ms ], c: [ work: 100ms ] } } ] }
      policies: { p: { deadline: 150ms } }
      flows: { f: [ { call: app.run, policy: p, when: { else: continue } } ] }
      """, at: [0])
    #expect(bench["app"].busyCores == 200_000_000 && bench["app"].counts[.expired] == 1 && bench.left.isEmpty)
  }

  @Test func `what goes on after its answer has no deadline any more`() throws {
    let bench = try Bench(
      """
      components:
        log: { kind: topic, publish: 0ms }
        sockets: { kind: websocket-server, connections: 2, lease: 300ms, operations: { connect: 1ms } }
      policies: { p: { deadline: 50ms } }
      flows: { f: [ { call: sockets.connect, policy: p } ] }
      """, at: [0])
    #expect(bench.outcomes() == ["ok": 1] && bench["sockets"].busy == 301 && bench["sockets"].failures == 0)
  }

  @Test func `an operation waits for its slot and for its cores, and is served the rest of the time`() throws {
    // Two threads, one core. The first works 0–100 ms; the second waits for the core until then and works until
    // 200 ms; the third has a thread at 100 ms, the core at 200 ms.
    let bench = try Bench(
      """
      components: { app: { kind: service, cores: 1, threads: 2, operations: { run: 100ms } } }
      flows: { f: [ { call: app.run } ] }
      """, at: [0, 0, 0])
    let app = bench["app"]
    #expect(app.waiting.sum == 300_000_000 && app.waiting.maximum == 200_000_000)
    #expect(app.service.sum == 300_000_000 && app.coreWaiting == 200_000_000)
    // Little's law for the line, and the utilisation law for the slots.
    #expect(app.queue == 300_000_000 && app.busySlots == 500_000_000)
  }

  @Test func `of branches at once, the one that ends last tells how long the operation waited`() throws {
    // b works 0–10 ms while a waits for it, and c waits for both; then the operation waits no more.
    let bench = try Bench(
      """
      components:
        app:
          kind: service
          cores: 1
          operations:
            run: [ { parallel: { b: [ work: 10ms ], a: [ work: 20ms ], c: [ work: 30ms ] } }, { work: 5ms } ]
      flows: { f: [ { call: app.run } ] }
      """, at: [0])
    #expect(bench.latency == 65 && bench["app"].waiting.sum == 30_000_000 && bench["app"].service.sum == 35_000_000)
  }

  @Test func `iterations one after the other wait one after the other`() throws {
    let bench = try Bench(
      """
      components:
        app:
          kind: service
          cores: 1
          operations: { run: [ { repeat: 3, steps: [ work: 10ms ] } ], other: [ work: 15ms ] }
      flows: { f: [ { call: app.run } ], g: [ { call: app.other } ] }
      """, at: [0], second: [1])
    // The other one works 10–25 ms; the second iteration waits for it, and the third for nobody.
    #expect(bench.latency == 45 && bench["app"].waiting.sum == 15_000_000 + 9_000_000)
  }

  @Test func `a crash ends a wait for a core`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, cores: 1, operations: { run: 100ms } } }
      flows: { f: [ { call: app.run, when: { else: continue } } ] }
      faults: { dead: { at: 50ms, back-in: 1ms, hits: app, crash: yes } }
      """, at: [0, 10])
    #expect(bench["app"].waiting.sum == 40_000_000 && bench["app"].service.sum == 50_000_000 && bench.left.isEmpty)
  }
}
