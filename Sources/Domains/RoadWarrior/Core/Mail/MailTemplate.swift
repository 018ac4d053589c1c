/// How a mail is damaged on its way; its subject still says what it was.
package enum MailDamage: Hashable, Sendable {
  /// The body ends in the middle.
  case truncated
  case missing(BookingField)
  /// A character of the field's text is one that could not be decoded.
  case garbled(BookingField)

  package static let all: [MailDamage] =
    [.truncated] + BookingField.allCases.map { .missing($0) } + BookingField.allCases.map { .garbled($0) }

  /// One of all of them.
  /// - Parameter bits: 64 bits that are a function of the mail.
  package init(bits: UInt64) { self = Self.all[Int(bits % UInt64(Self.all.count))] }
}

/// Booking mails of one vendor in one language.
///
/// ```swift
/// let booking = Booking(vendor: .stayWell, number: 7, bits: draws.bits(entity: 7, draw: 0), today: today)
/// let mail = MailTemplate(.stayWell, in: .french).mail(for: booking)
/// MailParser.parse(mail).booking == booking
/// ```
package struct MailTemplate: Sendable {
  package let vendor: MailVendor
  package let language: MailLanguage

  package init(_ vendor: MailVendor, in language: MailLanguage) {
    self.vendor = vendor
    self.language = language
  }

  package func mail(for booking: Booking, damage: MailDamage? = nil) -> Mail {
    let layout = vendor.layout
    let fields: [WrittenField] = MailArrangement.order.map { field in
      (field, Self.damaged(layout.text(of: field, booking, in: language), field, damage))
    }
    var body = layout.arrangement.body(fields, of: layout, in: language)
    if damage == .truncated {
      body = String(body.prefix(body.count / 2))
    } else {
      body += "\n\n--\n\(layout.brand): service@\(layout.domain)\n"
    }
    let confirmation = language.confirmations[layout.wording % language.confirmations.count]
    return Mail(
      sender: "\(layout.brand) <no-reply@\(layout.domain)>", subject: "\(layout.brand): \(confirmation)",
      body: body)
  }

  /// What a vendor also sends: no booking in it.
  package func advertisement() -> Mail {
    let layout = vendor.layout
    return Mail(
      sender: "\(layout.brand) <news@\(layout.domain)>", subject: "\(layout.brand) –25 %",
      body: "\(layout.brand): www.\(layout.domain)\n")
  }

  private static func damaged(_ text: String, _ field: BookingField, _ damage: MailDamage?) -> String {
    switch damage {
    case .missing(field): return ""
    case .garbled(field):
      let middle = text.index(text.startIndex, offsetBy: text.count / 2)
      return text[..<middle] + "\u{fffd}" + (middle == text.endIndex ? "" : text[text.index(after: middle)...])
    default: return text
    }
  }
}
