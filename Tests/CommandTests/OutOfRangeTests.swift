import Foundation
import Testing

/// Values that would overflow later, and what would never end, are refused with their place; what does not fit into the
/// machine is refused with the arithmetic. Nothing traps, and nothing is written.
@Suite struct OutOfRangeTests {
  private static let text = """
    orrery: 1
    name: b
    run: { starts: Mon 00:00, duration: 60s, warm-up: 0s, drain: 1s }
    components: { app: { kind: external, operations: { page: 5ms } } }
    flows: { visit: [ { call: app.page, timeout: 9s } ] }
    workloads: { w: { rate: 10/s, flows: { visit: 100% } } }
    budgets: { e: rate errors(flow=visit) < 1% }

    """

  private func expectRefusal(_ settings: [String], _ said: String, code: Int32) throws {
    let program = try Program()
    defer { program.remove() }
    let path = try program.write("b.yaml", Self.text)
    let set = settings.flatMap { ["--set", $0] }
    let run = try program(["run", path, "--no-report"] + set)
    #expect(run.code == code && run.errors.contains(said), "\(settings): \(run)")
    #expect(!FileManager.default.fileExists(atPath: program.folder + "/results"), "\(settings)")
    let validated = try program(["validate", path] + set)
    // Whether a run fits depends on the machine: the file is valid, with a warning.
    #expect(validated.code == (code == 65 ? 65 : 0), "\(settings): \(validated)")
    #expect((validated.errors + validated.output).contains(said), "\(settings): \(validated)")
  }

  @Test(
    arguments: [
      (
        [
          "components.app={ kind: external, price: { call: $1000000 }, operations: { page: 5ms } }",
          "workloads.w.rate=200k/s",
        ],
        "the bill for `call` of `app` is out of range: 518G calls × $1M"
      ),
      (
        ["prices={ fixed: { a: $9000G/month, b: $9000G/month } }"],
        "`$9000G` is out of range (an amount is at most `$1000G`)"
      ),
      (
        ["prices={ fixed: { a: $900G/month, b: $900G/month } }"],
        "the fixed costs add up to more than $1000G in a month"
      ),
      (["workloads.w.rate=1000000000G/s"], "--set:1:18: error: `1000000000G/s` is out of range"),
      (
        ["components.app.operations.page=lognormal(median 18ms p99 10000000s)", "workloads.w.rate=200/s"],
        "is longer than 100 years (its p99 is too far from its median"
      ),
      (["components.app.quota=0.0000000000000001/s"], "is less than once in 100 years"),
      (["run.load=x99999999999999999999"], "`x99999999999999999999` is out of range"),
      (["run.load=x1000000000", "workloads.w.rate=1M/s"], "more than 1000G/s (lower one of them)"),
    ] as [([String], String)])
  func `what would overflow later is refused at its place`(_ settings: [String], _ said: String) throws {
    try expectRefusal(settings, said, code: 65)
  }

  @Test(
    arguments: [
      (
        ["components.app={ kind: service, replicas: { min: 1, max: 2, interval: 0s }, operations: { page: 5ms } }"],
        "`interval` is zero"
      ),
      (
        [
          "components.app={ kind: service, operations: { page: 5ms } }",
          "components.lb={ kind: load-balancer, to: app, health: { every: 0s } }",
        ], "`every` is zero: what comes again after no time never ends (it is `5s` by default)"
      ),
      (["components.c={ kind: cron, every: 0s, runs: app.page }"], "`every` is zero"),
      (
        ["workloads.w={ closed: { users: 5 }, flows: { visit: 100% } }", "components.app.operations.page=0s"],
        "they would ask again for ever at one instant"
      ),
    ] as [([String], String)])
  func `what would never end is refused`(_ settings: [String], _ said: String) throws {
    try expectRefusal(settings, said, code: 65)
  }

  @Test(
    arguments: [
      (
        [
          "populations.p={ count: 100G, pick: zipf(s 0.9) }",
          "flows.visit=[ { call: app.page, key: p, timeout: 9s } ]",
        ], "Zipf law of p: 100G keys × 52 B = 5.2T B"
      ),
      (
        ["components.app={ kind: service, operations: { page: 5ms } }", "workloads.w.rate=900M/s"],
        "requests of w: 900M/s × 60 s = 54G"
      ),
      (
        ["components.c={ kind: cron, every: 1ns, runs: app.page }", "run.duration=1h"], "starts of c: 3600 s ÷ 1e-09 s"
      ),
    ] as [([String], String)])
  func `what does not fit is refused with the arithmetic`(_ settings: [String], _ said: String) throws {
    try expectRefusal(settings, said, code: 74)
  }

  @Test func `a run that is allowed no time is refused, and the estimate says how much it takes`() throws {
    let program = try Program()
    defer { program.remove() }
    let path = try program.write("b.yaml", Self.text)
    let refused = try program("run", path, "--no-report", "--refuse-above", "0.0000001")
    #expect(refused.code == 74 && refused.errors.contains("--refuse-above SECONDS allows more"), "\(refused)")
    #expect(try program("run", path, "--no-report", "--refuse-above", "10").code == 0)
    let estimate = try program("validate", path)
    #expect(estimate.output.contains("run     about 1,200 events in a replication, less than a second"), "\(estimate)")
  }
}
