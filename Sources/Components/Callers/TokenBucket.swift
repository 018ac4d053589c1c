import Engine

/// A bucket of tokens, full at first, as of the last call.
struct TokenBucket {
  private var tokens: Double
  private var updated: Nanoseconds = 0

  init(burst: Double) { tokens = burst }

  /// Takes a token, if there is one.
  /// - Parameter factor: of the rate, where a fault cuts it.
  mutating func take(_ plan: BucketPlan, factor: Double, at now: Nanoseconds) -> Bool {
    let gained = Double(now - updated) * plan.rate * factor / 1e9
    tokens = min(plan.burst, tokens + gained)
    updated = now
    if tokens < 1 { return false }
    tokens -= 1
    return true
  }
}
