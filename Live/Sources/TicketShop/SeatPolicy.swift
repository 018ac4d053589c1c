/// What keeps a seat from being sold twice, each as it is written in SQL.
public enum SeatPolicy: String, Sendable, CaseIterable {
  /// Availability is looked at when the buyer selects, and never again.
  case none
  /// The saving transaction locks the event's row before it reads it: `SELECT … FOR UPDATE`.
  case lock
  /// The write counts only if the row still has the version that was read; otherwise it is read again.
  case version
  /// The write has the condition that a seat is free.
  case conditional
  /// The selection takes a seat that is free again if it is not paid for in time.
  case hold
  /// The saving transaction reads whether a seat is free, and then writes. Under READ COMMITTED several may read before
  /// the first one writes.
  case readThenWrite = "read-then-write"

  /// Times that a save may meet another version before its payment goes back.
  static let attempts = 5
}

/// What became of a seat that is paid for.
enum Sale: Sendable, Equatable {
  case sold
  case noSeat
  case holdExpired
  /// Another save changed the row since it was read.
  case conflict
}

extension SeatPolicy {
  /// Sells one seat of an event inside a transaction that is open.
  /// - Parameter gap: between reading and writing, where the policy reads.
  func sell(_ purchase: Int, of event: Int, gap: Pause, on database: Database) throws -> Sale {
    switch self {
    case .none:
      return try write(event, on: database)
    case .conditional:
      let rows = try database.run("UPDATE events SET sold = sold + 1 WHERE event = $1 AND sold < capacity", event)
      return rows.affected == 1 ? .sold : .noSeat
    case .lock:
      let seats = try database.run("SELECT sold < capacity FROM events WHERE event = $1 FOR UPDATE", event)
      return try writeIfFree(seats, event, gap, on: database)
    case .readThenWrite:
      let seats = try database.run("SELECT sold < capacity FROM events WHERE event = $1", event)
      return try writeIfFree(seats, event, gap, on: database)
    case .version:
      return try writeVersion(event, gap, on: database)
    case .hold:
      return try sellHeld(purchase, event, on: database)
    }
  }

  private func write(_ event: Int, on database: Database) throws -> Sale {
    let rows = try database.run("UPDATE events SET sold = sold + 1 WHERE event = $1", event)
    return rows.affected == 1 ? .sold : .noSeat
  }

  private func writeIfFree(_ seats: Rows, _ event: Int, _ gap: Pause, on database: Database) throws -> Sale {
    gap.sleep()
    return seats.bool(0, 0) ? try write(event, on: database) : .noSeat
  }

  private func writeVersion(_ event: Int, _ gap: Pause, on database: Database) throws -> Sale {
    let seats = try database.run("SELECT sold < capacity, version FROM events WHERE event = $1", event)
    gap.sleep()
    guard seats.bool(0, 0) else { return .noSeat }
    let rows = try database.run(
      "UPDATE events SET sold = sold + 1, version = version + 1 WHERE event = $1 AND version = $2",
      event, seats.int(0, 1))
    return rows.affected == 1 ? .sold : .conflict
  }

  private func sellHeld(_ purchase: Int, _ event: Int, on database: Database) throws -> Sale {
    let spent = try database.run(
      """
      UPDATE purchases SET state = 'sold'
      WHERE purchase = $1 AND state = 'held' AND held_until > clock_timestamp()
      """, purchase)
    guard spent.affected == 1 else { return .holdExpired }
    try database.run("UPDATE events SET held = held - 1, sold = sold + 1 WHERE event = $1", event)
    return .sold
  }
}
