import TestSupport
import Testing

@testable import RoadWarriorCore

@Suite struct MailboxCursorTests {
  /// Mailboxes that are polled at random by instances that die now and then; a set keeps what was handed on.
  private struct History {
    var cursor: MailboxCursor
    var handedOn: [Set<UInt32>] = Array(repeating: [], count: 5)
    var arrived: [UInt32] = Array(repeating: 0, count: 5)
    var repeated: UInt64 = 0
    var polls: UInt64 = 0
    var goesBack = false

    mutating func poll(_ mailbox: UInt32, diesAfter step: Int, at now: Int64) {
      let before = cursor.cursor(of: mailbox)
      let poll = cursor.poll(mailbox, at: now)
      #expect((poll.outcome == .fetched) == (poll.first <= poll.last))
      if step > 0 {
        if poll.outcome == .fetched {
          for message in poll.first...poll.last where !handedOn[Int(mailbox)].insert(message).inserted { repeated += 1 }
        }
        cursor.handOn(mailbox, poll.first, through: poll.last, at: now)
      }
      if step > 1 {
        _ = cursor.writeBack(mailbox, poll.last)
        polls += 1
      }
      goesBack = goesBack || cursor.cursor(of: mailbox) < before
    }
  }

  private func history(_ order: CursorOrder, _ writeBack: WriteBack, deaths: Int, seed: UInt64) -> History {
    var draws = SmallGenerator(seed: seed)
    var history = History(cursor: MailboxCursor(order: order, writeBack: writeBack, mailboxes: 5))
    for now in 0..<2000 as Range<Int64> {
      let mailbox = UInt32(draws.below(5))
      if draws.below(3) == 0 {
        let count = UInt32(draws.below(4))
        history.cursor.arrive(mailbox, messages: count)
        history.arrived[Int(mailbox)] += count
      }
      history.poll(mailbox, diesAfter: draws.below(100) < deaths ? draws.below(2) : 2, at: now)
    }
    for mailbox in 0..<5 as Range<UInt32> { history.poll(mailbox, diesAfter: 2, at: 2000) }
    history.cursor.closeBooks(at: 2001)
    return history
  }

  @Test(arguments: [31, 32, 33] as [UInt64], WriteBack.allCases)
  func `put forward after handing on, a cursor skips nothing, whoever dies`(seed: UInt64, writeBack: WriteBack) {
    let history = history(.afterHandingOn, writeBack, deaths: 30, seed: seed)
    #expect(history.cursor.monitors.violated.isEmpty && history.cursor.lost == 0, "seed \(seed)")
    #expect(history.handedOn.map { UInt32($0.count) } == history.arrived && !history.goesBack, "seed \(seed)")
    #expect(history.cursor.repeated == history.repeated && history.repeated > 0, "seed \(seed)")
  }

  @Test(arguments: [31, 32, 33] as [UInt64])
  func `put forward before, deaths lose messages, and each is counted`(seed: UInt64) {
    let history = history(.beforeHandingOn, .onChange, deaths: 30, seed: seed)
    let missing = zip(history.arrived, history.handedOn).reduce(0) { $0 + Int($1.0) - $1.1.count }
    #expect(history.cursor.monitors.violated == [.nothingSkipped] && missing > 0, "seed \(seed)")
    #expect(history.cursor.lost == UInt64(missing) && history.cursor.repeated == 0, "seed \(seed)")
    let calm = self.history(.beforeHandingOn, .onChange, deaths: 0, seed: seed)
    #expect(calm.cursor.monitors.violated.isEmpty && calm.cursor.lost == 0)
  }

  @Test func `written on change, a cursor costs a write only where there was mail`() {
    let always = history(.afterHandingOn, .everyPoll, deaths: 0, seed: 34).cursor
    let onChange = history(.afterHandingOn, .onChange, deaths: 0, seed: 34).cursor
    #expect(always.writes == 2005 && onChange.writes > 300 && onChange.writes < 700)
    #expect((0..<5).allSatisfy { always.cursor(of: $0) == onChange.cursor(of: $0) })
  }

  @Test func `a late write does not put a cursor back`() {
    var cursor = MailboxCursor(order: .afterHandingOn, writeBack: .onChange, mailboxes: 1)
    cursor.arrive(0, messages: 3)
    let early = cursor.poll(0, at: 0)
    cursor.arrive(0, messages: 2)
    let late = cursor.poll(0, at: 1)
    cursor.handOn(0, late.first, through: late.last, at: 2)
    #expect(cursor.writeBack(0, late.last) == .written && cursor.waitingCount(of: 0) == 0)
    cursor.handOn(0, early.first, through: early.last, at: 3)
    #expect(cursor.writeBack(0, early.last) == .stale && cursor.cursor(of: 0) == 5)
    #expect(cursor.writeBack(0, 5) == .unchanged && cursor.writeBack(0, 9) == .unchanged && cursor.repeated == 3)
  }

  @Test func `a cursor that is written without handing on has skipped messages`() {
    var cursor = MailboxCursor(order: .afterHandingOn, writeBack: .onChange, mailboxes: 2)
    cursor.arrive(1, messages: 3)
    let poll = cursor.poll(1, at: 5)
    _ = cursor.writeBack(1, poll.last)
    cursor.closeBooks(at: 6)
    #expect(cursor.monitors[.nothingSkipped] == .init(violations: 1, firstAt: 6, firstSubject: 1) && cursor.lost == 3)
  }

  @Test func `a gap between what is handed on is noticed`() {
    var cursor = MailboxCursor(order: .afterHandingOn, writeBack: .onChange, mailboxes: 1)
    cursor.arrive(0, messages: 9)
    _ = cursor.poll(0, at: 0)
    cursor.handOn(0, 1, through: 3, at: 1)
    cursor.handOn(0, 6, through: 9, at: 2)
    #expect(cursor.lost == 2 && cursor.monitors[.nothingSkipped].violations == 1)
  }

  @Test func `nothing is known of an erased mailbox, and a poll under way changes that no more`() {
    var cursor = MailboxCursor(order: .afterHandingOn, writeBack: .everyPoll, mailboxes: 1)
    cursor.arrive(0, messages: 2)
    let first = cursor.poll(0, at: 0)
    cursor.handOn(0, first.first, through: first.last, at: 0)
    _ = cursor.writeBack(0, first.last)
    cursor.arrive(0, messages: 2)
    let poll = cursor.poll(0, at: 0)
    cursor.erase(0)
    cursor.handOn(0, poll.first, through: poll.last, at: 1)
    _ = cursor.writeBack(0, poll.last)
    cursor.closeBooks(at: 2)
    #expect(cursor.cursor(of: 0) == 0 && cursor.waitingCount(of: 0) == 0 && cursor.monitors.violated.isEmpty)
  }
}
