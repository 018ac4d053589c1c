/// Numbers as people read them: three significant digits and the unit that keeps them short.
/// Deterministic, without locale, and the same in the terminal, the page and the figures.
package enum QuantityText {
  /// A span of nanoseconds: `850 ns`, `1.49 ms`, `286 s`, `30 min`, `24 h`, `30 d`.
  package static func time(_ nanoseconds: Int64) -> String {
    // Later than any limit: a request that never got an answer.
    if nanoseconds == .max { return "never" }
    return time(Double(nanoseconds))
  }

  package static func time(_ nanoseconds: Double) -> String {
    guard nanoseconds != 0 else { return "0 s" }
    let unit = TimeUnit.fitting(nanoseconds)
    return Decimal.significant(nanoseconds / unit.nanoseconds) + " " + unit.symbol
  }

  /// An instant, with so many significant digits.
  static func time(_ nanoseconds: Int64, digits: Int) -> String {
    guard nanoseconds != 0 else { return "0 s" }
    let unit = TimeUnit.fitting(Double(nanoseconds))
    return Decimal.significant(Double(nanoseconds) / unit.nanoseconds, digits: digits) + " " + unit.symbol
  }

  /// `7,412`, `98,304`, `150 M`.
  package static func count(_ number: UInt64) -> String {
    number < 100_000 ? Decimal.grouped(number) : scaled(Double(number))
  }

  package static func count(_ number: Int64) -> String {
    (number < 0 ? "−" : "") + count(number.magnitude)
  }

  /// A number that need not be whole: `0.25`, `3.5`, `1.2 M`.
  package static func number(_ number: Double) -> String {
    guard number.isFinite else { return Decimal.fixed(number, digits: 0) }
    if number.magnitude >= 100_000 { return scaled(number) }
    return Decimal.significant(number)
  }

  /// Per second: `500 k/s`, `0.25/s`.
  package static func rate(_ perSecond: Double) -> String { number(perSecond) + "/s" }

  /// A share from 0 to 1: `83.1 %`, `99.95 %`. Never `100 %` or `0 %` unless it is.
  package static func share(_ ratio: Double) -> String {
    guard ratio.isFinite else { return "–" }
    let percent = ratio * 100
    if percent == 100 || percent == 0 { return "\(Int(percent)) %" }
    if percent > 99, percent < 100 {
      for digits in 1...7 {
        let text = Decimal.fixed(percent, digits: digits)
        if !text.hasPrefix("100") { return text + " %" }
      }
      return "< 100 %"
    }
    return Decimal.significant(percent) + " %"
  }

  /// Micro-units of a currency: `$2,780`, `$19.20`, `$0.004`.
  package static func money(_ micros: Int64, currency: String) -> String {
    money(Double(micros), currency: currency)
  }

  package static func money(_ micros: Double, currency: String) -> String {
    let size = (micros / 1e6).magnitude
    let amount: String
    if size >= 1e9 {
      amount = scaled(size)
    } else if size >= 100 || size == 0 {
      amount = Decimal.fixed(size, digits: 0)
    } else if size >= 0.1 {
      amount = Decimal.fixed(size, digits: 2)
    } else {
      amount = Decimal.significant(size, digits: 2)
    }
    return (micros < 0 ? "−" : "") + symbol(of: currency) + amount
  }

  /// What one unit costs, with all its digits: `$57.60`, `$0.0225`, or for very many of them `$0.40 a million`.
  package static func unitPrice(_ micros: Double, currency: String) -> String {
    guard micros != 0, micros.magnitude < 100 else { return exactMoney(micros, currency: currency) }
    return exactMoney(micros * 1e6, currency: currency) + " a million"
  }

  private static func exactMoney(_ micros: Double, currency: String) -> String {
    guard let digits = Decimal.exactDigits(micros / 1e6, most: 9) else { return money(micros, currency: currency) }
    return (micros < 0 ? "−" : "") + symbol(of: currency)
      + Decimal.fixed((micros / 1e6).magnitude, digits: digits == 1 ? 2 : digits)
  }

  /// `16 B`, `2.4 GB`: decimal units, as bills count them.
  package static func bytes(_ bytes: Int64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
    var size = Double(bytes).magnitude
    var unit = 0
    while unit + 1 < units.count, size >= 999.5 { (size, unit) = (size / 1_000, unit + 1) }
    return (bytes < 0 ? "−" : "") + Decimal.significant(size) + " " + units[unit]
  }

  /// A figure of a metric, by the unit that the metric has.
  package static func figure(_ value: Double, unit: String, currency: String = "USD") -> String {
    switch unit {
    case "ns": value >= 0x1p63 ? "never" : time(value)
    case "ratio": share(value)
    case "per second": rate(value)
    case "micro-units": money(value, currency: currency)
    case "count", "": number(value)
    default: number(value) + " " + unit
    }
  }

  /// `p50`, `p99.9`.
  package static func quantile(_ quantile: Double) -> String {
    "p" + Decimal.significant(quantile * 100, digits: 6)
  }

  private static func scaled(_ number: Double) -> String {
    let suffixes = ["", " k", " M", " G", " T", " P", " E"]
    var size = number.magnitude
    var index = 0
    while index + 1 < suffixes.count, size >= 999.5 { (size, index) = (size / 1_000, index + 1) }
    return (number < 0 ? "−" : "") + Decimal.significant(size) + suffixes[index]
  }

  private static func symbol(of currency: String) -> String {
    switch currency {
    case "USD": "$"
    case "EUR": "€"
    case "GBP": "£"
    default: currency + " "
    }
  }
}
