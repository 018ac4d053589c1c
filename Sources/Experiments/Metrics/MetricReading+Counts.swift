import Components
import Engine
import Scenarios
import Statistics

/// What was counted, out of how many; the same in each stretch of the measured part, where that is kept.
struct Counted {
  struct Part {
    /// Those that count, with what had not ended left out, and in.
    var amount = Bounds(0)
    /// Those that could have counted, what had not ended among them.
    var trials: UInt64 = 0

    var isNothing: Bool { trials == 0 && amount.high == 0 }

    static func + (left: Part, right: Part) -> Part {
      Part(amount: left.amount + right.amount, trials: left.trials + right.trials)
    }
  }
  var whole = Part()
  var stretches: [Part] = []

  /// Adds another part's, stretch by stretch; where one of them counts something and has no stretches, the sum has none.
  mutating func add(_ other: Counted, isFirst: Bool) {
    let (hadNone, hasNone) = (whole.isNothing, other.whole.isNothing)
    whole = whole + other.whole
    if hasNone && !isFirst { return }
    if isFirst || hadNone {
      stretches = other.stretches
    } else {
      stretches = stretches.count == other.stretches.count ? zip(stretches, other.stretches).map { $0 + $1 } : []
    }
  }

  static func sum(_ parts: [Counted]) -> Counted? {
    guard !parts.isEmpty else { return nil }
    var sum = Counted()
    for (index, part) in parts.enumerated() { sum.add(part, isFirst: index == 0) }
    return sum
  }
}

/// Metrics that are counted: a count for each replication, a rate per second, or a share of what could have counted.
extension MetricReading {
  func ratio(_ check: Check, _ counted: Counted?) -> Observation? {
    guard let counted else { return nil }
    let whole = counted.whole
    func ratio(_ kind: Ratio.Kind, per: Double, _ stretch: (Int) -> Double) -> Observation {
      .ratio(
        Ratio(
          kind: kind, whole: Ratio.Part(amount: whole.amount, per: per),
          stretches: counted.stretches.enumerated().map { Ratio.Part(amount: $1.amount, per: stretch($0)) }))
    }
    func share() -> Observation? {
      guard whole.trials > 0 else { return nil }
      return ratio(.share, per: Double(whole.trials)) { Double(counted.stretches[$0].trials) }
    }
    switch check.statistic {
    case .share, .mean: return share()
    case .rate where check.limitIsRatio: return share()
    case .rate:
      let span = check.label("phase").flatMap { spanOfPhase($0, workload: check.label("workload")) }
      let all = span.map { Double($0.upperBound - $0.lowerBound) / 1e9 * Double(replications) } ?? seconds
      return all > 0 ? ratio(.count, per: all) { seconds(ofStretch: $0, within: span) } : nil
    case .count:
      return ratio(.count, per: Double(replications)) { _ in Double(replications) / Double(counted.stretches.count) }
    default: return nil
    }
  }

  /// The measured part of a phase.
  private func spanOfPhase(_ phase: String, workload: String?) -> Range<Nanoseconds>? {
    for shape in plan.sources where workload == nil || shape.name == workload {
      for named in shape.phases where named.name == phase {
        let begins = max(named.begins, plan.horizon.warmUp)
        return begins..<max(begins, min(named.ends, measured.simulated))
      }
    }
    return nil
  }

  // MARK: Requests

  /// `throughput`, `goodput` and `errors`: of components, of phases of workloads, or of flows.
  func requests(_ check: Check) -> Counted? {
    let scope = Scope(check, in: plan)
    if check.label("component") != nil { return Counted.sum(scope.components.map { operations(of: $0, check.metric) }) }
    if check.label("phase") != nil || check.label("workload") != nil {
      return Counted.sum(scope.phases.flatMap { part in scope.flows.map { requests(of: $0, in: part, check.metric) } })
    }
    return Counted.sum(scope.flows.map { requests(ofFlow: $0, check.metric) })
  }

  private func part(_ metric: String, answers: UInt64, failures: UInt64, open: UInt64) -> Counted.Part {
    func bounds(_ count: UInt64) -> Bounds { Bounds(Double(count), Double(count + open)) }
    let amount =
      switch metric {
      case "throughput": bounds(answers + failures)
      case "goodput": bounds(answers)
      default: bounds(failures)
      }
    return Counted.Part(amount: amount, trials: answers + failures + open)
  }

  private func requests(ofFlow flow: Int, _ metric: String) -> Counted {
    let state = measured.flows[flow]
    let failures = state.failures
    let answers = state.outcomes.reduce(0, +) - failures
    var counted = Counted()
    counted.whole = part(
      metric, answers: answers, failures: failures + failed(state.unended.lost, metric), open: state.unended.ages.count)
    counted.stretches = state.stretches.map {
      part(metric, answers: $0.completed, failures: $0.failed, open: 0)
    }
    for interval in state.unendedByInterval where !counted.stretches.isEmpty {
      let number = min(counted.stretches.count - 1, stretch(ofInterval: interval.interval))
      counted.stretches[number] =
        counted.stretches[number]
        + part(metric, answers: 0, failures: failed(interval.lost, metric), open: interval.ages.count)
    }
    return counted
  }

  /// What never ends has failed, and is no completion.
  private func failed(_ lost: UInt64, _ metric: String) -> UInt64 { metric == "errors" ? lost : 0 }

  private func requests(of flow: Int, in phase: (source: Int, phase: Int), _ metric: String) -> Counted {
    let state = measured.phases[phase.source][phase.phase]
    let unended = state.unended.indices.contains(flow) ? state.unended[flow] : UnendedMeasurement()
    var counted = Counted()
    counted.whole = part(
      metric, answers: state.completed[flow], failures: state.failed[flow] + failed(unended.lost, metric),
      open: unended.ages.count)
    let stretches = state.stretches.indices.contains(flow) ? state.stretches[flow] : []
    counted.stretches = stretches.map { part(metric, answers: $0.completed, failures: $0.failed, open: 0) }
    if let last = counted.stretches.indices.last, !unended.isEmpty {
      counted.stretches[last] =
        counted.stretches[last]
        + part(metric, answers: 0, failures: failed(unended.lost, metric), open: unended.ages.count)
    }
    return counted
  }

  // MARK: Components

  private func operations(of index: Int, _ metric: String) -> Counted {
    let ended = self.ended(at: index)
    let unended = measured.components[index].unendedResponse
    func part(_ all: UInt64, _ failed: UInt64, _ good: UInt64, open: UInt64, lost: UInt64) -> Counted.Part {
      let count = metric == "errors" ? failed + lost : metric == "goodput" ? good : all
      return Counted.Part(amount: Bounds(Double(count), Double(count + open)), trials: all + open + lost)
    }
    var counted = Counted()
    counted.whole = part(
      ended.all, ended.failed, ended.good, open: unended.ages.count, lost: unended.lost)
    counted.stretches = stretches(of: index) { stretch in
      let bad = stretch.failures + stretch[.cancelled] + stretch[.wasted] - stretch.wastedFailures
      return part(
        stretch.completions, stretch.failures, stretch.completions - min(stretch.completions, bad), open: 0, lost: 0)
    }
    return counted
  }

  /// Stretches of a component; none where polls of a population count as well, of which only the timeline tells.
  private func stretches(of index: Int, _ part: (Stretch) -> Counted.Part) -> [Counted.Part] {
    plan.pollings.contains { $0.component == index || $0.source == index }
      ? [] : measured.components[index].stretches.map(part)
  }

  /// Operations of a component that ended, those that failed, and those that were answers to somebody who was
  /// still there; polls of a population count for the worker and for what it calls.
  func ended(at index: Int) -> (all: UInt64, failed: UInt64, good: UInt64) {
    let state = measured.components[index]
    let bad = state.failures + state.counts[.cancelled] + state.counts[.wasted] - state.wastedFailures
    var ended = (all: state.completions, failed: state.failures, good: state.completions - min(state.completions, bad))
    for (number, polling) in plan.pollings.enumerated() where polling.component == index || polling.source == index {
      let polled = measured.pollings[number]
      ended.all += polled.answered + polled.failed + polled.timedOut
      ended.failed += polled.failed
      ended.good += polled.answered
    }
    return ended
  }

  /// A counter of components, of the calls that they received.
  func counter(_ counter: Counter, _ check: Check) -> Counted? {
    Counted.sum(
      Scope(check, in: plan).components.map { index in
        let state = measured.components[index]
        var counted = Counted()
        counted.whole = Counted.Part(amount: Bounds(Double(state.counts[counter])), trials: state.arrivals)
        counted.stretches = state.stretches.map {
          Counted.Part(amount: Bounds(Double($0[counter])), trials: $0.arrivals)
        }
        return counted
      })
  }

  /// Look-ups of caches that found their key.
  func hits(_ check: Check) -> Counted? {
    Counted.sum(
      Scope(check, in: plan).components.map { index in
        let state = measured.components[index]
        var counted = Counted()
        counted.whole = Counted.Part(amount: Bounds(Double(state.counts[.hits])), trials: state.counts.lookUps)
        counted.stretches = state.stretches.map {
          Counted.Part(amount: Bounds(Double($0[.hits])), trials: $0[.hits] + $0[.misses] + $0[.coalesced])
        }
        return counted
      })
  }

  // MARK: Outcomes

  /// `outcomes` of flows, or of commands.
  func outcomes(_ check: Check) -> Counted? {
    let scope = Scope(check, in: plan)
    let wanted = check.label("outcome").map { name in plan.outcomes.firstIndex(of: name) ?? plan.outcomes.count }
    func part(_ counts: [UInt64], open: UInt64 = 0, lost: UInt64 = 0) -> Counted.Part {
      let all = counts.reduce(0, +)
      let count = wanted.map { $0 < counts.count ? counts[$0] : 0 } ?? all
      return Counted.Part(amount: Bounds(Double(count), Double(count + open)), trials: all + open + lost)
    }
    if check.label("command") != nil {
      return Counted.sum(
        scope.commands.map { index in
          let stretches = measured.commandStretches.indices.contains(index) ? measured.commandStretches[index] : []
          return Counted(whole: part(measured.commandOutcomes[index]), stretches: stretches.map { part($0.counts) })
        })
    }
    return Counted.sum(
      scope.flows.map { index in
        let state = measured.flows[index]
        var counted = Counted(
          whole: part(state.outcomes, open: state.unended.ages.count, lost: state.unended.lost),
          stretches: state.stretches.map { part(Array($0.outcomes)) })
        for interval in state.unendedByInterval where !counted.stretches.isEmpty {
          let number = min(counted.stretches.count - 1, stretch(ofInterval: interval.interval))
          counted.stretches[number] =
            counted.stretches[number] + part([], open: interval.ages.count, lost: interval.lost)
        }
        return counted
      })
  }

  /// `calls` of components by how they ended.
  func calls(_ check: Check) -> Counted? {
    Counted.sum(Scope(check, in: plan).components.map { calls(of: $0, check.label("outcome")) })
  }

  private func calls(of index: Int, _ outcome: String?) -> Counted {
    let state = measured.components[index]
    var polled: (count: UInt64, all: UInt64) = (0, 0)
    for (number, polling) in plan.pollings.enumerated() where polling.source == index {
      let state = measured.pollings[number]
      polled.all += state.started + state.refused
      switch outcome {
      case nil: polled.count += state.started + state.refused
      case "quota"?: polled.count += state.refused
      case "timeout"?: polled.count += state.timedOut
      case "ok"?: polled.count += state.answered
      case "error"?: polled.count += state.failed
      default: break
      }
    }
    let whole = CallCounts(state)
    let open = whole.mayStillBe(outcome) ? state.unendedResponse.ages.count : 0
    let lost = outcome == "error" ? state.unendedResponse.lost : 0
    let count = whole.count(outcome) + polled.count + lost
    var counted = Counted()
    counted.whole = Counted.Part(
      amount: Bounds(Double(count), Double(count + open)), trials: state.arrivals + polled.all)
    counted.stretches = stretches(of: index) {
      Counted.Part(amount: Bounds(Double(CallCounts($0).count(outcome))), trials: $0.arrivals)
    }
    return counted
  }
}

/// Calls that a component received, by how they ended.
private struct CallCounts {
  var arrivals, completions, failures, refusals, timeouts, quotaRefusals: UInt64
  var counter: (Counter) -> UInt64

  init(_ state: ComponentMeasurement) {
    (arrivals, completions, failures) = (state.arrivals, state.completions, state.failures)
    (refusals, timeouts, quotaRefusals) = (state.refusals, state.timeouts, state.quotaRefusals)
    counter = { state.counts[$0] }
  }

  init(_ stretch: Stretch) {
    (arrivals, completions, failures) = (stretch.arrivals, stretch.completions, stretch.failures)
    (refusals, timeouts, quotaRefusals) = (stretch.refusals, stretch.timeouts, stretch.quotaRefusals)
    counter = { stretch[$0] }
  }

  func count(_ outcome: String?) -> UInt64 {
    switch outcome {
    case nil: arrivals
    case "quota"?: quotaRefusals
    case "refused"?: refusals
    case "timeout"?: timeouts
    case "ok"?: completions - min(completions, failures + counter(.cancelled))
    case "error"?: failures - min(failures, refusals + quotaRefusals)
    case let name?: Counter.outcomes.first { $0.name == name }.map { counter($0.counter) } ?? 0
    }
  }

  /// Whether a call that has not ended can still count.
  func mayStillBe(_ outcome: String?) -> Bool { ["ok", "error", "timeout"].contains(outcome) }
}

extension Counter.Counts {
  /// Look-ups of a cache.
  var lookUps: UInt64 { self[.hits] + self[.misses] + self[.coalesced] }
}
