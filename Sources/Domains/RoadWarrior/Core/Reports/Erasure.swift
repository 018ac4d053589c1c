package enum AccountState: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case active
  /// Deleted, while its records are being cleaned away.
  case deleted
  /// Nothing is under way any more.
  case drained
}

package enum RecordOutcome: UInt8, Sendable, CaseIterable {
  case kept
  /// The account is deleted.
  case refused
}

package enum ErasureOutcome: UInt8, Sendable, CaseIterable {
  case done
  /// There is no account to delete, or it was not deleted.
  case unknown
  /// This place is not cleaned: the record stays.
  case left
}

/// Which places hold records of whom, and whether they are gone after an account was deleted (card, RW-I14).
///
/// Each place is cleaned by a command of its own, so that messages on their way may arrive in between:
///
/// ```swift
/// var erasure = Erasure(travellers: 1000)
/// _ = erasure.record(in: .compactedTopics, 7, at: now)
/// for place in erasure.delete(7).places.each { erasure.clean(place, 7) }   // as its message arrives
/// erasure.drain(7, at: later)                                             // .done
/// ```
///
/// Three bytes for each traveller; constant time.
package struct Erasure: Sendable {
  /// Places that the deletion of an account reaches; without `compactedTopics` no tombstones are written.
  package let cleaned: RecordPlaces
  /// Whether writes about a deleted account are turned away: a tracker that read its key before the tombstone writes
  /// back after it.
  package let refusesLateWrites: Bool
  package private(set) var monitors = Monitors()
  private var held: [RecordPlaces]
  private var states: [AccountState]

  package init(travellers: Int, cleaned: RecordPlaces = .all, refusesLateWrites: Bool = true) {
    self.cleaned = cleaned
    self.refusesLateWrites = refusesLateWrites
    held = Array(repeating: [], count: travellers)
    states = Array(repeating: .active, count: travellers)
  }

  package func state(of traveller: UInt32) -> AccountState { states[Int(traveller)] }
  package func places(of traveller: UInt32) -> RecordPlaces { held[Int(traveller)] }

  /// A record about a traveller comes to a place.
  package mutating func record(in place: RecordPlaces, _ traveller: UInt32, at now: Int64) -> RecordOutcome {
    if states[Int(traveller)] != .active && refusesLateWrites { return .refused }
    held[Int(traveller)].formUnion(place)
    if states[Int(traveller)] == .drained { monitors.report(.erasedEverywhere, UInt64(traveller), at: now) }
    return .kept
  }

  /// The last record about a traveller leaves a place in the ordinary course: consumed, expired, removed.
  package mutating func pass(_ place: RecordPlaces, _ traveller: UInt32) {
    held[Int(traveller)].subtract(place)
  }

  /// The account is deleted. Returns the places that hold something and do not empty by themselves.
  package mutating func delete(_ traveller: UInt32) -> (outcome: ErasureOutcome, places: RecordPlaces) {
    guard states[Int(traveller)] == .active else { return (.unknown, []) }
    states[Int(traveller)] = .deleted
    return (.done, held[Int(traveller)].subtracting(.passing))
  }

  /// The deletion reaches a place: rows and objects are deleted, a tombstone is written.
  package mutating func clean(_ place: RecordPlaces, _ traveller: UInt32) -> ErasureOutcome {
    guard states[Int(traveller)] != .active else { return .unknown }
    held[Int(traveller)].subtract(place.intersection(cleaned))
    return held[Int(traveller)].isDisjoint(with: place) ? .done : .left
  }

  /// Nothing about a deleted account is under way any more: what is held now stays.
  package mutating func drain(_ traveller: UInt32, at now: Int64) -> ErasureOutcome {
    guard states[Int(traveller)] == .deleted else { return .unknown }
    states[Int(traveller)] = .drained
    held[Int(traveller)].subtract(.passing)
    if held[Int(traveller)].isEmpty { return .done }
    monitors.report(.erasedEverywhere, UInt64(traveller), at: now)
    return .left
  }

  /// At the end of a run, when nothing is under way any more.
  package mutating func closeBooks(at now: Int64) {
    for traveller in states.indices where states[traveller] == .deleted { _ = drain(UInt32(traveller), at: now) }
  }
}
