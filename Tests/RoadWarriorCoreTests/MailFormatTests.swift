import TestSupport
import Testing

@testable import RoadWarriorCore

/// Days, money, names and booking numbers as vendors write them.
@Suite struct MailFormatTests {
  @Test func `days are written as people of the language do`() throws {
    let date = try #require(CalendarDate(year: 2027, month: 3, day: 12))
    let expected: [(DateStyle, [String])] = [
      (.iso, ["2027-03-12", "2027-03-12", "2027-03-12", "2027-03-12"]),
      (.dotted, ["12.03.2027", "12.03.2027", "12.03.2027", "12.03.2027"]),
      (.slashed, ["03/12/2027", "12/03/2027", "12/03/2027", "12/03/2027"]),
      (.long, ["March 12, 2027", "12. März 2027", "12 mars 2027", "12 de marzo de 2027"]),
      (.airline, ["12MAR27", "12MAR27", "12MAR27", "12MAR27"]),
      (.weekday, ["Fri, 12 Mar 2027", "Fr, 12 Mär 2027", "ven, 12 mars 2027", "vie, 12 mar 2027"]),
    ]
    for (style, texts) in expected { #expect(MailLanguage.allCases.map { style.text(of: date, in: $0) } == texts) }
  }

  @Test func `every day of a leap year and more is read as it was written`() {
    for style in DateStyle.allCases {
      for language in MailLanguage.allCases {
        for number in 21_000..<21_800 as Range<UInt16> {
          let date = CalendarDate(number: number)
          let text = style.text(of: date, in: language)
          #expect(style.date(of: text[...], in: language) == date, "\(text)")
          #expect(style.date(of: text.dropLast(), in: language) == nil, "\(text)")
        }
      }
    }
  }

  @Test func `days that are no days are not read`() {
    let wrong: [(DateStyle, MailLanguage, String)] = [
      (.iso, .english, "2027-02-30"), (.iso, .english, "2027-2-03"), (.iso, .english, "2027-03-12T"),
      (.dotted, .german, "12.13.2027"), (.dotted, .german, "12.03.27"), (.dotted, .german, "+1.03.2027"),
      (.slashed, .english, "13/01/2027"), (.slashed, .french, "01/13/2027"), (.long, .german, "12 März 2027"),
      (.long, .english, "March 12 2027"), (.long, .spanish, "12 marzo 2027"), (.long, .french, "12 march 2027"),
      (.airline, .french, "12MRZ27"), (.airline, .english, "12MAR2027"), (.weekday, .english, "Sat, 12 Mar 2027"),
      (.weekday, .german, "Fri, 12 Mar 2027"), (.weekday, .english, "Fri, 12 Mar"), (.iso, .english, ""),
    ]
    for (style, language, text) in wrong { #expect(style.date(of: text[...], in: language) == nil, "\(text)") }
  }

  @Test func `money is written as people of the language do`() {
    let amount = Amount(minor: 123_456_07, .euro)
    let expected: [(AmountStyle, [String])] = [
      (.symbolBefore, ["€123,456.07", "€123.456,07", "€123\u{202f}456,07", "€123.456,07"]),
      (.symbolAfter, ["123,456.07 €", "123.456,07 €", "123\u{202f}456,07 €", "123.456,07 €"]),
      (.codeBefore, ["EUR 123,456.07", "EUR 123.456,07", "EUR 123\u{202f}456,07", "EUR 123.456,07"]),
      (.codeAfter, ["123,456.07 EUR", "123.456,07 EUR", "123\u{202f}456,07 EUR", "123.456,07 EUR"]),
      (.plain, Array(repeating: "EUR 123456.07", count: 4)), (.swiss, Array(repeating: "EUR 123'456.07", count: 4)),
    ]
    for (style, texts) in expected {
      #expect(MailLanguage.allCases.map { style.text(of: amount, in: $0) } == texts)
      #expect(style.text(of: Amount(minor: 1234, .yen), in: .english).contains("234"))
    }
  }

  @Test(arguments: [5, 6] as [UInt64])
  func `any amount is read as it was written`(seed: UInt64) {
    var draws = SmallGenerator(seed: seed)
    for _ in 0..<300 {
      let minor = UInt32(truncatingIfNeeded: draws.next() >> UInt64(32 + draws.below(32)))
      for style in AmountStyle.allCases {
        for language in MailLanguage.allCases {
          for currency in Currency.allCases {
            let amount = Amount(minor: minor, currency)
            let text = style.text(of: amount, in: language)
            #expect(style.amount(of: text[...], in: language) == amount, "\(text), seed \(seed)")
          }
        }
      }
    }
  }

  @Test func `money that is none is not read`() {
    let wrong: [(AmountStyle, MailLanguage, String)] = [
      (.symbolBefore, .english, "€1.234,56"), (.symbolBefore, .english, "1,234.56"),
      (.symbolBefore, .english, "€1234.56"), (.symbolBefore, .english, "€1,234.5"), (.symbolBefore, .english, "€1,234"),
      (.symbolBefore, .english, "¥12,34"), (.symbolBefore, .english, "€,234.56"), (.symbolBefore, .english, "€-1.00"),
      (.codeAfter, .german, "1.234,56 EU"), (.codeAfter, .german, "1.234,56EUR"), (.codeAfter, .german, "EUR"),
      (.plain, .german, "EUR 1,234.56"), (.plain, .english, "EUR 99999999.00"), (.swiss, .german, "EUR 1.234.56"),
      (.plain, .english, ""),
    ]
    for (style, language, text) in wrong { #expect(style.amount(of: text[...], in: language) == nil, "\(text)") }
  }

  @Test func `names are written and read in each style`() {
    let names = [("Anna", "de la Cruz"), ("Jean-Luc", "O'Brien"), ("Zoë", "Weiß")]
      .map { PersonName(given: $0.0, family: $0.1) }
    #expect(NameStyle.list.text(of: names, in: .english) == "Anna de la Cruz, Jean-Luc O'Brien, Zoë Weiß")
    #expect(NameStyle.familyFirst.text(of: names, in: .english) == "de la Cruz, Anna; O'Brien, Jean-Luc; Weiß, Zoë")
    #expect(NameStyle.airline.text(of: names, in: .english) == "de la Cruz/Anna, O'Brien/Jean-Luc, Weiß/Zoë")
    #expect(NameStyle.sentence.text(of: names, in: .french) == "Anna de la Cruz, Jean-Luc O'Brien et Zoë Weiß")
    for style in NameStyle.allCases {
      for language in MailLanguage.allCases {
        for count in 1...3 {
          let some = Array(names.prefix(count))
          #expect(style.names(of: style.text(of: some, in: language)[...], in: language) == some)
        }
      }
    }
    for (style, text) in [
      (.list, ""), (.list, "Anna"), (.list, "Anna M\u{fffd}ller"), (.list, "Anna Müller,"), (.list, "Anna 5"),
      (.familyFirst, "Müller Anna"), (.airline, "Müller/"), (.airline, "Müller/Anna Maria"),
      (.sentence, "Anna und Zoë"),
    ] as [(NameStyle, String)] {
      #expect(style.names(of: text[...], in: .german) == nil, "\(text)")
    }
  }

  @Test func `every vendor can write two billion booking numbers, and reads its own alone`() {
    var draws = SmallGenerator(seed: 9)
    for vendor in MailVendor.allCases {
      let shape = vendor.layout.numbers
      #expect(shape.capacity >= 1 << 31, "\(vendor)")
      let some = (0..<50).map { _ in UInt32(draws.next() >> 33) }
      for number in some + [0, 1, 35, 36, UInt32.max >> 1] {
        let text = shape.text(of: number)
        #expect(text.utf8.count == shape.pattern.utf8.count && shape.number(of: text[...]) == number)
        #expect(shape.number(of: text.dropFirst()) == nil && shape.number(of: text + "0") == nil)
        #expect(shape.number(of: text.lowercased()[...]) == nil || text.lowercased() == text)
      }
      #expect(shape.number(of: "") == nil)
    }
    #expect(BookingNumberShape("AB-99").text(of: 7) == "AB-07")
    #expect(BookingNumberShape("9999999999").number(of: "9999999999") == nil)
    #expect(
      BookingNumberShape(String(repeating: "9", count: 30)).number(of: Substring(repeating: "9", count: 30)) == nil)
  }
}
