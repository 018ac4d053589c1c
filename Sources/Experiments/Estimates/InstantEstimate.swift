import Components
import Engine
import Scenarios

/// What a spreadsheet would say of a scenario, in milliseconds and without running it: offered load and
/// utilisation of each component, memory of the populations, the bill. Queues, retries and luck are not
/// in it; a component above capacity is a warning before anything has run.
package struct InstantEstimate: Sendable {
  package struct Line: Sendable {
    package var component: String
    package var kind: String
    /// Calls, records or refreshes a second, on average over the run and at the highest workload rate.
    package var rate: Double
    package var peakRate: Double
    /// Share of the scarcest resource; nil when nothing is limited.
    package var utilization: Double?
    package var peakUtilization: Double?
    package var resource: String
  }

  package private(set) var lines: [Line] = []
  /// Share of the look-ups that each cache is expected to answer, a line for each.
  package private(set) var caches: [String] = []
  package private(set) var memory: [String] = []
  /// How rates follow from users, a line for each workload that is given so.
  package private(set) var arithmetic: [String] = []
  package private(set) var cost: CostResult?
  package private(set) var workloads: [(name: String, mean: Double, peak: Double)] = []
  package private(set) var warnings: [String] = []

  package init(_ scenario: Scenario, model: AssembledModel) {
    let plan = model.plan
    var mean = TrafficEquations(scenario, model: model)
    var peak = TrafficEquations(scenario, model: model)
    // What reaches a cache decides how much of it is answered there, where keys are valid for a time.
    for _ in 0..<2 {
      let hits = Self.hits(plan, mean.rates)
      mean = TrafficEquations(scenario, model: model, hits: hits)
      peak = TrafficEquations(scenario, model: model, hits: hits)
      offer(scenario, plan, &mean, &peak)
    }
    for (index, component) in plan.components.enumerated() {
      guard component.cache != nil, mean.rates[index] > 0 else { continue }
      caches.append(
        "\(component.name): about \(Int(saturating: mean.hits[index] * 100)) % of its look-ups hit, an estimate for a cache that has filled (Che's approximation)"
      )
    }
    for (index, component) in plan.components.enumerated() {
      let usual = mean.utilization(of: index)
      let most = peak.utilization(of: index)
      lines.append(
        Line(
          component: component.name, kind: component.kind, rate: mean.rates[index],
          peakRate: peak.rates[index], utilization: usual?.share, peakUtilization: most?.share,
          resource: usual?.resource ?? ""))
      if let most, most.share >= 1 {
        warnings.append(
          "\(component.name) is offered \(Int(saturating: most.share * 100)) % of what its \(most.resource) can do at the peak"
        )
      }
    }
    arithmetic = model.arithmetic
    memory = model.populationMemory(of: scenario).arithmetic
    if scenario.run.standsFor != nil { cost = Self.bill(scenario, plan, mean.rates) }
  }

  private static func hits(_ plan: NetworkPlan, _ rates: [Double]) -> [Double] {
    plan.components.enumerated().map { index, component in
      component.cache.map { CacheEstimate($0, plan).hits(atRate: rates[index]) } ?? 0
    }
  }

  private mutating func offer(
    _ scenario: Scenario, _ plan: NetworkPlan, _ mean: inout TrafficEquations, _ peak: inout TrafficEquations
  ) {
    workloads = []
    for (index, workload) in scenario.workloads.enumerated() where index < plan.sources.count {
      let source = plan.sources[index]
      let function = RateFunction(source.knots)
      let seconds = max(1e-9, Double(plan.horizon.end) / 1e9)
      let average = function.integral(until: plan.horizon.end) / seconds * source.meanBurstFactor
      let highest = function.highest * source.highestBurstFactor
      workloads.append((workload.name, average, highest))
      for share in workload.flows {
        mean.offer(flow: share.flow, rate: average * share.share)
        peak.offer(flow: share.flow, rate: highest * share.share)
      }
    }
    mean.offerPolling()
    peak.offerPolling()
  }

  static func bill(_ scenario: Scenario, _ plan: NetworkPlan, _ rates: [Double]) -> CostResult {
    var measured = Measurements()
    measured.simulated = plan.horizon.end
    let span = max(0, plan.horizon.end - plan.horizon.warmUp)
    let seconds = Double(span) / 1e9
    measured.components = zip(rates, plan.components).map { rate, planned in
      var component = ComponentMeasurement()
      component.arrivals = UInt64(saturating: max(0, rate * seconds))
      // Of what is scaled, those that are always there.
      component.active = UInt128(max(0, planned.scaling?.least ?? 0)) * UInt128(span)
      return component
    }
    measured.pollings = plan.pollings.map { _ in PollingMeasurement() }
    let reading = MetricReading(plan: plan, scenario: scenario, measured: measured, replications: 1)
    return CostModel(reading: reading).bill()
  }
}
