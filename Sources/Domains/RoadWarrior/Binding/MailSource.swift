import Engine
import RoadWarriorCore

/// The mails of mailboxes: each is a function of its mailbox and its number, so that none is kept.
struct MailSource: Sendable {
  enum Content: Sendable {
    /// Confirms a booking, in one of ten vendors' layouts and one of four languages.
    case booking
    /// The same with a field that is missing or cannot be read.
    case malformed
    /// Nothing of a booking, and nothing that travellers keep out.
    case letter
    /// What travellers' filters keep out.
    case advertisement
  }

  /// Keeps advertisements out.
  static let rules = MailRules(blockedWords: ["–25 %"])

  private let contents: RandomStream
  private let texts: RandomStream
  private let vendors: RandomStream
  private let malformedBelow: UInt64
  private let bookingBelow: UInt64
  private let admittedBelow: UInt64
  private let knownBelow: UInt64
  private let today: CalendarDate

  init(_ settings: MailSettings, seed: UInt64, replication: Int) {
    contents = RandomStream(seed: seed, replication: replication, name: "mailbox/content")
    texts = RandomStream(seed: seed, replication: replication, name: "mailbox/text")
    vendors = RandomStream(seed: seed, replication: replication, name: "mailbox/vendor")
    malformedBelow = Self.threshold(settings.malformed)
    bookingBelow = Self.threshold(settings.malformed + settings.travel)
    // Vendors' mails are let in by everybody.
    admittedBelow = max(bookingBelow, Self.threshold(settings.admitted))
    knownBelow = Self.threshold(settings.knownToVendor)
    today = CalendarDate(year: 2027, month: 3, day: 1) ?? CalendarDate(number: 0)
  }

  private static func threshold(_ share: Double) -> UInt64 { share >= 1 ? .max : UInt64(max(0, share) * 0x1p64) }

  func content(of number: UInt16, in mailbox: UInt64) -> Content {
    let bits = contents.bits(entity: mailbox, draw: UInt64(number))
    if bits < malformedBelow { return .malformed }
    if bits < bookingBelow { return .booking }
    return bits < admittedBelow || admittedBelow == .max ? .letter : .advertisement
  }

  func mail(_ number: UInt16, in mailbox: UInt64) -> Mail {
    let bits = texts.bits(entity: mailbox, draw: UInt64(number))
    let (rest, vendor) = bits.quotientAndRemainder(dividingBy: UInt64(MailVendor.allCases.count))
    let template = MailTemplate(
      MailVendor.allCases[Int(vendor)], in: MailLanguage.allCases[Int(rest % UInt64(MailLanguage.allCases.count))])
    let content = content(of: number, in: mailbox)
    switch content {
    case .booking, .malformed:
      let own = RandomStream.mix(bits, 1)
      let booking = Booking(
        vendor: template.vendor, number: UInt32(truncatingIfNeeded: bits >> 33), bits: own, today: today)
      return template.mail(for: booking, damage: content == .malformed ? MailDamage(bits: own) : nil)
    case .letter:
      return Mail(sender: "Anna <anna@letters.example>", subject: "Hello", body: "See you on Sunday.\n")
    case .advertisement:
      return template.advertisement()
    }
  }

  /// Whether the vendor had told of the booking before its mail came.
  func isKnownToVendor(_ number: UInt16, in mailbox: UInt64) -> Bool {
    vendors.bits(entity: mailbox, draw: UInt64(number)) < knownBelow
  }
}
