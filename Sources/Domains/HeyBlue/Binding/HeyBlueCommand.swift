import Components

/// The commands that scenarios may use, in the order of the description.
enum HeyBlueCommand: Int, CaseIterable {
  case openSocket
  case closeSocket
  case dropSocket
  case activate
  case place
  case clientExpired
  case stop
  case lose
  case nearest
  case checkNearest
  case meet
  case approach
  case request
  case notify
  case accept
  case decline
  case timeOut
  case log
  case award
  case requestRedemption
  case requestDonation
  case checkBalance
  case record
  case issueVoucher
  case debit
  case cancel
  case useVoucher

  var description: BindingDescription.Command {
    switch self {
    case .openSocket:
      .init(
        "open-socket", outcomes: ["opened", "busy", "no-socket"],
        "a citizen's app asks for a socket and opens it; nothing changes for one that has its socket")
    case .closeSocket:
      .init("close-socket", outcomes: ["closed", "none"], "the app closes its socket, and the tuple is dropped")
    case .dropSocket:
      .init(
        "drop-socket", outcomes: ["dropped", "none"], "the app loses its connection, and the server does not hear of it"
      )
    case .activate:
      .init(
        "activate", outcomes: ["activated", "resumed", "already-active"],
        "an officer begins a window; without a place yet, nobody finds the officer")
    case .place:
      .init(
        "place", outcomes: ["placed", "not-active"],
        "an officer's location fix, at the place where the officer has walked to; its comparisons are its effort")
    case .clientExpired:
      .init(
        "client-expired", outcomes: ["removed", "not-active", "ignored"],
        "the officer's app says that the window it began is over; heeded unless `enforcement: server-lease`")
    case .stop: .init("stop", outcomes: ["removed", "not-active"], "an officer ends the window before its time")
    case .lose: .init("lose", outcomes: ["lost", "not-active"], "an officer's app falls silent, and nobody is told")
    case .nearest:
      .init(
        "nearest", outcomes: ["found", "nobody"],
        "a citizen's location fix, answered with the nearest officer; its comparisons are its effort")
    case .checkNearest:
      .init(
        "check-nearest", outcomes: ["right", "wrong", "not-audited"],
        "whether the answer before was as near as the true nearest officer, with `audit: yes`")
    case .meet:
      .init(
        "meet", outcomes: ["met", "nobody"], "a citizen runs across an officer, drawn among those who can be found")
    case .approach:
      .init("approach", outcomes: ["near", "nobody"], "the citizen walks up to the officer who was found")
    case .request:
      .init(
        "request", outcomes: ["requested", "unavailable", "out-of-range", "repeated"],
        "a citizen asks the officer who was found, or met, for a connection")
    case .notify:
      .init(
        "notify", outcomes: ["notified", "window-expired", "timed-out", "settled"], "the request reaches the officer")
    case .accept:
      .init(
        "accept", outcomes: ["accepted", "timed-out", "out-of-range", "window-expired", "repeated", "settled"],
        "the officer accepts; window, distance and repeat rule are checked as the parameters say")
    case .decline: .init("decline", outcomes: ["declined", "timed-out", "settled"], "the officer declines")
    case .timeOut:
      .init("time-out", outcomes: ["timed-out", "settled"], "the timer of a request that was not answered")
    case .log: .init("log", outcomes: ["logged", "not-accepted"], "an accepted connection is logged")
    case .award:
      .init(
        "award", outcomes: ["awarded", "duplicate", "nothing"],
        "both participants of a logged connection get their points")
    case .requestRedemption:
      .init("request-redemption", outcomes: ["requested"], "a citizen asks for an offer")
    case .requestDonation:
      .init("request-donation", outcomes: ["requested"], "an officer gives points to a charity")
    case .checkBalance:
      .init("check-balance", outcomes: ["enough", "too-little", "out-of-turn"], "Rewards asks Profile for the balance")
    case .record:
      .init("record", outcomes: ["recorded", "refused", "out-of-turn"], "Rewards records the transaction")
    case .issueVoucher:
      .init(
        "issue-voucher", outcomes: ["issued", "duplicate", "out-of-turn"], "the coupon generator makes the voucher")
    case .debit:
      .init("debit", outcomes: ["debited", "duplicate", "out-of-turn"], "Profile takes the points, or is told of it")
    case .cancel:
      .init(
        "cancel", outcomes: ["cancelled", "duplicate", "out-of-turn"], "a redemption that was not recorded is given up")
    case .useVoucher:
      .init("use-voucher", outcomes: ["used", "expired", "spent", "none"], "at the retailer's")
    }
  }
}

/// What a request carries from one command to the next: a sort in the upper bits, and a number. A request of one sort
/// is nothing to commands of another.
enum HeyBluePayload: UInt64 {
  case window = 1
  case officer = 2
  case connectionRequest = 3
  case connection = 4
  case redemption = 5

  private static let bits: UInt64 = 60
  static let numberMask: UInt64 = 1 << bits - 1

  func with(_ number: UInt64) -> UInt64 { rawValue << Self.bits | number & Self.numberMask }

  /// The number of a payload of this sort; nil for any other.
  func number(of payload: UInt64) -> UInt64? {
    payload >> Self.bits == rawValue ? payload & Self.numberMask : nil
  }
}
