package struct PersonName: Hashable, Sendable {
  /// One word.
  package var given: String
  package var family: String

  package init(given: String, family: String) {
    self.given = given
    self.family = family
  }
}

/// What a booking mail tells.
package enum BookingField: UInt8, Sendable, CaseIterable {
  case number, travellers, begins, ends, cost, place
}

/// What a vendor knows of a booking, and what a mail about it says.
package struct Booking: Hashable, Sendable {
  package var vendor: MailVendor
  /// The booking number; how it is written is the vendor's (`BookingNumberShape`). Below 2³¹.
  package var number: UInt32
  package var travellers: [PersonName]
  package var begins: CalendarDate
  package var ends: CalendarDate
  package var cost: Amount
  package var place: String

  package init(
    vendor: MailVendor, number: UInt32, travellers: [PersonName], begins: CalendarDate, ends: CalendarDate,
    cost: Amount, place: String
  ) {
    self.vendor = vendor
    self.number = number
    self.travellers = travellers
    self.begins = begins
    self.ends = ends
    self.cost = cost
    self.place = place
  }

  /// A synthetic booking of one to three people who leave within a year from `today`, for up to three weeks.
  /// - Parameter bits: 64 bits that are a function of whatever the booking belongs to; the same bits, the same booking.
  package init(vendor: MailVendor, number: UInt32, bits: UInt64, today: CalendarDate) {
    var rest = bits
    func take(_ count: Int) -> Int {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: UInt64(count))
      rest = quotient
      return Int(remainder)
    }
    self.vendor = vendor
    self.number = number
    begins = today.advanced(by: take(365))
    ends = begins.advanced(by: take(22))
    let currency = Currency.allCases[take(Currency.allCases.count)]
    cost = Amount(minor: 900 + UInt32(take(999_000)), currency)
    place = Self.places[take(Self.places.count)]
    let family = take(Self.families.count)
    let first = take(Self.given.count)
    travellers = (0..<1 + take(3)).map { index in
      // Who travels together often has one name.
      PersonName(
        given: Self.given[(first + index * 7) % Self.given.count],
        family: Self.families[index < 2 ? family : (family + 5) % Self.families.count])
    }
  }

  private static let given = [
    "Anna", "Jean-Luc", "Zoë", "José", "Amélie", "Jürgen", "Mary", "Søren", "Íñigo", "Chloé", "Tom", "Ayşe", "Noah",
    "Lucía", "Priya", "Kenji",
  ]
  private static let families = [
    "Müller", "O'Brien", "García", "de la Cruz", "Lefèvre", "Smith", "Núñez", "Weiß", "van Dijk", "D'Angelo", "Lee",
    "Sørensen", "Çelik",
  ]
  private static let places = [
    "Lisboa", "Köln", "New York", "Málaga", "Saint-Étienne", "São Paulo", "Zürich", "Kyōto", "A Coruña", "Besançon",
    "Bristol", "Düsseldorf", "Los Angeles", "Orléans",
  ]
}
