import Engine

/// A circuit breaker, retry budget and hedge budget while they run.
struct GuardState: ~Copyable {
  enum Phase { case closed, open, probing }

  private(set) var phase = Phase.closed
  private var opensAgain: Nanoseconds = 0
  private var probe: EventIdentity?
  /// Calls and failures of the last window, by tenths of it.
  private var calls = [Int32](repeating: 0, count: 10)
  private var failures = [Int32](repeating: 0, count: 10)
  private var tenth: Int64 = 0
  private var retryTokens: Double
  private var hedgeTokens: Double

  /// A budget saves up for this many first tries.
  private static let saved = 100.0

  init(_ plan: GuardPlan) {
    retryTokens = (plan.retry?.budget ?? 0) * Self.saved
    hedgeTokens = (plan.hedge?.budget ?? 0) * Self.saved
  }

  // MARK: Budgets

  /// A first try pays into the budgets.
  mutating func payIn(_ plan: GuardPlan) {
    if let budget = plan.retry?.budget { retryTokens = min(budget * Self.saved, retryTokens + budget) }
    if let budget = plan.hedge?.budget { hedgeTokens = min(budget * Self.saved, hedgeTokens + budget) }
  }

  mutating func takeRetry(_ retry: GuardPlan.Retry<UInt16>) -> Bool {
    guard retry.budget != nil else { return true }
    if retryTokens < 1 { return false }
    retryTokens -= 1
    return true
  }

  mutating func takeHedge(_ hedge: GuardPlan.Hedge) -> Bool {
    guard hedge.budget != nil else { return true }
    if hedgeTokens < 1 { return false }
    hedgeTokens -= 1
    return true
  }

  // MARK: Breaker

  /// Whether a call may be made; the first one after a rest is a probe.
  mutating func admits(_ caller: EventIdentity, _ breaker: GuardPlan.Breaker, at now: Nanoseconds) -> Bool {
    switch phase {
    case .closed: return true
    case .open:
      if now < opensAgain { return false }
      phase = .probing
    case .probing:
      // A probe that nobody hears of, as when its caller stops, makes room for another after a rest.
      if now < opensAgain { return false }
    }
    opensAgain = now + breaker.cooldown
    probe = caller
    return true
  }

  /// Takes the end of a try into account.
  /// - Returns: the new phase, when it changed.
  mutating func record(
    _ caller: EventIdentity, failed: Bool, _ breaker: GuardPlan.Breaker, at now: Nanoseconds
  ) -> Phase? {
    switch phase {
    case .open: return nil
    case .probing:
      guard caller == probe else { return nil }
      probe = nil
      if failed { return open(breaker, at: now) }
      forget()
      phase = .closed
      return .closed
    case .closed:
      let current = now / max(1, breaker.window / 10)
      if current - tenth >= 10 {
        forget()
      } else {
        while tenth < current {
          tenth += 1
          calls[Int(tenth % 10)] = 0
          failures[Int(tenth % 10)] = 0
        }
      }
      tenth = current
      calls[Int(tenth % 10)] += 1
      if failed { failures[Int(tenth % 10)] += 1 }
      guard failed else { return nil }
      let total = calls.reduce(0, +)
      if total >= breaker.calls && Double(failures.reduce(0, +)) >= breaker.failureThreshold * Double(total) {
        return open(breaker, at: now)
      }
      return nil
    }
  }

  private mutating func open(_ breaker: GuardPlan.Breaker, at now: Nanoseconds) -> Phase {
    phase = .open
    opensAgain = now + breaker.cooldown
    return .open
  }

  private mutating func forget() {
    for index in calls.indices {
      calls[index] = 0
      failures[index] = 0
    }
  }
}
