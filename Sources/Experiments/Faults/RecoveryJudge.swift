import Components
import Engine
import Statistics

/// Something that ends, and after which the flows should be as they were: a fault, or a phase of higher load.
struct Disturbance: Sendable {
  /// A recurring fault has no time of its own: each replication says when it was on. An aimed one has none at all.
  enum Style: Sendable { case fault, recurring, aimed, surge }
  var name: String
  var style: Style
  /// Of a surge.
  var workload = ""
  /// Components that a fault hits, by index.
  var hits: [Int] = []
  var begins: Nanoseconds = 0
  var ends: Nanoseconds = 0
}

/// What became of the flows after a disturbance, in one replication.
enum Recovery: Sendable, Equatable {
  /// From this time after the end on, every flow was near its level; `flow` was the last one, by index.
  case after(Nanoseconds, flow: Int)
  /// A flow was not, for as long as the run went on with no more load than before.
  case never(flow: Int)
  case notJudged(String)
}

/// Judges from the timeline whether the flows recover from what disturbed them.
///
/// **Level.** For each flow, mean latency and share of failures over the intervals before the disturbance: as many
/// as it lasts and ten at least, after the warm-up, without those in which another fault was on, and more where
/// those hold fewer than 100 requests.
///
/// **Near.** A window is near the level when its mean latency is at most 1.5 times that of the level, and its share
/// of failures at most one point above. A window is as many intervals as hold 50 requests of the flow at its level,
/// one at least, since the mean of a few requests says little.
///
/// **Recovered.** A flow has recovered at the start of the first interval, wholly after the disturbance, from which
/// three windows in a row are near; all flows have when the last one has. The figure is therefore exact to one
/// interval and never too small.
///
/// **Did not recover.** No such instant until the end of the run, although there were three windows in which
/// requests came at no more than 1.25 times the rate before: the cause is gone and its effect stays, as in a
/// metastable failure (Bronson and others, "Metastable Failures in Distributed Systems", 2021). Where the load
/// stayed higher, or the run ends too soon, nothing is judged.
///
/// **Another fault** that begins later ends what is looked at; what had not come back by then is not judged. One that is
/// on all the while is part of the level.
///
/// **A fault that comes again** is judged each time that it was on, until it comes the next time. Its level is that of
/// the intervals before the first time, and of those between two times in which the flows had recovered; so that
/// what never came back is not taken for normal.
struct RecoveryJudge {
  let plan: NetworkPlan
  let disturbances: [Disturbance]

  static let latencyFactor = 1.5
  static let failurePoints = 0.01
  static let windowsInARow = 3
  static let requestsOfWindow = 50.0
  static let loadFactor = 1.25

  /// `faults` are the names of those that the scenario states: backups are faults of the plan as well, and nobody
  /// calls them so.
  init(plan: NetworkPlan, faults: [String]) {
    self.plan = plan
    let own = Set(faults)
    disturbances =
      plan.faults.filter { own.contains($0.name) }.map { fault in
        let style: Disturbance.Style = fault.aim != nil ? .aimed : fault.recurs != nil ? .recurring : .fault
        return Disturbance(
          name: fault.name, style: style, hits: plan.components(hitBy: fault), begins: fault.begins, ends: fault.ends)
      } + plan.sources.flatMap(Self.surges)
  }

  /// Phases with a higher mean rate than the ones before and after.
  private static func surges(of source: SourcePlan) -> [Disturbance] {
    let rate = RateFunction(source.knots)
    let means = source.phases.map { phase in
      let span = Double(max(1, phase.ends - phase.begins))
      return (rate.integral(until: phase.ends) - rate.integral(until: phase.begins)) / span
    }
    return source.phases.indices.filter { index in
      // What begins with the run has nothing before it; what ends it, nothing after.
      index + 1 < means.count && means[index] > 1.1 * means[index + 1]
        && (index > 0 ? means[index] > 1.1 * means[index - 1] : source.phases[index].begins > 0)
    }.map { index in
      let phase = source.phases[index]
      return Disturbance(
        name: phase.name, style: .surge, workload: source.name, begins: phase.begins, ends: phase.ends)
    }
  }

  /// The verdicts on each disturbance: one, or one for each time that a recurring fault was on.
  func judge(_ measured: Measurements) -> [[Recovery]] {
    guard plan.horizon.interval > 0, !disturbances.isEmpty else {
      return disturbances.map { _ in [.notJudged("there is no timeline")] }
    }
    let flows = measured.flows.map { FlowLevels($0) }
    let end = min(measured.simulated, plan.horizon.end)
    return disturbances.map { disturbance in
      let others = disturbances.filter { $0.name != disturbance.name }.flatMap { spans(of: $0, measured) }
      switch disturbance.style {
      case .fault, .surge:
        let span = FaultSpan(begins: disturbance.begins, ends: disturbance.ends)
        let before = intervals(before: span, besides: others, measured)
        let next = Self.begin(ofNextAfter: span, among: others)
        let verdict = judge(
          disturbance, flows, since: before, until: min(next, end),
          then: next < end ? Self.another : "the run ends too soon after it")
        return [next < end ? verdict.unlessNever : verdict]
      case .recurring: return judgeEach(disturbance, flows, measured, besides: others, until: end)
      case .aimed: return [.notJudged("it strikes at passages of a step, and has no end from which to count")]
      }
    }
  }

  private func judgeEach(
    _ disturbance: Disturbance, _ flows: [FlowLevels], _ measured: Measurements, besides others: [FaultSpan],
    until end: Nanoseconds
  ) -> [Recovery] {
    let spans = spans(of: disturbance, measured).filter { $0.begins < end }
    guard let first = spans.first else { return [.notJudged("it did not come in this run")] }
    let interval = plan.horizon.interval
    var clean = intervals(before: first, besides: others, measured)
    var verdicts: [Recovery] = []
    for (place, span) in spans.enumerated() {
      let next = place + 1 < spans.count ? spans[place + 1].begins : .max
      var once = disturbance
      (once.begins, once.ends) = (span.begins, span.ends)
      let other = Self.begin(ofNextAfter: span, among: others)
      let isCut = other < min(next, end)
      var verdict = judge(
        once, flows, since: clean, until: min(next, other, end),
        then: isCut ? Self.another : next < end ? "it comes again too soon" : "the run ends too soon after it")
      if isCut { verdict = verdict.unlessNever }
      verdicts.append(verdict)
      guard case .after(let time, _) = verdict, next < end else { continue }
      let free =
        Int(
          (span.ends + time + interval - 1) / interval)..<max(
          Int((span.ends + time + interval - 1) / interval), Int(next / interval))
      clean = free.reversed().filter { !isDisturbed($0, around: span, by: others) } + clean
    }
    return verdicts
  }

  /// - Parameters:
  ///   - before: intervals that give the level, the nearest first.
  ///   - reason: why nothing can be said when there is too little time until `end`.
  private func judge(
    _ disturbance: Disturbance, _ flows: [FlowLevels], since before: [Int], until end: Nanoseconds,
    then tooSoon: String
  ) -> Recovery {
    let interval = plan.horizon.interval
    guard disturbance.begins < end else { return .notJudged("the run ends before it begins") }
    guard disturbance.ends < end else { return .notJudged("it lasts until the end of the run") }
    guard !before.isEmpty else { return .notJudged("nothing is known of the time before it") }
    let first = Int((disturbance.ends + interval - 1) / interval)
    let count = Int(end / interval)
    var latest: Recovery?
    var reason = "too few requests came before it"
    for (index, flow) in flows.enumerated() {
      guard
        let level = flow.level(of: before, atLeast: max(10, Int((disturbance.ends - disturbance.begins) / interval)))
      else { continue }
      let size = max(1, Int(saturating: (Self.requestsOfWindow / level.requests).rounded(.up)))
      let rest = first..<max(first, count)
      guard rest.count >= Self.windowsInARow * size else {
        reason = tooSoon
        continue
      }
      guard let back = flow.returns(to: level, in: rest, window: size) else {
        if flow.hasNormalLoad(level, in: rest, window: size) { return .never(flow: index) }
        return .notJudged("the load did not come back to what it was before it")
      }
      let after = max(0, Nanoseconds(back) * interval - disturbance.ends)
      if case .after(let known, _)? = latest, known >= after { continue }
      latest = .after(after, flow: index)
    }
    return latest ?? .notJudged(reason)
  }

  /// Intervals wholly before an instant and after the warm-up, the nearest first; those of other faults are left out.
  private func intervals(before span: FaultSpan, besides others: [FaultSpan], _ measured: Measurements) -> [Int] {
    let interval = plan.horizon.interval
    let first = Int((plan.horizon.warmUp + interval - 1) / interval)
    // What was to begin after the run has nothing before it that is worth a look.
    let last = Int(min(span.begins, measured.simulated, plan.horizon.end) / interval)
    guard last > first else { return [] }
    return (first..<last).reversed().filter { !isDisturbed($0, around: span, by: others) }
  }

  /// Whether another fault was on in an interval. One that is on all the while is no disturbance, but what the flows
  /// are used to.
  private func isDisturbed(_ index: Int, around span: FaultSpan, by others: [FaultSpan]) -> Bool {
    let begins = Nanoseconds(index) * plan.horizon.interval
    let ends = begins + plan.horizon.interval
    return others.contains {
      $0.begins < ends && $0.ends > begins && !($0.begins <= span.begins && $0.ends >= span.ends)
    }
  }

  /// When another fault begins for the first time after one, and while nothing may yet have come back from it.
  private static func begin(ofNextAfter span: FaultSpan, among others: [FaultSpan]) -> Nanoseconds {
    others.filter { $0.ends > span.ends && $0.begins > span.begins }.map { max($0.begins, span.ends) }.min() ?? .max
  }

  /// When a fault was on; no time of a surge or of an aimed one.
  private func spans(of disturbance: Disturbance, _ measured: Measurements) -> [FaultSpan] {
    switch disturbance.style {
    case .fault: return [FaultSpan(begins: disturbance.begins, ends: disturbance.ends)]
    case .recurring:
      guard let number = plan.faults.firstIndex(where: { $0.name == disturbance.name }),
        measured.faultSpans.indices.contains(number)
      else { return [] }
      return measured.faultSpans[number]
    case .aimed, .surge: return []
    }
  }

  static let another = "another fault begins too soon after it"
}

extension Recovery {
  /// What had not come back when another fault began may have been about to.
  fileprivate var unlessNever: Recovery {
    if case .never = self { .notJudged(RecoveryJudge.another) } else { self }
  }
}

/// One flow of one replication by interval, as sums up to each, so that any window is two look-ups.
private struct FlowLevels {
  struct Level {
    /// Requests that ended, and that came, in an interval.
    var requests: Double
    var offered: Double
    /// Nanoseconds; nil where all failed.
    var latency: Double?
    var failures: Double
  }

  private var offered: [Double] = [0]
  private var answered: [Double] = [0]
  private var failed: [Double] = [0]
  private var latency: [Double] = [0]
  private var timed: [Double] = [0]

  init(_ flow: FlowMeasurement) {
    for index in flow.completed.indices {
      offered.append(offered[index] + Double(flow.offered[index]))
      answered.append(answered[index] + Double(flow.completed[index]))
      failed.append(failed[index] + Double(flow.failed[index]))
      let interval = index < flow.intervals.count ? flow.intervals[index] : nil
      latency.append(latency[index] + Double(interval?.sum ?? 0))
      timed.append(timed[index] + Double(interval?.count ?? 0))
    }
  }

  private func sum(_ sums: [Double], _ range: Range<Int>) -> Double {
    let last = sums.count - 1
    return sums[min(range.upperBound, last)] - sums[min(range.lowerBound, last)]
  }

  /// Over the nearest of `intervals`; nil with fewer than 30 requests.
  func level(of intervals: [Int], atLeast least: Int) -> Level? {
    var (came, good, bad, time, count, used) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for index in intervals {
      if Int(used) >= least && good + bad >= 100 { break }
      came += sum(offered, index..<index + 1)
      good += sum(answered, index..<index + 1)
      bad += sum(failed, index..<index + 1)
      time += sum(latency, index..<index + 1)
      count += sum(timed, index..<index + 1)
      used += 1
    }
    guard good + bad >= 30 else { return nil }
    return Level(
      requests: (good + bad) / used, offered: came / used, latency: count > 0 ? time / count : nil,
      failures: bad / (good + bad))
  }

  private func isNear(_ level: Level, _ range: Range<Int>) -> Bool {
    let ended = sum(answered, range) + sum(failed, range)
    // Where nothing came, nothing is wrong; where requests came and none ended, all is.
    guard ended > 0 else { return sum(offered, range) == 0 }
    if sum(failed, range) / ended > level.failures + RecoveryJudge.failurePoints { return false }
    let count = sum(timed, range)
    guard let latency = level.latency, count > 0 else { return true }
    return sum(self.latency, range) / count <= RecoveryJudge.latencyFactor * latency
  }

  /// The first interval of `rest` from which enough windows in a row are near.
  func returns(to level: Level, in rest: Range<Int>, window: Int) -> Int? {
    let length = RecoveryJudge.windowsInARow * window
    return (rest.lowerBound...rest.upperBound - length).first { start in
      (0..<RecoveryJudge.windowsInARow).allSatisfy {
        isNear(level, start + $0 * window..<start + ($0 + 1) * window)
      }
    }
  }

  func hasNormalLoad(_ level: Level, in rest: Range<Int>, window: Int) -> Bool {
    let windows = stride(from: rest.lowerBound, through: rest.upperBound - window, by: window)
    let limit = RecoveryJudge.loadFactor * level.offered * Double(window)
    return windows.count { sum(offered, $0..<$0 + window) <= limit } >= RecoveryJudge.windowsInARow
  }
}
