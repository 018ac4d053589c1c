import Foundation
import FoundationNetworking
import Synchronization
import Testing

import TicketShop

extension ShopTests {
  /// What the operations look like over HTTP.
  @Suite struct RouteTests {
    private func serve(
      _ seats: SeatPolicy, unknown: Double = 0, _ test: (Visitor) async throws -> Void
    ) async throws {
      try await ScratchShop.with(seats) { scratch in
        scratch.shop.provider.unknown = unknown
        let routes = ShopRoutes(scratch.shop, connections: scratch.pool, desk: Desk(time: .milliseconds(1)))
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = Task { try await ShopServer(routes, port: 0).run { port.yield($0) } }
        defer { server.cancel() }
        for await port in ports {
          try await test(Visitor(port: port))
          return
        }
      }
    }

    private struct Visitor {
      let port: Int

      func expect(
        _ method: String, _ path: String, _ body: String? = nil, is status: Int, _ json: String,
        at place: SourceLocation = #_sourceLocation
      ) async throws {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        request.setValue("ann", forHTTPHeaderField: "X-Buyer")
        let (data, response) = try await URLSession.shared.data(for: request)
        #expect((response as? HTTPURLResponse)?.statusCode == status, sourceLocation: place)
        #expect(String(bytes: data, encoding: .utf8) == json, sourceLocation: place)
      }
    }

    @Test func `from the page to the confirmation`() async throws {
      try await serve(.lock) { visitor in
        try await visitor.expect("GET", "/events/1", is: 200, #"{"event":1,"free":1}"#)
        try await visitor.expect("GET", "/events/2", is: 404, #"{"outcome":"not-found"}"#)
        try await visitor.expect("POST", "/events/1/select", is: 200, #"{"purchase":"1"}"#)
        try await visitor.expect("POST", "/events/1/select", #"{"seats":1}"#, is: 200, #"{"purchase":"2"}"#)
        try await visitor.expect("GET", "/purchases/1", is: 404, #"{"outcome":"no-order"}"#)
        try await visitor.expect("POST", "/purchases/1/pay", is: 200, #"{"outcome":"saved"}"#)
        try await visitor.expect("POST", "/purchases/1/pay", is: 208, #"{"outcome":"duplicate"}"#)
        try await visitor.expect("POST", "/purchases/2/pay", is: 410, #"{"outcome":"refunded"}"#)
        try await visitor.expect("POST", "/purchases/3/pay", is: 404, #"{"outcome":"not-found"}"#)
        try await visitor.expect("GET", "/purchases/1", is: 200, #"{"outcome":"shown"}"#)
        try await visitor.expect("GET", "/purchases/2", is: 404, #"{"outcome":"no-order"}"#)
        try await visitor.expect("POST", "/events/1/select", is: 409, #"{"outcome":"sold-out"}"#)
        try await visitor.expect("POST", "/events/x/select", is: 404, #"{"outcome":"not-found"}"#)
      }
    }

    @Test func `a webhook, a reset and the audit`() async throws {
      try await serve(.hold, unknown: 1) { visitor in
        try await visitor.expect("POST", "/events/1/select", is: 200, #"{"purchase":"1"}"#)
        try await visitor.expect("POST", "/purchases/1/pay", is: 202, #"{"outcome":"pending"}"#)
        try await visitor.expect("GET", "/purchases/1", is: 425, #"{"outcome":"pending"}"#)
        try await visitor.expect("POST", "/payments/1/webhook", "{", is: 400, #"{"outcome":"no-result"}"#)
        try await visitor.expect(
          "POST", "/payments/1/webhook", #"{"result":"confirmed"}"#, is: 200, #"{"outcome":"saved"}"#)
        try await visitor.expect("POST", "/reset?events=0", is: 400, #"{"outcome":"out-of-range"}"#)
        try await visitor.expect("POST", "/reset?events=1&capacity=5", is: 204, "")
        try await visitor.expect("POST", "/settle", is: 200, #"{"settled":0}"#)
        try await visitor.expect(
          "GET", "/audit", is: 200,
          #"{"events":[{"capacity":5,"event":1,"free":5,"held":0,"sold":0}],"#
            + #""line":{"longest":0,"refused":0,"waiting":0},"open":0,"orders":{},"#
            + #""violations":{"TK-I1":0,"TK-I2":0,"TK-I3":0,"TK-I5":0}}"#)
      }
    }
  }
}
