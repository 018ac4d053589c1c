import Scenarios
import Statistics

/// One point of a sweep or a search: the values that were set, and what was found there.
package struct DesignPoint: Sendable {
  /// Path → value as written, in the order in which the study varies them.
  package var settings: [Setting]
  package var result: RunResult
  /// Of the principal latency or measure; nanoseconds.
  package var tail: DesignFigure?
  /// Micro-units per month; nil without prices or `stands-for`.
  package var cost: DesignFigure?
  /// Its budgets hold, and no other point whose budgets hold is better in one of tail and cost and at least as good
  /// in the other.
  package var isOnFront = false

  package init(settings: [Setting], result: RunResult) {
    self.settings = settings
    self.result = result
    if let indicator = result.principal, let value = indicator.histogram.quantile(0.99) {
      tail = DesignFigure(name: "p99 \(indicator.title)", value: value == .max ? .infinity : Double(value))
    }
    cost = result.cost.map { DesignFigure(name: "per-month cost", value: Double($0.perMonthMicros)) }
  }

  /// `front.replicas 4, back.replicas 2`: as much of each path as tells it from the others.
  package var label: String {
    let parts = settings.map { $0.path.split(separator: ".") }
    for length in 1...max(1, parts.map(\.count).max() ?? 1) {
      let names = parts.map { $0.suffix(length).joined(separator: ".") }
      guard Set(names).count == names.count else { continue }
      return zip(names, settings).map { "\($0) \($1.text)" }.joined(separator: ", ")
    }
    return settings.map { "\($0.path) \($0.text)" }.joined(separator: ", ")
  }
}

extension RunResult {
  /// What a design is compared by: the latency of its first flow, or else its first distribution.
  package var principal: Indicator? {
    indicators.first { $0.metric == "latency" && $0.labels.contains { $0.label == "flow" } }
      ?? indicators.first { $0.metric == "latency" } ?? indicators.first
  }

  /// The component whose scarcest resource is the busiest, in its worst sustained time.
  package var busiest: (component: String, resource: String, utilization: Double)? {
    sustainedPeaks.first.map { ($0.component, $0.resource, $0.share) }
  }
}

/// A figure of one design.
package struct DesignFigure: Sendable, Equatable {
  package var name: String
  package var value: Double
  package init(name: String, value: Double) {
    self.name = name
    self.value = value
  }
}

/// The points of a grid, each a design.
package struct SweepResult: Sendable {
  /// What is varied, with the values of each in order.
  package var axes: [(path: String, values: [String])] = []
  package var points: [DesignPoint] = []
  /// Fewer points than the grid has: it was interrupted, and continues when it is started again.
  package var isPartial = false
  package init() {}
}

/// Marks the points that no other point beats in both cost and tail (Pareto).
enum ParetoFront {
  static func mark(_ points: inout [DesignPoint]) {
    for index in points.indices {
      guard let own = figures(points[index]) else { continue }
      points[index].isOnFront = !points.contains { other in
        guard let other = figures(other) else { return false }
        return other.tail <= own.tail && other.cost <= own.cost && (other.tail < own.tail || other.cost < own.cost)
      }
    }
  }

  private static func figures(_ point: DesignPoint) -> (tail: Double, cost: Double)? {
    guard point.verdict != .violated, let tail = point.tail?.value, let cost = point.cost?.value else { return nil }
    return (tail, cost)
  }
}
