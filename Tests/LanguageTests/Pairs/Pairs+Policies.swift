import Foundation

/// What a caller does about a callee.
extension Pairs {
  private static func policy(
    _ fields: String, _ bank: String = "outcomes: { error: 30% },", _ distribution: String = "50ms", rest: String = ""
  ) -> String {
    """
    components: { app: { kind: external, \(bank) operations: { run: \(distribution) } } }
    policies: { p: { \(fields) } }
    flows: { f: [ { call: app.run, policy: p } ] }
    \(rest)
    """
  }
  private static let down = "faults: { out: { at: 5s, for: 5s, hits: app, error: 100% } }"
  private static let calls = "count calls(component=app) < 1"
  private static let slowTail = "exponential(mean 100ms)"
  private static let twice = "timeout: 1s, retry: { times: 2, backoff: 100ms"

  static let policies: [Pair] = tries + breakers + hedges

  private static let tries: [Pair] = [
    Pair("policy.timeout", policy("◊", "", slowTail), "timeout: 50ms", "timeout: 1s", errors, .falls),
    Pair(
      "policy.deadline", policy("timeout: 100ms, retry: { times: 5 }, ◊", "", slowTail), "deadline: 150ms",
      "deadline: 2s", errors, .falls),
    Pair(
      "policy.timeout", policy("◊", "", slowTail), "timeout: 200ms", "timeout: exponential(mean 200ms)", errors, .rises),
    Pair(
      "policy.deadline", policy("◊", "", slowTail), "deadline: exponential(mean 50ms)",
      "deadline: exponential(mean 500ms)", errors, .falls),
    Pair("policy.retry", policy("timeout: 1s, ◊"), "", "retry: { times: 2 }", errors, .falls),
    Pair("policy.retry.times", policy("timeout: 1s, retry: { ◊ }"), "times: 1", "times: 3", errors, .falls),
    Pair(
      "policy.retry.backoff", policy("timeout: 1s, retry: { times: 2, ◊ }"), "backoff: 10ms", "backoff: 200ms", mean,
      .rises),
    Pair(
      "policy.retry.backoff", policy("timeout: 1s, retry: { times: 2, ◊ }"), "backoff: exponential(mean 10ms)",
      "backoff: exponential(mean 200ms)", mean, .rises),
    Pair("policy.retry.jitter", policy("\(twice), ◊ } "), "jitter: none", "jitter: equal", mean, .falls),
    Pair("policy.retry.jitter", policy("\(twice), ◊ }"), "jitter: equal", "jitter: full", mean, .falls),
    Pair(
      "policy.retry.budget", policy("timeout: 1s, retry: { times: 2, ◊ }"), "budget: 1%", "budget: 100%", errors, .falls
    ),
    Pair(
      "policy.retry.for", policy("timeout: 1s, retry: { times: 2, ◊ }"), "for: [ timeout ]", "for: [ error ]", errors,
      .falls),
    Pair(
      "policy.retry.for", policy("timeout: 100ms, retry: { times: 2, ◊ }", "", slowTail), "for: [ error ]",
      "for: [ timeout ]", errors, .falls),
    Pair(
      "policy.retry.for",
      """
      components: { app: { kind: service, threads: 1, queue: 0, operations: { run: [ wait: 20ms ] } } }
      policies: { p: { timeout: 1s, retry: { times: 2, backoff: 50ms, ◊ } } }
      flows: { f: [ { call: app.run, policy: p } ] }
      """, "for: [ error ]", "for: [ refused ]", errors, .falls),
  ]

  private static let breakers: [Pair] = [
    Pair(
      "policy.breaker", policy("timeout: 1s, ◊", "", rest: down), "",
      "breaker: { failure-threshold: 20%, cooldown: 2s }", calls,
      .falls),
    Pair(
      "policy.breaker.failure-threshold", policy("timeout: 1s, breaker: { ◊ }"), "failure-threshold: 10%",
      "failure-threshold: 90%", calls, .rises),
    Pair(
      "policy.breaker.window", policy("timeout: 1s, breaker: { failure-threshold: 50%, ◊ }", "", rest: down),
      "window: 1s",
      "window: 20s", calls, .rises),
    Pair(
      "policy.breaker.calls", policy("timeout: 1s, breaker: { failure-threshold: 20%, ◊ }", "", rest: down),
      "calls: 10",
      "calls: 100k", calls, .rises),
    Pair(
      "policy.breaker.cooldown",
      policy("timeout: 1s, breaker: { failure-threshold: 50%, window: 1s, ◊ }", "", rest: down),
      "cooldown: 500ms",
      "cooldown: 10s", calls, .falls),
  ]

  private static let hedges: [Pair] = [
    Pair("policy.hedge", policy("timeout: 5s, ◊", "", slowTail), "", "hedge: { after: 100ms }", tail, .falls),
    Pair(
      "policy.hedge.after", policy("timeout: 5s, hedge: { ◊ }", "", slowTail), "after: 20ms", "after: 1s", calls, .falls
    ),
    Pair(
      "policy.hedge.times", policy("timeout: 5s, hedge: { after: 50ms, ◊ }", "", slowTail), "times: 1", "times: 4",
      calls,
      .rises),
    Pair(
      "policy.hedge.cancel", policy("timeout: 5s, hedge: { after: 50ms◊ }", "", slowTail), "", ", cancel: yes",
      "mean response(component=app) < 1s", .falls),
    Pair(
      "policy.hedge.budget", policy("timeout: 5s, hedge: { after: 50ms, ◊ }", "", slowTail), "budget: 1%",
      "budget: 100%", calls, .rises),
  ]
}
