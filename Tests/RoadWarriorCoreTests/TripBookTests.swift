import TestSupport
import Testing

@testable import RoadWarriorCore

@Suite struct TripBookTests {
  private static let travellers = 3
  private static let each = 6

  private func day(_ number: Int) -> CalendarDate { CalendarDate(number: UInt16(number)) }

  /// The rules in words: a set of trips and a parent for each reservation.
  private struct Naive {
    struct Reservation {
      var begins: Int
      var ends: Int
      var trip: TripID
      var isFinished = false
    }

    var reservations: [UInt32: Reservation] = [:]
    var trips: Set<TripID> = []
    var orphans: UInt64 = 0
    let deletion: TripDeletion
    let expiry: TripExpiry

    func members(_ trip: TripID) -> [UInt32] { reservations.keys.filter { reservations[$0]?.trip == trip }.sorted() }

    /// What leaves when nothing open is left in a trip.
    mutating func settle(_ trip: TripID) -> Bool {
      let inside = members(trip)
      let finished = inside.filter { reservations[$0]?.isFinished ?? false }
      if !trip.isUnassigned && finished.count < inside.count { return false }
      if !finished.isEmpty && expiry == .never { return false }
      for one in finished { reservations[one] = nil }
      let wasThere = !trip.isUnassigned && trips.remove(trip) != nil
      return wasThere && !finished.isEmpty
    }

    mutating func delete(_ trip: TripID) {
      trips.remove(trip)
      if deletion == .leavesOrphans {
        orphans += UInt64(members(trip).count)
      } else {
        for one in members(trip) { reservations[one]?.trip = TripID(trip.traveller, 0) }
        _ = settle(TripID(trip.traveller, 0))
      }
    }

    mutating func move(_ reservation: UInt32, to trip: TripID) -> Bool {
      let old = reservations[reservation]?.trip ?? trip
      reservations[reservation]?.trip = trip
      let isOver = old != trip && settle(old)
      _ = settle(trip)
      return isOver
    }

    /// Clusters of two or more that overlap, by joining any two that do until none do.
    func clusters(_ traveller: UInt32) -> Set<Set<UInt32>> {
      let loose = members(TripID(traveller, 0)).filter { reservations[$0]?.isFinished == false }
      var clusters = loose.map { Set([$0]) }
      func overlap(_ one: UInt32, _ other: UInt32) -> Bool {
        guard let one = reservations[one], let other = reservations[other] else { return false }
        return one.begins <= other.ends && other.begins <= one.ends
      }
      var isJoined = true
      while isJoined {
        isJoined = false
        for one in clusters.indices {
          for other in clusters.indices where other > one && !isJoined {
            if clusters[one].contains(where: { a in clusters[other].contains { overlap(a, $0) } }) {
              clusters[one].formUnion(clusters.remove(at: other))
              isJoined = true
            }
          }
          if isJoined { break }
        }
      }
      return Set(clusters.filter { $0.count > 1 })
    }
  }

  /// Random commands on both; every outcome, parent and dashboard must agree.
  private func history(
    deletion: TripDeletion, expiry: TripExpiry, seed: UInt64
  ) -> (book: TripBook, naive: Naive, outcomes: Set<TripOutcome>) {
    var draws = SmallGenerator(seed: seed)
    var book = TripBook(
      travellers: Self.travellers, reservationsEach: Self.each, deletion: deletion, expiry: expiry)
    var naive = Naive(deletion: deletion, expiry: expiry)
    for traveller in 0..<UInt32(Self.travellers) { naive.trips.insert(TripID(traveller, 0)) }
    var outcomes: Set<TripOutcome> = []
    var wrong: [String] = []
    for step in 0..<4000 {
      let reservation = UInt32(draws.below(Self.travellers * Self.each + 1))
      let trip = TripID(UInt32(draws.below(Self.travellers)), UInt8(draws.below(4)))
      let (outcome, expected) = run(draws.below(8), reservation, trip, &book, &naive, &draws, Int64(step))
      outcomes.insert(outcome)
      if outcome != expected { wrong.append("step \(step): \(outcome), not \(expected)") }
      for one in 0..<UInt32(Self.travellers * Self.each)
      where book.parent(of: one) != naive.reservations[one]?.trip {
        wrong.append("step \(step): parent of \(one)")
      }
      if wrong.count > 5 { break }
    }
    #expect(wrong.isEmpty, "seed \(seed), first \(wrong.first ?? "")")
    return (book, naive, outcomes)
  }

  private func run(
    _ command: Int, _ reservation: UInt32, _ trip: TripID, _ book: inout TripBook, _ naive: inout Naive,
    _ draws: inout SmallGenerator, _ now: Int64
  ) -> (TripOutcome, TripOutcome) {
    let isThere = naive.reservations[reservation] != nil
    let owner = reservation % UInt32(Self.travellers)
    switch command {
    case 0, 1, 2:
      let begins = 20_000 + draws.below(60)
      let ends = begins + draws.below(6)
      let isOutside = reservation >= UInt32(Self.travellers * Self.each)
      if !isThere && !isOutside {
        naive.reservations[reservation] = .init(begins: begins, ends: ends, trip: TripID(owner, 0))
      }
      let outcome = book.enter(reservation, from: day(begins), to: day(ends))
      return (outcome, isOutside ? .unknown : isThere ? .repeated : .done)
    case 3:
      let isAllowed = isThere && owner == trip.traveller && naive.trips.contains(trip)
      let outcome = book.move(reservation, to: trip)
      return (outcome, !isAllowed ? .unknown : naive.move(reservation, to: trip) ? .tripCompleted : .done)
    case 4:
      let (outcome, made) = book.makeTrip(of: reservation)
      guard isThere else { return (outcome, .unknown) }
      guard let made else { return (outcome, .full) }
      #expect(made.traveller == owner && naive.trips.insert(made).inserted)
      return (outcome, naive.move(reservation, to: made) ? .tripCompleted : .done)
    case 5:
      let outcome = book.delete(trip, at: now)
      guard naive.trips.contains(trip), !trip.isUnassigned else { return (outcome, .unknown) }
      naive.delete(trip)
      return (outcome, .done)
    case 6:
      let isRemoval = draws.below(3) == 0
      let outcome = isRemoval ? book.remove(reservation) : book.finish(reservation)
      guard let known = naive.reservations[reservation] else { return (outcome, .unknown) }
      if known.isFinished && !isRemoval { return (outcome, .repeated) }
      naive.reservations[reservation]?.isFinished = true
      if isRemoval { naive.reservations[reservation] = nil }
      return (outcome, naive.settle(known.trip) ? .tripCompleted : .done)
    default:
      let clusters = naive.clusters(trip.traveller)
      let (outcome, made) = book.group(trip.traveller)
      #expect((outcome == .grouped) == !clusters.isEmpty || outcome == .full)
      let found = Set(made.map { Set(book.reservations(of: $0)) })
      #expect(outcome == .full ? found.isSubset(of: clusters) : found == clusters)
      for one in made {
        #expect(naive.trips.insert(one).inserted)
        for member in book.reservations(of: one) { naive.reservations[member]?.trip = one }
      }
      return (.done, .done)
    }
  }

  @Test(arguments: [51, 52, 53, 54] as [UInt64])
  func `any commands leave what the rules in words leave, and break nothing`(seed: UInt64) {
    var (book, naive, outcomes) = history(deletion: .movesReservations, expiry: .atTheEnd, seed: seed)
    for traveller in 0..<UInt32(Self.travellers) {
      let dashboard = book.view(traveller, at: 5000)
      let shown = naive.reservations.filter { $0.value.trip.traveller == traveller }
      #expect(dashboard.reservations == shown.count, "seed \(seed)")
      #expect(dashboard.trips == Set(shown.map(\.value.trip)).count, "seed \(seed)")
      #expect(shown.allSatisfy { book.exists($0.value.trip) })
    }
    #expect(book.monitors.violated.isEmpty && book.completed > 20, "seed \(seed)")
    #expect(outcomes.isSuperset(of: [.done, .unknown, .repeated, .tripCompleted]))
  }

  @Test(arguments: [51, 52, 53, 54] as [UInt64])
  func `trips that leave orphans break the rule of one parent, and no other`(seed: UInt64) {
    let (book, naive, _) = history(deletion: .leavesOrphans, expiry: .atTheEnd, seed: seed)
    #expect(book.monitors.violated == [.oneParent], "seed \(seed)")
    #expect(book.monitors[.oneParent].violations == naive.orphans, "seed \(seed)")
  }

  @Test(arguments: [51, 52, 53, 54] as [UInt64])
  func `trips that never expire are seen on the dashboard, and break no other rule`(seed: UInt64) {
    var (book, naive, _) = history(deletion: .movesReservations, expiry: .never, seed: seed)
    #expect(book.monitors.violated.isEmpty, "nobody has looked yet")
    for traveller in 0..<UInt32(Self.travellers) { _ = book.view(traveller, at: 5000) }
    let over = naive.trips.filter { trip in
      let inside = naive.members(trip).compactMap { naive.reservations[$0]?.isFinished }
      return !trip.isUnassigned && !inside.isEmpty && !inside.contains(false)
    }
    let loose = naive.reservations.values.filter { $0.trip.isUnassigned && $0.isFinished }
    #expect(book.monitors.violated == [.finishedAndCounted], "seed \(seed)")
    #expect(book.monitors[.finishedAndCounted].violations == UInt64(over.count + loose.count), "seed \(seed)")
  }

  @Test func `a trip is over when the last of its reservations has finished`() throws {
    var book = TripBook(travellers: 2, reservationsEach: 4)
    for reservation in [1, 3, 5] as [UInt32] { #expect(book.enter(reservation, from: day(10), to: day(12)) == .done) }
    let trip = try #require(book.group(1).trips.first)
    #expect(book.reservations(of: trip) == [1, 3, 5] && book.view(1, at: 0) == Dashboard(trips: 1, reservations: 3))
    #expect(book.finish(3) == .done && book.finish(3) == .repeated && book.remove(5) == .done)
    #expect(book.view(1, at: 1).reservations == 2 && book.exists(trip))
    #expect(book.finish(1) == .tripCompleted && !book.exists(trip) && book.parent(of: 3) == nil)
    #expect(book.view(1, at: 2) == Dashboard() && book.completed == 1)
    // Its places are free again, and a number comes back last of all.
    #expect(book.enter(3, from: day(20), to: day(21)) == .done && book.makeTrip(of: 3).trip?.number == 2)
  }

  @Test func `what has its last day behind it expires, and trips with it`() {
    var book = TripBook(travellers: 2, reservationsEach: 4)
    for (reservation, ends) in [(0, 12), (2, 14), (4, 20), (6, 12), (1, 12)] as [(UInt32, Int)] {
      _ = book.enter(reservation, from: day(10), to: day(ends))
    }
    let trip = book.makeTrip(of: 0).trip
    #expect(trip.map { book.move(2, to: $0) } == .done)
    #expect(book.expire(0, today: day(12)) == (0, 0) && book.view(0, at: 0) == Dashboard(trips: 2, reservations: 4))
    #expect(book.expire(0, today: day(13)) == (2, 0) && book.view(0, at: 1) == Dashboard(trips: 2, reservations: 3))
    #expect(book.expire(0, today: day(15)) == (1, 1) && book.view(0, at: 2) == Dashboard(trips: 1, reservations: 1))
    #expect(book.parent(of: 1) != nil && book.monitors.violated.isEmpty)
    var lasting = TripBook(travellers: 1, reservationsEach: 1, expiry: .never)
    _ = lasting.enter(0, from: day(10), to: day(12))
    #expect(lasting.expire(0, today: day(13)) == (1, 0) && lasting.expire(0, today: day(14)) == (0, 0))
    #expect(lasting.view(0, at: 3).reservations == 1 && lasting.monitors.violated == [.finishedAndCounted])
  }

  @Test func `neighbours by a day are one trip, a day between makes two`() {
    var book = TripBook(travellers: 1, reservationsEach: 5)
    let spans = [(10, 12), (12, 13), (15, 20), (16, 17), (22, 22)]
    for (index, span) in spans.enumerated() { _ = book.enter(UInt32(index), from: day(span.0), to: day(span.1)) }
    let (outcome, trips) = book.group(0)
    #expect(outcome == .grouped && trips.map(book.reservations) == [[0, 1], [2, 3]])
    #expect(book.group(0).outcome == .nothingToGroup && book.reservations(of: TripID(0, 0)) == [4])
  }

  @Test func `a traveller has fifteen trips at a time`() {
    var book = TripBook(travellers: 1, reservationsEach: 20)
    for one in 0..<20 as Range<UInt32> { _ = book.enter(one, from: day(1), to: day(2)) }
    for one in 0..<15 as Range<UInt32> { #expect(book.makeTrip(of: one).outcome == .done) }
    #expect(book.makeTrip(of: 15) == (.full, nil))
    #expect(book.enter(19, from: day(0), to: day(0)) == .repeated && book.group(0).outcome == .full)
    #expect(book.finish(3) == .tripCompleted && book.makeTrip(of: 15).outcome == .done)
  }

  @Test func `an account has one unassigned trip, however often it is opened, and without one nothing is entered`() {
    var book = TripBook(travellers: 2, reservationsEach: 2)
    #expect(book.open(1) == .repeated && book.enter(1, from: day(1), to: day(2)) == .done)
    book.erase(1)
    #expect(book.parent(of: 1) == nil && !book.exists(TripID(1, 0)))
    #expect(book.enter(1, from: day(1), to: day(2)) == .unknown && book.view(1, at: 0) == Dashboard())
    #expect(book.open(1) == .done && book.open(1) == .repeated && book.enter(1, from: day(1), to: day(2)) == .done)
    #expect(book.monitors.violated.isEmpty)
  }

  @Test func `a trip travels as one number`() {
    for trip in [TripID(0, 0), TripID(7, 15), TripID(.max, 1)] { #expect(TripID(packed: trip.packed) == trip) }
    #expect(TripID(7, 0).isUnassigned && !TripID(7, 1).isUnassigned)
  }

  @Test func `a reservation takes fewer than 24 bytes in all`() {
    let all =
      MemoryLayout<TrackedReservation>.stride + MemoryLayout<StoredReservation>.stride
      + MemoryLayout<TripBook.Entry>.stride
    #expect(all == 22)
  }
}
