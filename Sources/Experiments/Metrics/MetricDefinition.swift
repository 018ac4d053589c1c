import Components
import Engine
import Scenarios
import Statistics

/// How a metric of the catalogue is read, and which of its statistics are estimates.
///
/// An estimate has a true value that a longer run, or more replications, would come nearer to; it is judged with its
/// uncertainty. A fact is what happened in the runs that were made, and is told as that.
struct MetricDefinition: Sendable {
  /// As the catalogue has it.
  let name: String
  /// Whether all of its statistics are facts.
  let isFactual: Bool
  /// Nil where a replication has nothing to read it from.
  let read: @Sendable (MetricReading, Check) -> Observation?

  init(
    _ name: String, isFactual: Bool = false, _ read: @escaping @Sendable (MetricReading, Check) -> Observation?
  ) {
    self.name = name
    self.isFactual = isFactual
    self.read = read
  }

  /// Of a statistic. The largest and the smallest of a run grow with its length, so there is no true value of them.
  func statisticClass(of statistic: Check.Statistic) -> StatisticClass {
    isFactual || statistic == .max || statistic == .min ? .fact : .estimate
  }

  static let all: [MetricDefinition] =
    ["latency", "response", "lag-time", "freshness"].map { MetricDefinition($0, times) }
    + ["throughput", "goodput", "errors"].map { MetricDefinition($0) { $0.ratio($1, $0.requests($1)) } } + [
      MetricDefinition("outcomes") { $0.ratio($1, $0.outcomes($1)) },
      MetricDefinition("calls") { $0.ratio($1, $0.calls($1)) },
      MetricDefinition("counts") { reading, check in
        let counter = check.label("counter").flatMap(Counter.named)
        return counter.flatMap { reading.ratio(check, reading.counter($0, check)) }
      },
      MetricDefinition("hit-ratio") { $0.ratio($1, $0.hits($1)) },
      MetricDefinition("refreshed") { $0.ratio($1, $0.refreshes($1)) },
      MetricDefinition("utilization") { $0.utilization($1) },
      MetricDefinition("in-flight") { $0.inFlight($1) },
      MetricDefinition("lag") { $0.lag($1) },
      MetricDefinition("recovery", isFactual: true) { reading, check in
        reading.findings.recovery(check, Scope(check, in: reading.plan)).map { .fact(Bounds($0)) }
      },
      MetricDefinition("downtime", isFactual: true) { reading, check in
        reading.findings.downtime(check, components: Scope(check, in: reading.plan).components)
          .map { .fact(Bounds($0)) }
      },
      MetricDefinition("availability") { $0.availability($1) },
      MetricDefinition("violations", isFactual: true) { reading, check in
        let scope = Scope(check, in: reading.plan)
        let monitors = reading.measured.monitors.filter(scope.includes)
        guard !monitors.isEmpty else { return nil }
        let all = monitors.reduce(0) { $0 + $1.violations }
        return .fact(Bounds(Double(all) / Double(reading.replications)))
      },
      MetricDefinition("cost") { $0.cost($1) },
    ]

  /// A measure of the scenario is read as `freshness` is.
  static func of(_ check: Check) -> MetricDefinition? {
    check.definition.flatMap(of) ?? all.first { $0.name == "freshness" }
  }

  /// By what a metric is read from.
  static func of(_ metric: Metric) -> MetricDefinition? {
    switch metric.source {
    case .counter(let counter): MetricDefinition(metric.name) { $0.ratio($1, $0.counter(counter, $1)) }
    case .gauge(let gauge): MetricDefinition(metric.name) { $0.gauge(gauge, $1) }
    case .time: MetricDefinition(metric.name, times)
    case .own: all.first { $0.name == metric.name }
    }
  }

  private static let times: @Sendable (MetricReading, Check) -> Observation? = { reading, check in
    guard let samples = reading.samples(check), samples.contains(where: { $0.count > 0 }) else { return nil }
    switch check.statistic {
    case .quantile, .mean: return .samples(samples)
    case .max, .min: return TimeFigure(check.statistic).value(samples).map { .fact($0) }
    case .share:
      guard let above = check.above.map({ Nanoseconds($0.rounded()) }) else { return nil }
      // What had not ended was not counted.
      let isOpen = samples.contains { $0.ages.count > 0 }
      return .samples(samples, exceeding: isOpen ? nil : reading.exceedances(check, above: above))
    case .count:
      let replications = Double(reading.replications)
      func part(_ count: UInt64, per: Double) -> Ratio.Part { Ratio.Part(Double(count), per: per) }
      return .ratio(
        Ratio(
          kind: .count, whole: part(samples.reduce(0) { $0 + $1.count }, per: replications),
          stretches: samples.map { part($0.count, per: replications / Double(samples.count)) }))
    case .rate, .total, .perMonth: return nil
    }
  }
}

extension Check {
  /// Whether its left side is an estimate or a fact. What must be zero, or exactly something, must be so in every run
  /// that was made.
  var statisticClass: StatisticClass {
    let isExact = comparison == .equal || comparison == .atMost && limit == .value(0)
    return isExact ? .fact : MetricDefinition.of(self)?.statisticClass(of: statistic) ?? .estimate
  }
}
