import Engine

/// A partition's part of a quota of calls in each second. A quota that partitions share has no
/// look-ahead, so each holds a lease; the sum of all leases is the quota.
@frozen
public struct QuotaLease: Sendable {
  @usableFromInline let perSecond: Int?
  @usableFromInline let keys: Int
  /// Calls of each key in the current second.
  @usableFromInline var counts: [Int32] = []
  @usableFromInline var second: Nanoseconds = .min
  /// False while even a whole second's calls of all keys stay inside the lease of one.
  public var mayBind = false

  /// - Parameter keys: keys of the source that each have the quota; 0 for one quota in all.
  public init(perSecond: Int?, keys: Int) {
    self.perSecond = perSecond
    self.keys = keys
    if perSecond != nil { counts = Array(repeating: 0, count: keys + 1) }
  }

  @inlinable public var needsKey: Bool { mayBind && keys > 0 }

  @inlinable
  public mutating func prepare(callsPerSecondAtMost most: Int, from: Nanoseconds) {
    guard let perSecond else { return }
    mayBind = mayBind || most > perSecond
  }

  public mutating func countEveryCall() {
    if perSecond != nil { mayBind = true }
  }

  /// Whether the call is inside the quota; counts it if so.
  public mutating func admits(key: Int64, at time: Nanoseconds) -> Bool {
    guard mayBind, let perSecond else { return true }
    let now = time / .second
    if now != second {
      second = now
      for index in counts.indices { counts[index] = 0 }
    }
    let index = keys > 0 ? Int(key) : 0
    if Int(counts[index]) >= perSecond { return false }
    counts[index] += 1
    return true
  }
}
