import Experiments
import Scenarios

/// The runs of a folder.
package enum RunListPage {
  package static func html(_ databases: [BrowsedDatabase]) -> String {
    let runs = databases.reduce(0) { $0 + $1.entries.count }
    let sections = databases.enumerated().map { number, database in
      Section(
        anchor: "database-\(number + 1)", title: database.name,
        body: database.problem.map { HTML.paragraph("it cannot be read: \($0)", class: "notice") } ?? table(database))
    }
    return BrowserFrame(
      title: "Runs", heading: "Runs",
      question: "\(runs) run\(runs == 1 ? "" : "s") in \(databases.count) database\(databases.count == 1 ? "" : "s")",
      sections: sections
    ).html
  }

  /// A page that says why there is none.
  package static func refusal(_ why: String) -> String {
    BrowserFrame(title: "No page", heading: "No page", question: why, sections: []).html
  }

  /// The newest first.
  private static func table(_ database: BrowsedDatabase) -> String {
    guard !database.entries.isEmpty else { return HTML.paragraph("no runs yet", class: "muted") }
    let differing = RunList(database.entries).differing
    var html = "<div class=\"scroll\"><table>\n<tr><th class=\"r\">run</th><th>recorded (UTC)</th>"
    if !differing.contains(where: { $0.title == "scenario" }) { html += "<th>scenario</th>" }
    html += differing.map { "<th\(right($0))>\(HTML.escaped($0.title))</th>" }.joined()
    html += "<th>verdict</th><th></th></tr>\n"
    for (place, entry) in database.entries.enumerated().reversed() {
      html += row(entry, before: earlier(place, in: database.entries), differing, database)
    }
    return html + "</table></div>\n"
  }

  private static func row(
    _ entry: RunList.Entry, before: RunList.Entry?, _ differing: [RunList.Column], _ database: BrowsedDatabase
  ) -> String {
    let page = "/runs/\(database.name.percentEncoded)/\(entry.run)"
    var cells = "<td class=\"r\"><a href=\"\(page)\">\(entry.run)</a></td><td>\(RunList.minute(entry.recorded_at))</td>"
    if !differing.contains(where: { $0.title == "scenario" }) { cells += "<td>\(HTML.escaped(entry.name))</td>" }
    cells += differing.map { "<td\(right($0))>\(HTML.escaped($0.cell(entry)))</td>" }.joined()
    let verdict = entry.partial ? "under way, or broken off" : entry.verdict
    cells += "<td><span class=\"badge \(entry.partial ? "" : entry.verdict)\">\(verdict)</span></td>"
    var links: [String] = []
    if !entry.partial { links.append("<a href=\"/trends/\(database.name.percentEncoded)?run=\(entry.run)\">trend</a>") }
    if let before {
      links.append(
        "<a href=\"/pairs/\(database.name.percentEncoded)?first=\(before.run)&amp;second=\(entry.run)\">beside run \(before.run)</a>"
      )
    }
    return "<tr>\(cells)<td>\(links.joined(separator: " · "))</td></tr>\n"
  }

  /// The run of the same scenario before one, whatever its options.
  private static func earlier(_ place: Int, in entries: [RunList.Entry]) -> RunList.Entry? {
    entries[..<place].last { !$0.partial && $0.name == entries[place].name && !entries[place].partial }
  }

  private static func right(_ column: RunList.Column) -> String { column.alignment == .right ? " class=\"r\"" : "" }
}
