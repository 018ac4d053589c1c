import Foundation
import RawServers
import Testing

/// What a service does instead of answering, or as an answer that nobody has foreseen.
enum BadTarget: String, CaseIterable, CustomTestStringConvertible {
  case closes, resets, garbage, hugeHeaders, internalError, noContent, notModified, redirect, silence
  /// Odd, and still answers.
  case chunks, earlyHints

  var testDescription: String { rawValue }

  /// What becomes of each request: an outcome, and how it is counted beside that.
  var expected: (outcome: String, failures: [String], status: String?) {
    switch self {
    case .closes: ("error", ["closed"], nil)
    // A reset before the request has gone out may be met as a close.
    case .resets: ("error", ["reset", "closed"], nil)
    case .garbage: ("error", ["malformed"], nil)
    case .hugeHeaders: ("error", ["too-large"], nil)
    case .internalError: ("error", ["unmapped"], "500")
    case .noContent: ("error", ["unmapped"], "204")
    case .notModified: ("error", ["unmapped"], "304")
    case .redirect: ("error", ["unmapped"], "302")
    case .silence: ("timeout", ["given-up"], nil)
    case .chunks, .earlyHints: ("ok", [], nil)
    }
  }

  /// - Parameter elsewhere: a URL that a redirection names.
  func serve(_ connection: RawConnection, elsewhere: String) {
    switch self {
    case .silence: return connection.drain()
    case .closes: _ = connection.read()
    case .resets:
      _ = connection.read()
      connection.reset()
    case .garbage: once(connection, "\u{0}\u{1}garbage\r\n\r\n")
    case .hugeHeaders: once(connection, "HTTP/1.1 200 OK\r\nx: \(String(repeating: "x", count: 1 << 20))\r\n\r\n")
    case .internalError: each(connection, "500 Internal Server Error\r\ncontent-length: 4\r\n\r\noops")
    case .noContent: each(connection, "204 No Content\r\n\r\n")
    case .notModified: each(connection, "304 Not Modified\r\n\r\n")
    case .redirect: each(connection, "302 Found\r\nlocation: \(elsewhere)/\r\ncontent-length: 0\r\n\r\n")
    case .chunks: each(connection, "200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")
    case .earlyHints:
      each(connection, "103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
    }
  }

  private func once(_ connection: RawConnection, _ bytes: String) {
    _ = connection.read()
    connection.write(bytes)
    connection.drain()
  }

  /// The same to every request of a connection.
  private func each(_ connection: RawConnection, _ answer: String) {
    while !connection.read().isEmpty, connection.write("HTTP/1.1 \(answer)") {}
  }
}
