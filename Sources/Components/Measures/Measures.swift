import Engine
import Statistics

/// What is counted of a replication: flows, phases, stages of faults, clocks, operations and commands, by timeline
/// interval and stretch. It looks at the states of components and groups, which count what happens to them, and changes
/// nothing that goes on.
final class Measures {
  let plan: NetworkPlan
  let horizon: Horizon
  let stations: Table<Station>
  let groups: Table<GroupState>

  let links: LinkCounts
  let flows: Table<FlowState>
  let phases: PhaseCounts
  let faultStages: FaultStageCounts
  /// By measure of the plan.
  let clocks: Table<MeasureState>
  /// Ok responses by operation.
  let operationLatency: Table<HistogramRecorder>
  /// Operations of each component.
  let operationsOf: [[Int]]
  /// Outcomes of commands by command and outcome number.
  private let commandOutcomes: Table<UInt64>
  let series: Table<ComponentSeries>
  var stretches: [StretchSeries]
  var isMeasuring = false
  /// Requests that were not begun because too many were in flight.
  var turnedAway: UInt64 = 0
  /// Changes that a newer one replaced before they were applied, by polling.
  var changesSettled: [UInt64]

  init(_ plan: NetworkPlan, stations: Table<Station>, groups: Table<GroupState>) {
    self.plan = plan
    horizon = plan.horizon
    self.stations = stations
    self.groups = groups
    links = LinkCounts(plan.links, components: plan.components.count)
    flows = Table(count: plan.flows.count) { _ in FlowState(outcomes: plan.outcomes.count) }
    phases = PhaseCounts(plan)
    faultStages = FaultStageCounts(plan)
    clocks = Table(count: plan.measures.count) { _ in MeasureState() }
    operationLatency = Table(count: plan.operations.count) { _ in HistogramRecorder() }
    operationsOf = plan.components.indices.map { index in
      plan.operations.indices.filter { plan.operations[$0].component == index }
    }
    commandOutcomes = Table(count: plan.commands.count * plan.outcomes.count) { _ in 0 }
    series = Table(count: plan.components.count) { _ in ComponentSeries() }
    stretches = StretchSeries.all(of: plan)
    changesSettled = plan.pollings.map { _ in 0 }
    countLimits()
  }

  deinit {
    flows.deallocate()
    phases.deallocate()
    faultStages.deallocate()
    clocks.deallocate()
    operationLatency.deallocate()
    commandOutcomes.deallocate()
    series.deallocate()
  }

  /// Limits that budgets count exactly.
  private func countLimits() {
    for limit in plan.limits {
      for (index, measure) in plan.measures.enumerated() where measure.name == limit.metric {
        clocks[index].delays.exceedances.append((limit.limit, 0))
      }
      guard limit.metric == "latency" else { continue }
      for index in flows.indices { flows[index].latency.exceedances.append((limit.limit, 0)) }
    }
  }

  // MARK: What happens

  /// A request of a workload begins.
  @inline(__always)
  func begin(_ flow: Int, of source: Int, phase: Int, isMeasured: Bool, at now: Nanoseconds) {
    flows[flow].intervalOffered += 1
    if isMeasured {
      flows[flow].started += 1
      phases[source, phase].pointee.offered += 1
    }
    flows[flow].inFlight.add(1, at: now)
  }

  /// A request has ended, whether or not it counts.
  @inline(__always)
  func end(_ flow: Int, failed: Bool, at now: Nanoseconds) {
    flows[flow].inFlight.add(-1, at: now)
    if failed { flows[flow].intervalFailed += 1 } else { flows[flow].intervalCompleted += 1 }
  }

  /// A request that counts has ended.
  @inline(__always)
  func count(_ request: Request, _ outcome: UInt16, startedAt: Nanoseconds, latency: Nanoseconds) {
    let flow = Int(request.flow)
    let failed = StandardOutcome.isFailure(outcome)
    flows[flow].outcomes[Int(outcome)] += 1
    if !failed { flows[flow].latency.record(latency) }
    if !faultStages.isEmpty { faultStages.add(flow, startedAt: startedAt, latency: latency, failed: failed) }
    phases[Int(request.source), Int(request.phase)].pointee.add(flow, latency: latency, failed: failed)
  }

  /// A command of a domain core has decided.
  @inline(__always)
  func count(command: Int, _ outcome: UInt16) { commandOutcomes[command * plan.outcomes.count + Int(outcome)] += 1 }

  func outcomes(of command: Int) -> [UInt64] {
    plan.outcomes.indices.map { commandOutcomes[command * plan.outcomes.count + $0] }
  }

  // MARK: The measured part

  func start(at now: Nanoseconds) {
    isMeasuring = true
    links.isCounting = true
    for index in stations.indices {
      let state = stations.address(of: index)
      for gauge in Gauge.allCases {
        series[index].gauges[gauge.rawValue].restart(at: state.pointee.gauges[gauge].area(until: now))
      }
      series[index].active.restart(at: state.pointee.replicas.active.area(until: now))
      series[index].absence.carry(state.pointee.replicas.absence.areas(until: now))
      state.pointee.resetMeasures(at: now)
    }
    for index in flows.indices { flows[index].startMeasuring(at: now) }
    for index in groups.indices { groups[index].startMeasuring(at: now) }
  }

  func stop(at now: Nanoseconds) {
    isMeasuring = false
    links.isCounting = false
    for index in stations.indices { series[index].totals = totals(of: index, at: now) }
    for index in flows.indices { flows[index].stopMeasuring(at: now) }
    for index in groups.indices { groups[index].stopMeasuring(at: now) }
  }
}
