import Components
import Scenarios
import Statistics
import Testing

@testable import Experiments

/// What had not ended when a run stopped counts: at its age at best, as failed or infinitely late at worst.
@Suite struct UnendedVerdictTests {
  /// Sixty seconds of arrivals at an interface that answers after 5 ms, and a second more; a call waits for 9 s.
  static func small(
    components: String = "{ app: { kind: external, operations: { page: 5ms } } }",
    flow: String = "[ { call: app.page, timeout: 9s } ]", rate: String = "10/s", more: String = "", budgets: String
  ) -> String {
    """
    orrery: 1
    name: b
    origin: assumed
    run: { starts: Mon 00:00, duration: 60s, warm-up: 0s, drain: 1s, stands-for: 60s }
    components: \(components)
    flows: { visit: \(flow) }
    workloads: { w: { rate: \(rate), flows: { visit: 100% } } }
    \(more)
    budgets: \(budgets)

    """
  }

  static func run(_ text: String) throws -> RunResult { try Study.run(try Study.read(text)) }

  /// 200 a second come, 100 are served, the newest first: those that are answered are answered soon.
  static let backlog = small(
    components:
      "{ app: { kind: service, cores: 1, threads: 1, queue: 1M, discipline: lifo, operations: { page: 10ms } } }",
    flow: "[ { call: app.page } ]", rate: "200/s",
    budgets: "{ p: p90 latency(flow=visit) < 1s, e: rate errors(flow=visit) < 1%, m: mean waiting(component=app) < 1s }"
  )

  @Test func `a percentile over a backlog is violated although what was answered was fast`() throws {
    let result = try Self.run(Self.backlog)
    let budget = try #require(result.budgets.first { $0.name == "p" })
    #expect(budget.verdict == .violated)
    #expect(budget.isBound)
    // Half of 12,206 requests wait, the oldest for all of the 61 s: the ninetieth percentile is at least 48 s.
    #expect(budget.observed ?? 0 > 40e9)
    #expect(result.verdict == .violated)
  }

  @Test func `errors that may still come are no verdict`() throws {
    let result = try Self.run(Self.backlog)
    let budget = try #require(result.budgets.first { $0.name == "e" })
    #expect(budget.verdict == .cannotJudge, "\(budget.reason)")
    #expect(budget.interval?.low == 0)
    #expect(budget.interval?.high ?? 0 > 0.49)
    #expect(budget.holdsByEstimate == false, "a search does not call it held")
    #expect(result.budgets.first { $0.name == "m" }?.verdict == .violated)
  }

  @Test func `a backlog, its growth and the unended share are findings`() throws {
    let result = try Self.run(Self.backlog)
    let unended = try #require(result.findings.first { $0.kind == .unended })
    #expect(unended.text.contains("6107 of 12206 requests of visit (50.0 %)"), "\(unended.text)")
    let growth = try #require(result.findings.first { $0.kind == .growth })
    #expect(growth.subject == "app")
    #expect(growth.text.contains("a second to the end") && growth.text.contains("1000000"), "\(growth.text)")
    #expect(!result.warnings.contains { $0.contains("had not ended") }, "it is said once")
  }

  @Test func `what ends leaves no finding`() throws {
    let result = try Self.run(Self.small(budgets: "{ e: rate errors(flow=visit) < 1% }"))
    #expect(result.findings == [])
    #expect(result.verdict == .held)
    #expect(result.budgets[0].isBound == false)
  }

  /// Half of the requests wait for themselves: the only thread calls what runs on it.
  @Test func `what can never end has failed`() throws {
    let result = try Self.run(
      Self.small(
        components: """
          { app: { kind: external, operations: { page: 5ms } },
            knot: { kind: service, threads: 1, queue: 1M, operations: { page: [ { call: knot.again } ], again: 1ms } } }
          """,
        flow:
          "[ { choose: { fine: 50%, stuck: 50% }, when: { fine: { call: app.page }, stuck: { call: knot.page } } } ]",
        rate: "100/s",
        more: "slos: { good: { good: flow=visit and ok, target: 99%, window: 60s } }",
        budgets: "{ p: p95 latency(flow=visit) < 1s, e: rate errors(flow=visit) < 1% }"))
    #expect(result.budgets.map(\.verdict) == [.violated, .violated], "\(result.budgets)")
    #expect((0.45...0.55).contains(result.budgets[1].observed ?? 0), "half of them failed")
    #expect(result.objectives[0].verdict == .violated)
    #expect(result.findings.contains { $0.kind == .unended && $0.text.contains("never would") }, "\(result.findings)")
  }

  @Test func `a consumer that drowns holds no limit on waiting or lag`() throws {
    let result = try Self.run(
      Self.small(
        components: """
          { app: { kind: external, operations: { page: 5ms } }, mail: { kind: topic, partitions: 4 },
            mailer: { kind: consumers, from: mail, order: none, threads: 1, runs: send, operations: { send: 100ms } } }
          """,
        flow: "[ { call: app.page, timeout: 9s }, { publish: mail } ]", rate: "100/s",
        budgets: """
          { waiting: p99 waiting(component=mailer) < 10s, lag: p99 lag-time(component=mail group=mailer) < 10s,
            records: max lag(component=mail group=mailer) < 100, page: p99 latency(flow=visit) < 1s }
          """))
    let verdicts = Dictionary(uniqueKeysWithValues: result.budgets.map { ($0.name, $0.verdict) })
    #expect(verdicts["waiting"] == .violated, "\(result.budgets)")
    #expect(verdicts["lag"] == .violated)
    #expect(verdicts["records"] == .violated)
    #expect(verdicts["page"] == .held)
    #expect(
      result.findings.contains { $0.kind == .growth && $0.subject == "mail (group mailer)" }, "\(result.findings)")
  }

  @Test func `an objective counts what had not ended`() throws {
    let result = try Self.run(
      Self.backlog.replacing(
        "budgets:",
        with: "slos: { good: { good: flow=visit and ok and latency < 1s, target: 99%, window: 60s } }\nbudgets:"))
    let objective = try #require(result.objectives.first)
    #expect(objective.events == 12_206)
    #expect(objective.verdict == .violated)
    #expect(objective.badEvents > 5_000)
  }

  @Test func `figures of what had not ended are shown as at least`() throws {
    let result = try Self.run(Self.backlog)
    let latency = try #require(result.indicators.first { $0.title == "latency(flow=visit)" })
    #expect(latency.histogram.count == 12_206)
    #expect(latency.isAtLeast(0.9) && !latency.isAtLeast(0.1))
    #expect(latency.meanInterval.map { $0.high.isInfinite } ?? true)
  }
}
