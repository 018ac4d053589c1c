import Components
import Engine
import HeyBlueCore

/// The `domain:` parameters of Hey Blue!, with their defaults filled in.
struct HeyBlueSettings: Sendable {
  /// Of officers, and of citizens: the core numbers both with 32 bits.
  static let mostPeople: Int64 = 1_000_000_000
  static let mostCells: Int64 = 16_000_000

  var officers: Int64 = 1
  var citizens: Int64 = 1
  var directory = OfficerDirectory.Rules(enforcement: .serverLease)
  var desk = ConnectionDesk.Rules()
  var index = IndexKind.scan
  var clustering = Clustering.whole
  var debit = DebitMode.asynchronous
  var award: Int32 = 1
  var isLedgerIdempotent = true
  var isRedemptionIdempotent = true
  var voucherLife: Nanoseconds = .max
  /// Points of each citizen when the run begins, and points that a redemption costs.
  var openingBalance: Int32 = 0
  var price: Int32 = 10
  var sockets: Int64 = 0
  var socketRule = SocketRule.takeOver
  /// Centimetres beyond which nobody is nearby; nil for no bound.
  var alertRadius: Int32?
  var width: Int32 = 0
  var height: Int32 = 0
  var hotspots = 0
  var hotspotSide: Int32 = 0
  /// Centimetres a second.
  var speed: Int64 = 140
  var legTime: Nanoseconds = 5 * .minute

  init(_ configuration: BindingConfiguration) {
    let parameters = configuration.parameters
    func count(_ name: String, or standard: Int64) -> Int64 { parameters[name]?.count ?? standard }
    func flag(_ name: String, or standard: Bool) -> Bool { parameters[name]?.flag ?? standard }
    func word(_ name: String) -> String { parameters[name]?.word ?? "" }
    func time(_ name: String, or standard: Nanoseconds) -> Nanoseconds {
      max(1, parameters[name]?.nanoseconds ?? standard)
    }
    func people(_ entity: String) -> Int64 {
      max(1, min(configuration.populations.first { $0.entity == entity }?.count ?? 1, Self.mostPeople))
    }
    officers = people("officer")
    citizens = people("citizen")

    let zips = layOutTheLand(
      citizensPerZip: count("citizens-per-zip", or: 244), side: Int32(count("zip-side", or: 15_500) * 100))
    let cells = cells(side: count("cell-side", or: 7500) * 100)
    hotspots = Int(count("hotspots", or: 0))
    hotspotSide = Int32(count("hotspot-side", or: 200) * 100)
    speed = count("walking-speed", or: speed)
    legTime = parameters["turns-every"]?.nanoseconds ?? legTime

    directory.enforcement =
      switch word("enforcement") {
      case "client": .client
      case "both": .both
      default: .serverLease
      }
    directory.window = time("window", or: directory.window)
    directory.grace = parameters["grace"]?.nanoseconds ?? directory.grace
    directory.audit = flag("audit", or: false) ? cells : nil
    index =
      switch word("index") {
      case "scan": .scan
      case "grid": .grid(cells)
      default:
        .graph(
          links: Int(count("links", or: 6)), insertsByWalk: word("inserts") == "by-walk",
          relinks: flag("relinks", or: false))
      }
    if flag("clustered", or: true) { clustering = .zips(zips, looksAround: flag("looks-around", or: false)) }
    let radius = count("alert-radius", or: 0)
    alertRadius = radius == 0 ? nil : Int32(radius * 100)

    desk.reach = Int32(count("connect-distance", or: 305))
    desk.timeout = time("answer-timeout", or: desk.timeout)
    desk.repeatRule =
      switch word("repeat-rule") {
      case "pair-day": .calendarPair
      case "citizen-day": .citizenDay
      default: .rollingPair(RepeatRule.day)
      }
    desk.repeatCheck = Self.checkPoint(word("repeat-check"))
    desk.meetingCheck = Self.checkPoint(word("meeting-check"))

    award = Int32(count("points-per-connection", or: 1))
    isLedgerIdempotent = flag("idempotent-ledger", or: true)
    isRedemptionIdempotent = flag("idempotent-redemption", or: true)
    debit =
      switch word("debit") {
      case "reserve": .reserveThenConfirm
      case "ledger": .ledgerInRewards
      default: .asynchronous
      }
    voucherLife = time("voucher-life", or: 30 * .day)
    openingBalance = Int32(count("opening-balance", or: 0))
    price = Int32(count("redemption-points", or: 10))
    sockets = count("sockets", or: 10_000)
    socketRule =
      switch word("socket-rule") {
      case "unchecked": .unchecked
      case "refuse": .refuse
      default: .takeOver
      }
  }

  /// Cells of the grid; larger ones where the land would have more of them than a grid can hold.
  private func cells(side: Int64) -> Tiling {
    var side = max(1, side)
    while (Int64(width) / side + 1) * (Int64(height) / side + 1) > Self.mostCells { side *= 2 }
    return Tiling(corner: GroundPoint(x: 0, y: 0), width: width, height: height, side: Int32(side))
  }

  /// As many zips as the citizens need, in a rectangle that is as near to a square as it can be.
  private mutating func layOutTheLand(citizensPerZip: Int64, side: Int32) -> Tiling {
    let count = max(1, (citizens + citizensPerZip / 2) / citizensPerZip)
    var columns: Int64 = 1
    while columns * columns < count { columns += 1 }
    let rows = (count + columns - 1) / columns
    width = Int32(clamping: min(columns * Int64(side), Int64(GroundPoint.limit)))
    height = Int32(clamping: min(rows * Int64(side), Int64(GroundPoint.limit)))
    return Tiling(corner: GroundPoint(x: 0, y: 0), width: width, height: height, side: side)
  }

  private static func checkPoint(_ word: String) -> CheckPoint {
    switch word {
    case "never": .never
    case "at-request": .atRequest
    default: .atAcceptance
    }
  }
}
