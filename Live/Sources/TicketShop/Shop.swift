/// A ticket shop on PostgreSQL. Each operation takes a connection for as long as its statements last, and none while it
/// waits for the payment provider.
///
/// All operations throw `DatabaseError`.
public struct Shop: Sendable {
  /// How many events a shop may have.
  public static let events = 1...1_000_000
  /// How many seats an event may have.
  public static let capacities = 0...1_000_000_000

  public var seats: SeatPolicy
  /// Between the read and the write of the saving transaction, where the policy reads.
  public var readGap = Pause(.zero)
  /// How long a hold lasts.
  public var holdTime = Duration.seconds(600)
  public var provider = PaymentProvider()

  let database: DatabasePool

  public init(seats: SeatPolicy, database: DatabasePool) {
    self.seats = seats
    self.database = database
  }

  // MARK: Set-up

  /// Makes the tables where they are missing; leaves what stands in them.
  public func prepare() async throws {
    try await database.run { _ = try $0.run(Schema.tables) }
  }

  /// Forgets everything, and makes events 1 to `events` with `capacity` seats each.
  public func reset(events: Int, capacity: Int) async throws {
    try await database.run { database in
      try database.transaction {
        try database.run(Schema.empty)
        try database.run(Schema.fill, events, capacity)
      }
    }
  }

  // MARK: Selecting

  /// Seats that are free, as far as the shop knows; nil where there is no such event.
  public func freeSeats(of event: Int) async throws -> Int? {
    try await database.run { database in
      let rows = try database.run("SELECT greatest(capacity - sold - held, 0) FROM events WHERE event = $1", event)
      return rows.count == 1 ? rows.int(0, 0) : nil
    }
  }

  public enum Selection: Sendable, Equatable {
    /// Seat or not, the purchase has this number.
    case selected(Int)
    case soldOut
    case notFound
  }

  /// With holds a seat is taken; otherwise the shop only looks whether one is free.
  public func select(_ event: Int, by buyer: String) async throws -> Selection {
    try await database.run { database in
      if let purchase = try seats == .hold ? hold(event, buyer, on: database) : look(event, buyer, on: database) {
        return .selected(purchase)
      }
      return try database.run("SELECT FROM events WHERE event = $1", event).count == 1 ? .soldOut : .notFound
    }
  }

  private func look(_ event: Int, _ buyer: String, on database: Database) throws -> Int? {
    let rows = try database.run(
      """
      INSERT INTO purchases (event, buyer, state)
      SELECT event, $2, 'selected' FROM events WHERE event = $1 AND sold < capacity
      RETURNING purchase
      """, ["\(event)", buyer])
    return rows.count == 1 ? rows.int(0, 0) : nil
  }

  private func hold(_ event: Int, _ buyer: String, on database: Database) throws -> Int? {
    try database.transaction {
      if try !takeHold(event, on: database) {
        try sweepHolds(event, on: database)
        guard try takeHold(event, on: database) else { return nil }
      }
      let rows = try database.run(
        """
        INSERT INTO purchases (event, buyer, state, held_until)
        VALUES ($1, $2, 'held', clock_timestamp() + $3::float8 * interval '1 second') RETURNING purchase
        """, ["\(event)", buyer, "\(holdTime / .seconds(1))"])
      return rows.int(0, 0)
    }
  }

  private func takeHold(_ event: Int, on database: Database) throws -> Bool {
    let rows = try database.run("UPDATE events SET held = held + 1 WHERE event = $1 AND sold + held < capacity", event)
    return rows.affected == 1
  }

  /// Frees what was held too long. Holds that somebody is about to pay for or to free are passed by: nobody waits for
  /// a purchase's row while holding another, so there are no deadlocks.
  private func sweepHolds(_ event: Int, on database: Database) throws {
    try database.run(
      """
      WITH due AS (
        SELECT purchase FROM purchases WHERE event = $1 AND state = 'held' AND held_until <= clock_timestamp()
        FOR UPDATE SKIP LOCKED),
      gone AS (UPDATE purchases SET state = 'expired' FROM due WHERE purchases.purchase = due.purchase RETURNING 1)
      UPDATE events SET held = held - (SELECT count(*) FROM gone)
      WHERE event = $1 AND (SELECT count(*) FROM gone) > 0
      """, event)
  }

  // MARK: Confirmation

  public enum Confirmation: Sendable, Equatable {
    case shown
    /// The order is not saved yet.
    case pending
    /// Nothing was bought, or the money went back.
    case noOrder
  }

  /// Shows the confirmation page of an order that is saved, and notes that it was shown.
  public func confirmation(of purchase: Int) async throws -> Confirmation {
    try await database.run { database in
      switch try database.run("SELECT state FROM orders WHERE purchase = $1", purchase).text(0, 0) {
      case "saved":
        // For the audit alone, so nobody waits for the disk.
        try database.run(
          """
          INSERT INTO confirmations (purchase)
          SELECT $1 FROM (SELECT set_config('synchronous_commit', 'off', true)) AS nobody_waits
          """, purchase)
        return .shown
      case "requested", "unknown": return .pending
      default: return .noOrder
      }
    }
  }
}
