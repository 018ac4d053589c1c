/// How a vendor writes money.
package enum AmountStyle: Sendable, CaseIterable {
  /// €1,234.56, separated as the language does
  case symbolBefore
  /// 1.234,56 €
  case symbolAfter
  /// EUR 1,234.56
  case codeBefore
  /// 1.234,56 EUR
  case codeAfter
  /// EUR 1234.56 in every language
  case plain
  /// EUR 1'234.56 in every language
  case swiss

  private func separators(in language: MailLanguage) -> (group: Character?, decimal: Character) {
    switch self {
    case .plain: (nil, ".")
    case .swiss: ("'", ".")
    default: (language.groupSeparator, language.decimalSeparator)
    }
  }

  package func text(of amount: Amount, in language: MailLanguage) -> String {
    let (group, decimal) = separators(in: language)
    let decimals = amount.currency.decimals
    let whole = decimals == 0 ? amount.minor : amount.minor / 100
    var text = ""
    for (index, digit) in String(whole).reversed().enumerated() {
      if let group, index > 0, index % 3 == 0 { text.append(group) }
      text.append(digit)
    }
    text = String(text.reversed())
    if decimals > 0 {
      let cents = amount.minor % 100
      text += "\(decimal)\(cents < 10 ? "0" : "")\(cents)"
    }
    switch self {
    case .symbolBefore: return amount.currency.symbol + text
    case .symbolAfter: return "\(text) \(amount.currency.symbol)"
    case .codeBefore, .plain, .swiss: return "\(amount.currency.code) \(text)"
    case .codeAfter: return "\(text) \(amount.currency.code)"
    }
  }

  /// nil for anything but a whole amount in this style.
  package func amount(of text: Substring, in language: MailLanguage) -> Amount? {
    for currency in Currency.allCases {
      guard let number = number(in: text, currency), let minor = minor(number, currency, language) else { continue }
      return Amount(minor: minor, currency)
    }
    return nil
  }

  /// What stands beside the currency.
  private func number(in text: Substring, _ currency: Currency) -> Substring? {
    let mark: String
    switch self {
    case .symbolBefore: mark = currency.symbol
    case .symbolAfter: mark = " " + currency.symbol
    case .codeBefore, .plain, .swiss: mark = currency.code + " "
    case .codeAfter: mark = " " + currency.code
    }
    switch self {
    case .symbolBefore, .codeBefore, .plain, .swiss: return text.hasPrefix(mark) ? text.dropFirst(mark.count) : nil
    case .symbolAfter, .codeAfter: return text.hasSuffix(mark) ? text.dropLast(mark.count) : nil
    }
  }

  private func minor(_ text: Substring, _ currency: Currency, _ language: MailLanguage) -> UInt32? {
    let (group, decimal) = separators(in: language)
    var whole = text
    var cents = 0
    if currency.decimals > 0 {
      let parts = text.split(separator: decimal, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].utf8.count == 2, let fraction = TextScan.number(parts[1]) else { return nil }
      whole = parts[0]
      cents = fraction
    }
    var digits = String(whole)
    if let group {
      let parts = whole.split(separator: group, omittingEmptySubsequences: false)
      guard (1...3).contains(parts[0].count), parts.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
      digits = parts.joined()
    }
    guard let value = TextScan.number(Substring(digits)) else { return nil }
    return UInt32(exactly: currency.decimals > 0 ? value * 100 + cents : value)
  }
}
