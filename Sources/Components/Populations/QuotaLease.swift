import Engine

/// A partition's part of a quota of calls. A quota that partitions share has no look-ahead, so each
/// holds a lease; the sum of all leases is the quota.
@frozen
public struct QuotaLease: Sendable {
  @usableFromInline let calls: Int?
  /// The calls are counted in spans of this length, from time zero.
  @usableFromInline let span: Nanoseconds
  @usableFromInline let keys: Int
  /// Calls of each key in the current span.
  @usableFromInline var counts: [Int32] = []
  @usableFromInline var current: Nanoseconds = .min
  /// False while even a whole span's calls of all keys stay inside the lease of one.
  public var mayBind = false

  /// - Parameters:
  ///   - calls: calls that may start in each span; none for no quota.
  ///   - keys: keys of the source that each have the quota; 0 for one quota in all.
  public init(calls: Int?, in span: Nanoseconds, keys: Int) {
    self.calls = calls
    self.span = span
    self.keys = keys
    if calls != nil { counts = Array(repeating: 0, count: keys + 1) }
  }

  @inlinable public var needsKey: Bool { mayBind && keys > 0 }

  @inlinable
  public mutating func prepare(callsPerSecondAtMost most: Int) {
    guard let calls, !mayBind else { return }
    let (inSpan, overflow) = most.multipliedReportingOverflow(by: Int(span / .second))
    mayBind = overflow || inSpan > calls
  }

  public mutating func countEveryCall() {
    if calls != nil { mayBind = true }
  }

  /// Whether the call is inside the quota; counts it if so.
  public mutating func admits(key: Int64, at time: Nanoseconds) -> Bool {
    guard mayBind, let calls else { return true }
    let now = time / span
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
