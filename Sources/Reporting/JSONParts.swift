import Experiments
import Statistics

/// A value that is null where there is none; Swift's own encoding would leave the key out.
struct OrNull<Value: Encodable>: Encodable {
  var value: Value?
  init(_ value: Value?) { self.value = value }
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}

struct JSONInterval: Encodable {
  /// In nanoseconds, the unit of every indicator.
  let mean, low, high: Int64
  let level: Double
  init(_ interval: ConfidenceInterval) {
    mean = Self.whole(interval.mean)
    low = Self.whole(interval.low)
    high = Self.whole(interval.high)
    level = interval.level
  }

  private static func whole(_ value: Double) -> Int64 {
    Int64(exactly: value.rounded()) ?? (value > 0 ? .max : .min)
  }
}

struct JSONIndicator: Encodable {
  let metric: String
  let labels: [String: String]
  let unit: String
  /// All samples; those that had not ended, at their age, and those that never will are among them.
  let count, unended, missing: UInt64
  let mean: OrNull<Int64>
  let p50, p90, p95, p99, p999, max: OrNull<Int64>
  /// `mean`, `p50` … → interval, for those that have one.
  let interval: [String: JSONInterval]

  init(_ indicator: Indicator) {
    let histogram = indicator.histogram
    metric = indicator.metric
    labels = Dictionary(indicator.labels.map { ($0.label, $0.value) }) { first, _ in first }
    unit = indicator.unit
    count = histogram.count
    unended = indicator.ages.count
    missing = histogram.missing
    mean = OrNull(histogram.mean.map { Int64($0.rounded()) })
    p50 = OrNull(histogram.quantile(0.5))
    p90 = OrNull(histogram.quantile(0.9))
    p95 = OrNull(histogram.quantile(0.95))
    p99 = OrNull(histogram.quantile(0.99))
    p999 = OrNull(histogram.quantile(0.999))
    max = OrNull(histogram.maximum)
    var intervals: [String: JSONInterval] = [:]
    if let mean = indicator.meanInterval { intervals["mean"] = JSONInterval(mean) }
    for (quantile, interval) in indicator.quantileIntervals {
      let name = QuantityText.quantile(quantile).replacing(".", with: "")
      intervals[name] = JSONInterval(interval)
    }
    interval = intervals
  }
}

struct JSONPopulation: Encodable {
  let name: String
  let entities, cycle_ns: Int64
  let refreshes, changes_found: UInt64
  init(_ population: PopulationResult) {
    name = population.name
    entities = population.entities
    cycle_ns = population.cycle
    refreshes = population.refreshes
    changes_found = population.changesFound
  }
}

struct JSONComponent: Encodable {
  let name, kind: String
  let replicas: Int64
  let arrivals, completions, failures, refusals, timeouts: UInt64
  let utilization: OrNull<Double>
  let scarcest: String
  let mean_queue_length: Double
  let maximum_queue_length: Int64
  let mean_in_flight: Double
  /// At least that where some operations had not ended.
  let mean_response_ns, mean_waiting_ns, mean_service_ns, backlog: Int64
  let unended: UInt64
  let comparable: Bool
  let assumed_share: Double
  let good_completions: UInt64
  let mean_replicas, hit_ratio: OrNull<Double>
  /// Replicas that were there, and those that were down, starting or left out; null where that never changed.
  let mean_live, mean_down, mean_starting, mean_ejected: OrNull<Double>
  let timeline: JSONComponentTimeline?
  let counts: [String: UInt64]
  let decisions: [JSONDecision]
  let recoveries: [JSONRecovery]
  init(_ component: ComponentResult, of result: RunResult) {
    name = component.name
    kind = component.kind
    replicas = component.replicas
    arrivals = component.arrivals
    completions = component.completions
    failures = component.failures
    refusals = component.refusals
    timeouts = component.timeouts
    utilization = OrNull(component.utilization)
    scarcest = component.scarcest
    mean_queue_length = component.meanQueueLength
    maximum_queue_length = component.maximumQueueLength
    mean_in_flight = component.meanInFlight
    mean_response_ns = component.meanResponse
    mean_waiting_ns = component.meanWaiting
    mean_service_ns = component.meanService
    backlog = component.backlog
    unended = component.unended
    comparable = component.isComparable
    assumed_share = component.assumedShare
    good_completions = component.goodCompletions
    mean_replicas = OrNull(component.meanReplicas)
    hit_ratio = OrNull(component.hitRatio)
    mean_live = OrNull(component.meanLive)
    mean_down = OrNull(component.meanDown)
    mean_starting = OrNull(component.meanStarting)
    mean_ejected = OrNull(component.meanEjected)
    timeline = result.timeline.components.first { $0.name == component.name }
      .map { JSONComponentTimeline($0, every: result.timeline.interval) }
    counts = Dictionary(component.counts.map { ($0.counter, $0.count) }) { first, _ in first }
    decisions = result.decisions.filter { $0.component == component.name }.map(JSONDecision.init)
    recoveries = result.recoveries.filter { $0.style != .surge && $0.hits.contains(component.name) }
      .map(JSONRecovery.init)
  }
}

/// What a component did in each interval; a share or a percentile is null where nothing was there, or nothing ended.
struct JSONComponentTimeline: Encodable {
  let interval_ns: Int64
  let utilization: [OrNull<Double>]
  let queue_length: [OrNull<Double>]
  let throughput, failures: [UInt64]
  let p99_ns: [OrNull<Int64>]
  /// Empty where all replicas were there all the time.
  let live, down, starting, ejected: [Double]
  init(_ series: Timeline.ComponentSeries, every interval: Int64) {
    interval_ns = interval
    utilization = series.utilization.map { OrNull($0.isNaN ? nil : $0) }
    queue_length = series.queueLength.map { OrNull($0.isNaN ? nil : $0) }
    throughput = series.throughput
    failures = series.failures
    p99_ns = series.p99.map { OrNull($0) }
    live = series.replicas.map(\.live)
    down = series.replicas.map(\.down)
    starting = series.replicas.map(\.starting)
    ejected = series.replicas.map(\.ejected)
  }
}

/// Decisions stand at their component: the top of the object has a fixed list of keys.
struct JSONDecision: Encodable {
  let at_ns: Int64
  let kind, caller: String
  let before, after, signal: Double
  let reason: String
  init(_ decision: DecisionResult) {
    at_ns = decision.at
    kind = decision.kind
    caller = decision.caller
    before = decision.before
    after = decision.after
    signal = decision.signal
    reason = decision.reason
  }
}

/// Recoveries from faults stand at the components that they hit, those from surges at their phase.
struct JSONRecovery: Encodable {
  let name: String
  let began_ns, ended_ns: Int64
  let outcome: String
  let recovered_after_ns: OrNull<Int64>
  let slowest_flow: String
  let judged, recovered: Int
  let style, remark: String
  init(_ recovery: RecoveryResult) {
    name = recovery.name
    style = recovery.style.rawValue
    remark = recovery.remark
    began_ns = recovery.began
    ended_ns = recovery.ended
    outcome = recovery.outcome.rawValue
    recovered_after_ns = OrNull(recovery.recoveredAfter)
    slowest_flow = recovery.slowestFlow
    judged = recovery.judged
    recovered = recovery.recovered
  }
}

/// A fault that the scenario states, with what happened around it.
struct JSONFault: Encodable {
  let recovery: JSONRecovery
  let hits: [String]
  let stages: [JSONFaultStage]
  init(_ recovery: RecoveryResult, of result: RunResult) {
    self.recovery = JSONRecovery(recovery)
    hits = recovery.hits
    stages = result.faultStages.filter { $0.fault == recovery.name }.map(JSONFaultStage.init)
  }

  func encode(to encoder: any Encoder) throws {
    try recovery.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(hits, forKey: .hits)
    try container.encode(stages, forKey: .stages)
  }

  private enum CodingKeys: String, CodingKey { case hits, stages }
}

struct JSONFaultStage: Encodable {
  let subject, name, stage: String
  /// Over all occurrences and replications that were run.
  let time_ns: Int64
  let requests, failed, unended: UInt64
  /// Failed requests of all, from 0 to 1, and answered ones a second; null where there was nothing.
  let errors, goodput: OrNull<Double>
  let p99_ns: OrNull<Int64>
  /// Of a consumer group: records that waited, as a mean, and the age of the oldest.
  let lag: Double
  let oldest_ns: Int64
  init(_ stage: FaultStageResult) {
    subject = stage.subject.rawValue
    name = stage.name
    self.stage = stage.stage.rawValue
    time_ns = stage.time
    requests = stage.requests
    failed = stage.failed
    unended = stage.unended
    errors = OrNull(stage.errors)
    goodput = OrNull(stage.goodput)
    p99_ns = OrNull(stage.p99)
    lag = stage.lag
    oldest_ns = stage.oldest
  }
}

struct JSONOutcome: Encodable {
  let scope, name, outcome: String
  let count: UInt64
  init(_ outcome: OutcomeCount) {
    scope = outcome.scope
    name = outcome.name
    self.outcome = outcome.outcome
    count = outcome.count
  }
}

struct JSONPhase: Encodable {
  let workload, name: String
  let begins_ns, ends_ns: Int64
  let offered, completed, failed: UInt64
  let recovery: OrNull<JSONRecovery>
  init(_ phase: PhaseResult, of result: RunResult) {
    workload = phase.workload
    name = phase.name
    begins_ns = phase.begins
    ends_ns = phase.ends
    offered = phase.offered
    completed = phase.completed
    failed = phase.failed
    recovery = OrNull(
      result.recoveries.first { $0.style == .surge && $0.workload == phase.workload && $0.name == phase.name }
        .map(JSONRecovery.init))
  }
}

struct JSONBudget: Encodable {
  let name, check: String
  /// In `unit`, as are the limit and the ends of the interval; null where it is infinite, or there is none.
  let observed: OrNull<Double>
  /// Whether requests that had not ended leave it open: it is at least that.
  let at_least: Bool
  /// Null for facts, and where nothing tells how sure the figure is.
  let interval: OrNull<Interval>
  let limit: OrNull<Double>
  let unit: String
  /// `estimate` or `fact`.
  let kind: String
  let verdict, reason, file: String
  let line: Int

  struct Interval: Encodable {
    let low, high: OrNull<Double>
    let level: Double
  }

  init(_ budget: BudgetResult) {
    name = budget.name
    check = budget.check
    observed = OrNull(budget.observed)
    at_least = budget.isBound
    interval = OrNull(
      budget.interval.map {
        Interval(
          low: OrNull($0.low.isFinite ? $0.low : nil), high: OrNull($0.high.isFinite ? $0.high : nil), level: $0.level)
      })
    limit = OrNull(budget.limit)
    unit = budget.unit
    kind = budget.statisticClass.rawValue
    reason = budget.reason
    verdict = budget.verdict.rawValue
    file = budget.file
    line = budget.line
  }
}

struct JSONFinding: Encodable {
  let kind, subject, text: String
  init(_ finding: Finding) {
    kind = finding.kind.rawValue
    subject = finding.subject
    text = finding.text
  }
}

struct JSONInvariant: Encodable {
  let id: String
  let violations: UInt64
  let first_at_ns: OrNull<Int64>
  init(_ invariant: InvariantResult) {
    id = invariant.id
    violations = invariant.violations
    first_at_ns = OrNull(invariant.firstAt)
  }
}

struct JSONCost: Encodable {
  struct Line: Encodable {
    let component, item: String
    let quantity, unit_price_micros: Double
    let per_month_micros: Int64
  }
  let currency: String
  let stands_for_ns, per_month_micros: Int64
  let lines: [Line]
  init(_ cost: CostResult) {
    currency = cost.currency
    stands_for_ns = cost.standsFor
    per_month_micros = cost.perMonthMicros
    lines = cost.lines.map {
      Line(
        component: $0.component, item: $0.item, quantity: $0.quantity,
        unit_price_micros: $0.unitPriceMicros, per_month_micros: $0.perMonthMicros)
    }
  }
}

struct JSONHost: Encodable {
  let wall_seconds: Double
  let peak_memory_bytes: Int64
  let threads: Int
  let cpu: String
  init(_ host: Host) {
    wall_seconds = host.wallSeconds
    peak_memory_bytes = host.peakMemoryBytes
    threads = host.threads
    cpu = host.cpu
  }
}
