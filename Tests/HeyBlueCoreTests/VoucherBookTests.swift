import Testing

@testable import HeyBlueCore

@Suite struct VoucherBookTests {
  @Test func `a voucher is used once, within its time`() {
    // Every sequence of three commands before, at and after the end.
    for first in 0..<4 {
      for second in 0..<4 {
        for third in 0..<4 {
          var book = VoucherBook(life: 10)
          let voucher = book.issue(for: 3, at: 5)
          var state = VoucherState.issued
          for (step, command) in [first, second, third].enumerated() {
            let isLate = command >= 2
            let now: Int64 = isLate ? 15 + Int64(step) : 12 + Int64(step)
            if isLate || now < 15 {
              let expected: VoucherOutcome
              switch (state, command % 2, isLate) {
              case (.issued, 0, false): (expected, state) = (.used, .used)
              case (.issued, 0, true), (.issued, 1, true): (expected, state) = (.expired, .expired)
              case (.issued, _, _): expected = .stillValid
              default: expected = .spent
              }
              let outcome = command % 2 == 0 ? book.use(voucher, at: now) : book.expire(voucher, at: now)
              #expect(outcome == expected, "\(first), \(second), \(third)")
            }
            #expect(book.state(of: voucher) == state)
          }
        }
      }
    }
  }

  @Test func `vouchers are numbered, and one without an end lasts`() {
    var book = VoucherBook(life: .max)
    #expect(book.issue(for: 9, at: 100) == 0)
    #expect(book.issue(for: 4, at: 100) == 1)
    #expect(book.count == 2 && book.redemption(of: 0) == 9 && book.redemption(of: 1) == 4)
    #expect(book.expire(0, at: .max - 1) == .stillValid)
    #expect(book.use(0, at: .max - 1) == .used)
    #expect(book.state(of: 1) == .issued)
  }

  @Test func `the desk passes vouchers on`() {
    let accounts = Accounts(citizens: 1, officers: 1)
    var ledger = PointsLedger(accounts: accounts)
    var desk = RedemptionDesk(mode: .ledgerInRewards, voucherLife: 10, accounts: accounts)
    _ = ledger.award(Connection(number: 0, citizen: 0, officer: 0), at: 0)
    let redemption = desk.request(0, points: 1, for: .offer)
    #expect(desk.checkBalance(redemption, in: ledger) == .done)
    #expect(desk.record(redemption, in: &ledger, at: 1) == .done)
    #expect(ledger.balance(of: 0) == 0)
    let voucher = desk.issueVoucher(redemption, at: 2).voucher ?? 99
    #expect(desk.expire(voucher, at: 11) == .stillValid)
    #expect(desk.use(voucher, at: 11) == .used)
    #expect(desk.use(voucher, at: 11) == .spent)
  }
}
