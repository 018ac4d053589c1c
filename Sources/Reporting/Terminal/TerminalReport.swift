import Experiments
import Statistics

/// A result as text for a terminal: budgets first, then tables. How the program ends is for it to say, at its end.
package struct TerminalReport {
  let result: RunResult
  private let summary: Summary
  let glyphs: Glyphs
  let ink: Ink
  var lines: [String] = []

  /// Colours only where `color` is set; plain ASCII where `unicode` is not.
  package static func text(_ result: RunResult, color: Bool = false, unicode: Bool = true) -> String {
    var report = TerminalReport(result, color: color, unicode: unicode)
    report.compose()
    return report.lines.joined(separator: "\n") + "\n"
  }

  private init(_ result: RunResult, color: Bool, unicode: Bool) {
    self.result = result
    summary = Summary(result)
    glyphs = Glyphs(isASCII: !unicode)
    ink = Ink(isColored: color)
  }

  private mutating func compose() {
    line(ink.strong(glyphs.encoded(summary.name)))
    line(ink.muted(glyphs.encoded(summary.size)))
    if result.isPartial {
      line(ink.verdict(.warned, "PARTIAL: what is here is true, and not all"))
    }
    findings()
    if let live = result.live { lines += LiveText.verdicts(live, ink: ink, glyphs: glyphs) }
    budgets()
    objectives()
    invariants()
    recoveries()
    latencies()
    // Of what it calls a live run sees the calls alone.
    if result.mode == .simulated { components() }
    decisions()
    populations()
    cost()
    selfChecks()
    warnings()
    if let live = result.live { lines += LiveText.evidence(live, ink: ink, glyphs: glyphs) }
  }

  mutating func line(_ text: String) { lines.append(text) }

  mutating func heading(_ text: String) {
    line("")
    line(ink.strong(text))
  }

  // MARK: Judgements

  /// What changes the meaning of all figures comes before them.
  private mutating func findings() {
    guard !result.findings.isEmpty else { return }
    heading("FINDINGS")
    for finding in result.findings.prefix(12) {
      line("  \(ink.verdict(.warned, "!")) \(glyphs.encoded(finding.text))")
    }
    if result.findings.count > 12 { line(ink.muted("  and \(result.findings.count - 12) more")) }
  }

  private mutating func budgets() {
    guard !result.budgets.isEmpty else { return }
    heading("BUDGETS")
    let rows = result.budgets.map { budget in
      let figures = BudgetFigures(budget, result)
      return (
        budget, glyphs.encoded(budget.name.shortened(to: 30)), glyphs.encoded(figures.observed),
        glyphs.encoded(figures.certainty), glyphs.encoded(figures.limit)
      )
    }
    let nameWidth = rows.map { $0.1.count }.max() ?? 0
    let observedWidth = rows.map { $0.2.count }.max() ?? 0
    let certaintyWidth = rows.map { $0.3.count }.max() ?? 0
    let limitWidth = rows.map { $0.4.count }.max() ?? 0
    for (budget, name, observed, certainty, limit) in rows {
      let mark = padded(budget.verdict.mark(isASCII: glyphs.isASCII), glyphs.isASCII ? 2 : 1)
      line(
        """
          \(ink.verdict(budget.verdict, mark)) \(padded(name, nameWidth))  \
        \(padded(observed, observedWidth, toLeft: true))  \
        \(certaintyWidth > 0 ? ink.muted(padded(certainty, certaintyWidth)) + "  " : "")\
        limit \(padded(limit, limitWidth, toLeft: true))  \
        \(ink.muted(glyphs.encoded(budget.check)))
        """
      )
      guard budget.verdict != .held else { continue }
      let place = budget.file.isEmpty ? "" : " (\(budget.file):\(budget.line))"
      let indent = String(repeating: " ", count: glyphs.isASCII ? 5 : 4)
      line(indent + glyphs.encoded(budget.reason) + ink.muted(glyphs.encoded(place)))
    }
  }

  private mutating func invariants() {
    guard !result.invariants.isEmpty else { return }
    heading("INVARIANTS")
    let width = result.invariants.map(\.id.count).max() ?? 0
    for invariant in result.invariants {
      let isBroken = invariant.violations > 0
      let verdict: Verdict = isBroken == invariant.isExpected ? .held : .violated
      let mark = padded(verdict.mark(isASCII: glyphs.isASCII), glyphs.isASCII ? 2 : 1)
      var said = "held"
      if isBroken {
        said = "\(QuantityText.count(invariant.violations)) violations"
        if let first = invariant.firstAt { said += ", the first at \(QuantityText.time(first))" }
        if let replication = invariant.firstReplication { said += " of replication \(replication)" }
        if invariant.isExpected { said += ", as expected" }
      } else if invariant.isExpected {
        said = "expected to be violated, and was not"
      }
      line("  \(ink.verdict(verdict, mark)) \(padded(invariant.id, width))  \(glyphs.encoded(said))")
    }
  }

  // MARK: Tables

  private mutating func latencies() {
    let shown = result.indicators.filter { $0.isHeadline && $0.histogram.count > 0 }
    guard !shown.isEmpty else { return }
    heading("LATENCY")
    var table = TextTable(
      [
        ("", .left), ("count", .right), ("mean", .right), ("p50", .right), ("p90", .right),
        ("p95", .right), ("p99", .right), ("p99.9", .right), ("max", .right),
      ], glyphs: glyphs)
    for indicator in shown {
      table.add(
        [
          indicator.title.shortened(to: 40), QuantityText.count(indicator.histogram.count),
          indicator.meanText,
        ] + [0.5, 0.9, 0.95, 0.99, 0.999].map(indicator.percentile)
          + [indicator.histogram.maximum.map { QuantityText.time($0) } ?? "–"])
    }
    lines += table.lines(indent: "  ", ink: ink)
    if shown.contains(where: \.hasDoubtfulPercentiles) {
      line(ink.muted("  in brackets: too few samples to judge by"))
    }
  }

  private mutating func components() {
    guard !result.components.isEmpty else { return }
    heading("COMPONENTS")
    let measured = Measured(result)
    var table = TextTable(
      [
        ("", .left), ("busy", .left), ("", .right), ("arrivals", .right), ("rate", .right),
        ("good", .right), ("queue", .right), ("wait", .right), ("response", .right),
      ], glyphs: glyphs)
    for component in result.components {
      let share = component.utilization.flatMap { $0.isNaN ? nil : $0 }
      table.add([
        component.name.shortened(to: 30), share.map(glyphs.bar) ?? "",
        share.map(QuantityText.share) ?? component.withoutShare, QuantityText.count(component.arrivals),
        measured.rate(component.arrivals), measured.rate(component.goodCompletions),
        QuantityText.number(component.meanQueueLength),
        component.bound(component.meanWaiting), component.bound(component.meanResponse),
      ])
    }
    lines += table.lines(indent: "  ", ink: ink)
    for component in result.components {
      if let absences = component.absenceText { paragraph("\(component.name): \(absences)") }
    }
    for component in result.components where !component.counts.isEmpty {
      paragraph("\(component.name): \(component.countText)")
    }
    if let bottleneck = summary.bottleneck { paragraph(bottleneck) }
  }

  private mutating func populations() {
    guard !result.populations.isEmpty else { return }
    heading("POPULATIONS")
    for population in result.populations {
      let found = "\(QuantityText.count(population.changesFound)) changes found"
      guard population.rhythm != .never else {
        paragraph(
          """
          \(population.name): \(QuantityText.count(population.entities)) entities that are not asked for; \
          \(found), \(QuantityText.count(population.changesMissed)) missed
          """)
        continue
      }
      let answered =
        population.due > 0
        ? QuantityText.share(Double(population.answered) / Double(population.due)) : "–"
      paragraph(
        """
        \(population.name): \(QuantityText.count(population.entities)) entities \
        \(population.rhythm == .onCall ? "on call" : "every \(QuantityText.time(population.cycle))"), \(QuantityText.count(population.refreshes)) of \
        \(QuantityText.count(population.due)) \
        refreshes due were made, \(answered) answered; \(found), \(QuantityText.count(population.changesMissed)) missed
        """
      )
    }
  }

  private mutating func cost() {
    guard let cost = result.cost else { return }
    heading("COST")
    line("  \(glyphs.encoded(QuantityText.money(cost.perMonthMicros, currency: cost.currency))) a month")
    var table = TextTable([("", .left), ("", .left), ("", .right), ("", .right)], glyphs: glyphs)
    let dearest = cost.lines.indices.sorted {
      (cost.lines[$1].perMonthMicros, $0) < (cost.lines[$0].perMonthMicros, $1)
    }
    for index in dearest.prefix(6) where cost.lines[index].perMonthMicros > 0 {
      let line = cost.lines[index]
      table.add([
        line.component.shortened(to: 30), line.item,
        "\(QuantityText.number(line.quantity)) \(line.unit)",
        QuantityText.money(line.perMonthMicros, currency: cost.currency),
      ])
    }
    if !table.isEmpty { lines += table.lines(indent: "  ", ink: ink).dropFirst() }
    if cost.lines.count > 6 { line(ink.muted("  and \(cost.lines.count - 6) smaller lines")) }
    if !cost.unpriced.isEmpty {
      line(ink.muted(glyphs.encoded("  without a price: \(cost.unpriced.joined(separator: ", "))")))
    }
  }

  private mutating func selfChecks() {
    let failed = result.selfChecks.filter { !$0.isWithinTolerance }
    guard !failed.isEmpty else { return }
    heading("SELF-CHECKS THAT FAILED")
    for check in failed {
      let remark = check.remark.isEmpty ? "" : ": \(check.remark)"
      line(
        "  \(ink.verdict(.warned, "!")) "
          + glyphs.encoded(
            """
            \(check.law) at \(check.component): measured \
            \(QuantityText.figure(check.measured, unit: check.unit)), expected \
            \(QuantityText.figure(check.expected, unit: check.unit))\(remark)
            """
          ))
    }
  }

  private mutating func warnings() {
    guard !result.warnings.isEmpty else { return }
    heading("WARNINGS")
    for warning in result.warnings {
      line("  \(ink.verdict(.warned, "!")) \(glyphs.encoded(warning))")
    }
  }

  /// Broken between words, so that no terminal breaks it within one.
  private mutating func paragraph(_ text: String, width: Int = 96) {
    var current = " "
    for word in glyphs.encoded(text).split(separator: " ") {
      if current.count + 1 + word.count > width, current.count > 2 {
        line(current)
        current = "   "
      }
      current += " " + word
    }
    line(current)
  }

  func padded(_ text: String, _ width: Int, toLeft: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return toLeft ? space + text : text + space
  }
}
