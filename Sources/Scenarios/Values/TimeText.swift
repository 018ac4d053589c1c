import Engine

extension ValueReader {
  /// Units of time, longest name first so that `min` is not read as `m` and `in`.
  static let timeUnits: [(name: String, nanoseconds: Nanoseconds)] = [
    ("min", .minute), ("ns", 1), ("us", .microsecond), ("ms", .millisecond), ("s", .second),
    ("m", .minute), ("h", .hour), ("d", .day),
  ]

  static func timeUnit(_ name: some StringProtocol) -> Nanoseconds? {
    timeUnits.first { $0.name == name }?.nanoseconds
  }

  /// 100 years, so that sums of two times always fit.
  static let longestTime: Nanoseconds = 36_500 * .day

  /// `200ms`, `1h30min`: units descending, each once.
  static func time(_ text: String) throws(ValueError) -> Nanoseconds {
    let text = text.trimmed
    var rest = text[...]
    var total: Nanoseconds = 0
    var last = Nanoseconds.max
    guard !text.isEmpty else {
      throw ValueError("a time is missing", suggestion: "write it as in `200ms` or `1h30min`")
    }
    if text.first == "-" {
      throw ValueError("a time cannot be negative: `\(text.shortened)`")
    }
    if text.first == "+" {
      throw ValueError("`\(text.shortened)` is not a time", suggestion: "leave the sign out")
    }
    while !rest.isEmpty {
      guard let (number, tail) = rest.splitNumber(), !number.isNegative, rest.first != "+" else {
        if let (low, high) = ends(text) {
          throw ValueError(
            "`\(text.shortened)` is a range, and one time is expected", suggestion: "write `\(low)` or `\(high)`")
        }
        throw ValueError(
          "`\(text.shortened)` is not a time", suggestion: "write it as in `200ms` or `1h30min`")
      }
      let unitText = tail.prefix { $0.isLetter || $0 == "µ" }
      guard !unitText.isEmpty else {
        if tail.first == " " {
          if let plain = inOurUnits(text) {
            throw ValueError("`\(text.shortened)` has a space in it", suggestion: "did you mean `\(plain)`?")
          }
        }
        throw ValueError(
          "`\(text.shortened)` is a number without a unit of time",
          suggestion: tail.isEmpty ? "did you mean `\(text)s`?" : "ns us ms s min h d")
      }
      guard let unit = timeUnit(unitText) else {
        throw ValueError(
          "`\(unitText)` is not a unit of time",
          suggestion: inOurUnits(text).map { "did you mean `\($0)`?" } ?? timeUnitHint(String(unitText)))
      }
      guard unit < last else {
        throw ValueError(
          "the units of `\(text.shortened)` do not descend", suggestion: "write it as in `1h30min`")
      }
      guard number.double(times: unit) <= Double(longestTime) else {
        throw ValueError("`\(text.shortened)` is longer than 100 years")
      }
      guard let nanoseconds = number.whole(times: unit) else {
        throw ValueError("`\(text.shortened)` is not a whole number of nanoseconds")
      }
      // Units descend, so the sum stays far from overflow.
      let sum = total + nanoseconds
      guard sum <= longestTime else {
        throw ValueError("`\(text.shortened)` is longer than 100 years")
      }
      (total, last) = (sum, unit)
      rest = tail.dropFirst(unitText.count)
    }
    return total
  }

  /// `10ms..25ms`
  static func timeRange(_ text: String) throws(ValueError) -> ClosedRange<Nanoseconds> {
    guard let (low, high) = rangeEnds(text) else {
      throw ValueError(
        "`\(text.shortened)` is not a range of times", suggestion: "write it as in `10ms..25ms`")
    }
    let from = try time(low)
    let to = try time(high)
    guard from <= to else {
      throw ValueError(
        "the range `\(text.shortened)` runs backwards", suggestion: "did you mean `\(high)..\(low)`?")
    }
    return from...to
  }

  /// Ends of a range of times, where the first may have its unit from the last: `5..6s`. Nil for anything else.
  static func ends(_ text: String) -> (low: String, high: String)? {
    guard let (low, high) = rangeEnds(text), (try? time(high)) != nil else { return nil }
    if (try? time(low)) != nil { return (low, high) }
    let unit = String(high.reversed().prefix { $0.isLetter }.reversed())
    return (try? time(low + unit)).map { _ in (low + unit, high) }
  }

  static func rangeEnds(_ text: String) -> (low: String, high: String)? {
    let characters = Array(text)
    guard characters.count >= 4 else { return nil }
    for index in 1..<(characters.count - 2) where characters[index] == "." && characters[index + 1] == "." {
      let low = String(characters[..<index]).trimmed
      let high = String(characters[(index + 2)...]).trimmed
      return low.isEmpty || high.isEmpty ? nil : (low, high)
    }
    return nil
  }

  /// `30 minutes` and `1 hour, 30 minutes` as they are written here: `30min`, `1h30min`. Nil when it is no time.
  private static func inOurUnits(_ text: String) -> String? {
    var plain = ""
    var rest = text[...]
    while !rest.isEmpty {
      let word = rest.prefix { $0.isLetter || $0 == "µ" }
      if word.isEmpty {
        if let first = rest.first, first != " ", first != "," { plain.append(first) }
        rest = rest.dropFirst()
        continue
      }
      rest = rest.dropFirst(word.count)
      if word == "and" { continue }
      guard let unit = timeUnit(word) != nil ? String(word) : commonUnits[word.lowercased()] else { return nil }
      plain += unit
    }
    guard let (_, tail) = plain.splitNumber(), !tail.isEmpty, plain != text else { return nil }
    do throws(ValueError) {
      _ = try time(plain)
      return plain
    } catch {
      return nil
    }
  }

  private static let commonUnits = [
    "sec": "s", "secs": "s", "second": "s", "seconds": "s", "msec": "ms", "msecs": "ms", "millis": "ms",
    "millisecond": "ms", "milliseconds": "ms", "usec": "us", "µs": "us", "microsecond": "us", "microseconds": "us",
    "nanosecond": "ns", "nanoseconds": "ns", "mins": "min", "minute": "min", "minutes": "min", "hr": "h", "hrs": "h",
    "hour": "h", "hours": "h", "day": "d", "days": "d",
  ]

  /// `sec` → `did you mean `s`?`
  private static func timeUnitHint(_ word: String) -> String {
    let capitals = [
      "S": "s", "M": "min", "H": "h", "D": "d", "MS": "ms", "Ms": "ms",
    ]
    return (commonUnits[word] ?? capitals[word]).map { "did you mean `\($0)`?" } ?? "ns us ms s min h d"
  }

  /// `200ms` again from nanoseconds, for messages.
  static func timeText(_ nanoseconds: Nanoseconds) -> String {
    for (name, unit) in [
      ("d", Nanoseconds.day), ("h", .hour), ("min", .minute), ("s", .second), ("ms", .millisecond),
      ("us", .microsecond),
    ]
    where nanoseconds >= unit && nanoseconds % unit == 0 {
      return "\(nanoseconds / unit)\(name)"
    }
    return "\(nanoseconds)ns"
  }
}
