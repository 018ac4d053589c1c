import Components
import Engine

/// What a caller does about a callee: a policy, or what a call states itself. From the outside in: deadline,
/// retry, breaker, hedge, timeout of each try.
public struct CallRules: Sendable, Equatable {
  /// Longest time of one try.
  public var timeout: TimeLimit<Distribution>?
  /// Longest time over all tries; callees inherit what is left of it.
  public var deadline: TimeLimit<Distribution>?
  public var retry: GuardPlan.Retry<String>?
  public var breaker: GuardPlan.Breaker?
  public var hedge: GuardPlan.Hedge?

  public init(timeout: TimeLimit<Distribution>? = nil) { self.timeout = timeout }
}
