/// Skills out of at most 32, one bit each (the card assumes 20).
package struct SkillSet: OptionSet, Hashable, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
}

package enum Priority: UInt8, Sendable, CaseIterable, Comparable {
  case low
  case normal
  case urgent

  package static func < (one: Priority, other: Priority) -> Bool { one.rawValue < other.rawValue }
}

/// A place in whole metres east and north of a chosen origin.
package struct Place: Hashable, Sendable {
  package let x: Int32
  package let y: Int32

  /// Farthest coordinate: 5 000 km, so that sums of ways and of what stands for none do not overflow.
  package static let limit: Int32 = 5_000_000

  package init(x: Int32, y: Int32) {
    precondition(abs(Int(x)) <= Int(Self.limit) && abs(Int(y)) <= Int(Self.limit), "a place beyond 5 000 km")
    self.x = x
    self.y = y
  }

  /// Whole metres, rounded down; the same on every machine, because a square root is.
  package func metres(to other: Place) -> Int64 {
    let dx = Double(x) - Double(other.x)
    let dy = Double(y) - Double(other.y)
    return Int64((dx * dx + dy * dy).squareRoot())
  }
}

/// What a customer submits.
package struct TicketOrder: Sendable {
  /// What the ticket really needs.
  package var needs: SkillSet
  /// What its category says that it needs; they differ where it is miscategorised.
  package var category: SkillSet
  package var priority: Priority
  package var region: UInt16
  package var place: Place
  /// What an expert earns by it.
  package var fee: Int32

  package init(
    needs: SkillSet, category: SkillSet? = nil, priority: Priority = .normal, region: UInt16 = 0,
    place: Place = Place(x: 0, y: 0), fee: Int32 = 0
  ) {
    self.needs = needs
    self.category = category ?? needs
    self.priority = priority
    self.region = region
    self.place = place
    self.fee = fee
  }
}

/// `New → Assigned → InProgress → Resolved → Closed`, and back to `New` by a rejection (card, section 2).
package enum TicketState: UInt8, Sendable, CaseIterable {
  /// In the customer's store alone.
  case submitted
  case new
  case assigned
  case inProgress
  case resolved
  /// The survey link was sent.
  case closed
  /// The assigner will not come back to it.
  case abandoned
  /// The customer was told that it could not be taken.
  case withdrawn
}

/// All tickets, numbered from 0, and those of them that wait for an expert.
struct TicketBook: Sendable {
  private(set) var orders: [TicketOrder] = []
  private(set) var submissions: [Int64] = []
  private(set) var states: [TicketState] = []
  /// Assignments of each ticket that are proposed or accepted.
  private var openAssignments: [UInt8] = []
  private(set) var surveys: [UInt8] = []
  /// A matcher has found somebody for a ticket that waits, and none has looked again since.
  private var isPromised: [Bool] = []
  /// Tickets in state `new` by region, in no order that means anything.
  private var byRegion: [[UInt32]] = []
  private(set) var waitingCount = 0
  private var slots: [UInt32] = []

  mutating func submit(_ order: TicketOrder, at now: Int64) -> UInt32 {
    orders.append(order)
    submissions.append(now)
    states.append(.submitted)
    openAssignments.append(0)
    surveys.append(0)
    isPromised.append(false)
    slots.append(0)
    return UInt32(orders.count - 1)
  }

  mutating func set(_ ticket: UInt32, _ state: TicketState) {
    let index = Int(ticket)
    let region = Int(orders[index].region)
    if states[index] == .new && state != .new {
      let slot = slots[index]
      let last = byRegion[region].removeLast()
      if last != ticket {
        byRegion[region][Int(slot)] = last
        slots[Int(last)] = slot
      }
      waitingCount -= 1
    } else if states[index] != .new && state == .new {
      while byRegion.count <= region { byRegion.append([]) }
      slots[index] = UInt32(byRegion[region].count)
      byRegion[region].append(ticket)
      waitingCount += 1
    }
    states[index] = state
    isPromised[index] = false
  }

  /// Tickets of a region that wait, in no order that means anything.
  func waiting(in region: UInt16) -> [UInt32] { Int(region) < byRegion.count ? byRegion[Int(region)] : [] }
  /// All tickets that wait, region by region.
  var waiting: [UInt32] { byRegion.flatMap { $0 } }

  func isPromised(_ ticket: UInt32) -> Bool { isPromised[Int(ticket)] }
  mutating func promise(_ ticket: UInt32, _ isPromised: Bool) { self.isPromised[Int(ticket)] = isPromised }
  func hasOpenAssignment(_ ticket: UInt32) -> Bool { openAssignments[Int(ticket)] > 0 }
  mutating func open(_ ticket: UInt32) { openAssignments[Int(ticket)] += 1 }
  mutating func close(_ ticket: UInt32) { openAssignments[Int(ticket)] -= 1 }
  mutating func noteSurvey(_ ticket: UInt32) { if surveys[Int(ticket)] < .max { surveys[Int(ticket)] += 1 } }

  /// Waiting tickets of a region in the order in which a batch serves them.
  func byPriorityAndAge(in region: UInt16) -> [UInt32] { waiting(in: region).sorted(by: isServedBefore) }

  /// Priority, then age, then number.
  func isServedBefore(_ one: UInt32, _ other: UInt32) -> Bool {
    let (first, second) = (orders[Int(one)].priority, orders[Int(other)].priority)
    if first != second { return first > second }
    return (submissions[Int(one)], one) < (submissions[Int(other)], other)
  }
}
