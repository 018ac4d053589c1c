import Testing

@testable import SysopsSquadCore

@Suite struct OperationsDeskTests {
  // MARK: Every sequence of a few commands

  private enum Step: CaseIterable {
    case receive, propose, accept, reject, expire, arrive, complete, abandon, survey, beginShift, endShift, wait
  }

  /// One ticket and one expert in words: states are read off the list of assignments.
  private struct Naive {
    struct Assignment {
      var at: Int64
      var state = AssignmentState.proposed
      var hasArrived = false
    }
    var isReceived = false
    var isAbandoned = false
    var surveys = 0
    var onShift = false
    var assignments: [Assignment] = []
    var now: Int64 = 0
    var lost: UInt64 = 0

    private var open: Assignment? { assignments.last { $0.state == .proposed || $0.state == .accepted } }

    var ticket: TicketState {
      if !isReceived { return .submitted }
      if isAbandoned { return .abandoned }
      if surveys > 0 { return .closed }
      if assignments.contains(where: { $0.state == .completed }) { return .resolved }
      switch open?.state {
      case .accepted: return .inProgress
      case .proposed: return .assigned
      default: return .new
      }
    }

    var expert: ExpertState {
      if !onShift { return .offShift }
      guard let open else { return .available }
      if open.state == .proposed { return .proposed }
      return open.hasArrived ? .working : .travelling
    }

    mutating func propose() -> ProposalOutcome {
      if ticket != .new { return .ticketTaken }
      if expert != .available { return .expertTaken }
      assignments.append(Assignment(at: now))
      return .proposed
    }

    mutating func turn(_ number: Int, from: AssignmentState, to: AssignmentState) -> AssignmentOutcome {
      if assignments[number].state != from { return .settled }
      assignments[number].state = to
      return .done
    }
  }

  private struct Walk {
    var visited = 0
    var seen = Set<TicketState>()
    var wrong: [String] = []
  }

  private func run(_ step: Step, _ desk: inout OperationsDesk, _ naive: inout Naive) -> Bool? {
    let now = naive.now
    let last = naive.assignments.count - 1
    switch step {
    case .receive:
      let expected: ReceiptOutcome = naive.isReceived ? .duplicate : .received
      if expected == .received && now > 3 { naive.lost += 1 }
      naive.isReceived = true
      return desk.receive(0, at: now) == expected
    case .propose:
      let (outcome, assignment) = desk.propose(Match(ticket: 0, expert: 0), at: now)
      return outcome == naive.propose() && (assignment == nil) == (outcome != .proposed)
    case .abandon:
      let isWaiting = naive.ticket == .new
      if isWaiting {
        naive.isAbandoned = true
        naive.lost += 1
      }
      return desk.abandon(0, at: now) == isWaiting
    case .survey:
      let expected: SurveyOutcome =
        naive.ticket == .resolved ? .sent : naive.ticket == .closed ? .duplicate : .notResolved
      if expected == .sent { naive.surveys += 1 }
      return desk.sendSurvey(0, at: now) == expected
    case .beginShift:
      let wasOff = !naive.onShift
      naive.onShift = true
      return desk.beginShift(0) == wasOff
    case .endShift:
      let isFree = naive.expert == .available
      if isFree { naive.onShift = false }
      return desk.endShift(0) == isFree
    case .wait:
      naive.now += 2
      return true
    case .accept, .reject, .expire, .arrive, .complete:
      if last < 0 { return nil }
      return answer(step, UInt32(last), &desk, &naive)
    }
  }

  private func answer(_ step: Step, _ last: UInt32, _ desk: inout OperationsDesk, _ naive: inout Naive) -> Bool {
    let now = naive.now
    let number = Int(last)
    switch step {
    case .accept: return desk.accept(last, at: now) == naive.turn(number, from: .proposed, to: .accepted)
    case .reject: return desk.reject(last) == naive.turn(number, from: .proposed, to: .rejected)
    case .expire:
      if naive.assignments[number].state == .proposed && now - naive.assignments[number].at < 3 {
        return desk.expire(last, at: now) == .stillOpen
      }
      return desk.expire(last, at: now) == naive.turn(number, from: .proposed, to: .expired)
    case .arrive:
      let canArrive = naive.assignments[number].state == .accepted && !naive.assignments[number].hasArrived
      if canArrive { naive.assignments[number].hasArrived = true }
      return desk.arrive(last) == (canArrive ? .done : .settled)
    default:
      if naive.assignments[number].state == .accepted && !naive.assignments[number].hasArrived {
        return desk.complete(last) == .settled
      }
      return desk.complete(last) == naive.turn(number, from: .accepted, to: .completed)
    }
  }

  private func explore(
    _ desk: OperationsDesk, _ naive: Naive, _ path: [Step], _ length: Int, _ walk: inout Walk
  ) {
    if path.count == length { return }
    for step in Step.allCases {
      var desk = desk
      var naive = naive
      guard let isEqual = run(step, &desk, &naive) else { continue }
      walk.visited += 1
      walk.seen.insert(naive.ticket)
      let agrees =
        desk.state(ofTicket: 0) == naive.ticket && desk.state(ofExpert: 0) == naive.expert
        && desk.waiting == (naive.ticket == .new ? 1 : 0) && desk.assignmentCount == naive.assignments.count
        && naive.assignments.indices.allSatisfy {
          desk.state(ofAssignment: UInt32($0)) == naive.assignments[$0].state
        } && desk.monitors[.neverLost].violations == naive.lost
        && desk.monitors.violated.isSubset(of: [.neverLost])
      if !isEqual || !agrees { walk.wrong.append("\(path + [step])") }
      explore(desk, naive, path + [step], length, &walk)
    }
  }

  private func start() -> (desk: OperationsDesk, naive: Naive) {
    var desk = OperationsDesk(
      rules: .init(handOffBound: 3, answerTime: 3), experts: [Expert(skills: SkillSet(rawValue: 1))])
    _ = desk.submit(TicketOrder(needs: SkillSet(rawValue: 1)), at: 0)
    return (desk, Naive())
  }

  @Test func `tickets, assignments and experts go through their states as the card says`() {
    let (desk, naive) = start()
    var walk = Walk()
    explore(desk, naive, [], 4, &walk)
    #expect(walk.visited > 2000)
    #expect(walk.wrong.isEmpty, "\(walk.wrong.count) of them, first \(walk.wrong.first ?? "")")
  }

  @Test func `from a proposal on, every state is reached and kept`() {
    var (desk, naive) = start()
    for step in [Step.receive, .beginShift, .propose] { #expect(run(step, &desk, &naive) == true) }
    var walk = Walk()
    explore(desk, naive, [], 4, &walk)
    #expect(walk.visited > 20_000)
    #expect(walk.wrong.isEmpty, "\(walk.wrong.count) of them, first \(walk.wrong.first ?? "")")
    #expect(walk.seen == [.new, .assigned, .inProgress, .resolved, .closed, .abandoned])
  }

  // MARK: Monitors

  private func desk(_ rules: OperationsDesk.Rules = .init(), experts: [Expert]) -> OperationsDesk {
    var desk = OperationsDesk(rules: rules, experts: experts)
    for expert in experts.indices { _ = desk.beginShift(UInt32(expert)) }
    return desk
  }

  @Test func `a ticket that never arrives is found when the books close, a late one when it comes`() {
    var desk = desk(.init(handOffBound: 10), experts: [])
    for time in 0..<4 as Range<Int64> { _ = desk.submit(TicketOrder(needs: []), at: time) }
    _ = desk.receive(0, at: 10)
    _ = desk.receive(1, at: 12)
    _ = desk.receive(2, at: 12)
    #expect(desk.monitors[.neverLost] == .init(violations: 1, firstAt: 12, firstSubject: 1))
    desk.closeBooks(at: 50)
    #expect(desk.monitors[.neverLost].violations == 2)
    #expect(desk.monitors.violated == [.neverLost])
  }

  @Test func `two runs that overlap propose a ticket twice only where writes are blind`() {
    for write in ProposalWrite.allCases {
      let skill = SkillSet(rawValue: 1)
      var desk = desk(.init(write: write), experts: [Expert(skills: skill), Expert(skills: skill)])
      for _ in 0..<2 { _ = desk.receive(desk.submit(TicketOrder(needs: skill), at: 0), at: 0) }
      let runs = (0..<2).map { _ in desk.matchBatch(.greedy, at: 1) }
      #expect(runs[0] == runs[1] && runs[0].matches.count == 2)
      let outcomes = runs.flatMap(\.matches).map { desk.propose($0, at: 7).outcome }
      if write == .conditional {
        #expect(outcomes == [.proposed, .proposed, .ticketTaken, .ticketTaken])
        #expect(desk.monitors == Monitors())
      } else {
        #expect(outcomes == [.proposed, .proposed, .proposed, .proposed])
        #expect(desk.monitors[.oneAssignment] == .init(violations: 2, firstAt: 7, firstSubject: 0))
        #expect(desk.monitors.violated == [.oneAssignment])
      }
    }
  }

  @Test func `the wrong expert comes by an outdated profile, a wrong category or a fallback`() {
    let (one, other) = (SkillSet(rawValue: 1), SkillSet(rawValue: 2))
    let cases: [(Expert, TicketOrder, Bool, Bool)] = [
      (Expert(skills: one), TicketOrder(needs: one), false, false),
      (Expert(skills: other, profile: one), TicketOrder(needs: one), false, true),
      (Expert(skills: one), TicketOrder(needs: other, category: one), false, true),
      (Expert(skills: other), TicketOrder(needs: one), true, true),
    ]
    for (number, (expert, order, fallsBack, isWrong)) in cases.enumerated() {
      var desk = desk(experts: [expert])
      let ticket = desk.submit(order, at: 0)
      _ = desk.receive(ticket, at: 0)
      guard let match = desk.matchArrival(ticket, fallsBack: fallsBack, at: 1).matches.first,
        let assignment = desk.propose(match, at: 1).assignment
      else {
        Issue.record("nobody for case \(number)")
        continue
      }
      #expect(desk.accept(assignment, at: 5) == .done)
      #expect(desk.monitors.violated == (isWrong ? [.rightExpert] : []), "case \(number)")
      #expect(desk.monitors[.rightExpert].firstAt == (isWrong ? 5 : nil))
    }
  }

  @Test func `a second survey needs a second delivery and no deduplication`() {
    for deduplicates in [true, false] {
      var desk = desk(.init(deduplicatesSurveys: deduplicates), experts: [Expert(skills: [])])
      for _ in 0..<2 { _ = desk.receive(desk.submit(TicketOrder(needs: []), at: 0), at: 0) }
      for ticket in 0..<2 as Range<UInt32> {
        let assignment = desk.propose(Match(ticket: ticket, expert: 0), at: 1).assignment ?? 9
        #expect(desk.accept(assignment, at: 1) == .done)
        #expect(desk.arrive(assignment) == .done)
        #expect(desk.complete(assignment) == .done)
      }
      #expect(desk.sendSurvey(0, at: 3) == .sent)
      #expect(desk.sendSurvey(0, at: 4) == (deduplicates ? .duplicate : .sent))
      #expect(desk.monitors[.surveyedOnce].violations == (deduplicates ? 0 : 1))
      desk.closeBooks(at: 9)
      // The other ticket's survey was lost.
      #expect(desk.monitors[.surveyedOnce].violations == (deduplicates ? 1 : 2))
      #expect(desk.monitors.violated == [.surveyedOnce])
    }
  }

  // MARK: The card's acceptance checks

  @Test(arguments: [(0, 0.5), (20, 0.75)])
  func `an hourly job with free experts waits half an hour, and longer with rejections`(rejected: Int, hours: Double) {
    let seed: UInt64 = 91
    let hour: Int64 = 3_600_000_000_000
    var draws = SeededDraws(seed)
    var desk = desk(experts: Array(repeating: Expert(skills: []), count: 60))
    var waits: [Int64] = []
    for run in 1...400 as ClosedRange<Int64> {
      let times = (0..<20).map { _ in Int64(draws.next() % UInt64(hour)) + (run - 1) * hour }.sorted()
      for time in times { _ = desk.receive(desk.submit(TicketOrder(needs: []), at: time), at: time) }
      let now = run * hour
      for match in desk.matchBatch(.greedy, at: now).matches {
        guard let assignment = desk.propose(match, at: now).assignment else { continue }
        if draws.below(100) < rejected {
          _ = desk.reject(assignment)
          continue
        }
        _ = desk.accept(assignment, at: now)
        _ = desk.arrive(assignment)
        _ = desk.complete(assignment)
        waits.append(now - desk.submittedAt(match.ticket))
      }
    }
    let mean = Double(waits.reduce(0, +)) / Double(waits.count) / Double(hour)
    #expect(abs(mean - hours) < 0.02 * hours, "seed \(seed): \(mean)")
    #expect(desk.monitors == Monitors())
  }
}
