import Components
import Engine
import HeyBlueCore

/// Joins Hey Blue!'s core to one replication. The subject of an officer's command is an officer, of all other commands
/// a citizen; what a request has found, asked or redeemed rides in its payload.
final class HeyBlueBinding: DomainBinding {
  let settings: HeyBlueSettings
  let officers: WalkingPeople
  let citizens: WalkingPeople
  private let walks: RandomStream
  let meetings: RandomStream
  var directory: OfficerDirectory
  var desk: ConnectionDesk
  var ledger: PointsLedger
  var redemptions: RedemptionDesk
  private var sockets: SocketLeases
  /// Socket of each citizen's app, as the app knows it, plus one.
  private var socketOf: [UInt32]
  /// Who waits for whom, by request.
  var waiting: [UInt64: (citizen: Int, officer: Int)] = [:]
  /// Connections by number.
  var logged: [Connection] = []
  /// Voucher of each redemption, plus one.
  var vouchers: [UInt64] = []
  /// Commands so far: distinguishes draws of one person.
  private var lookups: UInt64 = 0

  init(_ settings: HeyBlueSettings, seed: UInt64, replication: Int) {
    func stream(_ name: String) -> RandomStream {
      RandomStream(seed: seed, replication: replication, name: name)
    }
    self.settings = settings
    walks = stream("people/walk-starts")
    meetings = stream("people/meetings")
    let ground = WalkingGround(
      width: settings.width, height: settings.height, hotspots: settings.hotspots, side: settings.hotspotSide,
      places: stream("people/hotspots"))
    officers = WalkingPeople(
      count: Int(settings.officers), ground: ground, speed: settings.speed, legTime: settings.legTime,
      stream: stream("people/officers"))
    citizens = WalkingPeople(
      count: Int(settings.citizens), ground: ground, speed: settings.speed, legTime: settings.legTime,
      stream: stream("people/citizens"))
    directory = OfficerDirectory(
      rules: settings.directory,
      index: OfficerIndex(kind: settings.index, clustering: settings.clustering, officers: Int(settings.officers)))
    desk = ConnectionDesk(rules: settings.desk)
    let accounts = Accounts(citizens: UInt32(settings.citizens), officers: UInt32(settings.officers))
    ledger = PointsLedger(accounts: accounts, award: settings.award, deduplicates: settings.isLedgerIdempotent)
    redemptions = RedemptionDesk(
      mode: settings.debit, deduplicates: settings.isRedemptionIdempotent, voucherLife: settings.voucherLife,
      accounts: accounts)
    sockets = SocketLeases(
      rule: settings.socketRule, sockets: Int(settings.sockets), profiles: Int(settings.citizens))
    socketOf = Array(repeating: 0, count: Int(settings.citizens))
    if settings.openingBalance > 0 {
      for citizen in 0..<UInt32(settings.citizens) {
        ledger.carryForward(settings.openingBalance, to: accounts.citizen(citizen), at: 0)
      }
    }
  }

  // MARK: Commands

  func perform(_ command: Int, _ context: inout CommandContext) -> Int {
    guard let command = HeyBlueCommand(rawValue: command) else { return 0 }
    switch command {
    case .openSocket, .closeSocket, .dropSocket:
      return performOnSocket(command, citizen(context), at: context.now)
    case .activate, .place, .clientExpired, .stop, .lose:
      return performOnWindow(command, officer(context), &context)
    case .nearest, .checkNearest, .meet, .approach:
      return performOnPlace(command, citizen(context), &context)
    case .request, .notify, .accept, .decline, .timeOut, .log, .award:
      return performOnConnection(command, citizen(context), &context)
    case .requestRedemption, .requestDonation, .checkBalance, .record, .issueVoucher, .debit, .cancel, .useVoucher:
      return performOnPoints(command, &context)
    }
  }

  func citizen(_ context: CommandContext) -> Int { Int(context.subject % UInt64(settings.citizens)) }
  func officer(_ context: CommandContext) -> Int { Int(context.subject % UInt64(settings.officers)) }

  private func performOnSocket(_ command: HeyBlueCommand, _ citizen: Int, at now: Nanoseconds) -> Int {
    let held = socketOf[citizen]
    switch command {
    case .openSocket:
      if held > 0 { return 0 }
      guard let socket = sockets.offer(to: UInt32(citizen)) else { return 2 }
      guard sockets.open(socket, by: UInt32(citizen), at: now) == .done else {
        _ = sockets.release(socket)
        return 1
      }
      socketOf[citizen] = socket + 1
      return 0
    case .closeSocket:
      guard held > 0, sockets.close(held - 1) == .done else { return 1 }
      _ = sockets.release(held - 1)
      socketOf[citizen] = 0
      return 0
    default:
      if held == 0 { return 1 }
      socketOf[citizen] = 0
      return 0
    }
  }

  private func performOnWindow(_ command: HeyBlueCommand, _ officer: Int, _ context: inout CommandContext) -> Int {
    let (now, number) = (context.now, UInt32(officer))
    switch command {
    case .activate:
      let outcome = directory.activate(number, at: now)
      context.payload = HeyBluePayload.window.with(UInt64(directory.number(of: number)))
      switch outcome {
      case .activated: return 0
      case .resumed: return 1
      case .alreadyActive: return 2
      }
    case .place:
      let (outcome, comparisons) = directory.place(
        number, at: officers.place(of: officer, at: now), draw: nextDraw(officer), at: now)
      context.effort = comparisons
      return outcome == .placed ? 0 : 1
    case .clientExpired:
      let window = HeyBluePayload.window.number(of: context.payload) ?? 0
      return Self.index(directory.clientExpired(number, number: UInt32(truncatingIfNeeded: window), at: now))
    case .stop:
      return Self.index(directory.stop(number, at: now))
    default:
      return directory.lose(number, at: now) ? 0 : 1
    }
  }

  private static func index(_ outcome: ClosingOutcome) -> Int {
    switch outcome {
    case .removed: 0
    case .notActive: 1
    case .ignored: 2
    }
  }

  /// 64 bits that choose where a walk over the graph begins.
  func nextDraw(_ person: Int) -> UInt64 {
    lookups += 1
    return walks.bits(entity: UInt64(person), draw: lookups)
  }

  // MARK: The end

  func finish(at time: Nanoseconds) {
    directory.advance(to: time)
    ledger.closeBooks(logged: desk.logged, at: time)
    redemptions.closeBooks(at: time)
  }

  var monitors: [MonitorReading] {
    let all = [directory.monitors, desk.monitors, ledger.monitors, redemptions.monitors, sockets.monitors]
      .reduce(Monitors()) { $0.merged(with: $1) }
    return Invariant.allCases.map {
      let reading = all[$0]
      return MonitorReading(
        id: $0.id, violations: reading.violations, firstAt: reading.firstAt, firstEntity: reading.firstSubject)
    }
  }

  // MARK: No population is polled

  func makePartitions(for plan: PollingPlan, setup: PartitionSetup) -> [any PopulationPartition] { [] }
  func partition(of entity: UInt64, in plan: PollingPlan) -> Int { -1 }
  func laneTaken(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {}
  func laneReturned(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {}
  var windowCuts: [Nanoseconds] { [] }
}
