@testable import HeyBlueCore

/// The rules for points in words: a list of all entries ever made, from which every balance is added up anew.
struct NaiveRewards {
  struct Redemption {
    var account: UInt32
    var points: Int32
    var purpose: RedemptionPurpose
    var state = RedemptionState.requested
    var vouchers = 0
    var debits = 0
  }

  let mode: DebitMode
  let deduplicates: Bool
  var entries: [(account: UInt32, points: Int64)] = []
  var redemptions: [Redemption] = []
  var violations: [Invariant: UInt64] = [:]

  init(_ mode: DebitMode, deduplicates: Bool) {
    self.mode = mode
    self.deduplicates = deduplicates
  }

  func balance(_ account: UInt32) -> Int64 {
    entries.reduce(0) { $1.account == account ? $0 + $1.points : $0 }
  }

  private func reserved(_ account: UInt32) -> Int64 {
    if mode != .reserveThenConfirm { return 0 }
    return redemptions.reduce(0) {
      let isHeld = [.balanceChecked, .recorded, .voucherIssued].contains($1.state)
      return $1.account == account && isHeld ? $0 + Int64($1.points) : $0
    }
  }

  private mutating func take(_ redemption: Redemption) {
    entries.append((redemption.account, -Int64(redemption.points)))
    if balance(redemption.account) < 0 { violations[.neverOverdrawn, default: 0] += 1 }
  }

  mutating func check(_ number: Int) -> RedemptionOutcome {
    let redemption = redemptions[number]
    if redemption.state != .requested { return .outOfTurn }
    let suffices = balance(redemption.account) - reserved(redemption.account) >= Int64(redemption.points)
    redemptions[number].state = suffices ? .balanceChecked : .refused
    return suffices ? .done : .refused
  }

  mutating func record(_ number: Int) -> RedemptionOutcome {
    let redemption = redemptions[number]
    if redemption.state != .balanceChecked { return .outOfTurn }
    if mode == .ledgerInRewards {
      if balance(redemption.account) < Int64(redemption.points) {
        redemptions[number].state = .refused
        return .refused
      }
      take(redemption)
    }
    redemptions[number].state = .recorded
    return .done
  }

  mutating func issueVoucher(_ number: Int) -> RedemptionOutcome {
    let redemption = redemptions[number]
    if redemption.purpose == .donation { return .outOfTurn }
    if redemption.state == .recorded {
      redemptions[number].state = .voucherIssued
    } else if redemption.state == .voucherIssued || redemption.state == .profileDebited {
      if deduplicates { return .duplicate }
      violations[.voucherDebited, default: 0] += 1
    } else {
      return .outOfTurn
    }
    redemptions[number].vouchers += 1
    return .done
  }

  mutating func debit(_ number: Int) -> RedemptionOutcome {
    let redemption = redemptions[number]
    if redemption.state == .profileDebited {
      if deduplicates { return .duplicate }
      violations[.voucherDebited, default: 0] += 1
      take(redemption)
    } else if redemption.state == (redemption.purpose == .offer ? .voucherIssued : .recorded) {
      if mode != .ledgerInRewards { take(redemption) }
    } else {
      return .outOfTurn
    }
    redemptions[number].state = .profileDebited
    redemptions[number].debits += 1
    return .done
  }

  mutating func cancel(_ number: Int) -> RedemptionOutcome {
    switch redemptions[number].state {
    case .requested, .balanceChecked:
      redemptions[number].state = .cancelled
      return .done
    case .cancelled: return .duplicate
    default: return .outOfTurn
    }
  }

  mutating func closeBooks() {
    for redemption in redemptions where [.recorded, .voucherIssued, .profileDebited].contains(redemption.state) {
      if redemption.debits == 0 || (redemption.purpose == .offer && redemption.vouchers == 0) {
        violations[.voucherDebited, default: 0] += 1
      }
    }
  }
}
