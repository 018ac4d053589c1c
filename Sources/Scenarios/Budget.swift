import Components
import Engine

/// `STAT METRIC(label=x) [above V] OP V`, in the metric's base unit.
public struct Check: Sendable {
  public enum Statistic: Sendable, Equatable {
    /// From 0 to 1: `p99.9` is 0.999.
    case quantile(Double)
    case mean, max, min, count, rate, share, total, perMonth
  }
  public enum Comparison: String, Sendable {
    case less = "<"
    case atMost = "<="
    case more = ">"
    case atLeast = ">="
    case equal = "="
  }
  public enum Limit: Sendable, Equatable {
    /// Nanoseconds, per second, a count, a ratio or micro-units, as the metric and statistic say.
    case value(Double)
    /// `baseline +10% or +20ms`: exceeded only when both are.
    case baseline(relative: Double?, absolute: Double?)
  }

  public var statistic: Statistic
  public var metric: String
  /// Sorted by label.
  public var labels: [(label: String, value: String)]
  /// For `share … above V`.
  public var above: Double?
  public var comparison: Comparison
  public var limit: Limit
  /// True when the limit was written as a percentage.
  public var limitIsRatio: Bool
  /// The check as written.
  public var text: String
  /// What the metric is; nil for a measure of the scenario.
  public var definition: Metric?

  public init(
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

  public func label(_ name: String) -> String? { labels.first { $0.label == name }?.value }

  /// Whether it can be judged in windows: its metric says with which labels.
  package var isKeptOverTime: Bool {
    let windows = (definition ?? Metric.named("freshness"))?.windows ?? []
    return !windows.isEmpty && labels.allSatisfy { windows.contains($0.label) }
  }
}

public struct Budget: Sendable {
  public enum Severity: String, Sendable { case fail, warn }
  public var name: String
  public var check: Check
  /// Judged in every window of this length when given; up to `allow` of the windows may break it.
  public var window: Nanoseconds?
  public var allow: Double
  public var severity: Severity
  public var place: Place
  /// The baseline's figure of each replication, where the limit was relative to it; empty elsewhere.
  public var paired: [Double?] = []
  public init(
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
public struct Objective: Sendable {
  public var name: String
  /// `flow=buy and ok and latency < 3s`, parsed.
  public var flow: String
  public var requiresOK: Bool
  public var latencyBelow: Nanoseconds?
  public var target: Double
  public var window: Nanoseconds
  public var text: String
  public var place: Place
  public init(
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
