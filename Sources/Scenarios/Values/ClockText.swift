import Engine

/// `20:30`, `Fri 20:00`, `2026-10-01`: a place in the day, in the week, or in the calendar.
struct ClockTime: Equatable {
  enum Day: Equatable {
    case any
    /// Monday is 0.
    case weekday(Int)
    /// Days since Monday 2024-01-01.
    case date(Int)
  }
  var day: Day
  var sinceMidnight: Nanoseconds

  static let week = 7 * Nanoseconds.day

  /// Since Monday 00:00; since midnight when no day was given.
  var inWeek: Nanoseconds {
    switch day {
    case .any: sinceMidnight
    case .weekday(let number): Nanoseconds(number) * .day + sinceMidnight
    case .date(let number): Nanoseconds(((number % 7) + 7) % 7) * .day + sinceMidnight
    }
  }

  /// The first instant of a run at or after its start that this clock shows. Nil for a date when the
  /// run does not start on one, or starts later.
  func since(_ start: ClockTime) -> Nanoseconds? {
    switch (day, start.day) {
    case (.date(let number), .date(let first)):
      let span = Nanoseconds(number - first) * .day + sinceMidnight - start.sinceMidnight
      return span >= 0 ? span : nil
    case (.date, _): return nil
    case (.any, _):
      return (sinceMidnight - start.sinceMidnight + .day) % .day
    case (.weekday, _):
      return (inWeek - start.inWeek + 2 * Self.week) % Self.week
    }
  }
}

extension ValueReader {
  static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  static func isClock(_ text: String) -> Bool {
    text.contains(":") || weekdays.contains(String(text.prefix(3))) || isDate(text)
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: " ").first?.split(separator: "-", omittingEmptySubsequences: false)
    return parts?.count == 3 && parts?.first?.count == 4 && Int(parts?.first ?? "") != nil
  }

  static func clock(_ text: String) throws(ValueError) -> ClockTime {
    let words = text.trimmed.split(separator: " ").map(String.init)
    let hint = "write it as in `20:30`, `Fri 20:00` or `2026-10-01`"
    guard let first = words.first, words.count <= 2 else {
      throw ValueError("`\(text.shortened)` is not a clock time", suggestion: hint)
    }
    if first.contains(":") {
      guard words.count == 1 else {
        throw ValueError("`\(text.shortened)` is not a clock time", suggestion: hint)
      }
      return ClockTime(day: .any, sinceMidnight: try timeOfDay(first))
    }
    let midnight = words.count == 2 ? try timeOfDay(words[1]) : 0
    if isDate(first) {
      return ClockTime(day: .date(try dayNumber(first)), sinceMidnight: midnight)
    }
    if let day = weekdays.firstIndex(of: first) {
      return ClockTime(day: .weekday(day), sinceMidnight: midnight)
    }
    if first.contains(where: \.isLetter), !first.contains(where: \.isNumber) {
      let near = weekdays.first { first.lowercased().hasPrefix($0.lowercased()) }
      throw ValueError(
        "`\(first.shortened)` is not a day of the week",
        suggestion: near.map { "did you mean `\($0)`?" } ?? weekdays.joined(separator: " "))
    }
    throw ValueError("`\(text.shortened)` is not a clock time", suggestion: hint)
  }

  private static func timeOfDay(_ text: String) throws(ValueError) -> Nanoseconds {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part -> Int? in
      (1...2).contains(part.count) && part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
    }
    guard (2...3).contains(parts.count), numbers.count == parts.count, parts[1].count == 2 else {
      throw ValueError(
        "`\(text.shortened)` is not a time of day", suggestion: "write it as in `20:30`")
    }
    let seconds = numbers.count == 3 ? numbers[2] : 0
    guard numbers[0] < 24, numbers[1] < 60, seconds < 60 else {
      throw ValueError("`\(text.shortened)` is not on the clock", suggestion: "00:00 to 23:59")
    }
    return Nanoseconds(numbers[0]) * .hour + Nanoseconds(numbers[1]) * .minute
      + Nanoseconds(seconds) * .second
  }

  /// Days from Monday 2024-01-01 to a date of the Gregorian calendar.
  private static func dayNumber(_ text: String) throws(ValueError) -> Int {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, (1970...2200).contains(parts[0]), (1...12).contains(parts[1]) else {
      throw ValueError("`\(text.shortened)` is not a date", suggestion: "write it as in `2026-10-01`")
    }
    let isLeap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...lengths[parts[1] - 1]).contains(parts[2]) else {
      throw ValueError("there is no `\(text.shortened)` in the calendar")
    }
    func leapDays(before year: Int) -> Int {
      let last = year - 1
      return last / 4 - last / 100 + last / 400
    }
    let years = parts[0] - 2024
    return years * 365 + leapDays(before: parts[0]) - leapDays(before: 2024)
      + lengths[..<(parts[1] - 1)].reduce(0, +) + parts[2] - 1
  }
}
