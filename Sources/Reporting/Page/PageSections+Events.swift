import Experiments

extension PageSections {
  /// Rows of the table of decisions; all of them are in the database.
  static let mostDecisions = 100

  func recoveries() -> Section? {
    guard !result.recoveries.isEmpty else { return nil }
    var table = PageTable([
      ("Fault or phase", .left), ("Began", .right), ("Ended", .right), ("Recovered after", .right),
      ("Slowest flow", .left),
      ("", .left),
    ])
    for recovery in result.recoveries {
      let badge: String =
        switch recovery.outcome {
        case .recovered: HTML.badge("held", "✓", "recovered")
        case .didNotRecover:
          HTML.badge("violated", "✗", "did not recover")
            + " <span class=\"reason\">metastable\(recovery.lostShare)</span>"
        case .notJudged:
          HTML.badge("cannot-judge", "?", "not judged")
            + " <span class=\"reason\">\(HTML.escaped(recovery.remark))</span>"
        }
      table.rows.append([
        .html(
          """
          <span class="name">\(HTML.escaped(recovery.name))</span><span \
          class="kind">\(HTML.escaped(recovery.cause))</span>
          """),
        .text(recovery.hasTime ? result.instant(recovery.began) : "–"),
        .text(recovery.hasTime ? result.instant(recovery.ended) : "–"),
        .text(recovery.recoveredAfter.map { $0 == 0 ? "at once" : QuantityText.time($0) } ?? "–"),
        .text(recovery.slowestFlow), .html(badge),
      ])
    }
    let note = HTML.paragraph(
      """
      A flow is back when, for three windows in a row, its mean latency is at most 1.5 times what it was before \
      and its share of failures at most one point above. What does not come back although the cause is gone and \
      the load is as before is metastable. A fault that comes again is judged each time, until it comes the next time.
      """, class: "muted")
    return Section(anchor: "recovery", title: "Faults and recovery", body: table.html + note + faultStages())
  }

  /// Flows of a fault's table on the page; all of them are in the database.
  static let mostSubjects = 12

  /// What happened before, during and after each fault.
  private func faultStages() -> String {
    var tables = ""
    var hidden = 0
    for recovery in result.recoveries {
      let stages = FaultTable(of: recovery.name, in: result, most: Self.mostSubjects)
      guard !stages.rows.isEmpty else { continue }
      var table = PageTable([("", .left), ("", .left), ("Before", .right), ("During", .right), ("After", .right)])
      for row in stages.rows {
        table.rows.append(
          [.html("<strong>\(HTML.escaped(row.name))</strong>"), .text(row.figure)] + row.values.map { .text($0) })
      }
      hidden += stages.hidden
      tables += "<h3>Before, during and after \(HTML.escaped(recovery.name))</h3>\n" + table.html
    }
    guard !tables.isEmpty else { return "" }
    let basis =
      result.replications == 1
      ? "in this run" : "in the \(result.replications) replications that were run, added up"
    let more = hidden > 0 ? " \(hidden) more rows are in the database (fault_stages)." : ""
    return tables
      + HTML.paragraph(
        """
        What happened \(basis): requests by their intended start; of a fault that comes again by when they ended, in \
        whole intervals of the timeline, and so are polls and lags. Before and after are as long as the fault, cut where \
        another fault, the warm-up or the end of the run is near.\(more)
        """, class: "muted")
  }

  func decisions() -> Section? {
    guard !result.decisions.isEmpty else { return nil }
    var tallies = PageTable([
      ("Decision", .left), ("Component", .left), ("Count", .right), ("First", .right), ("Last", .right),
    ])
    for tally in DecisionTally.all(result.decisions) {
      tallies.rows.append([
        .text(tally.kind), .html("<strong>\(HTML.escaped(tally.component))</strong>"),
        .text(QuantityText.count(Int64(tally.count))), .text(result.instant(tally.first)),
        .text(tally.count > 1 ? result.instant(tally.last) : ""),
      ])
    }
    var table = PageTable([
      ("At", .right), ("Decision", .left), ("Component", .left), ("Change", .left), ("Why", .left),
    ])
    for decision in result.decisions.prefix(Self.mostDecisions) {
      let caller =
        decision.caller.isEmpty ? "" : " <span class=\"muted\">called by \(HTML.escaped(decision.caller))</span>"
      table.rows.append([
        .text(result.instant(decision.at)), .text(decision.kind),
        .html("<strong>\(HTML.escaped(decision.component))</strong>\(caller)"), .text(decision.change),
        .html("<span class=\"reason\">\(HTML.escaped(decision.reason))</span>"),
      ])
    }
    let shown = min(result.decisions.count, Self.mostDecisions)
    let total = UInt64(result.decisions.count) + result.droppedDecisions
    let title =
      total > UInt64(shown)
      ? "The first \(shown) of \(QuantityText.count(total)) decisions, with their reasons"
      : "All \(shown) decisions, with their reasons"
    let note = result.replications > 1 ? HTML.paragraph("Of the first replication.", class: "muted") : ""
    return Section(
      anchor: "decisions", title: "What was decided", body: tallies.html + HTML.folded(title, table.html) + note)
  }
}
