import Components
import Engine
import Scenarios
import Statistics

/// The burn-rate alerts of an objective in one replication, read from its timeline.
///
/// Factors and lookbacks are those of the SRE workbook (Beyer et al. 2018, chapter 5) for a window of 30 days, and in
/// proportion for any other. A lookback lies wholly inside the measured part, so an alert cannot fire before one has
/// passed; it is looked at where each timeline interval ends.
struct BurnRate {
  struct Rule: Equatable {
    var factor: Double
    var lookback: Nanoseconds
    var short: Nanoseconds
  }

  enum Finding: Sendable, Equatable {
    case fired(Nanoseconds)
    case silent
    case notJudged(String)
  }

  /// 14.4 × over 1 h and 5 min, 6 × over 6 h and 30 min, 1 × over 3 d and 6 h.
  static func rules(window: Nanoseconds) -> [Rule] {
    // Five minutes of thirty days; the others are whole multiples, which they stay.
    let unit = max(1, window / 8640)
    return [
      Rule(factor: 14.4, lookback: unit * 12, short: unit),
      Rule(factor: 6, lookback: unit * 72, short: unit * 6),
      Rule(factor: 1, lookback: unit * 864, short: unit * 72),
    ]
  }

  /// A timeline interval of which the lookbacks that fit into the run are whole numbers, as far as a timeline may have
  /// so many; windows of budgets stay whole numbers of it.
  static func interval(for scenario: Scenario, _ horizon: Horizon) -> Nanoseconds {
    var interval = horizon.interval
    var isBound = scenario.budgets.contains { $0.window != nil }
    let measured = horizon.end - horizon.warmUp
    let lookbacks = scenario.objectives.flatMap { rules(window: $0.window) }.filter { $0.lookback <= measured }
    for short in Set(lookbacks.map(\.short)).sorted(by: >) where interval > 0 {
      var part = isBound ? commonDivisor(interval, short) : short
      // The largest part of it that is not longer than usual.
      var parts = max(1, (part + interval - 1) / interval)
      while parts < part && !part.isMultiple(of: parts),
        horizon.end / max(1, part / parts) <= Nanoseconds(Horizon.mostIntervals)
      { parts += 1 }
      part /= parts
      guard part > 0, horizon.end / part <= Nanoseconds(Horizon.mostIntervals) else { continue }
      interval = part
      isBound = true
    }
    return interval
  }

  private static func commonDivisor(_ one: Nanoseconds, _ other: Nanoseconds) -> Nanoseconds {
    var (one, other) = (one, other)
    while other != 0 { (one, other) = (other, one % other) }
    return one
  }

  // MARK: One replication

  let plan: NetworkPlan
  let measured: Measurements

  /// In the order of the rules.
  func findings(_ objective: Objective) -> [Finding] {
    let rules = Self.rules(window: objective.window)
    guard let flow = plan.flows.firstIndex(where: { $0.name == objective.flow }) else {
      return rules.map { _ in .notJudged("there is no such flow") }
    }
    let interval = plan.horizon.interval
    guard interval > 0 else { return rules.map { _ in .notJudged("there is no timeline") } }
    let first = Int((plan.horizon.warmUp + interval - 1) / interval)
    let end = max(first, Int(min(plan.horizon.end, measured.simulated) / interval))
    let sums = sums(measured.flows[flow], first..<end, limit: objective.latencyBelow)
    return rules.map { finding($0, sums, first: first, target: objective.target) }
  }

  private func finding(_ rule: Rule, _ sums: [(all: UInt64, bad: UInt64)], first: Int, target: Double) -> Finding {
    let interval = plan.horizon.interval
    guard rule.lookback <= Nanoseconds(sums.count - 1) * interval else {
      return .notJudged("its lookback is longer than the measured part of the run")
    }
    guard rule.short.isMultiple(of: interval) else {
      return .notJudged("its lookbacks are too short for the timeline of this run")
    }
    let (long, short) = (Int(rule.lookback / interval), Int(rule.short / interval))
    func burns(_ end: Int, _ size: Int) -> Bool {
      let all = sums[end].all - sums[end - size].all
      let bad = sums[end].bad - sums[end - size].bad
      // A share that is exactly at the limit counts, whichever way its last bit is rounded.
      return bad > 0 && Double(bad) >= rule.factor * (1 - target) * Double(all) * (1 - 1e-9)
    }
    for end in sums.indices.dropFirst(long) where burns(end, long) && burns(end, short) {
      return .fired(Nanoseconds(first + end) * interval)
    }
    return .silent
  }

  /// Requests and bad ones before each interval's beginning, from the first on.
  private func sums(_ flow: FlowMeasurement, _ range: Range<Int>, limit: Nanoseconds?) -> [(all: UInt64, bad: UInt64)] {
    var sums: [(all: UInt64, bad: UInt64)] = [(0, 0)]
    var latencies = Histogram()
    var slow: UInt64 = 0
    for index in range {
      var (all, bad) = sums[sums.count - 1]
      let failed = index < flow.failed.count ? flow.failed[index] : 0
      all += failed + (index < flow.completed.count ? flow.completed[index] : 0)
      bad += failed
      if let limit, index < flow.intervals.count {
        flow.intervals[index].add(to: &latencies)
        let above = latencies.count(above: limit - 1)
        bad += above - slow
        slow = above
      }
      // What had not ended belongs to where it began; what never will, or is older than the limit, is bad.
      for unended in flow.unendedByInterval where unended.interval == index {
        all += unended.count
        bad += unended.lost + (limit.map { unended.ages.count(above: $0 - 1) } ?? 0)
      }
      sums.append((all, bad))
    }
    return sums
  }
}
