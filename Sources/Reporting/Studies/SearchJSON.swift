import Experiments
import Scenarios

/// A sweep, or the search for the cheapest of its points, as one versioned JSON object.
package enum SweepJSON {
  package static func text(_ sweep: SweepResult) throws -> String {
    try JSONReport.text(
      Document(
        study: "sweep", axes: sweep.axes.map { Axis(path: $0.path, values: $0.values) },
        points: sweep.points.map(JSONPoint.init), cheapest: OrNull(nil), partial: sweep.isPartial))
  }

  package static func text(_ answer: CostSearch.Answer, axes: [Sweep.Axis]) throws -> String {
    try JSONReport.text(
      Document(
        study: "minimize", axes: axes.map { Axis(path: $0.path, values: $0.values) },
        points: answer.points.map(JSONPoint.init), cheapest: OrNull(answer.cheapest), partial: answer.isPartial))
  }

  private struct Document: Encodable {
    let schema = JSONReport.schema
    let study: String
    let axes: [Axis]
    let points: [JSONPoint]
    /// Index of the point; null when there is none, or none was looked for.
    let cheapest: OrNull<Int>
    let partial: Bool
  }

  private struct Axis: Encodable {
    let path: String
    let values: [String]
  }
}

struct JSONPoint: Encodable {
  let settings: [String: String]
  let tail_ns, per_month_micros: OrNull<Double>
  let tail: OrNull<String>
  let pareto: Bool
  let verdict: String
  let run: JSONRun

  init(_ point: DesignPoint) {
    settings = Dictionary(point.settings.map { ($0.path, $0.text) }) { first, _ in first }
    tail = OrNull(point.tail?.name)
    tail_ns = OrNull(point.tail?.value)
    per_month_micros = OrNull(point.cost?.value)
    pareto = point.isOnFront
    verdict = point.verdict.rawValue
    run = JSONRun(point.result)
  }
}

/// A search for the knee as one versioned JSON object.
package enum CapacityJSON {
  package static func text(_ capacity: CapacityResult) throws -> String { try JSONReport.text(Document(capacity)) }

  private struct Document: Encodable {
    let schema = JSONReport.schema
    let study = "capacity"
    let path, today, ending: String
    let knee, holds, breaks, surely_holds, surely_breaks: OrNull<Double>
    let breaking: [String]
    let bottleneck: OrNull<String>
    let points: [Point]
    let remarks: [String]

    init(_ capacity: CapacityResult) {
      path = capacity.path
      today = capacity.today
      ending = capacity.ending.rawValue
      knee = OrNull(capacity.knee)
      holds = OrNull(capacity.holds)
      breaks = OrNull(capacity.breaks)
      surely_holds = OrNull(capacity.interval?.lowerBound)
      surely_breaks = OrNull(capacity.interval?.upperBound)
      breaking = capacity.breaking
      bottleneck = OrNull(capacity.bottleneck?.component)
      points = capacity.points.map(Point.init)
      remarks = capacity.remarks
    }
  }

  private struct Point: Encodable {
    let factor: Double
    let value: String
    let holds: Bool
    let run: JSONRun
    init(_ point: CapacityPoint) {
      factor = point.factor
      value = point.text
      holds = point.holds
      run = JSONRun(point.result)
    }
  }
}
