import Experiments
import Scenarios
import Statistics

/// Too much of everything: forty components, a dozen flows, names that nobody should choose, and
/// characters that mean something in HTML, SQL, gnuplot and graphviz.
enum CrowdedRun {
  static let nasty = "o'neil <b>\"q\"</b> & co; $x %d\\n"

  static func make() -> RunResult {
    var result = PollingRun.make()
    result.scenario.name = "a-scenario-whose-name-goes-on-and-on/and-then-some-more \(nasty)"
    result.scenario.question = "Does <script>alert('it')</script> hold? \(nasty)"
    result.scenario.options = (1...7).map { "option-number-\($0)-with-a-long-name" }
    result.isPartial = true
    result.verdict = .cannotJudge
    result.components = components()
    result.links = links()
    result.timeline = timeline(result.timeline)
    result.indicators = indicators()
    for index in result.budgets.indices {
      result.budgets[index].name = "a-budget-with-a-very-long-name-\(index)-\(nasty)"
      result.budgets[index].reason = "because of \(nasty)"
    }
    result.warnings = [nasty]
    return result
  }

  static func name(_ index: Int) -> String {
    index == 5 ? nasty : "team-\(index % 7)/component-with-a-long-name-\(index)"
  }

  private static let kinds = [
    "gateway", "service", "service", "topic", "consumers", "document-store", "external", "service",
  ]

  private static func components() -> [ComponentResult] {
    (0..<40).map { index in
      Fixture.component(
        name(index), kinds[index % kinds.count], arrivals: UInt64(1_000 * (index + 1)),
        utilization: index % 5 == 4 ? nil : Double((index * 37) % 100) / 100, scarcest: "threads",
        queue: Double(index), response: Int64(index) * 1_000_000, replicas: Int64(index))
    }
  }

  private static func links() -> [LinkResult] {
    (1..<40).map { index in
      LinkResult(
        from: index < 4 ? "clients" : name(index / 2), to: name(index),
        style: index % 3 == 0 ? .publish : .call, count: UInt64(index * 500))
    }
  }

  private static func timeline(_ timeline: Timeline) -> Timeline {
    var timeline = timeline
    let flow = timeline.flows[0]
    timeline.flows = (0..<12).map { index in
      var other = flow
      other.name = index == 3 ? nasty : "team-\(index)/a-flow-with-quite-a-long-name-\(index)"
      return other
    }
    timeline.components = timeline.components.enumerated().map { index, series in
      var other = series
      other.name = name(index * 2)
      return other
    }
    let step = 24 * Fixture.second
    timeline.marks = (0..<25).map { index -> Timeline.Mark in
      let begins = Int64(index) * step
      return Timeline.Mark(
        name: "phase-with-a-name-\(index)", style: index % 6 == 5 ? "fault" : "phase",
        begins: begins, ends: begins + step)
    }
    return timeline
  }

  private static func indicators() -> [Indicator] {
    (0..<12).map { index -> Indicator in
      let flow = index == 3 ? nasty : "team-\(index)/a-flow-with-quite-a-long-name-\(index)"
      let histogram = Fixture.latencies(
        800 * (index + 1), median: 20e6 * Double(index + 1), spread: 0.5, seed: UInt64(index))
      return Indicator(
        metric: "latency", labels: [("flow", flow)], unit: "ns", histogram: histogram)
    }
  }
}
