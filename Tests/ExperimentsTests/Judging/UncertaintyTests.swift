import Components
import Scenarios
import Statistics
import Testing

@testable import Experiments

/// No figure is judged without knowing how sure it is.
@Suite struct UncertaintyTests {
  /// Requests that fail by chance, each for itself.
  private static func chance(
    _ budgets: String, rate: String = "1/s", duration: String = "50s", errors: String = "2%", seed: Int = 1,
    replications: Int = 1
  ) throws -> RunResult {
    let text = """
      orrery: 1
      name: chance
      origin: assumed
      seed: \(seed)
      run: { duration: \(duration), warm-up: 0s, drain: 1s, replications: \(replications) }
      components: { app: { kind: external, operations: { page: exponential(mean 5ms) }, outcomes: { error: \(errors) } } }
      flows: { visit: [ { call: app.page, timeout: 1s } ] }
      workloads: { w: { rate: \(rate), arrivals: even, flows: { visit: 100% } } }
      budgets: \(budgets)

      """
    return try Study.run(try Study.read(text))
  }

  @Test func `one error of fifty decides nothing, and neither does none`() throws {
    var seen: Set<Int> = []
    for seed in 1...12 {
      let result = try Self.chance("{ e: rate errors(flow=visit) < 1% }", seed: seed)
      let budget = result.budgets[0]
      let errors = Int(((budget.observed ?? 0) * 50).rounded())
      guard errors <= 1 else { continue }
      seen.insert(errors)
      #expect(budget.verdict == .cannotJudge, "seed \(seed): \(budget)")
      #expect(budget.reason.contains("times as long"), "\(budget.reason)")
      let interval = try #require(budget.interval)
      if errors == 1 { #expect(interval.low < 0.001 && interval.high > 0.1) }
      if errors == 0 { #expect(interval.low == 0 && interval.high > 0.07) }
    }
    #expect(seen == [0, 1], "both were met")
  }

  @Test func `many requests decide either way`() throws {
    let budgets = "{ few: rate errors(flow=visit) < 1%, many: rate errors(flow=visit) < 4% }"
    let result = try Self.chance(budgets, rate: "100/s", duration: "100s")
    #expect(result.budgets.map(\.verdict) == [.violated, .held])
  }

  @Test func `a share above a limit needs samples beyond it`() throws {
    let result = try Self.chance("{ late: share latency(flow=visit) above 1s < 0.1% }", errors: "0%")
    #expect(result.budgets[0].verdict == .cannotJudge, "none of 50 is up to 7 %")
    let longer = try Self.chance(
      "{ late: share latency(flow=visit) above 1s < 0.1% }", rate: "100/s", duration: "200s", errors: "0%")
    #expect(longer.budgets[0].verdict == .held, "\(longer.budgets[0])")
  }

  @Test func `a percentile without an interval is no verdict`() throws {
    let result = try Self.chance("{ p: p99.9 latency(flow=visit) < 1s }", rate: "20/s", errors: "0%")
    #expect(result.budgets[0].verdict == .cannotJudge)
    #expect(result.budgets[0].isTooFew)
  }

  @Test func `a count is one of a replication, however many there are`() throws {
    let budgets = "{ c: count errors(flow=visit) < 100 }"
    let one = try Self.chance(budgets, rate: "100/s", duration: "20s").budgets[0]
    let five = try Self.chance(budgets, rate: "100/s", duration: "20s", replications: 5).budgets[0]
    // 2 % of 2,000 are 40; of five replications together 200.
    #expect(one.verdict == .held && five.verdict == .held, "\(one) \(five)")
    #expect((25...55).contains(five.observed ?? 0))
    let tight = try Self.chance("{ c: count errors(flow=visit) < 20 }", rate: "100/s", duration: "20s", replications: 5)
    #expect(tight.budgets[0].verdict == .violated)
  }

  @Test func `no event in a run is not certain to stay away`() throws {
    let few = try Self.chance("{ c: count errors(flow=visit) < 2 }", errors: "0%").budgets[0]
    // Of none in one run the upper end is −ln 0.025 = 3.69 a run.
    #expect(few.verdict == .cannotJudge, "\(few)")
    #expect(abs((few.interval?.high ?? 0) - 3.689) < 0.01)
    let enough = try Self.chance("{ c: count errors(flow=visit) < 4 }", errors: "0%").budgets[0]
    #expect(enough.verdict == .held)
  }

  @Test func `what must be zero is a fact of every run`() throws {
    let none = try Self.chance("{ c: count errors(flow=visit) = 0 }", errors: "0%", replications: 3).budgets[0]
    #expect(
      none.statisticClass == .fact && none.verdict == .held && none.reason == "in each of 3 runs, observed is the sum")
    let some = try Self.chance("{ c: count errors(flow=visit) = 0 }", rate: "20/s", replications: 3).budgets[0]
    #expect(some.verdict == .violated && some.reason.hasPrefix("broken in 3 of 3 runs"), "\(some.reason)")
  }

  @Test func `a maximum is told of the runs that were made`() throws {
    let result = try Self.chance("{ m: max latency(flow=visit) < 1s }", rate: "20/s", errors: "0%", replications: 2)
    #expect(result.budgets[0].statisticClass == .fact)
    #expect(result.budgets[0].verdict == .held && result.budgets[0].reason == "in each of 2 runs")
    let broken = try Self.chance("{ m: max latency(flow=visit) < 6ms }", rate: "20/s", errors: "0%")
    #expect(broken.budgets[0].verdict == .violated && broken.budgets[0].reason == "in this run")
  }

  @Test func `no end of an interval is where the quantity cannot be`() throws {
    let result = try Self.chance(
      "{ u: mean queue-length(component=app) < 1, e: rate errors(flow=visit) < 50%, w: mean latency(flow=visit) < 1s }",
      rate: "20/s")
    for budget in result.budgets { #expect(budget.interval.map { $0.low >= 0 } ?? true, "\(budget)") }
    #expect(result.budgets[1].interval.map { $0.high <= 1 } == true)
  }

  /// A queue at 95 % load for ten minutes has few independent parts.
  @Test func `a short run of a busy queue does not pass for certain`() throws {
    let text = Study.queue(
      duration: "610s", budgets: "{ p: p99.9 latency(flow=visit) < 1.2s, m: p50 latency(flow=visit) < 1s }"
    ).replacing("mean 5ms", with: "mean 9.5ms")
    let result = try Study.run(try Study.read(text))
    #expect(result.budgets[0].verdict == .cannotJudge, "\(result.budgets[0])")
  }

  @Test func `every statistic of every metric is an estimate or a fact`() {
    var table: [String] = []
    for metric in Metric.all {
      let definition = MetricDefinition.of(metric)
      #expect(definition != nil, "\(metric.name) has no definition")
      let facts = metric.statistics.filter { name in
        let statistic: Check.Statistic =
          switch name {
          case "max": .max
          case "min": .min
          case "count": .count
          case "rate": .rate
          case "share": .share
          case "total": .total
          case "per-month": .perMonth
          case "mean": .mean
          default: .quantile(0.5)
          }
        return definition?.statisticClass(of: statistic) == .fact
      }
      table.append("\(metric.name): \(facts.joined(separator: " "))")
    }
    #expect(
      table == [
        "latency: max min", "response: max min", "service: max min", "waiting: max min", "lag-time: max min",
        "freshness: max min", "throughput: ", "goodput: ", "errors: ", "outcomes: ", "refreshed: ", "utilization: max",
        "queue-length: max", "lag: max", "in-flight: max", "calls: ", "counts: ", "hit-ratio: ", "dead-letters: ",
        "recovery: max mean", "downtime: total max", "availability: ", "violations: count", "cost: ",
      ])
    #expect(MetricDefinition.all.map(\.name).sorted() == Metric.all.filter { $0.source == .own }.map(\.name).sorted())
  }
}
