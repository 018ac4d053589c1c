import Transports

/// One connection that is opened by itself, and one request on it, or none.
package final class SingleRequest: Load {
  /// Nil opens the connection, and closes it.
  private let call: HTTPCall?
  /// Nanoseconds that all of it may take.
  private let patience: Int64
  private weak var connections: (any Connections)?
  private var deadline: Int64 = 0
  private var isOver = false
  private var answer: HTTPAnswer?
  private var end: ConnectionEnd?

  package struct Problem: Error, CustomStringConvertible {
    package var description: String
  }

  private init(_ call: HTTPCall?, patience: Int64) { (self.call, self.patience) = (call, patience) }

  /// Waits a minute at most.
  ///
  /// - Throws: `Problem` where no answer comes, or one that is not 2xx.
  package static func answer(
    to call: HTTPCall, on transport: any Transport, at target: TransportTarget
  ) throws -> HTTPAnswer {
    let request = SingleRequest(call, patience: 60_000_000_000)
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

  /// Sends nothing.
  ///
  /// - Returns: why no connection could be opened; nil where one was.
  static func obstacle(to target: TransportTarget, on transport: any Transport) throws -> String? {
    let request = SingleRequest(nil, patience: TransportLimits.connect + 1_000_000_000)
    try transport.drive(request, at: target)
    guard request.isOver else { return "no answer in time" }
    return switch request.end {
    case nil: nil
    case .refused?: "refused"
    case .unreachable(let why)?: why
    case let end?: "\(end)"
    }
  }

  package func begin(over connections: any Connections) {
    self.connections = connections
    deadline = connections.now + patience
    connections.open(0)
  }

  package func opened(_ connection: Int) {
    if let call {
      connections?.send(call, on: connection)
    } else {
      isOver = true
      connections?.close(connection)
    }
  }

  package func answered(_ connection: Int, _ answer: HTTPAnswer) {
    self.answer = answer
    isOver = true
  }

  package func ended(_ connection: Int, _ end: ConnectionEnd) {
    if !isOver { self.end = end }
    isOver = true
  }

  package func wake() -> Int64? { isOver || (connections?.now ?? .max) >= deadline ? nil : deadline }
}
