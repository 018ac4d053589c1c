import Components
import Engine
import Statistics

/// Which replications are the same: they repeat exactly, on any machine, as long as the program does not change.
public struct ReplicationKey: Sendable, Equatable {
  /// Of the scenario without budgets and prices, and of how finely its timeline is kept.
  public var model: String
  public var seed: UInt64
  /// Of the program that ran them.
  public var build: String
  public init(model: String, seed: UInt64, build: String) {
    self.model = model
    self.seed = seed
    self.build = build
  }
}

/// A replication that was run, with the warm-up that was cut from it.
public struct KeptReplication: Sendable {
  public var warmUp: Nanoseconds
  /// What was to be said about how the warm-up was found.
  public var remark: String?
  public var measurements: Measurements
  public init(warmUp: Nanoseconds, remark: String?, measurements: Measurements) {
    self.warmUp = warmUp
    self.remark = remark
    self.measurements = measurements
  }

  /// From what `bytes` gave.
  ///
  /// - Throws: `Archive.OtherFormat` when they are of another version of this program, or `Archive.Damage`.
  public init(warmUp: Nanoseconds, remark: String?, bytes: [UInt8]) throws {
    self.init(warmUp: warmUp, remark: remark, measurements: try Archive.value(from: bytes))
  }

  /// What was measured, for a cache to put away.
  public var bytes: [UInt8] { Archive.bytes(of: measurements) }
}

/// Where finished replications are kept, so that none is run twice.
public protocol ReplicationCache: AnyObject {
  /// Nil when it is not there.
  ///
  /// - Throws: `Archive.OtherFormat` when another version of this program kept it.
  func replication(_ number: Int, of key: ReplicationKey) throws -> KeptReplication?
  func keep(_ replication: KeptReplication, as number: Int, of key: ReplicationKey) throws
}
