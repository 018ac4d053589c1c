/// A request's place in the table, and which of those that have been there it is.
package struct RequestID: BitwiseCopyable, Hashable, Sendable {
  package var slot: UInt32
  package var turn: UInt32

  /// As one number that can travel with a request.
  package var packed: UInt64 { UInt64(turn) << 32 | UInt64(slot) }

  package init(packed: UInt64) {
    slot = UInt32(truncatingIfNeeded: packed)
    turn = UInt32(truncatingIfNeeded: packed >> 32)
  }

  init(slot: UInt32, turn: UInt32) {
    self.slot = slot
    self.turn = turn
  }
}

/// `Requested → OfficerNotified → Accepted → Logged`, or an end before that (card, section 2).
package enum RequestState: UInt8, Sendable, CaseIterable {
  case requested
  case officerNotified
  case accepted
}

struct ConnectionRequest: Sendable {
  var citizen: UInt32
  var officer: UInt32
  var requestedAt: Int64
  var state: RequestState
}

/// Requests that are under way; places are used again, so the table grows with what is in flight.
struct ConnectionRequests: Sendable {
  private var rows: [ConnectionRequest] = []
  private var turns: [UInt32] = []
  private var isTaken: [Bool] = []
  private var free: [UInt32] = []

  var count: Int { rows.count - free.count }

  mutating func open(_ request: ConnectionRequest) -> RequestID {
    if let slot = free.popLast() {
      rows[Int(slot)] = request
      isTaken[Int(slot)] = true
      return RequestID(slot: slot, turn: turns[Int(slot)])
    }
    rows.append(request)
    turns.append(0)
    isTaken.append(true)
    return RequestID(slot: UInt32(rows.count - 1), turn: 0)
  }

  /// Nil for a request that has ended.
  subscript(id: RequestID) -> ConnectionRequest? {
    let slot = Int(id.slot)
    guard slot < rows.count, isTaken[slot], turns[slot] == id.turn else { return nil }
    return rows[slot]
  }

  mutating func set(_ id: RequestID, _ state: RequestState) { rows[Int(id.slot)].state = state }

  mutating func close(_ id: RequestID) {
    isTaken[Int(id.slot)] = false
    turns[Int(id.slot)] &+= 1
    free.append(id.slot)
  }
}
