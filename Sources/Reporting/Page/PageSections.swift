import Experiments
import Scenarios
import Statistics

/// The parts of the page, in the order in which a reader needs them. Each is nil when there is
/// nothing to say.
struct PageSections {
  let result: RunResult
  let summary: Summary
  let measured: Measured
  /// Draws a figure's place in the page; filled once the figures are drawn.
  let figures: DrawnFigures

  init(_ result: RunResult, figures: DrawnFigures) {
    self.result = result
    self.figures = figures
    summary = Summary(result)
    measured = Measured(result)
  }

  func all(reproduction: Reproduction) -> [Section] {
    [
      findings(), overview(), fidelity(), budgets(), objectives(), recoveries(), architecture(), assumptions(), load(),
      percentiles(),
      latencies(),
      freshness(),
      components(), decisions(), cost(), populations(), outcomes(), invariants(),
      selfChecks(), warnings(), wire(), reproduce(reproduction), inputs(),
    ].compactMap { $0 }
  }

  // MARK: What was asked, and what came out

  private func findings() -> Section? {
    guard !result.findings.isEmpty else { return nil }
    let items = result.findings.map { "<li>\(HTML.escaped($0.text))</li>" }.joined(separator: "\n")
    return Section(anchor: "findings", title: "Before you read the figures", body: "<ul>\n\(items)\n</ul>\n")
  }

  /// The one chart that shows most of why.
  private func overview() -> Section? {
    guard let lead = RunFigures(result).leadName, let figure = figures[lead] else { return nil }
    return Section(
      anchor: "overview", title: "What happened", body: "<div class=\"figures lead\">\(figure)</div>\n")
  }

  private func budgets() -> Section? {
    guard !result.budgets.isEmpty else { return nil }
    var table = PageTable([
      ("Budget", .left), ("Check", .left), ("Observed", .right), ("95 %", .right), ("Limit", .right),
      ("Verdict", .left),
    ])
    var rest = table
    // What does not hold comes first: it is what the page is opened for. Of many that hold, the first are shown.
    let order: [Verdict] = [.violated, .cannotJudge, .warned, .held]
    for budget in order.flatMap({ verdict in result.budgets.filter { $0.verdict == verdict } }) {
      if budget.verdict == .held, table.rows.count >= Self.mostBudgets {
        rest.rows.append(row(budget))
      } else {
        table.rows.append(row(budget))
      }
    }
    let more = rest.rows.isEmpty ? "" : HTML.folded("\(rest.rows.count) more that held", rest.html)
    return Section(anchor: "budgets", title: "Budgets", body: table.html + more)
  }

  /// Budgets that stand open on the page, of those that hold.
  private static let mostBudgets = 14

  private func row(_ budget: BudgetResult) -> [PageTable.Cell] {
    let place = budget.file.isEmpty ? "" : "\(budget.file):\(budget.line)"
    let figures = BudgetFigures(budget, result)
    return [
      .html("<strong>\(HTML.escaped(budget.name))</strong>"),
      .html(
        "<div class=\"check\">\(narrow(budget, figures))<code>\(HTML.escaped(budget.check))</code><br><span class=\"reason\">\(HTML.escaped(budget.reason))</span>"
          + (place.isEmpty ? "" : " <span class=\"muted\">· \(HTML.escaped(place))</span>") + "</div>"),
      .text(figures.observed), .text(figures.certainty), .text(figures.limit),
      .html(badge(budget.verdict)),
    ]
  }

  /// What a phone would show beyond its edge, where the eye is.
  private func narrow(_ budget: BudgetResult, _ figures: BudgetFigures) -> String {
    let words = "\(figures.observed), limit \(figures.limit)"
    return "<div class=\"narrow\" aria-hidden=\"true\">\(badge(budget.verdict)) \(HTML.escaped(words))</div>"
  }

  func badge(_ verdict: Verdict) -> String {
    HTML.badge(verdict.rawValue, verdict.mark(), verdict.word)
  }

  private func latencies() -> Section? {
    let shown = result.indicators.filter { $0.isHeadline && $0.histogram.count > 0 }
    guard !shown.isEmpty else { return nil }
    let someMissing = shown.contains { $0.histogram.missing > 0 }
    var columns: [(String, PageTable.Alignment)] = [
      ("Flow or measure", .left), ("Count", .right), ("Mean", .right), ("p50", .right),
      ("p90", .right), ("p95", .right), ("p99", .right), ("p99.9", .right), ("Max", .right),
    ]
    if someMissing { columns.append(("Never", .right)) }
    var table = PageTable(columns)
    for indicator in shown {
      let histogram = indicator.histogram
      var row: [PageTable.Cell] = [
        .html(
          """
          <span class=\"name\">\(HTML.escaped(indicator.shortName))</span><span \
          class=\"kind\">\(HTML.escaped(indicator.metric))</span>
          """
        ),
        .text(QuantityText.count(histogram.count)),
        .text(indicator.meanText),
      ]
      row += [0.5, 0.9, 0.95, 0.99, 0.999].map { .text(indicator.percentile($0)) }
      row.append(.text(histogram.maximum.map { QuantityText.time($0) } ?? "–"))
      if someMissing {
        row.append(.text(histogram.missing > 0 ? QuantityText.count(histogram.missing) : ""))
      }
      table.rows.append(row)
    }
    var notes: [String] = []
    if shown.contains(where: { $0.meanInterval != nil }) {
      let level = shown.compactMap { $0.meanInterval?.level }.first ?? 0.95
      notes.append("± is the half width of the \(QuantityText.share(level)) interval.")
    }
    if shown.contains(where: \.hasDoubtfulPercentiles) {
      notes.append("A percentile in brackets rests on too few samples to be judged.")
    }
    if someMissing {
      notes.append("“Never” counts what was not answered; it is in every percentile as infinitely late.")
    }
    let note = notes.isEmpty ? "" : HTML.paragraph(notes.joined(separator: " "), class: "muted")
    let drawn = ["distribution", "percentiles"].compactMap { figures[$0] }
    let pictures = drawn.isEmpty ? "" : "<div class=\"figures\">\(drawn.joined())</div>\n"
    return Section(
      anchor: "latency", title: "How times are distributed", body: pictures + table.html + note)
  }

  // MARK: Figures

  private func architecture() -> Section? {
    guard let graph = figures["architecture"] else { return nil }
    return Section(anchor: "architecture", title: "Architecture", body: "<div class=\"figures\">\(graph)</div>\n")
  }

  private func assumptions() -> Section? {
    let count = result.quantities.count
    guard count > 0 else { return nil }
    let open = result.quantities.filter { ["assumed", "unstated"].contains($0.origin.rawValue) }
    let share = Decimal.fixed(Double(open.count) / Double(count) * 100, digits: 0)
    var body =
      "<p>\(open.count) of \(count) quantities (\(share) %) are assumed or not stated. <a href=\"#inputs\">The appendix</a> has each with its origin.</p>\n"
    if let first = RunFigures(result).busiest.first {
      let prefix = "components.\(first.name)."
      let touching = open.filter { $0.path.hasPrefix(prefix) }
      if !touching.isEmpty {
        let list = touching.prefix(5).map { "\($0.path.dropFirst(prefix.count)) = \($0.text)" }
        body += HTML.paragraph(
          """
          What matters most is what is assumed of the busiest component, \(first.name): \
          \(list.joined(separator: "; ")).
          """
        )
      }
    }
    return Section(anchor: "assumptions", title: "What the answer rests on", body: body)
  }

  private func load() -> Section? { figureSection("load", "Offered and achieved load", prefix: "load") }

  private func percentiles() -> Section? {
    figureSection("percentiles", "Percentiles over time", prefix: "percentiles-")
  }

  private func freshness() -> Section? {
    figureSection("freshness", "Freshness beside its distribution", prefix: "freshness-")
  }

  private func figureSection(_ anchor: String, _ title: String, prefix: String) -> Section? {
    let drawn = figures.all(prefix: prefix, but: RunFigures(result).leadName)
    guard !drawn.isEmpty else { return nil }
    return Section(
      anchor: anchor, title: title, body: "<div class=\"figures\">\(drawn.joined())</div>\n")
  }
}
