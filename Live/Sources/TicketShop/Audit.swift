/// What a shop's tables say about its invariants, counted at one instant.
public struct Audit: Sendable, Equatable, Encodable {
  /// By the invariants' identifiers: TK-I1 (seats sold or held beyond the capacity, and events whose counters do not
  /// agree with the rows), TK-I2 (confirmation pages shown before the order was durable), TK-I3 (payments taken that
  /// ended neither in a saved order nor in a refund, or in both), TK-I5 (purchases with several orders or charges).
  ///
  /// A payment that is still open has not ended, and does not count for TK-I3: see `open`.
  public var violations: [String: Int]
  /// Orders that are still to be settled.
  public var open: Int
  /// How many orders are in each state.
  public var orders: [String: Int]
  public var events: [Event]

  public struct Event: Sendable, Equatable, Encodable {
    public var event: Int
    public var capacity: Int
    /// Orders that are saved.
    public var sold: Int
    public var held: Int
    /// What is left of the capacity; negative where more was sold than there was.
    public var free: Int { capacity - sold - held }

    enum CodingKeys: CodingKey { case event, capacity, sold, held, free }

    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(event, forKey: .event)
      try values.encode(capacity, forKey: .capacity)
      try values.encode(sold, forKey: .sold)
      try values.encode(held, forKey: .held)
      try values.encode(free, forKey: .free)
    }
  }
}

extension Shop {
  public func audit() async throws -> Audit {
    try await database.run { database in
      try database.snapshot {
        let orders = try database.run("SELECT state, count(*) FROM orders GROUP BY state")
        let events = try database.run(Audit.eventRows)
        let states = (0..<orders.count).map { (orders.text($0, 0) ?? "", orders.int($0, 1)) }
        var audit = Audit(violations: [:], open: 0, orders: Dictionary(states) { $1 }, events: [])
        audit.open = audit.orders["requested", default: 0] + audit.orders["unknown", default: 0]
        audit.events = (0..<events.count).map { row in
          Audit.Event(
            event: events.int(row, 0), capacity: events.int(row, 1), sold: events.int(row, 2), held: events.int(row, 3))
        }
        for (id, sql) in Audit.invariants { audit.violations[id] = try database.run(sql).int(0, 0) }
        return audit
      }
    }
  }
}

extension Audit {
  /// Event, capacity, saved orders, purchases that hold a seat, and the two counters that the shop keeps of them.
  private static let seats = """
    SELECT events.event, capacity, coalesce(saved.count, 0) AS saved, coalesce(holding.count, 0) AS holding, sold, held
    FROM events
    LEFT JOIN (SELECT event, count(*) FROM orders WHERE state = 'saved' GROUP BY event) AS saved USING (event)
    LEFT JOIN (SELECT event, count(*) FROM purchases WHERE state = 'held' GROUP BY event) AS holding USING (event)
    """

  fileprivate static let eventRows = "SELECT event, capacity, saved, holding FROM (\(seats)) AS seats ORDER BY event"

  fileprivate static let invariants = [
    "TK-I1": """
    SELECT coalesce(sum(greatest(saved + holding - capacity, 0)), 0)
      + count(*) FILTER (WHERE saved <> sold OR holding <> held)
    FROM (\(seats)) AS seats
    """,
    "TK-I2": """
    SELECT count(*) FROM confirmations WHERE NOT EXISTS (
      SELECT FROM orders
      WHERE orders.purchase = confirmations.purchase AND state = 'saved' AND saved_at <= shown_at)
    """,
    "TK-I3": """
    SELECT count(*) FROM charges LEFT JOIN orders USING (purchase)
    WHERE coalesce(state, 'none') NOT IN ('requested', 'unknown')
      AND (coalesce(state, 'none') = 'saved') = (returned_at IS NOT NULL)
    """,
    "TK-I5": """
    SELECT count(*) FROM (
      SELECT purchase FROM orders GROUP BY purchase HAVING count(*) > 1
      UNION SELECT purchase FROM charges GROUP BY purchase HAVING count(*) > 1) AS several
    """,
  ]
}
