import Experiments
import Foundation
import Testing

@testable import Reporting

@Suite("A figure")
struct FigureTests {
  @Test(
    "has round marks of simulated time in the unit that fits",
    arguments: [
      (20e9, "s", ["0", "5", "10", "15", "20"]), (600e9, "s", ["0", "120", "240", "360", "480", "600"]),
      (3_600e9, "min", ["0", "10", "20", "30", "40", "50", "60"]),
      (86_400e9, "h", ["0", "3", "6", "9", "12", "15", "18", "21", "24"]),
      (30 * 86_400e9, "d", ["0", "5", "10", "15", "20", "25", "30"]),
    ])
  func simulatedTime(length: Double, unit: String, labels: [String]) {
    let axis = Axis.time(of: .simulated, to: length, startsAt: 0)
    #expect(axis.title == "simulated time (\(unit))")
    #expect(axis.ticks.map(\.label) == labels)
    #expect(axis.ticks.allSatisfy { axis.range.contains($0.position) || $0.position == length })
  }

  @Test("says where in the week its time begins")
  func weekTime() {
    let axis = Axis.time(of: .simulated, to: 60e9, startsAt: 130 * 3_600 * Fixture.second)
    #expect(axis.title == "simulated time (s, 0 is Sat 10:00)")
  }

  @Test("turns logarithmic when its times differ by decades")
  func logarithm() {
    #expect(!Axis.spans("latency", of: [1e6, 40e6]).isLogarithmic)
    let axis = Axis.spans("latency", of: [1e6, 40e9])
    #expect(axis.isLogarithmic)
    #expect(axis.ticks.map(\.label) == ["1 ms", "10 ms", "100 ms", "1 s", "10 s"])
  }

  @Test("survives values that are no values")
  func oddValues() {
    #expect(Axis.spans("latency", of: []).range == 0...1)
    #expect(Axis.spans("latency", of: [.nan, .infinity, 0]).range == 0...1)
    #expect(Axis.amounts("rate", upTo: 0, label: QuantityText.number).range.upperBound > 0)
    #expect(Axis.amounts("rate", upTo: .nan, label: QuantityText.number).range.upperBound > 0)
  }

  @Test("marks at most 200 decisions, scaling first, and none that follows by itself")
  func marks() {
    var result = EventfulRun.make()
    #expect(RunFigures(result).decisionMarks().map(\.title) == ["scaled up", "scaled up", "breaker opened"])
    let crash = result.decisions[0]
    result.decisions = (0..<300).map { index in
      var decision = index.isMultiple(of: 2) ? crash : result.decisions[1]
      if index.isMultiple(of: 2) { decision.kind = "crashed" }
      return decision
    }
    result.decisions[0].kind = "booted"
    let marks = RunFigures(result).decisionMarks()
    #expect(marks.count == RunFigures.mostMarks)
    #expect(marks.count { $0.title == "scaled up" } == 150)
  }

  @Test("quotes every text for gnuplot")
  func quoting() {
    #expect(GnuplotScript.quoted("`date` \"x\"\n$d") == "'`date` \"x\" $d'")
    #expect(GnuplotScript.quoted("'7") == #""\047\067""#)
    #expect(GnuplotScript.quoted("it''s \\n `é`") == #""it\047\047s \134n \140\303\251\140""#)
  }

  @Test("finds the limits that budgets set to its flow")
  func limits() {
    let figures = RunFigures(PollingRun.make())
    #expect(figures.limits(metric: "latency", flow: "view").map(\.at) == [150e6])
    #expect(figures.limits(metric: "latency", flow: "search").map(\.at) == [2e9])
    #expect(figures.limits(metric: "freshness", flow: nil).map(\.at) == [300e9])
    #expect(CheckText("p99.9 latency(flow=buy phase=peak) < 2s")?.label("phase") == "peak")
    #expect(CheckText("nonsense") == nil)
  }

  @Test("draws percentiles that never came along the top, not as a gap")
  func neverAnswered() throws {
    var result = PollingRun.make()
    result.timeline.flows[0].p99[60] = .max
    let figure = try #require(RunFigures(result).percentiles().first)
    let p99 = try #require(figure.series.first)
    #expect(p99.points[60].y == figure.y.range.upperBound)
    #expect(figure.y.range.upperBound < 10e9)
    #expect(figure.caption.hasPrefix("From 300 s on there are intervals of view whose p99 never came"))
  }

  @Test("keeps long titles and legends inside")
  func layout() {
    for figure in RunFigures(CrowdedRun.make()).percentiles() + RunFigures(CrowdedRun.make()).distributions() {
      let layout = FigureLayout(figure)
      #expect(TextWidth.of(layout.title, size: 13) < layout.width)
      for entry in layout.legend {
        #expect(entry.x + FigureLayout.markWidth + TextWidth.of(entry.title, size: 11) < layout.width)
        #expect(entry.y < layout.top)
      }
      #expect(layout.height - layout.top - layout.bottom > 80)
    }
  }

  @Test("is cleaned for the page: own identifiers, the page's ink, no tooltips")
  func cleaning() {
    let drawing = """
      <?xml version="1.0"?>
      <!-- a note -->
      <svg viewBox="0 0 1 1"><title>Gnuplot</title><desc>Produced</desc>
      <g id="gnuplot_canvas"><g color="black" stroke="currentColor">
      </g><path stroke='rgb(  0, 114, 178)' d='M0,0'/><text fill="rgb(27,31,36)">x</text>
      <use xlink:href='#gpPt5'/></g></svg>

      """
    let text = SVGText(drawing, name: "load", label: "a & b").text
    #expect(text.hasPrefix("<svg role=\"img\" aria-label=\"a &amp; b\""))
    #expect(text.hasSuffix("</svg>"))
    #expect(text.contains("id=\"load-gnuplot_canvas\""))
    #expect(text.contains("xlink:href='#load-gpPt5'"))
    #expect(text.contains("stroke='#0072b2'"))
    #expect(text.contains("fill=\"currentColor\""))
    for gone in ["<?xml", "<title>", "<desc>", "<!--", "rgb(", "color=\"black\""] {
      #expect(!text.contains(gone), "\(gone)")
    }
  }

  @Test("has a tone for the dark page for every colour it draws in")
  func darkTones() throws {
    let page = try PollingPage.get().text
    let drawn = Set(page.matches(of: #/(?:stroke|fill)=["'](#[0-9a-f]{6})["']/#).map { String($0.1) })
    let known = Set(
      Palette.all.map(\.light) + Palette.heat.flatMap { [$0.tone, $0.text] }
        + [Palette.unlimited.tone, Palette.unlimited.text, Palette.inkOnFill.light])
    #expect(drawn.subtracting(known) == [])
  }
}

@Suite("The picture of the architecture")
struct ArchitectureGraphTests {
  @Test("groups components from clients to outside")
  func groups() throws {
    let text = try #require(ArchitectureGraph(PollingRun.make()))
      .text(title: "Title", background: "white")
    let places = try ["Clients", "Edge", "Application", "Data", "Outside"].map {
      try #require(text.range(of: "label=\"\($0)\"")).lowerBound
    }
    #expect(places == places.sorted())
    #expect(ArchitectureGraph.Group.of(kind: "something new") == .application)
  }

  @Test("draws calls solid and messages dashed, and turns what runs against the columns")
  func links() throws {
    var result = QueueRun.make()
    result.components.append(
      Fixture.component("orders", "topic", arrivals: 10, utilization: nil, response: 1))
    result.links = [
      .init(from: "visit", to: "server", style: .call, count: 72_000),
      .init(from: "orders", to: "server", style: .consume, count: 5),
    ]
    let text = try #require(ArchitectureGraph(result)).text(title: "", background: "white")
    #expect(text.contains("n2 -> n0 [id=\"arrow-0\", style=solid]"))
    #expect(text.contains("n0 -> n1 [id=\"arrow-1\", style=dashed, dir=back, label="))
  }

  @Test("can be drawn whatever its names are, and stays narrow")
  func crowded() throws {
    let scratch = try Scratch()
    let graph = try #require(ArchitectureGraph(CrowdedRun.make()))
    let svg = try FigureRenderer().draw(graph, title: "<&\">", pngFolder: scratch.folder)
    let width = try #require(svg.firstMatch(of: #/min\(100%,(\d+)px\)/#).flatMap { Int($0.1) })
    #expect(width < 1_600)
    #expect(svg.contains("aria-label=\"&lt;&amp;&quot;&gt;\""))
  }

  @Test("is left out where there are no components")
  func none() {
    #expect(ArchitectureGraph(RunResult()) == nil)
  }
}
