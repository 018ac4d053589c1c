import Transports

/// Opens one connection, and closes it.
final class Reach: Load {
  private weak var connections: (any Connections)?
  private var deadline: Int64 = 0
  private var isOver = false
  private var end: ConnectionEnd?

  /// - Returns: why no connection could be opened; nil where one was.
  static func obstacle(to target: TransportTarget, on transport: any Transport) throws -> String? {
    let reach = Reach()
    try transport.drive(reach, at: target)
    guard reach.isOver else { return "no answer in time" }
    return switch reach.end {
    case nil: nil
    case .refused?: "refused"
    case .unreachable(let why)?: why
    case let end?: "\(end)"
    }
  }

  func begin(over connections: any Connections) {
    self.connections = connections
    deadline = connections.now + TransportLimits.connect + 1_000_000_000
    connections.open(0)
  }

  func opened(_ connection: Int) {
    isOver = true
    connections?.close(connection)
  }

  func answered(_ connection: Int, _ answer: HTTPAnswer) {}

  func ended(_ connection: Int, _ end: ConnectionEnd) {
    if !isOver { self.end = end }
    isOver = true
  }

  func wake() -> Int64? { isOver || (connections?.now ?? .max) >= deadline ? nil : deadline }
}
