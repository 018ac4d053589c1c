@testable import SysopsSquadCore

/// Tickets and experts in words: nothing is kept but what happened, and every state is read off the list of
/// assignments.
struct NaiveOperations {
  struct Ticket {
    var at: Int64
    var isReceived = false
    var isAbandoned = false
    var isWithdrawn = false
    var surveys = 0
  }

  struct Assignment {
    var ticket: UInt32
    var expert: UInt32
    var at: Int64
    var state = AssignmentState.proposed
    var hasArrived = false
    var isOpen: Bool { state == .proposed || state == .accepted }
  }

  let handOffBound: Int64
  let answerTime: Int64
  var tickets: [Ticket] = []
  var onShift: [Bool]
  var assignments: [Assignment] = []
  var now: Int64 = 0
  var lost: UInt64 = 0

  init(handOffBound: Int64, answerTime: Int64, experts: Int) {
    self.handOffBound = handOffBound
    self.answerTime = answerTime
    onShift = Array(repeating: false, count: experts)
  }

  func state(ofTicket ticket: UInt32) -> TicketState {
    let facts = tickets[Int(ticket)]
    if facts.isWithdrawn { return .withdrawn }
    if !facts.isReceived { return .submitted }
    if facts.isAbandoned { return .abandoned }
    if facts.surveys > 0 { return .closed }
    let ours = assignments.filter { $0.ticket == ticket }
    if ours.contains(where: { $0.state == .completed }) { return .resolved }
    switch ours.last(where: \.isOpen)?.state {
    case .accepted: return .inProgress
    case .proposed: return .assigned
    default: return .new
    }
  }

  func state(ofExpert expert: UInt32) -> ExpertState {
    if !onShift[Int(expert)] { return .offShift }
    guard let open = assignments.last(where: { $0.expert == expert && $0.isOpen }) else { return .available }
    if open.state == .proposed { return .proposed }
    return open.hasArrived ? .working : .travelling
  }

  mutating func submit() -> UInt32 {
    tickets.append(Ticket(at: now))
    return UInt32(tickets.count - 1)
  }

  mutating func receive(_ ticket: UInt32) -> ReceiptOutcome {
    if state(ofTicket: ticket) != .submitted { return .duplicate }
    if now > tickets[Int(ticket)].at + handOffBound { lost += 1 }
    tickets[Int(ticket)].isReceived = true
    return .received
  }

  mutating func abandon(_ ticket: UInt32) -> Bool {
    if state(ofTicket: ticket) != .new { return false }
    tickets[Int(ticket)].isAbandoned = true
    lost += 1
    return true
  }

  mutating func withdraw(_ ticket: UInt32) -> Bool {
    if state(ofTicket: ticket) != .submitted { return false }
    tickets[Int(ticket)].isWithdrawn = true
    return true
  }

  mutating func sendSurvey(_ ticket: UInt32) -> SurveyOutcome {
    switch state(ofTicket: ticket) {
    case .resolved:
      tickets[Int(ticket)].surveys += 1
      return .sent
    case .closed: return .duplicate
    default: return .notResolved
    }
  }

  mutating func beginShift(_ expert: UInt32) -> Bool {
    defer { onShift[Int(expert)] = true }
    return !onShift[Int(expert)]
  }

  mutating func endShift(_ expert: UInt32) -> Bool {
    if state(ofExpert: expert) != .available { return false }
    onShift[Int(expert)] = false
    return true
  }

  mutating func propose(_ match: Match) -> ProposalOutcome {
    if state(ofTicket: match.ticket) != .new { return .ticketTaken }
    if state(ofExpert: match.expert) != .available { return .expertTaken }
    assignments.append(Assignment(ticket: match.ticket, expert: match.expert, at: now))
    return .proposed
  }

  mutating func accept(_ assignment: UInt32) -> AssignmentOutcome { turn(assignment, from: .proposed, to: .accepted) }
  mutating func reject(_ assignment: UInt32) -> AssignmentOutcome { turn(assignment, from: .proposed, to: .rejected) }

  mutating func expire(_ assignment: UInt32) -> AssignmentOutcome {
    let facts = assignments[Int(assignment)]
    if facts.state == .proposed && now < facts.at + answerTime { return .stillOpen }
    return turn(assignment, from: .proposed, to: .expired)
  }

  mutating func arrive(_ assignment: UInt32) -> AssignmentOutcome {
    let facts = assignments[Int(assignment)]
    if facts.state != .accepted || facts.hasArrived { return .settled }
    assignments[Int(assignment)].hasArrived = true
    return .done
  }

  mutating func complete(_ assignment: UInt32) -> AssignmentOutcome {
    if !assignments[Int(assignment)].hasArrived { return .settled }
    return turn(assignment, from: .accepted, to: .completed)
  }

  func agrees(with desk: OperationsDesk) -> Bool {
    tickets.indices.allSatisfy { desk.state(ofTicket: UInt32($0)) == state(ofTicket: UInt32($0)) }
      && onShift.indices.allSatisfy { desk.state(ofExpert: UInt32($0)) == state(ofExpert: UInt32($0)) }
      && assignments.indices.allSatisfy { desk.state(ofAssignment: UInt32($0)) == assignments[$0].state }
      && desk.assignmentCount == assignments.count && desk.ticketCount == tickets.count
      && desk.waiting == tickets.indices.count { state(ofTicket: UInt32($0)) == .new }
      && desk.monitors[.neverLost].violations == lost && desk.monitors.violated.isSubset(of: [.neverLost])
  }

  private mutating func turn(
    _ assignment: UInt32, from: AssignmentState, to: AssignmentState
  ) -> AssignmentOutcome {
    if assignments[Int(assignment)].state != from { return .settled }
    assignments[Int(assignment)].state = to
    return .done
  }
}
