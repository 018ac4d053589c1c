import Experiments
import Statistics
import Testing

@testable import Reporting

@Suite("A run with peaks")
struct PeakTests {
  /// A hundred intervals of ten seconds; the server is full from 400 s to 600 s and nearly idle else.
  private func run(peak: Double = 1, failed: UInt64 = 0) -> RunResult {
    var result = QueueRun.make()
    result.components[0].utilization = 0.3
    var series = Timeline.ComponentSeries()
    series.name = "server"
    series.utilization = (0..<100).map { (40..<60).contains($0) ? peak : 0.1 }
    series.queueLength = Array(repeating: 1, count: 100)
    series.throughput = Array(repeating: 1_000, count: 100)
    var log = Timeline.ComponentSeries()
    log.name = "records"
    log.utilization = Array(repeating: 0, count: 100)
    log.queueLength = (0..<100).map { Double($0) * 10 }
    log.throughput = series.throughput
    var records = ComponentResult()
    records.name = "records"
    records.kind = "topic"
    result.components.append(records)
    var flow = Timeline.FlowSeries()
    flow.name = "visit"
    flow.offered = [1_000]
    flow.completed = [1_000 - failed]
    flow.failed = [failed]
    result.timeline.flows = [flow]
    result.outcomes = [
      OutcomeCount(scope: "flow", name: "visit", outcome: "ok", count: 1_000 - failed),
      OutcomeCount(scope: "flow", name: "visit", outcome: "error", count: failed),
    ]
    result.timeline.components = [series, log]
    result.timeline.interval = 10 * Fixture.second
    result.timeline.count = 100
    return result
  }

  @Test("is spoken of as it is at its worst")
  func headline() {
    #expect(
      Summary(run()).bottleneck
        == """
        server is the bottleneck: its threads are 100 % busy from 400 s to 10 min (30 % over the run), and work waits \
        40 ms on average. It has no room for more load then.
        """)
    #expect(
      Summary(run(peak: 0.8)).bottleneck
        == """
        server fills up first: its threads are 80 % busy from 400 s to 10 min (30 % over the run), and work waits 40 ms \
        on average. With the same mix, load can grow to about ×1.25 before it is full.
        """)
  }

  @Test("of one phase names that phase's share")
  func phases() {
    var result = run(peak: 0.45)
    result.timeline.marks = [
      .init(name: "rush", style: "phase", begins: 400 * Fixture.second, ends: 600 * Fixture.second)
    ]
    #expect(
      Summary(result).bottleneck
        == """
        Nothing is near its limit: the busiest component, server, has 45 % of its threads busy in its busiest time, \
        from 400 s to 10 min.
        """)
  }

  @Test("in which requests fail is not said to be in order")
  func failures() {
    let text = Summary(run(peak: 0.1, failed: 150)).bottleneck
    #expect(
      text
        == """
        15 % of the requests fail, though nothing is near its limit: the busiest component, server, has 30 % of its \
        threads busy.
        """)
  }

  @Test("shows what waits in logs")
  func queues() throws {
    let figure = try #require(RunFigures(run()).queues().first)
    #expect(figure.series.map(\.title) == ["records", "server"])
    #expect(figure.caption.contains("The longest queue is before records"))
    // The server has the colour that it has among busy shares.
    #expect(figure.series[1].tone == Palette.series[0] && figure.series[0].tone == Palette.series[1])
  }

  @Test("shows replicas where they come and go")
  func replicas() throws {
    var result = run()
    #expect(RunFigures(result).replicas().isEmpty)
    result.timeline.components[0].replicas = (0..<100).map { point in
      var replicas = Timeline.Replicas()
      replicas.live = point < 50 ? 3 : 1.5
      replicas.down = point < 50 ? 0 : 1.5
      return replicas
    }
    let figure = try #require(RunFigures(result).replicas().first)
    #expect(figure.series.map(\.title) == ["live", "down"])
    #expect(figure.caption == "server had 1.5 replicas there in its worst interval.")
    result.components[0].meanLive = 2.25
    result.components[0].meanDown = 0.75
    #expect(TerminalReport.text(result).contains("server: 2.25 replicas there on average; 0.75 down"))
    let json = try JSONReport.text(result)
    #expect(json.contains("\"mean_down\" : 0.75") && json.contains("\"mean_starting\" : null"))
  }

  @Test("that had nothing there has no busy share")
  func none() {
    var result = run()
    result.components[0].utilization = nil
    result.components[0].meanLive = 0
    #expect(TerminalReport.text(result).contains("none there"))
  }
}
