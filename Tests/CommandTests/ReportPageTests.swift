import Foundation
import TestSupport
import Testing

/// The page of a run in a real browser: what it shows after `#…` is what the database has.
@Suite(.enabled(if: Browser.isThere, Comment(rawValue: Browser.absence))) struct ReportPageTests {
  /// A run of the failure scenario with its page and its result as JSON.
  private final class Stage: Sendable {
    let program: Program
    let page: String
    let tree: Data

    init() throws {
      program = try Program()
      let ending = try program("run", program.scenario("08-a-failure"), "--seed", "1", "--json", "-")
      page = program.folder + "/results/a-failure.html"
      tree = Data(ending.output.utf8)
    }

    deinit { program.remove() }

    var json: [String: Any] {
      get throws { try #require(try JSONSerialization.jsonObject(with: tree) as? [String: Any]) }
    }

    func component(_ name: String) throws -> [String: Any] {
      let all = try #require(try json["components"] as? [[String: Any]])
      return try #require(all.first { $0["name"] as? String == name })
    }

    func dom(_ fragment: String = "") throws -> String {
      let folder = program.folder + "/browser-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      return try Browser(in: folder).dom(page, at: fragment)
    }

    /// One value of the database.
    func stored(_ query: String) throws -> String {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["sqlite3", program.folder + "/results/a-failure.sqlite", query]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return text.split(separator: "\n").joined(separator: "\n")
    }
  }

  private let stage: Stage

  init() throws { stage = try Stage() }

  /// What stands behind a line's name while the cursor is somewhere.
  private func value(of series: String, in dom: String) throws -> String {
    let button = try #require(
      dom.firstMatch(of: try Regex("<button[^>]*data-series=\"\(series)\"[^>]*>(.*?)</button>"))?.output[1].substring)
    return String(try #require(button.firstMatch(of: #/class="value">(.*?)</#)?.1))
  }

  /// `12.3 ms` in nanoseconds, `83.1 %` as a share, `1.2 k` as a number.
  private func number(_ text: String) throws -> Double {
    let match = try #require(text.firstMatch(of: #/([\d,.]+) ?(\S*)/#), "\(text)")
    let scales = [
      "": 1, "ns": 1, "µs": 1e3, "ms": 1e6, "s": 1e9, "min": 60e9, "%": 0.01, "k": 1e3, "M": 1e6,
    ]
    let size = try #require(Double(match.1.replacing(",", with: "")))
    return size * (try #require(scales[String(match.2)], "\(text)"))
  }

  /// Three digits are shown.
  private func expectShown(_ text: String, is stored: Double) throws {
    #expect(abs(try number(text) - stored) <= abs(stored) * 0.006, "\(text) is shown, \(stored) is stored")
  }

  @Test(arguments: [200.0, 305, 725, 900]) func `a time in the address shows the figures of its interval`(
    seconds: Double
  ) throws {
    let interval = try #require(Double(try stage.stored("SELECT timeline_interval_ns FROM runs")))
    let at = Int64((seconds * 1e9 / interval).rounded(.down) * interval)
    let dom = try stage.dom("at=\(seconds)")
    let p99 = try value(of: "percentiles-1-visit/p99", in: dom)
    let stored = try stage.stored("SELECT p99_ns FROM timeline WHERE name = 'visit' AND at_ns = \(at)")
    switch Double(stored) {
    case .none: #expect(p99 == "–")
    case .some(9e18...): #expect(p99 == "never")
    case .some(let time): try expectShown(p99, is: time)
    }
    let completed = try #require(
      Double(try stage.stored("SELECT completed FROM timeline WHERE name = 'visit' AND at_ns = \(at)")))
    try expectShown(try value(of: "load/achieved", in: dom), is: completed / 3 / (interval / 1e9))
    for name in ["app", "db"] {
      let busy = try stage.stored("SELECT utilization FROM timeline WHERE name = '\(name)' AND at_ns = \(at)")
      let shown = try value(of: "utilization/\(name)", in: dom)
      if let busy = Double(busy) { try expectShown(shown, is: busy) } else { #expect(shown == "–") }
    }
  }

  /// The text `ρ …` of a component's box.
  private func box(_ index: Int, in dom: String) throws -> (fill: String, share: String) {
    let group = try #require(
      dom.firstMatch(of: try Regex("(?s)<g id=\"architecture-box-\(index)\".*?</g>"))?.output[0].substring)
    let fill = try #require(group.firstMatch(of: #/<(?:path|polygon) fill="(.*?)"/#)?.1)
    let share = try #require(group.firstMatch(of: #/>ρ (.*?) ·/#)?.1)
    return (String(fill), String(share))
  }

  @Test func `boxes take the colour of the time, and of the peak without one`() throws {
    let all = try #require(try stage.json["components"] as? [[String: Any]])
    let index = try #require(all.firstIndex { $0["name"] as? String == "app" })
    let timeline = try #require(all[index]["timeline"] as? [String: Any])
    let shares = try #require(timeline["utilization"] as? [Double?]).map { $0 ?? 0 }
    let interval = try #require(timeline["interval_ns"] as? Double)
    let peak = try box(index, in: try stage.dom())
    try expectShown(peak.share, is: try #require(shares.max()))
    let quiet = try box(index, in: try stage.dom("at=725"))
    try expectShown(quiet.share, is: shares[Int(725e9 / interval)])
    #expect(quiet.fill != "" && peak.fill.hasPrefix("#"))
  }

  @Test func `a component in the address opens what is known of it`() throws {
    let dom = try stage.dom("component=db&at=725")
    let panel = try #require(dom.firstMatch(of: #/(?s)<aside id="panel".*?</aside>/#)).output
    let db = try stage.component("db")
    #expect(panel.contains("<h2 id=\"panel-title\">db</h2>"))
    func fact(_ name: String) throws -> String {
      String(try #require(panel.firstMatch(of: try Regex("<dt>\(name)</dt><dd>(.*?)</dd>"))?.output[1].substring))
    }
    try expectShown(try fact("Busy"), is: try #require(db["utilization"] as? Double))
    try expectShown(try fact("Mean response"), is: try #require(db["mean_response_ns"] as? Double))
    try expectShown(try fact("Arrivals"), is: try #require(db["arrivals"] as? Double))
    let decisions = try #require(db["decisions"] as? [[String: Any]])
    #expect(!decisions.isEmpty && panel.contains("failover-began"))
    #expect(try stage.dom().contains("<aside id=\"panel\" class=\"only-screen\" role=\"dialog\""))
    #expect(try !stage.dom().contains("<h2 id=\"panel-title\""))
  }

  @Test func `switches, zoom, order and filter come back from the address`() throws {
    let dom = try stage.dom("off=load/failed&zoom=time~300~420&sort=components.0~2~down&find=inputs.0~failover")
    let off = try #require(dom.firstMatch(of: #/<button[^>]*data-series="load/failed"[^>]*>/#)).output
    #expect(off.contains("aria-pressed=\"false\""))
    let on = try #require(dom.firstMatch(of: #/<button[^>]*data-series="load/offered"[^>]*>/#)).output
    #expect(on.contains("aria-pressed=\"true\""))
    #expect(dom.contains("zoomed to 300 s – 420 s") || dom.contains("zoomed to 0:05:00 – 0:07:00"))
    let components = try #require(dom.firstMatch(of: #/(?s)<table data-table="components\.0">.*?</table>/#)).output
    #expect(components.contains("aria-sort=\"descending\""))
    let arrivals = try components.matches(of: #/(?s)<tr>(.*?)</tr>/#).dropFirst().map { row in
      let cells = row.1.matches(of: #/<td[^>]*>(.*?)</td>/#).map { String($0.1) }
      return try number(cells[2])
    }
    #expect(arrivals.count == 3 && arrivals == arrivals.sorted(by: >))
    let inputs = try #require(dom.firstMatch(of: #/(?s)<table data-table="inputs\.0">.*?</table>/#)).output
    let rows = inputs.matches(of: #/(?s)<tr( hidden="")?>(.*?)</tr>/#).dropFirst()
    #expect(rows.contains { $0.1 == nil } && rows.contains { $0.1 != nil })
    for row in rows { #expect((row.1 == nil) == row.2.lowercased().contains("failover")) }
  }

  /// The page with one more script, under its own policy, as `name` beside it.
  private func page(_ name: String, with script: String) throws -> String {
    let text = try String(contentsOfFile: stage.page, encoding: .utf8)
    let nonce = try #require(text.firstMatch(of: #/nonce="([0-9a-f]+)"/#)?.1)
    let added = "<script nonce=\"\(nonce)\">\n\(script)\n</script></body>"
    return try stage.program.write(name, text.replacing("</body>", with: added))
  }

  @Test func `what a reader chooses goes into the address`() throws {
    let path = try page(
      "used.html",
      with: """
        const find = selector => document.querySelector(selector);
        const press = (key, where) => where.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        find("[data-series='load/failed']").click();
        for (const key of ["Home", "ArrowRight", "ArrowRight", "+"]) press(key, find("#figure-load .plot"));
        find("[data-table='components.0'] th:nth-child(3) button").click();
        press("Enter", find("#architecture-box-1"));
        document.body.dataset.first = location.hash;
        document.body.dataset.focus = document.activeElement.className;
        press("Escape", document.body);
        press("Escape", find("#figure-load .plot"));
        document.body.dataset.last = location.hash;
        """)
    let dom = try Browser(in: stage.program.folder).dom(path)
    let first = try #require(dom.firstMatch(of: #/data-first="#(.*?)"/#)?.1.removingPercentEncoding)
    for part in ["off=load/failed", "at=", "zoom=time~", "component=app", "sort=components.0~2~up"] {
      #expect(first.contains(part), "\(part) is not in \(first)")
    }
    #expect(dom.contains("data-focus=\"close\""))
    let last = try #require(dom.firstMatch(of: #/data-last="#(.*?)"/#)?.1.removingPercentEncoding)
    #expect(last == "off=load/failed&amp;sort=components.0~2~up")
  }

  /// 500 pixels are the least that a window without a screen has; the look below 46 rem is that of a phone.
  @Test(arguments: [500, 1280]) func `nothing is wider than the window`(width: Int) throws {
    let path = try page(
      "measured.html",
      with: """
        document.body.dataset.room = innerWidth;
        document.body.dataset.width = document.documentElement.scrollWidth;
        """)
    let dom = try Browser(in: stage.program.folder, width: width).dom(path, at: "component=db&at=725")
    let room = try #require(dom.firstMatch(of: #/data-room="(\d+)"/#)?.1)
    let wide = try #require(dom.firstMatch(of: #/data-width="(\d+)"/#)?.1)
    #expect(Int(room) == width && wide == room, "\(wide) of \(room)")
  }

  @Test func `a page is small, whole, and asks nobody for anything`() throws {
    let text = try String(contentsOfFile: stage.page, encoding: .utf8)
    #expect(text.utf8.count < 500_000)
    let folder = stage.program.folder + "/network"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    #expect(try Browser(in: folder).requests(stage.page, at: "at=305&component=app") == [])
    // What somebody smuggles in is refused by the policy, and asked for without it.
    let smuggled = text.replacing("</main>", with: "<img src=\"http://127.0.0.1:9/probe\"></main>")
    let guarded = try stage.program.write("guarded.html", smuggled)
    #expect(try Browser(in: folder).requests(guarded) == [])
    let policy = try #require(smuggled.range(of: "<meta http-equiv"))
    let end = try #require(smuggled[policy.lowerBound...].firstIndex(of: ">"))
    var open = smuggled
    open.removeSubrange(policy.lowerBound...end)
    #expect(
      try Browser(in: folder).requests(try stage.program.write("open.html", open)) == ["http://127.0.0.1:9/probe"])
  }

  @Test func `free text of a scenario stays text`() throws {
    let program = try Program()
    defer { program.remove() }
    let hostile = "</script><img src=x onerror=document.title=1> \"'&amp; <b>bold</b>"
    let source = try String(contentsOfFile: program.scenario("01-first-queue"), encoding: .utf8)
    let quoted = "'" + hostile.replacing("'", with: "''") + "'"
    let text = source.replacing(#/question: .*/#, with: "question: \(quoted)")
    let ending = try program("run", try program.write("hostile.yaml", text), "--quiet")
    #expect(ending.code == 0, "\(ending)")
    let dom = try Browser(in: program.folder).dom(program.folder + "/results/first-queue.html")
    #expect(dom.contains("class=\"plot\""))
    #expect(!dom.contains("<img") && !dom.contains("<b>bold"))
    #expect(dom.contains("&lt;img src=x onerror=document.title=1&gt;"))
  }
}
