import Engine

/// The plan as a replication reads it: what it looks up at every event, in tables.
final class PlanTables {
  let whole: NetworkPlan
  let systems: SystemNumbers
  /// The plan's, and behind it one instruction that ends an operation with the outcome in its frame.
  let program: Table<Instruction>
  let callSites: Table<CallSite>
  /// The loop that goes on at each instruction; −1 for none.
  let loops: Table<Int32>
  let components: Table<ComponentPlan>
  let operations: Table<OperationPlan>
  let commands: Table<CommandPlan>
  let guards: Table<GuardPlan>
  let logs: Table<LogPlan>
  let flows: Table<FlowPlan>
  /// Of the first visits of each flow.
  let contexts: Table<UInt64>
  let hops: Table<HopPlan>
  let timeouts: Table<Nanoseconds>
  let drawnTimeouts: Table<Instruction.Draw>
  let choices: Table<ChoicePlan>
  let branches: Branches
  let forks: Table<[Int32]>
  let balancers: Table<BalancerPlan>

  init(_ plan: NetworkPlan) {
    whole = plan
    systems = SystemNumbers(of: plan)
    program = Table(plan.program + [.finish])
    callSites = Table(plan.callSites)
    loops = Table(plan.program.indices.map { _ in -1 })
    for (place, step) in plan.program.enumerated() {
      if case .iterate(let loop) = step, loop.next >= 0 { loops[Int(loop.next)] = Int32(place) }
    }
    components = Table(plan.components)
    operations = Table(plan.operations)
    commands = Table(plan.commands)
    guards = Table(plan.guards)
    logs = Table(plan.logs)
    flows = Table(plan.flows)
    contexts = Table(plan.flows.map { RandomStream.mix(0, $0.salt) })
    hops = Table(plan.hops)
    timeouts = Table(plan.timeouts)
    drawnTimeouts = Table(plan.drawnTimeouts)
    choices = Table(plan.choices)
    branches = Branches(plan.branchTables)
    forks = Table(plan.forks)
    var balancers = plan.balancers
    for (place, balancer) in balancers.enumerated() {
      balancers[place].view += balancers[..<place].count { $0.target == balancer.target }
    }
    self.balancers = Table(balancers)
  }

  deinit {
    program.deallocate()
    callSites.deallocate()
    loops.deallocate()
    components.deallocate()
    operations.deallocate()
    commands.deallocate()
    guards.deallocate()
    logs.deallocate()
    flows.deallocate()
    contexts.deallocate()
    hops.deallocate()
    timeouts.deallocate()
    drawnTimeouts.deallocate()
    choices.deallocate()
    branches.deallocate()
    forks.deallocate()
    balancers.deallocate()
  }

  /// Ends an operation with the outcome in its frame.
  @inline(__always)
  var plainEnd: UInt32 { UInt32(truncatingIfNeeded: program.count &- 1) }

  // What is looked up seldom stays in the arrays of the plan.
  var sources: [SourcePlan] { whole.sources }
  var pollings: [PollingPlan] { whole.pollings }
  var faults: [FaultPlan] { whole.faults }
  var timers: [TimerPlan] { whole.timers }
  var measures: [MeasurePlan] { whole.measures }
  var outcomes: [String] { whole.outcomes }
  var populations: [PopulationPlan] { whole.populations }
}
