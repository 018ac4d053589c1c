import Components
import Engine
import TestSupport

/// Small networks drawn from a seed: up to five stations that call one another, with timeouts, forks,
/// loops, choices, logs, outside interfaces and faults.
struct RandomNetwork {
  private(set) var builder: PlanBuilder
  private var generator: SmallGenerator
  private var operations: [Int] = []
  private var logs: [Int] = []
  private var key: Int16 = -1
  private let words: [UInt16]

  init(seed: UInt64, end: Nanoseconds, drained: Nanoseconds) {
    generator = SmallGenerator(seed: seed)
    builder = PlanBuilder(end: end, drained: drained)
    words = [builder.outcome("red"), builder.outcome("green")]
    key = builder.population("key", count: Int64(1 + generator.below(50)))
    // From the callees up, so that calls make no circle.
    for _ in 0..<generator.below(2) { addOutside() }
    for _ in 0..<1 + generator.below(4) { addStation() }
    for _ in 0..<generator.below(3) { addLog() }
    for _ in 0..<1 + generator.below(2) { addStation() }
    for _ in 0..<1 + generator.below(2) { addFlow() }
    for component in builder.plan.components.indices where generator.below(3) == 0 { addFault(component) }
  }

  private mutating func distribution(_ mean: Double) -> Distribution {
    let mean = mean * (0.2 + generator.unit())
    switch generator.below(4) {
    case 0: return .constant(mean)
    case 1: return .lognormal(median: mean, p99: mean * (1.5 + 10 * generator.unit()))
    case 2: return .uniform(low: 0, high: 2 * mean)
    default: return .exponential(mean: mean)
    }
  }

  private mutating func addOutside() {
    let component = builder.outside("outside")
    if generator.below(2) == 0 { builder.plan.components[component].quota = Double(1 + generator.below(200)) }
    if generator.below(2) == 0 { builder.plan.components[component].outcomes = [(StandardOutcome.error, 0.1)] }
    operations.append(builder.answer(component, after: distribution(20e6)))
  }

  private mutating func addStation() {
    let picks: [ComponentPlan.Pick] = [.roundRobin, .random, .leastInFlight, .byKey]
    let component = builder.station(
      "station", slots: generator.below(6), cores: generator.below(3), queue: generator.below(20),
      replicas: 1 + generator.below(3))
    builder.plan.components[component].pick = picks[generator.below(4)]
    builder.plan.components[component].zones = [0, 1]
    let entry = builder.here
    addSteps(depth: 0, inFlow: false)
    builder.emit(.reply(outcome: StandardOutcome.ok))
    builder.plan.operations.append(OperationPlan(name: "operation", component: component, entry: entry))
    operations.append(builder.plan.operations.count - 1)
  }

  private mutating func addLog() {
    let log = builder.log("log", partitions: 1 + generator.below(8), limit: Int64(1 + generator.below(300)))
    builder.plan.logs[log].blocks = builder.plan.components.count % 2 == 0
    let consumers = builder.station(
      "consumers", slots: 1 + generator.below(4), queue: 1_000_000, replicas: 1 + generator.below(2))
    let entry = builder.here
    addSteps(depth: 1, inFlow: false)
    builder.emit(.reply(outcome: StandardOutcome.ok))
    builder.plan.operations.append(OperationPlan(name: "consume", component: consumers, entry: entry))
    let orders: [GroupPlan.Order] = [.byPartition, .byKey, .none]
    builder.plan.logs[log].groups = [
      GroupPlan(component: consumers, operation: builder.plan.operations.count - 1, order: orders[generator.below(3)])
    ]
    logs.append(log)
  }

  private mutating func addFlow() {
    let entry = builder.here
    addSteps(depth: 0, inFlow: true)
    builder.emit(.reply(outcome: StandardOutcome.ok))
    builder.plan.flows.append(FlowPlan(name: "flow", entry: entry))
    builder.source(rate: 20 + 150 * generator.unit(), flow: builder.plan.flows.count - 1)
  }

  private mutating func addFault(_ component: Int) {
    let begins = Nanoseconds(generator.below(Int(builder.plan.horizon.end)))
    let ends = begins + Nanoseconds(generator.below(3_000_000_000))
    let effects: [FaultPlan.Effect] = [
      .slow(1 + 3 * generator.unit()), .error(generator.unit()), .outage, .duplicate(generator.unit()),
      .reorder(share: generator.unit(), by: 1_000_000...50_000_000),
    ]
    builder.fault(component, effects[generator.below(5)], from: begins, until: ends)
  }

  private mutating func addSteps(depth: Int, inFlow: Bool) {
    for _ in 0..<1 + generator.below(3) { addStep(depth: depth, inFlow: inFlow) }
  }

  private mutating func addStep(depth: Int, inFlow: Bool) {
    switch generator.below(depth < 2 ? 8 : 4) {
    case 0:
      builder.delay(inFlow ? Instruction.think : Instruction.work, distribution(5e6))
    case 1:
      builder.wait(distribution(10e6))
    case 2 where !operations.isEmpty:
      let timeout: Nanoseconds? =
        generator.below(2) == 0 ? nil : Nanoseconds(1 + generator.below(60)) * millisecond
      let handlers: PlanBuilder.Handlers =
        generator.below(2) == 0 ? [] : [(StandardOutcome.timeout, { _ in }), (StandardOutcome.refused, { _ in })]
      let operation = operations[generator.below(operations.count)]
      builder.call(operation, timeout: timeout, key: generator.below(2) == 0 ? key : -1, when: handlers)
    case 3 where !logs.isEmpty:
      let handlers: PlanBuilder.Handlers = generator.below(2) == 0 ? [] : [(StandardOutcome.refused, { _ in })]
      builder.publish(logs[generator.below(logs.count)], key: key, when: handlers)
    case 4:
      let count = 2 + generator.below(3)
      addFork(count, join: 1 + generator.below(count), depth: depth, inFlow: inFlow)
    case 5:
      addLoop(depth: depth, inFlow: inFlow)
    case 6:
      builder.choose(words, [1, 2], when: [(words[0], { $0.wait(.constant(3e6)) })])
    case 7 where generator.below(6) == 0:
      builder.emit(.fail(outcome: StandardOutcome.error))
    default:
      builder.wait(distribution(2e6))
    }
  }

  private mutating func addFork(_ count: Int, join: Int, depth: Int, inFlow: Bool) {
    var plan = Instruction.Fork(branches: Int32(builder.plan.forks.count), awaited: Int32(join))
    plan.cancels = join < count && plan.branches % 2 == 0
    let fork = builder.begin(plan)
    var entries: [Int32] = []
    for _ in 0..<count {
      entries.append(builder.here)
      addSteps(depth: depth + 1, inFlow: inFlow)
      builder.emit(.reply(outcome: StandardOutcome.ok))
    }
    builder.end(fork, entries)
    builder.branch([], nil)
  }

  private mutating func addLoop(depth: Int, inFlow: Bool) {
    let count = Int32(generator.below(6))
    let loop = builder.begin(Instruction.Loop(count: count, atOnce: Int32(1 + generator.below(4))))
    addSteps(depth: depth + 1, inFlow: inFlow)
    builder.emit(.reply(outcome: StandardOutcome.ok))
    builder.end(loop)
    builder.branch([], nil)
  }
}
