import Engine
import Scenarios
import Statistics

/// Everything that one run of a scenario found, over all its replications. The recorder stores it, the
/// reports are drawn from it, and `--json` prints it; none of them computes anything new.
///
/// All of it but `host` is a function of scenario, options, seed and program version.
public struct RunResult: Sendable {
  /// As it will be called in reports: the scenario's name, with its options.
  public var scenario = ScenarioIdentity()
  public var programVersion = ""
  /// Of everything that its replications depend on but seed and program: what `ReplicationKey` has.
  public var model = ""
  /// Of the program that ran it.
  public var build = ""
  /// Interrupted, or still running: what is here is true, and not all.
  public var isPartial = false
  /// How far simulated time went, over the replication that went least far.
  public var simulatedNanoseconds: Nanoseconds = 0
  public var replications = 0
  /// The part of a larger run that this is; nil for a run of its own.
  public var shard: Shard?
  public var digest = ""
  /// Sorted by component name.
  public var digests: [(component: String, digest: String)] = []
  public var events: UInt64 = 0
  public var refreshes: UInt64 = 0
  public var verdict = Verdict.held
  public var indicators: [Indicator] = []
  public var populations: [PopulationResult] = []
  public var components: [ComponentResult] = []
  /// Who calls or publishes to whom, in the order of the file.
  public var links: [LinkResult] = []
  public var outcomes: [OutcomeCount] = []
  public var phases: [PhaseResult] = []
  /// What became of the flows after each fault with a fixed end, and each phase of higher load.
  public var recoveries: [RecoveryResult] = []
  /// What flows, polled populations and consumer groups did before, during and after each fault: by fault, then by
  /// subject, each with its three stages.
  public var faultStages: [FaultStageResult] = []
  /// Of the first replication, in the order in which they were made.
  public var decisions: [DecisionResult] = []
  /// Decisions of the first replication beyond the bound on rows.
  public var droppedDecisions: UInt64 = 0
  public var budgets: [BudgetResult] = []
  /// Service-level objectives, in the order of the file.
  public var objectives: [ObjectiveResult] = []
  public var invariants: [InvariantResult] = []
  public var cost: CostResult?
  public var timeline = Timeline()
  public var selfChecks: [SelfCheck] = []
  public var freshnessDistributions: [FreshnessDistribution] = []
  /// Where the inputs come from.
  public var quantities: [SourcedQuantity] = []
  /// What changes the meaning of all figures, told before them.
  public var findings: [Finding] = []
  public var warnings: [String] = []
  public var host = Host()
  public init() {}
}

public struct ScenarioIdentity: Sendable {
  public var name = ""
  public var question = ""
  /// Of every source text, options and assignments: 32 hexadecimal digits.
  public var hash = ""
  public var options: [String] = []
  public var assignments: [String] = []
  public var sources: [Scenario.SourceText] = []
  public var seed: UInt64 = 0
  public var scale: Int64 = 1
  public var load = 1.0
  public var startsAt: Nanoseconds = 0
  public var duration: Nanoseconds = 0
  public var warmUp: Nanoseconds = 0
  public var drain: Nanoseconds = 0
  public var standsFor: Nanoseconds?
  public init() {}
}

public enum Verdict: String, Sendable, CaseIterable {
  case held
  case violated
  /// Too few samples, an interval that straddles the limit, or unstable.
  case cannotJudge = "cannot-judge"
  /// A budget of severity `warn` that does not hold.
  case warned
}

/// One metric with its labels: a distribution of nanoseconds.
public struct Indicator: Sendable {
  public var metric: String
  /// Sorted by label.
  public var labels: [(label: String, value: String)]
  /// `ns`
  public var unit: String
  /// All samples: what had not ended when the run stopped stands at its age, and what can never end as missing.
  public var histogram: Histogram
  /// Those of them that had not ended, each of which is known only to exceed its age.
  public var ages = Histogram()
  /// Of the mean, from replications or batch means; nil when neither is possible.
  public var meanInterval: ConfidenceInterval?
  /// Of p50, p90, p95, p99 and p99.9, where there were samples enough.
  public var quantileIntervals: [(quantile: Double, interval: ConfidenceInterval)]
  /// Exact counts above the limits that budgets name.
  public var exceedances: [(limit: Nanoseconds, count: UInt64)]
  public init(
    metric: String, labels: [(label: String, value: String)], unit: String, histogram: Histogram,
    meanInterval: ConfidenceInterval? = nil,
    quantileIntervals: [(quantile: Double, interval: ConfidenceInterval)] = [],
    exceedances: [(limit: Nanoseconds, count: UInt64)] = []
  ) {
    self.metric = metric
    self.labels = labels
    self.unit = unit
    self.histogram = histogram
    self.meanInterval = meanInterval
    self.quantileIntervals = quantileIntervals
    self.exceedances = exceedances
  }

  /// Whether a percentile is known only to be at least what the samples say: with what had not ended at infinity it
  /// would be another one.
  public func isAtLeast(_ quantile: Double) -> Bool {
    guard !ages.isEmpty, let value = histogram.quantile(quantile), value != .max else { return false }
    // Samples above it in any case, and those that may come to lie there.
    let above = histogram.count(above: value) + (ages.count - ages.count(above: value))
    return Double(above) > (1 - quantile) * Double(histogram.count)
  }

  /// `latency(flow=view)`
  public var title: String {
    labels.isEmpty
      ? metric : "\(metric)(\(labels.map { "\($0.label)=\($0.value)" }.joined(separator: " ")))"
  }
}

/// Whether a figure has a true value that a longer run would come nearer to, or is what happened.
public enum StatisticClass: String, Sendable, CaseIterable { case estimate, fact }

public struct PopulationResult: Sendable {
  public var name = ""
  public var entities: Int64 = 0
  public var bytesEach = 0
  public var cycle: Nanoseconds = 0
  /// Refreshes due inside the measured part of the run, and what became of them.
  public var due: UInt64 = 0
  public var refreshes: UInt64 = 0
  public var answered: UInt64 = 0
  public var refused: UInt64 = 0
  public var timedOut: UInt64 = 0
  public var failed: UInt64 = 0
  public var changesFound: UInt64 = 0
  /// Changes that a refresh inside the run should have found and none did.
  public var changesMissed: UInt64 = 0
  public init() {}
}

/// One component over the measured part of the run, all replicas and replications together.
public struct ComponentResult: Sendable {
  public var name = ""
  public var kind = ""
  /// As simulated, after `--scale`.
  public var replicas: Int64 = 1
  /// Slots of all replicas; 0 means unlimited.
  public var slots: Int64 = 0
  public var cores: Int64 = 0
  public var arrivals: UInt64 = 0
  public var completions: UInt64 = 0
  public var failures: UInt64 = 0
  public var refusals: UInt64 = 0
  public var timeouts: UInt64 = 0
  /// Completions that were answers, and whose caller was still there.
  public var goodCompletions: UInt64 = 0
  /// Replicas that were active, as a mean; nil where nothing scales them.
  public var meanReplicas: Double?
  /// Replicas that were in rotation or still at work, as a mean; nil where all were all the time.
  public var meanLive: Double?
  /// Replicas that were down, starting or left out, as means; nil where none ever was.
  public var meanDown: Double?
  public var meanStarting: Double?
  public var meanEjected: Double?
  /// Counters that are not zero, in the order of their list.
  public var counts: [ComponentCount] = []
  /// Busy share of the scarcest resource of the replicas that were there, from 0 to 1; nil when unlimited, or when none
  /// was there.
  public var utilization: Double?
  /// `threads`, `cores`, `slots`, `quota`
  public var scarcest = ""
  public var meanQueueLength = 0.0
  public var maximumQueueLength: Int64 = 0
  public var meanInFlight = 0.0
  /// Operations that had not ended when the run stopped: they are in the means at their age, so these are at least that.
  public var unended: UInt64 = 0
  public var meanResponse: Nanoseconds = 0
  public var meanWaiting: Nanoseconds = 0
  public var meanService: Nanoseconds = 0
  /// Messages that wait at the end of the run, for logs.
  public var backlog: Int64 = 0
  /// Replicas or waits differ from the full size in a way that changes its waits.
  public var isComparable = true
  /// Share of its parameters that nobody has measured, from 0 to 1.
  public var assumedShare = 0.0
  public init() {}
}

/// One counter of a component, by the name that `counts(counter=…)` has for it.
public struct ComponentCount: Sendable, Equatable {
  public var counter: String
  public var count: UInt64
  public init(counter: String, count: UInt64) {
    self.counter = counter
    self.count = count
  }
}

extension ComponentResult {
  public func count(_ counter: String) -> UInt64 { counts.first { $0.counter == counter }?.count ?? 0 }

  /// Look-ups that found their key, of all, from 0 to 1; nil without look-ups.
  public var hitRatio: Double? {
    let all = count("hits") + count("misses") + count("coalesced")
    return all > 0 ? Double(count("hits")) / Double(all) : nil
  }
}

public struct LinkResult: Sendable {
  public enum Style: String, Sendable { case call, publish, consume, pass }
  public var from: String
  public var to: String
  public var style: Style
  public var count: UInt64
  public init(from: String, to: String, style: Style, count: UInt64) {
    self.from = from
    self.to = to
    self.style = style
    self.count = count
  }
}

public struct OutcomeCount: Sendable {
  /// `flow`, `command` or `component`
  public var scope: String
  public var name: String
  public var outcome: String
  public var count: UInt64
  public init(scope: String, name: String, outcome: String, count: UInt64) {
    self.scope = scope
    self.name = name
    self.outcome = outcome
    self.count = count
  }
}

public struct PhaseResult: Sendable {
  public var workload = ""
  public var name = ""
  public var begins: Nanoseconds = 0
  public var ends: Nanoseconds = 0
  public var offered: UInt64 = 0
  public var completed: UInt64 = 0
  public var failed: UInt64 = 0
  public init() {}
}

public struct BudgetResult: Sendable {
  public var name = ""
  /// The check as written.
  public var check = ""
  /// In the metric's unit; nil when there was nothing to judge, or it is infinite.
  public var observed: Double?
  /// Whether requests that had not ended leave the figure open: it is at least what was observed.
  public var isBound = false
  /// Whether the limit holds for what was observed even if all that had not ended is infinitely late, or failed.
  public var holdsAtWorst = false
  /// There was too little to tell how sure the figure is.
  public var isTooFew = false
  /// An estimate is judged by its interval, a fact by what happened in the runs that were made.
  public var statisticClass = StatisticClass.estimate
  /// Of an estimate, where it can be told: it covers the true value in 19 of 20 experiments. An end may be infinite.
  public var interval: ConfidenceInterval?
  public var limit: Double?
  /// How the two are compared; nil where there was nothing to judge.
  public var comparison: Check.Comparison?
  /// `ns`, `count`, `per second`, `ratio`, `micro-units`
  public var unit = ""
  public var verdict = Verdict.held
  /// Why, in one sentence: "p95 of 7,412 samples is 286.1s, limit 300s".
  public var reason = ""
  public var severity = Budget.Severity.fail
  public var file = ""
  public var line = 0
  public init() {}
}

public struct InvariantResult: Sendable {
  public var id = ""
  public var documentation = ""
  public var violations: UInt64 = 0
  /// In the replication that saw it first.
  public var firstAt: Nanoseconds?
  public var firstReplication: Int?
  /// What `orrery trace --violation ID` follows.
  public var firstEntity: Int64?
  public var isExpected = false
  public init() {}
}

public struct CostResult: Sendable {
  public struct Line: Sendable {
    public var component = ""
    public var item = ""
    public var quantity = 0.0
    public var unit = ""
    public var unitPriceMicros = 0.0
    public var perMonthMicros: Int64 = 0
    /// Grows with what is used; the other lines are what is kept ready.
    public var followsUse = false
    public init() {}
  }
  public var currency = "USD"
  public var standsFor: Nanoseconds = 0
  public var perMonthMicros: Int64 = 0
  public var lines: [Line] = []
  public var unpriced: [String] = []
  public var books: [PriceBook] = []
  public init() {}
}

/// What happened over simulated time, in equal intervals; the last one may be shorter.
public struct Timeline: Sendable {
  public struct FlowSeries: Sendable {
    /// A flow's or a measure's name.
    public var name = ""
    public var isMeasure = false
    /// Per interval; requests by intended start for `offered`, by completion for the others.
    public var offered: [UInt64] = []
    public var completed: [UInt64] = []
    public var failed: [UInt64] = []
    /// Nanoseconds; nil where nothing completed.
    public var p50: [Nanoseconds?] = []
    public var p95: [Nanoseconds?] = []
    public var p99: [Nanoseconds?] = []
    public init() {}
  }
  public struct ComponentSeries: Sendable {
    public var name = ""
    public var utilization: [Double] = []
    public var queueLength: [Double] = []
    public var throughput: [UInt64] = []
    /// Calls that failed, by when they ended; those that came inside the measured part.
    public var failures: [UInt64] = []
    /// Nanoseconds of the responses that ended, on average over replications; nil where nothing did.
    public var p99: [Nanoseconds?] = []
    /// Empty where all replicas were there all the time.
    public var replicas: [Replicas] = []
    public init() {}
  }
  /// Replicas of a component, as means over an interval.
  public struct Replicas: Sendable, Equatable {
    /// In rotation, or out of it and still at work.
    public var live = 0.0
    public var down = 0.0
    public var starting = 0.0
    public var ejected = 0.0
    public init() {}
  }
  public struct Mark: Sendable {
    public var name: String
    /// `phase`, `fault` or `warm-up`
    public var style: String
    public var begins: Nanoseconds
    public var ends: Nanoseconds
    public init(name: String, style: String, begins: Nanoseconds, ends: Nanoseconds) {
      self.name = name
      self.style = style
      self.begins = begins
      self.ends = ends
    }
  }
  public var interval: Nanoseconds = 0
  public var count = 0
  public var flows: [FlowSeries] = []
  public var components: [ComponentSeries] = []
  public var marks: [Mark] = []
  public init() {}
}

/// A measured figure beside what an operational law or queueing theory says of it.
public struct SelfCheck: Sendable {
  public var component = ""
  /// "Little's law", "utilisation law", "flow balance", "M/M/1 mean wait"
  public var law = ""
  public var measured = 0.0
  public var expected = 0.0
  public var unit = ""
  public var isWithinTolerance = true
  /// What it says about the run, where it is not: "run too short", "unstable".
  public var remark = ""
  public init() {}
}

/// The distribution of poll delays beside its closed form `U(0, T) + L`.
public struct FreshnessDistribution: Sendable {
  public var population = ""
  public var measure = ""
  public var period: Nanoseconds = 0
  /// Time from the poll that found a change to the instant that it was measured: `L`.
  public var pipeline = Histogram()
  /// Nanoseconds → share of changes later than that, measured and by the distribution.
  public var points: [(delay: Nanoseconds, measured: Double, expected: Double)] = []
  public init() {}
}

public struct Host: Sendable {
  public var wallSeconds = 0.0
  public var setUpSeconds = 0.0
  public var peakMemoryBytes: Int64 = 0
  public var threads = 1
  public var cpu = ""
  public init() {}
}
