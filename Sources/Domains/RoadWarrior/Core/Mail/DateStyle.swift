/// How a vendor writes a day.
package enum DateStyle: Sendable, CaseIterable {
  /// 2027-03-12
  case iso
  /// 12.03.2027
  case dotted
  /// 03/12/2027 in English, 12/03/2027 elsewhere
  case slashed
  /// March 12, 2027 · 12. März 2027 · 12 mars 2027 · 12 de marzo de 2027
  case long
  /// 12MAR27, in English whatever the language, as airlines do
  case airline
  /// Fri, 12 Mar 2027; a weekday that does not fit is an error
  case weekday

  package func text(of date: CalendarDate, in language: MailLanguage) -> String {
    let (year, month, day) = date.components
    let (two, twoMonth) = (Self.padded(day), Self.padded(month))
    switch self {
    case .iso: return "\(year)-\(twoMonth)-\(two)"
    case .dotted: return "\(two).\(twoMonth).\(year)"
    case .slashed: return language == .english ? "\(twoMonth)/\(two)/\(year)" : "\(two)/\(twoMonth)/\(year)"
    case .long:
      let name = language.months[month - 1]
      switch language {
      case .english: return "\(name) \(day), \(year)"
      case .german: return "\(day). \(name) \(year)"
      case .french: return "\(day) \(name) \(year)"
      case .spanish: return "\(day) de \(name) de \(year)"
      }
    case .airline:
      return "\(two)\(MailLanguage.english.shortMonths[month - 1].uppercased())\(Self.padded(year % 100))"
    case .weekday:
      return "\(language.shortWeekdays[date.weekday]), \(day) \(language.shortMonths[month - 1]) \(year)"
    }
  }

  /// nil for anything but a whole day of the calendar in this style.
  package func date(of text: Substring, in language: MailLanguage) -> CalendarDate? {
    switch self {
    case .iso: return numeric(text, separator: "-", order: [2, 1, 0])
    case .dotted: return numeric(text, separator: ".", order: [0, 1, 2])
    case .slashed: return numeric(text, separator: "/", order: language == .english ? [1, 0, 2] : [0, 1, 2])
    case .long: return long(text, language)
    case .airline:
      guard text.count == 7, let month = Self.index(of: text.dropFirst(2).prefix(3), in: .english) else { return nil }
      return Self.day(text.prefix(2), month, text.suffix(2), century: 2000)
    case .weekday:
      let words = text.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 4, let month = Self.index(of: words[2], in: language),
        let date = Self.day(words[1], month, words[3]), words[0] == language.shortWeekdays[date.weekday] + ","
      else { return nil }
      return date
    }
  }

  /// - Parameter order: where day, month and year stand.
  private func numeric(_ text: Substring, separator: Character, order: [Int]) -> CalendarDate? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[order[0]].utf8.count == 2, parts[order[1]].utf8.count == 2,
      let month = TextScan.number(parts[order[1]])
    else { return nil }
    return Self.day(parts[order[0]], month, parts[order[2]])
  }

  private func long(_ text: Substring, _ language: MailLanguage) -> CalendarDate? {
    var words = text.split(separator: " ", omittingEmptySubsequences: false)
    if language == .spanish {
      guard words.count == 5, words[1] == "de", words[3] == "de" else { return nil }
      words = [words[0], words[2], words[4]]
    }
    guard words.count == 3 else { return nil }
    if language == .english { words.swapAt(0, 1) }
    let mark: Character? = language == .english ? "," : language == .german ? "." : nil
    if let mark {
      guard words[0].last == mark else { return nil }
      words[0] = words[0].dropLast()
    }
    guard let month = language.months.firstIndex(where: { $0 == words[1] }) else { return nil }
    return Self.day(words[0], month + 1, words[2])
  }

  private static func day(
    _ day: Substring, _ month: Int, _ year: Substring, century: Int = 0
  ) -> CalendarDate? {
    guard year.utf8.count == (century == 0 ? 4 : 2), let year = TextScan.number(year), let day = TextScan.number(day)
    else {
      return nil
    }
    return CalendarDate(year: century + year, month: month, day: day)
  }

  private static func index(of month: Substring, in language: MailLanguage) -> Int? {
    let month = month.lowercased()
    return language.shortMonths.firstIndex { $0.lowercased() == month }.map { $0 + 1 }
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
