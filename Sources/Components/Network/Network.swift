import Engine
import Statistics

/// All components that call one another without delay, as one sequential region: frames of requests
/// run compiled steps on stations, logs and outside interfaces, and everything is measured.
///
/// One instance is one replication. Extensions hold the parts: running steps (`Network+Steps`), stations
/// (`Network+Stations`), calls (`Network+Calls`), logs (`Network+Logs`), workloads and faults
/// (`Network+Controls`).
struct Network: ~Copyable, SimulationModel {
  typealias Event = NetworkEvent

  let plan: NetworkPlan
  let horizon: Horizon
  let samplerPool: SamplerPool
  let samplers: [Sampler]
  /// Of a law that is always the same, by number, so that nothing is drawn for it; −1 for others.
  let constants: [Nanoseconds]
  let streams: [RandomStream]
  let picks: [KeyPick]
  let choices: [WeightedChoice]
  let bindings: [any DomainBinding]
  let program: UnsafeMutablePointer<Instruction>
  let components: UnsafeMutablePointer<ComponentState>
  let replicas: UnsafeMutablePointer<Replica>
  let replicaCount: Int
  let links: LinkCounts
  /// Whether there are several zones, so that bytes can cross from one to another.
  let crossesZones: Bool

  var frames = Slab<Frame>()
  /// Frames that go on at this very instant, in order.
  var ready: [UInt32] = []
  var epochs: UInt64 = 0
  var logs: [LogState]
  var lanes: [LaneState] = []
  /// In the order of the plan's consumer groups.
  var groups: [GroupState] = []
  var sources: [SourceState]
  /// Of each component, where several systems run on one clock.
  let systems: [UInt8]
  var flows: [FlowState]
  /// By workload; one that names no phases is one.
  var phases: [[PhaseState]]
  var faultStages: FaultStageCounts
  var measures: [MeasureState]
  /// Ok responses by operation.
  var operationLatency: [Histogram]
  /// Operations of each component.
  let operationsOf: [[Int]]
  /// Outcomes of commands by command and outcome number.
  var commandOutcomes: [[UInt64]]
  var series: [ComponentSeries]
  var stretches: [StretchSeries]
  var controls: [Control] = []
  /// Own times of changes that travel with the newest change of their entity.
  var superseded: [[Nanoseconds]] = []
  var entityCommands: [EntityCommand] = []
  /// What the decision of this instant has emitted.
  var emitted: [EmittedItem] = []
  var messages = Slab<Message>(capacity: 16)
  /// Deliveries of messages so far.
  var receipts: UInt32 = 0
  var guards: [GuardState]
  /// Calls in lines of pools, by the number of the wait that they belong to.
  var poolWaits: [UInt64: PoolWait] = [:]
  var balancers: [BalancerState] = []
  var caches: [CacheStore] = []
  /// Cache of each component; −1 for none.
  let cacheNumbers: [Int32]
  /// Two for each replica, for slots and for cores; empty while every discipline is first come, first served.
  var lines: [WaitingLine] = []
  /// One for each replica; empty while nobody shares cores.
  var shared: [SharedCores] = []
  var scaling: [ScalingState] = []
  var occurrences: [UInt64]
  var timers: [TimerState]
  /// Faults that are on, by number, ascending.
  var activeFaults: [Int] = []
  /// Of each fault that comes again.
  var faultSpans: [[FaultSpan]]
  /// Replica that each fault of a primary struck when it began last.
  var lostPrimaries: [Int]
  var cuts: [Cut] = []
  var decisions = DecisionLog()
  /// An instruction that ends an operation with the outcome in its frame.
  let plainEnd: Int
  var isMeasuring = false
  /// Requests that were not begun because too many were in flight.
  var turnedAway: UInt64 = 0
  /// Changes that a newer one replaced before they were applied, by polling.
  var changesSettled: [UInt64]
  var trace: Trace?
  let watcher: SpanBook?

  /// Requests, calls and records that may be in flight at once; more are turned away and counted.
  static let frameLimit = 4_000_000

  init(
    _ plan: NetworkPlan, seed: UInt64, replication: Int, bindings: [any DomainBinding],
    in simulation: inout Simulation<NetworkEvent>, tracing target: TraceTarget?, watching watch: Watch? = nil
  ) {
    self.plan = plan
    self.bindings = bindings
    horizon = plan.horizon
    let pool = SamplerPool()
    samplerPool = pool
    samplers = plan.laws.map { pool.sampler(for: $0) }
    constants = zip(plan.laws, samplers).map { law, sampler in
      if case .constant = law { sampler.draw(0) } else { -1 }
    }
    streams = plan.streams.map { RandomStream(seed: seed, replication: replication, name: $0) }
    picks = plan.populations.map {
      KeyPick($0, stream: RandomStream(seed: seed, replication: replication, name: "key/\($0.stream)"))
    }
    choices = plan.choices.map { WeightedChoice(weights: $0.weights) }
    plainEnd = plan.program.count
    program = .allocate(capacity: plan.program.count + 1)
    program.initialize(from: plan.program, count: plan.program.count)
    (program + plainEnd).initialize(to: Instruction(.finish))
    guards = plan.guards.map { GuardState($0) }
    balancers = plan.balancers.map { BalancerState(replicas: plan.components[$0.target].replicas) }
    timers = plan.timers.map { _ in TimerState() }
    occurrences = Array(repeating: 0, count: plan.faults.count)
    faultSpans = Array(repeating: [], count: plan.faults.count)
    lostPrimaries = Array(repeating: 0, count: plan.faults.count)
    var numbers: [Int32] = []
    for component in plan.components {
      numbers.append(component.cache == nil ? -1 : Int32(caches.count))
      if let cache = component.cache { caches.append(CacheStore(cache)) }
    }
    cacheNumbers = numbers
    components = .allocate(capacity: max(1, plan.components.count))
    replicaCount = plan.components.reduce(0) { $0 + $1.replicas }
    replicas = .allocate(capacity: max(1, replicaCount))
    replicas.initialize(repeating: Replica(), count: replicaCount)
    var first = 0
    for (index, component) in plan.components.enumerated() {
      (components + index).initialize(to: ComponentState(component, firstReplica: first))
      for replica in 0..<component.replicas {
        replicas[first + replica].zone = Int32(component.zones[replica % component.zones.count])
        replicas[first + replica].limit = Double(component.slots)
        if let scaling = component.scaling { replicas[first + replica].isActive = replica < scaling.least }
      }
      first += component.replicas
    }
    crossesZones = Set(plan.components.flatMap(\.zones)).filter { $0 >= 0 }.count > 1
    links = LinkCounts(plan.links, components: plan.components.count)
    let systems = SystemNumbers(of: plan)
    self.systems = plan.components.map { systems.number(of: $0.name) }
    sources = plan.sources.map {
      SourceState($0, system: systems.number(of: $0.name), seed: seed, replication: replication, pool: pool)
    }
    flows = plan.flows.map { _ in FlowState(outcomes: plan.outcomes.count) }
    phases = plan.sources.map { source in
      (0..<max(1, source.phases.count)).map { _ in PhaseState(flows: plan.flows.count) }
    }
    faultStages = FaultStageCounts(plan)
    measures = plan.measures.map { _ in MeasureState() }
    operationLatency = plan.operations.map { _ in Histogram() }
    var operationsOf: [[Int]] = plan.components.map { _ in [] }
    for (index, operation) in plan.operations.enumerated() { operationsOf[operation.component].append(index) }
    self.operationsOf = operationsOf
    commandOutcomes = plan.commands.map { _ in Array(repeating: 0, count: plan.outcomes.count) }
    series = plan.components.map { _ in ComponentSeries() }
    changesSettled = plan.pollings.map { _ in 0 }
    stretches = Network.stretchSeries(of: plan)
    logs = []
    for log in plan.logs {
      var state = LogState()
      state.firstGroup = groups.count
      for (position, group) in log.groups.enumerated() {
        state.firstLanes.append(lanes.count)
        let count = group.order == .byKey ? log.partitions * Network.lanesPerPartition : log.partitions
        state.laneCounts.append(count)
        let lane = LaneState(isOrdered: group.order != .none, group: Int32(state.firstGroup + position))
        lanes.append(contentsOf: repeatElement(lane, count: count))
      }
      groups += Array(repeating: GroupState(), count: log.queue == nil ? log.groups.count : 1)
      logs.append(state)
    }
    if plan.components.contains(where: { [.priority, .shortest, .fair].contains($0.discipline) }) {
      lines = plan.components.flatMap { component in
        (0..<2 * component.replicas).map { _ in WaitingLine(component.discipline) }
      }
    }
    if plan.components.contains(where: { $0.discipline == .sharing }) {
      shared = (0..<replicaCount).map { _ in SharedCores() }
    }
    scaling = plan.components.map { ScalingState(wanted: $0.scaling?.least ?? $0.replicas) }
    trace = target.map { Trace($0) }
    watcher = watch.map { SpanBook($0) }
    for limit in plan.limits {
      for (index, measure) in plan.measures.enumerated() where measure.name == limit.metric {
        measures[index].delays.exceedances.append((limit.limit, 0))
      }
      if limit.metric == "latency" {
        for index in flows.indices { flows[index].latency.exceedances.append((limit.limit, 0)) }
      }
    }
    for timeout in plan.timeouts { _ = simulation.line(delay: timeout) }
    for index in plan.components.indices where plan.components[index].scaling != nil { updateEligible(index, at: 0) }
    fillCaches()
    scheduleControls(in: &simulation)
    for source in sources.indices { scheduleNext(source, in: &simulation) }
  }

  deinit {
    program.deallocate()
    components.deinitialize(count: plan.components.count).deallocate()
    replicas.deallocate()
  }

  /// Timeouts of calls that were answered are most of what a delay line holds.
  @inline(__always)
  func expects(_ event: NetworkEvent, at time: Nanoseconds, as identity: EventIdentity) -> Bool {
    guard case .timedOut(let index) = event else { return true }
    return frames[index].deadline == time && frames[index].isNamed(by: identity)
  }

  mutating func handle(_ event: NetworkEvent, in simulation: inout Simulation<NetworkEvent>) {
    switch event {
    // The events of a frame that was lost may find another one in its place, so each looks at what that waits for.
    case .resume(let index):
      guard frames[index].wakeAt == simulation.now, frames[index].state == .running,
        !frames[index].holdsCore, !frames[index].isPausing, frames[index].isNamed(by: simulation.identity)
      else { break }
      frames[index].wakeAt = -1
      run(index, in: &simulation)
    case .workDone(let index):
      guard frames[index].wakeAt == simulation.now, frames[index].holdsCore,
        frames[index].isNamed(by: simulation.identity)
      else { break }
      frames[index].wakeAt = -1
      releaseCore(of: index, in: &simulation)
      run(index, in: &simulation)
    case .arrived(let index):
      arrive(index, in: &simulation)
    case .replied(let index):
      deliverReply(of: index, in: &simulation)
    case .timedOut(let index):
      timeOut(index, in: &simulation)
    case .appended(let index):
      if frames[index].state == .stored {
        relay(Int(program[Int(frames[index].counter)].target), in: &simulation)
      } else if !isHeldBack(index, in: &simulation) {
        append(index, in: &simulation)
      }
    case .retry(let index): retry(index, in: &simulation)
    case .hedge(let index): hedge(index, in: &simulation)
    case .visible(let message): becomeVisible(message, in: &simulation)
    case .shared(let replica): endShared(Int(replica), in: &simulation)
    case .source(let index):
      begin(Int(index), in: &simulation)
    case .control(let index):
      apply(controls[Int(index)], in: &simulation)
    case .asks(let user):
      ask(user, in: &simulation)
    case .losesPatience(let user):
      losePatience(user, in: &simulation)
    }
    // Whatever became able to go on at this instant does so now, in the order in which it did.
    var position = 0
    while position < ready.count {
      if ready[position] != Frame.none { run(ready[position], in: &simulation) }
      position += 1
    }
    ready.removeAll(keepingCapacity: true)
  }

  /// 64 random bits of a named step for one visit of one request.
  @inline(__always)
  func bits(_ stream: Int32, for frame: Frame) -> UInt64 {
    streams[Int(stream)].bits(entity: frame.entity, draw: frame.context)
  }
}
