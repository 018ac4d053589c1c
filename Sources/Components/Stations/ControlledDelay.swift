import Engine

/// Refuses what has waited too long, while waits stay above a target (K. Nichols and V. Jacobson, "Controlling queue
/// delay", 2012).
struct ControlledDelay: BitwiseCopyable {
  enum Verdict: Equatable {
    case takes, refuses
    /// The first that it refuses, and the first that it takes again.
    case begins, ends
  }

  /// When the wait was first above the target, when work is next refused, and how often it was.
  private var aboveSince: Nanoseconds = -1
  private var refusesAt: Nanoseconds = -1
  private var count: Int32 = 0

  /// What becomes of work that leaves the line.
  /// - Parameter isLast: nobody is left in the line.
  mutating func judge(wait: Nanoseconds, isLast: Bool, _ plan: SheddingPlan, at now: Nanoseconds) -> Verdict {
    if wait < plan.target || isLast {
      defer {
        aboveSince = -1
        count = 0
      }
      return count > 0 ? .ends : .takes
    }
    if aboveSince < 0 {
      aboveSince = now
      return .takes
    }
    let begins = count == 0
    if now < (begins ? aboveSince + plan.interval : refusesAt) { return .takes }
    count += 1
    refusesAt = now + Nanoseconds(Double(plan.interval) / Double(count).squareRoot())
    return begins ? .begins : .refuses
  }
}
