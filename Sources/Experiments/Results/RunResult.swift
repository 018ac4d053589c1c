import Engine
import Scenarios
import Statistics

/// Everything that one run of a scenario found, over all its replications. The recorder stores it, the
/// reports are drawn from it, and `--json` prints it; none of them computes anything new.
///
/// All of it but `host` is a function of scenario, options, seed and program version.
package struct RunResult: Sendable {
  /// As it will be called in reports: the scenario's name, with its options.
  package var scenario = ScenarioIdentity()
  package var programVersion = ""
  /// Of everything that its replications depend on but seed and program: what `ReplicationKey` has.
  package var model = ""
  /// Of the program that ran it.
  package var build = ""
  /// What was measured: the model, or a service.
  package var mode = RunMode.simulated
  /// Of a run against a service.
  package var live: LiveResult?
  /// Interrupted, or still running: what is here is true, and not all.
  package var isPartial = false
  /// How far simulated time went, over the replication that went least far.
  package var simulatedNanoseconds: Nanoseconds = 0
  package var replications = 0
  /// The part of a larger run that this is; nil for a run of its own.
  package var shard: Shard?
  package var digest = ""
  /// Sorted by component name.
  package var digests: [(component: String, digest: String)] = []
  package var events: UInt64 = 0
  package var refreshes: UInt64 = 0
  package var verdict = Verdict.held
  package var indicators: [Indicator] = []
  package var populations: [PopulationResult] = []
  package var components: [ComponentResult] = []
  /// Who calls or publishes to whom, in the order of the file.
  package var links: [LinkResult] = []
  package var outcomes: [OutcomeCount] = []
  package var phases: [PhaseResult] = []
  /// What became of the flows after each fault with a fixed end, and each phase of higher load.
  package var recoveries: [RecoveryResult] = []
  /// What flows, polled populations and consumer groups did before, during and after each fault: by fault, then by
  /// subject, each with its three stages.
  package var faultStages: [FaultStageResult] = []
  /// Of the first replication, in the order in which they were made.
  package var decisions: [DecisionResult] = []
  /// Decisions of the first replication beyond the bound on rows.
  package var droppedDecisions: UInt64 = 0
  package var budgets: [BudgetResult] = []
  /// Service-level objectives, in the order of the file.
  package var objectives: [ObjectiveResult] = []
  package var invariants: [InvariantResult] = []
  package var cost: CostResult?
  package var timeline = Timeline()
  package var selfChecks: [SelfCheck] = []
  package var freshnessDistributions: [FreshnessDistribution] = []
  /// Where the inputs come from.
  package var quantities: [SourcedQuantity] = []
  /// What changes the meaning of all figures, told before them.
  package var findings: [Finding] = []
  package var warnings: [String] = []
  package var host = Host()
  package init() {}
}

package enum RunMode: String, Sendable, CaseIterable {
  case simulated, live

  /// What its clock shows.
  package var time: String { self == .live ? "time" : "simulated time" }
}

package struct ScenarioIdentity: Sendable {
  package var name = ""
  package var question = ""
  /// Of every source text, options and assignments: 32 hexadecimal digits.
  package var hash = ""
  package var options: [String] = []
  package var assignments: [String] = []
  package var sources: [Scenario.SourceText] = []
  package var seed: UInt64 = 0
  package var scale: Int64 = 1
  package var load = 1.0
  package var startsAt: Nanoseconds = 0
  package var duration: Nanoseconds = 0
  package var warmUp: Nanoseconds = 0
  package var drain: Nanoseconds = 0
  package var standsFor: Nanoseconds?
  package init() {}
}

package enum Verdict: String, Sendable, CaseIterable {
  case held
  case violated
  /// Too few samples, an interval that straddles the limit, or unstable.
  case cannotJudge = "cannot-judge"
  /// A budget of severity `warn` that does not hold.
  case warned
}

/// One metric with its labels: a distribution of nanoseconds.
package struct Indicator: Sendable {
  package var metric: String
  /// Sorted by label.
  package var labels: [(label: String, value: String)]
  /// `ns`
  package var unit: String
  /// All samples: what had not ended when the run stopped stands at its age, and what can never end as missing.
  package var histogram: Histogram
  /// Those of them that had not ended, each of which is known only to exceed its age.
  package var ages = Histogram()
  /// Of the mean, from replications or batch means; nil when neither is possible.
  package var meanInterval: ConfidenceInterval?
  /// Of p50, p90, p95, p99 and p99.9, where there were samples enough.
  package var quantileIntervals: [(quantile: Double, interval: ConfidenceInterval)]
  /// Exact counts above the limits that budgets name.
  package var exceedances: [(limit: Nanoseconds, count: UInt64)]
  package init(
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
  package func isAtLeast(_ quantile: Double) -> Bool {
    guard !ages.isEmpty, let value = histogram.quantile(quantile), value != .max else { return false }
    // Samples above it in any case, and those that may come to lie there.
    let above = histogram.count(above: value) + (ages.count - ages.count(above: value))
    return Double(above) > (1 - quantile) * Double(histogram.count)
  }

  /// `latency(flow=view)`
  package var title: String {
    labels.isEmpty
      ? metric : "\(metric)(\(labels.map { "\($0.label)=\($0.value)" }.joined(separator: " ")))"
  }
}

/// Whether a figure has a true value that a longer run would come nearer to, or is what happened.
package enum StatisticClass: String, Sendable, CaseIterable { case estimate, fact }

package struct PopulationResult: Sendable {
  package var name = ""
  package var entities: Int64 = 0
  package var bytesEach = 0
  package var cycle: Nanoseconds = 0
  /// Refreshes due inside the measured part of the run, and what became of them.
  package var due: UInt64 = 0
  package var refreshes: UInt64 = 0
  package var answered: UInt64 = 0
  package var refused: UInt64 = 0
  package var timedOut: UInt64 = 0
  package var failed: UInt64 = 0
  package var changesFound: UInt64 = 0
  /// Changes that a refresh inside the run should have found and none did, or whose push was lost and that nobody knows
  /// of.
  package var changesMissed: UInt64 = 0
  package init() {}

  /// When its entities are asked for.
  package enum Rhythm: Sendable { case cycle, onCall, never }

  /// Never, where changes are pushed, or nobody has called.
  package var rhythm: Rhythm { cycle > 0 ? .cycle : due > 0 ? .onCall : .never }
}

/// One component over the measured part of the run, all replicas and replications together.
package struct ComponentResult: Sendable {
  package var name = ""
  package var kind = ""
  /// As simulated, after `--scale`.
  package var replicas: Int64 = 1
  /// Slots of all replicas; 0 means unlimited.
  package var slots: Int64 = 0
  package var cores: Int64 = 0
  package var arrivals: UInt64 = 0
  package var completions: UInt64 = 0
  package var failures: UInt64 = 0
  package var refusals: UInt64 = 0
  package var timeouts: UInt64 = 0
  /// Completions that were answers, and whose caller was still there.
  package var goodCompletions: UInt64 = 0
  /// Replicas that were active, as a mean; nil where nothing scales them.
  package var meanReplicas: Double?
  /// Replicas that were in rotation or still at work, as a mean; nil where all were all the time.
  package var meanLive: Double?
  /// Replicas that were down, starting or left out, as means; nil where none ever was.
  package var meanDown: Double?
  package var meanStarting: Double?
  package var meanEjected: Double?
  /// Counters that are not zero, in the order of their list.
  package var counts: [ComponentCount] = []
  /// Busy share of the scarcest resource of the replicas that were there, from 0 to 1; nil when unlimited, or when none
  /// was there.
  package var utilization: Double?
  /// `threads`, `cores`, `slots`, `quota`
  package var scarcest = ""
  package var meanQueueLength = 0.0
  package var maximumQueueLength: Int64 = 0
  package var meanInFlight = 0.0
  /// Operations that had not ended when the run stopped: they are in the means at their age, so these are at least that.
  package var unended: UInt64 = 0
  package var meanResponse: Nanoseconds = 0
  package var meanWaiting: Nanoseconds = 0
  package var meanService: Nanoseconds = 0
  /// Messages that wait at the end of the run, for logs.
  package var backlog: Int64 = 0
  /// Replicas or waits differ from the full size in a way that changes its waits.
  package var isComparable = true
  /// Share of its parameters that nobody has measured, from 0 to 1.
  package var assumedShare = 0.0
  package init() {}
}

/// One counter of a component, by the name that `counts(counter=…)` has for it.
package struct ComponentCount: Sendable, Equatable {
  package var counter: String
  package var count: UInt64
  package init(counter: String, count: UInt64) {
    self.counter = counter
    self.count = count
  }
}

extension ComponentResult {
  package func count(_ counter: String) -> UInt64 { counts.first { $0.counter == counter }?.count ?? 0 }

  /// Look-ups that found their key, of all, from 0 to 1; nil without look-ups.
  package var hitRatio: Double? {
    let all = count("hits") + count("misses") + count("coalesced")
    return all > 0 ? Double(count("hits")) / Double(all) : nil
  }
}

package struct LinkResult: Sendable {
  package enum Style: String, Sendable { case call, publish, consume, pass }
  package var from: String
  package var to: String
  package var style: Style
  package var count: UInt64
  package init(from: String, to: String, style: Style, count: UInt64) {
    self.from = from
    self.to = to
    self.style = style
    self.count = count
  }
}

package struct OutcomeCount: Sendable {
  /// `flow`, `command` or `component`
  package var scope: String
  package var name: String
  package var outcome: String
  package var count: UInt64
  package init(scope: String, name: String, outcome: String, count: UInt64) {
    self.scope = scope
    self.name = name
    self.outcome = outcome
    self.count = count
  }
}

package struct PhaseResult: Sendable {
  package var workload = ""
  package var name = ""
  package var begins: Nanoseconds = 0
  package var ends: Nanoseconds = 0
  package var offered: UInt64 = 0
  package var completed: UInt64 = 0
  package var failed: UInt64 = 0
  package init() {}
}

package struct BudgetResult: Sendable {
  package var name = ""
  /// The check as written.
  package var check = ""
  /// In the metric's unit; nil when there was nothing to judge, or it is infinite.
  package var observed: Double?
  /// Whether requests that had not ended leave the figure open: it is at least what was observed.
  package var isBound = false
  /// Whether the limit holds for what was observed even if all that had not ended is infinitely late, or failed.
  package var holdsAtWorst = false
  /// There was too little to tell how sure the figure is.
  package var isTooFew = false
  /// An estimate is judged by its interval, a fact by what happened in the runs that were made.
  package var statisticClass = StatisticClass.estimate
  /// Of an estimate, where it can be told: it covers the true value in 19 of 20 experiments. An end may be infinite.
  package var interval: ConfidenceInterval?
  package var limit: Double?
  /// How the two are compared; nil where there was nothing to judge.
  package var comparison: Check.Comparison?
  /// `ns`, `count`, `per second`, `ratio`, `micro-units`
  package var unit = ""
  package var verdict = Verdict.held
  /// Why, in one sentence: "p95 of 7,412 samples is 286.1s, limit 300s".
  package var reason = ""
  package var severity = Budget.Severity.fail
  package var file = ""
  package var line = 0
  package init() {}
}

package struct InvariantResult: Sendable {
  package var id = ""
  package var documentation = ""
  package var violations: UInt64 = 0
  /// In the replication that saw it first.
  package var firstAt: Nanoseconds?
  package var firstReplication: Int?
  /// What `orrery trace --violation ID` follows.
  package var firstEntity: Int64?
  package var isExpected = false
  package init() {}
}

package struct CostResult: Sendable {
  package struct Line: Sendable {
    package var component = ""
    package var item = ""
    package var quantity = 0.0
    package var unit = ""
    package var unitPriceMicros = 0.0
    package var perMonthMicros: Int64 = 0
    /// Grows with what is used; the other lines are what is kept ready.
    package var followsUse = false
    package init() {}
  }
  package var currency = "USD"
  package var standsFor: Nanoseconds = 0
  package var perMonthMicros: Int64 = 0
  package var lines: [Line] = []
  package var unpriced: [String] = []
  package var books: [PriceBook] = []
  package init() {}
}

/// What happened over simulated time, in equal intervals; the last one may be shorter.
package struct Timeline: Sendable {
  package struct FlowSeries: Sendable {
    /// A flow's or a measure's name.
    package var name = ""
    package var isMeasure = false
    /// Per interval; requests by intended start for `offered`, by completion for the others.
    package var offered: [UInt64] = []
    package var completed: [UInt64] = []
    package var failed: [UInt64] = []
    /// Nanoseconds; nil where nothing completed.
    package var p50: [Nanoseconds?] = []
    package var p95: [Nanoseconds?] = []
    package var p99: [Nanoseconds?] = []
    package init() {}
  }
  package struct ComponentSeries: Sendable {
    package var name = ""
    package var utilization: [Double] = []
    package var queueLength: [Double] = []
    package var throughput: [UInt64] = []
    /// Calls that failed, by when they ended; those that came inside the measured part.
    package var failures: [UInt64] = []
    /// Nanoseconds of the responses that ended, on average over replications; nil where nothing did.
    package var p99: [Nanoseconds?] = []
    /// Empty where all replicas were there all the time.
    package var replicas: [Replicas] = []
    package init() {}
  }
  /// Replicas of a component, as means over an interval.
  package struct Replicas: Sendable, Equatable {
    /// In rotation, or out of it and still at work.
    package var live = 0.0
    package var down = 0.0
    package var starting = 0.0
    package var ejected = 0.0
    package init() {}
  }
  package struct Mark: Sendable {
    package var name: String
    /// `phase`, `fault` or `warm-up`
    package var style: String
    package var begins: Nanoseconds
    package var ends: Nanoseconds
    package init(name: String, style: String, begins: Nanoseconds, ends: Nanoseconds) {
      self.name = name
      self.style = style
      self.begins = begins
      self.ends = ends
    }
  }
  package var interval: Nanoseconds = 0
  package var count = 0
  package var flows: [FlowSeries] = []
  package var components: [ComponentSeries] = []
  package var marks: [Mark] = []
  package init() {}
}

/// A measured figure beside what an operational law or queueing theory says of it.
package struct SelfCheck: Sendable {
  package var component = ""
  /// "Little's law", "utilisation law", "flow balance", "M/M/1 mean wait"
  package var law = ""
  package var measured = 0.0
  package var expected = 0.0
  package var unit = ""
  package var isWithinTolerance = true
  /// What it says about the run, where it is not: "run too short", "unstable".
  package var remark = ""
  package init() {}
}

/// The distribution of poll delays beside its closed form `U(0, T) + L`.
package struct FreshnessDistribution: Sendable {
  package var population = ""
  package var measure = ""
  package var period: Nanoseconds = 0
  /// Time from the poll that found a change to the instant that it was measured: `L`.
  package var pipeline = Histogram()
  /// Nanoseconds → share of changes later than that, measured and by the distribution.
  package var points: [(delay: Nanoseconds, measured: Double, expected: Double)] = []
  package init() {}
}

package struct Host: Sendable {
  package var wallSeconds = 0.0
  package var setUpSeconds = 0.0
  package var peakMemoryBytes: Int64 = 0
  package var threads = 1
  package var cpu = ""
  package init() {}
}
