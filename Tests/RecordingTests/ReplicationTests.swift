import Components
import Experiments
import Foundation
import GRDB
import Testing

@testable import Recording
@testable import Statistics

@Suite struct ReplicationTests {
  private let key = ReplicationKey(model: "m", seed: .max, build: "b")

  private func replication(_ events: UInt64) -> KeptReplication {
    var measurements = Measurements()
    measurements.events = events
    measurements.simulated = 12
    return KeptReplication(warmUp: 5, remark: "so", measurements: measurements)
  }

  @Test func `what is kept can be taken, by its own key alone`() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("a.sqlite"))
    try store.keep(replication(7), as: 3, of: key)
    let again = try #require(try store.replication(3, of: key))
    #expect(again.measurements.events == 7 && again.warmUp == 5 && again.remark == "so")
    #expect(try store.replication(2, of: key) == nil)
    for other in [
      ReplicationKey(model: "n", seed: .max, build: "b"), ReplicationKey(model: "m", seed: 1, build: "b"),
      ReplicationKey(model: "m", seed: .max, build: "c"),
    ] {
      #expect(try store.replication(3, of: other) == nil)
    }
  }

  @Test func `keeping one again replaces it`() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("a.sqlite"))
    try store.keep(replication(7), as: 0, of: key)
    try store.keep(replication(8), as: 0, of: key)
    #expect(try store.replication(0, of: key)?.measurements.events == 8)
  }

  @Test func `replications are taken over from another database as they are there`() throws {
    let scratch = try Scratch()
    let (store, part) = (try RunStore(path: scratch.path("a.sqlite")), try RunStore(path: scratch.path("b.sqlite")))
    for number in [4, 1] { try part.keep(replication(UInt64(number)), as: number, of: key) }
    #expect(try part.replications(of: key) == [1, 4] && part.builds() == ["b"])
    #expect(try store.adopt([0, 1, 4], of: key, from: part) == [1, 4])
    #expect(try store.replications(of: key) == [1, 4] && store.replication(4, of: key)?.measurements.events == 4)
    let other = ReplicationKey(model: "n", seed: .max, build: "b")
    #expect(try store.adopt([1], of: other, from: part).isEmpty && store.replications(of: other).isEmpty)
  }

  @Test func `of a damaged database nothing is taken over`() throws {
    let scratch = try Scratch()
    let (store, part) = (try RunStore(path: scratch.path("a.sqlite")), try RunStore(path: scratch.path("b.sqlite")))
    for number in 0..<2 { try part.keep(replication(7), as: number, of: key) }
    try part.database.write { try $0.execute(sql: "UPDATE replications SET warm_up_ns = 6 WHERE replication = 1") }
    #expect(throws: RecordingError.self) { try store.adopt([0, 1], of: key, from: part) }
    #expect(try store.replications(of: key).isEmpty)
  }

  @Test func `bytes of another version of the program are refused by their number`() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("a.sqlite"))
    try store.keep(replication(7), as: 0, of: key)
    func write(_ bytes: [UInt8]) throws {
      let row = StoredReplication(
        model: key.model, seed: String(key.seed), build: key.build, number: 0, warmUp: 5, remark: "so",
        measurements: Data(bytes))
      try store.database.write {
        try $0.execute(
          sql: "UPDATE replications SET measurements = ?, digest = ?", arguments: [row.measurements, row.digest])
      }
    }
    let own = replication(7).bytes
    #expect(own.first == UInt8(Measurements.archiveFormat))
    // One older, one newer, and one whose fields are no fields of ours.
    for bytes in [[3] + own.dropFirst(), [5] + own.dropFirst(), [0x7f, 0xff]] as [[UInt8]] {
      try write(bytes)
      let other = Archive.OtherFormat(
        found: UInt64(bytes[0]), known: Measurements.archiveFormat, what: "\(store.path): replication 0")
      #expect(throws: other) { try store.replication(0, of: key) }
    }
    // The right number before what is no measurements: damage that its digest does not know of.
    try write([UInt8(Measurements.archiveFormat), 0xff])
    #expect(throws: RecordingError(path: store.path, reason: .damagedReplication(0, runs: []))) {
      try store.replication(0, of: key)
    }
    try write(own)
    #expect(try store.replication(0, of: key)?.measurements.events == 7)
  }

  /// Every change of one bit, and of what surrounds the bytes.
  @Test func `what has changed on the disk is called damage, with its replication, its run and what to do`() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("a.sqlite"))
    var result = FullResult.make()
    (result.model, result.scenario.seed, result.build, result.replications) = (key.model, key.seed, key.build, 4)
    let run = try store.add(result)
    try store.keep(replication(7), as: 3, of: key)
    let bytes = replication(7).bytes
    func expectDamage(_ what: String) throws {
      let expected = RecordingError(path: store.path, reason: .damagedReplication(3, runs: [run]))
      #expect(throws: expected, "\(what)") { try store.replication(3, of: key) }
      try store.keep(replication(7), as: 3, of: key)
      #expect(try store.replication(3, of: key)?.measurements.events == 7)
    }
    for bit in 0..<(bytes.count * 8) {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      try store.database.write {
        try $0.execute(sql: "UPDATE replications SET measurements = ?", arguments: [Data(flipped)])
      }
      try expectDamage("bit \(bit)")
    }
    for change in ["warm_up_ns = 6", "remark = NULL", "remark = 'sO'", "digest = ''", "measurements = x''"] {
      try store.database.write { try $0.execute(sql: "UPDATE replications SET \(change)") }
      try expectDamage(change)
    }
    let said = RecordingError(path: "a.sqlite", reason: .damagedReplication(3, runs: [1, 2])).description
    #expect(
      said
        == "a.sqlite: replication 3 of runs 1 and 2 is damaged: it is not what was stored; restore the file from a copy, or run it again with --fresh, which replaces it"
    )
  }

  @Test func `a row that has become another's is damage`() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("a.sqlite"))
    try store.keep(replication(7), as: 3, of: key)
    try store.database.write { try $0.execute(sql: "UPDATE replications SET replication = 2") }
    #expect(throws: RecordingError(path: store.path, reason: .damagedReplication(2, runs: []))) {
      try store.replication(2, of: key)
    }
  }

  @Test func `a database of the second version still has its replications, and they are guarded from then on`() throws {
    let scratch = try Scratch()
    let path = scratch.path("old.sqlite")
    let kept = StoredReplication(
      model: key.model, seed: String(key.seed), build: key.build, number: 0, warmUp: 5, remark: nil,
      measurements: Data(replication(9).bytes))
    do {
      let old = try DatabaseQueue(path: path)
      try old.write { database in
        for step in Schema.migrations.prefix(2) { try step(database) }
        try database.execute(
          sql: "INSERT INTO replications VALUES (?, ?, ?, ?, ?, ?, ?)",
          arguments: [kept.model, kept.seed, kept.build, kept.number, kept.warmUp, kept.remark, kept.measurements])
        try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        try database.execute(sql: "PRAGMA user_version = 2")
      }
      try old.close()
    }
    let store = try RunStore.reading(path)
    #expect(try store.replication(0, of: key)?.measurements.events == 9)
    try store.database.write { try $0.execute(sql: "UPDATE replications SET warm_up_ns = 0") }
    #expect(throws: RecordingError.self) { try store.replication(0, of: key) }
  }

  @Test func `a database of the first version is brought up to date, also for reading`() throws {
    let scratch = try Scratch()
    let path = scratch.path("old.sqlite")
    do {
      let old = try DatabaseQueue(path: path)
      try old.write { database in
        try Schema.migrations[0](database)
        try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        try database.execute(sql: "PRAGMA user_version = 1")
      }
      try old.close()
    }
    let store = try RunStore.reading(path)
    #expect(try store.runs().isEmpty)
    #expect(try store.replication(0, of: key) == nil)
  }
}
