/// A trip: its traveller, and a number of the traveller's own. Number 0 is the unassigned trip, which every traveller
/// has; others have 1 to 15, which are given again once a trip is over.
package struct TripID: Hashable, BitwiseCopyable, Sendable {
  package let traveller: UInt32
  package let number: UInt8

  package init(_ traveller: UInt32, _ number: UInt8) {
    self.traveller = traveller
    self.number = number
  }

  package var isUnassigned: Bool { number == 0 }

  /// As one number that can travel with a record.
  package var packed: UInt64 { UInt64(traveller) << 8 | UInt64(number) }

  package init(packed: UInt64) {
    self.init(UInt32(truncatingIfNeeded: packed >> 8), UInt8(truncatingIfNeeded: packed))
  }
}

/// What happens to the reservations of a trip that its traveller deletes.
package enum TripDeletion: Sendable, CaseIterable {
  /// They go back to the unassigned trip.
  case movesReservations
  /// The trip goes, and they keep the parent that is no more.
  case leavesOrphans
}

/// What happens to a trip whose last reservation has finished.
package enum TripExpiry: Sendable, CaseIterable {
  /// It leaves the dashboard at that instant, with its reservations.
  case atTheEnd
  /// It stays.
  case never
}

package enum TripOutcome: UInt8, Sendable, CaseIterable {
  case done
  /// The reservation or the trip is not there.
  case unknown
  /// The reservation is there already.
  case repeated
  /// The traveller has fifteen trips.
  case full
  /// Done, and with its last reservation the trip is over.
  case tripCompleted
}

/// Which trip each reservation belongs to, and what is on each traveller's dashboard.
///
/// Reservation r belongs to traveller r mod N, who can have a fixed number of them; it is there from `enter` until it is
/// removed, or its trip is over. At the beginning every traveller has an account, and nothing but the unassigned trip.
///
/// ```swift
/// var book = TripBook(travellers: 1000, reservationsEach: 10)
/// _ = book.enter(7, from: first, to: last) // in the unassigned trip of traveller 7
/// _ = book.group(7)                                   // by overlap of dates
/// _ = book.finish(7)                                  // .tripCompleted
/// ```
///
/// Six bytes for each reservation that a traveller can have, three for each traveller; a command looks at one
/// traveller's reservations.
package struct TripBook: Sendable {
  /// A place on the dashboard, in six bytes.
  struct Entry: BitwiseCopyable {
    var begins: UInt16 = 0
    var ends: UInt16 = 0
    var trip: UInt8 = 0
    var state = EntryState.absent
  }

  enum EntryState: UInt8, BitwiseCopyable {
    case absent, open, finished
  }

  package let deletion: TripDeletion
  package let expiry: TripExpiry
  package let travellers: Int
  package let reservationsEach: Int
  package internal(set) var monitors = Monitors()
  /// Trips that were completed.
  package private(set) var completed: UInt64 = 0

  /// By traveller, then by place.
  var entries: [Entry]
  /// Trips that each traveller has: bit n for number n. Bit 0 is the unassigned trip, and set as long as the account is.
  var trips: [UInt16]
  /// The number that was given last.
  private var lastNumber: [UInt8]

  package init(
    travellers: Int, reservationsEach: Int, deletion: TripDeletion = .movesReservations,
    expiry: TripExpiry = .atTheEnd
  ) {
    self.deletion = deletion
    self.expiry = expiry
    self.travellers = max(1, travellers)
    self.reservationsEach = max(1, reservationsEach)
    entries = Array(repeating: Entry(), count: self.travellers * self.reservationsEach)
    trips = Array(repeating: 1, count: self.travellers)
    lastNumber = Array(repeating: 0, count: self.travellers)
  }

  // MARK: What is there

  package func owner(of reservation: UInt32) -> UInt32 { reservation % UInt32(travellers) }

  /// nil for a reservation that is not there.
  package func parent(of reservation: UInt32) -> TripID? {
    guard let row = row(of: reservation), entries[row].state != .absent else { return nil }
    return TripID(owner(of: reservation), entries[row].trip)
  }

  package func exists(_ trip: TripID) -> Bool {
    Int(trip.traveller) < travellers && trip.number < 16 && trips[Int(trip.traveller)] >> trip.number & 1 == 1
  }

  package func reservations(of trip: TripID) -> [UInt32] {
    guard Int(trip.traveller) < travellers else { return [] }
    return rows(of: trip.traveller).filter { entries[$0].state != .absent && entries[$0].trip == trip.number }
      .map(reservation)
  }

  // MARK: Commands

  /// The account is made, or made anew, and with it its unassigned trip; asked twice, there is still one.
  package mutating func open(_ traveller: UInt32) -> TripOutcome {
    if trips[Int(traveller)] & 1 == 1 { return .repeated }
    trips[Int(traveller)] = 1
    return .done
  }

  /// A reservation was discovered or entered by hand: it begins in its traveller's unassigned trip.
  package mutating func enter(
    _ reservation: UInt32, from begins: CalendarDate, to ends: CalendarDate
  ) -> TripOutcome {
    guard let row = row(of: reservation), exists(TripID(owner(of: reservation), 0)) else { return .unknown }
    if entries[row].state != .absent { return .repeated }
    entries[row] = Entry(begins: begins.number, ends: max(begins, ends).number, trip: 0, state: .open)
    return .done
  }

  /// The traveller puts a reservation into a trip.
  package mutating func move(_ reservation: UInt32, to trip: TripID) -> TripOutcome {
    guard let row = row(of: reservation), entries[row].state != .absent, exists(trip),
      trip.traveller == owner(of: reservation)
    else { return .unknown }
    let old = entries[row].trip
    entries[row].trip = trip.number
    let isOver = old != trip.number && settle(TripID(trip.traveller, old))
    // A reservation that has finished stays only where something open is.
    settle(trip)
    return isOver ? .tripCompleted : .done
  }

  /// The traveller makes a trip of a reservation.
  package mutating func makeTrip(of reservation: UInt32) -> (outcome: TripOutcome, trip: TripID?) {
    guard parent(of: reservation) != nil else { return (.unknown, nil) }
    guard let trip = takeNumber(owner(of: reservation)) else { return (.full, nil) }
    return (move(reservation, to: trip), trip)
  }

  /// The traveller deletes a trip, but keeps its reservations.
  package mutating func delete(_ trip: TripID, at now: Int64) -> TripOutcome {
    guard exists(trip), !trip.isUnassigned else { return .unknown }
    trips[Int(trip.traveller)] &= ~(1 << trip.number)
    if deletion == .movesReservations {
      for row in rows(of: trip.traveller) where entries[row].trip == trip.number { entries[row].trip = 0 }
      // Those that have finished have nowhere to be shown any more.
      settle(TripID(trip.traveller, 0))
    }
    check(trip, at: now)
    return .done
  }

  /// A reservation was removed by its traveller, or cancelled.
  package mutating func remove(_ reservation: UInt32) -> TripOutcome {
    guard let row = row(of: reservation), let trip = parent(of: reservation) else { return .unknown }
    entries[row].state = .absent
    return settle(trip) ? .tripCompleted : .done
  }

  /// The end date of a reservation has passed.
  package mutating func finish(_ reservation: UInt32) -> TripOutcome {
    guard let row = row(of: reservation), let trip = parent(of: reservation) else { return .unknown }
    if entries[row].state == .finished { return .repeated }
    entries[row].state = .finished
    return settle(trip) ? .tripCompleted : .done
  }

  /// The account is deleted: its trips and reservations are gone, the unassigned trip too.
  package mutating func erase(_ traveller: UInt32) {
    for row in rows(of: traveller) { entries[row] = Entry() }
    trips[Int(traveller)] = 0
    lastNumber[Int(traveller)] = 0
  }

  // MARK: Rules

  /// A free number, and the trip with it; numbers go round, so that one comes back as late as can be.
  mutating func takeNumber(_ traveller: UInt32) -> TripID? {
    for step in 1...15 as ClosedRange<UInt8> {
      let number = (lastNumber[Int(traveller)] + step - 1) % 15 + 1
      if trips[Int(traveller)] >> number & 1 == 0 {
        trips[Int(traveller)] |= 1 << number
        lastNumber[Int(traveller)] = number
        return TripID(traveller, number)
      }
    }
    return nil
  }

  /// A trip is over when nothing open is left in it. Returns whether it was completed just now; one that is merely empty
  /// is dropped.
  @discardableResult
  mutating func settle(_ trip: TripID) -> Bool {
    var finished = false
    for row in rows(of: trip.traveller) where entries[row].trip == trip.number {
      // Of the unassigned trip each reservation leaves by itself.
      if entries[row].state == .open && !trip.isUnassigned { return false }
      finished = finished || entries[row].state == .finished
    }
    if finished && expiry == .never { return false }
    for row in rows(of: trip.traveller) where entries[row].trip == trip.number && entries[row].state == .finished {
      entries[row].state = .absent
    }
    if trip.isUnassigned || !exists(trip) { return false }
    trips[Int(trip.traveller)] &= ~(1 << trip.number)
    completed += finished ? 1 : 0
    return finished
  }

  /// RW-I6, after a trip has gone: no reservation that is there has it as its parent.
  private mutating func check(_ trip: TripID, at now: Int64) {
    for reservation in reservations(of: trip) { monitors.report(.oneParent, UInt64(reservation), at: now) }
  }

  // MARK: Rows

  func rows(of traveller: UInt32) -> Range<Int> {
    let first = Int(traveller) * reservationsEach
    return first..<first + reservationsEach
  }

  func row(of reservation: UInt32) -> Int? {
    let place = Int(reservation) / travellers
    return place < reservationsEach ? Int(reservation) % travellers * reservationsEach + place : nil
  }

  func reservation(_ row: Int) -> UInt32 {
    UInt32(row % reservationsEach * travellers + row / reservationsEach)
  }
}
