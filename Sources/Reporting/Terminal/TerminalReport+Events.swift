import Experiments

extension TerminalReport {
  /// Whether the flows came back after each fault and each phase of higher load.
  mutating func recoveries() {
    guard !result.recoveries.isEmpty else { return }
    heading("RECOVERY")
    let width = result.recoveries.map { glyphs.encoded($0.name.shortened(to: 30)).count }.max() ?? 0
    for recovery in result.recoveries {
      let mark = padded(recovery.verdict.mark(isASCII: glyphs.isASCII), glyphs.isASCII ? 2 : 1)
      let flow = recovery.slowestFlow.isEmpty || recovery.recoveredAfter == 0 ? "" : ", \(recovery.slowestFlow) last"
      let until = recovery.hasTime ? " until \(result.instant(recovery.ended))" : ""
      let more = " (\(recovery.cause)\(until)\(flow))"
      line(
        "  \(ink.verdict(recovery.verdict, mark)) \(padded(glyphs.encoded(recovery.name.shortened(to: 30)), width))  "
          + glyphs.encoded(recovery.sentence) + ink.muted(glyphs.encoded(more)))
      faultStages(of: recovery.name)
    }
  }

  /// What happened before, during and after a fault.
  private mutating func faultStages(of fault: String) {
    let stages = FaultTable(of: fault, in: result, most: 3)
    guard !stages.rows.isEmpty else { return }
    let basis = result.replications == 1 ? "in this run" : "in \(result.replications) runs, added up"
    var table = TextTable(
      [(basis, .left), ("", .left), ("before", .right), ("during", .right), ("after", .right)], glyphs: glyphs)
    for row in stages.rows { table.add([row.name.shortened(to: 30), row.figure] + row.values) }
    lines += table.lines(indent: "      ", ink: ink)
    if stages.hidden > 0 { line(ink.muted("      and \(stages.hidden) more in the report")) }
  }

  /// How often what was decided; the single ones are in the report and the database.
  mutating func decisions() {
    guard !result.decisions.isEmpty else { return }
    heading("DECISIONS")
    let tallies = DecisionTally.all(result.decisions)
    var table = TextTable(
      [("", .left), ("", .left), ("count", .right), ("first", .right), ("last", .right)], glyphs: glyphs)
    for tally in tallies.prefix(20) {
      table.add([
        tally.kind, tally.component.shortened(to: 30), QuantityText.count(Int64(tally.count)),
        result.instant(tally.first), tally.count > 1 ? result.instant(tally.last) : "",
      ])
    }
    lines += table.lines(indent: "  ", ink: ink)
    if tallies.count > 20 { line(ink.muted("  and \(tallies.count - 20) more kinds of them")) }
    if result.replications > 1 { line(ink.muted("  of the first replication")) }
  }
}
