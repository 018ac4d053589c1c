import Experiments
import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite("A page in a browser", .enabled(if: Browser.isThere, Comment(rawValue: Browser.absence)))
struct LivePageTests {
  private func dom(_ result: RunResult, at fragment: String = "") throws -> String {
    let scratch = try Scratch()
    let path = try HTMLReport.write(result, to: scratch.path("out"), name: "page")
    return try Browser(in: scratch.folder.path).dom(path, at: fragment)
  }

  /// Sizes of all magnitudes, and those at which the number of digits or the unit changes.
  private static let values: [Double] = {
    var dice = SmallGenerator(seed: 7)
    let anything = (0..<200).map { _ in
      let digits = Double(dice.next() >> 11) / 0x1p53
      return (0..<Int(dice.next() % 24)).reduce(digits) { size, _ in size * 7.3 }
    }
    return anything + [
      0, 1, 9.995, 9.996, 99.95, 999.4, 999.5, 1_000, 99_999, 100_000, 999_500, 999.5e3, 999.5e6, 600e9, 7_200e9,
      172_800e9,
      0.001, 0.0125, 1e-10, 0.9999, 0.99995, 0.999999999, 1.5e15, 1e22,
    ]
  }()

  @Test("writes numbers as the tables do")
  func numbers() throws {
    let scratch = try Scratch()
    let wanted = Self.values.flatMap { value in
      [
        QuantityText.time(value), QuantityText.number(value), QuantityText.share(value),
        QuantityText.money(value, currency: "EUR"),
      ]
    }
    let list = Self.values.map { "\($0)" }.joined(separator: ",")
    let page = """
      <!DOCTYPE html><meta charset="utf-8"><ol id="texts"></ol><script>
      \(PageScript.quantities)
      for (const value of [\(list)]) for (const kind of ["time", "number", "share", "money"]) {
        const item = document.createElement("li");
        item.textContent = quantityText(value, kind, "EUR");
        document.getElementById("texts").append(item);
      }
      </script>
      """
    try page.write(toFile: scratch.path("numbers.html"), atomically: true, encoding: .utf8)
    let dom = try Browser(in: scratch.folder.path).dom(scratch.path("numbers.html"))
    let texts = dom.matches(of: #/<li>(.*?)<\/li>/#).map { $0.1.replacing("&lt;", with: "<") }
    #expect(texts.count == wanted.count)
    for (index, pair) in zip(texts, wanted).enumerated() {
      #expect(pair.0 == pair.1, "\(Self.values[index / 4])")
    }
  }

  @Test("shows hostile names as what they are", arguments: HostileTextTests.texts)
  func hostileNames(text: String) throws {
    var result = PollingRun.make()
    let name = result.components[0].name
    result.components[0].name = text
    for index in result.timeline.components.indices where result.timeline.components[index].name == name {
      result.timeline.components[index].name = text
    }
    result.timeline.marks.append(Timeline.Mark(name: text, style: "fault", begins: 1, ends: 60 * Fixture.second))
    let dom = try dom(
      result, at: "component=\(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")")
    #expect(dom.matches(of: #/<\/?script/#).count == 6)
    #expect(!dom.contains("<b>|") && !dom.contains("<img") && !dom.contains("href=\"y\""))
    // Its panel is open, under its name.
    let title = try #require(dom.firstMatch(of: #/<h2 id="panel-title">([\s\S]*?)<\/h2>/#)?.1)
    let plain = title.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    #expect(plain.filter { !$0.isNewline } == text.filter { !$0.isNewline && $0 != "\0" } || text.contains("\0"))
  }

  @Test("says never where a percentile never came")
  func never() throws {
    var result = PollingRun.make()
    let count = result.timeline.flows[0].p99.count
    result.timeline.flows[0].p99 = Array(repeating: Int64.max, count: count)
    let dom = try dom(result, at: "at=\(Double(result.timeline.interval) * 2.5 / 1e9)")
    let button = try #require(
      dom.firstMatch(of: #/<button[^>]*data-series="percentiles-1[^"]*\/p99"[^>]*>.*?<\/button>/#))
    #expect(button.output.contains("class=\"value\">never<"))
  }
}
