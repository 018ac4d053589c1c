package enum MailOutcome: UInt8, Sendable, CaseIterable {
  case parsed
  /// No booking mail of a vendor that is known.
  case ignored
  /// A booking mail of which a field is missing or cannot be read.
  case malformed
}

/// What a parser makes of a mail.
package struct ParsedMail: Hashable, Sendable {
  package var outcome: MailOutcome
  /// nil where the mail is ignored.
  package var vendor: MailVendor?
  package var language: MailLanguage?
  package var booking: Booking?
  /// The first field that is missing or cannot be read, of a malformed mail.
  package var flaw: BookingField?
}

/// Finds bookings in mails, by nothing but their text.
///
/// The vendor is known by the sender's domain or, in a mail that the traveller forwarded, by an address in the body; the
/// language by the subject. Mails may be quoted and indented, letters broken anywhere, and anything may stand around the
/// fields.
package enum MailParser {
  /// - Complexity: O(length of the mail).
  package static func parse(_ mail: Mail) -> ParsedMail {
    guard let language = language(of: mail.subject), let vendor = vendor(of: mail) else {
      return ParsedMail(outcome: .ignored)
    }
    let layout = vendor.layout
    let fields = layout.arrangement.fields(in: mail.body, language: language)
    var parsed = ParsedMail(outcome: .malformed, vendor: vendor, language: language)
    /// What stands first and can be read; without it, the first flaw is noted.
    func read<Value>(_ field: BookingField, _ reading: (Substring) -> Value?) -> Value? {
      for text in fields[field] ?? [] { if let value = reading(text) { return value } }
      parsed.flaw = parsed.flaw ?? field
      return nil
    }
    let number = read(.number, layout.numbers.number)
    let travellers = read(.travellers) { layout.names.names(of: $0, in: language) }
    let begins = read(.begins) { layout.dates.date(of: $0, in: language) }
    let ends = read(.ends) { layout.dates.date(of: $0, in: language).flatMap { $0 < begins ?? $0 ? nil : $0 } }
    let cost = read(.cost) { layout.amounts.amount(of: $0, in: language) }
    let place = read(.place) { NameStyle.isName($0) ? String($0) : nil }
    guard let number, let travellers, let begins, let ends, let cost, let place else { return parsed }
    parsed.outcome = .parsed
    parsed.booking = Booking(
      vendor: vendor, number: number, travellers: travellers, begins: begins, ends: ends, cost: cost, place: place)
    return parsed
  }

  /// The language in which a subject confirms a booking; nil if it does not.
  private static func language(of subject: String) -> MailLanguage? {
    let subject = subject.lowercased()
    return MailLanguage.allCases.first { language in
      language.confirmations.contains { TextScan.contains($0.lowercased(), in: subject[...]) }
    }
  }

  private static func vendor(of mail: Mail) -> MailVendor? {
    if let vendor = MailVendor(domain: mail.senderDomain) { return vendor }
    return MailVendor.allCases.first { TextScan.contains("@" + $0.layout.domain, in: mail.body[...]) }
  }
}
