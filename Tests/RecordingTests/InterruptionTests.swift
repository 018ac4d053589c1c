import Experiments
import Foundation
import GRDB
import Testing

@testable import Recording

@Suite("A database whose writer was killed")
struct InterruptionTests {
  @Test("in the middle of an update holds the update before, marked partial")
  func killedMidUpdate() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("shop.sqlite"))
    var before = FullResult.make()
    let run = try store.begin(before)
    try store.update(run, with: before, isFinal: false)
    var after = FullResult.make()
    after.warnings = (0..<20_000).map { "warning \($0)" }

    // The files as they lie while a transaction is open, its pages spilt into the log: what a
    // process that dies there leaves behind.
    try store.database.write { database in
      try database.execute(sql: "PRAGMA cache_size = 10")
      try RunRows(database: database, run: run)
        .replace(with: after, isPartial: false, recordedAt: "")
      try scratch.copyDatabase("shop.sqlite", to: "killed.sqlite")
    }
    let log = try Data(contentsOf: URL(fileURLWithPath: scratch.path("killed.sqlite-wal")))
    #expect(log.count > 500_000, "the open transaction is not in the copied log")

    let survivor = try RunStore(path: scratch.path("killed.sqlite"))
    before.isPartial = true
    #expect(described(try survivor.load(run)) == described(before))
    let sound = try survivor.database.read {
      try String.fetchOne($0, sql: "PRAGMA integrity_check")
    }
    #expect(sound == "ok")
    // And goes on being used.
    try survivor.update(run, with: after, isFinal: true)
    #expect(described(try survivor.load(run)) == described(after))
  }

  @Test("right after an update holds that update")
  func killedAfterUpdate() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("shop.sqlite"))
    let run = try store.begin(FullResult.make())
    try store.update(run, with: FullResult.make(), isFinal: true)
    try scratch.copyDatabase("shop.sqlite", to: "killed.sqlite")
    let survivor = try RunStore.reading(scratch.path("killed.sqlite"))
    #expect(described(try survivor.load(run)) == described(FullResult.make()))
  }

  @Test("is one file after closing, and can be read without being touched")
  func closed() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("shop.sqlite"))
    let run = try store.begin(FullResult.make())
    try store.update(run, with: FullResult.make(), isFinal: true)
    try store.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path) == ["shop.sqlite"])

    let before = try Data(contentsOf: URL(fileURLWithPath: scratch.path("shop.sqlite")))
    let reader = try RunStore.reading(scratch.path("shop.sqlite"))
    #expect(described(try reader.load(run)) == described(FullResult.make()))
    #expect(throws: RecordingError.self) { try reader.begin(RunResult()) }
    try reader.close()
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path("shop.sqlite"))) == before)
  }

  @Test("serves two writers that take turns")
  func twoWriters() async throws {
    let scratch = try Scratch()
    let path = scratch.path("results/shop.sqlite")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let store = try RunStore(path: path)
          let run = try store.begin(FullResult.make(seed: UInt64(writer)))
          for _ in 0..<5 {
            try store.update(run, with: FullResult.make(seed: UInt64(writer)), isFinal: true)
          }
        }
      }
      try await group.waitForAll()
    }
    let runs = try RunStore(path: path).runs()
    #expect(runs.map(\.seed).sorted() == [0, 1, 2, 3])
    #expect(runs.allSatisfy { !$0.isPartial })
  }

  @Test("is sealed as soon as nobody else is at it")
  func sealedBesideAnother() throws {
    let scratch = try Scratch()
    let path = scratch.path("shop.sqlite")
    let other = try RunStore(path: path)
    _ = try other.add(FullResult.make())
    let store = try RunStore(path: path)
    _ = try store.add(FullResult.make(seed: 2))
    // A thread of its own: sealing waits without giving its own away, and a task may find none left to run on.
    let left = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.5)
      try? other.close()
      left.signal()
    }
    try store.seal()
    left.wait()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path) == ["shop.sqlite"])
    #expect(try RunStore.reading(path).runs().count == 2)
  }
}
