import Engine
import Statistics

/// One replication whose time somebody else drives: the wall clock of a live run, or the other half of a rehearsal.
///
/// It is the simulator itself. What differs is where calls go: those of a plan with `remotes` leave it, and are answered
/// by whoever drives it; and requests may be begun from outside. Time never goes back: what is told to happen at an
/// instant that has passed happens now.
///
/// ```swift
/// run.advance(to: now)
/// for call in run.takeCalls() { send(call) }      // …
/// run.answer(call, outcome, at: now)
/// ```
package final class PacedRun {
  package let plan: NetworkPlan
  private var simulation: Simulation<NetworkEvent>
  private var network: Network
  private let bindings: [any DomainBinding]
  private let outbound = Outbound()
  private var isFinished = false

  /// A plan with polling workers, whose partitions run ahead of the clock, cannot be run by it.
  ///
  /// - Parameters:
  ///   - bindings: by the numbers that the plan's commands use.
  ///   - replication: of what the network draws.
  ///   - arrivals: the replication whose arrivals, users and choices of flow it has; the same by default.
  package init(
    _ plan: NetworkPlan, bindings: [any DomainBinding], seed: UInt64, replication: Int, arrivals: Int? = nil
  ) {
    precondition(plan.pollings.isEmpty, "polling workers do not run by the clock")
    self.plan = plan
    self.bindings = bindings
    simulation = Simulation()
    network = Network(
      plan, seed: seed, replication: replication, arrivals: arrivals, bindings: bindings, in: &simulation,
      outbound: outbound)
  }

  /// Nanoseconds since the start of the run, as far as everything has happened.
  package var now: Nanoseconds { simulation.now }

  /// When something is due next; it may turn out to be nothing. Nil with nothing left.
  package var nextInstant: Nanoseconds? { simulation.nextInstant() }

  /// Nothing of the run is left to happen: no arrivals, and nothing in flight.
  package var isOver: Bool { network.frames.live == 0 && now >= plan.horizon.end }

  /// Requests in flight.
  package var inFlight: Int { network.frames.live }

  /// Everything happens that is due until then, that instant included.
  package func advance(to time: Nanoseconds) {
    guard time >= now else { return }
    simulation.run(until: time + 1, with: &network)
    simulation.advance(to: time)
  }

  /// Calls that have left since they were last taken, in the order in which they did.
  package func takeCalls() -> [RemoteCall] {
    defer { outbound.calls.removeAll(keepingCapacity: true) }
    return outbound.calls
  }

  /// Flows that have ended since they were last taken.
  package func takeEnds() -> [EndedFlow] {
    defer { outbound.ended.removeAll(keepingCapacity: true) }
    return outbound.ended
  }

  /// The answer to a call is here. A second one to the same call changes nothing.
  package func answer(_ call: RemoteCall, outcome: UInt16, at time: Nanoseconds) {
    advance(to: time)
    network.answer(call, outcome, in: &simulation)
    simulation.run(until: now + 1, with: &network)
  }

  /// A request from outside begins, at the instant that the run is at.
  ///
  /// - Precondition: all ends have been taken: a new flow may get the ticket of one that has ended.
  /// - Returns: the ticket of its end; nil where it was turned away, because too many are in flight.
  package func begin(_ arrival: RemoteArrival) -> UInt32? {
    precondition(outbound.ended.isEmpty, "ends are taken before a flow begins")
    let ticket = network.begin(arrival, in: &simulation)
    simulation.run(until: now + 1, with: &network)
    return ticket
  }

  /// Of the requests that have begun.
  package var arrivals: ArrivalDigest { outbound.arrivals }

  /// Of the calls that have left, whatever their order.
  package var draws: UInt64 { outbound.draws }

  /// What a workload's requests are told from others by.
  package func salt(ofSource source: Int) -> UInt64 { network.sources[source].salt }

  /// The run is over at this instant, and its domain cores look at what they hold. To be called once.
  package func finish(at time: Nanoseconds) {
    advance(to: time)
    guard !isFinished else { return }
    isFinished = true
    for binding in bindings { binding.finish(at: now) }
  }

  /// Everything measured so far. What is in flight counts as not ended.
  /// - Parameter isPartial: the run was cut off.
  package func measurements(isPartial: Bool) -> Measurements {
    let measured = min(now, plan.horizon.end)
    var result = network.measurements(at: measured, until: max(now, measured))
    result.simulated = measured
    result.events = simulation.executed
    result.isPartial = isPartial
    for (number, binding) in bindings.enumerated() {
      for var monitor in binding.monitors {
        monitor.system = plan.bindingPrefixes.indices.contains(number) ? plan.bindingPrefixes[number] : ""
        result.monitors.append(monitor)
      }
    }
    return result
  }
}
