import Foundation
import NIOTransport
import RawServers
import Testing
import Transports

/// Requests as they go out, and answers in every form that HTTP/1.1 has for them.
@Suite(.serialized) struct AnswerTests {
  private static let get = HTTPCall(method: "GET", path: "/")

  @Test func requestIsOneWrite() async throws {
    let requests = [
      HTTPCall(method: "POST", path: "/a?b=1", fields: [HTTPField("X-Buyer", "7")], body: Array("{}".utf8)),
      HTTPCall(method: "PUT", path: "/empty"), HTTPCall(method: "GET", path: "/none"),
    ]
    let events = try await events(of: requests, until: 3) { connection in
      for _ in 0..<3 {
        // One read is what one write has brought, so that the body of the answer is the request.
        let request = connection.read().split(separator: "\r\n", omittingEmptySubsequences: false)
        let shown = request.filter { !$0.hasPrefix("host: 127.0.0.1:") }.joined(separator: "|")
        connection.write("HTTP/1.1 200 OK\r\ncontent-length: \(shown.utf8.count)\r\n\r\n\(shown)")
      }
      connection.drain()
    }
    #expect(
      events == [
        .opened(0), .answered(0, status: 200, body: "POST /a?b=1 HTTP/1.1|X-Buyer: 7|content-length: 2||{}"),
        .answered(0, status: 200, body: "PUT /empty HTTP/1.1|content-length: 0||"),
        .answered(0, status: 200, body: "GET /none HTTP/1.1||"),
      ])
  }

  @Test func chunked() async throws {
    let events = try await events(of: [Self.get, Self.get], until: 2) { connection in
      for _ in 0..<2 {
        _ = connection.read()
        connection.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        connection.write("5;note=1\r\nhello\r\n6\r\n world\r\n0\r\nx-trailer: 1\r\n\r\n")
      }
      connection.drain()
    }
    let answer = RecordingLoad.Event.answered(0, status: 200, body: "hello world")
    #expect(events == [.opened(0), answer, answer])
  }

  @Test func byteByByte() async throws {
    let events = try await events(until: 1) { connection in
      _ = connection.read()
      for byte in Array("HTTP/1.1 200 OK\r\nx-slow: yes\r\ncontent-length: 5\r\n\r\nhello".utf8) {
        connection.write([byte])
        usleep(500)
      }
      connection.drain()
    }
    #expect(events == [.opened(0), .answered(0, status: 200, body: "hello")])
  }

  @Test func afterInterimAnswers() async throws {
    let events = try await events(until: 1) { connection in
      _ = connection.read()
      connection.write("HTTP/1.1 100 Continue\r\n\r\n")
      connection.write(
        "HTTP/1.1 103 Early Hints\r\nlink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
      connection.drain()
    }
    #expect(events == [.opened(0), .answered(0, status: 200, body: "ok")])
  }

  @Test func withoutBodies() async throws {
    let calls = [Self.get, Self.get, HTTPCall(method: "HEAD", path: "/"), Self.get]
    let events = try await events(of: calls, until: 4) { connection in
      for answer in [
        "204 No Content\r\n\r\n", "304 Not Modified\r\ncontent-length: 5\r\n\r\n",
        "200 OK\r\ncontent-length: 5\r\n\r\n", "200 OK\r\ncontent-length: 5\r\n\r\nthere",
      ] {
        _ = connection.read()
        connection.write("HTTP/1.1 " + answer)
      }
      connection.drain()
    }
    #expect(
      events == [
        .opened(0), .answered(0, status: 204, body: ""), .answered(0, status: 304, body: ""),
        .answered(0, status: 200, body: ""), .answered(0, status: 200, body: "there"),
      ])
  }

  @Test func fieldsAsTheyCame() async throws {
    let fields = try await blocking {
      let server = try RawServer { connection, _ in
        _ = connection.read()
        connection.write("HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie:  b=2 \r\nContent-Length: 0\r\n\r\n")
        connection.drain()
      }
      defer { server.stop() }
      let load = RecordingLoad([Self.get]) { $0.count == 2 }
      try NIOHTTPTransport().drive(load, at: .local(server.port))
      return load.answers.first?.fields
    }
    #expect(
      fields == [HTTPField("Set-Cookie", "a=1"), HTTPField("set-cookie", "b=2"), HTTPField("Content-Length", "0")])
  }
}
