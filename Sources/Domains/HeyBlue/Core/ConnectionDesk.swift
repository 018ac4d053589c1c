/// When a rule is checked. What is checked before acceptance may have changed by then.
package enum CheckPoint: Sendable, CaseIterable {
  case never
  /// When the citizen asks: others may ask before the answer.
  case atRequest
  /// In one step with the acceptance.
  case atAcceptance
}

package enum RequestOutcome: UInt8, Sendable, CaseIterable {
  case requested
  /// The officer is not in the location store, or has no active window.
  case unavailable
  case outOfRange
  /// The repeat rule forbids it.
  case repeated
}

package enum NoticeOutcome: UInt8, Sendable, CaseIterable {
  case notified
  case windowExpired
  case timedOut
  /// The request has ended, or the officer was notified before.
  case settled
}

package enum AnswerOutcome: UInt8, Sendable, CaseIterable {
  case accepted
  case declined
  case timedOut
  case outOfRange
  case windowExpired
  /// The repeat rule forbids it.
  case repeated
  /// The request has ended, was answered, or the officer was not notified.
  case settled
}

/// What `ConnectionLogged` says.
package struct Connection: Equatable, Sendable {
  /// Counted from 0.
  package var number: UInt64
  package var citizen: UInt32
  package var officer: UInt32
}

/// The Orchestrator's decisions about connection requests (card, use case "Connect").
///
/// Only citizens open a request (HB-I7: there is no command for officers). Commands come in the order of time.
package struct ConnectionDesk: Sendable {
  package struct Rules: Sendable {
    /// Centimetres; 10 feet in the sibling documents.
    package var reach: Int32
    /// Nanoseconds that an officer has to answer.
    package var timeout: Int64
    package var repeatRule: RepeatRule
    package var repeatCheck: CheckPoint
    /// When window and distance are checked.
    package var meetingCheck: CheckPoint

    package init(
      reach: Int32 = 305, timeout: Int64 = 120_000_000_000, repeatRule: RepeatRule = .rollingPair(RepeatRule.day),
      repeatCheck: CheckPoint = .atAcceptance, meetingCheck: CheckPoint = .atAcceptance
    ) {
      self.reach = reach
      self.timeout = timeout
      self.repeatRule = repeatRule
      self.repeatCheck = repeatCheck
      self.meetingCheck = meetingCheck
    }
  }

  package let rules: Rules
  package private(set) var monitors = Monitors()
  /// Connections that were logged: their numbers are below this.
  package private(set) var logged: UInt64 = 0
  package private(set) var accepted: UInt64 = 0
  private var requests = ConnectionRequests()
  private var recent: RecentConnections

  package init(rules: Rules) {
    precondition(rules.reach >= 0 && rules.timeout > 0, "a desk that connects nobody")
    self.rules = rules
    recent = RecentConnections(rule: rules.repeatRule)
  }

  /// Requests that have not ended.
  package var inFlight: Int { requests.count }

  /// Nil for a request that has ended.
  package func state(of id: RequestID) -> RequestState? { requests[id]?.state }

  /// A citizen asks an officer for a connection.
  /// - Returns: an identity where it was requested.
  package mutating func request(
    citizen: UInt32, at point: GroundPoint, officer: UInt32, in directory: borrowing OfficerDirectory, at now: Int64
  ) -> (outcome: RequestOutcome, id: RequestID?) {
    if !directory.index.contains(officer) { return (.unavailable, nil) }
    if rules.meetingCheck == .atRequest {
      if !directory.hasActiveWindow(officer, at: now) { return (.unavailable, nil) }
      if !isNear(point, officer, in: directory) { return (.outOfRange, nil) }
    }
    if rules.repeatCheck != .never && recent.forbids(citizen, officer, at: now) { return (.repeated, nil) }
    let id = requests.open(
      .init(citizen: citizen, officer: officer, requestedAt: now, state: .requested))
    return (.requested, id)
  }

  /// The request reaches the officer, over push or the open socket.
  package mutating func notifyOfficer(
    _ id: RequestID, in directory: borrowing OfficerDirectory, at now: Int64
  ) -> NoticeOutcome {
    guard let request = requests[id], request.state == .requested else { return .settled }
    if isLate(request, at: now) {
      requests.close(id)
      return .timedOut
    }
    if rules.meetingCheck == .atAcceptance && !directory.hasActiveWindow(request.officer, at: now) {
      requests.close(id)
      return .windowExpired
    }
    requests.set(id, .officerNotified)
    return .notified
  }

  /// The officer accepts.
  /// - Parameter point: where the citizen was last seen.
  package mutating func accept(
    _ id: RequestID, citizenAt point: GroundPoint, in directory: borrowing OfficerDirectory, at now: Int64
  ) -> AnswerOutcome {
    guard let request = requests[id], request.state == .officerNotified else { return .settled }
    let refusal = refusal(of: request, citizenAt: point, in: directory, at: now)
    if let refusal {
      requests.close(id)
      return refusal
    }
    if recent.forbids(request.citizen, request.officer, at: now) {
      monitors.report(.repeatRule, UInt64(request.citizen), at: now)
    }
    if !directory.hasActiveWindow(request.officer, at: now) || !isNear(point, request.officer, in: directory) {
      monitors.report(.metNearby, UInt64(request.citizen), at: now)
    }
    recent.note(request.citizen, request.officer, at: now)
    requests.set(id, .accepted)
    accepted += 1
    return .accepted
  }

  /// The officer declines, or ignores the request openly.
  package mutating func decline(_ id: RequestID, at now: Int64) -> AnswerOutcome {
    guard let request = requests[id], request.state == .officerNotified else { return .settled }
    requests.close(id)
    return isLate(request, at: now) ? .timedOut : .declined
  }

  /// The timer of a request.
  /// - Returns: whether it ended the request.
  package mutating func timeOut(_ id: RequestID, at now: Int64) -> Bool {
    guard let request = requests[id], request.state != .accepted, isLate(request, at: now) else { return false }
    requests.close(id)
    return true
  }

  /// Logs an accepted connection, for those who award points and count.
  package mutating func log(_ id: RequestID) -> Connection? {
    guard let request = requests[id], request.state == .accepted else { return nil }
    requests.close(id)
    defer { logged += 1 }
    return Connection(number: logged, citizen: request.citizen, officer: request.officer)
  }

  private func refusal(
    of request: ConnectionRequest, citizenAt point: GroundPoint, in directory: borrowing OfficerDirectory,
    at now: Int64
  ) -> AnswerOutcome? {
    if isLate(request, at: now) { return .timedOut }
    if rules.meetingCheck == .atAcceptance {
      if !directory.hasActiveWindow(request.officer, at: now) { return .windowExpired }
      if !isNear(point, request.officer, in: directory) { return .outOfRange }
    }
    if rules.repeatCheck == .atAcceptance && recent.forbids(request.citizen, request.officer, at: now) {
      return .repeated
    }
    return nil
  }

  private func isLate(_ request: ConnectionRequest, at now: Int64) -> Bool {
    now >= request.requestedAt + rules.timeout
  }

  private func isNear(
    _ point: GroundPoint, _ officer: UInt32, in directory: borrowing OfficerDirectory
  ) -> Bool {
    guard let place = directory.index.place(of: officer) else { return false }
    return place.squaredDistance(to: point) <= Int64(rules.reach) * Int64(rules.reach)
  }
}
