import Experiments
import Statistics

/// The page of a comparison: sentences, differences, both designs in each plot, and what was changed.
struct ComparisonPage {
  let comparison: DesignComparison

  init(_ comparison: DesignComparison) { self.comparison = comparison }

  var figures: [Figure] { ComparisonFigures(comparison: comparison).all }

  func page(_ drawn: DrawnFigures) -> PageFrame {
    let labels = comparison.designs.map(\.label)
    let first = comparison.designs[0].result
    var lines = comparison.sentences
    if let ranking = comparison.ranking { lines.append(ranking.statement) }
    lines.append(
      "\(comparison.basis); differences are from \(labels[0]), with intervals at \(QuantityText.share(comparison.level))"
    )
    let sections = [
      differences(drawn), tails(drawn), components(drawn), budgets, changes, remarks, reproduce,
    ].compactMap { $0 }
    return PageFrame(
      title: "\(labels.joined(separator: " against "))", version: first.programVersion,
      heading: HTML.escaped(labels.joined(separator: " against ")), question: first.scenario.question,
      banner: PageFrame.banner("neutral", headline: lines.removeFirst(), lines: lines), sections: sections,
      footer:
        "Seed \(first.scenario.seed); digests \(comparison.designs.map(\.result.digest).joined(separator: ", ")).",
      data: PageContent(of: first, figures: figures))
  }

  private func differences(_ drawn: DrawnFigures) -> Section? {
    var body = ""
    for number in comparison.designs.indices.dropFirst() {
      body += "<h3>\(HTML.escaped(comparison.designs[number].label))</h3>\n"
      body += (drawn["difference-\(number)"] ?? "") + table(number).html
    }
    let saved = comparison.figures.flatMap(\.differences).compactMap { $0?.varianceReduction }.max()
    let note = saved.map {
      HTML.paragraph(
        "Common random numbers saved up to \(QuantityText.share(max(0, $0))) of the variance of a difference: without them as many replications would have distinguished less.",
        class: "muted")
    }
    return Section(
      anchor: "differences", title: "Differences",
      body: body + (note ?? ""))
  }

  private func table(_ number: Int) -> PageTable {
    let design = comparison.designs[number]
    let currency = design.result.cost?.currency ?? "USD"
    var table = PageTable([
      ("Figure", .left), (comparison.designs[0].label, .right), (design.label, .right), ("Difference", .right),
      ("", .left),
    ])
    for figure in comparison.figures {
      func quantity(_ value: Double?) -> PageTable.Cell {
        .text(value.map { QuantityText.figure($0, unit: figure.unit, currency: currency) } ?? "–")
      }
      let difference = figure.differences[number - 1]
      table.rows.append([
        .code(figure.name), quantity(figure.values[0]), quantity(figure.values[number]),
        .text(difference?.relativeText ?? "–"),
        figure.verdict(of: number).map { .html(Self.badge($0)) } ?? .muted(figure.words(of: number)),
      ])
    }
    return table
  }

  private static func badge(_ verdict: FigureDifference.Verdict) -> String {
    let style =
      switch verdict {
      case .better: "held"
      case .worse: "violated"
      case .noDifference: "warned"
      case .cannotTell: "cannot-judge"
      }
    return HTML.badge(style, verdict.mark, verdict.words)
  }

  private func tails(_ drawn: DrawnFigures) -> Section? {
    let figures = drawn.all(prefix: "tail") + drawn.all(prefix: "percentiles")
    return figures.isEmpty ? nil : Section(anchor: "latency", title: "Latency", body: figures.joined())
  }

  private func components(_ drawn: DrawnFigures) -> Section? {
    drawn["utilization"].map { Section(anchor: "components", title: "Components", body: $0) }
  }

  private var budgets: Section? {
    var names: [(name: String, check: String)] = []
    for budget in comparison.designs.flatMap(\.result.budgets) where !names.contains(where: { $0.name == budget.name })
    {
      names.append((budget.name, budget.check))
    }
    guard !names.isEmpty else { return nil }
    var table = PageTable([("Budget", .left)] + comparison.designs.map { ($0.label, .left) })
    for (name, check) in names {
      var row: [PageTable.Cell] = [
        .html("<strong>\(HTML.escaped(name))</strong><br><code>\(HTML.escaped(check))</code>")
      ]
      for design in comparison.designs {
        guard let budget = design.result.budgets.first(where: { $0.name == name }) else {
          row.append(.muted("–"))
          continue
        }
        let observed = HTML.escaped(BudgetFigures(budget, design.result).observed)
        row.append(
          .html("\(HTML.badge(budget.verdict.rawValue, budget.verdict.mark(), budget.verdict.word)) \(observed)"))
      }
      table.rows.append(row)
    }
    return Section(anchor: "budgets", title: "Budgets", body: table.html)
  }

  private var changes: Section? {
    var body = ""
    for design in comparison.designs where !design.changes.isEmpty {
      var table = PageTable([("Setting", .left), (comparison.designs[0].label, .left), (design.label, .left)])
      table.rows = design.changes.map {
        [.code($0.path), $0.base.map { .code($0) } ?? .muted("–"), $0.candidate.map { .code($0) } ?? .muted("–")]
      }
      body += "<h3>\(HTML.escaped(design.label))</h3>\n" + table.html
    }
    return body.isEmpty ? nil : Section(anchor: "changes", title: "What was changed", body: body)
  }

  private var remarks: Section? {
    comparison.remarks.isEmpty
      ? nil
      : Section(
        anchor: "remarks", title: "Remarks", body: comparison.remarks.map { HTML.paragraph($0) }.joined())
  }

  private var reproduce: Section {
    let runs = comparison.designs.map { Summary($0.result).command }
    return Section(
      anchor: "reproduce", title: "Each design by itself", body: HTML.code(runs.joined(separator: "\n")))
  }
}
