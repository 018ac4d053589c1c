import Testing

/// What a caller does about a callee, in a policy and at a call.
@Suite struct PolicyProblemTests {
  @Test(arguments: [
    Mutation(
      "timeout: 500ms", "timeout: 500ms, deadline: 100ms",
      "34:20: error: the timeout of one try, 500ms, is longer than the deadline over all, 100ms"),
    Mutation(
      "timeout: 500ms", "deadline: 100ms"),
    Mutation(
      "timeout: 500ms", "timeout: 5..6s",
      "34:20: error: `5..6s` is a range, and a time or a distribution is expected (did you mean `uniform(low 5s high 6s)`?)"
    ),
    Mutation(
      "timeout: 500ms", "timeout: 500, hedge: 1s",
      "34:20: error: `500` is a number without a unit of time (did you mean `500s`?)"),
    Mutation(
      "timeout: 500ms", "timeout: exponential(mean 500ms), deadline: 100ms"),
    Mutation(
      "timeout: 500ms", "timeout: constant(0s), deadline: exponental(mean 1s)",
      "34:20: error: a timeout of zero lets nothing through",
      "34:44: error: `exponental` is not a distribution (did you mean `exponential`?)"),
    Mutation(
      "timeout: 500ms", "timeout: constant(500ms), deadline: 100ms",
      "34:20: error: the timeout of one try, 500ms, is longer than the deadline over all, 100ms"),
    Mutation(
      "timeout: 500ms, retry: { times: 2", "retry: { for: [ timeout ], times: 2",
      "16:23: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)",
      "20:28: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)",
      "34:18: error: a retry for timeouts alone, and there is no `timeout`: it never happens (give it a `timeout`, or `for: [ error, refused ]`)",
      "36:19: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)",
      "37:19: warning: the call has no timeout and waits as long as it takes, and 1 more in flow `sale` (give it a `policy` or a `timeout`)"
    ),
    Mutation(
      "backoff: 20ms..100ms", "backoff: 100ms..20ms",
      "34:55: error: the range `100ms..20ms` runs backwards (did you mean `20ms..100ms`?)"),
    Mutation(
      "backoff: 20ms..100ms", "backoff: 20ms, jitter: some, budget: 0%, for: [ timeout, declined ]",
      "34:69: error: `some` is not one of its values (did you mean `none`?)",
      "34:83: error: a budget of 0% allows no retry",
      "34:103: error: `declined` is not one of its values (one of `timeout`, `refused` or `error`)"),
    Mutation("backoff: 20ms..100ms", "backoff: exponential(mean 100ms)"),
    Mutation(
      "backoff: 20ms..100ms", "backoff: exponential(mean 100ms), jitter: none",
      "34:88: error: `jitter` draws a part of a backoff, and this one is drawn from its distribution (leave one out)"),
    Mutation(
      "backoff: 20ms..100ms", "backoff: constant(0ms)",
      "34:55: error: a backoff that is always zero is none"),
    Mutation(
      "backoff: 20ms..100ms", "backoff: exponential(median 1s)",
      "34:55: error: `median` is not an argument of exponential (did you mean `mean`?)"),
    Mutation(
      "backoff: 20ms..100ms", "for: []",
      "34:51: error: a retry for nothing never happens: `for` is empty"),
    Mutation(
      "timeout: 500ms, ", "timeout: 500ms, hedge: 600ms, ",
      "34:34: error: a hedge after 600ms never happens: the timeout is 500ms"),
    Mutation(
      "timeout: 500ms, ", "hedge: 50ms, ",
      "16:23: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)",
      "20:28: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)",
      "34:18: error: a hedge without a `timeout`: what never answers would hold its caller for ever (add one, as in `timeout: 500ms`)",
      "36:19: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)",
      "37:19: warning: the call has no timeout and waits as long as it takes, and 1 more in flow `sale` (give it a `policy` or a `timeout`)"
    ),
    Mutation(
      "timeout: 500ms, ", "timeout: 500ms, hedge: { after: 50ms, times: 20, budget: 0% }, ",
      "34:56: error: `20` is out of bounds (from 1 to 10)",
      "34:68: error: a budget of 0% allows no hedge"),
    Mutation(
      "timeout: 500ms, ", "timeout: 500ms, breaker: { failure-threshold: 0%, cooldown: 0s, window: 0s }, ",
      "34:57: error: a breaker that opens at 0% never closes",
      "34:71: error: a breaker without a cooldown does nothing",
      "34:83: error: a window of zero holds nothing"),
    Mutation(
      "timeout: 500ms, ", "timeout: 500ms, breaker: 50%, ",
      "34:36: error: `breaker` is a map, not `50%` (its keys: one of `failure-threshold`, `window`, `calls` or `cooldown`)"
    ),
    Mutation(
      "policy: data, as: record", "policy: data, deadline: 100ms, as: record",
      "20:74: error: the timeout of one try, 500ms, is longer than the deadline over all, 100ms"),
    Mutation(
      "policy: data, as: record", "policy: data, timeout: 40ms, hedge: 50ms, as: record",
      "20:86: error: a hedge after 50ms never happens: the timeout is 40ms"),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check(in: ShopDraft.text) }
}
