import Components
import Engine
import Scenarios
import Transports

/// Sends a scenario's requests to a service: the arrivals and draws of the simulation, by the wall clock. Open loop: what
/// is due is sent whatever becomes of what was sent before.
package final class Generator: Load {
  package struct Settings: Sendable {
    /// Nanoseconds since the start until arrivals stop, and until what is in flight is given up.
    package var end: Nanoseconds
    package var drained: Nanoseconds
    package var bounds = LiveSettings.Bounds()
    package var stopWhen: LiveSettings.StopRule?
    /// Stands before every path.
    package var base = ""
    package init(end: Nanoseconds, drained: Nanoseconds) {
      self.end = end
      self.drained = drained
    }
  }

  /// Why a run is over.
  package enum End: Sendable, Equatable {
    case complete
    case interrupted
    /// No connection could be opened at all, and nothing was sent.
    case unreachable(String)
    /// A rule of the file, in words.
    case stopped(String)
  }

  private enum Phase { case connecting, running, over }

  package let session: LoadSession
  package private(set) var health: GeneratorHealth
  package private(set) var end = End.complete
  /// Called each second of the run, with the instant.
  package var onSecond: ((Nanoseconds) -> Void)?

  private let settings: Settings
  private let encoder: CallEncoder
  private let reader: AnswerReader
  private let stop: StopRequest
  private weak var connections: (any Connections)?
  private var phase = Phase.connecting
  private var origin: Int64 = 0
  private var nextSecond: Nanoseconds = 0
  /// When each connection began to be opened; of one that failed, when it is tried again.
  private var begun: [Int64]
  private var retryAt: [Int64?]
  private var retries: [Int]
  private var unsettled = 0
  private var connectDeadline: Int64 = 0
  private var lastFailure = CallFailure.closed
  private var isDown = false
  private var earliestRetry = Int64.max
  /// What was taken from answers, by the names of placeholders.
  private var taken = CallMemory<[String: String]>()

  /// From the first connection to the first request.
  static let settling: Int64 = 50_000_000
  /// Between two tries to open a connection.
  static let pause: Int64 = 100_000_000

  package init(
    _ session: LoadSession, settings: Settings, encoder: CallEncoder, reader: AnswerReader, stop: StopRequest
  ) {
    self.session = session
    self.settings = settings
    self.encoder = encoder
    self.reader = reader
    self.stop = stop
    health = GeneratorHealth()
    begun = Array(repeating: 0, count: session.connections)
    retryAt = Array(repeating: nil, count: session.connections)
    retries = Array(repeating: 0, count: session.connections)
  }

  // MARK: Connections

  package func begin(over connections: any Connections) {
    self.connections = connections
    connectDeadline = connections.now + TransportLimits.connect
    unsettled = session.connections
    for connection in 0..<session.connections { open(connection) }
  }

  private func open(_ connection: Int) {
    guard let connections else { return }
    begun[connection] = connections.now
    retryAt[connection] = nil
    session.opening(connection)
    connections.open(connection)
  }

  package func opened(_ connection: Int) {
    guard let connections else { return }
    settle()
    isDown = false
    retries[connection] = 0
    let now = connections.now
    session.opened(connection, took: now - begun[connection], at: phase == .connecting ? -1 : now - origin)
  }

  private func settle() { if phase == .connecting { unsettled -= 1 } }

  package func ended(_ connection: Int, _ reason: ConnectionEnd) {
    guard let connections, phase != .over else { return }
    let wasOpen = session.pool.states[connection] != .opening
    if !wasOpen { settle() }
    lastFailure = Self.failure(reason)
    let now = connections.now
    session.lost(connection, lastFailure, at: phase == .running ? now - origin : -1)
    // What was open is renewed at once; what could not be opened is tried again after a pause.
    if wasOpen && retries[connection] == 0 {
      open(connection)
    } else {
      isDown = isDown || session.openConnections == 0
      let due = now + Self.pause * Int64(min(10, retries[connection] + 1))
      retryAt[connection] = due
      earliestRetry = min(earliestRetry, due)
    }
    retries[connection] += 1
  }

  private static func failure(_ end: ConnectionEnd) -> CallFailure {
    switch end {
    case .refused: .refused
    case .unreachable: .unreachable
    case .closed, .ours: .closed
    case .reset: .reset
    case .malformed: .malformed
    case .tooLarge: .tooLarge
    }
  }

  // MARK: Answers

  package func answered(_ connection: Int, _ answer: HTTPAnswer) {
    guard let connections, let call = session.call(on: connection) else { return }
    retries[connection] = 0
    let values = reader.taken(from: answer, to: call.remote)
    if !values.isEmpty {
      taken.keep((taken[call] ?? [:]).merging(values.map { ($0.name, $0.value) }) { $1 }, for: call)
    }
    let (outcome, isMapped) = reader.outcome(of: answer.status, to: call.remote)
    session.answered(
      connection, outcome, unmapped: isMapped ? nil : answer.status, bytes: answer.body.count,
      at: connections.now - origin)
    forgetEnded()
  }

  private func forgetEnded() {
    for flow in session.run.takeEnds() { taken.forget(flow.entity) }
  }

  // MARK: Time

  package func wake() -> Int64? {
    guard let connections else { return nil }
    let now = connections.now
    if phase == .connecting {
      let isLate = now >= connectDeadline
      guard unsettled <= 0 || isLate || stop.isRequested else { return connectDeadline }
      begin(at: now)
    }
    if phase == .over { return nil }
    if now < origin { return origin }
    step(at: now - origin)
    if isOver(at: now - origin) { return finish() }
    // Perhaps an instant that has passed: answers are read first.
    return min(nextDue, origin + nextSecond)
  }

  private func begin(at now: Int64) {
    if stop.isRequested { return conclude(.interrupted) }
    guard session.openConnections > 0 else {
      return conclude(.unreachable(lastFailure.rawValue))
    }
    phase = .running
    origin = now + Self.settling
    health.begin()
  }

  private func conclude(_ end: End) {
    self.end = end
    phase = .over
  }

  private var nextDue: Int64 {
    let due = session.nextInstant.map { origin + $0 } ?? .max
    return min(due, earliestRetry)
  }

  /// All that is due, and what can be written.
  private func step(at now: Nanoseconds) {
    guard let connections else { return }
    for connection in session.advance(to: now) {
      // HTTP/1.1 has no other way to give up an answer.
      connections.close(connection)
      session.lost(connection, .givenUp, at: now)
      open(connection)
    }
    reopen()
    if isDown && session.openConnections == 0 { session.failWaiting(lastFailure, at: now) }
    while let send = session.nextSend(at: connections.now - origin) {
      guard var call = encoder.encode(send.call, taken: taken[send.call] ?? [:]) else {
        session.refused(send, at: connections.now - origin)
        continue
      }
      call.path = settings.base + call.path
      connections.send(call, on: send.connection)
      session.wrote(send, bytes: call.path.utf8.count + call.body.count, at: connections.now - origin)
    }
    forgetEnded()
    if now >= nextSecond { second(at: now) }
  }

  private func reopen() {
    guard let connections, connections.now >= earliestRetry else { return }
    earliestRetry = .max
    for connection in retryAt.indices {
      guard let due = retryAt[connection] else { continue }
      if due <= connections.now { open(connection) } else { earliestRetry = min(earliestRetry, due) }
    }
  }

  private func second(at now: Nanoseconds) {
    health.second(due: nextSecond, at: now)
    nextSecond = (now / .second + 1) * .second
    onSecond?(now)
    if let most = settings.bounds.inFlight, session.open > most {
      return conclude(.stopped("more than \(most) requests were in flight (`at-most`)"))
    }
    if let rule = settings.stopWhen, let share = session.record.failedShare(before: now, over: rule.span),
      share > rule.share
    {
      conclude(.stopped("`stop-when: \(rule.text)`"))
    }
  }

  private func isOver(at now: Nanoseconds) -> Bool {
    if phase == .over { return true }
    if stop.isRequested {
      end = .interrupted
      return true
    }
    return now >= settings.drained || (now >= settings.end && session.run.isOver)
  }

  private func finish() -> Int64? {
    phase = .over
    health.end()
    return nil
  }
}
