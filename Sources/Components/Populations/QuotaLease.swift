import Engine

/// A partition's part of a quota of calls: whole calls in each second, or a rate that is kept by credit. A quota that
/// partitions share has no look-ahead, so each holds a lease; the sum of all leases is the quota.
@frozen
public struct QuotaLease: Sendable {
  @usableFromInline let calls: Int?
  /// Where it is kept by credit.
  @usableFromInline let credit: CallCredit?
  @usableFromInline let keys: Int
  /// What is remembered of the credit of each key.
  @usableFromInline var due: [Nanoseconds] = []
  /// Calls of each key in the current second.
  @usableFromInline var counts: [Int32] = []
  @usableFromInline var current: Nanoseconds = .min
  /// False while even a whole second's calls of all keys stay inside the lease of one.
  public var mayBind = false

  /// - Parameters:
  ///   - calls: calls that may start in each second; none for no quota.
  ///   - keys: keys of the source that each have the quota; 0 for one quota in all.
  public init(calls: Int?, keys: Int) {
    self.calls = calls
    self.keys = keys
    credit = nil
    if calls != nil { counts = Array(repeating: 0, count: keys + 1) }
  }

  /// - Parameters:
  ///   - credit: the rate of calls that may start.
  ///   - begins: what is remembered of it at time zero.
  public init(credit: CallCredit, from begins: Nanoseconds, keys: Int) {
    calls = nil
    self.credit = credit
    self.keys = keys
    due = Array(repeating: begins, count: keys + 1)
  }

  /// Whether `admits` looks at its key; what it is need not be asked otherwise.
  @inlinable public var needsKey: Bool { mayBind && keys > 0 }

  /// Says how many calls may come in a second at most: a lease that cannot bind need not be counted.
  @inlinable
  public mutating func prepare(callsPerSecondAtMost most: Int) {
    if mayBind { return }
    if let calls { mayBind = most > calls }
    if let credit {
      let (needed, overflow) = Int64(most).multipliedReportingOverflow(by: credit.gap)
      mayBind = overflow || needed > .second
    }
  }

  /// Calls are counted from now on, whatever was said of how many may come.
  public mutating func countEveryCall() {
    if calls != nil || credit != nil { mayBind = true }
  }

  /// Whether the call is inside the quota; counts it if so.
  public mutating func admits(key: Int64, at time: Nanoseconds) -> Bool {
    guard mayBind else { return true }
    if let credit { return credit.admits(&due[keys > 0 ? Int(key) : 0], at: time) }
    guard let calls else { return true }
    let now = time / .second
    if now != current {
      current = now
      for index in counts.indices { counts[index] = 0 }
    }
    let index = keys > 0 ? Int(key) : 0
    if Int(counts[index]) >= calls { return false }
    counts[index] += 1
    return true
  }
}
