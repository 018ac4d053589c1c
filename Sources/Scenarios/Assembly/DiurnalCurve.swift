import Components
import Engine

/// A day's curve of arrivals with a given mean and peak: a floor plus a power of a raised cosine, as a
/// rate that is linear between quarter hours.
///
/// With `b(t) = ((1 + cos 2π(t − peak)) / 2)^k` the rate is `floor + (top − floor) · b(t)`; `k` is the
/// smallest power that leaves the floor at or above zero, so any peak can be had: k = 1 reaches twice
/// the mean, k = 2 2.67 times, k = 8 five times.
struct DiurnalCurve {
  let mean: Double
  let peak: Double
  /// Since midnight; may lie outside the day.
  let peakAt: Nanoseconds

  static let step: Nanoseconds = 15 * .minute

  /// Beyond this peak the highest hour would be shorter than the quarter hours between which the rate is linear, and
  /// the mean would no longer hold: refused.
  static let highestPeak = 40.0
  /// Enough for that peak.
  private static let highestPower = 600

  /// Of regions that each have their share of the mean, and this curve by their own clock: their sum is
  /// flatter than any of them. Without regions there is one, with the clock of the run.
  func knots(
    from: Nanoseconds, until end: Nanoseconds, startsAt: Nanoseconds, regions: [Workload.Region]
  ) -> [RateKnot] {
    if regions.isEmpty { return knots(from: from, until: end, startsAt: startsAt) }
    let curves = regions.map { region in
      DiurnalCurve(mean: mean * region.share, peak: peak, peakAt: peakAt - region.shift)
        .knots(from: from, until: end, startsAt: startsAt)
    }
    return RateCurve.sum(curves)
  }

  func knots(from: Nanoseconds, until end: Nanoseconds, startsAt: Nanoseconds) -> [RateKnot] {
    // The mean of the power over a day, k choose: 2k over 4^k.
    var power = 1
    var share = 0.5
    while peak * share > 1 && power < DiurnalCurve.highestPower {
      power += 1
      share *= Double(2 * power - 1) / Double(2 * power)
    }
    let floor = max(0, (1 - peak * share) / (1 - share))
    func rate(_ time: Nanoseconds) -> Double {
      let day = ((time + startsAt - peakAt) % .day + .day) % .day
      let raised = (1 + DiurnalCurve.cosine(Double(day) / Double(Nanoseconds.day))) / 2
      var bump = 1.0
      for _ in 0..<power { bump *= raised }
      return mean * (floor + (peak - floor) * bump)
    }
    var knots = [RateKnot(at: from, before: 0, after: rate(from))]
    var time = (from + startsAt) / DiurnalCurve.step * DiurnalCurve.step + DiurnalCurve.step - startsAt
    while time < end {
      let value = rate(time)
      knots.append(RateKnot(at: time, before: value, after: value))
      time += DiurnalCurve.step
    }
    knots.append(RateKnot(at: end, before: rate(end), after: 0))
    return knots
  }

  /// Cosine of a part of a full turn, from IEEE basic operations: Taylor's series after reduction to an
  /// eighth, error below 10⁻¹⁵.
  static func cosine(_ turn: Double) -> Double {
    var turn = turn - turn.rounded(.down)
    if turn > 0.5 { turn = 1 - turn }
    if turn > 0.25 { return -cosine(0.5 - turn) }
    let x = turn * 6.283185307179586476925
    let square = x * x
    var term = 1.0
    var sum = 1.0
    for pair in 1...12 {
      term *= -square / Double((2 * pair - 1) * (2 * pair))
      sum += term
    }
    return sum
  }
}
