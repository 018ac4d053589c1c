import Engine
import Statistics
import Testing

@testable import Components

/// Whatever the network: what came in has gone out or is still there.
@Suite struct ConservationTests {
  private let second = Nanoseconds.second

  /// Runs to the end of the drain; what is wrong, in words.
  private func faults(of network: Network, _ plan: NetworkPlan, _ result: Measurements, isDrained: Bool)
    -> [String]
  {
    var faults = isDrained ? Invariants(network: network).leftovers() : Invariants(network: network).imbalances()
    for index in network.measures.flows.indices
    where network.measures.flows[index].latency.total.count > network.measures.flows[index].outcomes.reduce(0, +) {
      faults.append("flow \(index): latencies")
    }
    return faults + unended(of: network, plan, result, isDrained: isDrained)
  }

  /// What is there at the end is in the unended of its figures, each once.
  private func unended(of network: Network, _ plan: NetworkPlan, _ result: Measurements, isDrained: Bool)
    -> [String]
  {
    var faults: [String] = []
    for (index, flow) in result.flows.enumerated() {
      let ended = flow.outcomes.reduce(0, +)
      if flow.started != ended + flow.unended.count {
        faults.append("flow \(index): \(flow.started) began, \(ended) ended, \(flow.unended.count) have not")
      }
      let phases = result.phases.flatMap { $0 }.reduce(UInt64(0)) { $0 + $1.unended[index].count }
      if phases != flow.unended.count { faults.append("flow \(index): phases") }
    }
    let unfinished = result.flows.reduce(UInt64(0)) { $0 + $1.unended.count }
    if UInt64(result.unfinished) != unfinished { faults.append("unfinished") }
    for (index, component) in result.components.enumerated() where !plan.logs.contains(where: { $0.component == index })
    {
      let response = component.unendedResponse.count
      if component.arrivals != component.completions + response || component.unendedService.count != response {
        faults.append("component \(index): \(component.arrivals) of \(component.completions) + \(response)")
      }
      let own = plan.operations.indices.filter { plan.operations[$0].component == index }
      if own.reduce(UInt64(0), { $0 + result.unendedOperations[$1].count }) != response {
        faults.append("component \(index): operations")
      }
      if component.unendedWaiting.count > response { faults.append("component \(index): waiting") }
    }
    for (index, group) in result.groups.enumerated() {
      if group.published + group.redelivered != group.taken + group.dropped + group.unended.count {
        faults.append("group \(index): \(group)")
      }
      if group.lag.count != group.taken { faults.append("group \(index): lag") }
      if isDrained && !(group.unended.isEmpty && group.inHand.isEmpty) { faults.append("group \(index): not drained") }
    }
    // These networks come to rest with time, so nothing in them is ever lost.
    let lost =
      result.flows.reduce(0) { $0 + $1.unended.lost } + result.unendedOperations.reduce(0) { $0 + $1.lost }
      + result.components.reduce(0) { $0 + $1.unendedWaiting.lost }
      + result.groups.reduce(0) { $0 + $1.unended.lost + $1.inHand.lost }
    let expired = result.components.reduce(0) { $0 + $1.counts[.expired] }
    if lost != 0 && expired == 0 { faults.append("\(lost) lost") }
    return faults
  }

  private func expectConservation(seed: UInt64, drain: Nanoseconds) -> UInt64 {
    let random = RandomNetwork(seed: seed, end: 4 * second, drained: 4 * second + drain)
    let plan = random.builder.plan
    var simulation = Simulation<NetworkEvent>()
    var network = Network(plan, seed: seed, replication: 0, bindings: [], in: &simulation)
    simulation.run(until: plan.horizon.drained, with: &network, limit: 3_000_000)
    guard simulation.executed < 3_000_000 else { return simulation.executed }
    let result = network.measurements(at: plan.horizon.end)
    let faults = faults(of: network, plan, result, isDrained: drain > 0)
    #expect(faults.isEmpty, "seed \(seed)")
    return simulation.executed
  }

  @Test func `what came in has gone out or is there, in the midst of a run`() {
    for seed in 0..<150 as Range<UInt64> { _ = expectConservation(seed: seed, drain: 0) }
  }

  @Test func `what came in has gone out when all is drained`() {
    var events: UInt64 = 0
    for seed in 0..<150 as Range<UInt64> { events += expectConservation(seed: seed, drain: .hour) }
    #expect(events > 1_000_000, "networks that do something")
  }

  @Test func `a run repeats itself to the last bit, and another seed does not`() {
    for seed in 0..<20 as Range<UInt64> {
      let builder = RandomNetwork(seed: seed, end: 2 * second, drained: 10 * second).builder
      let once = String(describing: builder.run(seed: 1))
      #expect(once == String(describing: builder.run(seed: 1)), "seed \(seed)")
      #expect(once != String(describing: builder.run(seed: 2)), "seed \(seed)")
    }
  }

  @Test func `asking in between what was measured changes nothing`() {
    for seed in 30..<40 as Range<UInt64> {
      var builder = RandomNetwork(seed: seed, end: 2 * second, drained: 10 * second).builder
      builder.plan.horizon.interval = 250 * millisecond
      builder.plan.horizon.warmUp = 600 * millisecond
      let plain = builder.run()
      var seen = 0
      let asked = ReplicationRun(builder.plan, bindings: [], seed: 1, replication: 0, threads: 1).run(
        onInterval: { measure in
          let measured = measure()
          if measured.isPartial { seen += 1 }
        })
      #expect(seen == 7 && String(describing: plain) == String(describing: asked))
    }
  }

  @Test func `intervals add up to the whole`() {
    for seed in 50..<60 as Range<UInt64> {
      var builder = RandomNetwork(seed: seed, end: 2 * second, drained: 10 * second).builder
      let whole = builder.run()
      builder.plan.horizon.interval = 130 * millisecond
      let result = builder.run()
      for (index, component) in result.components.enumerated() {
        #expect(component.intervalSlots.count == 16)
        #expect(component.intervalSlots.reduce(0, +) == component.busySlots, "component \(index)")
        #expect(component.intervalQueue.reduce(0, +) == component.queue, "component \(index)")
        #expect(component.busySlots == whole.components[index].busySlots)
      }
      for (index, flow) in result.flows.enumerated() {
        #expect(flow.offered.count == 16 && flow.latency == whole.flows[index].latency)
        #expect(flow.offered.reduce(0, +) == flow.started)
        let latencies = flow.intervals.reduce(0) { $0 + $1.histogram.count }
        #expect(latencies == flow.latency.count)
      }
    }
  }

  @Test func `the part before the warm-up is in the timeline and not in the totals`() {
    var builder = PlanBuilder(end: 10 * .second)
    let station = builder.station("station", slots: 1)
    let serve = builder.operation(station) { $0.work(.constant(100e6)) }
    builder.flow { $0.call(serve) }
    builder.source()
    builder.plan.horizon.interval = .second
    for (warmUp, busy, arrivals) in [
      (4 * second, 600, 6), (4 * second + 550 * millisecond, 550, 5),
    ] as [(Nanoseconds, UInt128, UInt64)] {
      builder.plan.horizon.warmUp = warmUp
      // One request a second, at half past.
      let result = builder.run(at: (0..<10).map { $0 * .second + 500 * millisecond })
      let component = result.components[0]
      #expect(component.intervalSlots == Array(repeating: 100_000_000, count: 10), "warm-up \(warmUp)")
      #expect(component.busySlots == busy * 1_000_000 && component.arrivals == arrivals)
      #expect(result.flows[0].started == arrivals)
      #expect(result.flows[0].offered == Array(repeating: 1, count: 10))
    }
  }
}
