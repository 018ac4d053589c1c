import Components
import Experiments
import Foundation
import Recording
import Testing
import Transports

@testable import Browsing

/// Pages of a results folder, asked for as a browser does.
@Suite struct BrowserTests {
  /// A folder with one database that holds two runs, and beside it what is none of its databases.
  private final class Folder {
    let path: String
    let browser: RunBrowser

    init() throws {
      path = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-browse-\(UUID().uuidString)").path
      let store = try RunStore(path: path + "/results/<shop> & co.sqlite")
      for seed in [UInt64(1), 2] {
        var result = RunResult()
        result.scenario.name = "<img src=x onerror=alert(1)>"
        result.scenario.seed = seed
        result.programVersion = "0"
        var budget = BudgetResult()
        (budget.name, budget.check, budget.unit) = ("slow", "p95 latency(flow=a) < 1s", "ns")
        (budget.observed, budget.limit) = (Double(seed) * 250e6, 1e9)
        result.budgets = [budget]
        _ = try store.add(result)
      }
      _ = try RunStore(path: path + "/elsewhere.sqlite").add(RunResult())
      try FileManager.default.createSymbolicLink(
        atPath: path + "/results/outside.sqlite", withDestinationPath: path + "/elsewhere.sqlite")
      try "no database".write(toFile: path + "/results/text.sqlite", atomically: true, encoding: .utf8)
      browser = try RunBrowser(try ResultFolder(path + "/results"), stop: StopRequest())
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func get(_ target: String, host: String = "127.0.0.1:8077", method: String = "GET") -> (status: Int, html: String) {
      let answer = browser.answer(to: HTTPCall(method: method, path: target, fields: [HTTPField("Host", host)]))
      #expect(answer.value(of: "content-security-policy")?.hasPrefix("default-src 'none'") == true)
      return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }
  }

  private static let name = "%3Cshop%3E%20%26%20co"

  @Test func `all runs are listed, names are text, and links out of the folder are not followed`() throws {
    let folder = try Folder()
    let (status, html) = folder.get("/")
    #expect(status == 200)
    #expect(html.contains("/runs/\(Self.name)/1") && html.contains("/runs/\(Self.name)/2"))
    #expect(html.contains("&lt;img src=x onerror=alert(1)&gt;") && !html.contains("<img src=x"))
    #expect(!html.contains("outside") && !html.contains("elsewhere"))
    // A file that is no database is told, and hides none of the others.
    #expect(html.contains("text") && html.contains("it cannot be read"))
  }

  @Test func `two runs stand beside each other, with what differs`() throws {
    let (status, html) = try Folder().get("/pairs/\(Self.name)?first=1&second=2")
    #expect(status == 200)
    #expect(html.contains("<td>seed</td><td>1</td><td>2</td>"))
    #expect(html.contains("250 ms") && html.contains("500 ms") && html.contains("+100 %"))
  }

  @Test func `a figure is followed over the runs of one scenario`() throws {
    let (status, html) = try Folder().get(
      "/trends/\(Self.name)?run=2&figure=slow%3A%20p95%20latency(flow%3Da)%20%3C%201s")
    #expect(status == 200)
    #expect(html.contains("over 2 runs") && html.contains("<polyline"))
    #expect(html.components(separatedBy: "<circle").count == 3)
  }

  @Test(
    "what is not there is not found",
    arguments: [
      "/runs/\(name)/3", "/runs/outside/1", "/runs/..%2Felsewhere/1", "/runs/../elsewhere/1", "/runs/text/x",
      "/pairs/\(name)?first=1&second=9", "/pairs/\(name)", "/trends/nothing?run=1", "/nowhere", "/runs/%ff/1", "//",
    ])
  func missing(_ target: String) throws {
    let status = try Folder().get(target).status
    #expect(status == (target == "//" ? 200 : 404))
  }

  @Test func `foreign hosts and methods are refused`() throws {
    let folder = try Folder()
    for host in ["example.org", "example.org:8077", "127.0.0.1.example.org", "", "localhost.example.org:8077"] {
      #expect(folder.get("/", host: host).status == 421)
    }
    for host in ["localhost", "LOCALHOST:1", "[::1]:8077", "[::1]"] {
      #expect(folder.get("/", host: host).status == 200)
    }
    for method in ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"] {
      #expect(folder.get("/", method: method).status == 405)
    }
  }

  @Test func `a run that is under way is asked for again`() throws {
    let folder = try Folder()
    let store = try RunStore(path: folder.path + "/results/shop.sqlite")
    let number = try store.begin(RunResult())
    func answer() -> HTTPAnswer {
      folder.browser.answer(to: HTTPCall(method: "GET", path: "/", fields: [HTTPField("host", "localhost")]))
    }
    #expect(answer().value(of: "refresh") == "2")
    try store.update(number, with: RunResult(), isFinal: true)
    #expect(answer().value(of: "refresh") == nil)
  }
}
