import TestSupport
import Testing

@testable import SysopsSquadCore

@Suite struct OperationsDeskTests {
  // MARK: Every sequence of a few commands

  private enum Step: CaseIterable {
    case receive, propose, accept, reject, expire, arrive, complete, abandon, withdraw, survey, beginShift, endShift,
      wait
  }

  private struct Walk {
    var visited = 0
    var seen = Set<TicketState>()
    var wrong: [String] = []
  }

  /// Runs a step on both; nil where there is no assignment to run it on.
  private func run(
    _ step: Step, ticket: UInt32, expert: UInt32, assignment: Int, _ desk: inout OperationsDesk,
    _ naive: inout NaiveOperations
  ) -> Bool? {
    let now = naive.now
    switch step {
    case .receive: return desk.receive(ticket, at: now) == naive.receive(ticket)
    case .propose:
      let match = Match(ticket: ticket, expert: expert)
      let (outcome, made) = desk.propose(match, at: now)
      return outcome == naive.propose(match) && (made == nil) == (outcome != .proposed)
    case .withdraw: return desk.withdraw(ticket) == naive.withdraw(ticket)
    case .abandon: return desk.abandon(ticket, at: now) == naive.abandon(ticket)
    case .survey: return desk.sendSurvey(ticket, at: now) == naive.sendSurvey(ticket)
    case .beginShift: return desk.beginShift(expert) == naive.beginShift(expert)
    case .endShift: return desk.endShift(expert) == naive.endShift(expert)
    case .wait:
      naive.now += 2
      return true
    case .accept, .reject, .expire, .arrive, .complete:
      if assignment < 0 { return nil }
      return answer(step, UInt32(assignment), &desk, &naive)
    }
  }

  private func answer(
    _ step: Step, _ assignment: UInt32, _ desk: inout OperationsDesk, _ naive: inout NaiveOperations
  ) -> Bool {
    switch step {
    case .accept: desk.accept(assignment, at: naive.now) == naive.accept(assignment)
    case .reject: desk.reject(assignment) == naive.reject(assignment)
    case .expire: desk.expire(assignment, at: naive.now) == naive.expire(assignment)
    case .arrive: desk.arrive(assignment) == naive.arrive(assignment)
    default: desk.complete(assignment) == naive.complete(assignment)
    }
  }

  private func explore(
    _ desk: OperationsDesk, _ naive: NaiveOperations, _ path: [Step], _ length: Int, _ walk: inout Walk
  ) {
    if path.count == length { return }
    for step in Step.allCases {
      var desk = desk
      var naive = naive
      let last = naive.assignments.count - 1
      guard let isEqual = run(step, ticket: 0, expert: 0, assignment: last, &desk, &naive) else { continue }
      walk.visited += 1
      walk.seen.insert(naive.state(ofTicket: 0))
      if !isEqual || !naive.agrees(with: desk) { walk.wrong.append("\(path + [step])") }
      explore(desk, naive, path + [step], length, &walk)
    }
  }

  private func start() -> (desk: OperationsDesk, naive: NaiveOperations) {
    var desk = OperationsDesk(rules: .init(handOffBound: 4, answerTime: 4), experts: [Expert(skills: [])])
    var naive = NaiveOperations(handOffBound: 4, answerTime: 4, experts: 1)
    #expect(desk.submit(TicketOrder(needs: []), at: 0) == naive.submit())
    return (desk, naive)
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
    for step in [Step.receive, .beginShift, .propose] {
      #expect(run(step, ticket: 0, expert: 0, assignment: 0, &desk, &naive) == true)
    }
    var walk = Walk()
    explore(desk, naive, [], 4, &walk)
    #expect(walk.visited > 20_000)
    #expect(walk.wrong.isEmpty, "\(walk.wrong.count) of them, first \(walk.wrong.first ?? "")")
    #expect(walk.seen == [.new, .assigned, .inProgress, .resolved, .closed, .abandoned])
  }

  @Test(arguments: [131, 132, 133, 134] as [UInt64])
  func `any commands leave what the model leaves`(seed: UInt64) {
    var draws = SmallGenerator(seed: seed)
    let experts = 4
    var desk = OperationsDesk(
      rules: .init(handOffBound: 30, answerTime: 20), experts: Array(repeating: Expert(skills: []), count: experts))
    var naive = NaiveOperations(handOffBound: 30, answerTime: 20, experts: experts)
    var wrong: [String] = []
    var seen = Set<TicketState>()
    for number in 0..<2500 {
      if naive.tickets.isEmpty || draws.pick(20) == 0 {
        if desk.submit(TicketOrder(needs: []), at: naive.now) != naive.submit() {
          wrong.append("step \(number): number")
        }
      }
      let step = Step.allCases[draws.pick(Step.allCases.count)]
      // Mostly what is under way, and now and then what was.
      let open = naive.assignments.indices.filter { naive.assignments[$0].isOpen }
      let recent = max(naive.assignments.isEmpty ? -1 : 0, naive.assignments.count - 1 - draws.pick(6))
      let assignment = open.isEmpty || draws.pick(4) == 0 ? recent : open[draws.pick(open.count)]
      let ticket = UInt32(max(0, naive.tickets.count - 1 - draws.pick(8)))
      let isEqual = run(
        step, ticket: ticket, expert: UInt32(draws.pick(experts)), assignment: assignment, &desk, &naive)
      if isEqual == false || !naive.agrees(with: desk) { wrong.append("step \(number): \(step)") }
      seen.insert(naive.state(ofTicket: ticket))
    }
    #expect(wrong.isEmpty, "seed \(seed): \(wrong.count) of them, first \(wrong.first ?? "")")
    #expect(seen == Set(TicketState.allCases), "seed \(seed)")
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
    // One that never comes is lost when its time is over, or at the end.
    for (bound, end, lost) in [(10, 50, 14), (10, 12, 12), (.max, 50, 50)] as [(Int64, Int64, Int64)] {
      var desk = self.desk(.init(handOffBound: bound), experts: [])
      _ = desk.submit(TicketOrder(needs: []), at: 4)
      desk.closeBooks(at: end)
      #expect(desk.monitors[.neverLost] == .init(violations: 1, firstAt: lost, firstSubject: 0))
    }
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

  @Test func `an expert of another region is wrong, whoever sent them`() {
    var desk = desk(experts: [Expert(skills: [], region: 1)])
    let ticket = desk.submit(TicketOrder(needs: [], region: 2), at: 0)
    _ = desk.receive(ticket, at: 0)
    #expect(desk.matchBatch(.greedy, at: 1).matches.isEmpty)
    let assignment = desk.propose(Match(ticket: ticket, expert: 0), at: 1).assignment ?? 9
    #expect(desk.accept(assignment, at: 3) == .done)
    #expect(desk.monitors[.rightExpert] == .init(violations: 1, firstAt: 3, firstSubject: 0))
  }

  @Test func `a blind write gives a ticket a second expert, or an expert a second ticket`() {
    for second in [Match(ticket: 0, expert: 1), Match(ticket: 1, expert: 0)] {
      for write in ProposalWrite.allCases {
        var desk = desk(.init(write: write), experts: [Expert(skills: []), Expert(skills: [])])
        for _ in 0..<2 { _ = desk.receive(desk.submit(TicketOrder(needs: []), at: 0), at: 0) }
        #expect(desk.propose(Match(ticket: 0, expert: 0), at: 1).outcome == .proposed)
        let refusal: ProposalOutcome = second.ticket == 0 ? .ticketTaken : .expertTaken
        #expect(desk.propose(second, at: 2).outcome == (write == .blind ? .proposed : refusal))
        let expected = Monitors.Reading(violations: 1, firstAt: 2, firstSubject: UInt64(second.ticket))
        #expect(desk.monitors[.oneAssignment] == (write == .blind ? expected : .init()))
      }
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
    var draws = SmallGenerator(seed: seed)
    var desk = desk(experts: Array(repeating: Expert(skills: []), count: 60))
    var waits: [Int64] = []
    for run in 1...400 as ClosedRange<Int64> {
      let times = (0..<20).map { _ in Int64(draws.next() % UInt64(hour)) + (run - 1) * hour }.sorted()
      for time in times { _ = desk.receive(desk.submit(TicketOrder(needs: []), at: time), at: time) }
      let now = run * hour
      for match in desk.matchBatch(.greedy, at: now).matches {
        guard let assignment = desk.propose(match, at: now).assignment else { continue }
        if draws.pick(100) < rejected {
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
