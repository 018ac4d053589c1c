import Experiments
import Scenarios
import Testing

@Suite("What is measured of a workload")
struct WorkloadTests {
  private static let text = """
    orrery: 1
    name: two
    run: { duration: 100s, warm-up: 10s, drain: 5s, replications: 4 }
    components:
      quick: { kind: external, operations: { ask: 10ms } }
      slow: { kind: external, operations: { ask: 100ms }, outcomes: { error: 20% } }
    policies: { patient: { timeout: 1s } }
    flows:
      light: [ { call: quick.ask, policy: patient } ]
      heavy: [ { call: slow.ask, policy: patient } ]
    workloads:
      day: { rate: 50/s, flows: { light: 100% } }
      night: { rate: 20/s, flows: { heavy: 50%, light: 50% } }
      evening:
        steps: [ { name: early, duration: 40s, target: 10/s }, { name: late, duration: 60s, target: 10/s } ]
        flows: { heavy: 100% }
    budgets:
      day-latency: max latency(workload=day) < 11ms
      night-latency: max latency(workload=night) > 99ms
      night-light: max latency(workload=night flow=light) < 11ms
      day-errors: share errors(workload=day) < 0.1%
      night-errors: share errors(workload=night) > 5%
      night-rate: rate throughput(workload=night) < 25/s
      night-good: rate goodput(workload=night) < 19/s
      phases: rate throughput(workload=evening) > 9/s
      late: rate throughput(workload=evening phase=late) > 8/s
      all: rate throughput > 70/s

    """

  @Test("is its own, with or without phases")
  func budgets() throws {
    let result = try Study.run(Study.read(Self.text))
    for budget in result.budgets {
      #expect(budget.verdict == .held, "\(budget.name): \(budget.observed ?? .nan) \(budget.reason)")
    }
    #expect(result.phases.map(\.name) == ["early", "late"])
  }

  @Test("waits for cores, and every distribution holds")
  func distributions() throws {
    let result = try Study.run(
      Study.read(Study.queue(duration: "400s", budgets: "{ wait: mean waiting(component=app) > 2ms }")))
    #expect(result.budgets[0].verdict == .held, "\(result.budgets[0].observed ?? .nan)")
    #expect(result.selfChecks.count == 4)
    for check in result.selfChecks where check.law != "M/M/1 mean wait" {
      #expect(check.isWithinTolerance, "\(check.law): \(check.measured) and \(check.expected)")
    }
    let app = result.components[0]
    // Half busy, and the wait is as long as the work.
    #expect(abs(Double(app.meanWaiting) - 5e6) < 1e6 && abs(Double(app.meanService) - 5e6) < 2e5)
  }

  @Test("is limited by what the kind calls its slots")
  func names() throws {
    let result = try Study.run(
      Study.read(
        """
        orrery: 1
        name: full
        run: { duration: 20s, warm-up: 1s, drain: 5s }
        components:
          pool: { kind: pool, slots: 1 }
          db: { kind: database, connections: 2, cores: 8, locks: [ write ], operations: { write: 50ms } }
          app: { kind: service, cores: 1, threads: 2, operations: { page: [ wait: 50ms ] } }
        policies: { patient: { timeout: 9s } }
        flows:
          visit: [ { hold: pool, timeout: 9s, steps: [ wait: 50ms ] }, { call: app.page, policy: patient } ]
          store: [ { call: db.write, policy: patient } ]
        workloads: { day: { rate: 10/s, flows: { visit: 50%, store: 50% } } }

        """))
    let found = Dictionary(uniqueKeysWithValues: result.components.map { ($0.name, $0.scarcest) })
    #expect(found == ["pool": "slots", "db": "connections", "app": "threads"])
  }
}
