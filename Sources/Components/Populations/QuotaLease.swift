import Engine

/// A part of a quota: whole calls in each second, or a rate that is kept by credit (D-63).
public enum CallAllowance: Sendable {
  /// Calls that may start in each second.
  case calls(Int)
  /// Credit, and what is remembered of it at time zero, as `CallCredit.due(withCredit:)` makes it.
  case rate(CallCredit, begins: Nanoseconds)

  /// Whether so many calls in a second could be too many.
  func mayBind(callsPerSecondAtMost most: Int) -> Bool {
    switch self {
    case .calls(let calls): return most > calls
    case .rate(let credit, _):
      let (needed, overflow) = Int64(most).multipliedReportingOverflow(by: credit.gap)
      return overflow || needed > .second
    }
  }
}

/// A partition's part of a quota of calls. A quota that partitions share has no look-ahead, so each holds a lease; the
/// sum of all leases is the quota.
@frozen
public struct QuotaLease: Sendable {
  /// By key of the source, from 1; the first is that of calls without a key. Nil for no bound.
  @usableFromInline var allowances: [CallAllowance?]
  @usableFromInline let hasKeys: Bool
  @usableFromInline let isBounded: Bool
  /// What is remembered of the credit of each key.
  @usableFromInline var due: [Nanoseconds]
  /// Calls of each key in the current second.
  @usableFromInline var counts: [Int32]
  @usableFromInline var current: Nanoseconds = .min
  /// False while even a whole second's calls of all keys stay inside the lease of one.
  public var mayBind = false

  /// - Parameters:
  ///   - allowance: of each key of the source that has none of its own; nil for no quota.
  ///   - own: allowances of single keys, from 1.
  ///   - keys: keys of the source that each have the quota; 0 for one quota in all.
  public init(_ allowance: CallAllowance?, own: [Int64: CallAllowance] = [:], keys: Int) {
    hasKeys = keys > 0
    allowances = Array(repeating: allowance, count: keys + 1)
    for key in 0..<keys { allowances[key + 1] = own[Int64(key + 1)] ?? allowance }
    isBounded = allowances.contains { $0 != nil }
    due = allowances.map { if case .rate(_, let begins)? = $0 { begins } else { 0 } }
    counts = Array(repeating: 0, count: keys + 1)
  }

  /// Whether `admits` looks at its key; what it is need not be asked otherwise.
  @inlinable public var needsKey: Bool { mayBind && hasKeys }

  /// Says how many calls may come in a second at most: a lease that cannot bind need not be counted.
  public mutating func prepare(callsPerSecondAtMost most: Int) {
    if mayBind || !isBounded { return }
    mayBind = allowances.contains { $0?.mayBind(callsPerSecondAtMost: most) ?? false }
  }

  /// Calls are counted from now on, whatever was said of how many may come.
  public mutating func countEveryCall() {
    if isBounded { mayBind = true }
  }

  /// Whether the call is inside the quota; counts it if so.
  public mutating func admits(key: Int64, at time: Nanoseconds) -> Bool {
    guard mayBind else { return true }
    let index = hasKeys ? Int(key) : 0
    switch allowances[index] {
    case nil: return true
    case .rate(let credit, _)?: return credit.admits(&due[index], at: time)
    case .calls(let calls)?:
      let now = time / .second
      if now != current {
        current = now
        for index in counts.indices { counts[index] = 0 }
      }
      if Int(counts[index]) >= calls { return false }
      counts[index] += 1
      return true
    }
  }
}
