@testable import HeyBlueCore

/// The rules for connections in words: a list of all requests ever made, and a list of all connections.
struct NaiveDesk {
  struct Request {
    var citizen: UInt32
    var officer: UInt32
    var at: Int64
    /// Nil when it has ended.
    var state: RequestState?
  }

  let rules: ConnectionDesk.Rules
  var requests: [Request] = []
  var connections: [(citizen: UInt32, officer: UInt32, at: Int64)] = []
  var logged: [Connection] = []
  var violations: [Invariant: UInt64] = [:]

  init(_ rules: ConnectionDesk.Rules) { self.rules = rules }

  private func forbids(_ citizen: UInt32, _ officer: UInt32, _ now: Int64) -> Bool {
    connections.contains {
      switch rules.repeatRule {
      case .rollingPair(let length): $0.citizen == citizen && $0.officer == officer && now - $0.at < length
      case .calendarPair:
        $0.citizen == citizen && $0.officer == officer && now / RepeatRule.day == $0.at / RepeatRule.day
      case .citizenDay: $0.citizen == citizen && now / RepeatRule.day == $0.at / RepeatRule.day
      }
    }
  }

  private func isNear(_ point: GroundPoint, _ officer: UInt32, _ directory: NaiveDirectory) -> Bool {
    guard let place = directory.officers[Int(officer)].place else { return false }
    return place.squaredDistance(to: point) <= Int64(rules.reach) * Int64(rules.reach)
  }

  private func hasWindow(_ officer: UInt32, _ directory: NaiveDirectory) -> Bool {
    let officer = directory.officers[Int(officer)]
    return officer.state == .active && directory.now < officer.activation + directory.window
  }

  private func isLate(_ request: Request, _ now: Int64) -> Bool { now - request.at >= rules.timeout }

  mutating func request(
    _ citizen: UInt32, _ point: GroundPoint, _ officer: UInt32, _ directory: NaiveDirectory
  ) -> RequestOutcome {
    if directory.officers[Int(officer)].place == nil { return .unavailable }
    if rules.meetingCheck == .atRequest {
      if !hasWindow(officer, directory) { return .unavailable }
      if !isNear(point, officer, directory) { return .outOfRange }
    }
    if rules.repeatCheck != .never && forbids(citizen, officer, directory.now) { return .repeated }
    requests.append(Request(citizen: citizen, officer: officer, at: directory.now, state: .requested))
    return .requested
  }

  mutating func notifyOfficer(_ request: Int, _ directory: NaiveDirectory) -> NoticeOutcome {
    if requests[request].state != .requested { return .settled }
    requests[request].state = nil
    if isLate(requests[request], directory.now) { return .timedOut }
    if rules.meetingCheck == .atAcceptance && !hasWindow(requests[request].officer, directory) { return .windowExpired }
    requests[request].state = .officerNotified
    return .notified
  }

  mutating func accept(_ number: Int, _ point: GroundPoint, _ directory: NaiveDirectory) -> AnswerOutcome {
    let request = requests[number]
    if request.state != .officerNotified { return .settled }
    requests[number].state = nil
    let window = hasWindow(request.officer, directory)
    let near = isNear(point, request.officer, directory)
    let again = forbids(request.citizen, request.officer, directory.now)
    if isLate(request, directory.now) { return .timedOut }
    if rules.meetingCheck == .atAcceptance && !window { return .windowExpired }
    if rules.meetingCheck == .atAcceptance && !near { return .outOfRange }
    if rules.repeatCheck == .atAcceptance && again { return .repeated }
    if again { violations[.repeatRule, default: 0] += 1 }
    if !window || !near { violations[.metNearby, default: 0] += 1 }
    connections.append((request.citizen, request.officer, directory.now))
    requests[number].state = .accepted
    return .accepted
  }

  mutating func decline(_ number: Int, _ now: Int64) -> AnswerOutcome {
    if requests[number].state != .officerNotified { return .settled }
    requests[number].state = nil
    return isLate(requests[number], now) ? .timedOut : .declined
  }

  mutating func timeOut(_ number: Int, _ now: Int64) -> Bool {
    guard let state = requests[number].state, state != .accepted, isLate(requests[number], now) else { return false }
    requests[number].state = nil
    return true
  }

  mutating func log(_ number: Int) -> Connection? {
    if requests[number].state != .accepted { return nil }
    requests[number].state = nil
    let request = requests[number]
    logged.append(Connection(number: UInt64(logged.count), citizen: request.citizen, officer: request.officer))
    return logged.last
  }
}
