import Engine
import SysopsSquadCore

/// What tickets, experts and customers are like: functions of the seed and of who they are, so that every design meets
/// the same ones.
///
/// Skills lie on a ring of twenty, and neighbours go together: a ticket needs one, two or three in a row, an expert has
/// three to six in a row. Within a region, experts' first skills are spread over the ring, as somebody who hires would
/// spread them. One more skill is rare: whoever needs it needs nothing else.
struct SysopsSquadDraws: Sendable {
  static let skills: UInt64 = 20
  static let rareSkill = SkillSet(rawValue: 1 << 20)
  static let allSkills = SkillSet(rawValue: (1 << 21) - 1)
  /// Regions are squares of 100 km.
  static let regionWidth: UInt64 = 100_000

  private let settings: SysopsSquadSettings
  private let tickets: RandomStream
  private let experts: RandomStream
  private let payments: RandomStream

  init(_ settings: SysopsSquadSettings, seed: UInt64, replication: Int) {
    self.settings = settings
    tickets = RandomStream(seed: seed, replication: replication, name: "ticket/attributes")
    experts = RandomStream(seed: seed, replication: replication, name: "expert/attributes")
    payments = RandomStream(seed: seed, replication: replication, name: "payment/declined")
  }

  // MARK: Tickets

  /// What a request submits.
  func order(of entity: UInt64) -> TicketOrder {
    func bits(_ draw: UInt64) -> UInt64 { tickets.bits(entity: entity, draw: draw) }
    let needs =
      Self.holds(bits(0), settings.rareTickets) ? Self.rareSkill : Self.run(from: bits(1), length: Self.needed(bits(2)))
    let category =
      Self.holds(bits(3), settings.miscategorised) ? Self.run(from: bits(4), length: Self.needed(bits(2))) : needs
    let level = Self.fraction(bits(5))
    let priority: Priority = level < settings.urgent ? .urgent : level < settings.urgent + settings.low ? .low : .normal
    return TicketOrder(
      needs: needs, category: category, priority: priority,
      region: UInt16(Self.below(UInt64(settings.regions), bits(6))),
      place: Self.place(bits(7), bits(8)), fee: Int32(20 + Self.below(81, bits(9))))
  }

  /// One skill in 60 % of tickets, two in 30 %, three in 10 %.
  private static func needed(_ bits: UInt64) -> UInt64 {
    switch below(10, bits) {
    case 0..<6: 1
    case 6..<9: 2
    default: 3
    }
  }

  // MARK: Experts

  func expert(_ number: UInt64) -> Expert {
    func bits(_ draw: UInt64) -> UInt64 { experts.bits(entity: number, draw: draw) }
    let regions = UInt64(settings.regions)
    let region = number % regions
    // Steps of seven go round the ring of twenty without meeting a skill twice.
    let turn = experts.bits(entity: region, draw: 20) % Self.skills
    var skills = Self.run(at: (turn + number / regions * 7) % Self.skills, length: 3 + Self.below(4, bits(0)))
    if Self.holds(bits(1), settings.rareStaff) { skills.formUnion(Self.rareSkill) }
    if Self.holds(bits(2), settings.allRounders) { skills = Self.allSkills }
    // An outdated profile names skills that the expert has no longer.
    let isStale = Self.holds(bits(3), settings.staleProfiles)
    let profile = isStale ? Self.run(from: bits(4), length: 3 + Self.below(4, bits(0))) : skills
    return Expert(skills: skills, profile: profile, region: UInt16(region), home: Self.place(bits(5), bits(6)))
  }

  func isOffDuty(_ expert: UInt64) -> Bool { Self.holds(experts.bits(entity: expert, draw: 7), settings.offDuty) }

  // MARK: Customers

  func isDeclined(_ customer: UInt64) -> Bool {
    Self.holds(payments.bits(entity: customer, draw: 0), settings.declined)
  }

  // MARK: From bits

  /// A whole number below a bound.
  static func below(_ bound: UInt64, _ bits: UInt64) -> UInt64 { bits.multipliedFullWidth(by: bound).high }

  /// From 0 up to 1.
  private static func fraction(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

  private static func holds(_ bits: UInt64, _ share: Double) -> Bool { fraction(bits) < share }

  private static func run(from bits: UInt64, length: UInt64) -> SkillSet {
    run(at: below(skills, bits), length: length)
  }

  private static func run(at first: UInt64, length: UInt64) -> SkillSet {
    (0..<length).reduce(into: []) { $0.insert(SkillSet(rawValue: 1 << UInt32((first + $1) % skills))) }
  }

  private static func place(_ east: UInt64, _ north: UInt64) -> Place {
    Place(x: Int32(below(regionWidth, east)), y: Int32(below(regionWidth, north)))
  }
}
