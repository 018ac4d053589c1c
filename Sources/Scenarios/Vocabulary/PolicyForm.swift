import Components

/// What a caller can do about a callee, as the language has it: a key of `policies`, which may also stand beside a
/// call, and what it changes in the rules of the call.
///
/// ```swift
/// let patient = PolicyForm(
///   Parameter("patient", .time, "waits so long, and tries once more"),
///   example: "policies:\n  calm: { patient: 2s }"
/// ) { value, rules in
///   rules.timeout = value.nanoseconds.map { .always($0) }
///   rules.retry = GuardPlan.Retry(times: 1, outcomes: ["timeout"])
///   return rules.timeout != nil
/// }
/// ```
package struct PolicyForm: Sendable {
  package let parameter: Parameter
  package let example: String
  let read: @Sendable (Checker, Item, inout CallRules) -> Void

  package var name: String { parameter.name }

  /// A key whose value says it all.
  /// - Parameter rules: changes the rules by a value that has the parameter's form; false where it means nothing, which
  ///   is an error.
  package init(
    _ parameter: Parameter, example: String, rules: @escaping @Sendable (ParameterValue, inout CallRules) -> Bool
  ) {
    self.init(
      parameter, example,
      read: { checker, item, made in
        guard let value = checker.read(parameter.form, item, .init(parameter: parameter.name)) else { return }
        if !rules(value, &made) { checker.problems.error("this `\(parameter.name)` means nothing", at: item.place) }
      })
  }

  private init(
    _ parameter: Parameter, _ example: String, read: @escaping @Sendable (Checker, Item, inout CallRules) -> Void
  ) {
    self.parameter = parameter
    self.example = example
    self.read = read
  }

  /// Every key of the language, in the order in which it is told.
  package static let all: [PolicyForm] = [
    PolicyForm(
      Parameter(
        "timeout", .timeDistribution,
        "longest time of one try, drawn for each where it is a distribution; what was called goes on, but who waits for a slot of a pool leaves its line"
      ), "policies:\n  quick: { timeout: 500ms }\n  callers: { timeout: exponential(mean 30s) }"
    ) { $2.timeout = $0.limit($1, "a timeout") },
    PolicyForm(
      Parameter(
        "deadline", .timeDistribution,
        "longest time over all tries, drawn for each call where it is a distribution; callees inherit what is left of it, and do not begin what is too late"
      ), "policies:\n  whole: { timeout: 1s, deadline: 3s, retry: { times: 3 } }"
    ) { $2.deadline = $0.limit($1, "a deadline") },
    PolicyForm(
      Parameter(
        "retry", .map(Language.retry),
        "tries again; its budget is one for each caller and callee: all replicas of a component share it, and all clients of a flow, as one fleet does"
      ),
      "policies:\n  again: { timeout: 1s, retry: { times: 2, backoff: 50ms..1s, jitter: full, budget: 10%, for: [ timeout, error ] } }\n  now-and-then: { timeout: 1s, retry: { times: 5, backoff: lognormal(median 200ms p99 2s) } }"
    ) { $2.retry = $0.readRetry($1) },
    PolicyForm(
      Parameter(
        "breaker", .map(Language.breaker),
        "stops calling what fails; one for each caller and callee: all replicas of a component share it, and all clients of a flow, as one fleet does"
      ),
      "policies:\n  careful: { timeout: 1s, breaker: { failure-threshold: 50%, window: 10s, calls: 20, cooldown: 5s } }"
    ) { $2.breaker = $0.readBreaker($1) },
    PolicyForm(
      Parameter("hedge", .either([.time, .map(Language.hedge)]), "asks a second time before the first answer"),
      "policies:\n  twice: { timeout: 1s, hedge: { after: 80ms, times: 1, budget: 5% } }"
    ) { $2.hedge = $0.readHedge($1) },
  ]
}
