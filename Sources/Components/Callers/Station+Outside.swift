import Engine

/// What a component admits at all: quotas of outside interfaces, buckets of limiters.
extension Station {
  /// Whether a call is in the quota; counts it if so.
  mutating func isInQuota(_ key: UInt64, at now: Nanoseconds) -> Bool {
    guard let perSecond = plan.pointee.quota(of: key) else { return true }
    return quota.admits(key, perSecond: perSecond * conditions.quotaFactor, at: now)
  }

  /// Takes a token of the bucket, if there is one.
  mutating func takesToken(at now: Nanoseconds) -> Bool {
    guard let bucket = plan.pointee.bucket else { return true }
    return self.bucket.take(bucket, factor: conditions.quotaFactor, at: now)
  }

  /// What an outside interface answers to a call.
  enum Answer {
    /// A fault's error, at once.
    case fails
    case answers(UInt16)
  }

  /// Errors of a fault take the place of successes, and where these are too few, of all other outcomes alike.
  /// - Parameter draw: 64 random bits.
  func answer(to key: UInt64, by draw: UInt64) -> Answer {
    let errors = Conditions.hit(key, aim: conditions.errorKey) ? conditions.errorThreshold : 0
    if errors > 0 && draw < errors { return .fails }
    let left = errors > 0 ? leftOfOutcomes(besides: errors) : 1
    var draw = draw &- errors
    for entry in plan.pointee.outcomes {
      let share = CallConditions.threshold(entry.share * left)
      if draw < share { return .answers(entry.outcome) }
      draw = draw &- share
    }
    return .answers(StandardOutcome.ok)
  }

  private func leftOfOutcomes(besides errors: UInt64) -> Double {
    let stated = plan.pointee.outcomes.reduce(0) { $0 + $1.share }
    let free = 1 - Double(errors) * 0x1p-64
    return stated > free ? free / stated : 1
  }
}
