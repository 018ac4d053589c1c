import Components
import Testing

/// Faults of one component that are on at the same time.
@Suite struct OverlapTests {
  /// A service whose operation takes 10 ms, with faults from 1 s to 4 s and from 2 s to 3 s.
  private func both(
    _ first: String, _ second: String, kind: String = "kind: service",
    at arrivals: [Int] = [500, 1500, 2500, 3500, 4500]
  ) throws -> Bench {
    try Bench(
      """
      components: { app: { \(kind), operations: { run: [ wait: 10ms ] } } }
      flows: { f: [ { call: app.run, when: { else: continue } } ] }
      faults:
        one: { at: 1s, for: 3s, hits: app, \(first) }
        two: { at: 2s, for: 1s, hits: app, \(second) }
      """, at: arrivals)
  }

  @Test func `factors multiply, and nothing is left of those that are over`() throws {
    #expect(try both("slow: x2", "slow: x3").latencies == 10 + 20 + 60 + 20 + 10)
    #expect(try both("slow: x2, replicas: 1", "slow: x3").latencies == 10 + 20 + 60 + 20 + 10)
    #expect(try both("slow: x2, replicas: 1", "slow: x3, replicas: 1").latencies == 10 + 20 + 60 + 20 + 10)
    #expect(try both("slow: x2", "deploy: { slow: x3 }").latencies == 10 + 20 + 60 + 20 + 10)
  }

  @Test func `delays add up`() throws {
    #expect(try both("delay: 5ms", "delay: 7ms").latencies == 10 + 15 + 22 + 15 + 10)
  }

  @Test func `an outage ends with the last of them`() throws {
    #expect(try both("outage: yes", "outage: yes")["app"].failures == 3)
    #expect(try both("partition: yes", "partition: yes")["app"].counts[.lost] == 3)
  }

  @Test func `a replica is back when the last reason for its stop is gone`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, operations: { run: [ wait: 10ms ] } } }
      flows: { f: [ { call: app.run, when: { else: continue } } ] }
      faults:
        one: { at: 1s, back-in: 3s, hits: app, crash: yes }
        two: { at: 2s, back-in: 1s, hits: app, crash: 1 replica }
      """, at: [500, 1500, 2500, 3500, 4500])
    #expect(bench["app"].failures == 3 && bench["app"].counts[.crashes] == 1)
    #expect(bench.instants(.restarted) == [4000] && bench.left.isEmpty)
  }

  @Test func `a lost primary comes back when the last fault that it fell to has ended`() throws {
    let bench = try Bench(
      """
      components: { db: { kind: database, replica: { count: 1, failover: 10s }, operations: { write: 1ms } } }
      flows: { f: [ { call: db.write, when: { else: continue } } ] }
      faults:
        one: { at: 1s, back-in: 30s, hits: db, failover: yes }
        two: { at: 2s, back-in: 20s, hits: db, failover: yes }
      """, at: [500, 1500, 10_999, 11_001, 32_000], seconds: 60)
    #expect(bench.instants(.failoverEnded) == [11_000] && bench.instants(.restarted) == [31_000])
    #expect(bench["db"].failures == 2)
  }

  @Test func `shares of failures combine as independent ones`() throws {
    let arrivals = (0..<10_000).map { 2000 + $0 / 10 }
    // 1 − 0.5 · 0.6; and one of all is all.
    let most = try both("error: 50%", "error: 40%", at: arrivals)["app"].failures
    #expect((6_850...7_150).contains(most))
    let deployed = try both("error: 50%", "deploy: { error: 40% }", at: arrivals)["app"].failures
    #expect((6_850...7_150).contains(deployed))
    #expect(try both("error: 100%", "error: 40%", at: arrivals)["app"].failures == 10_000)
  }

  @Test func `a zone's delay and cut are those of its replicas alone`() throws {
    func bench(_ effect: String) throws -> Bench {
      try Bench(
        """
        components: { app: { kind: service, replicas: 2, zones: [ a, b ], operations: { run: [ wait: 10ms ] } } }
        flows: { f: [ { call: app.run, when: { else: continue } } ] }
        faults: { far: { at: 1s, for: 1s, hits: zone a, \(effect) } }
        """, at: [0, 1, 1500, 1501, 2500, 2501])
    }
    let delayed = try bench("delay: 5ms")
    #expect(delayed.latencies == 10 * 6 + 5 && delayed["app"].counts[.crashes] == 0)
    let cut = try bench("partition: yes")
    #expect(cut["app"].counts[.lost] == 1 && cut["app"].completions == 5 && cut["app"].counts[.crashes] == 0)
  }

  @Test func `what does not compose is refused where the times are known`() throws {
    func problems(_ second: String) -> String {
      do {
        _ = try Bench(
          """
          populations: { vendor: { count: 9 } }
          components:
            log: { kind: topic, publish: 0ms }
            reader: { kind: consumers, from: log, runs: take, operations: { take: 1ms } }
            bank: { kind: external, by: vendor, operations: { pay: 10ms } }
          flows: { f: [ { publish: log }, { call: bank.pay, key: vendor, timeout: 1s } ] }
          faults:
            late: { at: 1s, for: 1s, hits: log, reorder: 5%, by: 1s..2s }
            out: { at: 1s, for: 1s, hits: bank, outage: yes, key: 3 }
            more: { \(second) }
          """, at: [0])
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(problems("at: 1500ms, for: 1s, hits: log, reorder: 5%, by: 2s..3s").contains("fault `late` at "))
    #expect(problems("at: 2s, for: 1s, hits: log, reorder: 5%, by: 2s..3s") == "")
    #expect(problems("at: 1s, for: 1s, hits: bank, error: 5%, key: 4").contains("hits other keys of `bank`"))
    #expect(problems("at: 1s, for: 1s, hits: bank, error: 5%, key: 3") == "")
  }
}
