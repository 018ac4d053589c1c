import Components
import Engine

/// The clients of a scenario against its own model, in the model's time: the same clients, connections and measures as in
/// a live run, with the simulated system in place of the service. What it measures of flows is what the simulation of the
/// whole scenario measures, to the nanosecond.
package final class Rehearsal {
  /// Request → what its domain core and its subject are by now, as tokens of a real service would carry them.
  private struct Carried {
    var payload: UInt64
    var subject: (key: UInt64, population: Int16)?
  }

  package let session: LoadSession
  private let system: PacedRun
  private let drained: Nanoseconds
  private let end: Nanoseconds
  /// Flow of each call of the clients, and outcomes of the system as the clients number them.
  private let flows: [Int]
  private let outcomes: [UInt16]
  /// Populations of the clients as the system numbers them.
  private let populations: [Int16]
  private var carried = CallMemory<Carried>()
  /// Ticket → connection.
  private var asked: [UInt32: Int] = [:]
  private var now: Nanoseconds = 0

  /// - Parameter connections: as of the live run.
  package init(_ clients: PacedRun, against system: PacedRun, connections: ConnectionCount, keepsEach: Bool = false) {
    session = LoadSession(clients, connections: connections, keepsEach: keepsEach)
    self.system = system
    end = clients.plan.horizon.end
    drained = clients.plan.horizon.drained
    flows = clients.plan.remotes.map { remote in system.plan.flows.firstIndex { $0.name == remote.name } ?? -1 }
    outcomes = system.plan.outcomes.map { name in
      UInt16(clients.plan.outcomes.firstIndex(of: name) ?? Int(StandardOutcome.error))
    }
    populations = clients.plan.populations.map { population in
      Int16(system.plan.populations.firstIndex { $0.name == population.name } ?? -1)
    }
    for connection in 0..<session.connections {
      session.opening(connection)
      session.opened(connection, took: 0, at: -1)
    }
  }

  /// From the first arrival to the end of the drain.
  package func run(stop: StopRequest = StopRequest()) {
    while let next = earliest, next <= drained {
      now = max(now, next)
      if stop.isRequested { break }
      if now >= end && session.run.isOver { break }
      step()
    }
    session.run.finish(at: min(max(now, end), drained))
    system.finish(at: min(max(now, end), drained))
  }

  private var earliest: Nanoseconds? {
    [session.nextInstant, system.nextInstant].compactMap { $0 }.min()
  }

  /// All that happens at one instant, on both sides.
  private func step() {
    for connection in session.advance(to: now) {
      session.lost(connection, .givenUp, at: now)
      // The system goes on with what nobody waits for.
      if let ticket = asked.first(where: { $0.value == connection })?.key { asked[ticket] = nil }
      session.opening(connection)
      session.opened(connection, took: 0, at: now)
    }
    system.advance(to: now)
    answerEnds()
    while let send = session.nextSend(at: now) {
      ask(send)
      answerEnds()
    }
    for flow in session.run.takeEnds() { carried.forget(flow.entity) }
  }

  private func ask(_ send: LoadSession.Send) {
    let call = send.call
    session.wrote(send, bytes: 0, at: now)
    var arrival = RemoteArrival(source: 0, flow: flows[call.remote], entity: call.entity)
    arrival.context = call.context
    if call.keyPopulation >= 0 { arrival.key = (call.key, populations[Int(call.keyPopulation)]) }
    arrival.subject = call.subject.map { ($0.key, populations[Int($0.population)]) }
    if let carried = carried[call] {
      arrival.payload = carried.payload
      arrival.subject = carried.subject ?? arrival.subject
    }
    guard let ticket = system.begin(arrival) else {
      return session.answered(send.connection, StandardOutcome.refused, bytes: 0, at: now)
    }
    asked[ticket] = send.connection
  }

  private func answerEnds() {
    for ended in system.takeEnds() { answer(ended) }
  }

  private func answer(_ ended: EndedFlow) {
    guard let connection = asked.removeValue(forKey: ended.ticket) else { return }
    if let call = session.call(on: connection) {
      carried.keep(Carried(payload: ended.payload, subject: ended.subject ?? carried[call]?.subject), for: call)
    }
    session.answered(connection, outcomes[Int(ended.outcome)], bytes: 0, at: now)
  }
}
