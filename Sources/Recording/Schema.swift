import GRDB

/// The shape of a results database, and how an older one becomes a current one.
///
/// The database says itself whose it is (`application_id`) and how new (`user_version`), so any tool
/// can tell without knowing our tables.
enum Schema {
  /// "Orry" in ASCII.
  static let applicationID: Int32 = 0x4f72_7279

  /// Entry `n` leads from version `n` to version `n + 1`.
  static let migrations: [@Sendable (Database) throws -> Void] = [
    { database in
      try database.execute(sql: SchemaVersion1.tables)
      try database.execute(sql: SchemaVersion1.views)
    },
    { database in
      try database.execute(sql: SchemaVersion2.tables)
      try database.execute(sql: SchemaVersion2.views)
    },
    { database in try SchemaVersion3.migrate(database) },
    { database in
      try database.execute(sql: SchemaVersion4.tables)
      try database.execute(sql: SchemaVersion4.views)
    },
    { database in
      try database.execute(sql: SchemaVersion5.tables)
      try database.execute(sql: SchemaVersion5.views)
    },
    { database in
      try database.execute(sql: SchemaVersion6.tables)
      try database.execute(sql: SchemaVersion6.views)
    },
    { database in
      try database.execute(sql: SchemaVersion7.tables)
      try database.execute(sql: SchemaVersion7.views)
    },
  ]

  static var version: Int { migrations.count }

  enum State: Equatable {
    case empty
    case ours(version: Int)
    case foreign
  }

  static func state(of database: Database) throws -> State {
    let identity = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    if identity == applicationID {
      return .ours(version: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0)
    }
    let objects = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    return identity == 0 && objects == 0 ? .empty : .foreign
  }

  /// Refuses what is not ours, newer than we are, or of a version that there never was.
  static func check(_ database: Database, at path: String) throws -> State {
    let state = try state(of: database)
    switch state {
    case .foreign:
      throw RecordingError(path: path, reason: .otherProgram)
    case .ours(let found) where found > version:
      throw RecordingError(path: path, reason: .newerSchema(found: found, known: version))
    case .ours(let found) where found < 1:
      throw RecordingError(path: path, reason: .damaged("its schema version is \(found)"))
    case .empty, .ours:
      return state
    }
  }

  /// Brings the database to the current version, all in the caller's one transaction.
  static func migrate(_ database: Database, at path: String) throws {
    let found =
      switch try check(database, at: path) {
      case .ours(let version): version
      case .empty, .foreign: 0
      }
    for step in migrations[found...] { try step(database) }
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }
}
