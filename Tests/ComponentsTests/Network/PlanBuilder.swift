import Engine

@testable import Components

/// Builds small plans by hand: the instructions that a scenario's steps would become.
struct PlanBuilder {
  var plan = NetworkPlan()

  init(end: Nanoseconds = .hour, drained: Nanoseconds? = nil) {
    plan.streams = NetworkPlan.ownStreams
    plan.marks = NetworkPlan.ownMarks
    plan.horizon.end = end
    plan.horizon.drained = drained ?? end + .hour
    emit(.fail(outcome: StandardOutcome.error))
  }

  // MARK: Parts

  mutating func station(
    _ name: String, slots: Int = 0, cores: Int = 0, queue: Int = 1_000_000, replicas: Int = 1
  ) -> Int {
    var component = ComponentPlan(name: name, kind: "service")
    component.slots = slots
    component.cores = cores
    component.queueLimit = queue
    component.replicas = replicas
    plan.components.append(component)
    return plan.components.count - 1
  }

  mutating func outside(_ name: String) -> Int {
    var component = ComponentPlan(name: name, kind: "external")
    component.isOutside = true
    plan.components.append(component)
    return plan.components.count - 1
  }

  mutating func log(_ name: String, partitions: Int, limit: Int64 = 1_000_000) -> Int {
    plan.components.append(ComponentPlan(name: name, kind: "topic"))
    plan.logs.append(
      LogPlan(name: name, component: plan.components.count - 1, partitions: partitions, limit: limit))
    return plan.logs.count - 1
  }

  mutating func population(_ name: String, count: Int64) -> Int16 {
    plan.populations.append(
      PopulationPlan(name: name, stream: name, count: count, pick: .uniform(low: 0, high: 1)))
    return Int16(plan.populations.count - 1)
  }

  mutating func outcome(_ name: String) -> UInt16 {
    plan.outcomes.append(name)
    return UInt16(plan.outcomes.count - 1)
  }

  /// An operation whose steps `body` emits; it replies `ok` when they are done.
  mutating func operation(_ component: Int, _ body: (inout PlanBuilder) -> Void) -> Int {
    let entry = here
    body(&self)
    emit(.reply(outcome: StandardOutcome.ok))
    plan.operations.append(
      OperationPlan(
        name: "\(plan.components[component].name).\(plan.operations.count)", component: component, entry: entry))
    return plan.operations.count - 1
  }

  /// An operation of an outside interface: its checks, then its latency.
  mutating func answer(_ component: Int, after distribution: Distribution) -> Int {
    let entry = here
    emit(.outside)
    wait(distribution)
    emit(.finish)
    plan.operations.append(OperationPlan(name: plan.components[component].name, component: component, entry: entry))
    return plan.operations.count - 1
  }

  mutating func flow(_ body: (inout PlanBuilder) -> Void) {
    let entry = here
    body(&self)
    emit(.reply(outcome: StandardOutcome.ok))
    plan.flows.append(FlowPlan(name: "flow \(plan.flows.count)", entry: entry))
  }

  /// A workload of one flow at a constant rate; of rate zero for tests that say when requests begin.
  mutating func source(rate: Double = 0, flow: Int = 0) {
    let knots =
      rate == 0
      ? [] : [RateKnot(at: 0, before: 0, after: rate), RateKnot(at: plan.horizon.end, before: rate, after: 0)]
    let name = "source \(plan.sources.count)"
    plan.sources.append(SourcePlan(name: name, stream: name, knots: knots, flows: [(flow, 1)], phases: []))
  }

  mutating func command(_ number: Int, outcomes: [UInt16] = [StandardOutcome.ok]) -> Int {
    plan.commands.append(CommandPlan(name: "command \(number)", binding: 0, command: number, outcomes: outcomes))
    return plan.commands.count - 1
  }

  mutating func fault(
    _ component: Int, _ effect: FaultPlan.Effect, from: Nanoseconds = 0, until: Nanoseconds = .hour * 10,
    key: Int64? = nil
  ) {
    plan.faults.append(
      FaultPlan(name: "", component: component, key: key, begins: from, ends: until, effect: effect))
  }

  // MARK: Steps

  var here: Int32 { Int32(plan.program.count) }

  mutating func emit(_ step: Instruction) { plan.program.append(step) }

  /// Each delay draws from a stream of its own.
  mutating func delay(_ step: (Instruction.Draw) -> Instruction, _ distribution: Distribution) {
    let draw = Instruction.Draw(distribution: Int32(plan.distributions.count), stream: Int32(plan.streams.count))
    plan.distributions.append(distribution)
    plan.streams.append("step \(plan.streams.count)")
    emit(step(draw))
  }

  mutating func work(_ distribution: Distribution) { delay(Instruction.work, distribution) }
  mutating func wait(_ distribution: Distribution) { delay(Instruction.wait, distribution) }

  typealias Handlers = [(outcome: UInt16, body: (inout PlanBuilder) -> Void)]

  mutating func call(
    _ operation: Int, timeout: Nanoseconds? = nil, key: Int16 = -1, commit: Int? = nil,
    when handlers: Handlers = [], otherwise: ((inout PlanBuilder) -> Void)? = nil
  ) {
    var site = CallSite(operation: Int32(operation), context: 0)
    if let commit {
      // The command stands beside the call, passed over by the steps.
      emit(.jump(to: here + 2))
      site.commit = here
      emit(.decide(Instruction.Decide(command: Int32(commit))))
    }
    site.key = Instruction.Key(population: key)
    site.context = RandomStream.mix(UInt64(plan.program.count), 77)
    if let timeout {
      if !plan.timeouts.contains(timeout) { plan.timeouts.append(timeout) }
      site.timeoutLine = Int32(plan.timeouts.firstIndex(of: timeout) ?? 0)
    }
    plan.callSites.append(site)
    emit(.call(site: Int32(plan.callSites.count - 1)))
    branch(handlers, otherwise)
  }

  mutating func decide(
    _ command: Int, key: Int16 = -1, when handlers: Handlers = [], otherwise: ((inout PlanBuilder) -> Void)? = nil
  ) {
    emit(.decide(Instruction.Decide(command: Int32(command), key: Instruction.Key(population: key))))
    branch(handlers, otherwise)
  }

  mutating func choose(_ outcomes: [UInt16], _ weights: [Double], when handlers: Handlers) {
    emit(.choose(choice: Int32(plan.choices.count), stream: Int32(plan.streams.count)))
    plan.streams.append("choice \(plan.choices.count)")
    plan.choices.append(ChoicePlan(outcomes: outcomes, weights: weights))
    branch(handlers, nil)
  }

  mutating func publish(_ log: Int, key: Int16 = -1, when handlers: Handlers = []) {
    if plan.logs[log].blocks { emit(.awaitRoom) }
    emit(
      .publish(
        Instruction.Publication(
          log: Int32(log), key: Instruction.Key(population: key),
          context: RandomStream.mix(UInt64(plan.program.count), 78))))
    branch(handlers, nil)
  }

  mutating func fork(join: Int? = nil, when handlers: Handlers = [], _ parts: [(inout PlanBuilder) -> Void]) {
    let fork = begin(Instruction.Fork(branches: Int32(plan.forks.count), awaited: Int32(join ?? parts.count)))
    var entries: [Int32] = []
    for part in parts {
      entries.append(here)
      part(&self)
      emit(.reply(outcome: StandardOutcome.ok))
    }
    end(fork, entries)
    branch(handlers, nil)
  }

  /// A fork or loop whose parts follow: where it stands.
  mutating func begin(_ fork: Instruction.Fork) -> Int {
    plan.forks.append([])
    emit(.fork(fork))
    return plan.program.count - 1
  }

  mutating func begin(_ loop: Instruction.Loop) -> Int {
    emit(.iterate(loop))
    return plan.program.count - 1
  }

  mutating func end(_ place: Int, _ entries: [Int32] = []) {
    switch plan.program[place] {
    case .fork(var fork):
      plan.forks[Int(fork.branches)] = entries
      fork.next = here
      plan.program[place] = .fork(fork)
      if fork.cancels { emit(.cancel(evenAfterFailure: true)) }
    case .iterate(var loop):
      loop.body = Int32(place + 1)
      loop.next = here
      plan.program[place] = .iterate(loop)
    default: fatalError("neither a fork nor a loop")
    }
  }

  mutating func iterate(
    _ count: Int32, atOnce: Int32, when handlers: Handlers = [], _ body: (inout PlanBuilder) -> Void
  ) {
    let loop = begin(Instruction.Loop(count: count, atOnce: atOnce))
    body(&self)
    emit(.reply(outcome: StandardOutcome.ok))
    end(loop)
    branch(handlers, nil)
  }

  mutating func measure(_ name: String, since mark: Int32, _ body: (inout PlanBuilder) -> Void) {
    emit(.mark(clock: mark))
    body(&self)
    emit(.measure(clock: mark, measure: Int32(plan.measures.count)))
    plan.measures.append(MeasurePlan(name: name, mark: Int(mark)))
  }

  mutating func branch(_ handlers: Handlers, _ otherwise: ((inout PlanBuilder) -> Void)?) {
    let table = plan.branchTables.count
    plan.branchTables.append(BranchTable(targets: [], otherwise: -1, next: -1))
    emit(.branch(table: Int32(table)))
    var jumps: [Int] = []
    for handler in handlers {
      plan.branchTables[table].targets.append((handler.outcome, here))
      handler.body(&self)
      jumps.append(plan.program.count)
      emit(.jump(to: 0))
    }
    if let otherwise {
      plan.branchTables[table].otherwise = here
      otherwise(&self)
      jumps.append(plan.program.count)
      emit(.jump(to: 0))
    }
    for jump in jumps { plan.program[jump] = .jump(to: here) }
    plan.branchTables[table].next = here
  }

  // MARK: Running

  func run(seed: UInt64 = 1, bindings: [any DomainBinding] = []) -> Measurements {
    ReplicationRun(plan, bindings: bindings, seed: seed, replication: 0, threads: 1).run()
  }

  /// Requests of the first workload that begin when told. What is left at the end is told to `inspect`.
  func run(
    at arrivals: [Nanoseconds], seed: UInt64 = 1, bindings: [any DomainBinding] = [],
    inspect: (borrowing Network) -> Void = { _ in }
  ) -> Measurements {
    var simulation = Simulation<NetworkEvent>()
    var network = Network(
      plan, seed: seed, replication: 0, bindings: bindings, in: &simulation)
    for (number, time) in arrivals.enumerated() {
      simulation.schedule(
        NetworkEvent(.source, 0), at: time,
        as: EventIdentity(salt: 1, number: UInt64(number), rank: NetworkEvent.Rank.source))
    }
    simulation.run(until: plan.horizon.drained, with: &network)
    inspect(network)
    var result = network.measurements(at: plan.horizon.end)
    result.events = simulation.executed
    return result
  }
}

/// A core that writes down its commands: command 0 gives the request the next number as payload, others
/// note it.
final class Notebook: DomainBinding {
  struct Note: Equatable {
    var command: Int
    var at: Nanoseconds
    var subject: UInt64
    var payload: UInt64
    var isCopy: Bool
  }
  private(set) var notes: [Note] = []
  private(set) var lanes: [(lane: Int, isTaken: Bool)] = []
  private var next: UInt64 = 0
  /// Outcome of each command, by its number; 0 without.
  var outcome: (_ command: Int, _ payload: UInt64) -> Int = { _, _ in 0 }

  func perform(_ command: Int, _ context: inout CommandContext) -> Int {
    if command == 0 {
      context.payload = next
      next += 1
    }
    notes.append(
      Note(
        command: command, at: context.now, subject: context.subject, payload: context.payload,
        isCopy: context.isCopy))
    return outcome(command, context.payload)
  }

  func notes(of command: Int) -> [Note] { notes.filter { $0.command == command } }

  func makePartitions(for plan: PollingPlan, setup: PartitionSetup) -> [any PopulationPartition] { [] }
  func partition(of entity: UInt64, in plan: PollingPlan) -> Int { -1 }
  func laneTaken(log: Int, lane: Int, instance: Int, at time: Nanoseconds) { lanes.append((lane, true)) }
  func laneReturned(log: Int, lane: Int, instance: Int, at time: Nanoseconds) { lanes.append((lane, false)) }
  var windowCuts: [Nanoseconds] { [] }
  func finish(at time: Nanoseconds) {}
  var monitors: [MonitorReading] { [] }
}

extension Measurements {
  /// Requests of a flow by the name of their outcome, those that have any.
  func outcomes(_ plan: NetworkPlan, flow: Int = 0) -> [String: UInt64] {
    var counts: [String: UInt64] = [:]
    for (number, count) in flows[flow].outcomes.enumerated() where count > 0 { counts[plan.outcomes[number]] = count }
    return counts
  }
}

let millisecond = Nanoseconds.millisecond
