import Foundation
import NIOTransport
import RawServers
import Testing
import Transports

/// A service behind Hummingbird, asked by loads.
@Suite(.serialized) struct ServiceTests {
  /// What a load is told by a service that is over after so many requests.
  private func events(
    of calls: [HTTPCall], service: @escaping @Sendable () -> LateService, until: @escaping @Sendable (Int) -> Bool
  ) async throws -> [RecordingLoad.Event] {
    let ready = AsyncStream<Int>.makeStream()
    async let served: Void = blocking {
      try NIOHTTPTransport().serve(service(), port: 0) { ready.continuation.yield($0) }
    }
    let port = await ready.stream.first { _ in true } ?? 0
    let events = try await blocking {
      let load = RecordingLoad(calls) { until($0.count) }
      try NIOHTTPTransport().drive(load, at: .local(port))
      return load.events
    }
    try await served
    return events
  }

  @Test func answersLater() async throws {
    let calls = [
      HTTPCall(method: "GET", path: "/events/7?n=1"),
      HTTPCall(method: "POST", path: "/pay", fields: [HTTPField("X-Buyer", "7")], body: Array("{}".utf8)),
      HTTPCall(method: "DELETE", path: "/all"),
    ]
    let events = try await events(of: calls, service: { LateService(requests: 3) }) { $0 == 4 }
    #expect(
      events == [
        .opened(0), .answered(0, status: 409, body: "GET /events/7?n=1  "),
        .answered(0, status: 409, body: "POST /pay 7 {}"), .answered(0, status: 409, body: "DELETE /all  "),
      ])
  }

  @Test func refusesALargeBody() async throws {
    let calls = [
      HTTPCall(method: "POST", path: "/", body: Array(repeating: 65, count: 2 << 20)),
      HTTPCall(method: "GET", path: "/"),
    ]
    let events = try await events(of: calls, service: { LateService(requests: 1) }) { $0 == 3 }
    #expect(
      events == [.opened(0), .answered(0, status: 413, body: ""), .answered(0, status: 409, body: "GET /  ")])
  }

  @Test func endsWithARequestInHand() async throws {
    let events = try await events(
      of: [HTTPCall(method: "GET", path: "/")], service: { LateService(requests: 1, answers: false) }
    ) { $0 == 2 }
    #expect(events == [.opened(0), .ended(0, .closed)])
  }

  @Test func everyRequestIsAnswered() async throws {
    let ready = AsyncStream<Int>.makeStream()
    async let served: Void = blocking {
      try NIOHTTPTransport().serve(PlainService(requests: 5_000), port: 0) { ready.continuation.yield($0) }
    }
    let port = await ready.stream.first { _ in true } ?? 0
    let load = try await blocking {
      let load = BusyLoad(requests: 5_000, connections: 300)
      try NIOHTTPTransport().drive(load, at: .local(port))
      return (opened: load.opened, answered: load.answered, ended: load.ended)
    }
    try await served
    #expect(load.answered == 5_000)
    #expect(load.opened == 300)
    #expect(load.ended == 0)
  }

  @Test func portInUse() async throws {
    try await blocking {
      let server = try RawServer { _, _ in }
      defer { server.stop() }
      #expect(throws: ListeningProblem.self) {
        try NIOHTTPTransport().serve(LateService(requests: 1), port: server.port) { _ in }
      }
    }
  }
}

/// Answers two milliseconds after a request with what it was asked; over a while after so many.
private final class LateService: Service {
  private var clock: () -> Int64 = { 0 }
  private var due: [(instant: Int64, text: String, reply: (HTTPAnswer) -> Void)] = []
  private var left: Int
  private let answers: Bool
  private var ends = Int64.max

  init(requests: Int, answers: Bool = true) {
    left = requests
    self.answers = answers
  }

  func begin(clock: @escaping () -> Int64) { self.clock = clock }

  func received(_ call: HTTPCall, reply: @escaping (HTTPAnswer) -> Void) {
    let buyer = call.fields.first { $0.name.lowercased() == "x-buyer" }?.value ?? ""
    let text = "\(call.method) \(call.path) \(buyer) \(String(decoding: call.body, as: UTF8.self))"
    if answers { due.append((clock() + 2_000_000, text, reply)) }
    left -= 1
    if left == 0 { ends = clock() + 200_000_000 }
  }

  func wake() -> Int64? {
    while let first = due.first, first.instant <= clock() {
      due.removeFirst()
      first.reply(
        HTTPAnswer(status: 409, fields: [HTTPField("x-late", "yes")], body: Array(first.text.utf8)))
    }
    return clock() >= ends ? nil : min(ends, due.first?.instant ?? .max)
  }
}

/// Answers at once; over a while after so many requests.
private final class PlainService: Service {
  private var clock: () -> Int64 = { 0 }
  private var left: Int
  private var ends = Int64.max

  init(requests: Int) { left = requests }

  func begin(clock: @escaping () -> Int64) { self.clock = clock }

  func received(_ call: HTTPCall, reply: @escaping (HTTPAnswer) -> Void) {
    reply(HTTPAnswer(status: 200, body: Array("ok".utf8)))
    left -= 1
    if left == 0 { ends = clock() + 200_000_000 }
  }

  func wake() -> Int64? { clock() >= ends ? nil : ends }
}
