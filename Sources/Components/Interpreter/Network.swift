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
  /// Delay lines of laws that are always the same time, by number; −1 for others.
  let lawLines: Table<Int32>
  let bindings: [any DomainBinding]
  let stations: Table<Station>
  private let replicas: Table<Replica>
  /// Component of each replica.
  let owners: Table<Int32>
  /// Whether there are several zones, so that bytes can cross from one to another.
  let crossesZones: Bool

  let frames = FrameStore()
  var ready = ReadyList()
  let logs: Table<PartitionedLog>
  let lanes: Table<LaneState>
  let groups: Table<GroupState>
  let lag: ConsumerLag
  let sources: Table<SourceState>
  let measures: Measures
  var controls: [Control] = []
  /// Own times of changes that travel with the newest change of their entity.
  var superseded: [[Nanoseconds]] = []
  var entityCommands: [EntityCommand] = []
  let messages = Slab<Message>()
  let guards: Table<GuardState>
  var poolWaits = PoolWaits()
  var timers: [TimerState]
  var faults: FaultSchedule
  let decisions = DecisionLog()
  #if DEBUG
    /// Events until the invariants are looked at.
    private var untilCheck = 10_000
  #endif
  let tracing: Tracing

  /// Requests, calls and records that may be in flight at once; more are turned away and counted.
  static let frameLimit = 4_000_000

  /// No span that is worked out is longer than this, 73 years: an instant and a limit can be added to it.
  static let longestSpan: Nanoseconds = 1 << 61

  /// A product of a time, within that bound.
  @inline(__always)
  static func longestSpan(_ value: Double) -> Nanoseconds { min(longestSpan, Nanoseconds(saturating: value)) }

  init(
    _ plan: NetworkPlan, seed: UInt64, replication: Int, bindings: [any DomainBinding],
    in simulation: inout Simulation<NetworkEvent>, tracing target: TraceTarget?, watching watch: Watch? = nil
  ) {
    self.plan = PlanTables(plan)
    self.bindings = bindings
    horizon = plan.horizon
    draws = Draws(plan, seed: seed, replication: replication)
    // In the order in which the plan numbers timeouts.
    for timeout in plan.timeouts { _ = simulation.line(delay: timeout) }
    let constants = draws.constants
    lawLines = Table(
      constants.map { $0 > 0 && $0 < Network.longestSpan ? Int32(simulation.line(delay: $0)) : -1 })
    let visibilityLines = plan.logs.map { $0.queue.map { simulation.line(delay: $0.visibility) } ?? -1 }
    guards = Table(count: plan.guards.count) { GuardState(plan.guards[$0]) }
    timers = plan.timers.map { _ in TimerState() }
    faults = FaultSchedule(plan)
    let systems = SystemNumbers(of: plan)
    owners = Table(plan.components.indices.flatMap { repeatElement(Int32($0), count: plan.components[$0].replicas) })
    replicas = Network.replicas(of: plan)
    stations = Network.stations(of: self.plan, systems, replicas, frames: frames, decisions)
    crossesZones = Set(plan.components.flatMap(\.zones)).filter { $0 >= 0 }.count > 1
    let pool = draws.pool
    sources = Table(count: plan.sources.count) {
      let source = plan.sources[$0]
      return SourceState(
        source, system: systems.number(of: source.name), seed: seed, replication: replication, pool: pool)
    }
    (lanes, groups) = Network.lanes(of: plan)
    logs = Network.logs(of: self.plan, stations, lanes, messages, visibilityLines, frames: frames)
    measures = Measures(plan, stations: stations, groups: groups)
    lag = ConsumerLag(
      groups: groups, logs: logs, lanes: lanes, frames: frames, messages: messages, plan: self.plan)
    tracing = Tracing(
      self.plan, frames: frames, salts: Network.salts(of: plan, sources), tracing: target, watching: watch)
    for index in stations.indices where plan.components[index].scaling != nil { stations[index].replicas.update(at: 0) }
    fillCaches()
    scheduleControls(in: &simulation)
    for source in sources.indices { scheduleNext(source, in: &simulation) }
  }

  deinit {
    lawLines.deallocate()
    frames.deallocate()
    messages.deallocate()
    stations.deallocate()
    replicas.deallocate()
    owners.deallocate()
    logs.deallocate()
    lanes.deallocate()
    groups.deallocate()
    sources.deallocate()
    guards.deallocate()
  }

  private static func replicas(of plan: NetworkPlan) -> Table<Replica> {
    let owned = plan.components.flatMap { component in (0..<component.replicas).map { (component, number: $0) } }
    return Table(count: owned.count) { Replica(owned[$0].0, number: owned[$0].number) }
  }

  private static func stations(
    of plan: PlanTables, _ systems: SystemNumbers, _ replicas: Table<Replica>, frames: FrameStore,
    _ decisions: DecisionLog
  ) -> Table<Station> {
    var first = 0
    return Table(count: plan.components.count) { number in
      let component = plan.components.address(of: number)
      let last = first + component.pointee.replicas
      defer { first = last }
      let own = ReplicaSet(
        Table(first..<last, of: replicas), of: number, component,
        balancers: plan.balancers.filter { $0.target == number }, decisions: decisions)
      return Station(
        number, component, system: systems.number(of: component.pointee.name), firstReplica: first, replicas: own,
        frames: frames)
    }
  }

  /// What tells the requests of each workload, timer and polling from those of others.
  private static func salts(of plan: NetworkPlan, _ sources: Table<SourceState>) -> [UInt64] {
    sources.indices.map { sources[$0].salt } + plan.timers.map { _ in 0 }
      + plan.pollings.map { RandomStream.mix(plan.components[$0.component].salt, 0x9011) }
  }

  /// Lanes and groups of all logs, in their order.
  private static func lanes(of plan: NetworkPlan) -> (Table<LaneState>, Table<GroupState>) {
    var lanes: [LaneState] = []
    var groups = 0
    for (number, log) in plan.logs.enumerated() {
      for (position, group) in log.groups.enumerated() {
        let lane = LaneState(
          isOrdered: group.order != .none, group: Int32(groups + position), log: Int32(number))
        let count = PartitionedLog.lanes(of: group, partitions: log.partitions)
        lanes.append(contentsOf: repeatElement(lane, count: count))
      }
      groups += log.queue == nil ? log.groups.count : 1
    }
    return (Table(lanes), Table(count: groups) { _ in GroupState() })
  }

  private static func logs(
    of plan: PlanTables, _ stations: Table<Station>, _ lanes: Table<LaneState>, _ messages: Slab<Message>,
    _ visibilityLines: [Int], frames: FrameStore
  ) -> Table<PartitionedLog> {
    var (group, lane) = (0, 0)
    return Table(count: plan.logs.count) { number in
      let log = plan.logs.address(of: number)
      defer {
        group += log.pointee.queue == nil ? log.pointee.groups.count : 1
        lane += log.pointee.groups.reduce(0) { $0 + PartitionedLog.lanes(of: $1, partitions: log.pointee.partitions) }
      }
      let queue = log.pointee.queue.map {
        MessageQueue($0, visibilityLine: visibilityLines[number], messages: messages)
      }
      return PartitionedLog(
        number, log, station: stations.address(of: log.pointee.component), lanes: lanes, firstGroup: group,
        firstLane: lane, queue: queue, frames: frames)
    }
  }

  /// Timeouts of calls that were answered, and of messages that are done, are most of what delay lines hold.
  @inline(__always)
  func expects(_ event: NetworkEvent, at time: Nanoseconds, as identity: EventIdentity) -> Bool {
    switch event.kind {
    case .timedOut: frames[event.index].generation == event.generation
    case .visible: messages[event.index].receipt == event.generation
    default: true
    }
  }

  func handle(_ event: NetworkEvent, in simulation: inout Simulation<NetworkEvent>) {
    let index = event.index
    switch event.kind {
    case .resume, .workDone, .timedOut, .retry, .hedge:
      if frames[index].generation == event.generation { wake(index, event.kind, in: &simulation) }
    case .arrived: arrive(index, in: &simulation)
    case .replied: deliverReply(of: index, in: &simulation)
    case .appended: if !isHeldBack(index, in: &simulation) { append(index, in: &simulation) }
    case .relay: relay(Int(index), in: &simulation)
    case .visible: becomeVisible(index, delivery: event.generation, in: &simulation)
    case .shared: endShared(Int(index), by: event.generation, in: &simulation)
    case .source: begin(Int(index), in: &simulation)
    case .control: apply(controls[Int(index)], in: &simulation)
    case .asks: ask(Int(index), of: Int(event.generation), in: &simulation)
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

  /// The frame goes on after what was drawn from a law: where that is always the same, on its delay line.
  @inline(__always)
  func schedule(
    _ kind: NetworkEvent.Kind, of index: UInt32, after delay: Nanoseconds, by law: Int32,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let line = law >= 0 && delay == draws.constants[Int(law)] ? lawLines[Int(law)] : -1
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
