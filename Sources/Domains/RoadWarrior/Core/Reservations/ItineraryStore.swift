/// How an update is written.
package enum ApplyMode: Sendable {
  /// Only if it is newer than what the row shows, and the row is open: safe under reordering and
  /// repetition.
  case versionCheck
  /// Whatever arrives is newest; closed rows stay closed.
  case lastArrivalWins
  /// The document that arrives replaces the row, its state included.
  case wholeDocument
}

package enum ApplyOutcome: UInt8, Sendable, CaseIterable {
  case applied
  /// A newer version is already there.
  case stale
  /// This version is already there.
  case duplicate
  /// The row is closed.
  case tombstone
}

/// The rules by which updates reach the reservation table, and the invariants that they must keep.
package struct ItineraryStore: Sendable {
  package let mode: ApplyMode
  package private(set) var monitors = Monitors()

  package init(mode: ApplyMode) { self.mode = mode }

  /// Writes an update to a row, or rejects it.
  package mutating func apply(
    _ update: ReservationUpdate, to row: inout StoredReservation, _ reservation: UInt64,
    at now: Int64
  ) -> ApplyOutcome {
    switch update.kind {
    case .removed:
      // An explicit command of the user always counts.
      row.state = .removed
      return .applied
    case .edited:
      return row.isClosed ? .tombstone : .applied
    case .changed, .cancelled, .finished:
      break
    }
    switch mode {
    case .versionCheck:
      if row.isClosed { return .tombstone }
      if update.version == row.version { return .duplicate }
      if update.version < row.version { return .stale }
    case .lastArrivalWins:
      if row.isClosed { return .tombstone }
    case .wholeDocument:
      break
    }
    write(update, to: &row, reservation, at: now)
    return .applied
  }

  /// A load of all rows brings a row as a snapshot had it in which it was still open. Nothing but a whole document
  /// re-activates it.
  package mutating func reload(_ row: inout StoredReservation, _ reservation: UInt64, at now: Int64) {
    guard mode == .wholeDocument, row.isClosed else { return }
    monitors.report(.noZombie, reservation, at: now)
    row.state = .active
  }

  private mutating func write(
    _ update: ReservationUpdate, to row: inout StoredReservation, _ reservation: UInt64,
    at now: Int64
  ) {
    if update.version < row.version { monitors.report(.neverBackwards, reservation, at: now) }
    if row.holds(update.version) { monitors.report(.exactlyOnce, reservation, at: now) }
    if row.isClosed && update.kind == .changed { monitors.report(.noZombie, reservation, at: now) }
    row.note(update.version)
    row.version = update.version
    switch update.kind {
    case .cancelled: row.state = .cancelled
    case .finished: row.state = .finished
    default: row.state = .active
    }
  }
}
