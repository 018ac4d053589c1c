import Transports

/// A load of one connection that sends its calls one after the other, notes what it is told, and is over when a
/// condition holds, or after ten seconds.
final class RecordingLoad: Load {
  enum Event: Equatable {
    case opened(Int)
    case answered(Int, status: Int, body: String)
    case ended(Int, ConnectionEnd)
  }

  private(set) var events: [Event] = []
  private(set) var answers: [HTTPAnswer] = []
  private(set) var isLate = false
  private(set) var connections: (any Connections)?
  private var calls: [HTTPCall]
  private let isOver: ([Event]) -> Bool
  private var deadline: Int64 = 0

  /// Over after the first end of a connection by default.
  init(
    _ calls: [HTTPCall] = [],
    until isOver: @escaping ([Event]) -> Bool = { $0.contains { if case .ended = $0 { true } else { false } } }
  ) {
    self.calls = calls
    self.isOver = isOver
  }

  func begin(over connections: any Connections) {
    self.connections = connections
    deadline = connections.now + 10_000_000_000
    connections.open(0)
  }

  func opened(_ connection: Int) {
    events.append(.opened(connection))
    sendNext(on: connection)
  }

  func answered(_ connection: Int, _ answer: HTTPAnswer) {
    answers.append(answer)
    events.append(
      .answered(connection, status: answer.status, body: String(decoding: answer.body.prefix(64), as: UTF8.self)))
    sendNext(on: connection)
  }

  func ended(_ connection: Int, _ end: ConnectionEnd) {
    events.append(.ended(connection, end))
  }

  func wake() -> Int64? {
    isLate = (connections?.now ?? 0) >= deadline
    defer { if isOver(events) || isLate { connections = nil } }
    return isOver(events) || isLate ? nil : deadline
  }

  private func sendNext(on connection: Int) {
    if !calls.isEmpty { connections?.send(calls.removeFirst(), on: connection) }
  }
}

extension ConnectionEnd {
  /// Without the words that come with it.
  var kind: String { String("\(self)".prefix { $0 != "(" }) }
}
