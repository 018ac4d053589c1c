import Experiments
import Scenarios
import Statistics

/// The page of a search for the knee: the load–latency curve with the knee, how busy the components are on the way, and
/// every load that was tried.
struct CapacityPage {
  private let capacity: CapacityResult

  init(_ capacity: CapacityResult) { self.capacity = capacity }

  // MARK: Figures

  var figures: [Figure] { [curve, utilization, goodput].compactMap { $0 } }

  private var knee: [Figure.Limit] {
    capacity.knee.map {
      [Figure.Limit(title: "knee at \(QuantityText.number($0)) times today", at: $0, isVertical: true)]
    }
      ?? []
  }

  private var axis: Axis {
    var axis = Axis.amounts(
      "\(capacity.path), times today's \(capacity.today)", upTo: capacity.points.map(\.factor).max() ?? 1, marks: 8
    ) { QuantityText.number($0) }
    // Far beyond the knee there is nothing to see.
    if let knee = capacity.knee, axis.range.upperBound > 2 * knee {
      axis = Axis.amounts(axis.title, upTo: 1.5 * knee, marks: 8) { QuantityText.number($0) }
    }
    return axis
  }

  private var visible: [CapacityPoint] { capacity.points.filter { axis.range.contains($0.factor) } }

  private var curve: Figure? {
    guard let first = visible.first?.result.principal else { return nil }
    let series = zip([0.5, 0.95, 0.99], Palette.percentiles).map { quantile, tone in
      Figure.Series(
        title: QuantityText.quantile(quantile), tone: tone, style: .line,
        points: visible.compactMap { point in
          guard let value = point.result.principal?.histogram.quantile(quantile), value != .max else { return nil }
          return (point.factor, Double(value))
        })
    }
    let dots = series.map {
      Figure.Series(title: "", tone: $0.tone, style: .points, points: $0.points, isInLegend: false)
    }
    let values = series.flatMap(\.points).map(\.y)
    let budgets = visible.first.map { RunFigures($0.result) }
    let limits = budgets?.limits(metric: first.metric, flow: first.labels.first { $0.label == "flow" }?.value) ?? []
    return Figure(
      name: "knee", title: "\(first.title.shortened(to: 50)) against load",
      caption: "Each dot is a load that was simulated, with the same seeds; the knee is where a budget breaks first.",
      height: 380, x: axis, y: .spans("time", of: values + limits.map(\.at)), series: series + dots,
      limits: limits + knee)
  }

  private var utilization: Figure? {
    let last = visible.last?.result.components.filter { $0.utilization != nil }
      .sorted { ($0.utilization ?? 0, $1.name) > ($1.utilization ?? 0, $0.name) }.prefix(RunFigures.mostLines)
    guard let last, !last.isEmpty else { return nil }
    let series = last.enumerated().map { index, component in
      Figure.Series(
        title: component.name.shortened(to: 26), tone: Palette.series[index], style: .line,
        points: visible.compactMap { point in
          point.result.components.first { $0.name == component.name }?.utilization.map { (point.factor, $0) }
        })
    }
    return Figure(
      name: "utilization", title: "How busy the components are on the way",
      caption:
        "The component that reaches the top first is the bottleneck; a line that bends before it shows that requests fail on the way.",
      height: 300, x: axis, y: .shares("utilisation"), series: series, limits: knee)
  }

  private var goodput: Figure? {
    func rate(_ point: CapacityPoint, _ counts: (Timeline.FlowSeries) -> [UInt64]) -> Double {
      let flows = point.result.timeline.flows.filter { !$0.isMeasure }
      let total = flows.reduce(UInt64(0)) { $0 + counts($1).reduce(0, +) }
      let seconds = Double(point.result.simulatedNanoseconds) / 1e9 * Double(max(1, point.result.replications))
      return seconds > 0 ? Double(total) / seconds : 0
    }
    let offered = visible.map { (x: $0.factor, y: rate($0, \.offered)) }
    let achieved = visible.map { (x: $0.factor, y: rate($0, \.completed)) }
    let failed = visible.map { (x: $0.factor, y: rate($0, \.failed)) }
    let high = offered.map(\.y).max() ?? 0
    guard high > 0 else { return nil }
    var series = [
      Figure.Series(title: "offered", tone: Palette.offered, style: .dashed, points: offered),
      Figure.Series(title: "achieved", tone: Palette.achieved, style: .line, points: achieved),
    ]
    if failed.contains(where: { $0.y > 0 }) {
      series.append(Figure.Series(title: "failed", tone: Palette.failed, style: .line, points: failed))
    }
    return Figure(
      name: "goodput", title: "Offered and achieved load",
      caption: "Where achieved leaves offered, more load brings less; where it falls, it brings a collapse.",
      height: 300, x: axis, y: .amounts("requests per second", upTo: high, label: QuantityText.number), series: series,
      limits: knee)
  }

  // MARK: Page

  func page(_ drawn: DrawnFigures) -> PageFrame {
    let first = capacity.points.first { $0.factor == 1 }?.result ?? capacity.points.first?.result ?? RunResult()
    var words = CapacityText.sentences(capacity)
    let style =
      switch capacity.ending {
      case .found: (capacity.knee ?? 0) >= 1 ? "held" : "violated"
      case .neverBreaks: "held"
      case .neverHolds: "violated"
      case .noVerdict, .interrupted: "cannot-judge"
      }
    let pictures = ["knee", "utilization", "goodput"].compactMap { drawn[$0] }.joined()
    return PageFrame(
      title: "\(first.scenario.name): \(words[0])", version: first.programVersion,
      heading: HTML.escaped(first.scenario.name) + " <small>capacity</small>", question: first.scenario.question,
      banner: PageFrame.banner(style, headline: words.removeFirst(), lines: words + capacity.remarks),
      sections: [
        pictures.isEmpty ? nil : Section(anchor: "knee", title: "The way to the knee", body: pictures), table,
      ].compactMap { $0 },
      footer: "Seed \(first.scenario.seed), the same at every load; \(first.replications) replications each.",
      data: PageContent(of: first, figures: figures))
  }

  private var table: Section {
    var table = PageTable([
      (capacity.path, .left), ("Times today", .right), ("p50", .right), ("p99", .right), ("Failed", .right),
      ("Busiest", .left), ("Budgets", .left),
    ])
    for point in capacity.points {
      let verdict: Verdict = point.holds ? .held : .violated
      table.rows.append([
        .code(point.text), .text(QuantityText.number(point.factor)),
        .text(point.result.principal?.percentile(0.5) ?? "–"),
        .text(point.result.principal?.percentile(0.99) ?? "–"), .text(QuantityText.share(point.result.failedShare)),
        .text(point.result.busiestText),
        .html(
          HTML.badge(verdict.rawValue, verdict.mark(), HTML.escaped(point.holds ? "hold" : point.result.budgetWords))),
      ])
    }
    return Section(anchor: "loads", title: "Every load that was tried", body: table.html)
  }
}
