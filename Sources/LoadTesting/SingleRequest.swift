import Transports

/// One request by itself, and its answer.
package final class SingleRequest: Load {
  private let call: HTTPCall
  private weak var connections: (any Connections)?
  private var deadline: Int64 = 0
  private var isOver = false
  private var answer: HTTPAnswer?
  private var end: ConnectionEnd?

  /// Nanoseconds that an answer may take.
  static let patience: Int64 = 60_000_000_000

  package struct Problem: Error, CustomStringConvertible {
    package var description: String
  }

  private init(_ call: HTTPCall) { self.call = call }

  /// - Throws: `Problem` where no answer comes, or one that is not 2xx.
  package static func answer(
    to call: HTTPCall, on transport: any Transport, at target: TransportTarget
  ) throws -> HTTPAnswer {
    let request = SingleRequest(call)
    try transport.drive(request, at: target)
    guard let answer = request.answer else {
      let why = request.end.map { "\($0)" } ?? "no answer within a minute"
      throw Problem(description: "\(call.method) \(call.path): \(why)")
    }
    guard answer.status / 100 == 2 else {
      throw Problem(description: "\(call.method) \(call.path) was answered with \(answer.status)")
    }
    return answer
  }

  package func begin(over connections: any Connections) {
    self.connections = connections
    deadline = connections.now + Self.patience
    connections.open(0)
  }

  package func opened(_ connection: Int) { connections?.send(call, on: connection) }

  package func answered(_ connection: Int, _ answer: HTTPAnswer) {
    self.answer = answer
    isOver = true
  }

  package func ended(_ connection: Int, _ end: ConnectionEnd) {
    self.end = end
    isOver = true
  }

  package func wake() -> Int64? { isOver || (connections?.now ?? .max) >= deadline ? nil : deadline }
}
