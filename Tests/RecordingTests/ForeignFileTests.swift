import Experiments
import Foundation
import GRDB
import Testing

@testable import Recording

@Suite("A file that cannot hold results")
struct ForeignFileTests {
  private func reason(_ path: String) throws -> RecordingError.Reason? {
    do {
      _ = try RunStore(path: path)
      return nil
    } catch let error as RecordingError {
      #expect(error.path == path)
      #expect(error.description.contains(path))
      return error.reason
    }
  }

  @Test("because it is not SQLite is refused and left alone")
  func notSQLite() throws {
    let scratch = try Scratch()
    let path = scratch.path("notes.txt")
    let text = String(repeating: "not a database ", count: 200)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try reason(path) == .notADatabase)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test("because it is another program's is refused and left alone", arguments: [0, 77])
  func otherProgram(applicationID: Int) throws {
    let scratch = try Scratch()
    let path = scratch.path("other.sqlite")
    let other = try DatabaseQueue(path: path)
    try other.write { database in
      try database.execute(sql: "CREATE TABLE bookmarks (url TEXT)")
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    }
    try other.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(try reason(path) == .otherProgram)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).count == 1)
  }

  @Test("because a later version wrote it is refused")
  func newerSchema() throws {
    let scratch = try Scratch()
    let path = scratch.path("later.sqlite")
    let store = try RunStore(path: path)
    try store.database.write { try $0.execute(sql: "PRAGMA user_version = 99") }
    try store.close()
    #expect(try reason(path) == .newerSchema(found: 99, known: Schema.version))
  }

  @Test("because there never was such a version is damaged, and no crash", arguments: [0, -1, Int(Int32.min)])
  func versionBelowOne(version: Int) throws {
    let scratch = try Scratch()
    let path = scratch.path("below.sqlite")
    let store = try RunStore(path: path)
    try store.database.write { try $0.execute(sql: "PRAGMA user_version = \(version)") }
    try store.close()
    #expect(try reason(path) == .damaged("its schema version is \(version)"))
    #expect(throws: RecordingError.self) { try RunStore.reading(path) }
  }

  @Test("is not an empty one: that is a new database, and reading leaves it empty")
  func emptyFile() throws {
    let scratch = try Scratch()
    let path = scratch.path("new.sqlite")
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(try RunStore.reading(path).runs().isEmpty)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).isEmpty)
    let store = try RunStore(path: path)
    _ = try store.add(FullResult.make())
    #expect(try RunStore.reading(path).runs().count == 1)
  }

  @Test("because it is a pipe is refused, without waiting for its other end")
  func pipe() throws {
    let scratch = try Scratch()
    let path = scratch.path("pipe.sqlite")
    #expect(mkfifo(path, 0o644) == 0)
    #expect(try reason(path) == .unusable("this is a pipe or a device, and not a file"))
    #expect(throws: RecordingError.self) { try RunStore.reading(path) }
  }

  @Test("because its place is impossible is refused and nothing is left")
  func impossiblePlaces() throws {
    let scratch = try Scratch()
    try "a file".write(toFile: scratch.path("file"), atomically: true, encoding: .utf8)
    for path in ["/proc/orrery.sqlite", scratch.path("file/shop.sqlite"), scratch.folder.path] {
      let found = try reason(path)
      #expect(found != nil)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path) == ["file"])
  }

  @Test("because the disk is full says so, and keeps what was there")
  func fullDisk() throws {
    let scratch = try Scratch()
    let path = scratch.path("shop.sqlite")
    let store = try RunStore(path: path)
    let run = try store.begin(FullResult.make())
    try store.update(run, with: FullResult.make(), isFinal: true)
    try store.database.writeWithoutTransaction { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages + 1)")
    }
    var large = FullResult.make()
    large.warnings = [String(repeating: "much ", count: 100_000)]
    #expect(throws: RecordingError(path: path, reason: .diskFull)) { try store.begin(large) }
    #expect(throws: RecordingError(path: path, reason: .diskFull)) {
      try store.update(run, with: large, isFinal: true)
    }
    #expect(described(try store.load(run)) == described(FullResult.make()))
    #expect(try store.runs().count == 1)
  }

  @Test("because its values are damaged is an error and not a crash")
  func damagedValues() throws {
    let scratch = try Scratch()
    let path = scratch.path("shop.sqlite")
    let store = try RunStore(path: path)
    let run = try store.begin(FullResult.make())
    for damage in [
      "UPDATE indicators SET histogram = x'0102'", "UPDATE runs SET verdict = 'perhaps'",
      "UPDATE runs SET seed = 'seven'", "UPDATE timeline_series SET lengths = ''",
      "UPDATE indicator_labels SET indicator = 99",
    ] {
      try store.update(run, with: FullResult.make(), isFinal: true)
      try store.database.write { try $0.execute(sql: damage) }
      do {
        _ = try store.load(run)
        Issue.record("read in spite of: \(damage)")
      } catch let error as RecordingError {
        guard case .damaged = error.reason else {
          Issue.record("\(error) after: \(damage)")
          continue
        }
      }
      try store.database.write {
        try $0.execute(sql: "UPDATE runs SET verdict = 'held', seed = '1'")
      }
    }
  }
}
