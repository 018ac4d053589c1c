/// The ten vendors whose booking mails are known; each has its own layout.
package enum MailVendor: UInt8, Sendable, CaseIterable {
  case nordwindAir, skylineAirways, hotelAurora, stayWell, kompassCars, costaRental, transRail, tripBasket, blueHorizon,
    cityCoach

  package var layout: MailLayout { Self.layouts[Int(rawValue)] }

  /// nil for the domain of anybody else; a vendor's own subdomains count as the vendor.
  package init?(domain: String) {
    let vendor = Self.allCases.first { domain == $0.layout.domain || domain.hasSuffix("." + $0.layout.domain) }
    guard let vendor else { return nil }
    self = vendor
  }

  // In the order of the cases.
  private static let layouts: [MailLayout] = [
    MailLayout(
      brand: "Nordwind Air", domain: "nordwind-air.example", numbers: "######", dates: .airline, amounts: .plain,
      names: .airline, arrangement: .lines, wording: 1),
    MailLayout(
      brand: "Skyline Airways", domain: "mail.skyline.example", numbers: "SK######", dates: .iso, amounts: .plain,
      names: .list, arrangement: .structured, wording: 0),
    MailLayout(
      brand: "Hotel Aurora", domain: "hotel-aurora.example", numbers: "9999999999", dates: .long,
      amounts: .symbolAfter, names: .sentence, arrangement: .prose, wording: 1),
    MailLayout(
      brand: "StayWell", domain: "staywell.example", numbers: "SW-99999-99999", dates: .weekday,
      amounts: .symbolBefore, names: .list, arrangement: .stacked, wording: 2),
    MailLayout(
      brand: "Kompass Cars", domain: "kompass-cars.example", numbers: "KC/9999/999999", dates: .dotted,
      amounts: .codeAfter, names: .familyFirst, arrangement: .leaders, wording: 0),
    MailLayout(
      brand: "Costa Rental", domain: "costarental.example", numbers: "AAA-999999", dates: .slashed,
      amounts: .symbolAfter, names: .list, arrangement: .pipes, wording: 1),
    MailLayout(
      brand: "TransRail", domain: "tickets.transrail.example", numbers: "AA9999999", dates: .dotted,
      amounts: .swiss, names: .list, arrangement: .assignments, wording: 1),
    MailLayout(
      brand: "TripBasket", domain: "tripbasket.example", numbers: "99999-99999", dates: .weekday,
      amounts: .codeBefore, names: .list, arrangement: .table, wording: 0),
    MailLayout(
      brand: "Blue Horizon Cruises", domain: "bluehorizon.example", numbers: "BH99999999999", dates: .long,
      amounts: .codeBefore, names: .sentence, arrangement: .bullets, wording: 2),
    MailLayout(
      brand: "CityCoach", domain: "citycoach.example", numbers: "9A9A9A9A9", dates: .slashed, amounts: .codeAfter,
      names: .airline, arrangement: .columns, wording: 2),
  ]
}

/// How a vendor's booking mails look.
package struct MailLayout: Sendable {
  package var brand: String
  package var domain: String
  package var numbers: BookingNumberShape
  package var dates: DateStyle
  package var amounts: AmountStyle
  package var names: NameStyle
  package var arrangement: MailArrangement
  /// Which of a language's words for the same thing it uses.
  package var wording: Int

  init(
    brand: String, domain: String, numbers: String, dates: DateStyle, amounts: AmountStyle, names: NameStyle,
    arrangement: MailArrangement, wording: Int
  ) {
    self.brand = brand
    self.domain = domain
    self.numbers = BookingNumberShape(numbers)
    self.dates = dates
    self.amounts = amounts
    self.names = names
    self.arrangement = arrangement
    self.wording = wording
  }

  func label(of field: BookingField, in language: MailLanguage) -> String { language.labels(of: field)[wording] }

  /// A field of a booking as this vendor writes it.
  func text(of field: BookingField, _ booking: Booking, in language: MailLanguage) -> String {
    switch field {
    case .number: numbers.text(of: booking.number)
    case .travellers: names.text(of: booking.travellers, in: language)
    case .begins: dates.text(of: booking.begins, in: language)
    case .ends: dates.text(of: booking.ends, in: language)
    case .cost: amounts.text(of: booking.cost, in: language)
    case .place: booking.place
    }
  }
}
