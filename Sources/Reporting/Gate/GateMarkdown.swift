import Experiments
import Scenarios

/// What the gate found as Markdown for a pull request or a job's summary: the verdict, what does not hold, then one
/// table for each scenario with the details folded away.
package enum GateMarkdown {
  /// What a comment on GitHub may have.
  package static let commentBytes = 64 << 10
  /// What one step may add to a job's summary.
  package static let summaryBytes = 1 << 20

  /// At most `limit` bytes: rows are left out from the end, and the verdict never is.
  package static func text(_ report: GateReport, limit: Int = commentBytes) -> String {
    let head = header(report)
    let rows = report.suites.reduce(0) { $0 + $1.checks.count }
    var most = rows
    while true {
      let text = head + body(report, most: most)
      if text.utf8.count <= limit { return text }
      if most == 0 { break }
      // Fewer rows by the share that is too much, and at least one.
      most = min(most - 1, most * max(0, limit - head.utf8.count) / max(1, text.utf8.count))
    }
    return cut(head, limit)
  }

  private static func cut(_ text: String, _ limit: Int) -> String {
    let note = "\n\nThe rest was left out.\n"
    var kept = ""
    var bytes = note.utf8.count
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      bytes += line.utf8.count + 1
      if bytes > limit { return kept + note }
      kept += line + "\n"
    }
    return kept
  }

  private static func header(_ report: GateReport) -> String {
    let mark =
      switch report.exit.code {
      case 0: "✅"
      case 97: "❔"
      default: "❌"
      }
    return "\(mark) **\(cell(report.exit.meaning))** (exit \(report.exit.code)): \(cell(report.headline))\n"
  }

  /// `most` rows of checks over all scenarios, the failing ones first.
  private static func body(_ report: GateReport, most: Int) -> String {
    var text = ""
    for failure in report.failures {
      text += "\n### \(cell(failure.file))\n\n\(fenced(failure.message))"
    }
    var left = most
    for suite in report.suites {
      let failing = suite.checks.filter { $0.verdict != .held }
      let holding = suite.checks.filter { $0.verdict == .held }
      text += "\n### \(cell(suite.name))\n\n"
      let shown = failing.prefix(left)
      left -= shown.count
      if !shown.isEmpty { text += table(Array(shown)) }
      if shown.count < failing.count { text += "\nand \(failing.count - shown.count) more that do not hold\n" }
      if failing.isEmpty { text += "\(holding.count) of \(suite.checks.count) checks held.\n" }
      let kept = holding.prefix(left)
      left -= kept.count
      text += details(suite, Array(kept), holding.count)
    }
    return text
  }

  private static func details(_ suite: GateSuite, _ shown: [GateCheck], _ count: Int) -> String {
    var text = "\n<details><summary>\(count) \(count == 1 ? "check" : "checks") held; what was run</summary>\n\n"
    if !shown.isEmpty { text += table(shown) }
    if shown.count < count { text += "\nand \(count - shown.count) more that hold\n" }
    text += "\n\(cell(suite.size)); seed \(suite.result.scenario.seed), digest `\(suite.result.digest)`\n"
    let reasons = suite.checks.filter { $0.verdict != .held && !$0.reason.isEmpty }
    for check in reasons.prefix(20) {
      let place = check.file.isEmpty ? "" : " (`\(code(check.file)):\(check.line)`)"
      text += "- \(cell(check.name)): \(cell(check.reason))\(place)\n"
    }
    if let baseline = suite.gate.baseline {
      text += "\nBaseline `\(code(baseline.database))`, \(baseline.basis).\n"
      for change in baseline.changes.prefix(20) {
        text += "- `\(code(change.path))`: `\(code(change.base ?? "–"))` → `\(code(change.candidate ?? "–"))`\n"
      }
      for remark in baseline.remarks { text += "- \(cell(remark))\n" }
    }
    text += "\n\(fenced(Summary(suite.result).command))"
    return text + "\n</details>\n"
  }

  private static func table(_ checks: [GateCheck]) -> String {
    var text = "| metric | limit | baseline | this run | delta | verdict |\n|---|--:|--:|--:|--:|---|\n"
    for check in checks {
      let name = check.name == check.metric ? "`\(code(check.metric))`" : "\(cell(check.name)) `\(code(check.metric))`"
      let word = check.kind == .regression && check.verdict == .violated ? "worse" : check.verdict.word
      let cells = [
        name, cell(check.limit), cell(check.baseline), cell(check.observed), cell(check.delta),
        "\(check.verdict.mark()) \(word)",
      ]
      text += "| \(cells.joined(separator: " | ")) |\n"
    }
    return text
  }

  /// Lines between fences, of which none can end the fence.
  static func fenced(_ text: String) -> String { "```\n\(text.shownLines.replacing("```", with: "'''"))\n```\n" }

  /// Safe as text in a cell of a table.
  static func cell(_ text: String) -> String {
    var result = ""
    for scalar in text.shown.unicodeScalars {
      switch scalar {
      case "|": result += "\\|"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "`", "*", "_", "\\", "[", "]", "~": result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Safe between backticks in a cell.
  static func code(_ text: String) -> String {
    var result = ""
    for scalar in text.shown.unicodeScalars {
      switch scalar {
      case "`": result += "'"
      case "|": result += "\\|"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
