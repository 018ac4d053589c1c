import Foundation
import NIOTransport
import RawServers
import Testing
import Transports

/// Certificates are checked, whatever they are.
@Suite struct TLSTests {
  /// What becomes of two requests to a server by TLS.
  private static func events(
    name: String, trusts: Bool, port: Int? = nil
  ) async throws -> [RecordingLoad.Event] {
    try await blocking {
      let server = try TLSServer()
      defer { server.stop() }
      var target = TransportTarget.local(port ?? server.port)
      target.tls = TLSSettings(name: name, authorities: trusts ? server.authority : nil)
      let load = RecordingLoad([HTTPCall(method: "GET", path: "/"), HTTPCall(method: "GET", path: "/")]) {
        $0.count >= 3 || $0.contains { if case .ended = $0 { true } else { false } }
      }
      try NIOHTTPTransport().drive(load, at: target)
      #expect(!load.isLate)
      return load.events
    }
  }

  @Test func `a certificate of an authority that is trusted is good for its name`() async throws {
    let events = try await Self.events(name: "localhost", trusts: true)
    #expect(
      events == [.opened(0), .answered(0, status: 200, body: "ok"), .answered(0, status: 200, body: "ok")])
  }

  @Test func `nobody is trusted who is not named`() async throws {
    let events = try await Self.events(name: "localhost", trusts: false)
    let why = "its certificate is signed by nobody who is trusted; --ca FILE names an authority"
    #expect(events == [.ended(0, .unreachable(why))])
  }

  @Test(arguments: ["example.org", "127.0.0.1"])
  func `a certificate for another name is refused`(_ name: String) async throws {
    let events = try await Self.events(name: name, trusts: true)
    #expect(events == [.ended(0, .unreachable("its certificate is for another name"))])
  }

  @Test func `a server that speaks plain text cannot be reached by TLS`() async throws {
    let echo = try NIOHTTPTransport().startEcho()
    defer { echo.stop() }
    let events = try await Self.events(name: "localhost", trusts: true, port: echo.port)
    guard case .ended(0, .unreachable(let why))? = events.first else {
      Issue.record("\(events)")
      return
    }
    #expect(!why.isEmpty)
  }

  @Test func `authorities that are none are told`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-\(UUID().uuidString).pem")
    try "none".write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    var target = TransportTarget.local(1)
    target.tls = TLSSettings(name: "localhost", authorities: file.path)
    let error = #expect(throws: (any Error).self) { try NIOHTTPTransport().drive(RecordingLoad(), at: target) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("holds no certificates in PEM"))
  }
}
