/// Orders, their payments, and the transaction that saves them.
extension Shop {
  public enum Outcome: String, Sendable, Equatable {
    /// The order is durable.
    case saved
    /// The purchase has an order already: nothing happens.
    case duplicate
    case declined
    /// The hold was over before the payment began: nothing is charged.
    case expired
    /// No seat was left, or the hold ran out during the payment: the money went back.
    case refunded
    /// The provider's answer did not come.
    case pending
    case notFound = "not-found"
  }

  /// The buy post: makes the order, waits for the payment, saves. A second post of a purchase is a `duplicate`, also
  /// while the first one waits.
  public func pay(_ purchase: Int) async throws -> Outcome {
    let start = try await database.run { try Self.startPayment(purchase, on: $0) }
    guard case .event(let event) = start else { return start.outcome }
    let answer = try await provider.charge(purchase)
    return try await database.run { database in
      switch answer {
      case .confirmed:
        return try chargeAndSave(purchase, of: event, on: database)
      case .declined:
        try Self.decline(purchase, on: database)
        return .declined
      case .unknown(let isCharged):
        if isCharged { try Self.charge(purchase, on: database) }
        try database.run("UPDATE orders SET state = 'unknown' WHERE purchase = $1 AND state = 'requested'", purchase)
        return .pending
      }
    }
  }

  /// The provider calls back, however late and often: it always knows whether it took the money. What it took stays
  /// taken. A purchase whose buy post never came has an order then.
  public func webhook(_ purchase: Int, isConfirmed: Bool) async throws -> Outcome {
    try await database.run { database in
      try database.run(
        """
        INSERT INTO orders (purchase, event) SELECT purchase, event FROM purchases WHERE purchase = $1
        ON CONFLICT (purchase) DO NOTHING
        """, purchase)
      let order = try database.run("SELECT event, state IN \(Self.open) FROM orders WHERE purchase = $1", purchase)
      guard order.count == 1 else { return .notFound }
      guard order.bool(0, 1) else { return .duplicate }
      if isConfirmed { return try chargeAndSave(purchase, of: order.int(0, 0), on: database) }
      guard try !Self.isCharged(purchase, on: database) else { return .duplicate }
      try Self.decline(purchase, on: database)
      return .declined
    }
  }

  /// Asks the provider what became of the payments of all orders that are open, because its answer did not come or a
  /// server died, and saves or closes them. Whoever is paying at this moment gets the money back.
  /// - Returns: how many there were.
  public func settle() async throws -> Int {
    try await database.run { database in
      let orders = try database.run(
        """
        SELECT purchase, event, EXISTS (SELECT FROM charges WHERE charges.purchase = orders.purchase)
        FROM orders WHERE state IN \(Self.open) ORDER BY purchase
        """)
      for row in 0..<orders.count {
        let purchase = orders.int(row, 0)
        if orders.bool(row, 2) {
          _ = try save(purchase, of: orders.int(row, 1), on: database)
        } else {
          try Self.decline(purchase, on: database)
        }
      }
      return orders.count
    }
  }

  /// States of orders that have neither been saved nor come to another end.
  private static let open = "('requested', 'unknown')"

  private enum Start: Sendable {
    case event(Int)
    case ended(Outcome)

    var outcome: Outcome { if case .ended(let outcome) = self { outcome } else { .pending } }
  }

  private static func startPayment(_ purchase: Int, on database: Database) throws -> Start {
    let order = try database.run(
      """
      INSERT INTO orders (purchase, event)
      SELECT purchase, event FROM purchases
      WHERE purchase = $1 AND (state = 'selected' OR state = 'held' AND held_until > clock_timestamp())
      ON CONFLICT (purchase) DO NOTHING
      RETURNING event
      """, purchase)
    if order.count == 1 { return .event(order.int(0, 0)) }
    let found = try database.run(
      "SELECT EXISTS (SELECT FROM orders WHERE purchase = $1) FROM purchases WHERE purchase = $1", purchase)
    guard found.count == 1 else { return .ended(.notFound) }
    return .ended(found.bool(0, 0) ? .duplicate : .expired)
  }

  /// The provider takes the money, once however often it is asked for.
  private static func charge(_ purchase: Int, on database: Database) throws {
    try database.run("INSERT INTO charges (purchase) VALUES ($1) ON CONFLICT (purchase) DO NOTHING", purchase)
  }

  private static func isCharged(_ purchase: Int, on database: Database) throws -> Bool {
    try database.run("SELECT FROM charges WHERE purchase = $1", purchase).count == 1
  }

  private func chargeAndSave(_ purchase: Int, of event: Int, on database: Database) throws -> Outcome {
    try Self.charge(purchase, on: database)
    return try save(purchase, of: event, on: database)
  }

  private func save(_ purchase: Int, of event: Int, on database: Database) throws -> Outcome {
    for _ in 0..<SeatPolicy.attempts {
      let sale = try database.transaction(keptIf: { $0 == .sold }) { () -> Sale? in
        let sale = try seats.sell(purchase, of: event, gap: readGap, on: database)
        guard sale == .sold else { return sale }
        let saved = try database.run(
          """
          UPDATE orders SET state = 'saved', saved_at = clock_timestamp()
          WHERE purchase = $1 AND state IN \(Self.open)
          """, purchase)
        // A webhook or a settlement may have been faster.
        return saved.affected == 1 ? .sold : nil
      }
      switch sale {
      case .sold: return .saved
      case .noSeat, .holdExpired: return try refund(purchase, on: database)
      case .conflict: continue
      case nil: return try giveBackIfClosed(purchase, on: database)
      }
    }
    return try refund(purchase, on: database)
  }

  private func refund(_ purchase: Int, on database: Database) throws -> Outcome {
    let returned = try database.run(
      """
      WITH closed AS (
        UPDATE orders SET state = 'refunded' WHERE purchase = $1 AND state IN \(Self.open) RETURNING purchase)
      UPDATE charges SET returned_at = clock_timestamp() FROM closed WHERE charges.purchase = closed.purchase
      """, purchase)
    return returned.affected == 1 ? .refunded : try giveBackIfClosed(purchase, on: database)
  }

  /// Somebody else closed the order. Where it was given up, the money of this payment goes back.
  private func giveBackIfClosed(_ purchase: Int, on database: Database) throws -> Outcome {
    let returned = try database.run(
      """
      UPDATE charges SET returned_at = clock_timestamp()
      WHERE purchase = $1 AND returned_at IS NULL
        AND EXISTS (SELECT FROM orders WHERE purchase = $1 AND state IN ('declined', 'refunded'))
      """, purchase)
    return returned.affected == 1 ? .refunded : .duplicate
  }

  /// What was held for the purchase is free again.
  private static func decline(_ purchase: Int, on database: Database) throws {
    try database.run(
      """
      WITH closed AS (
        UPDATE orders SET state = 'declined' WHERE purchase = $1 AND state IN \(open) RETURNING purchase),
      freed AS (
        UPDATE purchases SET state = 'released' FROM closed
        WHERE purchases.purchase = closed.purchase AND purchases.state = 'held' RETURNING purchases.event)
      UPDATE events SET held = held - 1 FROM freed WHERE events.event = freed.event
      """, purchase)
  }
}
