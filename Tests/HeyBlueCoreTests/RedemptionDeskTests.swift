import TestSupport
import Testing

@testable import HeyBlueCore

@Suite struct RedemptionDeskTests {
  private static let accounts = Accounts(citizens: 3, officers: 2)

  private enum Step: CaseIterable {
    case check, record, voucher, debit, cancel
  }

  /// Desk and ledger, and their model.
  private struct Pair {
    var ledger: PointsLedger
    var desk: RedemptionDesk
    var naive: NaiveRewards
    var connections: UInt64 = 0
    var now: Int64 = 0

    init(_ mode: DebitMode, deduplicates: Bool = true, award: Int32 = 10) {
      ledger = PointsLedger(accounts: RedemptionDeskTests.accounts, award: award)
      desk = RedemptionDesk(mode: mode, deduplicates: deduplicates, accounts: RedemptionDeskTests.accounts)
      naive = NaiveRewards(mode, deduplicates: deduplicates)
    }

    mutating func connect(_ citizen: UInt32, _ officer: UInt32) {
      _ = ledger.award(Connection(number: connections, citizen: citizen, officer: officer), at: now)
      connections += 1
      for (account, times) in [(citizen, 1), (3 + officer, 1), (5, -2)] as [(UInt32, Int64)] {
        naive.entries.append((account, times * Int64(ledger.award)))
      }
    }

    mutating func request(_ account: UInt32, _ points: Int32, _ purpose: RedemptionPurpose) -> Bool {
      naive.redemptions.append(.init(account: account, points: points, purpose: purpose))
      return desk.request(account, points: points, for: purpose) == UInt64(naive.redemptions.count - 1)
    }

    mutating func run(_ step: Step, _ redemption: Int) -> Bool {
      now += 1
      let id = UInt64(redemption)
      switch step {
      case .check: return desk.checkBalance(id, in: ledger) == naive.check(redemption)
      case .record: return desk.record(id, in: &ledger, at: now) == naive.record(redemption)
      case .voucher:
        let (outcome, voucher) = desk.issueVoucher(id, at: now)
        if let voucher, desk.vouchers.redemption(of: voucher) != id { return false }
        return outcome == naive.issueVoucher(redemption) && (voucher != nil) == (outcome == .done)
      case .debit: return desk.debit(id, in: &ledger, at: now) == naive.debit(redemption)
      case .cancel: return desk.cancel(id) == naive.cancel(redemption)
      }
    }

    mutating func closeBooks() {
      desk.closeBooks(at: now)
      ledger.closeBooks(logged: connections, at: now)
      naive.closeBooks()
    }

    var monitors: Monitors { desk.monitors.merged(with: ledger.monitors) }

    var agrees: Bool {
      let accounts = ledger.accounts
      // Points are passed on, and none are made or lost.
      return (0..<UInt32(accounts.count)).reduce(0) { $0 + ledger.balance(of: $1) } == 0
        && (0..<5).allSatisfy { ledger.balance(of: $0) == naive.balance($0) }
        && naive.redemptions.indices.allSatisfy { desk.state(of: UInt64($0)) == naive.redemptions[$0].state }
        && desk.vouchers.count == UInt64(naive.redemptions.reduce(0) { $0 + $1.vouchers })
        && Invariant.allCases.allSatisfy { monitors[$0].violations == naive.violations[$0] ?? 0 }
    }
  }

  // MARK: Every sequence of a few steps

  private struct Walk {
    var visited = 0
    var violated = Set<Invariant>()
    var wrong: [String] = []
  }

  private func explore(
    _ pair: Pair, _ path: [String], _ steps: [(Step, Int)], _ length: Int, _ walk: inout Walk
  ) {
    if path.count == length { return }
    for (step, redemption) in steps {
      var pair = pair
      let isEqual = pair.run(step, redemption)
      walk.visited += 1
      walk.violated.formUnion(pair.monitors.violated)
      let next = path + ["\(step) \(redemption)"]
      if !isEqual || !pair.agrees { walk.wrong.append("\(next)") }
      explore(pair, next, steps, length, &walk)
      pair.closeBooks()
      if !pair.agrees { walk.wrong.append("\(next), closed") }
    }
  }

  @Test(arguments: DebitMode.allCases, [RedemptionPurpose.offer, .donation])
  func `a redemption goes through its states as the card says`(mode: DebitMode, purpose: RedemptionPurpose) {
    for deduplicates in [true, false] {
      for points in [10, 11] as [Int32] {
        var pair = Pair(mode, deduplicates: deduplicates)
        pair.connect(0, 0)
        #expect(pair.request(0, points, purpose) == true)
        var walk = Walk()
        explore(pair, [], Step.allCases.map { ($0, 0) }, 5, &walk)
        #expect(walk.visited == 5 + 25 + 125 + 625 + 3125)
        #expect(walk.wrong.isEmpty, "\(walk.wrong.count) of them, first \(walk.wrong.first ?? "")")
        let second: Set<Invariant> = points == 10 && !deduplicates ? [.voucherDebited] : []
        #expect(walk.violated.subtracting([.neverOverdrawn]) == second)
        #expect(!walk.violated.contains(.neverOverdrawn) || !deduplicates)
      }
    }
  }

  /// All ways to deal two redemptions' steps out one by one, each in its own order.
  private func interleavings(_ one: Int, _ other: Int) -> [[Int]] {
    if one == 0 && other == 0 { return [[]] }
    let first = one > 0 ? interleavings(one - 1, other).map { [0] + $0 } : []
    let second = other > 0 ? interleavings(one, other - 1).map { [1] + $0 } : []
    return first + second
  }

  @Test(arguments: DebitMode.allCases)
  func `two redemptions of all points: both succeed only with an asynchronous debit`(mode: DebitMode) {
    let steps: [Step] = [.check, .record, .voucher, .debit]
    let orders = interleavings(4, 4)
    #expect(orders.count == 70)
    var doubles = 0
    for order in orders {
      var pair = Pair(mode)
      pair.connect(0, 0)
      for _ in 0..<2 { #expect(pair.request(0, 10, .offer) == true) }
      var done = [0, 0]
      for redemption in order {
        #expect(pair.run(steps[done[redemption]], redemption) == true)
        done[redemption] += 1
      }
      pair.closeBooks()
      #expect(pair.agrees, "\(order)")
      let succeeded = (0..<2).count { pair.desk.state(of: UInt64($0)) == .profileDebited }
      if succeeded == 2 {
        doubles += 1
        #expect(pair.monitors.violated == [.neverOverdrawn], "\(order)")
        #expect(pair.monitors[.neverOverdrawn].firstSubject == 0 && pair.ledger.balance(of: 0) == -10)
      } else {
        #expect(succeeded == 1 && pair.monitors == Monitors() && pair.ledger.balance(of: 0) == 0, "\(order)")
      }
    }
    // All but the two orders in which one is debited before the other is checked.
    #expect(doubles == (mode == .asynchronous ? 68 : 0))
  }

  @Test func `lost events are found when the books close`() {
    for (purpose, steps, violations) in [
      (RedemptionPurpose.offer, [Step.check, .record], 1), (.offer, [.check, .record, .voucher], 1),
      (.offer, [.check], 0), (.offer, [.check, .record, .voucher, .debit], 0), (.donation, [.check, .record], 1),
      (.donation, [.check, .record, .debit], 0),
    ] as [(RedemptionPurpose, [Step], UInt64)] {
      for mode in DebitMode.allCases {
        var pair = Pair(mode)
        pair.connect(0, 1)
        #expect(pair.request(pair.ledger.accounts.officer(1), 4, purpose) == true)
        for step in steps { #expect(pair.run(step, 0) == true) }
        pair.closeBooks()
        #expect(pair.monitors[.voucherDebited].violations == violations, "\(purpose), \(steps), \(mode)")
        #expect(pair.monitors.violated.isSubset(of: [.voucherDebited]) && pair.agrees)
        if violations > 0 { #expect(pair.monitors[.voucherDebited].firstSubject == 0) }
      }
    }
  }

  @Test func `points that are set aside come back when a redemption is given up`() {
    var pair = Pair(.reserveThenConfirm)
    pair.connect(0, 0)
    for points in [7, 4, 7] as [Int32] { #expect(pair.request(0, points, .offer) == true) }
    #expect(pair.run(.check, 0) == true)
    #expect(pair.desk.reserved(of: 0) == 7)
    #expect(pair.run(.check, 1) == true)
    #expect(pair.desk.state(of: 1) == .refused)
    #expect(pair.run(.cancel, 0) == true)
    #expect(pair.desk.reserved(of: 0) == 0)
    #expect(pair.run(.check, 2) == true)
    #expect(pair.desk.state(of: 2) == .balanceChecked)
  }

  // MARK: Against the model

  @Test(arguments: [81, 82, 83, 84] as [UInt64])
  func `any commands leave what the model leaves`(seed: UInt64) {
    for mode in DebitMode.allCases {
      for deduplicates in [true, false] {
        var draws = SmallGenerator(seed: seed)
        var pair = Pair(mode, deduplicates: deduplicates, award: 3)
        var wrong: [String] = []
        for step in 0..<600 {
          var isEqual = true
          let count = pair.naive.redemptions.count
          if draws.below(6) == 0 {
            pair.connect(UInt32(draws.below(3)), UInt32(draws.below(2)))
          } else if count == 0 || draws.below(5) == 0 {
            isEqual = pair.request(
              UInt32(draws.below(5)), Int32(1 + draws.below(9)), draws.below(4) == 0 ? .donation : .offer)
          } else {
            let redemption = max(0, count - 1 - draws.below(6))
            // Often the step that is next, now and then any other.
            var step: Step = draws.below(12) == 0 ? .cancel : [.check, .record, .voucher, .debit][draws.below(4)]
            if draws.below(3) > 0 {
              switch pair.naive.redemptions[redemption].state {
              case .requested: step = .check
              case .balanceChecked: step = .record
              case .recorded: step = pair.naive.redemptions[redemption].purpose == .offer ? .voucher : .debit
              case .voucherIssued: step = .debit
              default: break
              }
            }
            isEqual = pair.run(step, redemption)
          }
          if !isEqual || !pair.agrees { wrong.append("step \(step)") }
        }
        pair.closeBooks()
        #expect(
          wrong.isEmpty && pair.agrees, "seed \(seed), \(mode): \(wrong.count) of them, first \(wrong.first ?? "")")
        #expect(pair.naive.redemptions.contains { $0.state == .profileDebited }, "seed \(seed), \(mode)")
        #expect(
          !pair.monitors.violated.contains(.neverOverdrawn) || mode == .asynchronous || !deduplicates,
          "seed \(seed), \(mode)")
      }
    }
  }
}
