import NIOTransport
import RawServers
import Testing
import Transports

/// A connection that its load closes is heard of no more, and its number can be used again at once.
@Suite(.serialized) struct ConnectionLifeTests {
  @Test func closedWithARequestInHandAndOpenedAgain() async throws {
    let events = try await blocking {
      let server = try RawServer { connection, number in
        _ = connection.read()
        connection.write("HTTP/1.1 20\(number) OK\r\ncontent-length: 0\r\n\r\n")
        connection.drain()
      }
      defer { server.stop() }
      let load = ReopeningLoad(closesWhenOpened: true)
      try NIOHTTPTransport().drive(load, at: .local(server.port))
      return load.events
    }
    #expect(events == ["opened", "opened", "answered 201"])
  }

  @Test func closedWhileBeingOpened() async throws {
    let events = try await blocking {
      let echo = try NIOHTTPTransport().startEcho()
      defer { echo.stop() }
      let load = ReopeningLoad(closesWhenOpened: false)
      try NIOHTTPTransport().drive(load, at: .local(echo.port))
      return load.events
    }
    #expect(events == ["opened", "answered 200"])
  }

  @Test func wokenAsWanted() async throws {
    let instants = try await blocking {
      let load = AlarmLoad()
      try NIOHTTPTransport().drive(load, at: .local(1))
      return load.wakes
    }
    // It wants to be called at once, and then every millisecond; calls that come too early are allowed.
    #expect(instants.count >= 20)
    #expect(instants == instants.sorted())
  }
}

/// Closes its connection once, and opens it again in the same breath.
private final class ReopeningLoad: Load {
  private(set) var events: [String] = []
  private var connections: (any Connections)?
  private var isFirst: Bool
  private let closesWhenOpened: Bool

  init(closesWhenOpened: Bool) {
    self.closesWhenOpened = closesWhenOpened
    isFirst = closesWhenOpened
  }

  func begin(over connections: any Connections) {
    self.connections = connections
    connections.open(0)
    if !closesWhenOpened { reopen() }
  }

  func opened(_ connection: Int) {
    events.append("opened")
    connections?.send(HTTPCall(method: "GET", path: "/"), on: connection)
    if isFirst { reopen() }
    isFirst = false
  }

  func answered(_ connection: Int, _ answer: HTTPAnswer) { events.append("answered \(answer.status)") }

  func ended(_ connection: Int, _ end: ConnectionEnd) { events.append("ended \(end)") }

  func wake() -> Int64? {
    guard let last = events.last, last != "opened" else { return .max }
    connections = nil
    return nil
  }

  private func reopen() {
    connections?.close(0)
    connections?.open(0)
  }
}

/// Has no connections, and wants to be woken twenty times.
private final class AlarmLoad: Load {
  private(set) var wakes: [Int64] = []
  private var connections: (any Connections)?
  private var next: Int64 = 0

  func begin(over connections: any Connections) {
    self.connections = connections
    next = connections.now
  }

  func opened(_ connection: Int) {}

  func answered(_ connection: Int, _ answer: HTTPAnswer) {}

  func ended(_ connection: Int, _ end: ConnectionEnd) {}

  func wake() -> Int64? {
    guard let now = connections?.now else { return nil }
    wakes.append(now)
    if now >= next { next += 1_000_000 }
    if wakes.count < 20 { return next }
    connections = nil
    return nil
  }
}
