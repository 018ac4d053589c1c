import TestSupport
import Testing

@testable import RoadWarriorCore

@Suite struct MailParserTests {
  private let today = CalendarDate(number: 20_800)

  private var templates: [MailTemplate] {
    MailVendor.allCases.flatMap { vendor in MailLanguage.allCases.map { MailTemplate(vendor, in: $0) } }
  }

  /// Bookings of a vendor; the first of them are small, the others any.
  private func bookings(_ vendor: MailVendor, _ count: Int, seed: UInt64) -> [Booking] {
    var draws = SmallGenerator(seed: seed &+ UInt64(vendor.rawValue))
    return (0..<count).map { index in
      Booking(
        vendor: vendor, number: index < 3 ? UInt32(index) : UInt32(draws.next() >> 33), bits: draws.next(), today: today
      )
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `every template gives back vendor, language and every field`(seed: UInt64) {
    for template in templates {
      for booking in bookings(template.vendor, 40, seed: seed) {
        let mail = template.mail(for: booking)
        let parsed = MailParser.parse(mail)
        let expected = ParsedMail(
          outcome: .parsed, vendor: template.vendor, language: template.language, booking: booking)
        #expect(parsed == expected, "seed \(seed), \(template.vendor) \(template.language): \(mail.body)")
      }
    }
  }

  @Test func `no two vendors and no two languages write the same`() {
    let mails = templates.map { template in
      var booking = bookings(.stayWell, 1, seed: 3)[0]
      booking.vendor = template.vendor
      let mail = template.mail(for: booking)
      return mail.subject + mail.body
    }
    #expect(Set(mails).count == 40)
  }

  @Test func `each field that is missing or garbled makes the mail malformed`() {
    for template in templates {
      for booking in bookings(template.vendor, 6, seed: 4) {
        for damage in MailDamage.all {
          let mail = template.mail(for: booking, damage: damage)
          let parsed = MailParser.parse(mail)
          #expect(parsed.outcome == .malformed && parsed.booking == nil, "\(damage): \(mail.body)")
          #expect(parsed.vendor == template.vendor && parsed.language == template.language)
          if case .garbled(let field) = damage { #expect(parsed.flaw == field, "\(mail.body)") }
        }
      }
    }
  }

  @Test func `cut off anywhere, a mail gives all its fields or none`() {
    var whole = 0
    var cut = 0
    for template in templates {
      for booking in bookings(template.vendor, 1, seed: 11) {
        var mail = template.mail(for: booking)
        let body = mail.body
        for length in stride(from: 0, to: body.count, by: 3) {
          mail.body = String(body.prefix(length))
          let parsed = MailParser.parse(mail)
          if let found = parsed.booking {
            whole += 1
            #expect(found == booking, "\(mail.body)")
          } else {
            cut += 1
            #expect(parsed.outcome == .malformed)
          }
        }
      }
    }
    #expect(whole > 100 && cut > 1000)
  }

  @Test func `mail programs may quote, break and indent, and travellers forward`() {
    for template in templates {
      for booking in bookings(template.vendor, 3, seed: 5) {
        let mail = template.mail(for: booking)
        let quoted = mail.body.split(separator: "\n", omittingEmptySubsequences: false)
          .map { "> > \t\($0)  " }.joined(separator: "\r\n")
        let forwarded = Mail(
          sender: "me@home.example", subject: "Fwd: \(mail.subject.uppercased())",
          body: "look!\n\n---\nFrom: \(mail.sender)\n\(quoted)")
        #expect(MailParser.parse(forwarded).booking == booking, "\(forwarded.body)")
      }
    }
  }

  @Test func `letters may be broken at any blank`() {
    for language in MailLanguage.allCases {
      let template = MailTemplate(.hotelAurora, in: language)
      for booking in bookings(.hotelAurora, 5, seed: 6) {
        var mail = template.mail(for: booking)
        mail.body = mail.body.split(separator: " ").joined(separator: "\n  ")
        #expect(MailParser.parse(mail).booking == booking)
      }
    }
  }

  @Test func `a stay that ends before it begins is malformed`() {
    for template in templates {
      var booking = bookings(template.vendor, 1, seed: 7)[0]
      booking.ends = booking.begins.advanced(by: -1)
      #expect(MailParser.parse(template.mail(for: booking)).flaw == .ends)
    }
  }

  @Test func `other mail is ignored`() {
    for vendor in MailVendor.allCases {
      #expect(MailParser.parse(MailTemplate(vendor, in: .german).advertisement()) == ParsedMail(outcome: .ignored))
    }
    let booking = bookings(.costaRental, 1, seed: 8)[0]
    var mail = MailTemplate(.costaRental, in: .spanish).mail(for: booking)
    mail.sender = "Costa Rental <no-reply@costarental.example.evil>"
    mail.body = "nothing"
    #expect(MailParser.parse(mail).outcome == .ignored)
    mail.sender = "x@news.costarental.example"
    #expect(MailParser.parse(mail).outcome == .malformed)
    mail.sender = "x@evilcostarental.example"
    #expect(MailParser.parse(mail).outcome == .ignored)
    #expect(MailParser.parse(Mail(sender: "", subject: "", body: "")).outcome == .ignored)
  }

  @Test func `the same bits make the same booking, and bookings differ`() {
    let one = Booking(vendor: .stayWell, number: 5, bits: 77, today: today)
    #expect(one == Booking(vendor: .stayWell, number: 5, bits: 77, today: today))
    let many = bookings(.tripBasket, 200, seed: 10)
    #expect(Set(many.map(\.cost.currency)).count == 5 && Set(many.map(\.travellers.count)) == [1, 2, 3])
    #expect(many.allSatisfy { $0.begins >= today && $0.begins <= $0.ends && $0.ends <= today.advanced(by: 386) })
    #expect(Set((0..<64).map { MailDamage(bits: $0) }).count == 13)
  }
}
