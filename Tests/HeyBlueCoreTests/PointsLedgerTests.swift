import TestSupport
import Testing

@testable import HeyBlueCore

@Suite struct PointsLedgerTests {
  @Test func `points from before the books were opened are entries like all others`() {
    var ledger = PointsLedger(accounts: Accounts(citizens: 2, officers: 1))
    ledger.carryForward(10, to: 1, at: 0)
    #expect(ledger.balance(of: 1) == 10 && ledger.balance(of: ledger.accounts.issuer) == -10)
    #expect(ledger.entries.count == 2 && ledger.entries.allSatisfy { $0.transaction == PointsLedger.carriedForward })
    ledger.closeBooks(logged: 0, at: 1)
    #expect(ledger.monitors.violated.isEmpty)
  }

  private static let accounts = Accounts(citizens: 3, officers: 2)

  private func connection(_ number: UInt64, _ citizen: UInt32 = 0, _ officer: UInt32 = 0) -> Connection {
    Connection(number: number, citizen: citizen, officer: officer)
  }

  @Test func `each account has its own number`() {
    let accounts = Self.accounts
    let all =
      (0..<3).map { accounts.citizen($0) } + (0..<2).map { accounts.officer($0) } + [
        accounts.issuer, accounts.retailers, accounts.charities,
      ]
    #expect(all == Array(0..<8))
    #expect(accounts.count == 8)
    #expect(all.filter { accounts.isParticipant($0) } == [0, 1, 2, 3, 4])
  }

  @Test func `a connection gives each participant its points, once`() {
    var ledger = PointsLedger(accounts: Self.accounts, award: 3)
    #expect(ledger.award(connection(0, 2, 1), at: 5) == .awarded)
    #expect(ledger.award(connection(0, 2, 1), at: 6) == .duplicate)
    #expect(
      ledger.entries == [
        .init(transaction: 0, account: 5, points: -6), .init(transaction: 0, account: 2, points: 3),
        .init(transaction: 0, account: 4, points: 3),
      ])
    #expect((0..<8).map { ledger.balance(of: $0) } == [0, 0, 3, 0, 3, -6, 0, 0])
    ledger.closeBooks(logged: 1, at: 9)
    #expect(ledger.monitors == Monitors())
  }

  @Test func `without deduplication a second delivery awards again, and HB-I2 names the connection`() {
    var ledger = PointsLedger(accounts: Self.accounts, deduplicates: false)
    for number in [0, 1, 1, 0] as [UInt64] {
      #expect(ledger.award(connection(number, UInt32(number)), at: Int64(ledger.entries.count)) == .awarded)
    }
    #expect(ledger.balance(of: 0) == 2 && ledger.balance(of: 1) == 2)
    ledger.closeBooks(logged: 2, at: 99)
    #expect(ledger.monitors[.awardedOnce] == .init(violations: 2, firstAt: 6, firstSubject: 1))
    #expect(ledger.monitors.violated == [.awardedOnce])
  }

  @Test func `a connection whose points were lost is found when the books close`() {
    var ledger = PointsLedger(accounts: Self.accounts)
    for number in [0, 2, 130] as [UInt64] { _ = ledger.award(connection(number), at: 1) }
    ledger.closeBooks(logged: 131, at: 50)
    #expect(ledger.monitors[.awardedOnce] == .init(violations: 128, firstAt: 50, firstSubject: 1))
    #expect(ledger.isAwarded(130) && !ledger.isAwarded(129) && !ledger.isAwarded(100_000))
  }

  @Test func `of 1 % redelivered connections, that many extra points come without deduplication and none with it`() {
    for deduplicates in [true, false] {
      let seed: UInt64 = 71
      var draws = SmallGenerator(seed: seed)
      var ledger = PointsLedger(accounts: Self.accounts, deduplicates: deduplicates)
      var copies: UInt64 = 0
      for number in 0..<20_000 as Range<UInt64> {
        let one = connection(number, UInt32(draws.below(3)), UInt32(draws.below(2)))
        _ = ledger.award(one, at: Int64(number))
        if draws.below(100) == 0 {
          copies += 1
          _ = ledger.award(one, at: Int64(number))
        }
      }
      let points = (0..<5).reduce(0) { $0 + ledger.balance(of: $1) }
      #expect((150...250).contains(copies), "seed \(seed)")
      #expect(points == 40_000 + (deduplicates ? 0 : 2 * Int64(copies)), "seed \(seed)")
      #expect(ledger.monitors[.awardedOnce].violations == (deduplicates ? 0 : copies), "seed \(seed)")
      #expect(ledger.monitors.violated == (deduplicates ? [] : [.awardedOnce]), "seed \(seed)")
    }
  }

  @Test func `a debit below zero is HB-I3, and the issuer's own balance is not`() {
    var ledger = PointsLedger(accounts: Self.accounts, award: 5)
    _ = ledger.award(connection(0), at: 0)
    ledger.debit(0, 5, to: ledger.accounts.retailers, redemption: 7, at: 10)
    #expect(ledger.monitors == Monitors())
    ledger.debit(0, 1, to: ledger.accounts.charities, redemption: 8, at: 11)
    #expect(ledger.monitors[.neverOverdrawn] == .init(violations: 1, firstAt: 11, firstSubject: 0))
    #expect(ledger.entries.last?.transaction == UInt64(8) | 1 << 63)
    #expect((0..<8).reduce(0) { $0 + ledger.balance(of: $1) } == 0)
  }

  @Test func `a balance that is not the sum of its entries is HB-I3`() {
    var ledger = PointsLedger(accounts: Self.accounts)
    _ = ledger.award(connection(0, 1, 1), at: 0)
    var changed = ledger
    changed.entries.removeLast()
    ledger.closeBooks(logged: 1, at: 3)
    changed.closeBooks(logged: 1, at: 3)
    #expect(ledger.monitors == Monitors())
    #expect(changed.monitors[.neverOverdrawn] == .init(violations: 1, firstAt: 3, firstSubject: 4))
  }
}
