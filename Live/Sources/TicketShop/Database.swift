import CPQ

/// One connection to PostgreSQL. It blocks the thread that uses it, and belongs to that thread alone.
///
/// Statements are prepared when they are first run. A connection that was lost is opened again by `connect`.
package final class Database {
  private static let serverClosed = "57P"

  private let info: String
  private var connection: OpaquePointer?
  private var prepared: [String: String] = [:]

  /// - Parameter info: libpq's connection string.
  init(_ info: String) { self.info = info }

  deinit { PQfinish(connection) }

  /// Does nothing where there is a connection.
  /// - Throws: `DatabaseError.unavailable`.
  func connect() throws {
    if let connection, PQstatus(connection) == CONNECTION_OK { return }
    PQfinish(connection)
    prepared.removeAll()
    connection = PQconnectdb(info)
    guard PQstatus(connection) == CONNECTION_OK else {
      let message = lastMessage
      PQfinish(connection)
      connection = nil
      throw DatabaseError.unavailable(message)
    }
    // What PostgreSQL has to say beside its answers ("table does not exist, skipping") is not for the console.
    PQsetNoticeProcessor(connection, { _, _ in }, nil)
    try run("SET search_path = \(Schema.name)")
  }

  /// Runs statements without parameters, which may be several.
  @discardableResult
  package func run(_ sql: String) throws -> Rows { try rows(PQexec(connection, sql)) }

  /// Runs one statement with `$1`, `$2` and so on.
  @discardableResult
  package func run(_ sql: String, _ values: [String?]) throws -> Rows {
    let name = try prepare(sql)
    return try withPointers(values) { pointers in
      try rows(PQexecPrepared(connection, name, Int32(values.count), pointers, nil, nil, 0))
    }
  }

  @discardableResult
  package func run(_ sql: String, _ values: Int...) throws -> Rows { try run(sql, values.map { String($0) }) }

  /// A transaction at READ COMMITTED, PostgreSQL's own level, which is rolled back where `isKept` says so, and after an
  /// error.
  func transaction<Value>(keptIf isKept: (Value) -> Bool = { _ in true }, _ body: () throws -> Value) throws -> Value {
    try transaction("READ COMMITTED", keptIf: isKept, body)
  }

  /// All that `body` reads is of one instant.
  func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
    try transaction("REPEATABLE READ READ ONLY", keptIf: { _ in true }, body)
  }

  private func transaction<Value>(
    _ level: String, keptIf isKept: (Value) -> Bool, _ body: () throws -> Value
  ) throws -> Value {
    try run("BEGIN ISOLATION LEVEL \(level)")
    do {
      let value = try body()
      try run(isKept(value) ? "COMMIT" : "ROLLBACK")
      return value
    } catch {
      _ = try? run("ROLLBACK")
      throw error
    }
  }

  private func prepare(_ sql: String) throws -> String {
    if let name = prepared[sql] { return name }
    let name = "s\(prepared.count)"
    _ = try rows(PQprepare(connection, name, sql, 0, nil))
    prepared[sql] = name
    return name
  }

  private func rows(_ result: OpaquePointer?) throws -> Rows {
    guard let result else { throw DatabaseError.unavailable(lastMessage) }
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    if status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK { return Rows(result) }
    let state = PQresultErrorField(result, 67 /* PG_DIAG_SQLSTATE, 'C' */).map { String(cString: $0) } ?? ""
    guard PQstatus(connection) == CONNECTION_OK, !state.hasPrefix(Self.serverClosed) else {
      throw DatabaseError.unavailable(lastMessage)
    }
    throw DatabaseError.refused(state: state, message: lastMessage)
  }

  private var lastMessage: String {
    let text = connection.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? "no connection"
    return text.split(separator: "\n").first.map { String($0) } ?? "no connection"
  }

  /// The values as C strings, one behind the other in one array.
  private func withPointers<Result>(
    _ values: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) throws -> Result
  ) rethrows -> Result {
    var texts: [CChar] = []
    let starts = values.map { value -> Int? in
      guard let value else { return nil }
      defer { texts.append(contentsOf: value.utf8CString) }
      return texts.count
    }
    return try texts.withUnsafeBufferPointer { texts in
      let pointers = starts.map { start in start.flatMap { texts.baseAddress?.advanced(by: $0) } }
      return try pointers.withUnsafeBufferPointer { try body($0.baseAddress) }
    }
  }
}
