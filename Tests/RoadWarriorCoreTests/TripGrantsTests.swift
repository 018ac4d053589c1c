import TestSupport
import Testing

@testable import RoadWarriorCore

@Suite struct TripGrantsTests {
  private let trip = TripID(3, 1)

  @Test func `a trip is seen by its owner, and by others as far as the read model has heard`() {
    var grants = TripGrants(lag: 10)
    #expect(grants.view(trip, by: 3, at: 0) == .owner && grants.view(trip, by: 9, at: 0) == .denied)
    #expect(grants.grant(trip, to: 9, as: .viewer, at: 1) == .done && grants.view(trip, by: 9, at: 2) == .denied)
    grants.hear(trip, 9)
    #expect(grants.view(trip, by: 9, at: 3) == .granted && grants.view(trip, by: 8, at: 3) == .denied)
    #expect(grants.view(TripID(3, 2), by: 9, at: 3) == .denied && grants.view(TripID(4, 1), by: 9, at: 3) == .denied)
    #expect(grants.grant(trip, to: 9, as: .viewer, at: 4) == .repeated)
    #expect(grants.grant(trip, to: 9, as: .editor, at: 4) == .done && grants.role(of: 9, in: trip) == .editor)
    #expect(grants.revoke(trip, from: 9, at: 5) == .done && grants.revoke(trip, from: 9, at: 6) == .repeated)
    #expect(grants.role(of: 9, in: trip) == nil && grants.view(trip, by: 9, at: 15) == .granted)
    #expect(grants.monitors.violated.isEmpty)
    #expect(grants.view(trip, by: 9, at: 16) == .granted && grants.monitors.violated == [.grantedOnly])
    #expect(grants.monitors[.grantedOnly] == .init(violations: 1, firstAt: 16, firstSubject: 3))
    grants.hear(trip, 9)
    #expect(grants.view(trip, by: 9, at: 17) == .denied && grants.sharedTrips == 0)
    #expect(grants.revoke(trip, from: 9, at: 18) == .unknown)
  }

  /// Grants, revocations and views at random; each change is heard within `delay`, in any order, now and then twice.
  private func history(hearsRevocations: Bool, delay: Int, seed: UInt64) -> (TripGrants, late: Int, denied: Int) {
    var draws = SmallGenerator(seed: seed)
    var grants = TripGrants(lag: 20, hearsRevocations: hearsRevocations)
    var pending: [(at: Int64, trip: TripID, person: UInt32)] = []
    var revokedAt: [UInt64: Int64] = [:]
    var late = 0
    var denied = 0
    for now in 0..<4000 as Range<Int64> {
      for message in pending where message.at <= now { grants.hear(message.trip, message.person) }
      pending.removeAll { $0.at <= now }
      let trip = TripID(UInt32(draws.below(3)), UInt8(1 + draws.below(2)))
      let person = UInt32(10 + draws.below(4))
      let key = trip.packed << 32 | UInt64(person)
      switch draws.below(8) {
      case 0:
        if grants.grant(trip, to: person, as: .viewer, at: now) == .done { revokedAt[key] = nil }
      case 1:
        let expected = grants.role(of: person, in: trip) != nil
        let outcome = grants.revoke(trip, from: person, at: now)
        #expect((outcome == .done) == expected, "seed \(seed)")
        if outcome == .done { revokedAt[key] = now }
      default:
        let outcome = grants.view(trip, by: person, at: now)
        if let revoked = revokedAt[key], outcome == .granted { late += now - revoked > 20 ? 1 : 0 }
        denied += outcome == .denied ? 1 : 0
        continue
      }
      for _ in 0...draws.below(2) { pending.append((now + Int64(draws.below(delay)), trip, person)) }
    }
    return (grants, late, denied)
  }

  @Test(arguments: [61, 62, 63] as [UInt64])
  func `heard of within the lag, revocations break nothing`(seed: UInt64) {
    let (grants, late, denied) = history(hearsRevocations: true, delay: 20, seed: seed)
    #expect(grants.monitors.violated.isEmpty && late == 0 && denied > 500, "seed \(seed)")
  }

  @Test(arguments: [61, 62, 63] as [UInt64])
  func `a read model that never hears of them, or too late, shows what it must not`(seed: UInt64) {
    for (hears, delay) in [(false, 20), (true, 200)] {
      let (grants, late, _) = history(hearsRevocations: hears, delay: delay, seed: seed)
      #expect(grants.monitors.violated == [.grantedOnly] && late > 20, "seed \(seed)")
      #expect(grants.monitors[.grantedOnly].violations == UInt64(late), "seed \(seed)")
    }
  }

  @Test func `with a trip its grants end, and with an account all of its own and of others`() {
    var grants = TripGrants(lag: 5)
    for person in [7, 8, 9] as [UInt32] { _ = grants.grant(trip, to: person, as: .viewer, at: 0) }
    for person in [7, 8] as [UInt32] { grants.hear(trip, person) }
    #expect(grants.revokeAll(trip, at: 1) == [7, 8] && grants.role(of: 9, in: trip) == nil)
    for person in [7, 8] as [UInt32] { grants.hear(trip, person) }
    #expect(grants.sharedTrips == 0 && grants.revokeAll(trip, at: 2) == [])
    _ = grants.grant(trip, to: 9, as: .viewer, at: 3)
    _ = grants.grant(TripID(9, 1), to: 3, as: .viewer, at: 3)
    _ = grants.grant(TripID(5, 1), to: 9, as: .viewer, at: 3)
    _ = grants.grant(TripID(5, 1), to: 4, as: .viewer, at: 3)
    grants.erase(9)
    #expect(grants.sharedTrips == 1 && grants.role(of: 4, in: TripID(5, 1)) == .viewer)
    #expect(grants.role(of: 9, in: TripID(5, 1)) == nil && grants.view(TripID(5, 1), by: 9, at: 4) == .denied)
  }
}
