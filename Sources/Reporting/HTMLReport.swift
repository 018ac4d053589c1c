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
      let figures = try drawn(result, programs, into: draft.figures, folder: draft.figuresName)
      try draft.write(page(result, figures, reproduction, absence: programs.absence))
      return try draft.publish()
    } catch {
      draft.discard()
      throw error as? ReportError
        ?? .cannotWrite(path: directory, reason: "the report did not reach the disk")
    }
  }

  /// `road-warrior-cycle-poll-240s`
  package static func defaultName(of result: RunResult) -> String {
    slug(([result.scenario.name] + result.scenario.options).joined(separator: "-"))
  }

  private static func drawn(
    _ result: RunResult, _ programs: Programs, into folder: URL, folder folderName: String
  ) throws -> DrawnFigures {
    let renderer = FigureRenderer(programs: programs)
    let run = RunFigures(result)
    let figures =
      run.fidelity() + run.origins() + run.load() + run.percentiles() + run.distributions() + run.freshness()
      + run.utilization() + run.queues() + run.replicas() + run.cost()
    var drawn = DrawnFigures()
    for (figure, svg) in zip(figures, try renderer.draw(figures, pngFolder: folder)) {
      drawn.add(
        name: figure.name, svg: svg, caption: figure.caption,
        style: figure.width < 600 ? "half" : "wide", folder: folderName)
    }
    if programs.hasDot, let graph = ArchitectureGraph(result) {
      let title = "Components and their load"
      let svg = try renderer.draw(graph, title: title, pngFolder: folder)
      drawn.add(
        name: ArchitectureGraph.name, svg: svg, caption: graph.caption, style: "graph",
        folder: folderName)
    }
    return drawn
  }

  private static func page(
    _ result: RunResult, _ figures: DrawnFigures, _ reproduction: Reproduction, absence: String?
  ) -> String {
    let summary = Summary(result)
    let sections = PageSections(result, figures: figures).all(reproduction: reproduction)
    return PageFrame(
      title: "\(summary.name): \(summary.headline)",
      version: result.programVersion, isMeasured: result.mode == .live,
      heading: HTML.escaped(result.scenario.name) + options(result), question: result.scenario.question,
      notice: partialNotice(result) + (absence.map { HTML.paragraph($0, class: "notice") } ?? ""),
      banner: banner(result, summary), sections: sections,
      footer: "\(summary.size). Seed \(String(result.scenario.seed)), digest \(result.digest)."
    ).html
  }

  private static func options(_ result: RunResult) -> String {
    guard !result.scenario.options.isEmpty else { return "" }
    let list = result.scenario.options.joined(separator: ", ")
    return " <small>with \(HTML.escaped(list))</small>"
  }

  private static func partialNotice(_ result: RunResult) -> String {
    guard result.isPartial else { return "" }
    return
      """
      <p class=\"notice\">This run is partial: it was interrupted, or still going on, after \
      \(QuantityText.time(result.simulatedNanoseconds)) \
      of simulated time. What is here is true, and not all.</p>\n
      """
  }

  private static func banner(_ result: RunResult, _ summary: Summary) -> String {
    var lines = summary.standings
    lines.append(summary.size)
    if let cost = result.cost {
      lines.append("\(QuantityText.money(cost.perMonthMicros, currency: cost.currency)) a month")
    }
    if let bottleneck = summary.bottleneck { lines.append(bottleneck) }
    let text = lines.map { "<p>\(HTML.escaped($0))</p>" }.joined(separator: "\n")
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
