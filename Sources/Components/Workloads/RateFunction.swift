import Engine

/// One corner of an arrival rate over time.
public struct RateKnot: Sendable, Equatable {
  /// Nanoseconds from the start of the run; corners stand in ascending order.
  public var at: Nanoseconds
  /// Requests a second just before it; less or more than `after` where the rate jumps.
  public var before: Double
  /// Requests a second just after it.
  public var after: Double
  public init(at: Nanoseconds, before: Double, after: Double) {
    self.at = at
    self.before = before
    self.after = after
  }
}

/// A rate that is linear between its knots and zero outside them, with its integral and the inverse of
/// that: a Poisson process of unit rate, read through the inverse, has this rate exactly (Çinlar,
/// "Introduction to Stochastic Processes", 1975, 4.7).
public struct RateFunction: Sendable {
  private let knots: [RateKnot]
  /// Expected arrivals before each knot.
  private let expected: [Double]
  /// Change of the rate behind each knot but the last, per second.
  private let slopes: [Double]

  /// - Parameter knots: in ascending order. O(knots).
  public init(_ knots: [RateKnot]) {
    self.knots = knots
    var expected: [Double] = []
    var sum = 0.0
    for (index, knot) in knots.enumerated() {
      if index > 0 {
        let previous = knots[index - 1]
        sum += (previous.after + knot.before) / 2 * Double(knot.at - previous.at) / 1e9
      }
      expected.append(sum)
    }
    self.expected = expected
    slopes = knots.indices.dropLast().map { index in
      let span = Double(knots[index + 1].at - knots[index].at) / 1e9
      return span > 0 ? (knots[index + 1].before - knots[index].after) / span : 0
    }
  }

  /// Arrivals to expect over the whole of it.
  public var total: Double { expected.last ?? 0 }

  /// The highest rate, a second. O(knots).
  public var highest: Double { knots.reduce(0) { max($0, $1.before, $1.after) } }

  /// Where it ends; zero where there are no arrivals at all.
  var end: Nanoseconds { knots.last?.at ?? 0 }

  /// Arrivals to expect before `time`.
  ///
  /// - Complexity: O(knots before `time`).
  public func integral(until time: Nanoseconds) -> Double {
    var hint = 0
    return integral(until: time, hint: &hint)
  }

  /// Arrivals to expect before `time`. `hint` is the segment of an earlier time, and is moved on.
  func integral(until time: Nanoseconds, hint: inout Int) -> Double {
    guard let first = knots.first, let last = knots.last, time > first.at else { return 0 }
    if time >= last.at { return total }
    while knots[hint + 1].at <= time { hint += 1 }
    let seconds = Double(time - knots[hint].at) / 1e9
    let slope = slopes[hint]
    return expected[hint] + seconds * (knots[hint].after + slope * seconds / 2)
  }

  /// The instant at which `count` arrivals are expected; nil beyond the end. `hint` is the segment of
  /// the answer before, and is moved on.
  func instant(of count: Double, hint: inout Int) -> Nanoseconds? {
    while hint + 1 < knots.count, expected[hint + 1] <= count { hint += 1 }
    guard hint + 1 < knots.count else { return nil }
    let rest = count - expected[hint]
    let start = knots[hint].after
    let slope = slopes[hint]
    // rest = start·t + slope·t²/2, in the form that loses nothing when the slope is small.
    let root = slope == 0 ? start : max(0, start * start + 2 * slope * rest).squareRoot()
    let seconds = start + root > 0 ? 2 * rest / (start + root) : 0
    let nanoseconds = min(0x1p61, seconds * 1e9)
    return min(knots[hint].at + (nanoseconds > 0 ? Nanoseconds(nanoseconds) : 0), knots[hint + 1].at - 1)
  }
}
