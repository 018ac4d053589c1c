import Components
import Engine

/// What a caller does about a callee: a policy, or what a call states itself. From the outside in: deadline,
/// retry, breaker, hedge, timeout of each try.
package struct CallRules: Sendable, Equatable {
  /// Longest time of one try.
  package var timeout: TimeLimit<Distribution>?
  /// Longest time over all tries; callees inherit what is left of it.
  package var deadline: TimeLimit<Distribution>?
  package var retry: GuardPlan.Retry<String>?
  package var breaker: GuardPlan.Breaker?
  package var hedge: GuardPlan.Hedge?

  package init(timeout: TimeLimit<Distribution>? = nil) { self.timeout = timeout }
}
