import Components
import Engine

/// `STAT METRIC(label=x) [above V] OP V`, in the metric's base unit.
package struct Check: Sendable {
  package enum Statistic: Sendable, Equatable {
    /// From 0 to 1: `p99.9` is 0.999.
    case quantile(Double)
    case mean, max, min, count, rate, share, total, perMonth
  }
  package enum Comparison: String, Sendable {
    case less = "<"
    case atMost = "<="
    case more = ">"
    case atLeast = ">="
    case equal = "="
  }
  package enum Limit: Sendable, Equatable {
    /// Nanoseconds, per second, a count, a ratio or micro-units, as the metric and statistic say.
    case value(Double)
    /// `baseline +10% or +20ms`: exceeded only when both are.
    case baseline(relative: Double?, absolute: Double?)
  }

  package var statistic: Statistic
  package var metric: String
  /// Sorted by label.
  package var labels: [(label: String, value: String)]
  /// For `share … above V`.
  package var above: Double?
  package var comparison: Comparison
  package var limit: Limit
  /// True when the limit was written as a percentage.
  package var limitIsRatio: Bool
  /// The check as written.
  package var text: String
  /// What the metric is; nil for a measure of the scenario.
  package var definition: Metric?

  package init(
    statistic: Statistic, metric: String, labels: [(label: String, value: String)], above: Double?,
    comparison: Comparison, limit: Limit, limitIsRatio: Bool, text: String, definition: Metric? = nil
  ) {
    self.statistic = statistic
    self.metric = metric
    self.labels = labels
    self.above = above
    self.comparison = comparison
    self.limit = limit
    self.limitIsRatio = limitIsRatio
    self.text = text
    self.definition = definition ?? Metric.named(metric)
  }

  package func label(_ name: String) -> String? { labels.first { $0.label == name }?.value }

  /// Whether it can be judged in windows: its metric says with which labels.
  package var isKeptOverTime: Bool {
    let windows = (definition ?? Metric.named("freshness"))?.windows ?? []
    return !windows.isEmpty && labels.allSatisfy { windows.contains($0.label) }
  }
}

package struct Budget: Sendable {
  package enum Severity: String, Sendable { case fail, warn }
  package var name: String
  package var check: Check
  /// Judged in every window of this length when given; up to `allow` of the windows may break it.
  package var window: Nanoseconds?
  package var allow: Double
  package var severity: Severity
  package var place: Place
  /// The baseline's figure of each replication, where the limit was relative to it; empty elsewhere.
  package var paired: [Double?] = []
  package init(
    name: String, check: Check, window: Nanoseconds?, allow: Double, severity: Severity,
    place: Place
  ) {
    self.name = name
    self.check = check
    self.window = window
    self.allow = allow
    self.severity = severity
    self.place = place
  }
}

/// A service-level objective: the share of good events over a window.
package struct Objective: Sendable {
  package var name: String
  /// `flow=buy and ok and latency < 3s`, parsed.
  package var flow: String
  package var requiresOK: Bool
  package var latencyBelow: Nanoseconds?
  package var target: Double
  package var window: Nanoseconds
  package var text: String
  package var place: Place
  package init(
    name: String, flow: String, requiresOK: Bool, latencyBelow: Nanoseconds?, target: Double,
    window: Nanoseconds, text: String, place: Place
  ) {
    self.name = name
    self.flow = flow
    self.requiresOK = requiresOK
    self.latencyBelow = latencyBelow
    self.target = target
    self.window = window
    self.text = text
    self.place = place
  }
}
