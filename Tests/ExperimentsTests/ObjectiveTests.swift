import Engine
import Scenarios
import Testing

@testable import Components
@testable import Experiments

@Suite("Objectives")
struct ObjectiveTests {
  private static let day: Nanoseconds = 86_400 * .second
  private static let minute: Nanoseconds = 60 * .second

  // MARK: Burn rates by hand

  /// Thirty days in bins of five minutes, 100 requests each, of which every tenth fails during one hour.
  private func findings(target: Double, days: Int = 30, failing: Range<Int>) -> [BurnRate.Finding] {
    var plan = NetworkPlan()
    plan.flows = [FlowPlan(name: "visit", entry: 0)]
    plan.horizon.interval = 5 * Self.minute
    plan.horizon.end = Nanoseconds(days) * Self.day
    var measured = Measurements()
    measured.simulated = plan.horizon.end
    var flow = FlowMeasurement()
    let bins = days * 288
    flow.failed = (0..<bins).map { failing.contains($0) ? 10 : 0 }
    flow.completed = flow.failed.map { 100 - $0 }
    measured.flows = [flow]
    let objective = Objective(
      name: "fine", flow: "visit", requiresOK: true, latencyBelow: nil, target: target, window: 30 * Self.day,
      text: "flow=visit and ok", place: Place(file: "a.yaml", line: 1, column: 1))
    return BurnRate(plan: plan, measured: measured).findings(objective)
  }

  /// Of the 1,200 requests of an hour, 1.44 % are 17.28: two bins. Of the 7,200 of six hours, 0.6 % are 43.2: five
  /// bins. Of the 86,400 of three days, 0.1 % are 86.4: nine bins.
  @Test("alert when both lookbacks burn, as computed by hand")
  func alerts() {
    let start = 10 * 288
    let found = findings(target: 0.999, failing: start..<start + 12)
    #expect(
      found == [
        .fired(10 * Self.day + 10 * Self.minute), .fired(10 * Self.day + 25 * Self.minute),
        .fired(10 * Self.day + 45 * Self.minute),
      ])
    // Seven bins are enough for six hours and not for three days.
    let shorter = findings(target: 0.999, failing: start..<start + 7)
    #expect(shorter[1] == .fired(10 * Self.day + 25 * Self.minute))
    #expect(shorter[2] == .silent)
    // Ten times the target takes 172.8 of an hour's 1,200: more than an hour of it has.
    #expect(findings(target: 0.99, failing: start..<start + 12)[0] == .silent)
  }

  @Test("do not alert before a lookback has passed, nor where none fits into the run")
  func lookbacks() {
    #expect(findings(target: 0.999, failing: 0..<12)[0] == .fired(60 * Self.minute))
    let short = findings(target: 0.999, days: 2, failing: 0..<0)
    #expect(short[0] == .silent)
    #expect(short[2] == .notJudged("its lookback is longer than the measured part of the run"))
  }

  @Test("scale their lookbacks to the window")
  func scaled() {
    let rules = BurnRate.rules(window: 7 * Self.day)
    #expect(rules.map(\.short) == [70 * .second, 420 * .second, 5040 * .second])
    #expect(rules.map(\.lookback) == [840 * .second, 5040 * .second, 60480 * .second])
    let month = BurnRate.rules(window: 30 * Self.day)
    #expect(month.map(\.lookback) == [60 * Self.minute, 360 * Self.minute, 3 * Self.day])
    #expect(month.map(\.factor) == [14.4, 6, 1])
  }

  // MARK: Whole runs

  /// A request every two minutes for 30 days is 21,599 requests, the first after two minutes; a fault takes all of
  /// those that come while it lasts.
  private func run(
    fault: String, standsFor: String = "stands-for: 30d,", good: String = "flow=visit and ok", duration: String = "30d"
  ) throws -> RunResult {
    try Study.run(
      Study.read(
        """
        orrery: 1
        name: month
        question: is the objective met?
        origin: assumed
        seed: 3
        run: { duration: \(duration), warm-up: 0s, \(standsFor) drain: 5s, replications: 2 }
        components: { app: { kind: external, operations: { page: 5ms } } }
        flows: { visit: [ { call: app.page, timeout: 1s } ] }
        workloads: { day: { rate: 30/h, arrivals: even, flows: { visit: 100% } } }
        faults: { down: { at: 10d, for: \(fault), hits: app, error: 100% } }
        slos: { fine: { good: \(good), target: 99.9%, window: 30d } }

        """))
  }

  @Test("use as much of the error budget as computed by hand")
  func budget() throws {
    let held = try run(fault: "30min")
    let objective = held.objectives[0]
    #expect(objective.events == 2 * 21_600)
    #expect(objective.badEvents == 2 * 15)
    #expect(abs((objective.budgetUsed ?? 0) - 15 / 21.6) < 1e-9)
    #expect(abs(objective.windowEvents - 21_600) < 1e-6)
    #expect(abs(objective.allowedBadEvents - 21.6) < 1e-6)
    #expect(objective.verdict == .held && held.verdict == .held)
    // Two bad ones in the first five minutes: of 30 in an hour and of 180 in six; of 2,160 in three days it takes three.
    let minutes: [Nanoseconds] = [5, 5, 10]
    #expect(objective.alerts.map(\.outcome) == [.fired, .fired, .fired])
    #expect(objective.alerts.map(\.firstAt) == minutes.map { 10 * Self.day + $0 * Self.minute })

    let violated = try run(fault: "70min")
    #expect(violated.objectives[0].badEvents == 2 * 35)
    #expect(violated.objectives[0].verdict == .violated && violated.verdict == .violated)
  }

  @Test("are not judged without what the run stands for, nor without requests")
  func unjudged() throws {
    let result = try run(fault: "30min", standsFor: "")
    #expect(result.objectives[0].verdict == .cannotJudge && result.verdict == .cannotJudge)
    #expect(result.objectives[0].reason.contains("stands-for"))
  }

  @Test("count what is slow as bad")
  func latency() throws {
    let slow = try run(fault: "30min", good: "flow=visit and ok and latency < 5ms")
    #expect(slow.objectives[0].badEvents == 2 * 21_600)
    let fast = try run(fault: "30min", good: "flow=visit and latency < 6ms")
    #expect(fast.objectives[0].badEvents == 2 * 15)
  }

  // MARK: Downtime

  /// A failover of one minute on the second, fourth … day; a request an hour is enough to run the month.
  private func failovers(_ count: Int) throws -> BudgetResult {
    let faults = (1...count).map { "f\($0): { at: \($0 * 2)d, hits: db, failover: yes, back-in: 1h }" }.joined(
      separator: ", ")
    let result = try Study.run(
      Study.read(
        """
        orrery: 1
        name: month
        question: is the database there?
        origin: assumed
        run: { duration: 30d, warm-up: 0s, drain: 5s }
        components:
          db: { kind: database, cores: 4, replica: { count: 1, failover: 60s }, operations: { read: 5ms } }
        flows: { visit: [ { call: db.read, timeout: 1s } ] }
        workloads: { day: { rate: 1/h, arrivals: even, flows: { visit: 100% } } }
        faults: { \(faults) }
        budgets: { there: total downtime(component=db) <= 5min }

        """))
    return result.budgets[0]
  }

  @Test("of availability: five failovers of a minute are five minutes of downtime, and a sixth breaks the budget")
  func downtime() throws {
    let five = try failovers(5)
    #expect(five.observed == Double(5 * Self.minute))
    #expect(five.verdict == .held)
    let six = try failovers(6)
    #expect(six.observed == Double(6 * Self.minute))
    #expect(six.verdict == .violated)
  }
}
