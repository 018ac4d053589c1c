import SysopsSquadCore

/// What a request about a ticket carries as its payload: the ticket, then who is to go, then the assignment, and the
/// status that a message tells.
struct TicketReference: Equatable {
  var ticket: UInt32?
  /// An expert in a proposal; from its writing on, the assignment.
  var other: UInt32?
  var status = TicketStatus.submitted

  private static let width: UInt64 = 30
  private static let mask: UInt64 = 1 << width - 1
  /// Tickets and assignments that fit.
  static let limit = UInt32(mask)

  init(ticket: UInt32? = nil, other: UInt32? = nil, status: TicketStatus = .submitted) {
    self.ticket = ticket
    self.other = other
    self.status = status
  }

  init(payload: UInt64) {
    func number(_ bits: UInt64) -> UInt32? { bits & Self.mask == 0 ? nil : UInt32(bits & Self.mask) - 1 }
    ticket = number(payload)
    other = number(payload >> Self.width)
    status = TicketStatus(rawValue: UInt8(payload >> (2 * Self.width) & 3)) ?? .submitted
  }

  var payload: UInt64 {
    (ticket.map { UInt64($0) + 1 } ?? 0) | (other.map { UInt64($0) + 1 } ?? 0) << Self.width
      | UInt64(status.rawValue) << (2 * Self.width)
  }
}
