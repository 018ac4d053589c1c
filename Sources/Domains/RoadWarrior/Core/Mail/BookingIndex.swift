/// How a booking becomes known.
package enum BookingSource: UInt8, Sendable, CaseIterable {
  case mail, vendor
}

package enum DiscoveryOutcome: UInt8, Sendable, CaseIterable {
  /// The booking is new, and has the reservation that was offered.
  case created
  /// It has one already.
  case known
}

/// Which reservation a booking has, by vendor and booking number: whoever finds a booking first makes the reservation,
/// everybody else finds it.
///
/// Without the shared key, mail and vendor each make one, and the itinerary log has two rows for every change (RW-I2).
/// About 32 bytes for each booking; every command in constant time.
package struct BookingIndex: Sendable {
  /// Whether mail and vendor look in one index; otherwise each has its own.
  package let isShared: Bool
  package private(set) var monitors = Monitors()
  private var reservations: [UInt64: UInt32] = [:]

  package init(isShared: Bool) { self.isShared = isShared }

  /// Reservations that bookings have; more than bookings where some have two.
  package var count: Int { reservations.count }

  /// - Parameter offered: the reservation that a new booking takes.
  /// - Returns: the reservation of the booking.
  package mutating func discover(
    _ vendor: MailVendor, _ number: UInt32, from source: BookingSource, offered: UInt32, at now: Int64
  ) -> (outcome: DiscoveryOutcome, reservation: UInt32) {
    let key = key(vendor, number, source)
    if let known = reservations[key] { return (.known, known) }
    let other = self.key(vendor, number, source == .mail ? .vendor : .mail)
    if reservations[other] != nil { monitors.report(.exactlyOnce, UInt64(offered), at: now) }
    reservations[key] = offered
    return (.created, offered)
  }

  package func reservation(of vendor: MailVendor, _ number: UInt32, from source: BookingSource) -> UInt32? {
    reservations[key(vendor, number, source)]
  }

  /// The booking is over, or its traveller's account is deleted.
  package mutating func remove(_ vendor: MailVendor, _ number: UInt32) {
    for source in BookingSource.allCases { reservations[key(vendor, number, source)] = nil }
  }

  private func key(_ vendor: MailVendor, _ number: UInt32, _ source: BookingSource) -> UInt64 {
    UInt64(number) | UInt64(vendor.rawValue) << 32 | (isShared ? 0 : UInt64(source.rawValue) << 40)
  }
}
