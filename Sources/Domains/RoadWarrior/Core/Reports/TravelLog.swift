package enum LogKind: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case booked, changed, cancelled
  /// The stay or the ride is over: with its nights and what it cost.
  case finished
}

/// A row of the itinerary log, in 20 bytes: one change of one reservation.
package struct LogRow: Hashable, BitwiseCopyable, Sendable {
  package var reservation: UInt32
  package var cost: Amount
  package var version: UInt16
  package var day: CalendarDate
  package var vendor: UInt16
  package var kind: LogKind
  package var nights: UInt8

  package init(
    reservation: UInt32, version: UInt16, kind: LogKind, vendor: UInt16, day: CalendarDate, nights: UInt8 = 0,
    cost: Amount = Amount(minor: 0, .euro)
  ) {
    self.reservation = reservation
    self.cost = cost
    self.version = version
    self.day = day
    self.vendor = vendor
    self.kind = kind
    self.nights = nights
  }
}

package enum LogOutcome: UInt8, Sendable, CaseIterable {
  case appended
  /// There is a row for this version of the reservation.
  case known
}

/// The itinerary log: for each traveller one row for each version of each reservation, in the order of arrival.
///
/// Eight bytes for each traveller and 20 for each row; an append looks at the traveller's rows.
package struct TravelLog: Sendable {
  private var rows: [[LogRow]]

  package init(travellers: Int) { rows = Array(repeating: [], count: max(0, travellers)) }

  package var travellers: Int { rows.count }
  package func rows(of traveller: UInt32) -> [LogRow] { rows[Int(traveller)] }

  package mutating func append(_ row: LogRow, _ traveller: UInt32) -> LogOutcome {
    let isKnown = rows[Int(traveller)].contains { $0.reservation == row.reservation && $0.version == row.version }
    if isKnown { return .known }
    rows[Int(traveller)].append(row)
    return .appended
  }

  package mutating func erase(_ traveller: UInt32) { rows[Int(traveller)] = [] }
}
