import Components
import Engine
import RoadWarriorCore

/// Those of the `domain:` parameters that are about mail, with their defaults filled in.
struct MailSettings: Sendable {
  var mailboxes: Int
  /// Of one mailbox, per second.
  var rate: Double
  /// Shares of all mails.
  var travel: Double
  var malformed: Double
  var admitted: Double
  /// Share of bookings.
  var knownToVendor: Double
  var writeBack: WriteBack
  var order: CursorOrder
  var filter: FilterOrder
  var sharesIndex: Bool

  init(_ configuration: BindingConfiguration) {
    let parameters = configuration.parameters
    mailboxes = Int(configuration.populations.first { $0.entity == "mailbox" }?.count ?? 0)
    rate = parameters["mails"]?.rate ?? 40 / 86_400
    travel = parameters["travel"]?.ratio ?? 0.005
    malformed = parameters["malformed"]?.ratio ?? 0.001
    admitted = parameters["admitted"]?.ratio ?? 1
    knownToVendor = parameters["known-to-vendor"]?.ratio ?? 0
    writeBack = parameters["cursor"]?.word == "each-poll" ? .everyPoll : .onChange
    order = parameters["cursor-order"]?.word == "before-handing-on" ? .beforeHandingOn : .afterHandingOn
    filter = parameters["filter"]?.word == "after-storing" ? .afterStoring : .beforeStoring
    sharesIndex = parameters["booking-index"]?.word != "separate"
  }

  /// Simulated time in which the busiest of many mailboxes stays below the 65,535 mails that have a number.
  var numbersLast: Nanoseconds { rate > 0 ? Nanoseconds(min(0x1p62, 50_000 / rate * 1e9)) : .max }

  static let parameters: [Parameter] = [
    Parameter("mails", .rate, standard: "40/day", "mails that arrive in one mailbox"),
    Parameter("travel", .ratio, standard: "0.5%", "share of mails that confirm a booking"),
    Parameter(
      "malformed", .ratio, standard: "0.1%",
      "share of mails that look like it, and of which a field is missing or cannot be read"),
    Parameter(
      "admitted", .ratio, standard: "100%",
      "share of mails that travellers' filters let in: bookings, and of the others so many that it is this share of all"
    ),
    Parameter(
      "filter", .word(["before-storing", "after-storing"]), standard: "before-storing",
      "when filters are asked: before a mail is handed on, or when all of them have been stored"),
    Parameter(
      "cursor", .word(["on-change", "each-poll"]), standard: "on-change",
      "when the cursor of a mailbox is written back: where there was mail, or after every poll"),
    Parameter(
      "cursor-order", .word(["after-handing-on", "before-handing-on"]), standard: "after-handing-on",
      "whether a cursor goes forward when its mails have been handed on, or when they are read"),
    Parameter(
      "known-to-vendor", .ratio, standard: "0%", "share of bookings that their vendor has told of before the mail came"),
    Parameter(
      "booking-index", .word(["shared", "separate"]), standard: "shared",
      "where mail and vendor look whether a booking has a reservation: in one place, or each in its own"),
  ]

  static let commands: [BindingDescription.Command] = [
    .init(
      "check-mail", outcomes: ["nothing", "cursor", "mails"], onKeysOf: "mailbox",
      "asks a mailbox for mails since its cursor; `cursor` where there are none and the cursor is written back all the same"
    ),
    .init(
      "read-mailbox", outcomes: ["unread", "nothing"],
      "reads the cursor of a mailbox: which of its mails are to be fetched"),
    .init(
      "hand-on", outcomes: ["handed-on", "nothing"], emits: true,
      "emits an item for each mail that was read, but for those that the traveller's filter keeps out"),
    .init("write-cursor", outcomes: ["written", "unchanged", "stale"], "puts the cursor of a mailbox forward"),
    .init(
      "parse-mail", outcomes: ["found", "known", "ignored", "malformed"],
      "parses the text of a mail: a booking that has no reservation yet, or has one; no booking; or one that cannot be read"
    ),
  ]

  /// Share of calls of a command by outcome.
  func expectedShares(of command: String, every interval: Nanoseconds) -> [String: Double] {
    let isNew = 1 - ElementaryFunctions.exp(-rate * Double(interval) / 1e9)
    let admitted = max(travel + malformed, admitted)
    let parsed = filter == .beforeStoring ? max(1e-18, admitted) : 1
    switch command {
    case "check-mail":
      return writeBack == .everyPoll
        ? ["mails": isNew, "cursor": 1 - isNew] : ["mails": isNew, "nothing": 1 - isNew]
    case "read-mailbox": return ["unread": 1]
    case "hand-on": return ["handed-on": 1]
    case "write-cursor": return order == .afterHandingOn ? ["written": 1] : ["unchanged": 1]
    case "parse-mail":
      return [
        "found": travel * (1 - knownToVendor) / parsed, "known": travel * knownToVendor / parsed,
        "malformed": malformed / parsed, "ignored": max(0, 1 - (travel + malformed) / parsed),
      ]
    default: return [:]
    }
  }
}
