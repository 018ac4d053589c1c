/// When a poll puts the mailbox's cursor forward.
package enum CursorOrder: Sendable, CaseIterable {
  /// After its messages were handed on: a crash between the two has them handed on once more.
  case afterHandingOn
  /// Before: a crash between the two loses them.
  case beforeHandingOn
}

package enum WriteBack: Sendable, CaseIterable {
  case everyPoll
  /// Only when there was something new.
  case onChange
}

package enum PollOutcome: UInt8, Sendable, CaseIterable {
  case fetched
  case nothingNew
}

package enum CursorOutcome: UInt8, Sendable, CaseIterable {
  case written
  /// The cursor stands there already, and a write is saved.
  case unchanged
  /// The cursor is further on, and stays.
  case stale
}

/// How far each mailbox was read (card, RW-I8). Messages of a mailbox are numbered from 1 as they arrive.
///
/// A poll is three commands, so that an instance may die between any two of them:
///
/// ```swift
/// cursor.arrive(mailbox, messages: 2)
/// let poll = cursor.poll(mailbox, at: now)             // .fetched, messages 1…2
/// cursor.handOn(mailbox, poll.first, through: poll.last, at: now)   // to the parser
/// cursor.writeBack(mailbox, poll.last)                 // .written
/// ```
///
/// A mailbox is polled by one instance at a time. A poll that dies is followed by the next one; nobody need tell. Twelve bytes for each mailbox.
package struct MailboxCursor: Sendable {
  package let order: CursorOrder
  package let writeBack: WriteBack
  package private(set) var monitors = Monitors()
  /// Writes of cursors to their store.
  package private(set) var writes: UInt64 = 0
  /// Messages that were handed on more than once.
  package private(set) var repeated: UInt64 = 0
  /// Messages that no poll will ever hand on.
  package private(set) var lost: UInt64 = 0

  private var arrived: [UInt32]
  private var cursors: [UInt32]
  private var handedOn: [UInt32]

  package init(order: CursorOrder, writeBack: WriteBack, mailboxes: Int) {
    self.order = order
    self.writeBack = writeBack
    arrived = Array(repeating: 0, count: mailboxes)
    cursors = arrived
    handedOn = arrived
  }

  package func cursor(of mailbox: UInt32) -> UInt32 { cursors[Int(mailbox)] }
  /// Messages that wait to be fetched.
  package func waitingCount(of mailbox: UInt32) -> UInt32 { arrived[Int(mailbox)] - cursors[Int(mailbox)] }

  /// Messages come in at the mail provider.
  package mutating func arrive(_ mailbox: UInt32, messages: UInt32) {
    let (sum, overflow) = arrived[Int(mailbox)].addingReportingOverflow(messages)
    arrived[Int(mailbox)] = overflow ? .max - 1 : min(sum, .max - 1)
  }

  /// Fetches the messages after the cursor, `first` to `last`; none where `last` is below `first`.
  package mutating func poll(_ mailbox: UInt32, at now: Int64) -> (outcome: PollOutcome, first: UInt32, last: UInt32) {
    let index = Int(mailbox)
    let (before, last) = (cursors[index], arrived[index])
    noteLost(mailbox, before: before + 1, at: now)
    if order == .beforeHandingOn { _ = write(last, mailbox) }
    return (last > before ? .fetched : .nothingNew, before + 1, last)
  }

  /// The messages `first` to `last` of a poll are handed on to the parser.
  package mutating func handOn(_ mailbox: UInt32, _ first: UInt32, through last: UInt32, at now: Int64) {
    let index = Int(mailbox)
    guard first > 0, first <= last, last <= arrived[index] else { return }
    noteLost(mailbox, before: first, at: now)
    if handedOn[index] >= first { repeated += UInt64(min(last, handedOn[index]) - first) + 1 }
    handedOn[index] = max(handedOn[index], last)
  }

  /// The poll ends: the cursor goes to `last`, if it is not there yet.
  package mutating func writeBack(_ mailbox: UInt32, _ last: UInt32) -> CursorOutcome {
    if order == .beforeHandingOn { return .unchanged }
    return write(last, mailbox)
  }

  /// When nothing is under way any more: notes what the last polls lost.
  package mutating func closeBooks(at now: Int64) {
    for (mailbox, cursor) in cursors.enumerated() { noteLost(UInt32(mailbox), before: cursor + 1, at: now) }
  }

  /// The account is deleted: the mailbox is not read any more, and nothing is known of it.
  package mutating func erase(_ mailbox: UInt32) {
    let index = Int(mailbox)
    (arrived[index], cursors[index], handedOn[index]) = (0, 0, 0)
  }

  private mutating func write(_ last: UInt32, _ mailbox: UInt32) -> CursorOutcome {
    let index = Int(mailbox)
    let last = min(last, arrived[index])
    if last < cursors[index] { return .stale }
    if last == cursors[index] && writeBack == .onChange { return .unchanged }
    cursors[index] = last
    writes += 1
    return .written
  }

  /// What no poll will fetch again and was not handed on never will be.
  private mutating func noteLost(_ mailbox: UInt32, before first: UInt32, at now: Int64) {
    let index = Int(mailbox)
    guard first > 0, first - 1 > handedOn[index] else { return }
    lost += UInt64(first - 1 - handedOn[index])
    handedOn[index] = first - 1
    monitors.report(.nothingSkipped, UInt64(mailbox), at: now)
  }
}
