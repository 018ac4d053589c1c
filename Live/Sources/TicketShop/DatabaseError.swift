/// Why the database did not do what it was asked for.
public enum DatabaseError: Error, Sendable, Equatable {
  /// No connection, or it was lost under way: whether the last statement took effect is not known.
  case unavailable(String)
  /// PostgreSQL refused the statement.
  case refused(state: String, message: String)
  /// As many wait for a connection as may.
  case lineFull
}

extension DatabaseError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unavailable(let message): "the database cannot be reached: \(message)"
    case .refused(let state, let message): "the database refused a statement (\(state)): \(message)"
    case .lineFull: "too many requests wait for a connection"
    }
  }
}
