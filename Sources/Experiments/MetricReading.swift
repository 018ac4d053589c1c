import Components
import Engine
import Scenarios
import Statistics

/// Reads any metric of the catalogue from what was measured: the one place where a name of a budget
/// becomes a number.
struct MetricReading {
  let plan: NetworkPlan
  let scenario: Scenario
  let measured: Measurements
  let replications: Int
  /// What each replication was judged for by itself.
  var findings = PathFindings()

  /// Measured time of all replications together, in seconds.
  var seconds: Double {
    Double(max(0, measured.simulated - plan.horizon.warmUp)) * Double(replications) / 1e9
  }

  /// Value of a check's left side; nil when there is nothing to read it from.
  func value(of check: Check) -> Double? {
    switch check.metric {
    case "throughput", "goodput", "errors", "outcomes", "calls", "refreshed", "violations", "dead-letters",
      "counts", "hit-ratio":
      return counted(check)
    case "recovery": return findings.recovery(check, reading: self)
    case "downtime": return findings.downtime(check, components: components(of: check))
    case "utilization", "queue-length", "in-flight":
      return level(check)
    case "cost":
      guard check.statistic == .perMonth || check.statistic == .total else { return nil }
      guard scenario.run.standsFor != nil else { return nil }
      let cost = CostModel(reading: self).bill()
      let lines = cost.lines.filter { line in
        names(check.label("component"), line.component)
      }
      return Double(lines.reduce(0) { $0 + $1.perMonthMicros })
    default:
      return distribution(check).flatMap { statistic(check, $0) }
    }
  }

  /// Samples behind a check, for "too few".
  func sampleCount(of check: Check) -> UInt64? { distribution(check)?.histogram.count }

  /// Whether a label means a name: as written, or without the prefix of a system; no label means all.
  func names(_ label: String?, _ name: String) -> Bool {
    guard let label else { return true }
    return label == name || name.hasSuffix("/" + label)
  }

  // MARK: Distributions

  struct Distribution {
    var histogram: Histogram
    var intervals: [SparseInterval] = []
    var exceedances: [(limit: Nanoseconds, count: UInt64)] = []
  }

  func distribution(_ check: Check) -> Distribution? {
    switch check.metric {
    case "latency":
      if let operation = check.label("operation") {
        return plan.operations.firstIndex { names(operation, $0.name) }
          .map { Distribution(histogram: measured.operations[$0]) }
      }
      if check.label("phase") != nil || check.label("workload") != nil {
        var histogram = Histogram()
        for part in phases(of: check) {
          for flow in part.flows { histogram.merge(part.state.latency[flow]) }
        }
        return Distribution(histogram: histogram)
      }
      return flowLatency(check.label("flow"))
    case "response":
      return components(of: check).map { Distribution(histogram: response(of: $0)) }.first
    case "waiting":
      return components(of: check).map { Distribution(histogram: measured.components[$0].waiting) }.first
    case "service":
      return components(of: check).map { Distribution(histogram: measured.components[$0].service) }.first
    default:
      guard let index = plan.measures.firstIndex(where: { $0.name == check.metric }) else { return nil }
      let measure = measured.measures[index]
      return Distribution(
        histogram: measure.delays, intervals: measure.intervals, exceedances: measure.exceedances)
    }
  }

  private func flowLatency(_ name: String?) -> Distribution {
    var result = Distribution(histogram: Histogram())
    for (index, flow) in plan.flows.enumerated() where name == nil || names(name, flow.name) {
      let flow = measured.flows[index]
      result.histogram.merge(flow.latency)
      result.intervals.merge(flow.intervals)
      for exceedance in flow.exceedances {
        if let known = result.exceedances.firstIndex(where: { $0.limit == exceedance.limit }) {
          result.exceedances[known].count += exceedance.count
        } else {
          result.exceedances.append(exceedance)
        }
      }
    }
    return result
  }

  /// What was measured in the phases of workloads that a check is about, and of which flows: all phases of a workload
  /// where it names none.
  func phases(of check: Check) -> [(state: PhaseMeasurement, flows: [Int])] {
    let phase = check.label("phase")
    let flows = plan.flows.indices.filter { names(check.label("flow"), plan.flows[$0].name) }
    var parts: [(state: PhaseMeasurement, flows: [Int])] = []
    for (source, shape) in plan.sources.enumerated() where names(check.label("workload"), shape.name) {
      for (index, state) in measured.phases[source].enumerated() {
        let name = shape.phases.indices.contains(index) ? shape.phases[index].name : nil
        if phase == nil || name == phase { parts.append((state, flows)) }
      }
    }
    return parts
  }

  func response(of component: Int) -> Histogram {
    var histogram = measured.components[component].failedResponse
    for (index, operation) in plan.operations.enumerated() where operation.component == component {
      histogram.merge(measured.operations[index])
    }
    for (index, polling) in plan.pollings.enumerated() where polling.source == component {
      histogram.merge(measured.pollings[index].latency)
    }
    return histogram
  }

  /// The components that a check is about: the one that it names, those of its system, or all.
  func components(of check: Check) -> [Int] {
    let start = check.label("system").map { $0 + "/" } ?? ""
    return plan.components.indices.filter {
      names(check.label("component"), plan.components[$0].name) && plan.components[$0].name.hasPrefix(start)
    }
  }

  private func statistic(_ check: Check, _ distribution: Distribution) -> Double? {
    let histogram = distribution.histogram
    guard !histogram.isEmpty else { return nil }
    switch check.statistic {
    case .quantile(let q): return histogram.quantile(q).map { $0 == .max ? .infinity : Double($0) }
    case .mean: return histogram.missing > 0 ? .infinity : histogram.mean
    case .max: return histogram.missing > 0 ? .infinity : histogram.maximum.map(Double.init)
    case .min: return histogram.minimum.map(Double.init)
    case .count: return Double(histogram.count)
    case .share:
      guard let above = check.above else { return nil }
      let limit = Nanoseconds(above.rounded())
      let count =
        distribution.exceedances.first { $0.limit == limit }?.count ?? histogram.count(above: limit)
      return Double(count) / Double(histogram.count)
    case .rate, .total, .perMonth: return nil
    }
  }
}
