import Foundation
import Testing

import TicketShop

/// The tests share one database, so they run one after the other. Where there is none, they are skipped.
@Suite(.serialized, .enabled(if: ScratchShop.database != nil, "ORRERY_POSTGRES names no database"))
enum ShopTests {}

/// A shop with empty tables on the database that ORRERY_POSTGRES names. Every payment is confirmed, unless the test says
/// otherwise.
struct ScratchShop {
  static let database = ProcessInfo.processInfo.environment["ORRERY_POSTGRES"]

  var shop: Shop
  let pool: DatabasePool

  /// Closes the connections when the test is over.
  static func with(
    _ seats: SeatPolicy, capacity: Int = 1, connections: Int = 10, longestLine: Int = 1000,
    _ test: (inout ScratchShop) async throws -> Void
  ) async throws {
    let pool = DatabasePool(try #require(database), connections: connections, longestLine: longestLine)
    defer { pool.close() }
    var scratch = ScratchShop(shop: Shop(seats: seats, database: pool), pool: pool)
    scratch.shop.provider = PaymentProvider(declined: 0, unknown: 0)
    try await scratch.shop.prepare()
    try await scratch.shop.reset(events: 1, capacity: capacity)
    try await test(&scratch)
  }

  /// The purchase of a buyer who finds a seat.
  func purchase(by buyer: String = "ann") async throws -> Int {
    guard case .selected(let purchase) = try await shop.select(1, by: buyer) else {
      throw DatabaseError.refused(state: "", message: "nothing is left to select")
    }
    return purchase
  }

  func expectNoViolation(at place: SourceLocation = #_sourceLocation) async throws {
    let audit = try await shop.audit()
    #expect(audit.violations == ["TK-I1": 0, "TK-I2": 0, "TK-I3": 0, "TK-I5": 0], sourceLocation: place)
  }

  /// All select, and then all who found a seat pay at once.
  func rush(buyers: Int) async throws -> [Shop.Outcome] {
    let purchases = try await withThrowingTaskGroup(of: Shop.Selection.self) { group in
      for buyer in 0..<buyers { group.addTask { [shop] in try await shop.select(1, by: "buyer \(buyer)") } }
      return try await group.reduce(into: [Int]()) { purchases, selection in
        if case .selected(let purchase) = selection { purchases.append(purchase) }
      }
    }
    return try await withThrowingTaskGroup(of: Shop.Outcome.self) { group in
      for purchase in purchases { group.addTask { [shop] in try await shop.pay(purchase) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }
}
