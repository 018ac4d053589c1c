import Experiments
import Foundation
import Testing

@testable import Reporting

/// The page of the polling run, drawn once for all tests that only read it.
enum PollingPage {
  struct Written: Sendable {
    let text: String
    /// The files beside it, sorted by name, with how each begins.
    let figures: [(name: String, start: Data)]
  }

  private static let written = Result {
    let scratch = try Scratch()
    let path = try HTMLReport.write(
      PollingRun.make(), to: scratch.path("reports"),
      reproduction: Reproduction(database: "results/fixture.sqlite", run: 3))
    let folder = URL(fileURLWithPath: path.replacing(".html", with: "-figures"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return Written(
      text: try String(contentsOfFile: path, encoding: .utf8),
      figures: try names.map { ($0, try Data(contentsOf: folder.appendingPathComponent($0)).prefix(4)) })
  }

  static func get() throws -> Written { try written.get() }
}

@Suite("The report as a page")
struct HTMLReportTests {
  private func page(_ result: RunResult, in scratch: Scratch) throws -> String {
    let path = try HTMLReport.write(
      result, to: scratch.path("reports"),
      reproduction: Reproduction(database: "results/fixture.sqlite", run: 3))
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test("tells what was decided and what recovered, a hundred rows of it")
  func events() throws {
    let scratch = try Scratch()
    var result = EventfulRun.make()
    result.decisions += Array(repeating: result.decisions[1], count: 200)
    let page = try page(result, in: scratch)
    for text in [
      "id=\"recovery\"", "id=\"decisions\"", "The first 100 of 203 decisions, with their reasons", "4 → 6",
      "cpu 83 % of 60 % seen 60 s late", "metastable in 1 of 3 replications", "service × 6.25 of 24",
      "called by clients", "750 hits, 250 misses, 12 retries", "did not recover",
    ] {
      #expect(page.contains(text), "\(text) is missing")
    }
  }

  @Test("has every section, the verdict first")
  func sections() throws {
    let page = try PollingPage.get().text
    let anchors = [
      "class=\"verdict violated\"", "class=\"why\"", "id=\"overview\"", "id=\"budgets\"", "id=\"architecture\"",
      "id=\"assumptions\"",
      "id=\"load\"", "id=\"percentiles\"", "id=\"latency\"", "id=\"freshness\"",
      "id=\"components\"", "id=\"cost\"", "id=\"populations\"", "id=\"outcomes\"",
      "id=\"invariants\"", "id=\"self-checks\"", "id=\"warnings\"", "id=\"reproduce\"",
      "id=\"inputs\"", "id=\"orrery-data\"",
    ]
    let places = try anchors.map { anchor in
      try #require(page.range(of: anchor), "\(anchor) is missing").lowerBound
    }
    #expect(places == places.sorted())
    for text in [
      "Not held: 1 budget and 1 invariant", "data-updater is the bottleneck",
      "5 of 11 quantities (45 %) are assumed or not stated", "violated as expected",
      "--with poll-240s", "SELECT * FROM budget WHERE run = 3",
      "9f86d081884c7d659a2feaa0c55ad015", "as of 2026-10-01",
      "Without a price, and so not in the bill: edge, updates, notices, work-list.",
    ] {
      #expect(page.contains(HTML.escaped(text)), "\(text) is missing")
    }
  }

  /// Without its scripts, which are ours, the library's, and the data.
  private func markup(_ page: String) -> String { page.replacing(#/<script[\s\S]*?<\/script>/#, with: "") }

  @Test("stands alone: nothing is fetched, and nothing runs but its own scripts")
  func selfContained() throws {
    let whole = try PollingPage.get().text
    #expect(whole.contains("default-src 'none'; script-src 'nonce-"))
    #expect(whole.matches(of: #/<script/#).count == 3 && whole.matches(of: #/<\/script/#).count == 3)
    #expect(whole.contains("Copyright (c) 2022 Leon Sorokin"))
    let page = markup(whole)
    for sign in ["<script", "<link", "<img", "@import", "url(http", "src=", "<?xml", "onload"] {
      #expect(!page.contains(sign), "\(sign)")
    }
    let links = page.matches(of: #/href="([^"]*)"/#).map { String($0.1) }
    #expect(links.allSatisfy { $0.hasPrefix("#") })
  }

  @Test("gives everything on it an identifier of its own, and every link a target")
  func identifiers() throws {
    for page in [try PollingPage.get().text, try page(CrowdedRun.make(), in: Scratch())].map(markup) {
      let identifiers = page.matches(of: #/\sid=["']([^"']*)["']/#).map { String($0.1) }
      #expect(Set(identifiers).count == identifiers.count)
      for link in page.matches(of: #/href="#([^"]*)"/#) {
        #expect(identifiers.contains(String(link.1)))
      }
    }
  }

  @Test("escapes what comes from the scenario")
  func escaping() throws {
    let page = try page(CrowdedRun.make(), in: Scratch())
    #expect(!page.contains("<b>\"q\""))
    #expect(!page.contains("<script>"))
    #expect(page.contains("o&#39;neil &lt;b&gt;&quot;q&quot;&lt;/b&gt; &amp; co;"))
    #expect(HTML.escaped("<&\"'\u{0}\n") == "&lt;&amp;&quot;&#39;\u{fffd}\n")
  }

  @Test("has figures with a caption, and each as PNG beside it")
  func figures() throws {
    let written = try PollingPage.get()
    let page = written.text
    let names = page.matches(of: #/<figure class="[a-z]+" id="figure-([^"]*)">/#).map { String($0.1) }
    #expect(names.count == 14)
    #expect(page.matches(of: #/<figcaption>[^<]{10,}/#).count == names.count)
    #expect(written.figures.map(\.name) == names.map { "\($0).png" }.sorted())
    for figure in written.figures {
      #expect(figure.start == Data([0x89, 0x50, 0x4e, 0x47]), "\(figure.name)")
    }
  }

  @Test("leaves out what there is nothing to show of")
  func absent() throws {
    let queue = try page(QueueRun.make(), in: Scratch())
    for anchor in ["load", "percentiles", "freshness", "cost", "populations", "warnings", "inputs"] {
      #expect(!queue.contains("id=\"\(anchor)\""), "\(anchor)")
    }
    let empty = try page(RunResult(), in: Scratch())
    #expect(!empty.contains("<figure"))
    #expect(!empty.contains("<table"))
    #expect(empty.contains("No budget was asked for"))
  }

  @Test("says first that a run is partial")
  func partial() throws {
    var result = QueueRun.make()
    #expect(try !page(result, in: Scratch()).contains("This run is partial"))
    result.isPartial = true
    let page = try page(result, in: Scratch())
    let notice = try #require(page.range(of: "This run is partial"))
    let title = try #require(page.range(of: "<h1>"))
    #expect(notice.lowerBound < title.lowerBound)
  }

  @Test("is the same bytes for the same result, whatever the host")
  func determinism() throws {
    var elsewhere = PollingRun.make()
    elsewhere.host = Host()
    #expect(try PollingPage.get().text == page(elsewhere, in: Scratch()))
  }

  @Test("draws no curve with more points than can be seen")
  func thinning() throws {
    var result = PollingRun.make()
    result.timeline.count = 20_000
    result.timeline.flows[0].p99 = (0..<20_000).map { $0 == 7_777 ? 9_000_000_000 : Int64($0) + 1 }
    let figures = RunFigures(result).percentiles()
    let p99 = try #require(figures.first?.series.first)
    #expect(p99.points.count <= 400)
    #expect(p99.points.contains { $0.y == 9e9 }, "the peak is gone")
    for figure in RunFigures(result).load() + RunFigures(result).distributions() {
      #expect(figure.series.allSatisfy { $0.points.count <= 420 }, "\(figure.name)")
    }
  }
}
