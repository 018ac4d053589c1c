package enum Currency: UInt8, BitwiseCopyable, Sendable, CaseIterable {
  case euro, dollar, pound, franc, yen

  /// ISO 4217.
  package var code: String {
    switch self {
    case .euro: "EUR"
    case .dollar: "USD"
    case .pound: "GBP"
    case .franc: "CHF"
    case .yen: "JPY"
    }
  }

  package var symbol: String {
    switch self {
    case .euro: "€"
    case .dollar: "$"
    case .pound: "£"
    case .franc: "CHF"
    case .yen: "¥"
    }
  }

  /// Digits after the decimal separator.
  package var decimals: Int { self == .yen ? 0 : 2 }
}

/// Money: whole cents, or whole yen.
package struct Amount: Hashable, BitwiseCopyable, Sendable {
  package var minor: UInt32
  package var currency: Currency

  package init(minor: UInt32, _ currency: Currency) {
    self.minor = minor
    self.currency = currency
  }
}
