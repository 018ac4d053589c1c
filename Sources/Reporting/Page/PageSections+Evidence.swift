import Experiments
import Foundation
import Scenarios

/// Where a report's reader finds the rest: the database that holds the run.
package struct Reproduction: Sendable {
  /// Path of the database and number of the run in it, for the queries on the page.
  package var database: String?
  package var run: Int64?
  /// When it was run, as text; nil where nobody knows.
  package var date: String?
  /// The other runs of the database.
  package var others: [OtherRun] = []
  package init(database: String? = nil, run: Int64? = nil, date: String? = nil) {
    self.database = database
    self.run = run
    self.date = date
  }

  package struct OtherRun: Sendable {
    package var run: Int64
    package var name: String
    /// What it was run with beside the file: options and assignments.
    package var settings: [String]
    package var seed: UInt64
    package var date: String
    package var digest: String
    /// Name of its page beside this one; nil where there is none.
    package var page: String?
    package init(
      run: Int64, name: String, settings: [String], seed: UInt64, date: String, digest: String, page: String?
    ) {
      self.run = run
      self.name = name
      self.settings = settings
      self.seed = seed
      self.date = date
      self.digest = digest
      self.page = page
    }
  }
}

extension PageSections {
  func invariants() -> Section? {
    guard !result.invariants.isEmpty else { return nil }
    var table = PageTable([
      ("Invariant", .left), ("It says", .left), ("Violations", .right), ("First seen", .right),
      ("Verdict", .left),
    ])
    for invariant in result.invariants {
      var first = invariant.firstAt.map { QuantityText.time($0) } ?? ""
      if let replication = invariant.firstReplication { first += " (replication \(replication))" }
      let isBroken = invariant.violations > 0
      let badge: String =
        switch (isBroken, invariant.isExpected) {
        case (false, false): HTML.badge("held", "✓", "held")
        case (true, false): HTML.badge("violated", "✗", "violated")
        case (true, true): HTML.badge("held", "✓", "violated as expected")
        case (false, true): HTML.badge("violated", "✗", "expected, not seen")
        }
      table.rows.append([
        .html("<strong>\(HTML.escaped(invariant.id))</strong>"), .text(invariant.documentation),
        .text(QuantityText.count(invariant.violations)), .text(first), .html(badge),
      ])
    }
    var body = table.html
    if let seen = result.invariants.first(where: { $0.violations > 0 }) {
      body += HTML.paragraph("To see one happen, step by step:", class: "muted")
      body += HTML.code(summary.command("trace", ["--violation", seen.id]))
    }
    return Section(anchor: "invariants", title: "Invariants", body: body)
  }

  func selfChecks() -> Section? {
    guard !result.selfChecks.isEmpty else { return nil }
    var table = PageTable([
      ("Law", .left), ("Component", .left), ("Measured", .right), ("Expected", .right),
      ("Gap", .right), ("", .left),
    ])
    for check in result.selfChecks {
      let larger = max(check.measured.magnitude, check.expected.magnitude)
      let gap = larger > 0 ? (check.measured - check.expected).magnitude / larger : 0
      let verdict =
        check.isWithinTolerance
        ? HTML.badge("held", "✓", "agrees")
        : HTML.badge("warned", "!", "differs")
          + " <span class=\"reason\">\(HTML.escaped(check.remark))</span>"
      table.rows.append([
        .html("<span class=\"busy\">\(HTML.escaped(check.law))</span>"),
        .html("<strong>\(HTML.escaped(check.component))</strong>"),
        .text(Self.precise(check.measured, check.unit)),
        .text(Self.precise(check.expected, check.unit)),
        .text(Decimal.significant(gap * 100, digits: 2) + " %"),
        .html(verdict),
      ])
    }
    let failed = result.selfChecks.count { !$0.isWithinTolerance }
    let lead =
      failed == 0
      ? "The run agrees with what operational laws and queueing theory say of it."
      : """
      \(failed) of \(result.selfChecks.count) checks \(failed == 1 ? "does" : "do") not hold; read \
      the figures of \(failed == 1 ? "that component" : "those components") with that in mind.
      """
    return Section(
      anchor: "self-checks", title: "Does the run check out?",
      body: HTML.paragraph(lead) + table.html)
  }

  /// One digit more than elsewhere: the two sides are there to be compared.
  private static func precise(_ value: Double, _ unit: String) -> String {
    switch unit {
    case "ns", "micro-units": QuantityText.figure(value, unit: unit)
    case "ratio": Decimal.significant(value * 100, digits: 4) + " %"
    case "count", "": Decimal.significant(value, digits: 4)
    default: Decimal.significant(value, digits: 4) + " " + unit
    }
  }

  func warnings() -> Section? {
    guard !result.warnings.isEmpty else { return nil }
    let items = result.warnings.map { "<li>\(HTML.escaped($0))</li>" }.joined(separator: "\n")
    return Section(anchor: "warnings", title: "Warnings", body: "<ul>\n\(items)\n</ul>\n")
  }

  func inputs() -> Section? {
    guard !result.quantities.isEmpty else { return nil }
    let openOnes = ["assumed", "unstated"]
    // What nobody has measured or written down comes first.
    let open = result.quantities.filter { openOnes.contains($0.origin.rawValue) }
    let known = result.quantities.filter { !openOnes.contains($0.origin.rawValue) }
    let bar = figures["origins"].map { "<div class=\"figures\">\($0)</div>\n" } ?? ""
    return Section(
      anchor: "inputs", title: "Appendix: assumptions and inputs",
      body: bar
        + HTML.folded(
          "All \(result.quantities.count) quantities with their origin, those that nobody has measured or written down first",
          quantityTable(open + known)), style: "appendix")
  }

  func quantityTable(_ quantities: [SourcedQuantity]) -> String {
    var table = PageTable([
      ("Quantity", .left), ("Value", .left), ("Origin", .left), ("Place", .left),
    ])
    for quantity in quantities {
      var origin = HTML.escaped(quantity.origin.rawValue)
      if let quote = quantity.quote { origin += " <q>\(HTML.escaped(quote))</q>" }
      var value = "<strong>\(HTML.escaped(quantity.text))</strong>"
      if let range = quantity.range {
        value += " <span class=\"muted\">(\(HTML.escaped(range)))</span>"
      }
      table.rows.append([
        .code(quantity.path), .html(value), .html(origin),
        .muted("\(quantity.place.file):\(quantity.place.line)"),
      ])
    }
    return table.html
  }

  private func otherRuns(_ reproduction: Reproduction) -> String {
    guard !reproduction.others.isEmpty else { return "" }
    var table = PageTable([
      ("Run", .right), ("Scenario", .left), ("With", .left), ("Seed", .right), ("When", .left), ("Digest", .left),
    ])
    for other in reproduction.others {
      let link = other.page.map { page in
        let address = page.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? ""
        return "<a href=\"./\(HTML.escaped(address))\">\(other.run)</a>"
      }
      table.rows.append([
        .html(link ?? "\(other.run)"), .text(other.name), .text(other.settings.joined(separator: ", ")),
        .text(String(other.seed)), .text(other.date), .code(String(other.digest.prefix(12))),
      ])
    }
    return HTML.folded("\(reproduction.others.count) other runs of this database", table.html)
  }

  func reproduce(_ reproduction: Reproduction) -> Section {
    let scenario = result.scenario
    var facts: [(String, String)] = [
      ("Program version", result.programVersion), ("Scenario hash", scenario.hash),
      ("Result digest", result.digest), ("Seed", String(scenario.seed)),
      ("Options", scenario.options.isEmpty ? "none" : scenario.options.joined(separator: ", ")),
      ("Files", scenario.sources.map(\.path).joined(separator: ", ")),
    ]
    if !scenario.assignments.isEmpty {
      facts.append(("Assignments", scenario.assignments.joined(separator: ", ")))
    }
    let list = facts.filter { !$0.1.isEmpty }
      .map { "<dt>\(HTML.escaped($0.0))</dt><dd><code>\(HTML.escaped($0.1))</code></dd>" }
      .joined(separator: "\n")
    var body = HTML.paragraph(
      result.mode == .live
        ? "The same files, options and seed send the same requests at the same instants; what the service makes of them is its own."
        : "The same files, options and seed give the same digest on any machine and any number of threads.")
    body += HTML.code(summary.command)
    body += "<dl>\n\(list)\n</dl>\n"
    if let database = reproduction.database {
      let run = reproduction.run ?? 1
      body += HTML.paragraph("Every figure of this page comes from the database:")
      body += HTML.code(
        """
        sqlite3 -box \(Summary.shellWord(database)) 'SELECT * FROM budget WHERE run = \(run)'
        sqlite3 -box \(Summary.shellWord(database)) 'SELECT title, p50_ns, p99_ns FROM latency WHERE run = \(run)'
        sqlite3 -box \(Summary.shellWord(database)) '.schema latency'
        """)
      body += otherRuns(reproduction)
    }
    return Section(anchor: "reproduce", title: "How to reproduce", body: body)
  }
}
