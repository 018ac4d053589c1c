import Components
import Engine
import Foundation
import Scenarios
import Testing

/// Every shape of load and what may stand beside it, as the model holds it.
@Suite struct LoadModelTests {
  private func workload(_ shape: String) throws -> Workload {
    try Draft.read(try Draft.with("rate: 10/s", shape, in: ShopDraft.text)).workloads[0]
  }

  @Test func steps() throws {
    guard
      case .steps(let steps) = try workload(
        "steps: [ { name: a, duration: 1h, target: 5/s }, { duration: 30min, target: 9/s } ]"
      ).shape
    else {
      Issue.record("not steps")
      return
    }
    #expect(steps.map(\.name) == ["a", "step-2"] && steps.map(\.target) == [5, 9])
    #expect(steps.map(\.duration) == [.hour, 30 * .minute])
  }

  @Test func stepsSayHowLongTheRunIsAndNamePhases() throws {
    var text = try Draft.with("duration: 2h, ", "", in: ShopDraft.text)
    text = try Draft.with("rate: 10/s", "steps: [ { name: low, duration: 45min, target: 5/s } ]", in: text)
    #expect(try Draft.read(text + "budgets: { x: p95 latency(phase=low) < 1s }\n").run.duration == 45 * .minute)
  }

  @Test func crowdClosedAndUsers() throws {
    guard case .crowd(count: 250, within: 600_000_000_000) = try workload("crowd: { count: 250, within: 10min }").shape
    else {
      Issue.record("not a crowd")
      return
    }
    guard
      case .closed(users: 40, think: .exponential(mean: 5e9), patience: .constant(20e9)?) = try workload(
        "closed: { users: 40, think: exponential(mean 5s), patience: 20s }"
      ).shape,
      case .closed(users: 1, think: .constant(0), patience: nil) = try workload("closed: { users: 1 }").shape
    else {
      Issue.record("not closed")
      return
    }
    guard
      case .users(count: 5_000_000, active: 0.2, each: let each) = try workload(
        "users: { count: 5M, active: 20%, each: 12/day }"
      ).shape, case .users(count: 7, active: 1, each: 2) = try workload("users: { count: 7, each: 2/s }").shape
    else {
      Issue.record("not users")
      return
    }
    #expect(each == 12.0 / 86400)
  }

  @Test func calendarInOrderOfTime() throws {
    guard
      case .calendar(let spans) = try workload(
        "calendar: [ { at: Mon 01:00, for: 30min, rate: 9/s }, { at: 10min, for: 20min, rate: 5/s } ]"
      ).shape
    else {
      Issue.record("not a calendar")
      return
    }
    #expect(spans.map(\.at) == [10 * .minute, .hour] && spans.map(\.duration) == [20 * .minute, 30 * .minute])
    #expect(spans.map(\.rate) == [5, 9])
  }

  @Test func diurnalRegions() throws {
    guard
      case .diurnal(mean: 10, peak: 2, peakAt: let at, regions: let regions) = try workload(
        "diurnal: { mean: 10/s, peak: x2, at: 20:00, regions: { eu: { share: 40% }, us: { share: 60%, shift: 6h } } }"
      ).shape
    else {
      Issue.record("not diurnal")
      return
    }
    #expect(at == 20 * .hour && regions.map(\.name) == ["eu", "us"])
    #expect(regions.map(\.share) == [0.4, 0.6] && regions.map(\.shift) == [0, 6 * .hour])
  }

  @Test func arrivals() throws {
    #expect(try workload("rate: 1/s").arrivals == .poisson)
    #expect(try workload("rate: 1/s, arrivals: even").arrivals == .even)
    #expect(
      try workload("rate: 1/s, arrivals: { bursty: { factor: x10, burst: 2s, calm: 8s } }").arrivals
        == .bursty(factor: 10, burst: 2 * .second, calm: 8 * .second))
    #expect(
      try workload("rate: 1/s, arrivals: { renewal: erlang(stages 4 mean 1s) }").arrivals
        == .renewal(.erlang(stages: 4, mean: 1e9)))
  }

  @Test func batchesGrowthAndStorms() throws {
    let plain = try workload("rate: 1/s")
    #expect(plain.batch == (1, false) && plain.growth == nil && plain.storm == nil)
    #expect(try workload("rate: 1/s, batch: 5 assumed").batch == (5, false))
    #expect(try workload("rate: 1/s, batch: geometric(mean 3)").batch == (3, true))
    let grown = try workload("rate: 1/s, growth: { by: x1.1, every: 30d }").growth
    #expect(grown?.factor == 1.1 && grown?.every == 30 * .day)
    let storm = try workload("rate: 1/s, storm: { every: exponential(mean 1h), lasts: 5min, factor: x5 }").storm
    #expect(
      storm
        == Workload.Storm(name: "day", every: .exponential(mean: 3600e9), duration: .constant(300e9), factor: 5))
    #expect(try workload("rate: 1/s, storm: { name: s, every: 1h, lasts: 5min, factor: x5 }").storm?.name == "s")
  }

  // MARK: Traces

  private func folder(_ csv: String, _ workload: String) throws -> Folder {
    try Folder([
      "a/shop.yaml": try Draft.with("rate: 10/s, flows: { view: 90%, sale: 10% }", workload, in: ShopDraft.text),
      "a/rows.csv": csv,
    ])
  }

  @Test func traceWithFlows() throws {
    let csv = "# from the log\r\nat_s,flow\r\n0.5,view\r\n1.0000000019,\"sale\"\r\n\r\n2s,\r\n1h30min,view"
    let folder = try folder(csv, "trace: rows.csv, flows: { view: 100% }")
    let scenario = try folder.read("a/shop.yaml")
    guard case .trace(let rows) = scenario.workloads[0].shape else {
      Issue.record("not a trace")
      return
    }
    #expect(rows.map(\.at) == [500_000_000, 1_000_000_001, 2_000_000_000, 90 * .minute])
    #expect(rows.map(\.flow) == ["view", "sale", nil, "view"])
    #expect(scenario.sources.count == 1, "a trace is no text that a run keeps")
  }

  @Test func traceThatNamesEveryFlowNeedsNoShares() throws {
    #expect(try folder("at,flow\n0s,view\n0s,sale\n", "trace: rows.csv").problems("a/shop.yaml").isEmpty)
    #expect(
      try folder("at,flow\n0s,view\n", "trace: rows.csv, flows: { view: 100% }").problems("a/shop.yaml") == [
        "a/shop.yaml:39:34: warning: `flows` is not used: every row of the trace names its flow"
      ])
    #expect(
      try folder("at_s\n0\n1\n", "trace: rows.csv").problems("a/shop.yaml") == [
        "a/shop.yaml:39:8: error: `flows` is missing in a workload, and in its trace 2 rows name no flow (write it as in `flows: { view: 100% }`)"
      ])
  }

  @Test(arguments: [
    (
      "time\n1\n",
      ["1:1: error: the header of a trace is `at` or `at,flow`, or `at_s`, `at_ms`, `at_us`, `at_ns` with a unit"]
    ),
    ("", ["1:1: error: the trace holds no arrivals"]),
    (
      "at_s,flow\n3,view\n2,sale\nx,view\n1,2,3\n-1,view\n5,veiw\n",
      [
        "3:1: error: the time `2` is before that of the row above (sort the file by `at`)",
        "4:1: error: `x` is not a time (write it as in `200ms` or `1h30min`)",
        "5:1: error: the row has 3 columns, and the header 2", "6:1: error: a time cannot be negative: `-1`",
        "7:1: error: there is no flow `veiw` (did you mean `view`?)",
      ]
    ),
    (
      "at_s\n99999999999\n",
      [
        "2:1: error: `99999999999` counts from 1970, it seems, and a trace counts from the start of its workload (subtract the first time from each, and name the unit in the header: `at_s` or `at_ms`)"
      ]
    ),
    (
      "at\nx\nx\nx\nx\nx\nx\nx\n",
      (2...6).map { "\($0):1: error: `x` is not a time (write it as in `200ms` or `1h30min`)" }
    ),
  ])
  func tracesThatAreWrong(csv: String, problems: [String]) throws {
    let found = try folder(csv, "trace: rows.csv, flows: { view: 100% }").problems("a/shop.yaml")
    #expect(found == problems.map { "a/rows.csv:\($0)" })
  }

  @Test func traceThatIsNotThere() throws {
    #expect(
      try folder("at\n0\n", "trace: row.csv, flows: { view: 100% }").problems("a/shop.yaml") == [
        "a/shop.yaml:39:17: error: cannot read `row.csv`: no such file"
      ])
  }
}
