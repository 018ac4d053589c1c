/// How a redemption takes its points (card, option O9).
package enum DebitMode: Sendable, CaseIterable {
  /// Rewards reads the balance, and Profile debits it later by an event: the document's flow.
  case asynchronous
  /// The check sets the points aside, and the event takes them.
  case reserveThenConfirm
  /// Recording takes the points in one step with a second check; the event only tells Profile.
  case ledgerInRewards
}

/// What points are given up for.
package enum RedemptionPurpose: UInt8, Sendable, CaseIterable {
  /// A voucher of a retailer or a municipal scheme.
  case offer
  /// A charity; without a voucher.
  case donation
}

/// `Requested → BalanceChecked → Recorded → VoucherIssued → ProfileDebited` (card, section 2); a donation has no voucher.
package enum RedemptionState: UInt8, Sendable, CaseIterable {
  case requested
  case balanceChecked
  case recorded
  case voucherIssued
  case profileDebited
  case refused
  case cancelled
}

package enum RedemptionOutcome: UInt8, Sendable, CaseIterable {
  case done
  /// The balance does not suffice.
  case refused
  /// Done before; nothing more was done.
  case duplicate
  /// The redemption is not in a state in which this can be done.
  case outOfTurn
}

/// The Rewards service's decisions: offers, donations, vouchers (card, use case "Redeem / donate").
///
/// The steps of a redemption are commands of their own, so that two of them may interleave. Balances stand in the
/// ledger, which each step that needs it is given.
package struct RedemptionDesk: Sendable {
  package let mode: DebitMode
  /// Without it, a second delivery of a recorded redemption makes a voucher, or debits, again.
  package let deduplicates: Bool
  package private(set) var monitors = Monitors()
  package private(set) var vouchers: VoucherBook
  private var states: [RedemptionState] = []
  private var purposes: [RedemptionPurpose] = []
  private var subjects: [UInt32] = []
  private var prices: [Int32] = []
  private var debits: [UInt8] = []
  private var voucherCounts: [UInt8] = []
  /// Points set aside, by account.
  private var reserved: [Int64]

  /// - Parameter voucherLife: nanoseconds for which a voucher can be used.
  package init(mode: DebitMode, deduplicates: Bool = true, voucherLife: Int64 = .max, accounts: Accounts) {
    self.mode = mode
    self.deduplicates = deduplicates
    vouchers = VoucherBook(life: voucherLife)
    reserved = mode == .reserveThenConfirm ? Array(repeating: 0, count: accounts.count) : []
  }

  /// Redemptions are numbered from 0 in the order in which they were requested.
  package var count: UInt64 { UInt64(states.count) }

  package func state(of redemption: UInt64) -> RedemptionState { states[Int(redemption)] }

  /// Points of an account that are set aside.
  package func reserved(of account: UInt32) -> Int64 { reserved.isEmpty ? 0 : reserved[Int(account)] }

  // MARK: Steps

  package mutating func request(_ account: UInt32, points: Int32, for purpose: RedemptionPurpose) -> UInt64 {
    precondition(points > 0, "a redemption of nothing")
    states.append(.requested)
    purposes.append(purpose)
    subjects.append(account)
    prices.append(points)
    debits.append(0)
    voucherCounts.append(0)
    return count - 1
  }

  /// Rewards asks Profile for the balance.
  package mutating func checkBalance(_ redemption: UInt64, in ledger: borrowing PointsLedger) -> RedemptionOutcome {
    let index = Int(redemption)
    guard states[index] == .requested else { return .outOfTurn }
    let account = subjects[index]
    if ledger.balance(of: account) - reserved(of: account) < Int64(prices[index]) {
      states[index] = .refused
      return .refused
    }
    if mode == .reserveThenConfirm { reserved[Int(account)] += Int64(prices[index]) }
    states[index] = .balanceChecked
    return .done
  }

  /// Rewards records the transaction.
  package mutating func record(
    _ redemption: UInt64, in ledger: inout PointsLedger, at now: Int64
  ) -> RedemptionOutcome {
    let index = Int(redemption)
    guard states[index] == .balanceChecked else { return .outOfTurn }
    if mode == .ledgerInRewards {
      if ledger.balance(of: subjects[index]) < Int64(prices[index]) {
        states[index] = .refused
        return .refused
      }
      post(index, to: &ledger, at: now)
    }
    states[index] = .recorded
    return .done
  }

  /// The coupon generator makes the voucher of a recorded redemption.
  /// - Returns: the voucher's number, too, where one was made.
  package mutating func issueVoucher(
    _ redemption: UInt64, at now: Int64
  ) -> (outcome: RedemptionOutcome, voucher: UInt64?) {
    let index = Int(redemption)
    guard purposes[index] == .offer else { return (.outOfTurn, nil) }
    switch states[index] {
    case .recorded:
      states[index] = .voucherIssued
    case .voucherIssued, .profileDebited:
      if deduplicates { return (.duplicate, nil) }
      monitors.report(.voucherDebited, redemption, at: now)
    default:
      return (.outOfTurn, nil)
    }
    raise(&voucherCounts[index])
    return (.done, vouchers.issue(for: redemption, at: now))
  }

  /// Profile takes the points, or is told that they were taken.
  package mutating func debit(
    _ redemption: UInt64, in ledger: inout PointsLedger, at now: Int64
  ) -> RedemptionOutcome {
    let index = Int(redemption)
    let isFirst: Bool
    switch (states[index], purposes[index]) {
    case (.voucherIssued, .offer), (.recorded, .donation):
      isFirst = true
    case (.profileDebited, _):
      if deduplicates { return .duplicate }
      monitors.report(.voucherDebited, redemption, at: now)
      isFirst = false
    default:
      return .outOfTurn
    }
    if mode == .reserveThenConfirm && isFirst { reserved[Int(subjects[index])] -= Int64(prices[index]) }
    if mode != .ledgerInRewards || !isFirst { post(index, to: &ledger, at: now) }
    raise(&debits[index])
    states[index] = .profileDebited
    return .done
  }

  /// Gives a redemption up that was not recorded yet, and what was set aside for it back.
  package mutating func cancel(_ redemption: UInt64) -> RedemptionOutcome {
    let index = Int(redemption)
    switch states[index] {
    case .balanceChecked:
      if mode == .reserveThenConfirm { reserved[Int(subjects[index])] -= Int64(prices[index]) }
    case .requested:
      break
    case .cancelled:
      return .duplicate
    default:
      return .outOfTurn
    }
    states[index] = .cancelled
    return .done
  }

  package mutating func use(_ voucher: UInt64, at now: Int64) -> VoucherOutcome { vouchers.use(voucher, at: now) }

  package mutating func expire(_ voucher: UInt64, at now: Int64) -> VoucherOutcome {
    vouchers.expire(voucher, at: now)
  }

  /// When nothing is under way any more: notes recorded redemptions without a voucher, and those without a debit.
  package mutating func closeBooks(at now: Int64) {
    for index in states.indices {
      let isRecorded = [.recorded, .voucherIssued, .profileDebited].contains(states[index])
      let lacksVoucher = purposes[index] == .offer && voucherCounts[index] == 0
      if isRecorded && (lacksVoucher || debits[index] == 0) {
        monitors.report(.voucherDebited, UInt64(index), at: now)
      }
    }
  }

  private func post(_ index: Int, to ledger: inout PointsLedger, at now: Int64) {
    let accounts = ledger.accounts
    ledger.debit(
      subjects[index], prices[index], to: purposes[index] == .offer ? accounts.retailers : accounts.charities,
      redemption: UInt64(index), at: now)
  }

  private func raise(_ counter: inout UInt8) { if counter < .max { counter += 1 } }
}
