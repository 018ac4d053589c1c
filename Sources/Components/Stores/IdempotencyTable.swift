import Engine

/// What a component has done for whom: a key is remembered for a span, counted from the end of its work.
struct IdempotencyTable {
  private var done: [UInt64: Nanoseconds] = [:]
  /// Oldest first; those before `first` are forgotten.
  private var order: [(key: UInt64, at: Nanoseconds)] = []
  private var first = 0

  var count: Int { done.count }

  /// Whether the key was done less than a span ago. Amortised O(1).
  mutating func contains(_ key: UInt64, within span: Nanoseconds, at now: Nanoseconds) -> Bool {
    forget(before: now - span)
    return done[key] != nil
  }

  /// O(1).
  mutating func insert(_ key: UInt64, at now: Nanoseconds) {
    done[key] = now
    order.append((key, now))
  }

  private mutating func forget(before: Nanoseconds) {
    while first < order.count, order[first].at < before {
      done[order[first].key] = nil
      first += 1
    }
    if first > 4096 {
      order.removeFirst(first)
      first = 0
    }
  }
}
