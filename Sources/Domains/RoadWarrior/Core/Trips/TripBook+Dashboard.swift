/// What a traveller sees.
package struct Dashboard: Hashable, Sendable {
  /// Trips with at least one reservation, the unassigned one included.
  package var trips = 0
  package var reservations = 0
}

extension TripBook {
  /// The traveller, or whoever may see all trips of one, looks.
  ///
  /// A trip whose reservations have all finished must not be there any more, nor one of them in the unassigned trip
  /// (RW-I13).
  package mutating func view(_ traveller: UInt32, at now: Int64) -> Dashboard {
    var dashboard = Dashboard()
    var shown: UInt16 = 0
    var open: UInt16 = 0
    for row in rows(of: traveller) where entries[row].state != .absent {
      dashboard.reservations += 1
      shown |= 1 << entries[row].trip
      if entries[row].state == .open { open |= 1 << entries[row].trip }
      if entries[row].state == .finished && entries[row].trip == 0 {
        monitors.report(.finishedAndCounted, UInt64(traveller), at: now)
      }
    }
    dashboard.trips = shown.nonzeroBitCount
    let over = shown & ~open & ~1
    for _ in 0..<over.nonzeroBitCount { monitors.report(.finishedAndCounted, UInt64(traveller), at: now) }
    return dashboard
  }

  /// Finishes each of a traveller's reservations whose last day lies before `today` (card, UC12).
  /// - Returns: how many there were, and the trips that were completed by it.
  package mutating func expire(_ traveller: UInt32, today: CalendarDate) -> (reservations: Int, trips: Int) {
    var done = (reservations: 0, trips: 0)
    for row in rows(of: traveller) where entries[row].state == .open && entries[row].ends < today.number {
      done.reservations += 1
      done.trips += finish(reservation(row)) == .tripCompleted ? 1 : 0
    }
    return done
  }
}
