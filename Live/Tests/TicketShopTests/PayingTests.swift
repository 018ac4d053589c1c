import Testing

import TicketShop

extension ShopTests {
  /// The ways of one purchase.
  @Suite struct PayingTests {
    @Test func `a hold that has run out is somebody else's`() async throws {
      try await ScratchShop.with(.hold) { scratch in
        scratch.shop.holdTime = .milliseconds(50)
        let late = try await scratch.purchase(by: "ann")
        #expect(try await scratch.shop.select(1, by: "ben") == .soldOut)
        try await Task.sleep(for: .milliseconds(80))
        scratch.shop.holdTime = .seconds(600)
        let next = try await scratch.purchase(by: "ben")
        #expect(try await scratch.shop.pay(late) == .expired)
        #expect(try await scratch.shop.pay(next) == .saved)
        try await scratch.expectNoViolation()
      }
    }

    @Test func `a hold that runs out during the payment gives the money back`() async throws {
      try await ScratchShop.with(.hold) { scratch in
        scratch.shop.holdTime = .milliseconds(100)
        scratch.shop.provider.time = .milliseconds(200)
        let purchase = try await scratch.purchase()
        #expect(try await scratch.shop.pay(purchase) == .refunded)
        let free = try await scratch.shop.freeSeats(of: 1)
        #expect(free == 0)
        _ = try await scratch.purchase(by: "ben")
        try await scratch.expectNoViolation()
      }
    }

    @Test func `a declined payment frees what was held`() async throws {
      try await ScratchShop.with(.hold) { scratch in
        scratch.shop.provider.declined = 1
        let purchase = try await scratch.purchase()
        #expect(try await scratch.shop.pay(purchase) == .declined)
        let free = try await scratch.shop.freeSeats(of: 1)
        #expect(free == 1)
      }
    }

    @Test(arguments: [SeatPolicy.lock, .hold])
    func `a payment that nobody knows of is settled by the webhook`(_ seats: SeatPolicy) async throws {
      try await ScratchShop.with(seats) { scratch in
        scratch.shop.provider.unknown = 1
        let purchase = try await scratch.purchase()
        #expect(try await scratch.shop.pay(purchase) == .pending)
        #expect(try await scratch.shop.confirmation(of: purchase) == .pending)
        #expect(try await scratch.shop.webhook(purchase, isConfirmed: true) == .saved)
        #expect(try await scratch.shop.confirmation(of: purchase) == .shown)
        #expect(try await scratch.shop.webhook(purchase, isConfirmed: true) == .duplicate)
        #expect(try await scratch.shop.webhook(purchase, isConfirmed: false) == .duplicate)
        try await scratch.expectNoViolation()
      }
    }

    @Test(arguments: [SeatPolicy.lock, .hold])
    func `a payment that is answered after it was given up goes back`(_ seats: SeatPolicy) async throws {
      try await ScratchShop.with(seats) { scratch in
        scratch.shop.provider.time = .milliseconds(200)
        let purchase = try await scratch.purchase()
        async let outcome = scratch.shop.pay(purchase)
        while try await scratch.shop.settle() == 0 {}
        #expect(try await outcome == .refunded)
        let free = try await scratch.shop.freeSeats(of: 1)
        #expect(free == 1)
        try await scratch.expectNoViolation()
      }
    }

    @Test func `twenty posts of one purchase make one order and one charge`() async throws {
      try await ScratchShop.with(.none, capacity: 10) { scratch in
        scratch.shop.provider.time = .milliseconds(50)
        let purchase = try await scratch.purchase()
        let outcomes = try await withThrowingTaskGroup(of: Shop.Outcome.self) { [shop = scratch.shop] group in
          for _ in 0..<20 { group.addTask { try await shop.pay(purchase) } }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == .saved } == 1 && outcomes.count { $0 == .duplicate } == 19)
        let audit = try await scratch.shop.audit()
        #expect(audit.orders == ["saved": 1] && audit.violations["TK-I5"] == 0)
      }
    }

    @Test func `the audits see what is wrong`() async throws {
      try await ScratchShop.with(.lock) { scratch in
        let purchase = try await scratch.purchase()
        #expect(try await scratch.shop.pay(purchase) == .saved)
        try await scratch.pool.run { database in
          try database.run("INSERT INTO purchases (purchase, event, buyer, state) VALUES (77, 1, 'ben', 'selected')")
          try database.run("INSERT INTO orders (purchase, event, state, saved_at) VALUES (77, 1, 'saved', now())")
          try database.run("INSERT INTO charges (purchase) VALUES (78)")
          try database.run("INSERT INTO confirmations (purchase) VALUES (79)")
        }
        // One seat too many, and a counter that does not say so.
        let audit = try await scratch.shop.audit()
        #expect(audit.violations == ["TK-I1": 2, "TK-I2": 1, "TK-I3": 1, "TK-I5": 0])
      }
    }

    @Test func `a lost connection is opened again`() async throws {
      try await ScratchShop.with(.lock, connections: 1) { scratch in
        await #expect(throws: DatabaseError.self) {
          try await scratch.pool.run { _ = try $0.run("SELECT pg_terminate_backend(pg_backend_pid())") }
        }
        let free = try await scratch.shop.freeSeats(of: 1)
        #expect(free == 1)
      }
    }

    @Test func `the line has an end`() async throws {
      try await ScratchShop.with(.lock, connections: 1, longestLine: 2) { scratch in
        let pool = scratch.pool
        let refused = await withTaskGroup(of: Bool.self) { group in
          for _ in 0..<10 {
            group.addTask {
              do {
                try await pool.run { _ = try $0.run("SELECT pg_sleep(0.2)") }
                return false
              } catch { return true }
            }
          }
          return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(refused == 7)
        #expect(pool.counts == PoolCounts(waiting: 0, longest: 2, refused: 7))
      }
    }
  }

  @Suite struct ProviderTests {
    @Test func `answers depend on purchase and seed, in the shares that were asked for`() {
      let provider = PaymentProvider(declined: 0.01, unknown: 0.001, seed: 7)
      let answers = (1...200_000).map { provider.answer($0) }
      #expect(answers == (1...200_000).map { PaymentProvider(declined: 0.01, unknown: 0.001, seed: 7).answer($0) })
      #expect(answers != (1...200_000).map { PaymentProvider(declined: 0.01, unknown: 0.001, seed: 8).answer($0) })
      // Five standard deviations.
      #expect(abs(answers.count { $0 == .declined } - 2000) < 225)
      let charged = answers.count { $0 == .unknown(isCharged: true) }
      let free = answers.count { $0 == .unknown(isCharged: false) }
      #expect(abs(charged + free - 200) < 71 && charged > 50 && free > 50)
    }
  }
}
