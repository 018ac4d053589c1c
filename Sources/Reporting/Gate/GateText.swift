import Experiments

/// What the gate found, for a terminal: of each scenario the checks, the worst first, and how it stands against the
/// baseline.
package enum GateText {
  package static func text(_ report: GateReport, color: Bool = false, unicode: Bool = true) -> String {
    let ink = Ink(isColored: color)
    let glyphs = Glyphs(isASCII: !unicode)
    var lines: [String] = []
    for suite in report.suites {
      lines += self.lines(suite, ink, glyphs)
      lines.append("")
    }
    lines.append(glyphs.encoded(report.headline))
    return lines.joined(separator: "\n")
  }

  private static func lines(_ suite: GateSuite, _ ink: Ink, _ glyphs: Glyphs) -> [String] {
    var lines = [ink.strong(glyphs.encoded(suite.name)), ink.muted(glyphs.encoded(suite.size))]
    if suite.result.isPartial {
      lines.append(ink.verdict(.warned, "PARTIAL: what is here is true, and not all"))
    }
    let own = suite.checks.filter { $0.kind != .regression && $0.kind != .baseline }
    if own.isEmpty {
      lines.append(ink.muted("  no budget, objective or invariant: nothing is judged but the baseline"))
    }
    let width = own.map { glyphs.encoded($0.name.shortened(to: 30)).count }.max() ?? 0
    for check in own {
      let mark = ink.verdict(check.verdict, check.verdict.mark(isASCII: glyphs.isASCII))
      let name = glyphs.encoded(check.name.shortened(to: 30))
      let space = String(repeating: " ", count: max(0, width - name.count))
      lines.append(
        "  \(mark) \(name)\(space)  \(glyphs.encoded(check.message))  "
          + ink.muted(glyphs.encoded(check.check.isEmpty ? check.metric : check.check)))
      guard check.verdict != .held else { continue }
      let more = check.reason == check.message ? [] : [check.reason]
      let place = check.file.isEmpty ? "" : "\(check.file):\(check.line)"
      let details = (more + [place]).filter { !$0.isEmpty }
      if !details.isEmpty { lines.append("      " + ink.muted(glyphs.encoded(details.joined(separator: "; ")))) }
    }
    if let baseline = suite.gate.baseline { lines += self.lines(suite, baseline, ink, glyphs) }
    return lines
  }

  private static func lines(
    _ suite: GateSuite, _ baseline: BaselineResult, _ ink: Ink, _ glyphs: Glyphs
  ) -> [String] {
    var lines = [""]
    let of = baseline.run > 0 ? "\(baseline.database), run \(baseline.run)" : baseline.database
    lines.append("  " + ink.strong(glyphs.encoded("beside \(of)")))
    for obstacle in baseline.obstacles {
      let mark = Verdict.cannotJudge.mark(isASCII: glyphs.isASCII)
      lines.append("  " + ink.verdict(.cannotJudge, mark) + " " + glyphs.encoded("not comparable: \(obstacle)"))
    }
    for check in suite.checks where check.kind == .regression && check.verdict == .violated {
      let mark = ink.verdict(.violated, check.verdict.mark(isASCII: glyphs.isASCII))
      lines.append("  \(mark) " + glyphs.encoded("\(check.name)  \(check.message)"))
    }
    if !baseline.figures.isEmpty {
      let counts = BaselineFigure.Verdict.allCases.compactMap { verdict -> String? in
        let count = baseline.figures.count { $0.verdict == verdict }
        return count > 0 ? "\(count) \(verdict.words)" : nil
      }
      lines.append(
        "  "
          + ink.muted(
            glyphs.encoded(
              "\(baseline.figures.count) figures \(baseline.basis): \(counts.joined(separator: ", "))")))
    }
    if !baseline.changes.isEmpty {
      lines.append("  " + ink.muted("changed since"))
      for change in baseline.changes.prefix(10) {
        lines.append(glyphs.encoded("    \(change.path): \(change.base ?? "–") → \(change.candidate ?? "–")"))
      }
      if baseline.changes.count > 10 { lines.append("    and \(baseline.changes.count - 10) more") }
    }
    for remark in baseline.remarks { lines.append("  " + ink.muted(glyphs.encoded("note: \(remark)"))) }
    return lines
  }
}

extension BaselineFigure.Verdict {
  var words: String {
    switch self {
    case .regressed: "worse"
    case .improved: "better"
    case .equal: "exactly the same"
    case .withinMargin: "within the margin"
    case .cannotTell: "with no regression shown"
    }
  }
}
