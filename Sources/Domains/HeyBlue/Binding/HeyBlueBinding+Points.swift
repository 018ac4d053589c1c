import Components
import Engine
import HeyBlueCore

/// Points that are redeemed for offers, or given to charities.
extension HeyBlueBinding {
  func performOnPoints(_ command: HeyBlueCommand, _ context: inout CommandContext) -> Int {
    let now = context.now
    if command == .requestRedemption || command == .requestDonation {
      let isOffer = command == .requestRedemption
      let account =
        isOffer
        ? ledger.accounts.citizen(UInt32(citizen(context))) : ledger.accounts.officer(UInt32(officer(context)))
      let redemption = redemptions.request(account, points: settings.price, for: isOffer ? .offer : .donation)
      context.payload = HeyBluePayload.redemption.with(redemption)
      vouchers.append(0)
      return 0
    }
    guard let redemption = HeyBluePayload.redemption.number(of: context.payload), redemption < redemptions.count else {
      return command == .useVoucher ? 3 : 2
    }
    switch command {
    case .checkBalance: return Self.index(redemptions.checkBalance(redemption, in: ledger))
    case .record: return Self.index(redemptions.record(redemption, in: &ledger, at: now))
    case .issueVoucher:
      let (outcome, voucher) = redemptions.issueVoucher(redemption, at: now)
      if let voucher { vouchers[Int(redemption)] = voucher + 1 }
      return Self.index(outcome)
    case .debit: return Self.index(redemptions.debit(redemption, in: &ledger, at: now))
    case .cancel: return Self.index(redemptions.cancel(redemption))
    default:
      let voucher = vouchers[Int(redemption)]
      if voucher == 0 { return 3 }
      switch redemptions.use(voucher - 1, at: now) {
      case .used: return 0
      case .expired: return 1
      case .spent, .stillValid: return 2
      }
    }
  }

  private static func index(_ outcome: RedemptionOutcome) -> Int {
    switch outcome {
    case .done: 0
    case .refused, .duplicate: 1
    case .outOfTurn: 2
    }
  }
}
