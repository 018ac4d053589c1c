import Components
import Engine
import Foundation

/// Why a text is not a value; the reader adds the place.
struct ValueError: Error {
  var message: String
  var suggestion: String?
  init(_ message: String, _ suggestion: String? = nil) {
    self.message = message
    self.suggestion = suggestion
  }
}

/// Texts of single quantities: times, counts, rates, sizes, ratios, factors.
enum QuantityText {
  static let timeUnits: [(String, Nanoseconds)] = [
    ("ns", 1), ("us", .microsecond), ("µs", .microsecond), ("ms", .millisecond), ("min", .minute),
    ("s", .second), ("m", .minute), ("h", .hour), ("d", .day),
  ]

  /// `200ms`, `1h30min`
  static func time(_ text: String) throws -> Nanoseconds {
    var rest = Substring(text)
    var sum: Nanoseconds = 0
    if rest.isEmpty { throw ValueError("a time is missing", "as in `200ms`") }
    if rest.hasPrefix("-") { throw ValueError("a time must not be negative: `\(text)`") }
    while !rest.isEmpty {
      guard let (number, tail) = DecimalText.prefix(of: rest) else {
        throw ValueError("`\(text)` is not a time", "as in `200ms` or `1h30min`")
      }
      if tail.isEmpty {
        throw ValueError("`\(text)` has no unit", "did you mean `\(text)s`?")
      }
      guard let (unit, factor) = timeUnits.filter({ tail.hasPrefix($0.0) }).max(by: { $0.0.count < $1.0.count })
      else {
        let unit = tail.prefix { $0.isLetter }
        throw ValueError(
          "`\(unit)` is not a unit of time",
          Nearest.name(to: String(unit), among: timeUnits.map(\.0)).map { "did you mean `\($0)`?" }
            ?? "units are ns us ms s min h d")
      }
      guard let part = number.whole(times: factor) else {
        throw ValueError("`\(text)` is not a whole number of nanoseconds, or too long")
      }
      let (total, overflow) = sum.addingReportingOverflow(part)
      if overflow { throw ValueError("`\(text)` is too long") }
      sum = total
      rest = tail.dropFirst(unit.count)
    }
    return sum
  }

  /// `10ms..25ms`
  static func timeRange(_ text: String) throws -> ClosedRange<Nanoseconds> {
    guard let dots = text.range(of: "..") else {
      throw ValueError("`\(text)` is not a range of times", "as in `10ms..25ms`")
    }
    let low = try time(String(text[..<dots.lowerBound]))
    let high = try time(String(text[dots.upperBound...]))
    guard low <= high else {
      throw ValueError("the range `\(text)` runs backwards", "did you mean `\(text[dots.upperBound...])..\(text[..<dots.lowerBound])`?")
    }
    return low...high
  }

  private static let multiples: [(String, Int64)] = [("k", 1_000), ("M", 1_000_000), ("G", 1_000_000_000)]

  /// `150M`, `1.2M`, `12k`
  static func count(_ text: String) throws -> Int64 {
    if text.hasPrefix("-") { throw ValueError("a count must not be negative: `\(text)`") }
    guard let (number, rest) = DecimalText.prefix(of: Substring(text)) else {
      throw ValueError("`\(text)` is not a count", "as in `150M` or `12k`")
    }
    let factor: Int64
    if rest.isEmpty {
      factor = 1
    } else if let found = multiples.first(where: { $0.0 == rest }) {
      factor = found.1
    } else {
      throw ValueError("`\(text)` is not a count", "k, M and G may follow the number")
    }
    guard let value = number.whole(times: factor) else {
      throw ValueError("`\(text)` is not a whole number, or too large")
    }
    return value
  }

  /// Seconds of the unit behind the slash.
  private static let rateUnits: [(String, Double)] = [
    ("ms", 0.001), ("s", 1), ("min", 60), ("m", 60), ("h", 3600), ("d", 86_400), ("day", 86_400),
    ("week", 604_800), ("month", 30 * 86_400), ("year", 365 * 86_400),
  ]

  /// `500/s`, `12k/year`, `5%/day`: per second.
  static func rate(_ text: String) throws -> Double {
    if text.hasPrefix("-") { throw ValueError("a rate must not be negative: `\(text)`") }
    guard let slash = text.lastIndex(of: "/") else {
      throw ValueError("`\(text)` is not a rate", "did you mean `\(text)/s`?")
    }
    let unit = text[text.index(after: slash)...]
    guard let seconds = rateUnits.first(where: { $0.0 == unit })?.1 else {
      throw ValueError(
        "`\(unit)` is not a unit of time",
        Nearest.name(to: String(unit), among: rateUnits.map(\.0)).map { "did you mean `/\($0)`?" }
          ?? "as in `500/s` or `12k/year`")
    }
    let amount = String(text[..<slash])
    if amount.hasSuffix("%") { return try ratio(amount, mayExceedOne: true) / seconds }
    guard let (number, rest) = DecimalText.prefix(of: Substring(amount)) else {
      throw ValueError("`\(text)` is not a rate", "as in `500/s` or `12k/year`")
    }
    if rest.isEmpty { return number.value / seconds }
    guard let factor = multiples.first(where: { $0.0 == rest })?.1 else {
      throw ValueError("`\(text)` is not a rate", "k, M and G may follow the number")
    }
    return number.value * Double(factor) / seconds
  }

  static let sizeUnits: [(String, Int64)] = [
    ("B", 1), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
  ]

  /// `1 KiB`, `1KB`: bytes.
  static func size(_ text: String) throws -> Int64 {
    if text.hasPrefix("-") { throw ValueError("a size must not be negative: `\(text)`") }
    guard let (number, rest) = DecimalText.prefix(of: Substring(text)) else {
      throw ValueError("`\(text)` is not a size", "as in `12 KiB`")
    }
    let unit = rest.drop { $0 == " " }
    if unit.isEmpty { throw ValueError("`\(text)` has no unit", "did you mean `\(text) KB`?") }
    guard let factor = sizeUnits.first(where: { $0.0 == unit })?.1 else {
      throw ValueError(
        "`\(unit)` is not a unit of size",
        sizeUnits.first { $0.0.lowercased() == unit.lowercased() }.map { "did you mean `\($0.0)`?" }
          ?? "units are B KB MB GB TB KiB MiB GiB TiB")
    }
    guard let value = number.whole(times: factor) else {
      throw ValueError("`\(text)` is not a whole number of bytes, or too large")
    }
    return value
  }

  /// `99.9%` or `0.999`
  static func ratio(_ text: String, mayExceedOne: Bool = false) throws -> Double {
    if text.hasPrefix("-") { throw ValueError("a share must not be negative: `\(text)`") }
    guard let (number, rest) = DecimalText.prefix(of: Substring(text)), rest.isEmpty || rest == "%" else {
      throw ValueError("`\(text)` is not a share", "as in `99.9%`")
    }
    let value = rest == "%" ? number.value / 100 : number.value
    if value > 1 && !mayExceedOne {
      throw ValueError("`\(text)` is more than the whole", rest.isEmpty ? "did you mean `\(text)%`?" : nil)
    }
    return value
  }

  /// `x6`, `x2.4`
  static func factor(_ text: String) throws -> Double {
    guard text.hasPrefix("x"), let number = DecimalText(text.dropFirst()), number.digits > 0 else {
      throw ValueError(
        "`\(text)` is not a factor",
        DecimalText(Substring(text)) != nil ? "did you mean `x\(text)`?" : "as in `x6`")
    }
    return number.value
  }

  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// `20:30` since midnight, `Fri 20:00` since Monday 00:00, `2026-10-01` by its day of the week.
  static func clock(_ text: String) throws -> (time: Nanoseconds, hasDay: Bool) {
    let parts = text.split(separator: " ")
    if parts.count == 1, let date = dayOfWeek(text) { return (Nanoseconds(date) * .day, true) }
    guard let last = parts.last, parts.count <= 2 else {
      throw ValueError("`\(text)` is not a time of day", "as in `20:30` or `Fri 20:00`")
    }
    let pieces = last.split(separator: ":")
    guard pieces.count == 2, let hours = Int64(pieces[0]), let minutes = Int64(pieces[1]),
      (0..<24).contains(hours), (0..<60).contains(minutes)
    else { throw ValueError("`\(text)` is not a time of day", "as in `20:30` or `Fri 20:00`") }
    let time = hours * .hour + minutes * .minute
    if parts.count == 1 { return (time, false) }
    guard let day = days.firstIndex(where: { parts[0].hasPrefix($0) }) else {
      throw ValueError("`\(parts[0])` is not a day", "days are \(days.joined(separator: " "))")
    }
    return (Nanoseconds(day) * .day + time, true)
  }

  /// 0 for a Monday, by Zeller's congruence.
  private static func dayOfWeek(_ text: String) -> Int? {
    let parts = text.split(separator: "-")
    guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2]), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let y = month < 3 ? year - 1 : year
    let m = month < 3 ? month + 12 : month
    let h = (day + 13 * (m + 1) / 5 + y % 100 + y % 100 / 4 + y / 100 / 4 + 5 * (y / 100)) % 7
    return (h + 5) % 7
  }
}
