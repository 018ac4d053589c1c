import Engine
import Statistics

/// All components that call one another without delay, as one sequential region: frames of requests
/// run compiled steps on stations, logs and outside interfaces, and everything is measured.
///
/// One instance is one replication. Its extensions stand in the folder of the mechanism that they serve, and steps and
/// calls in `Interpreter`.
final class Network: SimulationModel {
  typealias Event = NetworkEvent

  let plan: PlanTables
  let horizon: Horizon
  let draws: Draws
  /// Delay lines of distributions that are always the same time, by number; −1 for others.
  let distributionLines: Table<Int32>
  var domains: Domains
  let stations: Stations
  /// Whether there are several zones, so that bytes can cross from one to another.
  let crossesZones: Bool

  let frames = FrameStore()
  var ready = ReadyList()
  let logs: Logs
  let sources: Table<SourceState>
  let measures: Measures
  var controls: [Control] = []
  let guards: Table<GuardState>
  var poolWaits = PoolWaits()
  var timers: [TimerState]
  var faults: FaultSchedule
  /// By polling worker; those that ask by the clock never have one.
  var passes: [Passes]
  let decisions = DecisionLog()
  #if DEBUG
    /// Events until the invariants are looked at.
    private var untilCheck = 10_000
  #endif
  let tracing: Tracing
  /// What goes out of a run by the clock; nil in one of its own time.
  let outbound: Outbound?

  /// Requests, calls and records that may be in flight at once; more are turned away and counted.
  static let frameLimit = 4_000_000

  /// No span that is worked out is longer than this, 73 years: an instant and a limit can be added to it.
  static let longestSpan: Nanoseconds = 1 << 61

  /// A product of a time, within that bound.
  @inline(__always)
  static func longestSpan(_ value: Double) -> Nanoseconds { min(longestSpan, Nanoseconds(saturating: value)) }

  /// - Parameter arrivals: the replication whose arrivals, users and choices of flow it has; the same by default.
  init(
    _ plan: NetworkPlan, seed: UInt64, replication: Int, arrivals: Int? = nil, bindings: [any DomainBinding],
    in simulation: inout Simulation<NetworkEvent>, watching watch: Watch? = nil,
    outbound: Outbound? = nil
  ) {
    self.plan = PlanTables(plan)
    self.outbound = outbound
    domains = Domains(bindings)
    horizon = plan.horizon
    draws = Draws(plan, seed: seed, replication: replication)
    // In the order in which the plan numbers timeouts.
    for timeout in plan.timeouts { _ = simulation.line(delay: timeout) }
    let constants = draws.constants
    distributionLines = Table(
      constants.map { $0 > 0 && $0 < Network.longestSpan ? Int32(simulation.line(delay: $0)) : -1 })
    let visibilityLines = plan.logs.map { $0.queue.map { simulation.line(delay: $0.visibility) } ?? -1 }
    guards = Table(count: plan.guards.count) { GuardState(plan.guards[$0]) }
    timers = plan.timers.map { _ in TimerState() }
    faults = FaultSchedule(plan)
    passes = plan.pollings.map { Passes(partitions: $0.partitions.count) }
    stations = Stations(self.plan, frames: frames, decisions: decisions)
    crossesZones = Set(plan.components.flatMap(\.zones)).filter { $0 >= 0 }.count > 1
    let (pool, systems) = (draws.pool, self.plan.systems)
    sources = Table(count: plan.sources.count) {
      let source = plan.sources[$0]
      var line = -1
      if case .closed(let users) = source.arrivals, let pace = ClosedPopulation.evenPace(of: users) {
        line = simulation.line(delay: pace)
      }
      return SourceState(
        source, system: systems.number(of: source.name), seed: seed, replication: arrivals ?? replication, pool: pool,
        paceLine: line)
    }
    logs = Logs(self.plan, stations, visibilityLines: visibilityLines, frames: frames)
    measures = Measures(plan, stations: stations.all, groups: logs.lag.groups)
    tracing = Tracing(self.plan, frames: frames, salts: Network.salts(of: plan, sources), watching: watch)
    fillCaches()
    scheduleControls(in: &simulation)
    for source in sources.indices { scheduleNext(source, in: &simulation) }
  }

  deinit {
    distributionLines.deallocate()
    frames.deallocate()
    sources.deallocate()
    guards.deallocate()
  }

  /// What tells the requests of each workload, timer and polling from those of others.
  private static func salts(of plan: NetworkPlan, _ sources: Table<SourceState>) -> [UInt64] {
    sources.indices.map { sources[$0].salt } + plan.timers.map { _ in 0 }
      + plan.pollings.map { plan.components[$0.component].findingSalt }
  }

  /// Timeouts of calls that were answered, and of messages that are done, are most of what delay lines hold; and users who
  /// have come to think for longer than their pace.
  @inline(__always)
  func expects(_ event: NetworkEvent, at time: Nanoseconds, as identity: EventIdentity) -> Bool {
    switch event.kind {
    case .timedOut: frames[event.index].generation == event.generation
    case .visible: logs.messages[event.index].receipt == event.generation
    case .paces: sources[Int(event.generation)].closed?.pointee.mayKeepPace(Int(event.index)) ?? false
    default: true
    }
  }

  func handle(_ event: NetworkEvent, in simulation: inout Simulation<NetworkEvent>) {
    let index = event.index
    switch event.kind {
    case .resume, .workDone, .timedOut, .retry, .hedge, .arrived, .replied:
      if frames[index].generation == event.generation { wake(index, event.kind, in: &simulation) }
    case .appended: if !isHeldBack(index, in: &simulation) { append(index, in: &simulation) }
    case .relay: relay(Int(index), in: &simulation)
    case .visible: becomeVisible(index, delivery: event.generation, in: &simulation)
    case .shared: endShared(Int(index), by: event.generation, in: &simulation)
    case .source: begin(Int(index), in: &simulation)
    case .control: apply(controls[Int(index)], in: &simulation)
    case .asks: ask(Int(index), of: Int(event.generation), in: &simulation)
    case .paces: keepPace(Int(index), of: Int(event.generation), in: &simulation)
    case .losesPatience: losePatience(Int(index), of: Int(event.generation), in: &simulation)
    }
    // Whatever became able to go on at this instant does so now, in the order in which it did.
    var position = 0
    while position < ready.count {
      if ready[position] != Frame.none { run(ready[position], in: &simulation) }
      position += 1
    }
    ready.removeAll()
    #if DEBUG
      untilCheck -= 1
      if untilCheck == 0 {
        untilCheck = 10_000
        Invariants(network: self).check()
      }
    #endif
  }

  /// What the frame has waited for has come.
  @inline(__always)
  private func wake(
    _ index: UInt32, _ kind: NetworkEvent.Kind, in simulation: inout Simulation<NetworkEvent>
  ) {
    switch kind {
    case .workDone:
      releaseCore(of: index, in: &simulation)
      run(index, in: &simulation)
    case .arrived: arrive(index, in: &simulation)
    case .replied: deliverReply(of: index, in: &simulation)
    case .timedOut: timeOut(index, in: &simulation)
    case .retry: retry(index, in: &simulation)
    case .hedge: hedge(index, in: &simulation)
    default: run(index, in: &simulation)
    }
  }

  /// An event of a frame that is for what it waits for at present.
  @inline(__always)
  func event(_ kind: NetworkEvent.Kind, of index: UInt32) -> NetworkEvent {
    NetworkEvent(kind, index, frames[index].generation)
  }

  /// The frame goes on after what was drawn from a distribution: where that is always the same, on its delay line.
  @inline(__always)
  func schedule(
    _ kind: NetworkEvent.Kind, of index: UInt32, after delay: Nanoseconds, by distribution: Int32,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let line =
      distribution >= 0 && delay == draws.constants[Int(distribution)] ? distributionLines[Int(distribution)] : -1
    if line < 0 { return schedule(kind, of: index, after: delay, in: &simulation) }
    simulation.schedule(
      event(kind, of: index), onLine: Int(line), as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
  }

  /// The frame goes on after a time.
  @inline(__always)
  func schedule(
    _ kind: NetworkEvent.Kind, of index: UInt32, after delay: Nanoseconds,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    simulation.schedule(
      event(kind, of: index), after: delay, as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
  }
}
