import NIOTransport
import Testing
import Transports

/// Many requests over few connections.
@Suite(.serialized) struct EchoTests {
  @Test func everyRequestIsAnswered() async throws {
    let load = try await blocking {
      let echo = try NIOHTTPTransport().startEcho()
      defer { echo.stop() }
      let load = BusyLoad(requests: 5_000, connections: 64)
      try NIOHTTPTransport().drive(load, at: .local(echo.port))
      return (opened: load.opened, answered: load.answered, ended: load.ended)
    }
    #expect(load.answered == 5_000)
    // Each connection was opened once, and kept.
    #expect(load.opened == 64)
    #expect(load.ended == 0)
  }

  @Test func echoEnds() async throws {
    let events = try await blocking {
      let echo = try NIOHTTPTransport().startEcho()
      echo.stop()
      let load = RecordingLoad()
      try NIOHTTPTransport().drive(load, at: .local(echo.port))
      return load.events
    }
    #expect(events == [.ended(0, .refused)])
  }
}

/// Sends the next request on every connection that is free.
final class BusyLoad: Load {
  private(set) var opened = 0
  private(set) var answered = 0
  private(set) var ended = 0
  private var connections: (any Connections)?
  private let requests: Int
  private let count: Int
  private var sent = 0

  init(requests: Int, connections: Int) {
    self.requests = requests
    count = connections
  }

  func begin(over connections: any Connections) {
    self.connections = connections
    for connection in 0..<count { connections.open(connection) }
  }

  func opened(_ connection: Int) {
    opened += 1
    sendNext(on: connection)
  }

  func answered(_ connection: Int, _ answer: HTTPAnswer) {
    if answer.status == 200, answer.body == Array("ok".utf8) { answered += 1 }
    sendNext(on: connection)
  }

  func ended(_ connection: Int, _ end: ConnectionEnd) { ended += 1 }

  func wake() -> Int64? {
    if answered < requests, ended == 0 { return .max }
    connections = nil
    return nil
  }

  private func sendNext(on connection: Int) {
    guard sent < requests else { return }
    sent += 1
    connections?.send(HTTPCall(method: "GET", path: "/\(sent)"), on: connection)
  }
}
