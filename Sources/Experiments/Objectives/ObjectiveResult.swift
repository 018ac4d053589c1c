import Engine
import Statistics

/// How a service-level objective stands: the share of good requests over its window, what that uses of the error
/// budget, and whom it would have woken.
package struct ObjectiveResult: Sendable, Equatable {
  package var name = ""
  /// What a good request is, as written: `flow=buy and ok and latency < 3s`.
  package var good = ""
  package var flow = ""
  /// From 0 to 1.
  package var target = 0.0
  package var window: Nanoseconds = 0
  /// Requests that began in the measured part, over all replications, those of them that were surely not good, and
  /// those that had not ended and may become so.
  package var events: UInt64 = 0
  package var badEvents: UInt64 = 0
  package var unendedEvents: UInt64 = 0
  /// Of the share of requests that are not good; nil where it cannot be told.
  package var badInterval: ConfidenceInterval?
  /// Requests that one window has at this rate, and how many of them may be bad.
  package var windowEvents = 0.0
  package var allowedBadEvents = 0.0
  /// From 0 to 1; nil without requests.
  package var goodRatio: Double?
  /// Share of the error budget that one window uses: 1 is all of it. Nil where it cannot be judged.
  package var budgetUsed: Double?
  package var alerts: [BurnRateAlert] = []
  package var verdict = Verdict.held
  package var reason = ""
  package var file = ""
  package var line = 0
  package init() {}
}

/// An alert on the rate at which an error budget burns: 1 uses up exactly the whole of it in one window. It fires when
/// both of its lookbacks burn at `factor` or faster.
package struct BurnRateAlert: Sendable, Equatable {
  package enum Outcome: String, Sendable {
    case fired, silent
    /// Its lookback is longer than the run, or than the timeline can tell.
    case notJudged = "not-judged"
  }
  package var factor = 0.0
  package var lookback: Nanoseconds = 0
  /// The second, shorter one: the alert ends soon after its cause.
  package var shortLookback: Nanoseconds = 0
  package var outcome = Outcome.silent
  /// Since the start of the run, in the replication where it fired earliest.
  package var firstAt: Nanoseconds?
  /// Replications in which it fired, of those that were judged.
  package var fired = 0
  package var judged = 0
  /// Why it was not judged.
  package var remark = ""
  package init() {}
}
