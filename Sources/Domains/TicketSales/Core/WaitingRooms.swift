/// One waiting room for each event: buyers inside may buy, the others stand in line outside, first come,
/// first served. Nobody is let in while those inside are after more units than are free, or than the limit.
struct WaitingRooms: Sendable {
  private var lines: [Line<UInt32>] = []
  /// Units that buyers inside are after.
  private(set) var inside: [UInt32] = []
  /// Places in line whose buyers have gone.
  private var empty: [UInt32] = []

  mutating func addEvent() {
    lines.append(Line())
    inside.append(0)
    empty.append(0)
  }

  func waiting(for event: EventID) -> Int { lines[event.row].count - Int(empty[event.row]) }
  func first(of event: EventID) -> IntentID? { lines[event.row].first.map(IntentID.init) }

  func hasRoom(_ units: UInt32, event: EventID, free: UInt32, limit: Int) -> Bool {
    Int(inside[event.row]) + Int(units) <= min(limit, Int(free))
  }

  mutating func stand(_ intent: IntentID, for event: EventID) { lines[event.row].append(intent.number) }
  mutating func giveUpPlace(in event: EventID) { empty[event.row] += 1 }
  mutating func passEmptyPlace(in event: EventID) {
    lines[event.row].popFirst()
    empty[event.row] -= 1
  }
  mutating func leaveLine(of event: EventID) { lines[event.row].popFirst() }
  mutating func enter(_ units: UInt32, event: EventID) { inside[event.row] += units }
  mutating func leave(_ units: UInt32, event: EventID) { inside[event.row] -= units }
}
