import Engine

/// Tells the instants at which so many requests are expected, for a rate that bursts may multiply.
/// Forward only: counts must not fall.
struct RateClock {
  private let rate: RateFunction
  private var bursts: [BurstClock]
  private var segment = 0
  /// The current turn of the bursts.
  private var began: Nanoseconds = 0
  private var ends: Nanoseconds = 0
  private var factor = 1.0
  /// Segment of the rate in which it ends.
  private var endSegment = 0
  /// Expected before it without bursts, before it with them, and within it with them.
  private var plain = 0.0
  private var expected = 0.0
  private var room = 0.0
  private var plainEnd = 0.0

  init(_ rate: RateFunction, bursts: [BurstClock]) {
    self.rate = rate
    self.bursts = bursts
    if !bursts.isEmpty { openTurn() }
  }

  /// The instant at which `count` requests are expected; nil beyond the end of the rate.
  ///
  /// - Complexity: amortised O(1) in the knots and turns that are passed.
  @inline(__always)
  mutating func instant(of count: Double) -> Nanoseconds? {
    if bursts.isEmpty { return rate.instant(of: count, hint: &segment) }
    return modulatedInstant(of: count)
  }

  private mutating func modulatedInstant(of count: Double) -> Nanoseconds? {
    while count - expected >= room {
      guard ends < rate.end else { return nil }
      expected += room
      plain = plainEnd
      began = ends
      for index in bursts.indices where bursts[index].ends == began { bursts[index].takeTurn() }
      openTurn()
    }
    let time = rate.instant(of: plain + (count - expected) / factor, hint: &segment) ?? rate.end - 1
    return max(began, min(time, ends - 1))
  }

  private mutating func openTurn() {
    ends = .max
    factor = 1
    for index in bursts.indices {
      ends = min(ends, bursts[index].ends)
      factor *= bursts[index].factor
    }
    plainEnd = rate.integral(until: ends, hint: &endSegment)
    room = (plainEnd - plain) * factor
  }
}
