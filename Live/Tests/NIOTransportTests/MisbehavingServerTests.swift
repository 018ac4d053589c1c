import Foundation
import NIOTransport
import RawServers
import Testing
import Transports

/// Whatever a server does becomes the events that the contract has for it, and nothing else.
@Suite(.serialized) struct MisbehavingServerTests {
  @Test func nobodyListens() async throws {
    let events = try await blocking {
      let load = RecordingLoad()
      try NIOHTTPTransport().drive(load, at: .local(RawServer.deadPort()))
      return load.events
    }
    #expect(events == [.ended(0, .refused)])
  }

  @Test func closesAtOnce() async throws {
    #expect(try await events(of: []) { _ in } == [.opened(0), .ended(0, .closed)])
  }

  @Test func closesWithARequestInHand() async throws {
    #expect(try await events { _ = $0.read() } == [.opened(0), .ended(0, .closed)])
  }

  @Test func resets() async throws {
    let events = try await events {
      _ = $0.read()
      $0.reset()
    }
    #expect(events == [.opened(0), .ended(0, .reset)])
  }

  @Test(arguments: [
    "\u{0}\u{1}garbage\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n",
  ])
  func answersGarbage(_ bytes: String) async throws {
    let events = try await events {
      _ = $0.read()
      $0.write(bytes)
      $0.drain()
    }
    #expect(events.map(\.kind) == ["opened", "ended malformed"])
  }

  @Test func closesWithinAnAnswer() async throws {
    let events = try await events {
      _ = $0.read()
      $0.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
    }
    #expect(events == [.opened(0), .ended(0, .closed)])
  }

  @Test func saysThatItCloses() async throws {
    let events = try await events(of: Array(repeating: HTTPCall(method: "GET", path: "/"), count: 2)) {
      _ = $0.read()
      $0.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok")
      $0.drain()
    }
    // The second request is not written: nobody would answer it.
    #expect(events == [.opened(0), .answered(0, status: 200, body: "ok"), .ended(0, .closed)])
  }

  @Test(arguments: ["HTTP/1.0 200 OK\r\n\r\nall of it", "HTTP/1.1 200 OK\r\n\r\nall of it"])
  func endsItsAnswerByClosing(_ answer: String) async throws {
    let events = try await events {
      _ = $0.read()
      $0.write(answer)
    }
    #expect(events == [.opened(0), .answered(0, status: 200, body: "all of it"), .ended(0, .closed)])
  }

  @Test(arguments: [false, true])
  func answersTwice(later: Bool) async throws {
    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
    let events = try await events {
      _ = $0.read()
      $0.write(later ? answer : answer + answer)
      if later {
        usleep(50_000)
        $0.write(answer)
      }
      $0.drain()
    }
    #expect(events.map(\.kind) == ["opened", "answered 200", "ended malformed"])
  }

  @Test(arguments: [1, 100_000])
  func headersOfAMegabyte(_ count: Int) async throws {
    let field = "x-many: " + String(repeating: "a", count: (1 << 20) / count) + "\r\n"
    let events = try await events {
      _ = $0.read()
      $0.write("HTTP/1.1 200 OK\r\n" + String(repeating: field, count: count))
      $0.drain()
    }
    #expect(events == [.opened(0), .ended(0, .tooLarge)])
  }

  @Test(arguments: ["content-length: 1000000000", "transfer-encoding: chunked", "x-until: closed"])
  func bodyWithoutEnd(_ framing: String) async throws {
    let before = try residentKilobytes()
    let events = try await events { connection in
      _ = connection.read()
      connection.write("HTTP/1.1 200 OK\r\n\(framing)\r\n\r\n")
      let piece = "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n"
      // Sends a gigabyte to whoever takes it.
      for _ in 0..<16_384 where !connection.write(piece) { return }
    }
    #expect(events == [.opened(0), .ended(0, .tooLarge)])
    #expect(try residentKilobytes() - before < 100_000)
  }

  @Test func interimAnswersWithoutEnd() async throws {
    let before = try residentKilobytes()
    let events = try await blocking {
      let server = try RawServer { connection, _ in
        _ = connection.read()
        let interim = String(repeating: "HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n", count: 1_000)
        while connection.write(interim) {}
      }
      defer { server.stop() }
      let load = ImpatientLoad()
      try NIOHTTPTransport().drive(load, at: .local(server.port))
      return load.events
    }
    #expect(events == ["opened", "given up"])
    #expect(try residentKilobytes() - before < 100_000)
  }
}

/// Sends one request, and closes its connection after a fifth of a second.
private final class ImpatientLoad: Load {
  private(set) var events: [String] = []
  private var connections: (any Connections)?
  private var until: Int64 = 0

  func begin(over connections: any Connections) {
    self.connections = connections
    until = connections.now + 200_000_000
    connections.open(0)
  }

  func opened(_ connection: Int) {
    events.append("opened")
    connections?.send(HTTPCall(method: "GET", path: "/"), on: connection)
  }

  func answered(_ connection: Int, _ answer: HTTPAnswer) { events.append("answered") }

  func ended(_ connection: Int, _ end: ConnectionEnd) { events.append("ended") }

  func wake() -> Int64? {
    guard let connections, connections.now >= until else { return until }
    events.append("given up")
    connections.close(0)
    self.connections = nil
    return nil
  }
}

extension RecordingLoad.Event {
  /// Without bodies and words.
  fileprivate var kind: String {
    switch self {
    case .opened: "opened"
    case .answered(_, let status, _): "answered \(status)"
    case .ended(_, let end): "ended \(end.kind)"
    }
  }
}
