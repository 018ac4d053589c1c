import Engine

/// Counts, rates, sizes, shares and factors.
extension ValueReader {
  private static let thousands: [Character: Int64] = [
    "k": 1_000, "M": 1_000_000, "G": 1_000_000_000,
  ]

  /// `150M`, `1.2M`, `250`: a whole number.
  static func count(_ text: String, _ bounds: ClosedRange<Int64> = 0...Int64.max)
    throws(ValueError) -> Int64
  {
    let (number, unit) = try scaledNumber(text, what: "a count", example: "`12k` or `150M`")
    guard let value = number.whole(times: unit) else {
      throw ValueError(
        number.overflows(times: unit)
          ? "`\(text.shortened)` is too large for a count"
          : "`\(text.shortened)` is not a whole number")
    }
    guard bounds.contains(value) else {
      throw ValueError(
        "`\(text.shortened)` is out of bounds",
        suggestion: bounds.upperBound == .max
          ? "at least \(bounds.lowerBound)" : "from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return value
  }

  /// `12k` → 12 and 1000.
  static func scaledNumber(_ text: String, what: String, example: String)
    throws(ValueError) -> (ExactDecimal, Int64)
  {
    let text = text.trimmed
    guard let (number, rest) = text.splitNumber() else {
      throw ValueError(
        text.isEmpty ? "\(what) is missing" : "`\(text.shortened)` is not \(what)",
        suggestion: "write it as in \(example)")
    }
    if rest.isEmpty { return (number, 1) }
    if rest.count == 1, let letter = rest.first, let unit = thousands[letter] {
      return (number, unit)
    }
    let meant = ["K": "k", "m": "M", "g": "G", "B": "G", "mio": "M", "T": "000G"][String(rest)]
    throw ValueError(
      "`\(text.shortened)` is not \(what)",
      suggestion: meant.map { "did you mean `\(text.dropLast(rest.count))\($0)`?" }
        ?? "write it as in \(example)")
  }

  /// `500/s`, `12k/year`, `5%/day`: per second. A month has 30 days and a year 365.
  static func rate(_ text: String) throws(ValueError) -> Double {
    let text = text.trimmed
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { $0.trimmed }
    guard parts.count == 2 else {
      if let meant = perSecond(text) {
        throw ValueError("`\(text.shortened)` is not a rate", suggestion: "did you mean `\(meant)`?")
      }
      let isNumber = (try? scaledNumber(text, what: "", example: "")) != nil
      throw ValueError(
        isNumber
          ? "`\(text.shortened)` is a number without `per what`"
          : "`\(text.shortened)` is not a rate",
        suggestion: isNumber ? "did you mean `\(text)/s`?" : "write it as in `500/s` or `12k/year`")
    }
    guard let span = rateSpans.first(where: { $0.name == parts[1] })?.nanoseconds else {
      throw ValueError(
        "`\(parts[1].shortened)` is not a span that a rate can be per",
        suggestion: commonSpan(parts[1]).map { "did you mean `\($0)`?" }
          ?? Spelling.hint(for: parts[1], among: rateSpans.map(\.name)))
    }
    var (number, unit) = (ExactDecimal.one, Int64(1))
    if parts[0].hasSuffix("%"), let percent = ExactDecimal(parts[0].dropLast()) {
      number = ExactDecimal(digits: percent.digits, places: percent.places + 2)
    } else {
      (number, unit) = try scaledNumber(parts[0], what: "a rate", example: "`500/s` or `12k/year`")
    }
    guard !number.isNegative else {
      throw ValueError("a rate cannot be negative: `\(text.shortened)`")
    }
    // Whole seconds divide exactly where they can: 3000/min is 50.
    let perSecond = number.double(times: unit) / (Double(span) / 1e9)
    try ValueRange.checkRate(perSecond, text)
    return perSecond
  }

  /// `500 rps`, `500 per second` → `500/s`.
  private static func perSecond(_ text: String) -> String? {
    let words = text.split(separator: " ").map(String.init)
    guard let (_, rest) = words.first?.splitNumber(), let first = words.first else { return nil }
    if ["rps", "qps", "tps"].contains(rest) { return "\(first.dropLast(rest.count))/s" }
    if words.count == 2, ["rps", "qps", "tps"].contains(words[1]) { return "\(first)/s" }
    guard let per = words.firstIndex(of: "per"), words.count == per + 2, per <= 2 else { return nil }
    let span = rateSpans.first { $0.name == words[per + 1] }?.name ?? commonSpan(words[per + 1])
    return span.map { "\(first)/\($0)" }
  }

  private static func commonSpan(_ word: String) -> String? {
    [
      "sec": "s", "second": "s", "seconds": "s", "m": "min", "minute": "min", "minutes": "min", "hour": "h", "hr": "h",
      "days": "day", "weeks": "week", "w": "week", "months": "month", "years": "year", "y": "year",
    ][word.lowercased()]
  }

  static let rateSpans: [(name: String, nanoseconds: Nanoseconds)] = [
    ("s", .second), ("min", .minute), ("h", .hour), ("d", .day), ("day", .day),
    ("week", 7 * .day), ("month", 30 * .day), ("year", 365 * .day),
  ]

  /// Units of size; a small k and the like are only told about.
  static let sizeUnits: [(name: String, bytes: Int64)] = [
    ("B", 1), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
  ]

  /// `1 KiB`, `200KB`: whole bytes.
  static func size(_ text: String) throws(ValueError) -> Int64 {
    let text = text.trimmed
    guard let (number, rest) = text.splitNumber() else {
      throw ValueError(
        "`\(text.shortened)` is not a size", suggestion: "write it as in `12 KiB` or `1 MB`")
    }
    let unitText = rest.trimmed
    guard !unitText.isEmpty else {
      throw ValueError(
        "`\(text.shortened)` is a number without a unit of size",
        suggestion: "did you mean `\(text) B` or `\(text) KB`?")
    }
    guard let unit = sizeUnits.first(where: { $0.name == unitText })?.bytes else {
      let near =
        sizeUnits.first { $0.name.lowercased() == unitText.lowercased() }?.name
        ?? sizeUnits.first { $0.name.dropLast().lowercased() == unitText.lowercased() }?.name
      throw ValueError(
        "`\(unitText.shortened)` is not a unit of size",
        suggestion: near.map { "did you mean `\($0)`?" }
          ?? sizeUnits.map(\.name).joined(separator: " "))
    }
    guard !number.isNegative else {
      throw ValueError("a size cannot be negative: `\(text.shortened)`")
    }
    guard let bytes = number.whole(times: unit) else {
      throw ValueError(
        number.overflows(times: unit)
          ? "`\(text.shortened)` is too large" : "`\(text.shortened)` is not a whole number of bytes")
    }
    guard bytes <= ValueRange.bytes else {
      throw ValueError("`\(text.shortened)` is out of range", suggestion: "a size is at most `1000000 TB`")
    }
    return bytes
  }

  /// `99.9%` or `0.999`.
  static func ratio(_ text: String) throws(ValueError) -> Double {
    let text = text.trimmed
    guard let (number, rest) = text.splitNumber(), rest.isEmpty || rest == "%" else {
      throw ValueError(
        text.isEmpty ? "a share is missing" : "`\(text.shortened)` is not a share",
        suggestion: percentHint(text) ?? "write it as in `99.9%`")
    }
    let value =
      rest == "%"
      ? ExactDecimal(digits: number.digits, places: number.places + 2).double : number.double
    guard (0...1).contains(value) else {
      throw ValueError(
        "`\(text.shortened)` is not between 0% and 100%",
        suggestion: rest.isEmpty && (0...100).contains(value) ? "did you mean `\(text)%`?" : nil)
    }
    return value
  }

  /// `5 percent`, `5 %` → `5%`.
  private static func percentHint(_ text: String) -> String? {
    guard let (_, rest) = text.splitNumber(), ["%", "percent", "pct"].contains(rest.trimmed) else { return nil }
    return "did you mean `\(text.dropLast(rest.count))%`?"
  }

  /// `x6`, `x2.4`.
  static func factor(_ text: String) throws(ValueError) -> Double {
    let text = text.trimmed
    guard text.first == "x", let number = ExactDecimal(text.dropFirst()) else {
      let plain = text.hasSuffix("x") ? String(text.dropLast()) : text
      let isNumber = ExactDecimal(plain) != nil
      throw ValueError(
        "`\(text.shortened)` is not a factor",
        suggestion: isNumber ? "did you mean `x\(plain)`?" : "write it as in `x6`")
    }
    guard !number.isNegative, !number.isZero else {
      throw ValueError("a factor must be above zero: `\(text.shortened)`")
    }
    try ValueRange.checkFactor(number.double, text)
    return number.double
  }

  /// `320 per partition`, or a plain count, which is for the first of the words.
  static func countPer(_ text: String, _ words: [String], _ bounds: ClosedRange<Int64>)
    throws(ValueError) -> (Int64, String)
  {
    let parts = text.trimmed.split(separator: " ").map(String.init)
    guard parts.count == 1 || (parts.count == 3 && parts[1] == "per") else {
      throw ValueError(
        "`\(text.shortened)` is not a count",
        suggestion: "write it as in `320 per \(words.first ?? "partition")`")
    }
    let value = try count(parts[0], bounds)
    guard parts.count == 3 else { return (value, words.first ?? "") }
    guard words.contains(parts[2]) else {
      throw ValueError(
        "it cannot be per `\(parts[2].shortened)`", suggestion: Spelling.hint(for: parts[2], among: words))
    }
    return (value, parts[2])
  }

  /// `yes` or `no`.
  static func flag(_ text: String) throws(ValueError) -> Bool {
    switch text {
    case "yes": return true
    case "no": return false
    default:
      let meant = ["true": "yes", "on": "yes", "1": "yes", "false": "no", "off": "no", "0": "no"]
      throw ValueError(
        text.isEmpty ? "`yes` or `no` is missing" : "`\(text.shortened)` is neither `yes` nor `no`",
        suggestion: meant[text.lowercased()].map { "did you mean `\($0)`?" })
    }
  }

  /// `1:1000` → 1000.
  static func scale(_ text: String) throws(ValueError) -> Int64 {
    let parts = text.trimmed.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "1", let value = try? count(String(parts[1]), 1...1_000_000_000)
    else {
      throw ValueError("`\(text.shortened)` is not a scale", suggestion: "write it as in `1:1000`")
    }
    return value
  }
}
