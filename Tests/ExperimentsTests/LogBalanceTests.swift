import Components
import Experiments
import Testing

/// What a log answers adds up, whatever happens to it.
@Suite struct LogBalanceTests {
  private struct Answers {
    var all: Double
    var ok: Double
    var error: Double
    var refused: Double
    var balance: SelfCheck
  }

  /// A topic that a hundred records a second go into.
  private func answers(_ topic: String, reader: String = "1ms", faults: String = "{}") throws -> Answers {
    let outcomes = ["", " outcome=ok", " outcome=error", " outcome=refused"]
    let budgets = outcomes.enumerated().map { "b\($0): count calls(component=events\($1)) >= 0" }
    let result = try Study.run(
      Study.read(
        """
        orrery: 1
        name: answers
        question: does it add up?
        origin: assumed
        run: { duration: 60s, warm-up: 5s, drain: 5s }
        components:
          events: { kind: topic, publish: 1ms, \(topic) }
          reader: { kind: consumers, from: events, runs: take, zones: [ x ], operations: { take: \(reader) } }
        flows: { order: [ { publish: events, when: { else: continue } } ] }
        workloads: { day: { rate: 100/s, flows: { order: 100% } } }
        faults: \(faults)
        budgets: { \(budgets.joined(separator: ", ")) }

        """))
    let found = result.budgets.map { $0.observed ?? -1 }
    let balance = try #require(result.selfChecks.first { $0.component == "events" && $0.law == "flow balance" })
    return Answers(all: found[0], ok: found[1], error: found[2], refused: found[3], balance: balance)
  }

  private func expectSum(_ found: Answers) {
    #expect(found.all > 5000 && found.ok + found.error + found.refused == found.all, "\(found)")
    #expect(found.balance.isWithinTolerance && found.balance.measured == found.balance.expected, "\(found)")
  }

  @Test func `while it is out it answers errors`() throws {
    let found = try answers("partitions: 4", faults: "{ out: { at: 10s, for: 20s, hits: events, outage: yes } }")
    expectSum(found)
    #expect(found.refused == 0 && abs(found.error / 2000 - 1) < 0.1, "\(found)")
  }

  @Test func `a partition without a leader answers errors`() throws {
    let found = try answers(
      "partitions: 2, replication: 1, zones: [ a, b ]",
      faults: "{ lost: { at: 10s, for: 20s, hits: zone a, outage: yes } }")
    expectSum(found)
    #expect(found.refused == 0 && abs(found.error / 1000 - 1) < 0.15, "\(found)")
  }

  @Test func `while it is full it refuses`() throws {
    let found = try answers("queue: 10", reader: "20ms")
    expectSum(found)
    #expect(found.error == 0 && abs(found.refused / 2750 - 1) < 0.1, "\(found)")
  }
}
