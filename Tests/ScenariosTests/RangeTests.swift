import Components
import Engine
import Testing

@testable import Scenarios

/// Every quantity has a range that it is checked against with its place, and so have sums and products of quantities.
@Suite struct RangeTests {
  private func problems(_ workload: String = "rate: 10/s", run: String = "", more: String = "") throws -> [String] {
    try Draft.problems(
      """
      orrery: 1
      name: n
      run: { starts: Mon 00:00, duration: 1h\(run) }
      components: { app: { kind: external, operations: { page: 5ms } } }
      flows: { visit: [ { call: app.page, timeout: 1s } ] }
      workloads: { w: { \(workload), flows: { visit: 100% } } }
      \(more)

      """)
  }

  private func message<Value>(_ read: () throws(ValueError) -> Value) -> String? {
    do throws(ValueError) {
      _ = try read()
      return nil
    } catch {
      return error.message
    }
  }

  @Test(arguments: [
    ("0/s", true), ("1/year", true), ("1000G/s", true), ("1001G/s", false), ("0.001/year", false),
    ("0.000000000000000001/s", false),
  ])
  func `rates have a range`(_ text: String, _ isFine: Bool) {
    let found = message { () throws(ValueError) in try ValueReader.rate(text) }
    #expect((found == nil) == isFine, "\(found ?? "-")")
  }

  @Test(arguments: [
    ("x0.000000001", true), ("x1000000000", true), ("x0.0000000001", false), ("x1000000001", false),
    ("x999999999999999999999999", false),
  ])
  func `factors have a range`(_ text: String, _ isFine: Bool) {
    let found = message { () throws(ValueError) in try ValueReader.factor(text) }
    #expect((found == nil) == isFine, "\(found ?? "-")")
  }

  @Test func `sizes and amounts have a range`() {
    let largest = message { () throws(ValueError) in try ValueReader.size("1000000 TB") }
    let tooLarge = message { () throws(ValueError) in try ValueReader.size("1000001 TB") }
    #expect(largest == nil && tooLarge != nil)
    let dearest = message { () throws(ValueError) in try ValueReader.amountOfMoney("$1000G") }
    let tooDear = message { () throws(ValueError) in try ValueReader.amountOfMoney("$1001G") }
    #expect(dearest == nil && tooDear != nil)
  }

  @Test(
    arguments: [
      ("exponential(mean 36500d)", nil), ("lognormal(median 18ms p99 100s)", nil),
      ("lognormal(median 18ms p99 10000000s)", "is longer than 100 years"),
      ("pareto(minimum 1d shape 1.0000001)", "is longer than 100 years"),
      ("pareto(minimum 1s shape 1)", "the mean of this distribution is infinite"),
      ("lognormal(median 1ns p99 36500d)", "is longer than 100 years"),
    ] as [(String, String?)])
  func `a distribution has a mean that a run could meet`(_ distribution: String, _ said: String?) {
    let found = message { () throws(ValueError) in
      try ValueReader.distribution(distribution, over: .time) { (_: String) throws(ValueError) -> String in "" }
    }
    #expect(said == nil ? found == nil : found?.contains(said ?? "") ?? false, "\(distribution): \(found ?? "-")")
  }

  @Test(arguments: [
    ("rate: 1M/s", ", load: x1000000000", "is more than 1000G/s"),
    ("users: { count: 1000G, each: 10/s }", "", "is more than 1000G/s"),
    ("diurnal: { mean: 900G/s, peak: x2, at: 20:00 }", "", "is more than 1000G/s"),
    ("rate: 1/s, growth: { by: x10, every: 1min }", "", "would have grown to more than 1000G/s"),
    ("rate: 1/s", ", drain: 36500d", "together are longer than 100 years"),
  ])
  func `products and sums have a range, too`(_ workload: String, _ run: String, _ said: String) throws {
    let found = try problems(workload, run: run)
    #expect(found.count == 1 && found[0].contains(said), "\(found)")
  }

  @Test func `what is fixed in a month is added up`() throws {
    #expect(try problems(more: "prices: { fixed: { a: $499G/month, b: $499G/month } }").isEmpty)
    let found = try problems(more: "prices: { fixed: { a: $600G/month, b: $600G/month } }")
    #expect(found.count == 1 && found[0].contains("more than $1000G in a month"), "\(found)")
    // A small price of a short time is a large one of a month.
    #expect(try problems(more: "prices: { fixed: { a: $1G/s } }").count == 1)
  }

  @Test func `a database makes a bounded number of backups`() throws {
    let store = "{ kind: database, backup: { every: %, takes: 1ms }, operations: { page: 5ms } }"
    func found(_ every: String) throws -> [String] {
      try Draft.problems(
        """
        orrery: 1
        name: n
        run: { duration: 100d }
        components: { app: \(store.replacing("%", with: every)) }
        flows: { visit: [ { call: app.page, timeout: 1s } ] }
        workloads: { w: { rate: 1/h, flows: { visit: 100% } } }

        """)
    }
    #expect(try found("2min").isEmpty)
    #expect(try found("1min").contains { $0.contains("would make 144000 backups") })
  }

  // MARK: What never ends

  /// Every time in the catalogue after which something comes again.
  @Test func `an interval of zero is refused wherever something comes again`() throws {
    var found: [String] = []
    func collect(_ parameters: [Parameter], _ path: String) {
      for parameter in parameters {
        if parameter.isPositive { found.append("\(path).\(parameter.name)") }
        var form = parameter.form
        if case .either(let forms) = form, let map = forms.first(where: { if case .map = $0 { true } else { false } }) {
          form = map
        }
        if case .map(let inner) = form { collect(inner, "\(path).\(parameter.name)") }
      }
    }
    for kind in Kind.all { collect(kind.parameters, kind.name) }
    for path in [
      "service.replicas.interval", "autoscaler.interval", "cron.every", "load-balancer.health.every",
      "database.backup.every", "queue.outbox.relay", "polling-worker.every", "service.shed.interval",
      "service.freezes.after", "queue.visibility",
    ] {
      #expect(found.contains(path), "\(path)")
    }
    let kinds = [
      ("service", "replicas: { max: 2, interval: 0s }"), ("service", "shed: { target: 1ms, interval: 0s }"),
      ("service", "freezes: { after: 0s }"), ("database", "backup: { every: 0s }"),
    ]
    for (kind, parameter) in kinds {
      let problems = try Draft.problems(
        """
        orrery: 1
        name: n
        run: { duration: 1h }
        components: { app: { kind: \(kind), \(parameter), operations: { page: 5ms } } }
        flows: { visit: [ { call: app.page, timeout: 1s } ] }
        workloads: { w: { rate: 10/s, flows: { visit: 100% } } }

        """)
      #expect(problems.contains { $0.contains("is zero: what comes again after no time never ends") }, "\(parameter)")
    }
  }

  @Test func `records that make records for ever are refused, and those that may end are not`() throws {
    func found(_ operation: String) throws -> [String] {
      try Draft.problems(
        """
        orrery: 1
        name: n
        run: { duration: 1h }
        components:
          a: { kind: topic }
          b: { kind: queue }
          bank: { kind: external, operations: { pay: 1ms }, outcomes: { declined: 2% } }
          reader: { kind: consumers, from: a, runs: take, operations: { take: [ publish: b ] } }
          mailer: { kind: worker, from: b, runs: send, operations: { send: [ \(operation) ] } }
        flows: { visit: [ publish: a ] }
        workloads: { w: { rate: 10/s, flows: { visit: 100% } } }

        """)
    }
    let circle = try found("publish: a")
    #expect(
      circle.count == 1 && circle[0].contains("error: each record of `a` makes another")
        && circle[0].contains("a → b → a"), "\(circle)")
    #expect(try found("work: 1ms").isEmpty)
    let ends = "{ call: bank.pay, timeout: 1s, when: { declined: { publish: a }, else: continue } }"
    #expect(try found(ends).isEmpty)
  }

  // MARK: A day

  @Test func `the mean of a day holds up to the highest peak, and a higher one is refused`() throws {
    for peak in [1.0, 1.5, 2, 5, 12, 25, 26, 30, 40] {
      for at in [20 * Nanoseconds.hour, 20 * Nanoseconds.hour + 7 * Nanoseconds.minute] {
        let knots = DiurnalCurve(mean: 10, peak: peak, peakAt: at).knots(from: 0, until: .day, startsAt: 0)
        let total = RateFunction(knots).total
        #expect((total / 864_000 - 1).magnitude < 1e-6, "peak \(peak): \(total)")
        #expect(knots.map(\.after).max() ?? 0 <= 10 * peak * (1 + 1e-9), "peak \(peak)")
      }
    }
    #expect(try problems("diurnal: { mean: 10/s, peak: x40, at: 20:00 }").isEmpty)
    let found = try problems("diurnal: { mean: 10/s, peak: x41, at: 20:00 }")
    #expect(found.count == 1 && found[0].contains("more than 40 times its mean"), "\(found)")
  }
}
