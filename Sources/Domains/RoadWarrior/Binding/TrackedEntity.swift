import Components
import RoadWarriorCore

/// What the keys of a polled population are. Draws are named after it.
enum TrackedEntity: String, CustomStringConvertible, Sendable {
  /// Each change at its vendor makes a version.
  case reservation
  /// Each mail that arrives makes a version, which is the number of the mail.
  case mailbox

  /// By what the loop over them asks.
  init(_ plan: PollingPlan) {
    self = RoadWarriorCommand(rawValue: plan.command) == .checkMail ? .mailbox : .reservation
  }

  var description: String { rawValue }
}

extension TrackedPopulation {
  /// How the news of mailboxes differ from those of reservations.
  struct Mailboxes: Sendable {
    /// Says which mails are bookings that are let in: those are the changes that somebody waits for.
    var source: MailSource
    /// A poll that finds nothing new has its cursor written back all the same.
    var writesEveryPoll: Bool
    /// What a comparison returns then; anything but what the core's returns.
    static let idle: UInt8 = .max
  }
}
