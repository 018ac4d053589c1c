import Engine

/// What a caller does about a callee, beyond a plain timeout: one for each policy, caller and callee, so that
/// breakers and budgets are theirs alone.
public struct GuardPlan: Sendable {
  public struct Retry: Sendable {
    public enum Jitter: Sendable { case full, equal, none }
    public var times: Int
    public var backoff: ClosedRange<Nanoseconds>
    public var jitter: Jitter
    public var budget: Double?
    /// Outcomes that are tried again.
    public var outcomes: [UInt16]
    public init(
      times: Int, backoff: ClosedRange<Nanoseconds>, jitter: Jitter, budget: Double?, outcomes: [UInt16]
    ) {
      self.times = times
      self.backoff = backoff
      self.jitter = jitter
      self.budget = budget
      self.outcomes = outcomes
    }
  }
  public struct Breaker: Sendable {
    public var opensAt: Double
    public var window: Nanoseconds
    public var calls: Int
    public var rests: Nanoseconds
    public init(opensAt: Double, window: Nanoseconds, calls: Int, rests: Nanoseconds) {
      self.opensAt = opensAt
      self.window = window
      self.calls = calls
      self.rests = rests
    }
  }
  public struct Hedge: Sendable {
    public var after: Nanoseconds
    public var times: Int
    public var budget: Double?
    public init(after: Nanoseconds, times: Int, budget: Double?) {
      self.after = after
      self.times = times
      self.budget = budget
    }
  }

  /// −1 for clients.
  public var caller: Int
  public var callee: Int
  public var deadline: Nanoseconds?
  public var retry: Retry?
  public var breaker: Breaker?
  public var hedge: Hedge?
  /// Draws the jitter.
  public var stream: Int32
  public init(caller: Int, callee: Int, stream: Int32) {
    self.caller = caller
    self.callee = callee
    self.stream = stream
  }
}
