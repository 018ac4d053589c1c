import Components
import Engine
import Scenarios
import Statistics

extension ResultBuilder {
  func indicators() -> [Indicator] {
    var all: [Indicator] = []
    for (index, flow) in plan.flows.enumerated() where !measured.flows[index].latency.isEmpty {
      let flowMeasured = measured.flows[index]
      var indicator = Indicator(
        metric: "latency", labels: [("flow", flow.name)], unit: "ns",
        histogram: flowMeasured.latency, exceedances: flowMeasured.exceedances)
      estimate(&indicator, collected.flowSamples[index], flowMeasured.intervals)
      all.append(indicator)
      for source in plan.sources.indices {
        for (number, phase) in plan.sources[source].phases.enumerated() {
          let histogram = measured.phases[source][number].latency[index]
          guard !histogram.isEmpty else { continue }
          all.append(
            Indicator(
              metric: "latency", labels: [("flow", flow.name), ("phase", phase.name)], unit: "ns",
              histogram: histogram))
        }
      }
    }
    for (index, measure) in plan.measures.enumerated() where !measured.measures[index].delays.isEmpty {
      let delays = measured.measures[index]
      var indicator = Indicator(
        metric: measure.name, labels: [], unit: "ns", histogram: delays.delays,
        exceedances: delays.exceedances)
      estimate(&indicator, collected.measureSamples[index], delays.intervals)
      all.append(indicator)
    }
    for (index, operation) in plan.operations.enumerated()
    where !measured.operations[index].isEmpty && !operation.name.hasSuffix("(copy)") {
      all.append(
        Indicator(
          metric: "latency", labels: [("operation", operation.name)], unit: "ns",
          histogram: measured.operations[index]))
    }
    for (index, component) in plan.components.enumerated() {
      let labels = [(label: "component", value: component.name)]
      let state = measured.components[index]
      for (metric, histogram) in [
        ("response", reading.response(of: index)), ("waiting", state.waiting), ("service", state.service),
      ] where !histogram.isEmpty {
        all.append(Indicator(metric: metric, labels: labels, unit: "ns", histogram: histogram))
      }
    }
    return all
  }

  /// Intervals from replications when there are several, else from batches of the one run.
  private func estimate(
    _ indicator: inout Indicator, _ samples: [Collection.Sample], _ intervals: [SparseInterval]
  ) {
    if samples.count >= 2 {
      indicator.meanInterval = ConfidenceInterval(samples: samples.map(\.mean))
      for (number, q) in Collection.quantiles.enumerated() {
        let values = samples.compactMap { $0.quantiles[number] }
        guard values.count == samples.count, let spread = ConfidenceInterval(samples: values),
          let pooled = indicator.histogram.quantile(q), pooled != .max
        else { continue }
        indicator.quantileIntervals.append(
          (q, ConfidenceInterval(mean: Double(pooled), halfWidth: spread.halfWidth, level: spread.level)))
      }
      return
    }
    let batches = BatchHistograms(intervals, skipping: plan.horizon)
    indicator.meanInterval = batches.meanInterval()
    for q in Collection.quantiles {
      if let interval = batches.quantileInterval(q) { indicator.quantileIntervals.append((q, interval)) }
    }
  }
}
