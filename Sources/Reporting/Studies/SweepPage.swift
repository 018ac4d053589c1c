import Experiments
import Scenarios

/// The page of a sweep or of a search for the cheapest design: cost against tail, and every point.
struct SweepPage {
  private let axes: [(path: String, values: [String])]
  private let points: [DesignPoint]
  private let headline: String
  private let lines: [String]
  private let cheapest: Int?
  private let isPartial: Bool

  init(_ sweep: SweepResult) {
    axes = sweep.axes
    points = sweep.points
    cheapest = nil
    isPartial = sweep.isPartial
    let front = sweep.points.count { $0.isOnFront }
    let holding = sweep.points.count { $0.verdict == .held }
    headline = "\(sweep.points.count) designs: \(holding) hold every budget"
    lines =
      [front > 0 ? "\(front) that are Pareto-optimal in tail and cost" : "no design has both a tail and a bill"]
  }

  init(_ answer: CostSearch.Answer, axes: [Sweep.Axis]) {
    self.axes = axes.map { ($0.path, $0.values) }
    points = answer.points
    cheapest = answer.cheapest
    isPartial = answer.isPartial
    let words = CheapestText.sentences(answer)
    headline = words[0]
    lines = Array(words.dropFirst())
  }

  // MARK: Figures

  var figures: [Figure] { [pareto].compactMap { $0 } }

  private func place(_ point: DesignPoint) -> (x: Double, y: Double)? {
    guard let cost = point.cost?.value, let tail = point.tail?.value, tail.isFinite else { return nil }
    return (cost, tail)
  }

  private var pareto: Figure? {
    let placed = points.compactMap(place)
    guard placed.count > 1, let tail = points.compactMap(\.tail).first else { return nil }
    let currency = points.compactMap(\.result.cost?.currency).first ?? "USD"
    func series(_ title: String, _ tone: Tone, _ own: [DesignPoint]) -> Figure.Series {
      Figure.Series(title: title, tone: tone, style: .dots, points: own.compactMap(place))
    }
    let front = points.filter { $0.isOnFront && place($0) != nil }.sorted {
      ($0.cost?.value ?? 0) < ($1.cost?.value ?? 0)
    }
    var all = [
      Figure.Series(title: "Pareto-optimal", tone: Palette.series[2], style: .line, points: front.compactMap(place)),
      series("holds its budgets", Palette.series[0], points.filter { $0.verdict == .held }),
      series("breaks one", Palette.series[1], points.filter { $0.verdict == .violated }),
      series("not decided", Palette.series[6], points.filter { $0.verdict == .cannotJudge }),
    ]
    all.removeAll(where: \.points.isEmpty)
    let high = placed.map(\.x).max() ?? 1
    var figure = Figure(
      name: "pareto", title: "Cost against \(tail.name.shortened(to: 40))",
      caption:
        "Each point is a design; left and down is better. The line joins those that hold their budgets and that no other beats in both; the letters are in the table.",
      height: 380,
      x: .amounts("cost per month", upTo: high) { QuantityText.money($0, currency: currency) },
      y: .spans(tail.name.shortened(to: 40), of: placed.map(\.y) + [(placed.map(\.y).min() ?? 1) * 0.7]), series: all)
    let top = figure.y.range.upperBound
    for (number, point) in front.prefix(Self.letters.count).enumerated() {
      guard let place = place(point) else { continue }
      let above = figure.y.isLogarithmic ? place.y * 1.3 : place.y + top * 0.045
      figure.notes.append(
        Figure.Note(
          text: Self.letters[number], x: place.x, y: min(above, top), anchor: .centre, tone: Palette.ink))
    }
    return figure
  }

  /// Names of the Pareto-optimal designs, in figure and table.
  private static let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)

  private func letter(_ index: Int) -> String {
    let front = points.indices.filter { points[$0].isOnFront && place(points[$0]) != nil }
      .sorted { (points[$0].cost?.value ?? 0) < (points[$1].cost?.value ?? 0) }
    return front.firstIndex(of: index).flatMap { $0 < Self.letters.count ? "\(Self.letters[$0]): " : nil } ?? ""
  }

  // MARK: Page

  func page(_ drawn: DrawnFigures) -> PageFrame {
    let first = points.first?.result ?? RunResult()
    let holds = cheapest != nil || points.contains { $0.verdict == .held }
    return PageFrame(
      title: "\(first.scenario.name): \(headline)", version: first.programVersion,
      heading: HTML.escaped(first.scenario.name)
        + " <small>\(HTML.escaped(axes.map(\.path).joined(separator: " × ")))</small>",
      question: first.scenario.question,
      notice: isPartial
        ? "<p class=\"notice\">Interrupted: not every design was run. The same command continues.</p>\n" : "",
      banner: PageFrame.banner(holds ? "held" : "violated", headline: headline, lines: lines),
      sections: [
        drawn["pareto"].map { Section(anchor: "pareto", title: "Cost against tail", body: $0) }, table,
      ].compactMap { $0 },
      footer: "Seed \(first.scenario.seed), the same for every design.",
      data: PageContent(of: first, figures: figures))
  }

  /// The last two parts of a path: `front.entries`.
  private static func shortName(_ path: String) -> String {
    path.split(separator: ".").suffix(2).joined(separator: ".")
  }

  private var table: Section {
    let tail = points.compactMap(\.tail).first?.name ?? "Tail"
    var table = PageTable(
      [("", .left)] + axes.map { (Self.shortName($0.path), .left) } + [
        (tail, .right), ("A month", .right), ("Busiest", .left), ("Budgets", .left),
      ])
    for (index, point) in points.enumerated() {
      let currency = point.result.cost?.currency ?? "USD"
      let mark = index == cheapest ? "cheapest" : point.isOnFront ? "\(letter(index))not beaten" : ""
      var row: [PageTable.Cell] = [mark.isEmpty ? .text("") : .html(HTML.badge("held", "✓", mark))]
      row += point.settings.map { .code($0.text) }
      row += [
        .text(point.tail.map { QuantityText.figure($0.value, unit: "ns") } ?? "–"),
        .text(point.cost.map { QuantityText.figure($0.value, unit: "micro-units", currency: currency) } ?? "–"),
        .text(point.result.busiestText.replacing(" ", with: "\u{a0}")),
        .html(HTML.badge(point.verdict.rawValue, point.verdict.mark(), HTML.escaped(point.result.budgetWords))),
      ]
      table.rows.append(row)
    }
    return Section(anchor: "designs", title: "Every design", body: table.html)
  }
}
