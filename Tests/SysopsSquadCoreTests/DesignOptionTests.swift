import Testing

@testable import SysopsSquadCore

/// One story under every combination of the options that the card calls unsafe: each trips its own monitor, and none
/// other's.
@Suite struct DesignOptionTests {
  private static let skill = SkillSet(rawValue: 1)
  private static let other = SkillSet(rawValue: 2)

  /// Which invariants the options of a story let break.
  private struct Story {
    let unsafe: Set<Invariant>
    var desk: OperationsDesk
    var view: CustomerView
    var billing: BillingRun

    init(unsafe: Set<Invariant>) {
      self.unsafe = unsafe
      // An outdated profile, where profiles may be outdated.
      let stale = Expert(
        skills: unsafe.contains(.rightExpert) ? DesignOptionTests.other : DesignOptionTests.skill,
        profile: DesignOptionTests.skill)
      desk = OperationsDesk(
        rules: .init(
          write: unsafe.contains(.oneAssignment) ? .blind : .conditional,
          deduplicatesSurveys: !unsafe.contains(.surveyedOnce)),
        experts: [stale, Expert(skills: DesignOptionTests.skill)])
      view = CustomerView(checksOrder: !unsafe.contains(.neverBackwards))
      billing = BillingRun(customers: 1, isIdempotent: !unsafe.contains(.chargedOnce))
    }

    /// Two tickets for two experts; the older one is less urgent, and only one expert is there at first.
    mutating func work() {
      for priority in [Priority.low, .urgent] {
        let ticket = desk.submit(TicketOrder(needs: DesignOptionTests.skill, priority: priority), at: 0)
        _ = desk.receive(ticket, at: 1)
      }
      // A third one's message is published while the broker is down: kept by an outbox, or dropped.
      let third = desk.submit(TicketOrder(needs: [], region: 1), at: 0)
      if !unsafe.contains(.neverLost) { _ = desk.receive(third, at: 5) }
      _ = desk.beginShift(0)
      let run = unsafe.contains(.priorityFirst) ? desk.matchFreed(0, at: 6) : desk.matchBatch(.greedy, at: 6)
      _ = desk.beginShift(1)
      // The run is started twice.
      for match in run.matches + run.matches { _ = desk.propose(match, at: 7) }
      for match in desk.matchBatch(.greedy, at: 8).matches { _ = desk.propose(match, at: 8) }
      for assignment in 0..<UInt32(desk.assignmentCount) {
        _ = desk.accept(assignment, at: 9)
        _ = desk.arrive(assignment)
        _ = desk.complete(assignment)
      }
      for ticket in [0, 1, 1] as [UInt32] { _ = desk.sendSurvey(ticket, at: 10) }
      desk.closeBooks(at: 20)
    }

    mutating func tellAndCharge() {
      // The store hears of it before the customer does, or after.
      if unsafe.contains(.storedFirst) { view.notify(of: .resolved, 0, at: 11) }
      for status in [TicketStatus.resolved, .inProgress] { _ = view.show(status, of: 0, at: 11) }
      if !unsafe.contains(.storedFirst) { view.notify(of: .inProgress, 0, at: 11) }
      // The job crashes after the charge, and runs again.
      _ = billing.charge(0, fails: false, at: 12)
      _ = billing.charge(0, fails: false, at: 13)
      _ = billing.record(0, succeeded: true)
      _ = billing.sendInvoice(0, at: 13)
      billing.closeBooks(at: 20)
    }
  }

  @Test func `each unsafe option trips exactly its monitor, in every combination`() {
    for bits in 0..<256 {
      let unsafe = Set(Invariant.allCases.filter { bits >> $0.rawValue & 1 == 1 })
      var story = Story(unsafe: unsafe)
      story.work()
      story.tellAndCharge()
      let monitors = story.desk.monitors.merged(with: story.view.monitors).merged(with: story.billing.monitors)
      #expect(monitors.violated == unsafe, "\(unsafe.map(\.id).sorted())")
      // Whatever happened on the way, both known tickets were served.
      #expect((0..<2).allSatisfy { story.desk.state(ofTicket: $0) == .closed }, "\(unsafe.map(\.id).sorted())")
    }
  }
}
