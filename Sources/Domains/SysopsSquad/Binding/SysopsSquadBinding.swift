import Components
import Engine
import SysopsSquadCore

/// The commands that scenarios may use, in the order of the description.
enum SysopsSquadCommand: Int, CaseIterable {
  case submitTicket, withdrawTicket, receiveTicket, readPriority, matchArrival, runAssignment, matchFreed
  case propose, accept, reject, expire, arrive, complete, beginShift, endShift
  case showStatus, notifyCustomer, sendSurvey
  case startBilling, nextPayment, charge, recordPayment, recordFailure, sendInvoice, alert

  /// Its outcome for a request that carries no ticket, assignment or customer.
  var withoutSubject: Int {
    switch self {
    case .notifyCustomer: 0
    case .showStatus, .sendSurvey, .expire: 2
    case .charge: 3
    default: 1
    }
  }
}

/// Joins the operations desk, the customers' view and the payment job to one replication. A request carries its ticket
/// as payload, or the customer who is billed; see `TicketReference`.
final class SysopsSquadBinding: DomainBinding {
  private let settings: SysopsSquadSettings
  private let draws: SysopsSquadDraws
  private var desk: OperationsDesk
  private var view: CustomerView
  private var billing: BillingRun?
  /// Next customer of the payment job.
  private var cursor: Int64 = 0
  /// Of each ticket: the request that submitted it, and proposals so far.
  private var requests: [UInt64] = []
  private var attempts: [UInt32] = []

  init(_ settings: SysopsSquadSettings, seed: UInt64, replication: Int) {
    self.settings = settings
    let draws = SysopsSquadDraws(settings, seed: seed, replication: replication)
    self.draws = draws
    desk = OperationsDesk(
      rules: settings.rules, experts: (0..<UInt64(settings.experts)).map { draws.expert($0) })
    view = CustomerView(checksOrder: settings.checksOrder)
    beginShift()
  }

  // MARK: Commands

  func perform(_ command: Int, _ context: inout CommandContext) -> Int {
    guard let command = SysopsSquadCommand(rawValue: command) else { return 0 }
    switch command {
    case .submitTicket: return submit(&context)
    case .runAssignment: return runAssignment(&context)
    case .beginShift:
      beginShift()
      return 0
    case .endShift:
      for expert in 0..<UInt32(settings.experts) { _ = desk.endShift(expert) }
      return 0
    case .withdrawTicket, .receiveTicket, .readPriority, .matchArrival, .propose, .showStatus, .notifyCustomer,
      .sendSurvey:
      guard let ticket = TicketReference(payload: context.payload).ticket, ticket < desk.ticketCount else {
        return command.withoutSubject
      }
      return performOnTicket(command, ticket, &context)
    case .matchFreed, .accept, .reject, .expire, .arrive, .complete:
      guard let assignment = TicketReference(payload: context.payload).other, assignment < desk.assignmentCount else {
        return command.withoutSubject
      }
      return performOnAssignment(command, assignment, &context)
    case .startBilling, .nextPayment: return performOnJob(command, &context)
    case .charge, .recordPayment, .recordFailure, .sendInvoice, .alert:
      return performOnCustomer(command, &context)
    }
  }

  private func submit(_ context: inout CommandContext) -> Int {
    guard desk.ticketCount < TicketReference.limit else { return 0 }
    let ticket = desk.submit(draws.order(of: context.entity), at: context.now)
    requests.append(context.entity)
    attempts.append(0)
    if settings.sharesStore { _ = desk.receive(ticket, at: context.now) }
    context.payload = TicketReference(ticket: ticket).payload
    return 0
  }

  private func performOnTicket(
    _ command: SysopsSquadCommand, _ ticket: UInt32, _ context: inout CommandContext
  ) -> Int {
    var reference = TicketReference(payload: context.payload)
    switch command {
    case .withdrawTicket: return desk.withdraw(ticket) ? 0 : 1
    case .receiveTicket: return desk.receive(ticket, at: context.now) == .received ? 0 : 1
    case .readPriority: return Int(Priority.urgent.rawValue - desk.priority(ofTicket: ticket).rawValue)
    case .matchArrival: return matchArrival(ticket, &context)
    case .propose:
      guard let expert = reference.other else { return 1 }
      let (outcome, assignment) = desk.propose(Match(ticket: ticket, expert: expert), at: context.now)
      reference.other = assignment
      context.payload = reference.payload
      return Int(outcome.rawValue)
    case .showStatus:
      guard view.show(reference.status, of: ticket, at: context.now) == .shown else { return 2 }
      return reference.status == .resolved ? 1 : 0
    case .notifyCustomer:
      view.notify(of: reference.status, ticket, at: context.now)
      return 0
    default: return Int(desk.sendSurvey(ticket, at: context.now).rawValue)
    }
  }

  private func performOnAssignment(
    _ command: SysopsSquadCommand, _ assignment: UInt32, _ context: inout CommandContext
  ) -> Int {
    switch command {
    case .matchFreed: return matchFreed(desk.match(ofAssignment: assignment).expert, &context)
    case .accept:
      return tell(.inProgress, desk.accept(assignment, at: context.now), &context)
    case .reject: return desk.reject(assignment) == .done ? 0 : 1
    case .expire:
      switch desk.expire(assignment, at: context.now) {
      case .done: return 0
      case .stillOpen: return 1
      case .settled: return 2
      }
    case .arrive: return desk.arrive(assignment) == .done ? 0 : 1
    default: return tell(.resolved, desk.complete(assignment), &context)
    }
  }

  /// What follows tells the customer side of this status.
  private func tell(_ status: TicketStatus, _ outcome: AssignmentOutcome, _ context: inout CommandContext) -> Int {
    guard outcome == .done else { return 1 }
    var reference = TicketReference(payload: context.payload)
    reference.status = status
    context.payload = reference.payload
    return 0
  }

  // MARK: Matching

  private func runAssignment(_ context: inout CommandContext) -> Int {
    switch settings.mode {
    case .batchGreedy: return emit(desk.matchBatch(.greedy, at: context.now), &context) ? 0 : 1
    case .batchOptimal: return emit(desk.matchBatch(.optimal, at: context.now), &context) ? 0 : 1
    case .perEvent, .perEventRetry: return 1
    case .selfPick:
      var isFound = false
      for ticket in desk.leftovers(olderThan: settings.managerAfter, at: context.now) {
        let run = desk.matchArrival(ticket, fallsBack: settings.fallsBack, at: context.now)
        // Proposals are written later: nobody is promised twice by one look.
        if emit(run, &context) { isFound = true }
      }
      return isFound ? 0 : 1
    }
  }

  private func matchArrival(_ ticket: UInt32, _ context: inout CommandContext) -> Int {
    guard settings.mode != .batchGreedy && settings.mode != .batchOptimal else { return 2 }
    let run = desk.matchArrival(ticket, fallsBack: settings.fallsBack, at: context.now)
    if emit(run, &context) { return 0 }
    guard settings.mode == .perEvent else { return 1 }
    _ = desk.abandon(ticket, at: context.now)
    return 3
  }

  private func matchFreed(_ expert: UInt32, _ context: inout CommandContext) -> Int {
    switch settings.mode {
    case .batchGreedy, .batchOptimal, .perEvent: return 1
    case .perEventRetry: return emit(desk.matchFreed(expert, at: context.now), &context) ? 0 : 1
    case .selfPick: return emit(desk.pick(expert, at: context.now), &context) ? 0 : 1
    }
  }

  /// Gives what a matcher found to those who write it down.
  private func emit(_ run: MatchingRun, _ context: inout CommandContext) -> Bool {
    for match in run.matches {
      let ticket = Int(match.ticket)
      attempts[ticket] += 1
      context.emit(
        EmittedItem(
          payload: TicketReference(ticket: match.ticket, other: match.expert).payload, entity: requests[ticket],
          visit: UInt64(attempts[ticket]), since: desk.submittedAt(match.ticket)))
    }
    return !run.matches.isEmpty
  }

  private func beginShift() {
    for expert in 0..<UInt32(settings.experts) where !draws.isOffDuty(UInt64(expert)) { _ = desk.beginShift(expert) }
  }

  // MARK: Billing

  private func performOnJob(_ command: SysopsSquadCommand, _ context: inout CommandContext) -> Int {
    if billing == nil {
      billing = BillingRun(
        customers: Int(settings.customers), hasCheckpoints: settings.hasCheckpoints,
        isIdempotent: settings.isIdempotent)
    }
    if command == .startBilling {
      cursor = 0
      return 0
    }
    if settings.hasCheckpoints, let billing {
      while cursor < settings.customers && billing.isSettled(UInt32(cursor)) { cursor += 1 }
    }
    guard cursor < settings.customers else { return 1 }
    context.payload = UInt64(cursor) + 1
    cursor += 1
    return 0
  }

  private func performOnCustomer(_ command: SysopsSquadCommand, _ context: inout CommandContext) -> Int {
    guard context.payload > 0, context.payload <= UInt64(settings.customers), billing != nil else {
      return command.withoutSubject
    }
    let customer = UInt32(context.payload - 1)
    switch command {
    case .charge:
      let outcome = billing?.charge(customer, fails: draws.isDeclined(UInt64(customer)), at: context.now)
      return Int((outcome ?? .skipped).rawValue)
    case .recordPayment: return billing?.record(customer, succeeded: true) == .done ? 0 : 1
    case .recordFailure: return billing?.record(customer, succeeded: false) == .done ? 0 : 1
    case .sendInvoice: return billing?.sendInvoice(customer, at: context.now) == .done ? 0 : 1
    default: return billing?.alert(customer) == .done ? 0 : 1
    }
  }

  // MARK: The end

  func finish(at time: Nanoseconds) {
    // Without another attempt, what still waits waits for nothing.
    if settings.mode == .perEvent {
      for ticket in desk.leftovers(olderThan: settings.rules.handOffBound, at: time) {
        _ = desk.abandon(ticket, at: time)
      }
    }
    desk.closeBooks(at: time)
    billing?.closeBooks(at: time)
  }

  var monitors: [MonitorReading] {
    let all = desk.monitors.merged(with: view.monitors).merged(with: billing?.monitors ?? Monitors())
    return Invariant.allCases.map {
      MonitorReading(
        id: $0.id, violations: all[$0].violations, firstAt: all[$0].firstAt, firstEntity: all[$0].firstSubject)
    }
  }

  // MARK: No population is polled

  func makePartitions(for plan: PollingPlan, setup: PartitionSetup) -> [any PopulationPartition] { [] }
  func partition(of entity: UInt64, in plan: PollingPlan) -> Int { -1 }
  func laneTaken(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {}
  func laneReturned(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {}
  var windowCuts: [Nanoseconds] { [] }
}
