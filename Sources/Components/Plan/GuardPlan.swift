import Engine

/// What a caller does about a callee, beyond a plain timeout: one for each policy, caller and callee, so that
/// breakers and budgets are theirs alone.
public struct GuardPlan: Sendable {
  /// Where a doubled backoff falls, uniformly: from zero to all of it, in its upper half, or exactly on it (M.
  /// Brooker, "Exponential Backoff And Jitter", 2015).
  public enum Jitter: String, Sendable { case full, equal, none }

  /// Outcomes are names in a scenario, numbers in a plan.
  public struct Retry<Outcome: Sendable & Equatable>: Sendable, Equatable {
    /// Tries after the first.
    public var times: Int
    /// Nanoseconds before the next try: doubles from the lower bound with every try, up to the upper.
    public var backoff: ClosedRange<Nanoseconds> = 0...0
    /// What each backoff is drawn from, in place of those.
    public var distribution: Distribution?
    /// Of `backoff` alone: a distribution says it all (D-84).
    public var jitter = Jitter.full
    /// Retries as a share of first tries, at most; nil is unlimited.
    public var budget: Double?
    /// Outcomes that are tried again.
    public var outcomes: [Outcome]
    public init(times: Int, outcomes: [Outcome]) {
      self.times = times
      self.outcomes = outcomes
    }

    /// The same with another way to name outcomes.
    package func map<Other>(_ outcome: (Outcome) -> Other) -> Retry<Other> {
      var other = Retry<Other>(times: times, outcomes: outcomes.map(outcome))
      other.backoff = backoff
      other.distribution = distribution
      other.jitter = jitter
      other.budget = budget
      return other
    }
  }
  /// Refuses calls while too many fail, and after a rest lets one through to see.
  public struct Breaker: Sendable, Equatable {
    /// Share of failures in a window.
    public var failureThreshold: Double
    /// Nanoseconds that it looks back, which move on by a tenth of them at a time.
    public var window: Nanoseconds = 10 * .second
    /// Fewest calls in a window that it judges by.
    public var calls = 20
    /// Nanoseconds until it lets one call through again.
    public var cooldown: Nanoseconds = 5 * .second
    public init(failureThreshold: Double) { self.failureThreshold = failureThreshold }
  }
  /// Makes further calls while there is no answer; whichever answers first counts.
  public struct Hedge: Sendable, Equatable {
    /// Nanoseconds without an answer after which a further call is made.
    public var after: Nanoseconds
    /// Further calls of one try, at most.
    public var times = 1
    /// Further calls as a share of first tries, at most; nil is unlimited. What is not used is saved up, for a hundred
    /// tries.
    public var budget: Double?
    /// Once one call is answered, the others are cancelled.
    public var cancels = false
    public init(after: Nanoseconds) { self.after = after }
  }

  /// Index into `NetworkPlan.components` of who calls; −1 for clients.
  public var caller: Int
  /// Index into `NetworkPlan.components` of what is called, or of what stands in front of it.
  public var callee: Int
  /// Nanoseconds for all tries together with their backoffs, handed down with the calls; nil for none.
  public var deadline: TimeLimit<Instruction.Draw>?
  /// Makes further tries after outcomes that it lists; nil for none.
  public var retry: Retry<UInt16>?
  /// Judges the tries that were made, of all requests of this caller to this callee; nil for none.
  public var breaker: Breaker?
  /// Applies to each try; nil for none.
  public var hedge: Hedge?
  /// Index into `NetworkPlan.distributions` of backoffs that are drawn; −1 for others.
  public var backoffDistribution: Int32 = -1
  /// Index into `NetworkPlan.streams`: draws the jitter, or the backoff.
  public var stream: Int32
  public init(caller: Int, callee: Int, stream: Int32) {
    self.caller = caller
    self.callee = callee
    self.stream = stream
  }
}
