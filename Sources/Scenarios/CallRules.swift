import Engine

/// What a caller does about a callee: a policy, or what a call states itself. From the outside in: deadline,
/// retry, breaker, hedge, timeout of each try.
public struct CallRules: Sendable, Equatable {
  /// Longest time of one try.
  public var timeout: Nanoseconds?
  /// Longest time over all tries; callees inherit what is left of it.
  public var deadline: Nanoseconds?
  public var retry: Retry?
  public var breaker: Breaker?
  public var hedge: Hedge?

  public init(timeout: Nanoseconds? = nil) { self.timeout = timeout }

  public struct Retry: Sendable, Equatable {
    public enum Jitter: Sendable { case full, equal, none }
    /// Tries after the first.
    public var times: Int64
    /// Doubles from the lower bound with every try, up to the upper.
    public var backoff: ClosedRange<Nanoseconds> = 0...0
    public var jitter = Jitter.full
    /// Retries as a share of first tries, at most; nil is unlimited.
    public var budget: Double?
    public var outcomes: [String] = ["timeout", "refused", "error"]
    public init(times: Int64) { self.times = times }
  }

  public struct Breaker: Sendable, Equatable {
    /// Share of failures in a window.
    public var opensAt: Double
    public var window: Nanoseconds = 10 * .second
    /// Fewest calls in a window that it judges by.
    public var calls: Int64 = 20
    /// Time until it lets one call through again.
    public var rests: Nanoseconds = 5 * .second
    public init(opensAt: Double) { self.opensAt = opensAt }
  }

  public struct Hedge: Sendable, Equatable {
    /// Time without an answer after which a further call is made.
    public var after: Nanoseconds
    public var times: Int64 = 1
    public var budget: Double?
    public init(after: Nanoseconds) { self.after = after }
  }
}
