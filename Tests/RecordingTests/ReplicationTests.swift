import Components
import Experiments
import Foundation
import GRDB
import Testing

@testable import Recording

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

  @Test func `bytes that cannot be read count as not there`() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("a.sqlite"))
    try store.keep(replication(7), as: 0, of: key)
    try store.database.write { try $0.execute(sql: "UPDATE replications SET measurements = x'00ff'") }
    #expect(try store.replication(0, of: key) == nil)
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
