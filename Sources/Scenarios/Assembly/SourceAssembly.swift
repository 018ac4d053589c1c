import Components
import Engine

/// Makes the plan of a workload: a rate function and how arrivals are spaced around it, or instants, or
/// users.
///
/// `run.load` multiplies the rates of open workloads and the users of closed ones; `--scale` divides
/// both. A crowd is rounded to whole arrivals; a trace keeps or repeats its arrivals evenly, flow by flow.
struct SourceAssembly {
  let run: RunSettings
  let scale: CellScale
  let flows: [String: Int]
  var populations: [String: Int] = [:]

  struct Made {
    var plan: SourcePlan
    /// A spreadsheet's line on where the rate comes from; empty where the file states it.
    var arithmetic: [String] = []
    var warnings: [String] = []
  }

  func source(_ workload: Workload) -> Made {
    var made = Made(
      plan: SourcePlan(
        name: workload.name, stream: unprefixed(workload.name), knots: [],
        flows: workload.flows.compactMap { share in flows[share.flow].map { (flow: $0, share: share.share) } },
        phases: []))
    let begin = workload.starts
    switch workload.shape {
    case .rate(let rate):
      made.plan.knots = RateCurve.constant(scaled(rate), from: begin, until: run.duration)
    case .stages(let stages):
      (made.plan.knots, made.plan.phases) = RateCurve.stages(stages, from: begin, holding: false, scaled: scaled)
    case .steps(let stages):
      (made.plan.knots, made.plan.phases) = RateCurve.stages(stages, from: begin, holding: true, scaled: scaled)
    case .diurnal(let mean, let peak, let peakAt, let regions):
      made.plan.knots = DiurnalCurve(mean: scaled(mean), peak: peak, peakAt: peakAt)
        .knots(from: begin, until: max(run.duration, begin + 1), startsAt: run.startsAt, regions: regions)
    case .calendar(let spans):
      made.plan.knots = RateCurve.calendar(spans, from: begin, scaled: scaled)
    case .users(let count, let active, let each):
      made.plan.knots = RateCurve.constant(
        scaled(Double(count) * active * each), from: begin, until: run.duration)
      made.arithmetic = [UserArithmetic(count: count, active: active, each: each, run: run).line(workload.name)]
    case .crowd(let count, let within):
      addCrowd(count, within, workload, &made)
    case .trace(let arrivals):
      addTrace(arrivals, workload, &made)
    case .closed(let users, let think, let patience):
      addUsers(users, think, patience, workload, &made)
    }
    switch workload.shape {
    case .crowd, .trace, .closed: break
    default: modulate(workload, &made.plan)
    }
    return made
  }

  private func scaled(_ rate: Double) -> Double { scale.rate(rate * run.load) }

  private func scaled(_ count: Int64) -> Int64 {
    let loaded = Double(count) * run.load
    return scale.entities(Int64(min(loaded, 0x1p62).rounded()))
  }

  /// What may stand beside any shape that is a rate.
  private func modulate(_ workload: Workload, _ plan: inout SourcePlan) {
    if let growth = workload.growth {
      plan.knots = RateCurve.growing(
        plan.knots, by: growth.factor, every: growth.every, from: workload.starts)
    }
    switch workload.arrivals {
    case .poisson: plan.arrivals = .poisson
    case .even: plan.arrivals = .even
    case .renewal(let distribution): plan.arrivals = .renewal(distribution)
    case .bursty(let factor, let burst, let calm):
      plan.bursts.append(.modulated("bursts/\(plan.stream)", factor: factor, burst: burst, calm: calm))
    }
    if let storm = workload.storm {
      plan.bursts.append(
        .storm(
          "storm/\(unprefixed(storm.name))", gap: storm.every, duration: storm.duration, factor: storm.factor))
    }
    if workload.batch.mean > 1 {
      plan.batch =
        workload.batch.isGeometric
        ? .geometric(mean: workload.batch.mean) : .fixed(Int(workload.batch.mean.rounded()))
    }
  }

  private func addCrowd(_ count: Int64, _ within: Nanoseconds, _ workload: Workload, _ made: inout Made) {
    let count = scaled(count)
    made.plan.arrivals = .crowd(count: count, begins: workload.starts, within: within)
    made.plan.knots = RateCurve.constant(
      Double(count) / (Double(max(1, within)) / 1e9), from: workload.starts, until: workload.starts + within)
  }

  /// Of each flow, so many arrivals that the load and the scale are met as evenly as whole ones can.
  private func addTrace(
    _ arrivals: [(at: Nanoseconds, flow: String?)], _ workload: Workload, _ made: inout Made
  ) {
    let factor = scale.rate(run.load)
    var seen: [Int32: Double] = [:]
    var traced: [TracedArrival] = []
    for arrival in arrivals {
      let flow = arrival.flow.flatMap { flows[$0] }.map(Int32.init) ?? -1
      let before = seen[flow, default: 0]
      let copies = ((before + 1) * factor).rounded(.down) - (before * factor).rounded(.down)
      seen[flow] = before + 1
      let entry = TracedArrival(at: workload.starts + arrival.at, flow: flow)
      for _ in 0..<Int(saturating: copies) { traced.append(entry) }
    }
    made.plan.arrivals = .trace(traced)
    guard let first = traced.first, let last = traced.last else { return }
    let end = max(last.at, first.at + .second)
    made.plan.knots = RateCurve.constant(
      Double(traced.count) / (Double(end - first.at) / 1e9), from: first.at, until: end)
  }

  private func addUsers(
    _ users: Int64, _ think: Distribution, _ patience: Distribution?, _ workload: Workload, _ made: inout Made
  ) {
    let wanted = scaled(users)
    let count = min(wanted, Int64(ClosedPlan.userLimit))
    if count < wanted {
      made.warnings.append("workload `\(workload.name)` has \(wanted) users, of which \(count) take part")
    }
    var plan = ClosedPlan(users: Int(count), think: think, patience: patience, begins: workload.starts)
    plan.pace = workload.pace
    plan.population = workload.who.flatMap { populations[$0] } ?? -1
    if !workload.userStages.isEmpty {
      (plan.levels, made.plan.phases) = RateCurve.stages(
        workload.userStages, from: workload.starts, holding: false, scaled: { (scaled($0)).rounded() })
    }
    made.plan.arrivals = .closed(plan)
    let cycle = max(think.mean, workload.pace?.mean ?? 0)
    guard cycle > 0, cycle < .infinity else { return }
    made.plan.knots =
      plan.levels.isEmpty
      ? RateCurve.constant(Double(count) / (cycle / 1e9), from: workload.starts, until: run.duration)
      : plan.levels.map { RateKnot(at: $0.at, before: $0.before / cycle * 1e9, after: $0.after / cycle * 1e9) }
  }

  private func unprefixed(_ name: String) -> String {
    name.lastIndex(of: "/").map { String(name[name.index(after: $0)...]) } ?? name
  }
}
