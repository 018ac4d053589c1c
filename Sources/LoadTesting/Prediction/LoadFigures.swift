import Components
import Engine
import Statistics

/// One thing that a live run and its predictions both say.
package struct FigureName: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// Nanoseconds.
    case time
    /// A second.
    case rate
    /// From 0 to 1.
    case share
  }
  package var kind: Kind
  /// `latency(flow=visit)`
  package var subject: String
  /// `p95`, `mean`; empty for a share or a rate.
  package var statistic: String
  /// Name of the outcome, of an outcome's share.
  package var outcome: String?

  package var text: String { statistic.isEmpty ? subject : "\(statistic) \(subject)" }
}

/// What one run by a load session says, in figures that can be put beside those of others.
package struct LoadFigures: Sendable {
  package static let quantiles = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)]

  package private(set) var values: [(name: FigureName, value: Double)] = []
  /// By flow: latency of all that did not fail.
  package private(set) var latency: [SparseHistogram] = []
  /// By flow, by window: latency of what ended in it and did not fail.
  package private(set) var windows: [[Window]] = []
  /// Length of a window.
  package private(set) var window: Nanoseconds = 0
  /// By call: answers to requests that were written while no other was in hand.
  package private(set) var alone: [SparseHistogram] = []
  /// By call: mean time from the write to the answer, and how many there were.
  package private(set) var service: [(mean: Double, count: UInt64)?] = []
  /// Time of all requests in hand, added up, in nanoseconds.
  package private(set) var inHand = 0.0

  /// What is kept of a window: hundreds of runs are held at once.
  package struct Window: Sendable, Equatable {
    package var mean: Double?
    package var p95: Double?
  }

  /// Windows of a run, at most.
  package static let mostWindows = 24

  package init(_ session: LoadSession, isPartial: Bool = false) {
    self.init(session.run.measurements(isPartial: isPartial), session.record, plan: session.run.plan)
  }

  init(_ measured: Measurements, _ record: LoadRecord, plan: NetworkPlan) {
    let seconds = Double(max(1, measured.simulated - plan.horizon.warmUp)) / 1e9
    for (index, flow) in plan.flows.enumerated() { add(measured.flows[index], of: flow.name, seconds: seconds) }
    for (index, remote) in plan.remotes.enumerated() {
      add(record.calls[index], of: remote.name, outcomes: plan.outcomes)
    }
    alone = record.calls.map { SparseHistogram($0.alone) }
    service = record.calls.map { call in call.service.mean.map { ($0, call.service.count) } }
    inHand = record.calls.reduce(0) { $0 + Double($1.service.sum) }
    cutWindows(measured, plan)
  }

  private mutating func add(_ flow: FlowMeasurement, of name: String, seconds: Double) {
    latency.append(SparseHistogram(flow.latency))
    guard flow.started > 0 else { return }
    let subject = "latency(flow=\(name))"
    if let mean = flow.latency.mean {
      values.append((FigureName(kind: .time, subject: subject, statistic: "mean"), mean))
    }
    for (text, quantile) in Self.quantiles where Double(flow.latency.count) * (1 - quantile) >= 5 {
      guard let value = flow.latency.quantile(quantile), value != .max else { continue }
      values.append((FigureName(kind: .time, subject: subject, statistic: text), Double(value)))
    }
    let ended = flow.outcomes.reduce(0, +)
    let good = Double(ended - flow.failures) / seconds
    values.append((FigureName(kind: .rate, subject: "throughput(flow=\(name))", statistic: ""), good))
    // What has not ended has not been answered.
    let failed = Double(flow.failures + flow.unended.count) / Double(max(1, ended + flow.unended.count))
    values.append((FigureName(kind: .share, subject: "errors(flow=\(name))", statistic: "", outcome: "error"), failed))
  }

  private mutating func add(_ call: CallRecord, of name: String, outcomes: [String]) {
    guard call.ended > 0 else { return }
    for (number, count) in call.outcomes.enumerated() where count > 0 {
      let share = Double(count) / Double(call.ended)
      values.append(
        (
          FigureName(
            kind: .share, subject: "outcomes(call=\(name) outcome=\(outcomes[number]))", statistic: "",
            outcome: outcomes[number]), share
        ))
    }
  }

  private mutating func cutWindows(_ measured: Measurements, _ plan: NetworkPlan) {
    let joined = max(1, (plan.horizon.intervals + Self.mostWindows - 1) / Self.mostWindows)
    window = plan.horizon.interval * Nanoseconds(joined)
    windows = measured.flows.map { flow in
      stride(from: 0, to: flow.intervals.count, by: joined).map { first in
        let all = flow.intervals[first..<min(first + joined, flow.intervals.count)]
          .reduce(into: Histogram()) { $1.add(to: &$0) }
        return Window(mean: all.mean, p95: all.quantile(0.95).map(Double.init))
      }
    }
  }

  /// Nil where there is no sample. An outcome that did not occur has a share of 0.
  package func value(of name: FigureName) -> Double? {
    values.first { $0.name == name }?.value ?? (name.kind == .share ? 0 : nil)
  }
}
