import Testing

@testable import HeyBlueCore

/// One story under every combination of the options that the card calls unsafe: each trips its own monitor, and none
/// other's.
@Suite struct DesignOptionTests {
  private struct Options {
    var hasLease = true
    var deduplicatesAwards = true
    var reserves = true
    var deduplicatesRedemptions = true
    var repeatCheck = CheckPoint.atAcceptance
    var meetingCheck = CheckPoint.atAcceptance

    /// Bit by bit, the option that lets an invariant break.
    init(unsafe bits: Int) {
      if bits & 1 != 0 { hasLease = false }
      if bits & 2 != 0 { deduplicatesAwards = false }
      if bits & 4 != 0 { reserves = false }
      if bits & 8 != 0 { deduplicatesRedemptions = false }
      if bits & 16 != 0 { repeatCheck = .atRequest }
      if bits & 32 != 0 { meetingCheck = .atRequest }
    }
  }

  private static let second: Int64 = 1_000_000_000
  private static let here = GroundPoint(x: 0, y: 0)
  private static let away = GroundPoint(x: 5000, y: 0)

  private struct Story {
    var directory: OfficerDirectory
    var desk: ConnectionDesk
    var ledger: PointsLedger
    var rewards: RedemptionDesk
    var now: Int64 = 0

    init(_ options: Options) {
      let accounts = Accounts(citizens: 2, officers: 2)
      directory = OfficerDirectory(
        rules: .init(enforcement: options.hasLease ? .both : .client), index: OfficerIndex(kind: .scan, officers: 2))
      desk = ConnectionDesk(rules: .init(repeatCheck: options.repeatCheck, meetingCheck: options.meetingCheck))
      ledger = PointsLedger(accounts: accounts, deduplicates: options.deduplicatesAwards)
      rewards = RedemptionDesk(
        mode: options.reserves ? .reserveThenConfirm : .asynchronous, deduplicates: options.deduplicatesRedemptions,
        accounts: accounts)
    }

    /// Two officers become available, of whom the second falls silent.
    mutating func beginWindows() {
      for officer in 0..<2 as Range<UInt32> {
        _ = directory.activate(officer, at: now)
        _ = directory.place(officer, at: DesignOptionTests.here, draw: 0, at: now)
      }
      _ = directory.lose(1, at: now)
    }

    /// A citizen asks the first officer, as many times as there are places at which the citizen is at acceptance.
    mutating func connect(_ citizen: UInt32, acceptedAt places: [GroundPoint]) {
      now += DesignOptionTests.second
      let ids = places.compactMap { _ in
        desk.request(citizen: citizen, at: DesignOptionTests.here, officer: 0, in: directory, at: now).id
      }
      for id in ids { _ = desk.notifyOfficer(id, in: directory, at: now) }
      for (id, place) in zip(ids, places) { _ = desk.accept(id, citizenAt: place, in: directory, at: now) }
      for id in ids {
        guard let connection = desk.log(id) else { continue }
        // Delivered twice.
        for _ in 0..<2 { _ = ledger.award(connection, at: now) }
      }
    }

    /// Two redemptions of all that a citizen has, step by step; one voucher event is delivered twice.
    mutating func redeemTwice(_ citizen: UInt32) {
      now += DesignOptionTests.second
      let points = Int32(ledger.balance(of: citizen))
      let both = (0..<2).map { _ in rewards.request(citizen, points: points, for: .offer) }
      for one in both { _ = rewards.checkBalance(one, in: ledger) }
      for one in both { _ = rewards.record(one, in: &ledger, at: now) }
      for one in [both[0], both[0], both[1]] { _ = rewards.issueVoucher(one, at: now) }
      for one in both { _ = rewards.debit(one, in: &ledger, at: now) }
    }

    mutating func end() {
      let over = 900 * DesignOptionTests.second + 1
      _ = directory.clientExpired(0, number: 1, at: over)
      directory.advance(to: 2 * over)
      rewards.closeBooks(at: 2 * over)
      ledger.closeBooks(logged: desk.logged, at: 2 * over)
    }

    var monitors: Monitors {
      directory.monitors.merged(with: desk.monitors).merged(with: ledger.monitors).merged(with: rewards.monitors)
    }
  }

  @Test func `each unsafe option trips exactly its monitor, in every combination`() {
    for bits in 0..<64 {
      var story = Story(Options(unsafe: bits))
      story.beginWindows()
      story.connect(0, acceptedAt: [Self.here, Self.here])
      story.connect(1, acceptedAt: [Self.away])
      story.redeemTwice(0)
      story.end()
      let expected = Invariant.allCases.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element)
      #expect(story.monitors.violated == Set(expected), "options \(bits)")
    }
  }
}
