import Engine
import Statistics

/// How a service-level objective stands: the share of good requests over its window, what that uses of the error
/// budget, and whom it would have woken.
public struct ObjectiveResult: Sendable, Equatable {
  public var name = ""
  /// What a good request is, as written: `flow=buy and ok and latency < 3s`.
  public var good = ""
  public var flow = ""
  /// From 0 to 1.
  public var target = 0.0
  public var window: Nanoseconds = 0
  /// Requests that began in the measured part, over all replications, those of them that were surely not good, and
  /// those that had not ended and may become so.
  public var events: UInt64 = 0
  public var badEvents: UInt64 = 0
  public var unendedEvents: UInt64 = 0
  /// Of the share of requests that are not good; nil where it cannot be told.
  public var badInterval: ConfidenceInterval?
  /// Requests that one window has at this rate, and how many of them may be bad.
  public var windowEvents = 0.0
  public var allowedBadEvents = 0.0
  /// From 0 to 1; nil without requests.
  public var goodRatio: Double?
  /// Share of the error budget that one window uses: 1 is all of it. Nil where it cannot be judged.
  public var budgetUsed: Double?
  public var alerts: [BurnRateAlert] = []
  public var verdict = Verdict.held
  public var reason = ""
  public var file = ""
  public var line = 0
  public init() {}
}

/// An alert on the rate at which an error budget burns: 1 uses up exactly the whole of it in one window. It fires when
/// both of its lookbacks burn at `factor` or faster.
public struct BurnRateAlert: Sendable, Equatable {
  public enum Outcome: String, Sendable {
    case fired, silent
    /// Its lookback is longer than the run, or than the timeline can tell.
    case notJudged = "not-judged"
  }
  public var factor = 0.0
  public var lookback: Nanoseconds = 0
  /// The second, shorter one: the alert ends soon after its cause.
  public var shortLookback: Nanoseconds = 0
  public var outcome = Outcome.silent
  /// Since the start of the run, in the replication where it fired earliest.
  public var firstAt: Nanoseconds?
  /// Replications in which it fired, of those that were judged.
  public var fired = 0
  public var judged = 0
  /// Why it was not judged.
  public var remark = ""
  public init() {}
}
