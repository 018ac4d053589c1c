import Engine

/// Calls that an interface has taken, each key on its own: whole calls in each second, or by credit where the quota is
/// not a whole number of them, so that calls that come evenly and slower than it are never refused.
struct Quota {
  private var second: Nanoseconds = -1
  private var counts: [Int32]
  private var due: [Nanoseconds]

  /// - Parameter keys: that each have a quota of their own; 0 for one quota in all.
  init(keys: Int) {
    counts = Array(repeating: 0, count: max(1, keys))
    due = Array(repeating: 0, count: max(1, keys))
  }

  /// Whether a call is in its quota; counts it if so.
  mutating func admits(_ key: UInt64, perSecond quota: Double, at now: Nanoseconds) -> Bool {
    let slot = Int(key % UInt64(counts.count))
    if quota < 1 || quota != quota.rounded() { return CallCredit(perSecond: quota).admits(&due[slot], at: now) }
    let current = now / .second
    if current != second {
      second = current
      for index in counts.indices { counts[index] = 0 }
    }
    if Double(counts[slot]) >= quota { return false }
    counts[slot] += 1
    return true
  }
}
