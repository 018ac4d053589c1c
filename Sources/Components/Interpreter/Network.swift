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
  /// Delay lines of laws that are always the same time, by number, and of the visibility of queues, by log; −1 for others.
  let lawLines: Table<Int32>
  let visibilityLines: Table<Int32>
  let bindings: [any DomainBinding]
  let components: Table<ComponentState>
  let replicas: Table<Replica>
  /// Whether there are several zones, so that bytes can cross from one to another.
  let crossesZones: Bool

  var frames = FrameStore()
  var ready = ReadyList()
  let logs: Table<LogState>
  let lanes: Table<LaneState>
  /// In the order of the plan's consumer groups.
  let groups: Table<GroupState>
  let sources: Table<SourceState>
  /// Of each component, where several systems run on one clock.
  let systems: [UInt8]
  /// Of the first visits of each flow.
  let contexts: [UInt64]
  let measures: Measures
  var controls: [Control] = []
  /// Own times of changes that travel with the newest change of their entity.
  var superseded: [[Nanoseconds]] = []
  var entityCommands: [EntityCommand] = []
  /// What the decision of this instant has emitted.
  var emitted: [EmittedItem] = []
  var messages = Slab<Message>()
  /// Deliveries of messages so far.
  var receipts: UInt32 = 0
  let guards: Table<GuardState>
  var poolWaits = PoolWaits()
  let balancers: Table<BalancerState>
  /// One for each component that is a cache.
  let caches: Table<CacheStore>
  /// Cache of each component; −1 for none.
  let cacheNumbers: [Int32]
  /// One for each replica; empty while nobody shares cores.
  let shared: Table<SharedCores>
  var scaling: [ScalingState]
  var occurrences: [UInt64]
  var timers: [TimerState]
  /// Faults that are on, by number, ascending.
  var activeFaults: [Int] = []
  /// Of each fault that comes again.
  var faultSpans: [[FaultSpan]]
  /// Replica that each fault of a primary struck when it began last.
  var lostPrimaries: [Int]
  var cuts = Cuts()
  var decisions = DecisionLog()
  #if DEBUG
    /// Events until the invariants are looked at.
    private var untilCheck = 10_000
  #endif
  var trace: Trace?
  let watcher: SpanBook?

  /// Requests, calls and records that may be in flight at once; more are turned away and counted.
  static let frameLimit = 4_000_000

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
    visibilityLines = Table(plan.logs.map { $0.queue.map { Int32(simulation.line(delay: $0.visibility)) } ?? -1 })
    guards = Table(count: plan.guards.count) { GuardState(plan.guards[$0]) }
    balancers = Table(plan.balancers.map { BalancerState(replicas: plan.components[$0.target].replicas) })
    timers = plan.timers.map { _ in TimerState() }
    occurrences = Array(repeating: 0, count: plan.faults.count)
    faultSpans = Array(repeating: [], count: plan.faults.count)
    lostPrimaries = Array(repeating: 0, count: plan.faults.count)
    let stores = plan.components.indices.filter { plan.components[$0].cache != nil }
    caches = Table(stores.compactMap { plan.components[$0].cache.map { CacheStore($0) } })
    cacheNumbers = plan.components.indices.map { Int32(stores.firstIndex(of: $0) ?? -1) }
    (components, replicas) = Network.stations(of: plan)
    crossesZones = Set(plan.components.flatMap(\.zones)).filter { $0 >= 0 }.count > 1
    let systems = SystemNumbers(of: plan)
    self.systems = plan.components.map { systems.number(of: $0.name) }
    let pool = draws.pool
    sources = Table(count: plan.sources.count) {
      let source = plan.sources[$0]
      return SourceState(
        source, system: systems.number(of: source.name), seed: seed, replication: replication, pool: pool)
    }
    contexts = plan.flows.map { RandomStream.mix(0, $0.salt) }
    (logs, lanes, groups) = Network.logs(of: plan)
    measures = Measures(plan, components: components, groups: groups)
    let sharesCores = plan.components.contains { $0.discipline == .sharing }
    shared = Table(count: sharesCores ? replicas.count : 0) { _ in SharedCores() }
    scaling = plan.components.map { ScalingState(wanted: $0.scaling?.least ?? $0.replicas) }
    trace = target.map { Trace($0) }
    watcher = watch.map { SpanBook($0) }
    for index in plan.components.indices where plan.components[index].scaling != nil { updateEligible(index, at: 0) }
    fillCaches()
    scheduleControls(in: &simulation)
    for source in sources.indices { scheduleNext(source, in: &simulation) }
  }

  deinit {
    lawLines.deallocate()
    visibilityLines.deallocate()
    components.deallocate()
    replicas.deallocate()
    logs.deallocate()
    lanes.deallocate()
    groups.deallocate()
    sources.deallocate()
    guards.deallocate()
    balancers.deallocate()
    caches.deallocate()
    shared.deallocate()
  }

  private static func stations(of plan: NetworkPlan) -> (Table<ComponentState>, Table<Replica>) {
    let owners = plan.components.indices.flatMap { index in
      (0..<plan.components[index].replicas).map { (component: index, number: $0) }
    }
    var first = 0
    let states = Table(count: plan.components.count) { index in
      defer { first += plan.components[index].replicas }
      return ComponentState(plan.components[index], firstReplica: first)
    }
    let replicas = Table(count: owners.count) {
      Replica(plan.components[owners[$0].component], number: owners[$0].number)
    }
    return (states, replicas)
  }

  private static func logs(of plan: NetworkPlan) -> (Table<LogState>, Table<LaneState>, Table<GroupState>) {
    var logs: [LogState] = []
    var lanes: [LaneState] = []
    var groups: [GroupState] = []
    for log in plan.logs {
      var state = LogState()
      state.firstGroup = groups.count
      for (position, group) in log.groups.enumerated() {
        state.firstLanes.append(lanes.count)
        let count = group.order == .byKey ? log.partitions * Network.lanesPerPartition : log.partitions
        state.laneCounts.append(count)
        let lane = LaneState(
          isOrdered: group.order != .none, group: Int32(state.firstGroup + position), log: Int32(logs.count))
        lanes.append(contentsOf: repeatElement(lane, count: count))
      }
      groups += Array(repeating: GroupState(), count: log.queue == nil ? log.groups.count : 1)
      logs.append(state)
    }
    return (Table(logs), Table(lanes), Table(groups))
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
    case .shared:
      // One that was overtaken at its instant ends the task all the same.
      if shared[Int(index)].generation == event.generation || shared[Int(index)].nextEnd == simulation.now {
        endShared(Int(index), in: &simulation)
      }
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
        checkInvariants()
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
