import Engine
import Statistics

extension Network {
  /// Schedules a workload's next arrival; for a closed one, all of its users.
  mutating func scheduleNext(_ source: Int, in simulation: inout Simulation<NetworkEvent>) {
    let state = sources[source]
    if let users = state.closed { return gather(users, of: source, in: &simulation) }
    guard let time = state.next(), time < horizon.end else { return }
    simulation.schedule(
      .source(UInt32(source)), at: time,
      as: state.identity(of: state.number + 1 - state.together, rank: NetworkEvent.Rank.source))
  }

  /// The requests of a workload that arrive together begin.
  mutating func begin(_ source: Int, in simulation: inout Simulation<NetworkEvent>) {
    let state = sources[source]
    var number = state.number - state.together
    repeat {
      _ = start(state.flow(of: number), of: source, number: number, in: &simulation)
      number += 1
    } while number < state.number
    scheduleNext(source, in: &simulation)
  }

  /// A request begins; nil when it ended at once, because too many are in flight.
  @inline(__always)
  mutating func start(
    _ flow: Int, of source: Int, number: UInt64, in simulation: inout Simulation<NetworkEvent>
  ) -> UInt32? {
    let now = simulation.now
    let state = sources[source]
    state.enterPhase(at: now)
    var frame = Frame(identity: state.identity(of: number, rank: NetworkEvent.Rank.control))
    frame.entity = state.salt &+ number
    frame.source = UInt16(source)
    frame.arrivedAt = now
    frame.startedAt = now
    frame.flow = UInt16(flow)
    frame.context = RandomStream.mix(0, plan.flows[flow].salt)
    frame.counter = UInt32(plan.flows[flow].entry)
    frame.phase = UInt8(truncatingIfNeeded: state.phase)
    frame.isMeasured = now >= horizon.warmUp
    frame.isTraced = trace?.target.matches(source: source, number: number) ?? false
    beginSpans(&frame, .wait, component: -1, at: now)
    flows[flow].intervalOffered += 1
    if frame.isMeasured {
      flows[flow].started += 1
      phases[source][state.phase].offered += 1
    }
    flows[flow].inFlight.add(1, at: now)
    if frames.live >= Network.frameLimit {
      turnedAway += 1
      frame.outcome = StandardOutcome.refused
      noteFailure(.inFlight, StandardOutcome.refused, frame)
      endFlow(frame, in: &simulation)
      return nil
    }
    if frame.isTraced { trace?.add(now, frame, "\(plan.flows[flow].name) begins") }
    let index = frames.allocate(frame)
    ready.append(index)
    return index
  }

  /// A flow ends, and its user, if there is one who waits for it, goes on.
  mutating func endFlow(_ frame: Frame, in simulation: inout Simulation<NetworkEvent>) {
    let source = Int(frame.source)
    guard let users = sources[source].closed else { return settle(frame, at: simulation.now) }
    guard let user = users.userAwaiting(frame.entity &- sources[source].salt) else {
      if frame.isTraced { trace?.add(simulation.now, frame, "ends, and nobody waits for it any more") }
      return
    }
    settle(frame, at: simulation.now)
    goOn(user, among: users, of: source, after: frame, in: &simulation)
  }

  /// Counts the end of a request: latency runs from its intended start, time to think left out.
  @inline(__always)
  mutating func settle(_ frame: Frame, at now: Nanoseconds) {
    let flow = Int(frame.flow)
    let failed = StandardOutcome.isFailure(frame.outcome)
    flows[flow].inFlight.add(-1, at: now)
    if failed { flows[flow].intervalFailed += 1 } else { flows[flow].intervalCompleted += 1 }
    if frame.isTraced {
      trace?.add(
        now, frame,
        "\(plan.flows[flow].name) ends: \(plan.outcomes[Int(frame.outcome)]) after \(now - frame.arrivedAt) ns (queue \(frame.queueing), service \(frame.working), network \(frame.travelling))"
      )
    }
    guard frame.isMeasured else { return }
    endSpans(frame, latency: now - frame.arrivedAt - frame.thinking, failed: failed, at: now)
    flows[flow].outcomes[Int(frame.outcome)] += 1
    let latency = now - frame.arrivedAt - frame.thinking
    if !failed { flows[flow].latency.record(latency) }
    if !faultStages.isEmpty {
      faultStages.add(flow, startedAt: frame.arrivedAt, latency: latency, failed: failed)
    }
    phases[Int(frame.source)][Int(frame.phase)].add(flow, latency: latency, failed: failed)
  }
}
