import Testing

@testable import RoadWarriorCore

/// Every order in which a few changes can arrive, with repetition, in every mode, against a model that
/// keeps the whole log instead of a mask.
@Suite struct ApplyModeTests {
  /// The rules in words: which arrivals are written, and which invariants break.
  private struct Model {
    let mode: ApplyMode
    var log: [UInt16] = []
    var shown: UInt16 = 0
    var isClosed = false
    var broken: [Invariant: UInt64] = [:]

    mutating func apply(_ update: ReservationUpdate) -> ApplyOutcome {
      if mode != .wholeDocument && isClosed { return .tombstone }
      if mode == .versionCheck && update.version == shown { return .duplicate }
      if mode == .versionCheck && update.version < shown { return .stale }
      if update.version < shown { broken[.neverBackwards, default: 0] += 1 }
      if log.contains(update.version) { broken[.exactlyOnce, default: 0] += 1 }
      if isClosed && update.kind == .changed { broken[.noZombie, default: 0] += 1 }
      log.append(update.version)
      shown = update.version
      isClosed = update.kind != .changed
      return .applied
    }
  }

  /// All sequences of up to `length` out of `count` things.
  private func sequences(of count: Int, upTo length: Int) -> [[Int]] {
    var all: [[Int]] = [[]]
    var last = all
    for _ in 0..<length {
      last = last.flatMap { shorter in (0..<count).map { shorter + [$0] } }
      all += last
    }
    return all
  }

  /// Histories of two and three versions: changes, of which the last may close the reservation.
  private var histories: [[ReservationUpdate]] {
    let ends: [ReservationUpdate.Kind] = [.changed, .cancelled, .finished]
    return (2...3).flatMap { versions in
      ends.map { end in
        (1...versions).map { .init(version: UInt16($0), kind: $0 == versions ? end : .changed) }
      }
    }
  }

  private func expectTable(_ mode: ApplyMode) -> Set<Invariant> {
    var fired = Set<Invariant>()
    var wrong: [String] = []
    for history in histories {
      for sequence in sequences(of: history.count, upTo: 5) {
        var store = ItineraryStore(mode: mode)
        var row = StoredReservation()
        var model = Model(mode: mode)
        for index in sequence {
          let outcome = store.apply(history[index], to: &row, 7, at: 100)
          let expected = model.apply(history[index])
          if outcome != expected || row.version != model.shown || row.isClosed != model.isClosed {
            wrong.append("\(sequence) of \(history.map(\.kind)): \(outcome), not \(expected)")
          }
        }
        for invariant in Invariant.allCases {
          let count = store.monitors[invariant].violations
          if count > 0 { fired.insert(invariant) }
          if count != model.broken[invariant] ?? 0 {
            wrong.append("\(sequence) of \(history.map(\.kind)): \(invariant.id) \(count) times")
          }
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of them, first \(wrong.first ?? "")")
    return fired
  }

  @Test func `a version check breaks nothing, whatever the order`() {
    #expect(expectTable(.versionCheck) == [])
  }

  @Test func `with last arrival wins, rows go backwards and count changes twice`() {
    #expect(expectTable(.lastArrivalWins) == [.neverBackwards, .exactlyOnce])
  }

  @Test func `with whole documents, closed rows come back to life, too`() {
    #expect(expectTable(.wholeDocument) == [.neverBackwards, .exactlyOnce, .noZombie])
  }

  @Test func `in order and once, every mode is safe`() {
    for mode in [ApplyMode.versionCheck, .lastArrivalWins, .wholeDocument] {
      for history in histories {
        var store = ItineraryStore(mode: mode)
        var row = StoredReservation()
        for update in history { #expect(store.apply(update, to: &row, 1, at: 0) == .applied) }
        #expect(row.version == history.last?.version)
        #expect(Invariant.allCases.allSatisfy { store.monitors[$0] == .init() })
      }
    }
  }

  @Test func `whatever the order, a version check ends with the newest change`() {
    for history in histories where history.last?.kind == .changed {
      for sequence in sequences(of: history.count, upTo: 5) where sequence.contains(history.count - 1) {
        var store = ItineraryStore(mode: .versionCheck)
        var row = StoredReservation()
        for index in sequence { _ = store.apply(history[index], to: &row, 1, at: 0) }
        #expect(row.version == UInt16(history.count))
      }
    }
  }

  @Test func `the first violation of each invariant is kept with its time and subject`() {
    var store = ItineraryStore(mode: .lastArrivalWins)
    var rows = [StoredReservation(), StoredReservation()]
    _ = store.apply(.init(version: 2, kind: .changed), to: &rows[0], 40, at: 10)
    _ = store.apply(.init(version: 2, kind: .changed), to: &rows[1], 41, at: 11)
    _ = store.apply(.init(version: 1, kind: .changed), to: &rows[1], 41, at: 12)
    _ = store.apply(.init(version: 1, kind: .changed), to: &rows[0], 40, at: 13)
    let reading = store.monitors[.neverBackwards]
    #expect(reading.violations == 2 && reading.firstAt == 12 && reading.firstSubject == 41)
    #expect(store.monitors[.exactlyOnce].firstAt == nil)
  }
}
