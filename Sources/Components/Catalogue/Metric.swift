/// A figure that budgets, JSON, SQL and reports may name. One table; nothing else invents a metric.
package struct Metric: Sendable {
  package enum Unit: String, Sendable {
    case time = "ns"
    case count = "count"
    case perSecond = "per second"
    case ratio = "ratio"
    case money = "micro-units"
  }

  /// What it is read from.
  package enum Source: Sendable, Equatable {
    /// A reader of its own, by its name.
    case own
    case counter(Counter)
    case gauge(Gauge)
    case time(OperationTime)
  }

  package var name: String
  package var unit: Unit
  package var source: Source
  /// Statistics that make sense for it.
  package var statistics: [String]
  package var labels: [String]
  /// Labels that it may have where it is judged in windows, as `latency` of a flow is; none where it is not kept over
  /// time in that way, and a `window` is an error.
  package var windows: [String]
  /// Whether failed requests are in it.
  package var countsFailures: Bool
  package var documentation: String

  init(
    _ name: String, _ unit: Unit, of source: Source = .own, statistics: [String], labels: [String],
    windows: [String] = [], failures: Bool = false, _ documentation: String
  ) {
    self.name = name
    self.unit = unit
    self.source = source
    self.statistics = statistics
    self.labels = labels
    self.windows = windows
    self.countsFailures = failures
    self.documentation = documentation
  }

  /// A metric of components that is a counter, a gauge or a time of theirs: how it is read follows.
  ///
  /// ```swift
  /// Metric("cold-starts", of: .counter(.coldStarts), "operations that waited for a new instance")
  /// ```
  package init(_ name: String, of source: Source, _ documentation: String) {
    let (unit, statistics): (Unit, [String]) =
      switch source {
      case .time: (.time, Self.times)
      case .gauge: (.count, ["mean", "max"])
      case .counter, .own: (.count, ["count", "rate", "share"])
      }
    self.init(
      name, unit, of: source, statistics: statistics, labels: ["component", "system"], failures: true, documentation)
  }

  static let quantiles = ["p50", "p75", "p90", "p95", "p99", "p99.9", "p99.99"]
  static let times = quantiles + ["mean", "max", "min", "count", "share"]

  /// `measure: NAME since MARK` adds a metric of that name, which behaves like `freshness`.
  package static let all: [Metric] = [
    Metric(
      "latency", .time, statistics: times,
      labels: ["flow", "operation", "workload", "phase", "system"], windows: ["flow", "system"],
      "intended start of a flow to its reply, time to think left out; with `operation=c.op` arrival at the component to its reply"
    ),
    Metric(
      "response", .time, statistics: times, labels: ["component", "system"], failures: true,
      "arrival at a component to the end of the operation, whether it was answered, failed or was cancelled"),
    Metric(
      "service", .time, of: .time(.service), statistics: times, labels: ["component", "system"], failures: true,
      "time of an operation at a component that it did not wait for a thread or a core: its work, and downstream waits"),
    Metric(
      "waiting", .time, of: .time(.waiting), statistics: times, labels: ["component", "system"], failures: true,
      "time that an operation waits at a component: from its arrival until it has a thread, and for cores; with branches at once, on the way that took longest"
    ),
    Metric(
      "lag-time", .time, statistics: times, labels: ["component", "group", "system"], failures: true,
      "time from the append of a record to a topic, or of a message to a queue, until its consumer begins on it: for each consumer group of its own, which is named by its component"
    ),
    Metric(
      "freshness", .time, statistics: times, labels: ["system", "population"], windows: ["system", "population"],
      "own time of a change to the instant a `measure: freshness` step sees it; a change that should have been found and was not counts as infinitely late"
    ),
    Metric(
      "throughput", .perSecond, statistics: ["rate", "count"],
      labels: ["flow", "workload", "phase", "component", "system"], windows: ["flow", "system"], failures: true,
      "completions"),
    Metric(
      "goodput", .perSecond, statistics: ["rate", "count"],
      labels: ["flow", "workload", "phase", "component", "system"], windows: ["flow", "system"],
      "completions that were answers and whose caller was still there"),
    Metric(
      "errors", .count, statistics: ["rate", "count", "share"],
      labels: ["flow", "workload", "phase", "component", "system"], windows: ["flow", "system"], failures: true,
      "failed, timed out, refused and erroneous requests, and those that can never end; `rate` is their share of all requests when compared with a percentage"
    ),
    Metric(
      "outcomes", .count, statistics: ["count", "rate", "share"],
      labels: ["flow", "command", "outcome", "system"], failures: true,
      "replies of flows and outcomes of domain commands"),
    Metric(
      "refreshed", .count, statistics: ["share", "count", "rate"], labels: ["population", "system"],
      "refreshes answered, of those due inside the run"),
    Metric(
      "utilization", .ratio, statistics: ["mean", "max"], labels: ["component", "system"],
      "busy share of the scarcest resource of a component: slots or cores of the replicas that were in rotation or still at work, partitions that it reads one record at a time from, or its quota; nothing where none was there; of several components, the busiest; `max` is that of the busiest timeline interval"
    ),
    Metric(
      "queue-length", .count, of: .gauge(.queue), statistics: ["mean", "max"], labels: ["component", "system"],
      "operations or records that wait; of several components, all of them, and the longest line"),
    Metric(
      "lag", .count, statistics: ["mean", "max"], labels: ["component", "group", "system"],
      "records of a topic, or messages of a queue, that wait for a consumer group; of several groups, all of them, and the highest"
    ),
    Metric(
      "in-flight", .count, statistics: ["mean", "max"], labels: ["component", "flow", "system"],
      "operations of components where one is named, else requests of flows, that began and did not end yet"),
    Metric(
      "calls", .count, statistics: ["count", "rate", "share"], labels: ["component", "outcome", "system"],
      failures: true,
      "calls that a component received, by their outcome: ok, error, refused, timeout, quota, or a counter of single calls: hit, miss, coalesced, shed, expired, lost, cancelled"
    ),
    Metric(
      "counts", .count, statistics: ["count", "rate", "share"], labels: ["component", "counter", "system"],
      failures: true,
      "what a component counts, chosen by `counter=`; `share` is of the calls that it received. Counters: "
        + Counter.allCases.map { "\($0.name) (\($0.documentation))" }.joined(separator: ", ")),
    Metric(
      "hit-ratio", .ratio, statistics: ["mean", "share"], labels: ["component", "system"],
      "look-ups of a cache that found their key, of all; one that waited for the miss of another is no hit"),
    Metric(
      "dead-letters", .count, of: .counter(.deadLetters), statistics: ["count", "rate"],
      labels: ["component", "system"], failures: true,
      "messages given up"),
    Metric(
      "recovery", .time, statistics: ["max", "mean"], labels: ["fault", "phase", "workload", "system"],
      "end of a fault, or of a phase of higher load, until latency and failures of every flow are back near their level before; infinite where they are not by the end of the run, or before the fault comes again. Faults alone unless `phase=` says which"
    ),
    Metric(
      "downtime", .time, statistics: ["total", "max"], labels: ["component", "system"],
      "time of the measured part of a run in which a component had no replica that was up, no primary, or an outage; `max` is the longest stretch, `total` all of them, as a mean over replications"
    ),
    Metric(
      "availability", .ratio, statistics: ["mean"], labels: ["component", "system"],
      "share of the time of the measured part in which a component was not down, as `downtime` says; of several components, in which none of them was. With faults that come at random it is an estimate, whose interval is that of as many outages of mean length"
    ),
    Metric(
      "violations", .count, statistics: ["count"], labels: ["monitor", "system"],
      "times that an invariant of the domain core was broken"),
    Metric(
      "cost", .money, statistics: ["per-month", "total"], labels: ["component", "system"],
      "the bill, from metered use and the price books: `per-month` of 30 days, `total` of the time that the run stands for"
    ),
  ]

  package static func named(_ name: String) -> Metric? { all.first { $0.name == name } }
}
