import Foundation
import NIOTransport
import RawServers
import Transports

/// Does something that blocks on a thread of its own: the threads of the tests are few.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
  }
}

extension TransportTarget {
  /// A port of this machine.
  static func local(_ port: Int) -> TransportTarget {
    TransportTarget(address: "127.0.0.1", port: port, host: "127.0.0.1:\(port)")
  }
}

/// What a load of these calls is told when every connection gets the same treatment.
func events(
  of calls: [HTTPCall] = [HTTPCall(method: "GET", path: "/")], until answers: Int? = nil,
  from behaviour: @escaping @Sendable (RawConnection) -> Void
) async throws -> [RecordingLoad.Event] {
  try await blocking {
    let server = try RawServer { connection, _ in behaviour(connection) }
    defer { server.stop() }
    let load =
      if let answers {
        RecordingLoad(calls) { $0.count { if case .answered = $0 { true } else { false } } == answers }
      } else {
        RecordingLoad(calls)
      }
    try NIOHTTPTransport().drive(load, at: .local(server.port))
    return load.events
  }
}

/// Kilobytes of memory that this process holds.
func residentKilobytes() throws -> Int {
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
  return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
}
