import Components
import Engine
import Statistics
import Testing

@testable import Experiments

/// What flows and groups did before, during and after a fault.
@Suite struct FaultStageTests {
  private func stages(_ result: RunResult, _ fault: String, of name: String) -> [FaultStageResult] {
    result.faultStages.filter { $0.fault == fault && $0.name == name }
  }

  @Test func `a third of all calls that fails for eight minutes is told while it lasts`() throws {
    let text = """
      orrery: 1
      name: third
      question: what happens meanwhile?
      origin: assumed
      run: { duration: 30min, warm-up: 1min, drain: 5s }
      components: { bank: { kind: external, operations: { pay: 20ms } } }
      flows: { buy: [ { call: bank.pay, timeout: 1s } ] }
      workloads: { day: { rate: 50/s, flows: { buy: 100% } } }
      faults: { third: { at: 11min, for: 8min, hits: bank, error: 33% } }
      budgets: { fast: p95 latency(flow=buy) < 100ms }

      """
    let result = try Study.run(try Study.read(text))
    let stages = stages(result, "third", of: "buy")
    #expect(stages.map(\.stage) == [.before, .during, .after])
    #expect(stages.map(\.time) == [8 * .minute, 8 * .minute, 8 * .minute])
    let errors = stages.map { $0.errors ?? -1 }
    #expect(errors[0] == 0 && errors[2] < 0.001)
    #expect(abs(errors[1] - 0.33) < 0.01)
    let goodput = stages.map { $0.goodput ?? -1 }
    for (measured, expected) in zip(goodput, [50, 33.5, 50]) { #expect(abs(measured - expected) < 2) }
    for stage in stages { #expect(stage.p99 == 20_000_000) }
    // It recovered at once and the budget holds, and the verdict says what nobody asked about.
    #expect(result.recoveries[0].outcome == .recovered && result.budgets[0].verdict == .held)
    #expect(result.verdict == .warned)
    let finding = try #require(result.findings.first { $0.kind == .unjudged })
    #expect(finding.subject == "buy" && finding.text.hasPrefix("requests failed, and no budget judges them: buy"))
  }

  @Test func `errors that a budget or an objective judges are no finding`() throws {
    let faults = "{ third: { at: 40s, for: 20s, hits: app, error: 33% } }"
    for budgets in [
      "{ e: rate errors(flow=visit) < 50% }", "{ e: rate errors < 50% }", "{ e: count errors(workload=day) < 9999 }",
      "{ e: count outcomes(outcome=error) < 9999 }",
      "{}\nslos: { s: { good: flow=visit and ok, target: 50%, window: 30d } }",
    ] {
      let result = try Study.run(try Study.read(Study.queue(budgets: budgets, faults: faults)))
      #expect(!result.findings.contains { $0.kind == .unjudged }, "\(budgets)")
    }
    for budgets in [
      "{}", "{ e: rate errors(component=app) < 50% }", "{ e: rate goodput(flow=visit) > 10/s }",
      "{ e: count outcomes(outcome=timeout) < 9999 }", "{ e: mean latency < 1s }",
    ] {
      let result = try Study.run(try Study.read(Study.queue(budgets: budgets, faults: faults)))
      #expect(result.verdict != .held && result.findings.contains { $0.kind == .unjudged }, "\(budgets)")
    }
  }

  @Test func `dead letters that no budget judges are a finding`() throws {
    func run(_ budgets: String) throws -> RunResult {
      try Study.run(
        try Study.read(
          """
          orrery: 1
          name: letters
          question: are they lost?
          origin: assumed
          run: { duration: 100s, warm-up: 0s, drain: 10s }
          components:
            mails: { kind: queue, visibility: 1s, receives: 2 }
            mailer: { kind: worker, from: mails, runs: send, operations: { send: [ { call: post.send, timeout: 100ms } ] } }
            post: { kind: external, operations: { send: 5ms } }
          flows: { sign: [ publish: mails ] }
          workloads: { day: { rate: 20/s, flows: { sign: 100% } } }
          faults: { out: { at: 20s, for: 30s, hits: post, error: 100% } }
          budgets: \(budgets)

          """))
    }
    let finding = try #require(try run("{}").findings.first { $0.kind == .unjudged })
    #expect(finding.text.contains("mails dead-letters"))
    let judged = try run("{ letters: count dead-letters(component=mails) < 9999 }")
    #expect(!judged.findings.contains { $0.kind == .unjudged })
  }

  @Test func `a consumer group's lag is told for the time in which its consumer was down`() throws {
    let result = try Study.run(
      try Study.read(
        """
        orrery: 1
        name: lag
        question: how far does it fall behind?
        origin: assumed
        run: { duration: 100s, warm-up: 0s, drain: 10s }
        components:
          events: { kind: topic, partitions: 1 }
          reader: { kind: consumers, from: events, runs: take, operations: { take: 1ms } }
        flows: { happen: [ publish: events ] }
        workloads: { day: { rate: 20/s, arrivals: even, flows: { happen: 100% } } }
        faults: { gone: { at: 40s, hits: reader, crash: yes, back-in: 20s } }

        """))
    let stages = stages(result, "gone", of: "reader")
    #expect(stages.map(\.subject) == [.group, .group, .group])
    // 20 a second for 20 s are 400 at the end, 200 on average, and the oldest is as old as the crash.
    #expect(stages[0].lag < 1)
    #expect(abs(stages[1].lag - 200) < 25)
    #expect(stages[2].lag < stages[1].lag)
    #expect((18 * .second..<21 * .second).contains(stages[1].oldest))
  }

  @Test func `errors count in the stage in which their requests began`() throws {
    // Callers wait for 30 s for an interface that is out for 20.
    let result = try Study.run(
      try Study.read(
        """
        orrery: 1
        name: late
        question: when do they fail?
        origin: assumed
        run: { duration: 10min, warm-up: 0s, drain: 40s }
        components: { bank: { kind: external, operations: { pay: 20ms } } }
        flows: { buy: [ { call: bank.pay, timeout: 30s } ] }
        workloads: { day: { rate: 100/s, arrivals: even, flows: { buy: 100% } } }
        faults: { out: { at: 2min, for: 20s, hits: bank, outage: yes } }

        """))
    let stages = stages(result, "out", of: "buy")
    #expect(stages.map(\.requests) == [2000, 2000, 2000])
    #expect(stages.map(\.failed) == [0, 2000, 0])
    #expect(stages.map(\.time) == [20 * .second, 20 * .second, 20 * .second])
  }

  // MARK: Cuts

  private func plan(_ faults: [FaultPlan]) -> NetworkPlan {
    var plan = NetworkPlan()
    plan.components = [ComponentPlan(name: "db", kind: "database")]
    plan.flows = [FlowPlan(name: "buy", entry: 0)]
    plan.faults = faults
    (plan.horizon.warmUp, plan.horizon.end, plan.horizon.interval) = (5 * .second, 100 * .second, .second)
    return plan
  }

  private func fault(_ name: String, _ begins: Int64, _ ends: Int64) -> FaultPlan {
    FaultPlan(
      name: name, component: 0, key: nil, begins: begins * .second, ends: ends * .second, effect: .slow(2))
  }

  /// Lengths of the three windows of each fault.
  private func seconds(_ faults: [FaultPlan]) -> [[Int64]] {
    let plan = plan(faults)
    return faults.indices.map { number in
      (FaultStages(of: number, in: plan)?.windows ?? []).map { Int64($0.count) / .second }
    }
  }

  @Test func `before and after are as long as the fault`() {
    #expect(seconds([fault("a", 40, 50)]) == [[10, 10, 10]])
    #expect(
      FaultStages(of: 0, in: plan([fault("a", 40, 50)]))?.windows
        == [30 * .second..<40 * .second, 40 * .second..<50 * .second, 50 * .second..<60 * .second])
  }

  @Test func `they are cut at neighbours and at the measured part`() {
    #expect(seconds([fault("a", 12, 42)]) == [[7, 30, 30]])
    #expect(seconds([fault("a", 60, 95)]) == [[35, 35, 5]])
    #expect(seconds([fault("a", 2, 10)]) == [[0, 5, 8]])
    #expect(seconds([fault("a", 80, 200)]) == [[20, 20, 0]])
    #expect(seconds([fault("a", 100, 200)]) == [[]])
    #expect(seconds([fault("a", 20, 30), fault("b", 34, 50)]) == [[10, 10, 4], [4, 16, 16]])
    // One that goes on when the other begins leaves it no time before.
    #expect(seconds([fault("a", 20, 40), fault("b", 30, 50)]) == [[15, 20, 0], [0, 20, 20]])
    // One that is on all the while is their background, and a backup is no fault.
    #expect(seconds([fault("a", 20, 30), fault("b", 0, 200)])[0] == [10, 10, 10])
    var backup = fault("db/backup", 15, 18)
    backup.isRoutine = true
    #expect(seconds([fault("a", 20, 30), backup]) == [[10, 10, 10], []])
  }

  @Test func `an instant lasts until a copy has taken over, and else no time, beside ten intervals`() {
    #expect(seconds([fault("a", 50, 50)]) == [[10, 0, 10]])
    var plan = plan([fault("a", 50, 50)])
    plan.distributions = [.constant(20e9)]
    plan.components[0].database = DatabasePlan(readsFromCopies: false, lag: 0, failover: 0)
    #expect(FaultStages(of: 0, in: plan)?.windows.map { Int64($0.count) / .second } == [20, 20, 20])
  }

  @Test func `a fault that comes again is added up, no interval twice`() {
    var recurring = fault("a", 0, 0)
    recurring.recurs = FaultPlan.Recurrence(gap: 0, length: 0, stream: 0)
    let plan = plan([recurring])
    var measured = Measurements()
    measured.simulated = plan.horizon.end
    measured.flows = [FlowMeasurement()]
    measured.flows[0].completed = Array(repeating: 2, count: 100)
    measured.flows[0].failed = Array(repeating: 1, count: 100)
    func seconds(_ spans: [(Int64, Int64)]) -> [Int64] {
      measured.faultSpans = [
        spans.map { FaultSpan(begins: $0.0 * .second / 10, ends: $0.1 * .second / 10) }
      ]
      let judge = RecoveryJudge(plan: plan, faults: ["a"])
      let found = FaultStageReading(plan: plan, measured: measured, disturbances: judge.disturbances).all()
      let stages = found[0]?[0].stages ?? []
      #expect(stages.allSatisfy { Int64($0.failed) == $0.time / .second && $0.answered == 2 * $0.failed })
      return stages.map { $0.time / .second }
    }
    #expect(seconds([(200, 300), (350, 400), (600, 700)]) == [25, 25, 20])
    // Ten times a second within three of them.
    #expect(seconds((0..<30).map { (500 + $0, 500 + $0 + 1) }) == [1, 3, 1])
  }
}
