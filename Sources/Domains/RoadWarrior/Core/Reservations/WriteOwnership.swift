/// Who wants to change an itinerary.
package enum Writer: UInt8, Sendable, CaseIterable {
  case system, traveller
}

package enum WriteOutcome: UInt8, Sendable, CaseIterable {
  case allowed
  /// The itinerary belongs to the other one.
  case refused
}

/// Whose an itinerary is: of a trackable reservation the system's, of an appointment the traveller's (card, RW-I5). What
/// a traveller notes beside a trackable one is no part of its itinerary, and a matter of `FieldMerge`.
///
/// One bit for each reservation; constant time.
package struct WriteOwnership: Sendable {
  /// Without it, whoever writes is let through.
  package let isChecked: Bool
  package private(set) var monitors = Monitors()
  private var appointments: [UInt64]

  package init(isChecked: Bool, reservations: Int) {
    self.isChecked = isChecked
    appointments = Array(repeating: 0, count: (max(0, reservations) + 63) / 64)
  }

  package func isAppointment(_ reservation: UInt32) -> Bool {
    appointments[Int(reservation / 64)] >> UInt64(reservation % 64) & 1 == 1
  }

  /// Reservations are trackable until the traveller enters one as an appointment.
  package mutating func setAppointment(_ isAppointment: Bool, _ reservation: UInt32) {
    let bit: UInt64 = 1 << UInt64(reservation % 64)
    if isAppointment { appointments[Int(reservation / 64)] |= bit } else { appointments[Int(reservation / 64)] &= ~bit }
  }

  /// Decides whether a writer may change the itinerary.
  package mutating func write(_ reservation: UInt32, by writer: Writer, at now: Int64) -> WriteOutcome {
    if isAppointment(reservation) == (writer == .traveller) { return .allowed }
    if isChecked { return .refused }
    monitors.report(.ownerWrites, UInt64(reservation), at: now)
    return .allowed
  }
}
