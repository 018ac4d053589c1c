/// The accounts of the ledger: citizens, then officers, then the three whose points are not spent but passed on.
package struct Accounts: Sendable, Equatable {
  package let citizens: UInt32
  package let officers: UInt32

  package init(citizens: UInt32, officers: UInt32) {
    precondition(UInt64(citizens) + UInt64(officers) + 3 <= UInt64(UInt32.max), "more accounts than numbers")
    self.citizens = citizens
    self.officers = officers
  }

  package func citizen(_ number: UInt32) -> UInt32 { number }
  package func officer(_ number: UInt32) -> UInt32 { citizens + number }
  /// Where points come from: its balance is what was awarded, below zero.
  package var issuer: UInt32 { citizens + officers }
  /// Where redeemed points go.
  package var retailers: UInt32 { issuer + 1 }
  /// Where donated points go.
  package var charities: UInt32 { issuer + 2 }
  package var count: Int { Int(issuer) + 3 }
  func isParticipant(_ account: UInt32) -> Bool { account < issuer }
}

/// One row of the ledger; the rows of one transaction add up to zero.
package struct LedgerEntry: BitwiseCopyable, Equatable, Sendable {
  /// A connection's number, or a redemption's with the highest bit set.
  package var transaction: UInt64
  package var account: UInt32
  package var points: Int32
}

package enum AwardOutcome: UInt8, Sendable, CaseIterable {
  case awarded
  /// This connection was awarded before.
  case duplicate
}

/// The points of all participants: double entry, keyed by connection (card, section 9 and HB-I2, HB-I3).
package struct PointsLedger: Sendable {
  package let accounts: Accounts
  /// Points that a connection gives each participant.
  package let award: Int32
  /// Without it, a second delivery of a logged connection awards again.
  package let deduplicates: Bool
  package internal(set) var entries: [LedgerEntry] = []
  package private(set) var monitors = Monitors()
  private var balances: [Int64]
  /// One bit for each connection that was awarded.
  private var awarded: [UInt64] = []

  package init(accounts: Accounts, award: Int32 = 1, deduplicates: Bool = true) {
    precondition(award > 0, "an award of nothing")
    self.accounts = accounts
    self.award = award
    self.deduplicates = deduplicates
    balances = Array(repeating: 0, count: accounts.count)
  }

  package func balance(of account: UInt32) -> Int64 { balances[Int(account)] }

  /// The transaction of balances carried forward: no connection and no redemption has this number.
  package static let carriedForward = UInt64.max

  /// Points that an account has from before the books were opened.
  package mutating func carryForward(_ points: Int32, to account: UInt32, at now: Int64) {
    precondition(points > 0 && accounts.isParticipant(account), "only participants have points from before")
    post(Self.carriedForward, accounts.issuer, -points, at: now)
    post(Self.carriedForward, account, points, at: now)
  }

  /// Awards a logged connection to both participants.
  package mutating func award(_ connection: Connection, at now: Int64) -> AwardOutcome {
    if isAwarded(connection.number) {
      if deduplicates { return .duplicate }
      monitors.report(.awardedOnce, connection.number, at: now)
    }
    note(connection.number)
    post(connection.number, accounts.issuer, -2 * award, at: now)
    post(connection.number, accounts.citizen(connection.citizen), award, at: now)
    post(connection.number, accounts.officer(connection.officer), award, at: now)
    return .awarded
  }

  package func isAwarded(_ connection: UInt64) -> Bool {
    let word = Int(connection / 64)
    return word < awarded.count && awarded[word] >> (connection % 64) & 1 == 1
  }

  /// When nothing is under way any more: notes connections that never got their points, and balances that are not the
  /// sum of their entries.
  /// - Parameter logged: connections whose numbers are below this were logged.
  package mutating func closeBooks(logged: UInt64, at now: Int64) {
    for connection in 0..<logged where !isAwarded(connection) {
      monitors.report(.awardedOnce, connection, at: now)
    }
    var sums = Array(repeating: Int64(0), count: accounts.count)
    for entry in entries { sums[Int(entry.account)] += Int64(entry.points) }
    for account in sums.indices where sums[account] != balances[account] {
      monitors.report(.neverOverdrawn, UInt64(account), at: now)
    }
  }

  /// Takes points from a participant, for retailers or charities.
  mutating func debit(
    _ account: UInt32, _ points: Int32, to receiver: UInt32, redemption: UInt64, at now: Int64
  ) {
    let transaction = redemption | 1 << 63
    post(transaction, account, -points, at: now)
    post(transaction, receiver, points, at: now)
  }

  private mutating func note(_ connection: UInt64) {
    let word = Int(connection / 64)
    if word >= awarded.count {
      awarded.append(contentsOf: repeatElement(0, count: word + 1 - awarded.count))
    }
    awarded[word] |= 1 << (connection % 64)
  }

  private mutating func post(_ transaction: UInt64, _ account: UInt32, _ points: Int32, at now: Int64) {
    entries.append(LedgerEntry(transaction: transaction, account: account, points: points))
    balances[Int(account)] += Int64(points)
    if points < 0 && balances[Int(account)] < 0 && accounts.isParticipant(account) {
      monitors.report(.neverOverdrawn, UInt64(account), at: now)
    }
  }
}
