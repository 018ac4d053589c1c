/// A day of the Gregorian calendar, counted from 1 January 1970, in two bytes: up to 2149.
package struct CalendarDate: Hashable, Comparable, BitwiseCopyable, Sendable {
  package let number: UInt16

  package init(number: UInt16) { self.number = number }

  /// nil for a day that the calendar does not have, or that lies beyond the range.
  ///
  /// Counts in years that begin in March, so that the leap day is the last (Hinnant, "chrono-compatible
  /// low-level date algorithms").
  package init?(year: Int, month: Int, day: Int) {
    guard (1970...2149).contains(year), (1...12).contains(month), (1...Self.length(of: month, in: year)).contains(day)
    else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    guard let number = UInt16(exactly: era * 146_097 + dayOfEra - 719_468) else { return nil }
    self.number = number
  }

  package var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
  }

  package var year: Int { components.year }
  /// From 0 for Monday.
  package var weekday: Int { (Int(number) + 3) % 7 }

  /// As many days later; the last day of the range where that lies beyond.
  package func advanced(by days: Int) -> CalendarDate {
    CalendarDate(number: UInt16(clamping: Int(number) + min(max(days, -65_536), 65_536)))
  }

  package static func < (one: CalendarDate, other: CalendarDate) -> Bool { one.number < other.number }

  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
