import Experiments
import Foundation
import Scenarios
import Statistics
import Testing

@testable import Reporting

@Suite("The gate's reports")
struct GateTests {
  /// Budgets named by their numbers, the last ones broken worst.
  private func report(broken: Int, warned: Int = 0, name: String = "shop") -> GateReport {
    var result = RunResult()
    result.scenario.name = name
    result.replications = 3
    result.simulatedNanoseconds = 60_000_000_000
    result.verdict = broken > 0 ? .violated : .held
    for number in 1...max(1, broken + warned) {
      var budget = BudgetResult()
      budget.name = "b\(number)"
      budget.check = "p99 latency(flow=view) < \(number)ms"
      budget.limit = 1e6
      budget.observed = 1e6 * Double(number + 1)
      budget.unit = "ns"
      budget.comparison = .less
      budget.verdict = number <= broken ? .violated : warned > 0 ? .warned : .held
      budget.file = "designs/a,b:c.yaml"
      budget.line = 10 + number
      result.budgets.append(budget)
    }
    var report = GateReport()
    report.results = [GateResult(file: "designs/a,b:c.yaml", result: result)]
    report.exit = broken > 0 ? (99, "a budget, an objective or an invariant was violated") : (0, "held")
    report.timestamp = "2026-11-21T09:30:00"
    return report
  }

  // MARK: Annotations

  @Test("annotate the worst first, ten of a kind, and say how many more there are")
  func annotations() {
    let lines = Annotations.lines(report(broken: 12, warned: 11)) { $0 }
    let errors = lines.filter { $0.hasPrefix("::error ") }
    let warnings = lines.filter { $0.hasPrefix("::warning ") }
    #expect(errors.count == 10 && warnings.count == 10)
    #expect(errors.first?.hasSuffix("::b12: got 13 ms, limit 1 ms (+1,200 %25)") == true, "\(errors)")
    #expect(errors.last?.hasSuffix(" (and 2 more)") == true)
    #expect(warnings.last?.hasSuffix(" (and 1 more)") == true)
    #expect(errors.first?.contains("file=designs/a%2Cb%3Ac.yaml,line=22,title=Budget violated") == true)
    #expect(Annotations.lines(report(broken: 1)) { _ in nil }.first?.hasPrefix("::error title=Budget") == true)
  }

  @Test("escape what the commands of GitHub would read")
  func escapes() {
    #expect(Annotations.message("100 %\r\nof: a,b") == "100 %25\\r\\nof: a,b")
    #expect(Annotations.property("100 %: a,b\n") == "100 %25%3A a%2Cb%0A")
  }

  // MARK: Markdown

  @Test("say the verdict first, then what does not hold, and fold the rest away")
  func markdown() {
    let text = GateMarkdown.text(report(broken: 2, warned: 1))
    let lines = text.split(separator: "\n")
    #expect(
      lines[0].hasPrefix("❌ **a budget, an objective or an invariant was violated** (exit 99): 2 violated, 1 warned"))
    #expect(lines[2] == "| metric | limit | baseline | this run | delta | verdict |")
    #expect(lines[4] == "| b2 `p99 latency(flow=view)` | 1 ms | – | 3 ms | +200 % | ✗ violated |")
    #expect(text.contains("<details><summary>0 checks held; what was run</summary>"))
  }

  @Test("stay within their limit, and keep the verdict and the worst", arguments: [64 << 10, 9_000, 700, 300])
  func capped(limit: Int) {
    let text = GateMarkdown.text(report(broken: 3_000), limit: limit)
    #expect(text.utf8.count <= limit)
    #expect(text.hasPrefix("❌ **"))
    if limit > 1_000 {
      #expect(text.contains("| b3000 "))
      #expect(text.contains(" more that do not hold"))
    }
  }

  @Test("keep a table whole whatever is in a cell")
  func cells() {
    #expect(GateMarkdown.cell("a|b\n<c> `d` *e*") == "a\\|b\\\\n&lt;c&gt; \\`d\\` \\*e\\*")
    #expect(GateMarkdown.code("a|b`c`") == "a\\|b'c'")
  }

  // MARK: JUnit

  @Test("are well-formed whatever a scenario is called")
  func junit() throws {
    let text = JUnitReport.text(report(broken: 1, name: "a<b>&\"c'\u{1}\n"))
    #expect(text.contains("name=\"a&lt;b&gt;&amp;&quot;c&apos;\u{fffd}&#10;\""))
    #expect(text.contains("<failure message=\"got 2 ms, limit 1 ms (+100 %)\" type=\"budget\">"))
    #expect(text.contains("tests=\"1\" failures=\"1\" errors=\"0\" time=\"0.000\" timestamp=\"2026-11-21T09:30:00\""))
  }

  @Test("say in words what each check came to")
  func terminal() {
    let text = GateText.text(report(broken: 1, warned: 1))
    #expect(
      text.contains("  ✗ b1  got 2 ms, limit 1 ms (+100 %)  p99 latency(flow=view) < 1ms\n      designs/a,b:c.yaml:11"))
    #expect(text.contains("\n1 violated, 1 warned, 0 of 2 checks held"))
    let plain = GateText.text(report(broken: 1), unicode: false)
    #expect(!plain.contains { !$0.isASCII })
  }
}
