import Testing

import TicketShop

extension ShopTests {
  /// Fifty buyers for one seat, ten connections, and 20 ms between reading and writing where the policy reads.
  @Suite struct RushTests {
    private static let buyers = 50

    private func rush(_ seats: SeatPolicy) async throws -> (outcomes: [Shop.Outcome], audit: Audit) {
      var result: ([Shop.Outcome], Audit)?
      try await ScratchShop.with(seats) { scratch in
        scratch.shop.readGap = Pause(.milliseconds(20))
        result = (try await scratch.rush(buyers: Self.buyers), try await scratch.shop.audit())
      }
      return try #require(result)
    }

    /// What the buyers were told is what the tables say.
    private func expectAgreement(_ outcomes: [Shop.Outcome], _ audit: Audit) {
      let sold = outcomes.count { $0 == .saved }
      #expect(audit.events.map(\.sold) == [sold])
      #expect(audit.orders["saved", default: 0] == sold)
      #expect(audit.orders["refunded", default: 0] == outcomes.count { $0 == .refunded })
      #expect(audit.violations == ["TK-I1": max(0, sold - 1), "TK-I2": 0, "TK-I3": 0, "TK-I5": 0])
      #expect(audit.open == 0)
    }

    @Test func `without control all who pay are sold the seat`() async throws {
      let (outcomes, audit) = try await rush(.none)
      #expect(outcomes == Array(repeating: .saved, count: Self.buyers))
      expectAgreement(outcomes, audit)
    }

    @Test(arguments: [SeatPolicy.lock, .version, .conditional])
    func `one is sold the seat, and the others get their money back`(_ seats: SeatPolicy) async throws {
      let (outcomes, audit) = try await rush(seats)
      #expect(outcomes.count { $0 == .saved } == 1)
      #expect(outcomes.count { $0 == .refunded } == Self.buyers - 1)
      expectAgreement(outcomes, audit)
    }

    @Test func `with a hold one buyer pays`() async throws {
      let (outcomes, audit) = try await rush(.hold)
      #expect(outcomes == [.saved])
      expectAgreement(outcomes, audit)
    }

    /// As many as there are connections may read before the first one writes. A machine that is busy with something else
    /// may let fewer run at once: the best of three rounds counts.
    @Test func `reading before writing sells the seat several times`() async throws {
      var most = 0
      for _ in 0..<3 where most <= 5 {
        let (outcomes, audit) = try await rush(.readThenWrite)
        expectAgreement(outcomes, audit)
        most = max(most, outcomes.count { $0 == .saved })
      }
      #expect(most > 5 && most <= 10)
    }

    @Test(arguments: SeatPolicy.allCases)
    func `a rush for eighty seats ends in a shop that adds up`(_ seats: SeatPolicy) async throws {
      try await ScratchShop.with(seats, capacity: 80) { scratch in
        scratch.shop.provider.declined = 0.05
        scratch.shop.provider.unknown = 0.05
        let outcomes = try await scratch.rush(buyers: 250)
        let audit = try await scratch.shop.audit()
        #expect(audit.open == outcomes.count { $0 == .pending })
        #expect(try await scratch.shop.settle() == audit.open)
        let settled = try await scratch.shop.audit()
        #expect(settled.open == 0)
        #expect(settled.violations.filter { $0.key != "TK-I1" }.allSatisfy { $0.value == 0 })
        let event = try #require(settled.events.first)
        #expect(event.sold + event.held + event.free == 80)
        switch seats {
        case .none, .readThenWrite: #expect(settled.violations["TK-I1"] == max(0, event.sold - 80))
        case .lock, .version, .conditional, .hold: #expect(settled.violations["TK-I1"] == 0 && event.sold <= 80)
        }
      }
    }
  }
}
