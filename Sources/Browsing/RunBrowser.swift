import Components
import Experiments
import Foundation
import Recording
import Reporting
import Transports

/// A results folder as pages for the browser of this machine: runs, what two of them differ in, and the trend of a figure.
///
/// It reads and never writes, answers GET alone, and only those who ask for this machine by its own name: a page of somebody
/// else that has made its name point here is refused.
package final class RunBrowser: Service {
  private let folder: ResultFolder
  private let pages: PageCache
  private let stop: StopRequest
  private var clock: () -> Int64 = { 0 }

  /// How often it looks whether it is to stop, in nanoseconds.
  private static let patience: Int64 = 200_000_000
  /// Seconds after which the page of a run that is under way is asked for again.
  private static let refresh = 2

  /// - Throws: where there is no place for the pages that it draws.
  package init(_ folder: ResultFolder, stop: StopRequest) throws {
    self.folder = folder
    self.stop = stop
    pages = try PageCache()
  }

  package func begin(clock: @escaping () -> Int64) { self.clock = clock }

  package func wake() -> Int64? { stop.isRequested ? nil : clock() + Self.patience }

  package func received(_ call: HTTPCall, reply: @escaping (HTTPAnswer) -> Void) { reply(answer(to: call)) }

  func answer(to call: HTTPCall) -> HTTPAnswer {
    guard Self.isOfThisMachine(call) else { return Self.refusal(421, "ask for http://127.0.0.1") }
    guard call.method == "GET" else {
      var refusal = Self.refusal(405, "pages are only read")
      refusal.fields.append(HTTPField("allow", "GET"))
      return refusal
    }
    guard let address = BrowserAddress(call.path) else { return Self.refusal(404, "there is no such page") }
    do {
      guard let page = try page(address) else { return Self.refusal(404, "there is no such run") }
      return Self.page(page.html, status: 200, refreshes: page.isUnderWay)
    } catch {
      return Self.refusal(500, "\(error)")
    }
  }

  private static func isOfThisMachine(_ call: HTTPCall) -> Bool {
    guard let host = call.fields.first(where: { $0.name.lowercased() == "host" })?.value else { return false }
    let name = host.hasSuffix("]") ? host[...] : host[..<(host.lastIndex(of: ":") ?? host.endIndex)]
    return ["127.0.0.1", "localhost", "[::1]"].contains(name.lowercased())
  }

  // MARK: Pages

  private typealias Found = (html: String, isUnderWay: Bool)

  private func page(_ address: BrowserAddress) throws -> Found? {
    switch address {
    case .databases:
      let databases = folder.names.map(database)
      return (RunListPage.html(databases), databases.contains { $0.entries.contains(where: \.partial) })
    case .run(let database, let number):
      guard let (store, entries) = try runs(database), let entry = entries.first(where: { $0.run == number }) else {
        return nil
      }
      return (try pages.page(of: entry, in: store, of: database), entry.partial)
    case .pair(let database, let first, let second):
      guard let (store, entries) = try runs(database) else { return nil }
      let both = [first, second].filter { number in entries.contains { $0.run == number } }
      guard both.count == 2 else { return nil }
      return (RunPairPage.html(try both.map { ($0, try store.load($0)) }, database: database), false)
    case .trend(let database, let run, let figure):
      guard let (store, entries) = try runs(database), let entry = entries.first(where: { $0.run == run }) else {
        return nil
      }
      let alike = entries.filter { $0.isAlike(entry) && !$0.partial }.suffix(TrendPage.mostRuns)
      return (TrendPage.html(try alike.map { ($0, try store.load($0.run)) }, figure: figure, database: database), false)
    }
  }

  private func runs(_ name: String) throws -> (RunStore, [RunList.Entry])? {
    guard let store = try folder.store(name) else { return nil }
    return (store, try store.runs().map(RunList.Entry.init))
  }

  private func database(_ name: String) -> BrowsedDatabase {
    do {
      guard let (_, entries) = try runs(name) else { return BrowsedDatabase(name: name, problem: "it is gone") }
      return BrowsedDatabase(name: name, entries: entries)
    } catch {
      return BrowsedDatabase(name: name, problem: "\(error)")
    }
  }

  // MARK: Answers

  private static func page(_ html: String, status: Int, refreshes: Bool = false) -> HTTPAnswer {
    var fields = [
      HTTPField("content-type", "text/html; charset=utf-8"),
      HTTPField(
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
      ),
      HTTPField("x-content-type-options", "nosniff"), HTTPField("referrer-policy", "no-referrer"),
      HTTPField("cross-origin-resource-policy", "same-origin"), HTTPField("cache-control", "no-store"),
    ]
    if refreshes { fields.append(HTTPField("refresh", "\(refresh)")) }
    return HTTPAnswer(status: status, fields: fields, body: Array(html.utf8))
  }

  private static func refusal(_ status: Int, _ why: String) -> HTTPAnswer {
    page(RunListPage.refusal(why), status: status)
  }
}
