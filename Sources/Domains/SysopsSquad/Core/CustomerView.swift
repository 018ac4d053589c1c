/// What a customer sees of a ticket.
package enum TicketStatus: UInt8, Sendable, CaseIterable {
  case submitted
  case inProgress
  case resolved
}

package enum StatusOutcome: UInt8, Sendable, CaseIterable {
  case shown
  /// A later status is shown already.
  case stale
}

/// The customer store's copy of ticket states, which messages keep up to date in whatever order they arrive.
package struct CustomerView: Sendable {
  /// Without it, whatever arrives is shown.
  package let checksOrder: Bool
  package private(set) var monitors = Monitors()
  private var statuses: [TicketStatus] = []

  package init(checksOrder: Bool) { self.checksOrder = checksOrder }

  package func status(of ticket: UInt32) -> TicketStatus {
    Int(ticket) < statuses.count ? statuses[Int(ticket)] : .submitted
  }

  package mutating func show(_ status: TicketStatus, of ticket: UInt32, at now: Int64) -> StatusOutcome {
    if Int(ticket) >= statuses.count {
      statuses.append(contentsOf: repeatElement(.submitted, count: Int(ticket) + 1 - statuses.count))
    }
    if status.rawValue < statuses[Int(ticket)].rawValue {
      if checksOrder { return .stale }
      monitors.report(.neverBackwards, UInt64(ticket), at: now)
    }
    statuses[Int(ticket)] = status
    return .shown
  }

  /// The customer is told that the ticket has come to a status; whoever then looks must see it.
  package mutating func notify(of status: TicketStatus, _ ticket: UInt32, at now: Int64) {
    if self.status(of: ticket).rawValue < status.rawValue { monitors.report(.storedFirst, UInt64(ticket), at: now) }
  }
}
