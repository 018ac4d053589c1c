import Components
import Engine
import HeyBlueCore

/// Citizens who look for officers, meet them and connect.
extension HeyBlueBinding {
  /// Bits of an answer beside the officer's number: whether it was audited, and was wrong.
  private static let auditedBit: UInt64 = 1 << 32
  private static let wrongBit: UInt64 = 1 << 33
  /// Of an answer that names nobody.
  private static let nobodyBit: UInt64 = 1 << 34

  func performOnPlace(_ command: HeyBlueCommand, _ citizen: Int, _ context: inout CommandContext) -> Int {
    switch command {
    case .nearest:
      return lookUp(citizen, &context)
    case .checkNearest:
      let answer = HeyBluePayload.officer.number(of: context.payload) ?? 0
      if answer & Self.auditedBit == 0 { return 2 }
      return answer & Self.wrongBit == 0 ? 0 : 1
    case .meet:
      directory.advance(to: context.now)
      guard let officer = someOfficer(meetings.bits(entity: UInt64(citizen), draw: UInt64(context.now))) else {
        return 1
      }
      context.payload = HeyBluePayload.officer.with(UInt64(officer))
      return walkUp(citizen, to: officer, at: context.now) ? 0 : 1
    default:
      directory.advance(to: context.now)
      guard let officer = officerFound(context) else { return 1 }
      return walkUp(citizen, to: officer, at: context.now) ? 0 : 1
    }
  }

  private func lookUp(_ citizen: Int, _ context: inout CommandContext) -> Int {
    let point = citizens.place(of: citizen, at: context.now)
    let wrongBefore = directory.wrong
    let found = directory.nearest(
      to: point, reach: settings.alertRadius, draw: nextDraw(citizen), at: context.now)
    // A cell is looked at much as a distance is compared.
    context.effort = found.comparisons + found.cells
    var answer: UInt64 = settings.directory.audit == nil ? 0 : Self.auditedBit
    if directory.wrong > wrongBefore { answer |= Self.wrongBit }
    answer |= found.officer.map(UInt64.init) ?? Self.nobodyBit
    context.payload = HeyBluePayload.officer.with(answer)
    return found.officer == nil ? 1 : 0
  }

  /// Officer whom the request has found, or met.
  private func officerFound(_ context: CommandContext) -> UInt32? {
    guard let answer = HeyBluePayload.officer.number(of: context.payload), answer & Self.nobodyBit == 0 else {
      return nil
    }
    return UInt32(truncatingIfNeeded: answer)
  }

  /// One of those who can be found, all equally likely; where they are very few, the next one in the list.
  private func someOfficer(_ draw: UInt64) -> UInt32? {
    let count = UInt64(settings.officers)
    var draw = draw
    for _ in 0..<64 {
      let officer = UInt32(draw.multipliedFullWidth(by: count).high)
      if canBeMet(officer) { return officer }
      draw = RandomStream.mix(draw, 1)
    }
    let first = draw.multipliedFullWidth(by: count).high
    for step in 0..<min(count, 4096) {
      let officer = UInt32((first + step) % count)
      if canBeMet(officer) { return officer }
    }
    return nil
  }

  private func canBeMet(_ officer: UInt32) -> Bool {
    directory.index.contains(officer) && directory.state(of: officer) == .active
  }

  /// The citizen stands beside the officer, at half of the distance at which they may connect.
  private func walkUp(_ citizen: Int, to officer: UInt32, at now: Nanoseconds) -> Bool {
    guard let place = directory.index.place(of: officer) else { return false }
    let beside = GroundPoint(x: min(GroundPoint.limit, place.x + settings.desk.reach / 2), y: place.y)
    citizens.put(citizen, at: beside, at: now)
    return true
  }

  // MARK: Connections

  func performOnConnection(_ command: HeyBlueCommand, _ citizen: Int, _ context: inout CommandContext) -> Int {
    let now = context.now
    if command == .request { return request(citizen, &context) }
    if command == .award { return award(&context) }
    guard let packed = HeyBluePayload.connectionRequest.number(of: context.payload) else {
      switch command {
      case .notify: return 3
      case .accept: return 5
      case .decline: return 2
      default: return 1
      }
    }
    let id = RequestID(packed: packed)
    directory.advance(to: now)
    switch command {
    case .notify:
      switch desk.notifyOfficer(id, in: directory, at: now) {
      case .notified: return 0
      case .windowExpired: return 1
      case .timedOut: return 2
      case .settled: return 3
      }
    case .accept, .decline, .timeOut:
      let outcome = answer(command, id, &context)
      // Those who stood and waited for each other walk on.
      if let waiting = waiting.removeValue(forKey: packed) {
        citizens.walkOn(waiting.citizen, at: now)
        officers.walkOn(waiting.officer, at: now)
      }
      return outcome
    default:
      guard let connection = desk.log(id) else { return 1 }
      context.payload = HeyBluePayload.connection.with(connection.number)
      logged.append(connection)
      return 0
    }
  }

  private func request(_ citizen: Int, _ context: inout CommandContext) -> Int {
    guard let officer = officerFound(context) else { return 1 }
    directory.advance(to: context.now)
    let point = citizens.place(of: citizen, at: context.now)
    let (outcome, id) = desk.request(
      citizen: UInt32(citizen), at: point, officer: officer, in: directory, at: context.now)
    if let id {
      context.payload = HeyBluePayload.connectionRequest.with(id.packed)
      // Both stand still until the answer, or until the request has timed out.
      let end = context.now + settings.desk.timeout
      citizens.stand(citizen, at: point, until: end)
      if let place = directory.index.place(of: officer) { officers.stand(Int(officer), at: place, until: end) }
      waiting[id.packed & HeyBluePayload.numberMask] = (citizen, Int(officer))
    }
    switch outcome {
    case .requested: return 0
    case .unavailable: return 1
    case .outOfRange: return 2
    case .repeated: return 3
    }
  }

  private func answer(_ command: HeyBlueCommand, _ id: RequestID, _ context: inout CommandContext) -> Int {
    if command == .timeOut { return desk.timeOut(id, at: context.now) ? 0 : 1 }
    if command == .accept { return accept(id, &context) }
    switch desk.decline(id, at: context.now) {
    case .declined: return 0
    case .timedOut: return 1
    default: return 2
    }
  }

  private func accept(_ id: RequestID, _ context: inout CommandContext) -> Int {
    let point = citizens.place(of: citizen(context), at: context.now)
    switch desk.accept(id, citizenAt: point, in: directory, at: context.now) {
    case .accepted: return 0
    case .timedOut: return 1
    case .outOfRange: return 2
    case .windowExpired: return 3
    case .repeated: return 4
    case .declined, .settled: return 5
    }
  }

  private func award(_ context: inout CommandContext) -> Int {
    guard let number = HeyBluePayload.connection.number(of: context.payload), number < UInt64(logged.count) else {
      return 2
    }
    return ledger.award(logged[Int(number)], at: context.now) == .awarded ? 0 : 1
  }
}
