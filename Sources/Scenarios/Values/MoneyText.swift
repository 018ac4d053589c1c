import Engine

/// `$50/month`, `$0.09/GB`, `$3/1M calls up to 333M then $2.70`: a price for a use.
struct MoneyText: Equatable {
  var per: MeterPrice.Per?
  var tiers: [Tier]

  struct Tier: Equatable {
    /// Single units, not units of `per`.
    var upTo: Double?
    var micros: Double
  }
}

extension ValueReader {
  private static let moneyExample = "write it as in `$50/month`, `$0.09/GB` or `$0.40/1M calls`"

  /// `$2900`, `$0.085`: micro-units.
  static func amountOfMoney(_ text: String) throws(ValueError) -> Double {
    let text = text.trimmed
    guard text.first == "$" else {
      throw ValueError(
        "`\(text.shortened)` is not an amount of money",
        suggestion: ExactDecimal(text) == nil ? moneyExample : "did you mean `$\(text)`?")
    }
    let (number, unit) = try scaledNumber(String(text.dropFirst()), what: "an amount", example: "`$50`")
    guard !number.isNegative else {
      throw ValueError("a price cannot be negative: `\(text.shortened)`")
    }
    let (micros, overflows) = unit.multipliedReportingOverflow(by: 1_000_000)
    let amount = overflows ? number.double * Double(unit) * 1e6 : number.double(times: micros)
    try ValueRange.checkMoney(amount, text)
    return amount
  }

  static func money(_ text: String) throws(ValueError) -> MoneyText {
    var clauses = split(text.trimmed, by: " then ")
    let first = clauses.removeFirst()
    let slash = first.firstIndex(of: "/")
    let amount = try amountOfMoney(String(first[..<(slash ?? first.endIndex)]).upToCut)
    var per: MeterPrice.Per?
    if let slash {
      per = try meterUnit(String(first[first.index(after: slash)...]).upToCut)
    }
    var tiers = [MoneyText.Tier(upTo: try limit(of: first, per), micros: amount)]
    for clause in clauses {
      guard tiers.last?.upTo != nil else {
        throw ValueError(
          "`then` follows a price that has no end", suggestion: "write it as in `$3/1M calls up to 333M then $2.70`")
      }
      tiers.append(
        MoneyText.Tier(upTo: try limit(of: clause, per), micros: try amountOfMoney(clause.upToCut)))
    }
    for (lower, upper) in zip(tiers, tiers.dropFirst()) {
      if let low = lower.upTo, let high = upper.upTo, high <= low {
        throw ValueError("the tiers of `\(text.shortened)` do not ascend")
      }
    }
    if tiers.last?.upTo != nil {
      throw ValueError(
        "the last tier of `\(text.shortened)` ends", suggestion: "say what is paid after it: `then $…`")
    }
    return MoneyText(per: per, tiers: tiers)
  }

  /// `… up to 333M`; bytes where the price is per bytes.
  private static func limit(of clause: String, _ per: MeterPrice.Per?) throws(ValueError) -> Double? {
    let parts = split(clause, by: " up to ")
    guard parts.count > 1 else { return nil }
    guard parts.count == 2 else { throw ValueError("two ends for one tier: `\(clause.shortened)`") }
    switch per {
    case .bytes: return Double(try size(parts[1]))
    case .calls, nil: return Double(try count(parts[1]))
    default:
      throw ValueError("a price for time has no tiers: `\(clause.shortened)`")
    }
  }

  /// What stands behind the slash: `month`, `h`, `GB`, `1M calls`, `GB month`, `GB s`.
  private static func meterUnit(_ text: String) throws(ValueError) -> MeterPrice.Per {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first, words.count <= 2 else {
      throw ValueError("`\(text.shortened)` is not what a price can be per", suggestion: moneyExample)
    }
    let bytes = sizeUnits.first { $0.name == first }?.bytes
    if words.count == 1 {
      if let bytes { return .bytes(Double(bytes)) }
      if let span = span(first) { return .time(span) }
      if first == "call" || first == "message" { return .calls(1) }
    } else if let bytes, let span = span(words[1]) {
      return .byteTime(bytes: Double(bytes), time: span)
    } else if ["calls", "call", "messages", "requests"].contains(words[1]) {
      let (number, unit) = try scaledNumber(first, what: "a count", example: "`1M calls`")
      guard let calls = number.whole(times: unit), calls > 0 else {
        throw ValueError("`\(first)` is not a number of calls")
      }
      return .calls(Double(calls))
    }
    throw ValueError("`\(text.shortened)` is not what a price can be per", suggestion: moneyExample)
  }

  private static func span(_ name: String) -> Nanoseconds? {
    rateSpans.first { $0.name == name }?.nanoseconds
  }

  static func split(_ text: String, by separator: String) -> [String] {
    var parts: [String] = []
    var rest = text[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]).trimmed)
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest).trimmed]
  }
}

extension String {
  /// What stands before ` up to `.
  fileprivate var upToCut: String { ValueReader.split(self, by: " up to ")[0] }
}
