import Components
import Foundation
import Scenarios
import Testing

@testable import Experiments

/// Every label of every metric chooses what is read: two systems that differ in everything read differently.
@Suite struct ScopeTests {
  /// `WORK` is core time, `RATE` requests a second, `WRONG` the share of errors outside.
  private static let shop = """
    orrery: 1
    name: shop
    origin: assumed
    run: { duration: 60s, warm-up: 0s, drain: 5s, stands-for: 60s }
    components:
      app:
        kind: service
        cores: 1
        threads: 2
        operations: { page: [ { work: exponential(mean WORK) }, { call: out.ask, key: item, timeout: 1s } ], form: WORK }
        price: { call: $0.001 }
      out:  { kind: external, operations: { ask: WORK }, outcomes: { error: WRONG } }
      held: { kind: cache, entries: 100, key: item, in-front-of: out, ttl: 1h }
      mail: { kind: topic, partitions: 4 }
      send: { kind: consumers, from: mail, runs: post, threads: 1, operations: { post: WORK } }
      note: { kind: consumers, from: mail, runs: post, threads: 1, operations: { post: 1ms } }
    populations: { item: { count: 1000 } }
    flows:
      visit: [ { call: app.page, timeout: 1s }, { publish: mail } ]
      order: [ { mark: begun }, { call: app.form, timeout: 1s }, { measure: age since begun } ]
    workloads:
      day:
        steps: [ { name: calm, duration: 40s, target: RATE }, { name: rush, duration: 20s, target: RATE } ]
        flows: { visit: 70%, order: 30% }
      more: { rate: RATE, flows: { order: 100% } }
    faults: { slow-out: { at: 20s, for: 5s, hits: out, slow: x20 } }

    """

  private static let both = """
    orrery: 1
    name: both
    run: { duration: 60s, warm-up: 0s, drain: 5s, stands-for: 60s }
    systems: { a: { file: a.yaml }, b: { file: b.yaml } }

    """

  private static func shop(_ work: String, _ rate: String, _ wrong: String) -> String {
    shop.replacing("WORK", with: work).replacing("RATE", with: rate).replacing("WRONG", with: wrong)
  }

  private static func read(_ checks: [String]) throws -> Scenario {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let budgets = "budgets:\n" + checks.enumerated().map { "  c\($0): \($1)\n" }.joined()
    for (name, text) in [
      ("a.yaml", shop("2ms", "20/s", "1%")), ("b.yaml", shop("6ms", "40/s", "10%")), ("both.yaml", both + budgets),
    ] {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return try ScenarioReader(Vocabulary()).read(folder.appendingPathComponent("both.yaml").path)
  }

  /// Two checks that differ in one label alone, for each label of each metric that a scenario without a core can have.
  private static let pairs: [(metric: String, label: String, checks: (String, String))] = [
    ("latency", "flow", ("mean latency(flow=a/visit)", "mean latency(flow=b/visit)")),
    ("latency", "operation", ("mean latency(operation=a/app.page)", "mean latency(operation=a/app.form)")),
    ("latency", "workload", ("mean latency(workload=a/day)", "mean latency(workload=a/more)")),
    ("latency", "phase", ("max latency(workload=a/day phase=calm)", "max latency(workload=a/day phase=rush)")),
    ("latency", "system", ("mean latency(system=a)", "mean latency(system=b)")),
    ("response", "component", ("mean response(component=a/app)", "mean response(component=a/out)")),
    ("response", "system", ("mean response(system=a)", "mean response(system=b)")),
    ("service", "component", ("mean service(component=a/app)", "mean service(component=a/out)")),
    ("service", "system", ("mean service(system=a)", "mean service(system=b)")),
    ("waiting", "component", ("mean waiting(component=a/app)", "mean waiting(component=b/app)")),
    ("waiting", "system", ("mean waiting(system=a)", "mean waiting(system=b)")),
    ("lag-time", "component", ("mean lag-time(component=a/mail)", "mean lag-time(component=b/mail)")),
    (
      "lag-time", "group",
      ("mean lag-time(component=b/mail group=b/send)", "mean lag-time(component=b/mail group=b/note)")
    ),
    ("lag-time", "system", ("mean lag-time(system=a)", "mean lag-time(system=b)")),
    ("freshness", "system", ("mean age(system=a)", "mean age(system=b)")),
    ("throughput", "flow", ("rate throughput(flow=a/visit)", "rate throughput(flow=a/order)")),
    ("throughput", "workload", ("rate throughput(workload=a/day)", "rate throughput(workload=a/more)")),
    (
      "throughput", "phase",
      ("count throughput(workload=a/day phase=calm)", "count throughput(workload=a/day phase=rush)")
    ),
    ("throughput", "component", ("rate throughput(component=a/app)", "rate throughput(component=a/out)")),
    ("throughput", "system", ("rate throughput(system=a)", "rate throughput(system=b)")),
    ("goodput", "flow", ("rate goodput(flow=a/visit)", "rate goodput(flow=a/order)")),
    ("goodput", "workload", ("rate goodput(workload=a/day)", "rate goodput(workload=a/more)")),
    ("goodput", "phase", ("count goodput(workload=a/day phase=calm)", "count goodput(workload=a/day phase=rush)")),
    ("goodput", "component", ("rate goodput(component=a/app)", "rate goodput(component=a/out)")),
    ("goodput", "system", ("rate goodput(system=a)", "rate goodput(system=b)")),
    ("errors", "flow", ("share errors(flow=b/visit)", "share errors(flow=b/order)")),
    ("errors", "workload", ("share errors(workload=b/day)", "share errors(workload=b/more)")),
    ("errors", "phase", ("count errors(workload=b/day phase=calm)", "count errors(workload=b/day phase=rush)")),
    ("errors", "component", ("share errors(component=b/out)", "share errors(component=b/mail)")),
    ("errors", "system", ("share errors(system=a)", "share errors(system=b)")),
    ("outcomes", "flow", ("count outcomes(flow=b/visit)", "count outcomes(flow=b/order)")),
    ("outcomes", "outcome", ("count outcomes(flow=b/visit outcome=ok)", "count outcomes(flow=b/visit outcome=error)")),
    ("outcomes", "system", ("count outcomes(system=a)", "count outcomes(system=b)")),
    ("utilization", "component", ("mean utilization(component=a/app)", "mean utilization(component=b/app)")),
    ("utilization", "system", ("mean utilization(system=a)", "mean utilization(system=b)")),
    ("queue-length", "component", ("mean queue-length(component=a/app)", "mean queue-length(component=b/app)")),
    ("queue-length", "system", ("mean queue-length(system=a)", "mean queue-length(system=b)")),
    ("lag", "component", ("mean lag(component=a/mail)", "mean lag(component=b/mail)")),
    ("lag", "group", ("mean lag(component=b/mail group=b/send)", "mean lag(component=b/mail group=b/note)")),
    ("lag", "system", ("mean lag(system=a)", "mean lag(system=b)")),
    ("in-flight", "component", ("mean in-flight(component=a/app)", "mean in-flight(component=b/app)")),
    ("in-flight", "flow", ("mean in-flight(flow=a/visit)", "mean in-flight(flow=a/order)")),
    ("in-flight", "system", ("mean in-flight(system=a)", "mean in-flight(system=b)")),
    ("calls", "component", ("count calls(component=a/app)", "count calls(component=b/app)")),
    ("calls", "outcome", ("count calls(component=b/out outcome=ok)", "count calls(component=b/out outcome=error)")),
    ("calls", "system", ("count calls(system=a)", "count calls(system=b)")),
    (
      "counts", "component",
      ("count counts(component=a/held counter=hits)", "count counts(component=b/held counter=hits)")
    ),
    (
      "counts", "counter",
      ("count counts(component=b/held counter=hits)", "count counts(component=b/held counter=misses)")
    ),
    ("counts", "system", ("count counts(system=a counter=hits)", "count counts(system=b counter=hits)")),
    ("hit-ratio", "component", ("mean hit-ratio(component=a/held)", "mean hit-ratio(component=b/held)")),
    ("hit-ratio", "system", ("mean hit-ratio(system=a)", "mean hit-ratio(system=b)")),
    ("recovery", "fault", ("mean recovery(fault=a/slow-out)", "mean recovery(fault=b/slow-out)")),
    ("cost", "component", ("per-month cost(component=a/app)", "per-month cost(component=b/app)")),
    ("cost", "system", ("per-month cost(system=a)", "per-month cost(system=b)")),
  ]

  /// Labels of metrics that only a domain core, a queue that gives up, or a crash has: their tests stand elsewhere.
  private static let elsewhere: Set<String> = [
    "freshness population", "outcomes command", "refreshed population", "refreshed system", "dead-letters component",
    "dead-letters system", "recovery phase", "recovery workload", "recovery system", "downtime component",
    "downtime system", "availability component", "availability system", "violations monitor", "violations system",
  ]

  private static func limit(_ check: String) -> String {
    let words = check.split(separator: " ")
    let metric = words[1].split(separator: "(")[0]
    switch (words[0], metric) {
    case ("per-month", _): return "< $1M"
    case ("share", _), (_, "utilization"), (_, "availability"), (_, "hit-ratio"): return "< 100%"
    case ("rate", _): return "< 1M/s"
    case ("count", _), (_, "queue-length"), (_, "lag"), (_, "in-flight"): return "< 1M"
    default: return "< 1h"
    }
  }

  @Test func `each label changes what is read`() throws {
    let checks = Self.pairs.flatMap { [$0.checks.0, $0.checks.1] }.map { "\($0) \(Self.limit($0))" }
    let result = try Study.run(try Self.read(checks))
    for (index, pair) in Self.pairs.enumerated() {
      let (one, other) = (result.budgets[2 * index], result.budgets[2 * index + 1])
      if pair.metric == "recovery" { continue }
      #expect(one.observed != nil && other.observed != nil, "\(pair.checks): \(one.reason) \(other.reason)")
      #expect(one.observed != other.observed, "\(pair.metric)(\(pair.label)): \(pair.checks)")
    }
  }

  @Test func `no label of a metric is left out`() {
    let seen = Set(Self.pairs.map { "\($0.metric) \($0.label)" })
    for metric in Metric.all {
      for label in metric.labels where !Self.elsewhere.contains("\(metric.name) \(label)") {
        #expect(seen.contains("\(metric.name) \(label)"), "\(metric.name)(\(label)=)")
      }
    }
  }

  @Test func `two systems of ten and twenty milliseconds read ten and twenty`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func system(_ time: String) -> String {
      """
      orrery: 1
      name: one
      origin: assumed
      run: { duration: 60s, warm-up: 0s }
      components: { app: { kind: external, operations: { page: \(time) } } }
      flows: { visit: [ { call: app.page, timeout: 1s } ] }
      workloads: { w: { rate: 10/s, flows: { visit: 100% } } }
      budgets: { mean: mean latency < 1s }

      """
    }
    for (name, text) in [
      ("a.yaml", system("10ms")), ("b.yaml", system("20ms")),
      (
        "both.yaml",
        "orrery: 1\nname: both\nrun: { duration: 60s, warm-up: 0s }\nsystems: { a: { file: a.yaml }, b: { file: b.yaml } }\n"
      ),
    ] {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let result = try Study.run(
      try ScenarioReader(Vocabulary()).read(folder.appendingPathComponent("both.yaml").path))
    let means = Dictionary(uniqueKeysWithValues: result.budgets.map { ($0.name, $0.observed) })
    #expect(means == ["a/mean": 10e6, "b/mean": 20e6])
  }
}
