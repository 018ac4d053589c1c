import Foundation
import GRDB
import Testing

@testable import Recording

/// `docs/sql.md` tells the truth: every query of the page is asked of a database that holds something of everything, and
/// every view has one.
@Suite struct QueryPageTests {
  static func queries() throws -> [String] {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/sql.md")
    let parts = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```sql\n").dropFirst()
    return parts.compactMap { $0.components(separatedBy: "```").first }
  }

  private func filled(_ scratch: Scratch) throws -> RunStore {
    let store = try RunStore(path: scratch.path("shop.sqlite"))
    let run = try store.begin(FullResult.make())
    try store.update(run, with: FullResult.make(), isFinal: true)
    return store
  }

  @Test(arguments: try QueryPageTests.queries())
  func `a query of the page has an answer`(_ query: String) throws {
    let scratch = try Scratch()
    let rows = try filled(scratch).database.read { try Row.fetchAll($0, sql: query) }
    #expect(!rows.isEmpty, "\(query)")
  }

  @Test func `every view has a heading and a query`() throws {
    let queries = try Self.queries()
    for (view, _) in ViewTests.documented {
      #expect(queries.contains { $0.contains("FROM \(view) ") || $0.contains("FROM \(view)\n") }, "\(view)")
    }
    let scratch = try Scratch()
    let views = try filled(scratch).database.read { database in
      try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'")
    }
    #expect(Set(views) == Set(ViewTests.documented.map(\.view)))
  }
}
