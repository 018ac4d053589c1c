import Components
import Engine
import Experiments
import Scenarios
import Statistics

extension LiveResult.Call {
  init(_ name: String, _ record: CallRecord, _ outcomes: [String]) {
    self.init(
      name: name, started: record.started,
      outcomes: record.outcomes.enumerated().filter { $0.element > 0 }.map { .init(outcomes[$0.offset], $0.element) },
      failures: CallFailure.allCases.compactMap { failure in
        record.failures[failure].map { .init(failure.rawValue, $0) }
      }, unmapped: record.unmapped.sorted { $0.key < $1.key }.map { .init(String($0.key), $0.value) },
      response: .init(record.response), service: .init(record.service), connectionWait: .init(record.connectionWait),
      sendLag: .init(record.sendLag))
  }
}

extension LiveResult.Fidelity {
  init(
    _ fidelity: Fidelity, _ live: LoadFigures, _ prediction: Prediction, _ tolerance: LiveSettings.Tolerance,
    clients plan: NetworkPlan
  ) {
    self.init(verdict: fidelity.verdict.rawValue, predictions: fidelity.predictions)
    self.tolerance = tolerance.text
    reason = fidelity.reason
    figures = fidelity.figures.map {
      LiveResult.Figure(
        name: $0.name.text, kind: $0.name.kind == .time ? "time" : $0.name.kind == .rate ? "rate" : "share",
        live: $0.live, low: $0.low, median: $0.median, high: $0.high, agrees: $0.verdict == .agrees)
    }
    cause = fidelity.cause?.word.rawValue
    causeText = fidelity.cause?.text
    differsSince = fidelity.differsSince
    for (index, flow) in plan.flows.enumerated() where live.latency[index].count > 0 {
      overTime.append(
        LiveResult.Curve.overTime(
          flow.name, live.windows[index], prediction.runs.map { $0.windows[index] }, live.window))
      distributions.append(
        LiveResult.Curve.distribution(flow.name, live.latency[index], prediction.runs.map { $0.latency[index] }))
    }
  }
}

extension LiveResult.Curve {
  /// The 95th percentile of each window.
  static func overTime(
    _ flow: String, _ live: [LoadFigures.Window], _ runs: [[LoadFigures.Window]], _ window: Nanoseconds
  ) -> LiveResult.Curve {
    LiveResult.Curve(
      flow: flow,
      points: live.indices.map { place in
        point(
          at: Double(place) * Double(window), live[place].p95,
          runs.compactMap { $0.indices.contains(place) ? $0[place].p95 : nil })
      })
  }

  /// Quantiles from the median to the farthest that there are samples for.
  static func distribution(_ flow: String, _ live: SparseHistogram, _ runs: [SparseHistogram]) -> LiveResult.Curve {
    let quantiles = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999]
      .filter { Double(live.count) * (1 - $0) >= 1 }
    func values(_ sparse: SparseHistogram) -> [Double?] {
      let histogram = sparse.histogram
      return quantiles.map { histogram.quantile($0).map(Double.init) }
    }
    let (own, others) = (values(live), runs.map(values))
    return LiveResult.Curve(
      flow: flow,
      points: quantiles.enumerated().map { place, quantile in
        point(at: quantile, own[place], others.compactMap { $0[place] })
      })
  }

  private static func point(at place: Double, _ live: Double?, _ others: [Double]) -> LiveResult.Point {
    let sorted = others.sorted()
    return LiveResult.Point(
      at: place, live: live, low: sorted.first, median: sorted.isEmpty ? nil : sorted[sorted.count / 2],
      high: sorted.last)
  }
}
