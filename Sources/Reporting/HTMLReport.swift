import Experiments
import Foundation

/// One self-contained HTML file about one run, with its figures beside it as PNG.
///
/// Everything on it is computed from the result alone; the same result gives the same bytes.
package enum HTMLReport {
  /// Writes `<name>.html` and `<name>-figures/` into `directory`, which is created where needed, and
  /// returns the path of the page. Throws `ReportError`; then nothing of the new report is there, and
  /// a report that was there before still is.
  ///
  /// `name` is made of the scenario and its options unless it is given. Where gnuplot or graphviz are not installed,
  /// the page says so and has no pictures of theirs.
  @discardableResult
  package static func write(
    _ result: RunResult, to directory: String, name: String? = nil,
    reproduction: Reproduction = Reproduction(), programs: Programs = Programs()
  ) throws -> String {
    let name = name ?? defaultName(of: result)
    let draft = try ReportDraft(directory: directory, name: name)
    do {
      let figures = RunFigures(result).all
      let drawn = try drawn(result, figures, programs, into: draft.figures)
      try draft.write(
        page(result, drawn, PageContent(result, figures: figures), reproduction, absence: programs.absence))
      return try draft.publish()
    } catch {
      draft.discard()
      throw error as? ReportError
        ?? .cannotWrite(path: directory, reason: "the report did not reach the disk")
    }
  }

  /// `road-warrior-cycle-poll-240s`
  package static func defaultName(of result: RunResult) -> String {
    defaultName(scenario: result.scenario.name, options: result.scenario.options)
  }

  package static func defaultName(scenario: String, options: [String]) -> String {
    slug(([scenario] + options).joined(separator: "-"))
  }

  private static func drawn(
    _ result: RunResult, _ figures: [Figure], _ programs: Programs, into folder: URL
  ) throws -> DrawnFigures {
    let renderer = FigureRenderer(programs: programs)
    var drawn = DrawnFigures()
    let drawings = try renderer.draw(figures, pngFolder: folder)
    for (figure, svg) in zip(figures, drawings) { drawn.add(figure, svg: svg) }
    // The page's own script draws what has lines.
    if drawings.isEmpty {
      for figure in figures where PageChart(figure) != nil { drawn.add(figure, svg: "") }
    }
    if programs.hasDot, let graph = ArchitectureGraph(result) {
      let title = "Components and their load"
      let svg = try renderer.draw(graph, title: title, pngFolder: folder)
      drawn.add(
        name: ArchitectureGraph.name, svg: svg, caption: graph.caption, style: "graph")
    }
    return drawn
  }

  private static func page(
    _ result: RunResult, _ figures: DrawnFigures, _ data: PageContent, _ reproduction: Reproduction,
    absence: String?
  ) -> String {
    let summary = Summary(result)
    let sections = PageSections(result, figures: figures).all(reproduction: reproduction)
    return PageFrame(
      title: "\(summary.name): \(summary.headline)",
      version: result.programVersion, isMeasured: result.mode == .live,
      heading: HTML.escaped(result.scenario.name) + options(result), question: result.scenario.question,
      identity: identity(result, summary, reproduction),
      notice: partialNotice(result) + (absence.map { HTML.paragraph($0, class: "notice") } ?? ""),
      banner: banner(result, summary),
      sections: sections,
      footer: "\(summary.size). Seed \(String(result.scenario.seed)), digest \(result.digest).", data: data
    ).html
  }

  private static func options(_ result: RunResult) -> String {
    guard !result.scenario.options.isEmpty else { return "" }
    let list = result.scenario.options.joined(separator: ", ")
    return " <small>with \(HTML.escaped(list))</small>"
  }

  /// Which run of which database this is, when it was, by which program, and how to have it again.
  private static func identity(_ result: RunResult, _ summary: Summary, _ reproduction: Reproduction) -> String {
    var parts: [String] = []
    if let database = reproduction.database {
      parts.append("run \(reproduction.run ?? 1) of <code>\(HTML.escaped(database))</code>")
    }
    if let date = reproduction.date { parts.append(HTML.escaped(date)) }
    if !result.build.isEmpty { parts.append("build <code>\(HTML.escaped(String(result.build.prefix(12))))</code>") }
    if !result.digest.isEmpty { parts.append("digest <code>\(HTML.escaped(String(result.digest.prefix(12))))</code>") }
    return """
      <p class="identity">\(parts.joined(separator: " · "))<br>
      <code>\(HTML.escaped(summary.command))</code></p>

      """
  }

  private static func partialNotice(_ result: RunResult) -> String {
    guard result.isPartial else { return "" }
    return
      """
      <p class=\"notice\">This run is partial: it was interrupted, or still going on, after \
      \(QuantityText.time(result.simulatedNanoseconds)) \
      of \(result.mode.time). What is here is true, and not all.</p>\n
      """
  }

  private static func banner(_ result: RunResult, _ summary: Summary) -> String {
    var facts = summary.standings
    facts.append(summary.size)
    if let cost = result.cost {
      facts.append("\(QuantityText.money(cost.perMonthMicros, currency: cost.currency)) a month")
    }
    let why = summary.why.map { "<p class=\"why\">\(HTML.escaped($0))</p>\n" } ?? ""
    let text = why + facts.map { "<p>\(HTML.escaped($0))</p>" }.joined(separator: "\n")
    let isJudged = !result.budgets.isEmpty || !result.invariants.isEmpty || result.live != nil
    let mark = isJudged ? summary.verdict.mark() + " " : ""
    return """
      <div class="verdict \(summary.verdict.rawValue)">
      <h2>\(mark)\(HTML.escaped(summary.headline))</h2>
      \(text)
      </div>
      """
  }
}
