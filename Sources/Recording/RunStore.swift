import Experiments
import Foundation
import GRDB

/// The runs of one experiment in one SQLite file.
///
/// Every update is one transaction in WAL mode: a process that is killed at any moment leaves a
/// database that can be read and that holds the last complete update of each run, marked partial
/// until the final one. Several processes may write to one file; they wait for each other.
///
/// ```swift
/// let store = try RunStore(path: "results/shop.sqlite")
/// let run = try store.begin(result)
/// try store.update(run, with: result, isFinal: false)   // as often as there is news
/// try store.update(run, with: result, isFinal: true)
/// ```
package final class RunStore: Sendable {
  package let path: String
  let database: any DatabaseWriter

  /// How long to wait for another process that writes.
  static let patience: TimeInterval = 30

  /// Opens the database for writing; creates it, and the folder that it lies in, where needed.
  /// Throws `RecordingError`, and then leaves a file that was there before as it was.
  package convenience init(path: String) throws {
    let database = try DatabaseFailure.translated(path) {
      try Self.refuseForeignFile(at: path)
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      var configuration = Configuration()
      configuration.busyMode = .timeout(Self.patience)
      configuration.label = "results"
      let pool = try Self.patiently { try DatabasePool(path: path, configuration: configuration) }
      // Immediate: two processes that create the file at once take turns instead of failing.
      try pool.writeWithoutTransaction { database in
        guard try Schema.check(database, at: path) != .ours(version: Schema.version) else { return }
        try database.inTransaction(.immediate) {
          try Schema.migrate(database, at: path)
          return .commit
        }
      }
      return pool
    }
    self.init(path: path, database: database)
  }

  /// A switch of the journal fails at once where another process is at the database, however long the connection would
  /// wait: so it is tried again, for as long.
  static func patiently<Result>(_ body: () throws -> Result) throws -> Result {
    let end = ContinuousClock.now + .seconds(patience)
    while true {
      do {
        return try body()
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end {
        Thread.sleep(forTimeInterval: 0.02)
      }
    }
  }

  /// Opens a database for reading only, also from a place that cannot be written to.
  package static func reading(_ path: String) throws -> RunStore {
    try DatabaseFailure.translated(path) {
      guard FileManager.default.fileExists(atPath: path) else {
        throw RecordingError(path: path, reason: .unusable("there is no such file"))
      }
      try refusePipe(at: path)
      var state = Schema.State.empty
      let database = try opened(path) { state = try Schema.check($0, at: path) }
      switch state {
      case .ours(Schema.version): return RunStore(path: path, database: database)
      case .ours:
        // An older one is brought up to date first, which takes writing.
        try database.close()
        return try RunStore(path: path)
      case .empty:
        // A new database, as an empty file is one for whoever writes; it is left as it is.
        try database.close()
        let fresh = try DatabaseQueue()
        try fresh.write { try Schema.migrate($0, at: path) }
        return RunStore(path: path, database: fresh)
      case .foreign: throw RecordingError(path: path, reason: .otherProgram)
      }
    }
  }

  private init(path: String, database: any DatabaseWriter) {
    self.path = path
    self.database = database
  }

  /// Adds a run, marked partial, with whatever is known of it; returns its number.
  package func begin(_ result: RunResult) throws -> Int64 {
    try DatabaseFailure.translated(path) {
      try database.write { database in
        let run = try RunRows.create(result, in: database)
        try RunRows(database: database, run: run)
          .replace(with: result, isPartial: true, recordedAt: Self.now())
        return run
      }
    }
  }

  /// Adds a run that is over, in one transaction; returns its number.
  package func add(_ result: RunResult) throws -> Int64 {
    try DatabaseFailure.translated(path) {
      try database.write { database in
        let run = try RunRows.create(result, in: database)
        try RunRows(database: database, run: run)
          .replace(with: result, isPartial: result.isPartial, recordedAt: Self.now())
        return run
      }
    }
  }

  /// Replaces what the run holds in one transaction. A run stays partial until its final update, and
  /// after it when the result says so itself.
  package func update(_ run: Int64, with result: RunResult, isFinal: Bool) throws {
    try DatabaseFailure.translated(path) {
      try database.write { database in
        try self.requireRun(run, in: database)
        try RunRows(database: database, run: run).replace(
          with: result, isPartial: result.isPartial || !isFinal, recordedAt: Self.now())
      }
    }
  }

  /// All runs, in the order in which they were begun.
  package func runs() throws -> [StoredRun] {
    try DatabaseFailure.translated(path) { try database.read(StoredRun.all) }
  }

  /// What was stored, equal in everything to what was given.
  package func load(_ run: Int64) throws -> RunResult {
    try DatabaseFailure.translated(path) {
      try database.read { database in
        guard let result = try RunRows(database: database, run: run).readResult() else {
          throw RecordingError(path: self.path, reason: .noSuchRun(run))
        }
        return result
      }
    }
  }

  /// Writes everything into the one file and lets go of it. Without it the same happens when the
  /// store is released.
  package func close() throws {
    try DatabaseFailure.translated(path) { try database.close() }
  }

  private func requireRun(_ run: Int64, in database: Database) throws {
    let found = try Int64.fetchOne(database, sql: "SELECT run FROM runs WHERE run = ?", arguments: [run])
    guard found != nil else { throw RecordingError(path: path, reason: .noSuchRun(run)) }
  }

  /// Wall-clock time: a note about the host, never part of a result.
  private static func now() -> String { Date().formatted(.iso8601) }
}

extension RunStore {
  /// Looks before opening for writing, because opening alone would switch a stranger's database to
  /// another journal mode.
  private static func refuseForeignFile(at path: String) throws {
    try refusePipe(at: path)
    guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int,
      size > 0
    else { return }
    try opened(path) { database in _ = try Schema.check(database, at: path) }.close()
  }

  /// Who opens a pipe waits for its other end.
  private static func refusePipe(at path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else { return }
    throw RecordingError(path: path, reason: .unusable("this is a pipe or a device, and not a file"))
  }

  /// Opens for reading. A database in WAL mode in a read-only folder can only be read as a file that
  /// nobody changes, which is true there.
  private static func opened(
    _ path: String, _ check: (Database) throws -> Void
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(patience)
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.read(check)
      return queue
    } catch let error as DatabaseError
      where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
    {
      let absolute = URL(fileURLWithPath: path).absoluteString
      let queue = try DatabaseQueue(path: absolute + "?immutable=1", configuration: configuration)
      try queue.read(check)
      return queue
    }
  }
}
