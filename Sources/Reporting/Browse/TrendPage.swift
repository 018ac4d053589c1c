import Experiments
import Scenarios

/// One figure over the runs of a scenario, in the order in which they were recorded.
package enum TrendPage {
  /// The latest that are shown.
  package static let mostRuns = 100

  /// - Parameters:
  ///   - runs: of the same scenario, options and assignments.
  ///   - figure: its name; the first of the last run where there is none of that name.
  package static func html(
    _ runs: [(entry: RunList.Entry, result: RunResult)], figure name: String, database: String
  ) -> String {
    guard let last = runs.last else { return RunListPage.refusal("there is no finished run") }
    let figures = RunFigure.all(of: last.result)
    guard let shown = figures.first(where: { $0.name == name }) ?? figures.first else {
      return RunListPage.refusal("the run has no figures")
    }
    let points = runs.compactMap { run in
      RunFigure.all(of: run.result).first { $0.name == shown.name && $0.unit == shown.unit }.map { (run.entry, $0) }
    }
    let chart = TrendChart(points: points.map { ("run \($0.0.run)", $0.1) })
    return BrowserFrame(
      title: "\(shown.name) over runs", heading: last.result.scenario.name,
      question: "\(shown.name) over \(points.count) run\(points.count == 1 ? "" : "s")",
      sections: [
        Section(anchor: "trend", title: shown.name, body: chart.svg + table(points, database)),
        Section(anchor: "figures", title: "Other figures", body: links(figures, last.entry.run, database)),
      ]
    ).html
  }

  private static func table(_ points: [(RunList.Entry, RunFigure)], _ database: String) -> String {
    var html =
      "<div class=\"scroll\"><table>\n<tr><th class=\"r\">run</th><th>recorded (UTC)</th><th>figure</th><th>verdict of the run</th><th>build of the program</th></tr>\n"
    for (entry, figure) in points.reversed() {
      html +=
        "<tr><td class=\"r\"><a href=\"/runs/\(database.percentEncoded)/\(entry.run)\">\(entry.run)</a></td><td>\(RunList.minute(entry.recorded_at))</td><td>\(HTML.escaped(figure.text))</td><td>\(entry.verdict)</td><td>\(HTML.escaped(entry.program_version))</td></tr>\n"
    }
    return html + "</table></div>\n"
  }

  private static func links(_ figures: [RunFigure], _ run: Int64, _ database: String) -> String {
    let items = figures.map { figure in
      "<li><a href=\"/trends/\(database.percentEncoded)?run=\(run)&amp;figure=\(figure.name.percentEncoded)\">\(HTML.escaped(figure.name))</a></li>"
    }
    return "<ul>\n\(items.joined(separator: "\n"))\n</ul>\n"
  }
}
