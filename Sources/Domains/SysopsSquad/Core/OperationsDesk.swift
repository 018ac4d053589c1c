/// How an assignment is written.
package enum ProposalWrite: Sendable, CaseIterable {
  /// Only while the ticket waits and the expert is available: safe when two runs overlap.
  case conditional
  /// As the matcher saw it.
  case blind
}

package enum ReceiptOutcome: UInt8, Sendable, CaseIterable {
  case received
  case duplicate
}

package enum ProposalOutcome: UInt8, Sendable, CaseIterable {
  case proposed
  case ticketTaken
  case expertTaken
}

/// `Proposed → Accepted | Rejected | Expired`, and `Accepted → Completed` (card, section 2).
package enum AssignmentState: UInt8, Sendable, CaseIterable {
  case proposed
  case accepted
  case rejected
  case expired
  case completed

  var isOpen: Bool { self == .proposed || self == .accepted }
}

package enum AssignmentOutcome: UInt8, Sendable, CaseIterable {
  case done
  /// The expert has still time to answer.
  case stillOpen
  /// The assignment is not in a state in which this can be done.
  case settled
}

package enum SurveyOutcome: UInt8, Sendable, CaseIterable {
  case sent
  case duplicate
  case notResolved
}

/// The operations side: tickets, experts, assignments (card, use cases UC-3 and UC-4).
///
/// A run of a matcher reads, and `propose` writes; what lies between may be another run. Nothing here waits or sends.
package struct OperationsDesk: Sendable {
  package struct Rules: Sendable {
    package var write: ProposalWrite
    /// Nanoseconds in which a submitted ticket must be received.
    package var handOffBound: Int64
    /// Nanoseconds that an expert has to answer.
    package var answerTime: Int64
    /// Without it, a second delivery of a resolved ticket sends another survey link.
    package var deduplicatesSurveys: Bool

    package init(
      write: ProposalWrite = .conditional, handOffBound: Int64 = .max, answerTime: Int64 = 7_200_000_000_000,
      deduplicatesSurveys: Bool = true
    ) {
      self.write = write
      self.handOffBound = handOffBound
      self.answerTime = answerTime
      self.deduplicatesSurveys = deduplicatesSurveys
    }
  }

  struct Assignment: Sendable {
    var ticket: UInt32
    var expert: UInt32
    var proposedAt: Int64
    var state: AssignmentState
  }

  package let rules: Rules
  package internal(set) var monitors = Monitors()
  var tickets = TicketBook()
  var roster: ExpertRoster
  private var assignments: [Assignment] = []

  package init(rules: Rules, experts: [Expert]) {
    self.rules = rules
    roster = ExpertRoster(experts)
  }

  package var ticketCount: Int { tickets.orders.count }
  package var assignmentCount: Int { assignments.count }
  package func state(ofTicket ticket: UInt32) -> TicketState { tickets.states[Int(ticket)] }
  package func state(ofExpert expert: UInt32) -> ExpertState { roster.states[Int(expert)] }
  package func state(ofAssignment assignment: UInt32) -> AssignmentState { assignments[Int(assignment)].state }
  /// Ticket and expert of an assignment.
  package func match(ofAssignment assignment: UInt32) -> Match {
    Match(ticket: assignments[Int(assignment)].ticket, expert: assignments[Int(assignment)].expert)
  }
  package func priority(ofTicket ticket: UInt32) -> Priority { tickets.orders[Int(ticket)].priority }
  package func submittedAt(_ ticket: UInt32) -> Int64 { tickets.submissions[Int(ticket)] }
  /// Tickets that wait for an expert.
  package var waiting: Int { tickets.waitingCount }

  // MARK: Tickets

  /// A customer's ticket is accepted; the operations side does not know it yet.
  package mutating func submit(_ order: TicketOrder, at now: Int64) -> UInt32 { tickets.submit(order, at: now) }

  /// The ticket comes to the store that the assigner scans.
  package mutating func receive(_ ticket: UInt32, at now: Int64) -> ReceiptOutcome {
    guard state(ofTicket: ticket) == .submitted else { return .duplicate }
    if now - submittedAt(ticket) > rules.handOffBound { monitors.report(.neverLost, UInt64(ticket), at: now) }
    tickets.set(ticket, .new)
    return .received
  }

  /// The customer is told that the ticket could not be taken, and will come again.
  /// - Returns: whether nobody else knew it yet.
  package mutating func withdraw(_ ticket: UInt32) -> Bool {
    guard state(ofTicket: ticket) == .submitted else { return false }
    tickets.set(ticket, .withdrawn)
    return true
  }

  /// The assigner found nobody and will not try again: the ticket is lost.
  /// - Returns: whether it was waiting.
  package mutating func abandon(_ ticket: UInt32, at now: Int64) -> Bool {
    guard state(ofTicket: ticket) == .new else { return false }
    tickets.set(ticket, .abandoned)
    monitors.report(.neverLost, UInt64(ticket), at: now)
    return true
  }

  /// The survey link of a resolved ticket goes to the customer.
  package mutating func sendSurvey(_ ticket: UInt32, at now: Int64) -> SurveyOutcome {
    switch state(ofTicket: ticket) {
    case .resolved:
      tickets.set(ticket, .closed)
    case .closed:
      if rules.deduplicatesSurveys { return .duplicate }
      monitors.report(.surveyedOnce, UInt64(ticket), at: now)
    default:
      return .notResolved
    }
    tickets.noteSurvey(ticket)
    return .sent
  }

  /// When nothing is under way any more: notes tickets that never arrived, and resolved ones without a survey.
  package mutating func closeBooks(at now: Int64) {
    for ticket in 0..<UInt32(ticketCount) {
      switch state(ofTicket: ticket) {
      case .submitted:
        // It was lost when its time was over.
        let due = submittedAt(ticket).addingReportingOverflow(rules.handOffBound)
        monitors.report(.neverLost, UInt64(ticket), at: due.overflow ? now : min(now, due.partialValue))
      case .resolved: monitors.report(.surveyedOnce, UInt64(ticket), at: now)
      default: break
      }
    }
  }

  // MARK: Experts

  /// - Returns: whether the expert was off shift.
  package mutating func beginShift(_ expert: UInt32) -> Bool {
    guard state(ofExpert: expert) == .offShift else { return false }
    roster.set(expert, .available)
    return true
  }

  /// - Returns: whether the expert was free to go.
  package mutating func endShift(_ expert: UInt32) -> Bool {
    guard state(ofExpert: expert) == .available else { return false }
    roster.set(expert, .offShift)
    return true
  }

  /// The administrator writes an expert's skills down; the next run sees them.
  package mutating func updateProfile(_ expert: UInt32, skills: SkillSet) { roster.setProfile(expert, skills) }

  // MARK: Assignments

  /// Writes a match.
  /// - Returns: the assignment's number, too, where one was made.
  package mutating func propose(_ match: Match, at now: Int64) -> (outcome: ProposalOutcome, assignment: UInt32?) {
    let ticketState = state(ofTicket: match.ticket)
    switch rules.write {
    case .conditional:
      if ticketState != .new { return (.ticketTaken, nil) }
      if state(ofExpert: match.expert) != .available { return (.expertTaken, nil) }
    case .blind:
      if ![.new, .assigned, .inProgress].contains(ticketState) { return (.ticketTaken, nil) }
      if tickets.hasOpenAssignment(match.ticket) || roster.hasOpenAssignment(match.expert) {
        monitors.report(.oneAssignment, UInt64(match.ticket), at: now)
      }
    }
    if ticketState == .new { tickets.set(match.ticket, .assigned) }
    if !roster.hasOpenAssignment(match.expert) { roster.set(match.expert, .proposed) }
    tickets.open(match.ticket)
    roster.open(match.expert)
    assignments.append(.init(ticket: match.ticket, expert: match.expert, proposedAt: now, state: .proposed))
    return (.proposed, UInt32(assignments.count - 1))
  }

  /// The expert accepts, and sets out.
  package mutating func accept(_ assignment: UInt32, at now: Int64) -> AssignmentOutcome {
    let index = Int(assignment)
    guard assignments[index].state == .proposed else { return .settled }
    let (ticket, expert) = (assignments[index].ticket, assignments[index].expert)
    let order = tickets.orders[Int(ticket)]
    let person = roster.experts[Int(expert)]
    if !person.skills.isSuperset(of: order.needs) || person.region != order.region {
      monitors.report(.rightExpert, UInt64(ticket), at: now)
    }
    assignments[index].state = .accepted
    if state(ofTicket: ticket) == .assigned { tickets.set(ticket, .inProgress) }
    if state(ofExpert: expert) == .proposed { roster.set(expert, .travelling) }
    return .done
  }

  package mutating func reject(_ assignment: UInt32) -> AssignmentOutcome {
    guard assignments[Int(assignment)].state == .proposed else { return .settled }
    end(assignment, as: .rejected)
    return .done
  }

  /// The timer of an assignment that nobody answered.
  package mutating func expire(_ assignment: UInt32, at now: Int64) -> AssignmentOutcome {
    let index = Int(assignment)
    guard assignments[index].state == .proposed else { return .settled }
    if now - assignments[index].proposedAt < rules.answerTime { return .stillOpen }
    end(assignment, as: .expired)
    return .done
  }

  /// The expert is at the customer's.
  package mutating func arrive(_ assignment: UInt32) -> AssignmentOutcome {
    let expert = assignments[Int(assignment)].expert
    guard assignments[Int(assignment)].state == .accepted, state(ofExpert: expert) == .travelling else {
      return .settled
    }
    roster.set(expert, .working)
    return .done
  }

  /// The expert has solved the problem, after having arrived.
  package mutating func complete(_ assignment: UInt32) -> AssignmentOutcome {
    let index = Int(assignment)
    guard assignments[index].state == .accepted, state(ofExpert: assignments[index].expert) == .working else {
      return .settled
    }
    end(assignment, as: .completed)
    return .done
  }

  /// Ends an open assignment; ticket and expert are as free as their other open assignments let them be.
  private mutating func end(_ assignment: UInt32, as state: AssignmentState) {
    let index = Int(assignment)
    let (ticket, expert) = (assignments[index].ticket, assignments[index].expert)
    assignments[index].state = state
    tickets.close(ticket)
    roster.close(expert)
    if state == .completed {
      if self.state(ofTicket: ticket) == .inProgress { tickets.set(ticket, .resolved) }
    } else if self.state(ofTicket: ticket) == .assigned && !tickets.hasOpenAssignment(ticket) {
      tickets.set(ticket, .new)
    }
    if !roster.hasOpenAssignment(expert) { roster.set(expert, .available) }
  }
}
