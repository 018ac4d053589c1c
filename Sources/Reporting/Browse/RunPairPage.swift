import Experiments
import Scenarios

/// Two stored runs beside each other. Which of their differences is more than chance is not said here: `compare` runs both
/// designs under the same arrivals and knows.
package enum RunPairPage {
  /// - Parameter runs: two.
  package static func html(_ runs: [(number: Int64, result: RunResult)], database: String) -> String {
    precondition(runs.count == 2)
    let (first, second) = (runs[0], runs[1])
    return BrowserFrame(
      title: "Runs \(first.number) and \(second.number)", heading: second.result.scenario.name,
      question: "Run \(first.number) and run \(second.number) of \(database), beside each other",
      sections: [
        Section(anchor: "settings", title: "What they differ in", body: settings(first, second)),
        Section(anchor: "figures", title: "Figures", body: figures(first, second, database)),
      ]
    ).html
  }

  private typealias Run = (number: Int64, result: RunResult)

  private static func settings(_ first: Run, _ second: Run) -> String {
    func rows(_ run: Run) -> [(String, String)] {
      let scenario = run.result.scenario
      return [
        ("options", scenario.options.joined(separator: ", ")), ("set", scenario.assignments.joined(separator: " ")),
        ("seed", "\(scenario.seed)"), ("load", "x" + Decimal.significant(scenario.load)),
        ("scale", "1:\(scenario.scale)"),
        ("replications", "\(run.result.replications)"), ("mode", run.result.mode.rawValue),
        ("version", run.result.programVersion), ("verdict", run.result.verdict.rawValue), ("digest", run.result.digest),
      ]
    }
    var html = head(["", "run \(first.number)", "run \(second.number)"])
    for (one, other) in zip(rows(first), rows(second)) where one.1 != other.1 {
      html += "<tr><td>\(one.0)</td><td>\(HTML.escaped(one.1))</td><td>\(HTML.escaped(other.1))</td></tr>\n"
    }
    let (old, new) = (first.result.scenario.sources, second.result.scenario.sources)
    let changed = new.filter { source in old.first { $0.path == source.path }?.text != source.text }.map(\.path)
    let note = changed.isEmpty ? "" : HTML.paragraph("changed since: \(changed.joined(separator: ", "))")
    return html + "</table></div>\n" + note
  }

  private static func figures(_ first: Run, _ second: Run, _ database: String) -> String {
    let earlier = RunFigure.all(of: first.result)
    var html = head(["figure", "run \(first.number)", "run \(second.number)", "difference"])
    for figure in RunFigure.all(of: second.result) {
      guard let other = earlier.first(where: { $0.name == figure.name && $0.unit == figure.unit }) else { continue }
      let trend =
        "/trends/\(database.percentEncoded)?run=\(second.number)&amp;figure=\(figure.name.percentEncoded)"
      html +=
        "<tr><td><a href=\"\(trend)\">\(HTML.escaped(figure.name))</a></td><td>\(HTML.escaped(other.text))</td><td>\(HTML.escaped(figure.text))</td><td class=\"r\">\(difference(other.value, figure.value))</td></tr>\n"
    }
    return html + "</table></div>\n"
      + HTML.paragraph(
        "In brackets: intervals of 95 %. Whether two designs differ by more than chance says `orrery compare`.",
        class: "muted")
  }

  private static func difference(_ old: Double, _ new: Double) -> String {
    guard old != new else { return "none" }
    guard old != 0 else { return "" }
    let share = (new - old) / old.magnitude * 100
    return (share > 0 ? "+" : "−") + Decimal.significant(share.magnitude) + " %"
  }

  private static func head(_ titles: [String]) -> String {
    "<div class=\"scroll\"><table>\n<tr>\(titles.map { "<th>\(HTML.escaped($0))</th>" }.joined())</tr>\n"
  }
}
