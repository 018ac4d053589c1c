import Engine

/// What a caller does about a callee, beyond a plain timeout: one for each policy, caller and callee, so that
/// breakers and budgets are theirs alone.
public struct GuardPlan: Sendable {
  public enum Jitter: String, Sendable { case full, equal, none }

  /// Outcomes are names in a scenario, numbers in a plan.
  public struct Retry<Outcome: Sendable & Equatable>: Sendable, Equatable {
    /// Tries after the first.
    public var times: Int
    /// Doubles from the lower bound with every try, up to the upper.
    public var backoff: ClosedRange<Nanoseconds> = 0...0
    /// What each backoff is drawn from, in place of those.
    public var distribution: Distribution?
    public var jitter = Jitter.full
    /// Retries as a share of first tries, at most; nil is unlimited.
    public var budget: Double?
    /// Outcomes that are tried again.
    public var outcomes: [Outcome]
    public init(times: Int, outcomes: [Outcome]) {
      self.times = times
      self.outcomes = outcomes
    }

    package func map<Other>(_ outcome: (Outcome) -> Other) -> Retry<Other> {
      var other = Retry<Other>(times: times, outcomes: outcomes.map(outcome))
      other.backoff = backoff
      other.distribution = distribution
      other.jitter = jitter
      other.budget = budget
      return other
    }
  }
  public struct Breaker: Sendable, Equatable {
    /// Share of failures in a window.
    public var failureThreshold: Double
    public var window: Nanoseconds = 10 * .second
    /// Fewest calls in a window that it judges by.
    public var calls = 20
    /// Time until it lets one call through again.
    public var cooldown: Nanoseconds = 5 * .second
    public init(failureThreshold: Double) { self.failureThreshold = failureThreshold }
  }
  public struct Hedge: Sendable, Equatable {
    /// Time without an answer after which a further call is made.
    public var after: Nanoseconds
    public var times = 1
    public var budget: Double?
    /// Once one call is answered, the others are cancelled.
    public var cancels = false
    public init(after: Nanoseconds) { self.after = after }
  }

  /// −1 for clients.
  public var caller: Int
  public var callee: Int
  public var deadline: TimeLimit<Instruction.Draw>?
  public var retry: Retry<UInt16>?
  public var breaker: Breaker?
  public var hedge: Hedge?
  /// Of backoffs that are drawn; −1 for others.
  public var backoffDistribution: Int32 = -1
  /// Draws the jitter, or the backoff.
  public var stream: Int32
  public init(caller: Int, callee: Int, stream: Int32) {
    self.caller = caller
    self.callee = callee
    self.stream = stream
  }
}
