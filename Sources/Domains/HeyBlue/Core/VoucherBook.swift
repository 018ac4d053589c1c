/// `Issued → Used | Expired` (card, section 2).
package enum VoucherState: UInt8, Sendable, CaseIterable {
  case issued
  case used
  case expired
}

package enum VoucherOutcome: UInt8, Sendable, CaseIterable {
  case used
  case expired
  /// It was used, or has expired, before.
  case spent
  /// Its time is not over yet.
  case stillValid
}

/// The vouchers that were issued, in columns, numbered from 0.
package struct VoucherBook: Sendable {
  /// Nanoseconds for which a voucher can be used.
  package let life: Int64
  private var states: [VoucherState] = []
  private var redemptions: [UInt64] = []
  private var ends: [Int64] = []

  init(life: Int64) {
    precondition(life > 0, "a voucher without time")
    self.life = life
  }

  package var count: UInt64 { UInt64(states.count) }

  package func state(of voucher: UInt64) -> VoucherState { states[Int(voucher)] }

  package func redemption(of voucher: UInt64) -> UInt64 { redemptions[Int(voucher)] }

  mutating func issue(for redemption: UInt64, at now: Int64) -> UInt64 {
    let (end, overflow) = now.addingReportingOverflow(life)
    states.append(.issued)
    redemptions.append(redemption)
    ends.append(overflow ? .max : end)
    return count - 1
  }

  /// At the retailer's, who verifies off-system; a voucher whose time is over expires there.
  mutating func use(_ voucher: UInt64, at now: Int64) -> VoucherOutcome {
    let index = Int(voucher)
    if states[index] != .issued { return .spent }
    states[index] = now < ends[index] ? .used : .expired
    return now < ends[index] ? .used : .expired
  }

  /// The timer of a voucher.
  mutating func expire(_ voucher: UInt64, at now: Int64) -> VoucherOutcome {
    let index = Int(voucher)
    if states[index] != .issued { return .spent }
    if now < ends[index] { return .stillValid }
    states[index] = .expired
    return .expired
  }
}
