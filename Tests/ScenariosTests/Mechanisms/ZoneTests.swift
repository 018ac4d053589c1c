import Components
import Engine
import Testing

/// Where things stand: what a lost zone takes with it, what crosses from one to another, and who knows what is down.
@Suite struct ZoneTests {
  private func topic(_ fields: String, fault: String = "outage: yes, at: 1s, for: 8s") throws -> Bench {
    try Bench(
      """
      populations: { order: { count: 1000 } }
      components:
        app: { kind: service, threads: 1k, operations: { run: [ { publish: events, key: order } ] } }
        events: { kind: topic, partitions: 3, publish: 1ms, \(fields) }
        there: { kind: service, zones: [ a, b, c ], replicas: 3, operations: { run: 1ms } }
        reader: { kind: consumers, from: events, runs: take, threads: 100, operations: { take: 1ms } }
      flows: { f: [ { call: app.run } ] }
      faults: { out: { \(fault), hits: zone a } }
      """, at: (0..<1000).map { $0 * 10 })
  }

  @Test func `a partition whose leader's zone is lost is led by a copy after its failover`() throws {
    let copied = try topic("zones: [ a, b, c ], replication: 2, failover: 500ms")
    let lost = Int(copied.outcomes()["error"] ?? 0)
    // A third of the publishes of half a second.
    #expect(lost > 5 && lost < 30 && copied.instants(.elected) == [1500])
    #expect(copied["reader"].arrivals == 1000 - UInt64(lost) && copied.left.isEmpty)
    // Nobody has a copy: a third of eight seconds.
    let single = try topic("zones: [ a, b, c ], replication: 1, failover: 500ms")
    let gone = Int(single.outcomes()["error"] ?? 0)
    #expect(gone > 220 && gone < 310 && single.instants(.elected).isEmpty && single.left.isEmpty)
  }

  @Test func `a topic in one zone is out with it, and one elsewhere is not`() throws {
    #expect(try topic("zones: [ a ], failover: 100ms").outcomes()["error"] == 800)
    #expect(try topic("zones: [ b ], failover: 100ms").outcomes()["error"] == nil)
    #expect(try topic("failover: 100ms").outcomes()["error"] == nil)
  }

  @Test func `records in a partition without a leader wait, and are taken when it has one`() throws {
    let bench = try Bench(
      """
      components:
        app: { kind: service, operations: { run: [ { publish: events } ] } }
        events: { kind: topic, publish: 0ms, zones: [ a, b ], replication: 2, failover: 1s }
        reader: { kind: consumers, from: events, runs: take, operations: { take: [ { wait: 100ms }, { measure: age since begun } ] } }
      flows: { f: [ { mark: begun }, { call: app.run } ] }
      faults: { out: { at: 50ms, for: 5s, hits: zone a, crash: yes } }
      """, at: [0, 10, 20])
    // The first is taken at once, the others when a copy leads.
    #expect(bench.measured.longest == 1050 + 200 - 20 && bench.left.isEmpty)
  }

  @Test func `bytes that cross from zone to zone are counted at both ends`() throws {
    let bench = try Bench(
      """
      components:
        web: { kind: service, zones: [ a ], operations: { run: [ { call: app.run, size: 5 KB }, { call: near.run }, { call: app.run } ] } }
        app: { kind: service, zones: [ b ], operations: { run: 1ms } }
        near: { kind: service, zones: [ a ], operations: { run: 1ms } }
      flows: { f: [ { call: web.run } ] }
      """, at: [0, 10])
    #expect(bench["web"].crossZoneBytes == 12_000 && bench["app"].crossZoneBytes == 12_000)
    #expect(bench["near"].crossZoneBytes == 0 && bench["app"].sizedBytes == 8_000)
  }

  private func balanced(_ call: String) throws -> Bench {
    try Bench(
      """
      components:
        lb: { kind: load-balancer, to: app, pick: random, health: { every: 10ms, eject-after: 1 } }
        app: { kind: service, replicas: 2, operations: { run: 1ms } }
      flows: { f: [ { call: \(call) } ] }
      faults: { dead: { at: 1s, hits: app, crash: 1 replica, back-in: 9s } }
      """, at: (0..<1000).map { $0 * 10 })
  }

  @Test func `what a load balancer knows is known to its own callers alone`() throws {
    let through = try balanced("lb.run")
    #expect((through.outcomes()["error"] ?? 0) <= 2 && through.instants(.ejected).count == 1)
    // In turn, whatever the balancer would pick: half of the calls of nine seconds.
    let past = try balanced("app.run")
    #expect(past.outcomes()["error"] == 450 && past.instants(.ejected).count == 1)
  }

  @Test func `zones name replicas that are there`() throws {
    func problems(_ zones: String, _ rest: String = "replicas: 2") throws -> [String] {
      try Draft.problems(
        """
        orrery: 1
        name: zones
        question: q
        run: { duration: 1s, warm-up: 0s }
        components: { app: { kind: service, \(rest), zones: \(zones), operations: { run: 1ms } } }
        flows: { f: [ { call: app.run, timeout: 1s } ] }
        workloads: { w: { rate: 1/s, flows: { f: 100% } } }
        budgets: { b: max latency < 1s }
        """)
    }
    #expect(try problems("{ primary: a, replica: b }").count == 2)
    #expect(try problems("{ 1: a, 2: b }").isEmpty)
    #expect(
      try problems("{ anything: a }").contains { $0.contains("has no replica `anything`") && $0.contains("error") })
    #expect(try problems("{ 1: a, 2: b, 3: c }").contains { $0.contains("has no replica `3`") })
    #expect(try problems("{ 1: a }").contains { $0.contains("replica `2` of `app` has no zone") })
    #expect(
      try problems("[ a, b, c ]").contains { $0.contains("nothing of it stands in `c`") && $0.contains("warning") })
  }
}
