import Experiments
import Foundation
import Scenarios
import Statistics
import Testing

@testable import Reporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Names are checked when a file is read; free text, names of files and what a database holds are not.
@Suite("Text that is made to break a report")
struct HostileTextTests {
  static let texts = [
    "it''s '''' `date` \\ $HOME @x {y} ^z _w % ; # \"q\"",
    "a\n::error::gotcha\r\n  ::warning::x\n##[group]y\u{1b}[31m\u{7}\u{202e}\u{2028}\u{85}",
    "<script>alert('x')</script>&amp;\"'<b>|`~*_[x](y)```\n```\n# h\n| a | b |",
    "]]> <!-- --> \u{1}\u{0}\u{7f} é 🙂 id=\"x\" href='y' url(#z)", "::error::x", "'", "''", "\\",
  ]

  /// A run whose every text is hostile.
  private func run(_ text: String) -> RunResult {
    var result = QueueRun.make()
    result.verdict = .violated
    result.scenario.name = text
    result.scenario.question = text
    result.scenario.options = [text]
    result.scenario.assignments = ["name=\(text)"]
    result.scenario.sources = [.init(path: text, text: text)]
    result.digests = [(text, "00")]
    result.components[0].name = text
    result.components[0].kind = text
    result.links[0].from = "visit \(text)"
    result.links[0].to = text
    result.indicators[0].labels = [("flow", text)]
    result.budgets[0].name = text
    result.budgets[0].check = text
    result.budgets[0].reason = text
    result.budgets[0].file = text
    result.budgets[0].verdict = .violated
    result.selfChecks = [Fixture.check(text, text, measured: 1, expected: 2, unit: "requests")]
    result.warnings = [text]
    result.outcomes = [OutcomeCount(scope: "flow", name: text, outcome: text, count: 3)]
    return result
  }

  private func report(_ text: String) -> GateReport {
    var report = GateReport()
    report.results = [GateResult(file: text, result: run(text))]
    report.failures = [.init(file: text, message: text)]
    report.exit = (99, "a budget, an objective or an invariant was violated")
    report.timestamp = "2026-11-21T09:30:00"
    return report
  }

  /// No line that a runner would obey, and nothing that moves a cursor.
  private func expectHarmless(_ text: String, _ what: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(what): \(line)")
      #expect(!line.contains("##["), "\(what): \(line)")
      let controls = line.unicodeScalars.filter { $0.value < 32 || (0x7f...0x9f).contains($0.value) }
      #expect(
        controls.isEmpty && !line.unicodeScalars.contains { [0x202e, 0x2028].contains($0.value) }, "\(what): \(line)")
    }
  }

  @Test("reaches a terminal as what it is", arguments: texts)
  func terminal(text: String) {
    expectHarmless(TerminalReport.text(run(text)), "run")
    expectHarmless(GateText.text(report(text)), "gate")
    expectHarmless(TerminalReport.text(run(text), unicode: false), "plain")
  }

  @Test("reaches Markdown and annotations as what it is, one line each", arguments: texts)
  func markdown(text: String) {
    let markdown = GateMarkdown.text(report(text))
    expectHarmless(markdown, "Markdown")
    // Fences come in pairs, and nothing in a table breaks out of it.
    #expect(markdown.split(separator: "\n").filter { $0.hasPrefix("```") }.count % 2 == 0)
    var isFenced = false
    for line in markdown.split(separator: "\n") {
      if line.hasPrefix("```") { isFenced.toggle() }
      #expect(isFenced || !line.hasPrefix("| a | b |") && !line.hasPrefix("# h"), "\(line)")
    }
    for line in Annotations.lines(report(text), located: { $0 }) {
      #expect(line.hasPrefix("::error ") && !line.contains { $0.isNewline }, "\(line)")
    }
  }

  @Test("leaves JSON valid, in keys and in values", arguments: texts)
  func json(text: String) throws {
    let data = Data(try JSONReport.text(run(text)).utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["scenario"] as? String == text)
    #expect((object["digests"] as? [String: Any])?.keys.first == text)
    let raw = String(decoding: data, as: UTF8.self)
    #expect(raw.unicodeScalars.allSatisfy { !String.isHidden($0) || $0 == "\n" })
    for document in [try GateJSON.text(report(text)), try BenchmarkJSON.text(report(text))] {
      _ = try JSONSerialization.jsonObject(with: Data(document.utf8))
    }
  }

  @Test("leaves JUnit well-formed", arguments: texts)
  func junit(text: String) {
    let parser = XMLParser(data: Data(JUnitReport.text(report(text)).utf8))
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
  }

  @Test("is drawn and stands on the page as text", arguments: texts)
  func page(text: String) throws {
    let scratch = try Scratch()
    let path = try HTMLReport.write(run(text), to: scratch.path("out"), name: "hostile")
    let page = try String(contentsOfFile: path, encoding: .utf8)
    // Its own three, and none that a name brought.
    #expect(page.matches(of: #/<\/?script/#.ignoresCase()).count == 6 && !page.contains("<b>|"))
    #expect(!page.unicodeScalars.contains { $0.value == 0x1b || $0.value == 0 || $0.value == 7 })
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")).sorted() == [
        "hostile-figures", "hostile.html",
      ])
  }

  @Test(
    "is drawn by gnuplot letter by letter", arguments: ["it''s", "''''", "'", "a'`date`'b \\n é", "x' ; print 1 #'"])
  func gnuplot(text: String) throws {
    var figure = try #require(RunFigures(PollingRun.make()).load().first)
    figure.x.title = text
    let scratch = try Scratch()
    let drawing = try #require(try FigureRenderer().draw([figure], pngFolder: scratch.folder).first)
    #expect(drawing.contains("<text>\(text)</text>"), "\(text)")
  }

  @Test("leaves no folder behind when a program ends in the middle of drawing")
  func drafts() throws {
    let scratch = try Scratch()
    let drafts = ReportDrafts()
    let draft = try ReportDraft(directory: scratch.path("out"), name: "r", among: drafts)
    try draft.write("half")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")).count == 1)
    drafts.discardAll()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")).isEmpty)
  }
}
