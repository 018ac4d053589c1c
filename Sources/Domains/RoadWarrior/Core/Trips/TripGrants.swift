package enum TripRole: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case viewer, editor
}

package enum GrantOutcome: UInt8, Sendable, CaseIterable {
  case done
  /// There is nothing to revoke.
  case unknown
  /// It was granted or revoked already.
  case repeated
}

package enum ViewOutcome: UInt8, Sendable, CaseIterable {
  case owner
  case granted
  case denied
}

/// Who may see whose trips (card, RW-I7): the list that grants are written to, and the read model that views are decided
/// by, which hears of each change later.
///
/// ```swift
/// var grants = TripGrants(lag: 5_000_000_000)
/// grants.grant(trip, to: 9, as: .viewer, at: now)
/// grants.hear(trip, 9)                  // the message has reached the read model
/// grants.view(trip, by: 9, at: later)   // .granted
/// grants.revoke(trip, from: 9, at: later)
/// ```
///
/// A message says only that something about a trip and a person has changed, and the read model then takes what is
/// written; so messages may come twice, and in any order. 16 bytes for each grant, about 80 for each trip that is shared.
package struct TripGrants: Sendable {
  private struct Grant: BitwiseCopyable {
    /// When it was revoked; `.max` for a live one.
    var revokedAt: Int64
    var person: UInt32
    var role: TripRole
    /// Whether the read model shows it.
    var isShown: Bool
  }

  /// How long after a grant was revoked the read model may still show it.
  package let lag: Int64
  /// Without it the read model hears of grants alone.
  package let hearsRevocations: Bool
  package private(set) var monitors = Monitors()
  private var grants: [TripID: [Grant]] = [:]

  package init(lag: Int64, hearsRevocations: Bool = true) {
    self.lag = max(0, lag)
    self.hearsRevocations = hearsRevocations
  }

  /// The role of a live grant; nil without one.
  package func role(of person: UInt32, in trip: TripID) -> TripRole? {
    grants[trip]?.first { $0.person == person && $0.revokedAt == .max }?.role
  }

  /// Trips that somebody else can see, or could until the read model hears.
  package var sharedTrips: Int { grants.count }

  package mutating func grant(_ trip: TripID, to person: UInt32, as role: TripRole, at now: Int64) -> GrantOutcome {
    guard let index = grants[trip]?.firstIndex(where: { $0.person == person }) else {
      grants[trip, default: []].append(Grant(revokedAt: .max, person: person, role: role, isShown: false))
      return .done
    }
    let isLive = grants[trip]?[index].revokedAt == .max && grants[trip]?[index].role == role
    grants[trip]?[index].revokedAt = .max
    grants[trip]?[index].role = role
    return isLive ? .repeated : .done
  }

  package mutating func revoke(_ trip: TripID, from person: UInt32, at now: Int64) -> GrantOutcome {
    guard let index = grants[trip]?.firstIndex(where: { $0.person == person }), let found = grants[trip]?[index] else {
      return .unknown
    }
    if found.revokedAt != .max { return .repeated }
    grants[trip]?[index].revokedAt = now
    if !found.isShown { drop(trip, index) }
    return .done
  }

  /// The trip is over: whoever could see it can not any more, and its number may come back.
  /// - Returns: those whom the read model has to hear about.
  package mutating func revokeAll(_ trip: TripID, at now: Int64) -> [UInt32] {
    let people = (grants[trip] ?? []).filter { $0.revokedAt == .max }.map(\.person)
    for person in people { _ = revoke(trip, from: person, at: now) }
    return people.filter { person in grants[trip]?.contains { $0.person == person } ?? false }
  }

  /// The read model takes what is written about a person and a trip.
  package mutating func hear(_ trip: TripID, _ person: UInt32) {
    guard let index = grants[trip]?.firstIndex(where: { $0.person == person }) else { return }
    if grants[trip]?[index].revokedAt == .max {
      grants[trip]?[index].isShown = true
    } else if hearsRevocations {
      drop(trip, index)
    }
  }

  /// Somebody opens a trip; the read model decides.
  /// - Complexity: O(grants of the trip).
  package mutating func view(_ trip: TripID, by person: UInt32, at now: Int64) -> ViewOutcome {
    if person == trip.traveller { return .owner }
    guard let grant = grants[trip]?.first(where: { $0.person == person }), grant.isShown else { return .denied }
    let (bound, overflow) = grant.revokedAt.addingReportingOverflow(lag)
    if !overflow && now > bound { monitors.report(.grantedOnly, UInt64(trip.traveller), at: now) }
    return .granted
  }

  /// The account is deleted: neither its trips are shared any more, nor others' trips with it.
  /// - Complexity: O(grants).
  package mutating func erase(_ traveller: UInt32) {
    grants = grants.compactMapValues { $0.filter { $0.person != traveller } }.filter {
      $0.key.traveller != traveller && !$0.value.isEmpty
    }
  }

  private mutating func drop(_ trip: TripID, _ index: Int) {
    grants[trip]?.remove(at: index)
    if grants[trip]?.isEmpty ?? false { grants[trip] = nil }
  }
}
