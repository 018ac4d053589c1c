import Engine
import Statistics

extension Network {
  /// Schedules a workload's next arrival; for a closed one, all of its users.
  func scheduleNext(_ source: Int, in simulation: inout Simulation<NetworkEvent>) {
    let state = sources.address(of: source)
    if let users = state.pointee.closed { return gather(users, of: source, in: &simulation) }
    guard let time = state.pointee.next(), time < horizon.end else { return }
    let first = state.pointee.number + 1 - state.pointee.together
    simulation.schedule(
      NetworkEvent(.source, UInt32(source)), at: time,
      as: state.pointee.identity(of: first, rank: NetworkEvent.Rank.source))
  }

  /// The requests of a workload that arrive together begin.
  func begin(_ source: Int, in simulation: inout Simulation<NetworkEvent>) {
    let state = sources.address(of: source)
    var number = state.pointee.number - state.pointee.together
    repeat {
      _ = start(state.pointee.flow(of: number), of: source, number: number, in: &simulation)
      number += 1
    } while number < state.pointee.number
    scheduleNext(source, in: &simulation)
  }

  /// A request begins; nil when it ended at once, because too many are in flight.
  @inline(__always)
  func start(
    _ flow: Int, of source: Int, number: UInt64, about key: UInt64 = 0, of population: Int16 = -1,
    in simulation: inout Simulation<NetworkEvent>
  ) -> UInt32? {
    let now = simulation.now
    let state = sources.address(of: source)
    state.pointee.enterPhase(at: now)
    var frame = Frame()
    frame.identity = state.pointee.identity(of: number, rank: NetworkEvent.Rank.control)
    frame.arrivedAt = now
    frame.startedAt = now
    frame.context = plan.contexts[flow]
    frame.counter = UInt32(plan.flows[flow].entry)
    frame.isMeasured = now >= horizon.warmUp
    var request = Request()
    request.entity = state.pointee.salt &+ number
    request.source = UInt16(source)
    request.flow = UInt16(flow)
    request.phase = UInt8(truncatingIfNeeded: state.pointee.phase)
    if population >= 0 {
      request.subject = key
      request.subjectPopulation = population
    }
    measures.begin(flow, of: source, phase: state.pointee.phase, isMeasured: frame.isMeasured, at: now)
    let isTurnedAway = frames.live >= Network.frameLimit
    let index = frames.allocate(frame, request, isCounted: !isTurnedAway)
    tracing.beginSpans(of: index, .wait, component: -1, at: now)
    if isTurnedAway {
      measures.turnedAway += 1
      frames[index].outcome = StandardOutcome.refused
      tracing.noteFailure(.inFlight, StandardOutcome.refused, index)
      endFlow(index, in: &simulation)
      tracing.leave(index, at: now)
      frames.release(index, isCounted: false)
      return nil
    }
    if let outbound, state.pointee.closed == nil {
      outbound.arrivals.add(salt: state.pointee.salt, number: number, at: now)
    }
    ready.append(index)
    return index
  }

  /// A flow ends, and its user, if there is one who waits for it, goes on.
  @inline(__always)
  func endFlow(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let request = frames.request(of: index)
    let source = Int(request.pointee.source)
    if outbound != nil { noteEnd(of: index, at: simulation.now) }
    guard let users = sources[source].closed else { return settle(index, frame.pointee.outcome, at: simulation.now) }
    guard let user = users.pointee.userAwaiting(request.pointee.entity &- sources[source].salt) else {
      tracing.note(index, .unawaited, at: simulation.now)
      return
    }
    settle(index, frame.pointee.outcome, at: simulation.now)
    goOn(user, among: users, of: source, after: index, in: &simulation)
  }

  /// Counts the end of a request: latency runs from its intended start, time to think left out.
  @inline(__always)
  func settle(_ index: UInt32, _ outcome: UInt16, at now: Nanoseconds) {
    let frame = frames.address(of: index)
    let request = frames.request(of: index)
    let flow = Int(request.pointee.flow)
    let failed = StandardOutcome.isFailure(outcome)
    measures.end(flow, failed: failed, at: now)
    let startedAt = frame.pointee.arrivedAt
    let latency = now - startedAt - frames.thinking(index)
    tracing.endSpans(index, outcome, latency: latency, at: now)
    guard frame.pointee.isMeasured else { return }
    measures.count(request.pointee, outcome, startedAt: startedAt, latency: latency)
  }
}
