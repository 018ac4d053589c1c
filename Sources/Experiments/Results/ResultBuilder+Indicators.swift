import Components
import Engine
import Scenarios
import Statistics

extension ResultBuilder {
  func indicators() -> [Indicator] {
    flowIndicators() + measureIndicators() + operationIndicators() + componentIndicators() + groupIndicators()
  }

  private func flowIndicators() -> [Indicator] {
    var all: [Indicator] = []
    for (index, flow) in plan.flows.enumerated() {
      let state = measured.flows[index]
      var indicator = Indicator(
        metric: "latency", labels: [("flow", flow.name)], unit: "ns", histogram: state.latency,
        exceedances: state.exceedances)
      indicator.add(state.unended)
      guard !indicator.histogram.isEmpty else { continue }
      estimate(&indicator, collected.flowSamples[index])
      all.append(indicator)
      for source in plan.sources.indices {
        for (number, phase) in plan.sources[source].phases.enumerated() {
          let state = measured.phases[source][number]
          var indicator = Indicator(
            metric: "latency", labels: [("flow", flow.name), ("phase", phase.name)], unit: "ns",
            histogram: state.latency[index])
          if state.unended.indices.contains(index) { indicator.add(state.unended[index]) }
          if !indicator.histogram.isEmpty { all.append(indicator) }
        }
      }
    }
    return all
  }

  private func measureIndicators() -> [Indicator] {
    plan.measures.indices.compactMap { index in
      let delays = measured.measures[index]
      let measure = plan.measures[index]
      let isLone = plan.measures.count { $0.name == measure.name } == 1
      var indicator = Indicator(
        metric: measure.name, labels: isLone ? [] : [("system", String(measure.system.dropLast()))], unit: "ns",
        histogram: delays.delays, exceedances: delays.exceedances)
      indicator.add(delays.unended)
      guard !indicator.histogram.isEmpty else { return nil }
      estimate(&indicator, collected.measureSamples[index])
      return indicator
    }
  }

  private func operationIndicators() -> [Indicator] {
    plan.operations.enumerated().compactMap { index, operation in
      guard !operation.name.hasSuffix("(copy)") else { return nil }
      var indicator = Indicator(
        metric: "latency", labels: [("operation", operation.name)], unit: "ns", histogram: measured.operations[index])
      if measured.unendedOperations.indices.contains(index) { indicator.add(measured.unendedOperations[index]) }
      return indicator.histogram.isEmpty ? nil : indicator
    }
  }

  private func componentIndicators() -> [Indicator] {
    plan.components.enumerated().flatMap { index, component -> [Indicator] in
      let state = measured.components[index]
      let parts = [
        ("response", reading.response(of: index), state.unendedResponse),
        ("waiting", state.waiting, state.unendedWaiting),
        ("service", state.service, state.unendedService),
      ]
      return parts.compactMap { metric, histogram, unended in
        var indicator = Indicator(
          metric: metric, labels: [("component", component.name)], unit: "ns", histogram: histogram)
        indicator.add(unended)
        return indicator.histogram.isEmpty ? nil : indicator
      }
    }
  }

  private func groupIndicators() -> [Indicator] {
    plan.consumerGroups.enumerated().compactMap { number, group in
      guard measured.groups.indices.contains(number) else { return nil }
      let state = measured.groups[number]
      var indicator = Indicator(
        metric: "lag-time",
        labels: [("component", plan.components[plan.logs[group.log].component].name), ("group", plan.name(of: group))],
        unit: "ns", histogram: state.lag)
      indicator.add(state.unended)
      return indicator.histogram.isEmpty ? nil : indicator
    }
  }

  private func estimate(_ indicator: inout Indicator, _ runs: [[StretchSamples]]) {
    indicator.meanInterval = FigureEstimate(TimeFigure(.mean), of: runs)?.interval
    indicator.quantileIntervals = Indicator.percentiles.compactMap { q in
      FigureEstimate(TimeFigure(.quantile(q)), of: runs)?.interval.map { (q, $0) }
    }
  }
}

extension Indicator {
  /// Those of tables and stored intervals.
  static let percentiles = [0.5, 0.9, 0.95, 0.99, 0.999]

  /// Adds what had not ended: at its age, and what is lost as infinitely late.
  fileprivate mutating func add(_ unended: UnendedMeasurement) {
    histogram.merge(unended.ages)
    histogram.recordMissing(unended.lost)
    ages.merge(unended.ages)
  }
}
