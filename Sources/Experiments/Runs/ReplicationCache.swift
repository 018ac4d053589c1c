import Components
import Engine
import Statistics

/// Which replications are the same: they repeat exactly, on any machine, as long as the program does not change.
package struct ReplicationKey: Sendable, Equatable {
  /// Of the scenario without budgets and prices, and of how finely its timeline is kept.
  package var model: String
  package var seed: UInt64
  /// Of the program that ran them.
  package var build: String
  package init(model: String, seed: UInt64, build: String) {
    self.model = model
    self.seed = seed
    self.build = build
  }
}

/// A replication that was run, with the warm-up that was cut from it.
package struct KeptReplication: Sendable {
  package var warmUp: Nanoseconds
  /// What was to be said about how the warm-up was found.
  package var remark: String?
  package var measurements: Measurements
  package init(warmUp: Nanoseconds, remark: String?, measurements: Measurements) {
    self.warmUp = warmUp
    self.remark = remark
    self.measurements = measurements
  }

  /// From what `bytes` gave.
  ///
  /// - Throws: `Archive.OtherFormat` when they are of another version of this program, or `Archive.Damage`.
  package init(warmUp: Nanoseconds, remark: String?, bytes: [UInt8]) throws {
    self.init(warmUp: warmUp, remark: remark, measurements: try Archive.value(from: bytes))
  }

  /// What was measured, for a cache to put away.
  package var bytes: [UInt8] { Archive.bytes(of: measurements) }
}

/// Where finished replications are kept, so that none is run twice.
package protocol ReplicationCache: AnyObject {
  /// Nil when it is not there.
  ///
  /// - Throws: `Archive.OtherFormat` when another version of this program kept it.
  func replication(_ number: Int, of key: ReplicationKey) throws -> KeptReplication?
  func keep(_ replication: KeptReplication, as number: Int, of key: ReplicationKey) throws
}
