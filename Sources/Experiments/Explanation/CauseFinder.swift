import Components
import Engine
import Statistics

/// What lies behind the largest share: looks at the paths, the counters and the decisions.
struct CauseFinder {
  let plan: NetworkPlan
  let measured: Measurements
  let result: RunResult
  /// Of the replication that the paths are from.
  let decisions: [Decision]
  let paths: [ExemplarPath]

  private func index(of name: String) -> Int? { plan.components.firstIndex { $0.name == name } }

  func leading(_ shares: [CauseShare]) -> LeadingCause? {
    guard let first = shares.first, first.mean > 0 else { return nil }
    var leading = LeadingCause(share: first, root: first, diagnosis: .pause, evidence: [])
    var seen: Set<String> = []
    while leading.root.cause == Span.Cause.queue.rawValue, seen.insert(leading.root.component).inserted,
      let component = index(of: leading.root.component)
    {
      if let full = fullLog(at: component) {
        add(.blocked, full.log, Double(result.components[full.log].count("blocked")), to: &leading)
        leading.evidence[leading.evidence.count - 1].detail = plan.components[full.taker].name
        leading.root = CauseShare(waitingFor: full.taker, .queue, plan)
        continue
      }
      guard let holder = holder(of: component) else { break }
      if [Span.Cause.service, .provider, .wait, .network].map(\.rawValue).contains(holder.cause) {
        leading.evidence.append(
          Evidence(kind: .heldBy, component: holder.component, value: holder.share, detail: leading.root.component))
        break
      }
      leading.root = holder
    }
    diagnose(&leading)
    return leading
  }

  /// What the operations of a component are doing while they hold its slots, if it is mostly one thing elsewhere.
  private func holder(of component: Int) -> CauseShare? {
    var table = CauseTable()
    for path in paths {
      var depth = -1
      for span in path.spans {
        if depth >= 0 && span.depth < depth { depth = -1 }
        if span.component == component && span.cause == .queue { depth = span.depth; continue }
        if depth >= 0 && span.depth >= depth && span.cause != .think { table.add(span) }
      }
    }
    guard let top = table.shares(plan, beside: CauseTable()).first, top.share > 0.5,
      !(top.component == plan.components[component].name && top.cause != Span.Cause.cores.rawValue)
    else { return nil }
    return top
  }

  /// The full log at which publishers wait for room, and the busiest of those that take from it: of a log itself, or of a
  /// component that publishes to one with its slots in its hands.
  private func fullLog(at component: Int) -> (log: Int, taker: Int)? {
    let published = plan.links.filter { $0.style == .publish && $0.from == component }.map(\.to)
    for log in plan.logs where log.blocks && ([component] + published).contains(log.component) {
      guard result.components[log.component].count("blocked") > 0 else { continue }
      // A component holds its slots for other reasons as well: then what its requests do there says which.
      if log.component != component, paths.contains(where: { $0.spans.contains { $0.component == component } }) {
        continue
      }
      let takers = log.groups.map(\.component).filter { $0 >= 0 && $0 != component }
      func busy(_ taker: Int) -> Double { result.components[taker].utilization ?? 0 }
      if let busiest = takers.max(by: { (busy($0), $1) < (busy($1), $0) }) { return (log.component, busiest) }
    }
    return nil
  }

  private func diagnose(_ leading: inout LeadingCause) {
    guard let component = index(of: leading.root.component) else {
      leading.diagnosis = leading.root.cause == Span.Cause.network.rawValue ? .network : .pause
      return
    }
    let cause = Span.Cause(rawValue: leading.root.cause)
    add(.utilization, component, result.components[component].utilization, to: &leading)
    switch cause {
    case .service: leading.diagnosis = .slowService
    case .provider: leading.diagnosis = .slowProvider
    case .silence: leading.diagnosis = .providerSilent
    case .network: leading.diagnosis = .network
    case .poll:
      leading.diagnosis = .pollCycle
      let polling = plan.pollings.first { $0.component == component && $0.starts != .onCall }
      add(.cycle, component, polling.map { Double($0.period) }, to: &leading)
    case .coldStart:
      leading.diagnosis = .coldStarts
      let starts = result.components[component].count("cold-starts")
      add(.coldStarts, component, Double(starts), to: &leading)
    case .lock:
      leading.diagnosis = .lockContention
      add(.lockWaits, component, Double(result.components[component].count("lock-waits")), to: &leading)
    case .fetch: leading.diagnosis = .sharedFetch
    case .wait, .think, .answer: leading.diagnosis = .pause
    case .queue, .cores, .log: diagnoseQueue(component, &leading)
    case .backoff, nil: diagnoseRetries(component, &leading)
    }
    if leading.diagnosis != .retryStorm, [.service, .queue, .cores].contains(cause), isStorm(component, &leading) {
      leading.diagnosis = .retryStorm
    }
  }

  private func diagnoseQueue(_ component: Int, _ leading: inout LeadingCause) {
    let found = result.components[component]
    add(.longestQueue, component, Double(found.maximumQueueLength), to: &leading)
    if found.completions > 0 { add(.meanHold, component, Double(found.meanService), to: &leading) }
    if lagsBehind(component, &leading) {
      leading.diagnosis = .autoscalerLag
    } else if let busiest = busiestPlace(component, leading.root.cause) {
      leading.diagnosis = .hotPartition
      leading.evidence.append(busiest)
    } else if leading.root.cause == Span.Cause.log.rawValue {
      leading.diagnosis = .backlog
    } else {
      leading.diagnosis =
        leading.root.cause == Span.Cause.cores.rawValue || plan.components[component].slotName == "core"
        ? .coresSaturated : .poolExhausted
    }
  }

  private func add(_ kind: Evidence.Kind, _ component: Int, _ value: Double?, to leading: inout LeadingCause) {
    guard let value, value > 0 else { return }
    leading.evidence.append(Evidence(kind: kind, component: plan.components[component].name, value: value))
  }

  // MARK: Failures

  /// What a limit that requests failed at comes from: how busy its component is, and what it counts.
  func limits(of failure: FailureShare) -> [Evidence] {
    guard let component = index(of: failure.component) else { return [] }
    let found = result.components[component]
    var values: [(Evidence.Kind, Double)] = []
    switch FailureOrigin.Cause(rawValue: failure.cause) {
    case .queueFull, .shed, .deadline:
      values = [(.utilization, found.utilization ?? 0), (.refusals, Double(found.refusals))]
      if found.completions > 0 { values.append((.meanHold, Double(found.meanService))) }
    case .timeout:
      values = [(.utilization, found.utilization ?? 0), (.longestQueue, Double(found.maximumQueueLength))]
    case .quota: values = [(.quotaRefusals, Double(found.refusals))]
    default: break
    }
    return values.filter { $0.1 > 0 }.map { Evidence(kind: $0.0, component: found.name, value: $0.1) }
  }

  // MARK: Retries

  /// Tries fail because there are too many of them, or because of what they spend their time on.
  private func diagnoseRetries(_ component: Int, _ leading: inout LeadingCause) {
    var inside = CauseTable()
    for path in paths {
      for var span in path.spans where span.failedTry == component {
        span.failedTry = -1
        inside.add(span)
      }
    }
    let top = inside.shares(plan, beside: CauseTable()).first
    leading.diagnosis = .retries
    if let top, top.share > 0.5 {
      leading.evidence.append(
        Evidence(
          kind: .failedTries, component: top.component, value: top.share, detail: plan.components[component].name))
    }
    if isStorm(component, &leading) {
      leading.diagnosis = .retryStorm
    } else if let top, top.share > 0.5, top.cause != CauseTable.retry {
      leading.root = top
      diagnose(&leading)
    }
  }

  /// Whether further tries make up much of what comes to a component, directly or through those that call it, and
  /// there is more of it than it can do.
  private func isStorm(_ component: Int, _ leading: inout LeadingCause) -> Bool {
    var callers: Set<Int> = [component]
    var grows = true
    while grows {
      let more = plan.links.filter { $0.style != .publish && callers.contains($0.to) && $0.from >= 0 }.map(\.from)
      let before = callers.count
      callers.formUnion(more)
      grows = callers.count > before
    }
    var worst: (component: Int, perCall: Double)?
    for caller in callers.sorted() {
      let found = result.components[caller]
      guard found.arrivals > 0 else { continue }
      let retries = Double(found.count("retries"))
      let perCall = retries / max(1, Double(found.arrivals) - retries)
      if perCall > worst?.perCall ?? 0 { worst = (caller, perCall) }
    }
    guard let worst, worst.perCall >= 0.2 else { return false }
    let wasted = callers.map { result.components[$0].count("wasted") }.reduce(0, +)
    let busiest = callers.compactMap { result.components[$0].utilization }.max() ?? 0
    leading.evidence.append(
      Evidence(
        kind: .retriesPerCall, component: plan.components[worst.component].name, value: worst.perCall))
    for caller in callers.sorted() where result.components[caller].count("wasted") > 0 {
      let found = result.components[caller]
      leading.evidence.append(
        Evidence(
          kind: .wasted, component: found.name,
          value: Double(found.count("wasted")) / max(1, Double(found.completions))))
    }
    return wasted > 0 || busiest > 0.9
  }

  // MARK: Scaling

  /// Whether most of the waiting fell into times in which more replicas had been asked for, or should have been, and
  /// were not there.
  private func lagsBehind(_ component: Int, _ leading: inout LeadingCause) -> Bool {
    guard let scaling = plan.components[component].scaling else { return false }
    let ups = decisions.filter { $0.component == component && $0.kind == .scaleUp }
    guard !ups.isEmpty else { return false }
    let before = scaling.metricDelay + scaling.interval + scaling.cooldown
    let spans = ups.map { ($0.at - before, $0.at + 2 * scaling.startup) }
    var inside: Nanoseconds = 0
    var all: Nanoseconds = 0
    for path in paths {
      for span in path.spans where span.component == component && [.queue, .cores].contains(span.cause) {
        all += span.length
        if spans.contains(where: { span.to > $0.0 && span.from < $0.1 }) { inside += span.length }
      }
    }
    guard all > 0, Double(inside) >= 0.5 * Double(all) else { return false }
    let name = plan.components[component].name
    leading.evidence += [
      Evidence(kind: .scaleUps, component: name, value: Double(ups.count)),
      Evidence(kind: .bootTime, component: name, value: Double(scaling.startup)),
      Evidence(kind: .waitsWhileScaling, component: name, value: Double(inside) / Double(all)),
    ]
    return true
  }

  // MARK: Partitions

  /// The replica or partition that most of the waiting was for, where keys decide which one it is.
  private func busiestPlace(_ component: Int, _ cause: String) -> Evidence? {
    let log = plan.logs.first { $0.component == component }
    let takesFromLog = plan.logs.contains { $0.groups.contains { $0.component == component } }
    let picks = [plan.components[component].pick] + plan.balancers.filter { $0.target == component }.map(\.pick)
    let isByKey = picks.contains { $0 == .shard || $0 == .byKey } || log != nil || takesFromLog
    let places = log?.partitions ?? plan.components[component].replicas
    guard isByKey, places > 1 else { return nil }
    var waits: [Int: Nanoseconds] = [:]
    for path in paths {
      for span in path.spans where span.component == component && span.cause.rawValue == cause {
        waits[span.replica, default: 0] += span.length
      }
    }
    let all = waits.values.reduce(0, +)
    guard let busiest = waits.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }), all > 0 else { return nil }
    let share = Double(busiest.value) / Double(all)
    guard share >= max(0.4, 2 / Double(places)) || (places == 2 && share > 0.8) else { return nil }
    return Evidence(
      kind: .busiestPlace, component: plan.components[component].name, value: share,
      detail: "\(log == nil ? "replica" : "partition") \(busiest.key) of \(places)")
  }
}
