import Engine

/// A known number of arrivals at independent uniform instants of a span, in ascending order and without
/// keeping them: the least of `k` uniform numbers above `u` is `1 − (1 − u) · V^(1/k)` for another one,
/// `V` (Lurie and Hartley, "Machine-generation of order statistics for Monte Carlo computations", 1972).
struct CrowdClock {
  private let begins: Nanoseconds
  private let within: Nanoseconds
  private var left: Int64
  /// Share of the span that is left.
  private var rest = 1.0

  init(count: Int64, begins: Nanoseconds, within: Nanoseconds) {
    self.begins = begins
    self.within = max(0, within)
    left = max(0, count)
  }

  /// The next instants' arrivals: all at once when the span is no time at all.
  var together: UInt64 { within == 0 ? UInt64(left) : 1 }

  /// The next arrival; nil after the last one.
  ///
  /// - Parameters:
  ///   - exponential: a draw of mean one: minus the logarithm of `V`.
  mutating func next(_ exponential: Double) -> Nanoseconds? {
    guard left > 0 else { return nil }
    if within == 0 {
      left = 0
      return begins
    }
    rest *= ElementaryFunctions.exp(-exponential / Double(left))
    left -= 1
    return begins + min(within - 1, Nanoseconds((Double(within) * (1 - rest)).rounded(.down)))
  }
}
