import Foundation
import HTTPTypes
import Hummingbird

/// The shop over HTTP. Bodies are JSON objects.
///
/// | request | answers |
/// |---|---|
/// | `GET /events/{event}` | 200 `{"event", "free"}` · 404 |
/// | `POST /events/{event}/select`, `X-Buyer` | 200 `{"purchase"}` · 409 sold-out · 404 |
/// | `POST /purchases/{purchase}/pay` | 200 saved · 202 pending · 208 duplicate · 402 declined · 409 expired, nothing is charged · 410 refunded · 404 |
/// | `POST /payments/{purchase}/webhook` | as `pay`; the body `{"result": "declined"}` says so, and without one the payment is confirmed |
/// | `GET /purchases/{purchase}` | 200 shown · 425 pending · 404 no-order |
/// | `POST /reset?events=1&capacity=1` | 204 |
/// | `POST /settle` | 200 `{"settled"}`: the payments that were open are not any more |
/// | `GET /audit` | 200 `{"violations", "open", "orders", "events", "line"}` |
///
/// 503: no place in the line for a connection, or no database. 500: the database refused a statement.
public struct ShopRoutes: Sendable {
  private static let longestBuyer = 200

  private let shop: Shop
  private let connections: DatabasePool
  private let desk: Desk

  public init(_ shop: Shop, connections: DatabasePool, desk: Desk) {
    self.shop = shop
    self.connections = connections
    self.desk = desk
  }

  public func router() -> Router<BasicRequestContext> {
    let router = Router()
    router.get("/events/{event}") { _, context in await worked { try await page(context) } }
    router.post("/events/{event}/select") { request, context in await worked { try await select(request, context) } }
    router.post("/purchases/{purchase}/pay") { _, context in await worked { try await pay(context) } }
    router.post("/payments/{purchase}/webhook") { request, context in
      await worked { try await webhook(request, context) }
    }
    router.get("/purchases/{purchase}") { _, context in await worked { try await confirmation(context) } }
    router.post("/reset") { request, _ in await answered { try await reset(request) } }
    router.post("/settle") { _, _ in await answered { Reply(.ok, ["settled": try await shop.settle()]) } }
    router.get("/audit") { _, _ in await answered { try await audit() } }
    return router
  }

  // MARK: Operations

  private func page(_ context: BasicRequestContext) async throws -> Reply {
    guard let event = context.parameters.get("event", as: Int.self), let free = try await shop.freeSeats(of: event)
    else { return .outcome(.notFound, "not-found") }
    return Reply(.ok, ["event": event, "free": free])
  }

  private func select(_ request: Request, _ context: BasicRequestContext) async throws -> Reply {
    guard let event = context.parameters.get("event", as: Int.self) else { return .outcome(.notFound, "not-found") }
    let buyer = HTTPField.Name("X-Buyer").flatMap { request.headers[$0] } ?? ""
    guard buyer.utf8.count <= Self.longestBuyer else { return .outcome(.badRequest, "buyer-too-long") }
    switch try await shop.select(event, by: buyer) {
    case .selected(let purchase): return Reply(.ok, ["purchase": "\(purchase)"])
    case .soldOut: return .outcome(.conflict, "sold-out")
    case .notFound: return .outcome(.notFound, "not-found")
    }
  }

  private func pay(_ context: BasicRequestContext) async throws -> Reply {
    guard let purchase = context.parameters.get("purchase", as: Int.self) else { return Reply(Shop.Outcome.notFound) }
    return Reply(try await shop.pay(purchase))
  }

  private struct Webhook: Decodable {
    enum Result: String, Decodable { case confirmed, declined }
    var result: Result
  }

  private func webhook(_ request: Request, _ context: BasicRequestContext) async throws -> Reply {
    guard let purchase = context.parameters.get("purchase", as: Int.self) else { return Reply(Shop.Outcome.notFound) }
    let body = try await request.body.collect(upTo: 4096)
    var isConfirmed = true
    if body.readableBytes > 0 {
      guard let webhook = try? JSONDecoder().decode(Webhook.self, from: Data(body.readableBytesView)) else {
        return .outcome(.badRequest, "no-result")
      }
      isConfirmed = webhook.result == .confirmed
    }
    return Reply(try await shop.webhook(purchase, isConfirmed: isConfirmed))
  }

  private func confirmation(_ context: BasicRequestContext) async throws -> Reply {
    guard let purchase = context.parameters.get("purchase", as: Int.self) else {
      return .outcome(.notFound, "no-order")
    }
    switch try await shop.confirmation(of: purchase) {
    case .shown: return .outcome(.ok, "shown")
    case .pending: return .outcome(.tooEarly, "pending")
    case .noOrder: return .outcome(.notFound, "no-order")
    }
  }

  private func reset(_ request: Request) async throws -> Reply {
    let events = request.uri.queryParameters.get("events", as: Int.self) ?? 1
    let capacity = request.uri.queryParameters.get("capacity", as: Int.self) ?? 1
    guard Shop.events.contains(events), Shop.capacities.contains(capacity) else {
      return .outcome(.badRequest, "out-of-range")
    }
    try await shop.reset(events: events, capacity: capacity)
    return Reply(.noContent, nil)
  }

  private func audit() async throws -> Reply {
    struct Page: Encodable {
      var audit: Audit
      var line: PoolCounts
      enum CodingKeys: CodingKey { case line }
      func encode(to encoder: any Encoder) throws {
        try audit.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(["waiting": line.waiting, "longest": line.longest, "refused": line.refused], forKey: .line)
      }
    }
    return Reply(.ok, Page(audit: try await shop.audit(), line: connections.counts))
  }

  // MARK: Answers

  /// After the work that each request of a buyer is.
  private func worked(_ operation: () async throws -> Reply) async -> Reply {
    await answered {
      try await desk.work()
      return try await operation()
    }
  }

  private func answered(_ operation: () async throws -> Reply) async -> Reply {
    do {
      return try await operation()
    } catch let error as DatabaseError {
      if case .refused = error { return .error(.internalServerError, error.description) }
      return .error(.serviceUnavailable, error.description)
    } catch let error as HTTPError {
      return .error(error.status, error.body ?? error.status.reasonPhrase)
    } catch {
      return .error(.internalServerError, "\(error)")
    }
  }
}
