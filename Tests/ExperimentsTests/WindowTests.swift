import Components
import Engine
import Foundation
import Scenarios
import Testing

@testable import Experiments

@Suite("Windows of a budget")
struct WindowTests {
  private func interval(_ duration: String, _ budgets: String) throws -> Nanoseconds {
    let scenario = try Study.read(Study.queue(duration: duration, budgets: budgets))
    return Assembler.assemble(scenario, providers: []).plan.horizon.interval
  }

  private func budget(_ window: String, _ check: String = "p95 latency(flow=visit) < 1s") -> String {
    "{ check: \(check), window: \(window) }"
  }

  @Test("are whole numbers of intervals, however long the run")
  func horizon() throws {
    #expect(try interval("24h", "{}") == 720 * .second)
    #expect(try interval("24h", "{ a: \(budget("10s")) }") == 10 * .second)
    #expect(try interval("24h", "{ a: \(budget("10s")), b: \(budget("15s")) }") == 5 * .second)
    #expect(try interval("24h", "{ a: \(budget("1h")) }") == 720 * .second)
    // A 120th of it is no part of ten seconds; the next smaller one that is, is a sixteenth.
    #expect(try interval("100s", "{ a: \(budget("10s")) }") == 625 * .millisecond)
    // Seven minutes are no whole number of the usual twelve-minute intervals, nor of ten.
    #expect(try interval("24h", "{ a: \(budget("7min")) }") == 420 * .second)
  }

  @Test("shorter than a timeline can have are left out of it, and the judge says so")
  func tooShort() throws {
    let both = "{ long: \(budget("20s")), tiny: \(budget("1ms")) }"
    #expect(try interval("100s", both) == 800 * .millisecond)
    let result = try Study.run(Study.read(Study.queue(budgets: both)))
    #expect(result.budgets[0].verdict == .held)
    #expect(result.budgets[1].verdict == .cannotJudge)
    #expect(result.budgets[1].reason.contains("windows are too short"))
  }

  @Test("bound the interval of recoveries as well: a quarter of the limit")
  func recovery() throws {
    let text = Study.queue(
      duration: "24h", budgets: "{ back: max recovery(fault=slow) < 2min }",
      faults: "{ slow: { at: 1h, for: 1min, hits: app, slow: x4 } }")
    #expect(Assembler.assemble(try Study.read(text), providers: []).plan.horizon.interval == 30 * .second)
  }

  @Test("are judged one by one; what is observed is the worst but those that may break it")
  func judged() throws {
    let faults = "{ slow: { at: 50s, for: 10s, hits: app, error: 50% } }"
    func run(_ allow: String) throws -> BudgetResult {
      let budgets = "{ b: { check: share errors(flow=visit) < 5%, window: 10s, allow: \(allow) } }"
      return try Study.run(Study.read(Study.queue(budgets: budgets, faults: faults))).budgets[0]
    }
    let strict = try run("0%")
    #expect(strict.verdict == .violated)
    #expect(strict.reason.hasPrefix("1 of 9 windows of this run break it, 0 may"))
    #expect(abs((strict.observed ?? 0) - 0.5) < 0.1)
    let lenient = try run("12%")
    #expect(lenient.verdict == .held)
    #expect(lenient.observed == 0)
  }

  @Test("are read of every metric that says that it has them, and of no other")
  func metrics() throws {
    let checks = [
      "latency": "p95 latency < 1s", "freshness": "p95 freshness < 1s", "throughput": "rate throughput > 1/s",
      "goodput": "rate goodput > 1/s", "errors": "share errors < 1%",
    ]
    #expect(Set(Metric.all.filter { !$0.windows.isEmpty }.map(\.name)) == Set(checks.keys))
    for (metric, check) in checks {
      let text = Study.queue(budgets: "{ b: \(budget("10s", check)) }").replacingOccurrences(
        of: "[ { call: app.page, policy: patient } ]",
        with: "[ mark: begun, { call: app.page, policy: patient }, measure: freshness since begun ]")
      let result = try Study.run(Study.read(text)).budgets[0]
      #expect(result.verdict == .held && result.reason.contains("of 9 windows"), "\(metric): \(result.reason)")
    }
  }

  @Test("of a lower limit are worst at the bottom")
  func decisive() {
    var windows = PathFindings.Windows()
    windows.values = [90, 100, 80, 100]
    #expect(windows.decisive(.atLeast, allow: 0) == 80)
    #expect(windows.decisive(.atLeast, allow: 0.25) == 90)
    #expect(windows.decisive(.atMost, allow: 0.3) == 100)
    #expect(windows.decisive(.atMost, allow: 1) == 80)
  }

  @Test("do not make the timeline of the report longer than a reader can see")
  func joined() throws {
    let text = Study.queue(duration: "200s", budgets: "{ a: \(budget("500ms")) }")
    let result = try Study.run(Study.read(text))
    #expect(result.timeline.interval == 1500 * .millisecond)
    #expect(result.timeline.count == 134)
    #expect(result.timeline.flows[0].offered.count == 134)
    #expect(result.timeline.components[0].utilization.count == 134)
    let offered = result.timeline.flows[0].offered.reduce(0, +)
    #expect(abs(Double(offered) - 20_000) < 500)
  }
}
