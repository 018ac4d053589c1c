import Components
import Engine
import Scenarios

/// Shows requests by replay: a replication runs again, and keeps everything that they do.
package struct TraceStudy {
  private let experiment: Experiment

  package init(_ experiment: Experiment) { self.experiment = experiment }

  /// - Parameter replication: from 0.
  /// - Throws: what running throws.
  package func trace(_ target: TraceTarget, replication: Int, stop: StopRequest) throws -> TraceResult {
    try record([target], replication, stop)
  }

  /// The requests of a replication that took longest, the slowest first, failed ones among them; those alone that ended
  /// and that count.
  /// - Parameter flow: of which alone; nil for all.
  package func slowest(_ count: Int, of flow: Int?, replication: Int, stop: StopRequest) throws -> TraceResult {
    let plan = experiment.plan
    let flows = flow.map { [$0] } ?? Array(plan.flows.indices)
    let everything: ClosedRange<Nanoseconds> = 0 ... .max
    let found = try experiment.replay(
      .seeking([
        ExemplarBand(.flows(flows), everything, count: count, takesSlowest: true),
        ExemplarBand(.failures(flows), everything, count: count, takesSlowest: true),
      ]), replication: replication, stop: stop
    ).candidates.joined()
    // Of equal ones those that were found first, answered ones before failed ones.
    let slowest = found.enumerated().sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
      .prefix(count).map(\.element.identity)
    guard !slowest.isEmpty, !stop.isRequested else { return try record([], replication, stop) }
    return try record(slowest.map { .exemplar($0) }, replication, stop)
  }

  private func record(_ targets: [TraceTarget], _ replication: Int, _ stop: StopRequest) throws -> TraceResult {
    var result = TraceResult()
    result.scenario = experiment.result().scenario
    result.replication = replication
    guard !targets.isEmpty else { return result }
    let measured = try experiment.replay(.recording(targets), replication: replication, stop: stop)
    let forest = ActivityForest(measured, experiment.plan, faults: experiment.scenario.faults.map(\.name))
    result.requests = forest.requests(in: targets)
    if measured.isActivityRecordCut {
      result.remarks.append("there is more than fits into a trace: what came later is left out")
    }
    return result
  }
}

/// Recorded activities, put together to trees.
private struct ActivityForest {
  private let measured: Measurements
  private let plan: NetworkPlan
  private let faults: [String]
  private var started: [[Int]]
  private let stopped: Nanoseconds

  init(_ measured: Measurements, _ plan: NetworkPlan, faults: [String]) {
    self.measured = measured
    self.plan = plan
    self.faults = faults
    stopped = measured.activities.reduce(measured.simulated) { max($0, $1.spans.last?.to ?? $1.began) }
    started = measured.activities.map { _ in [] }
    for (place, activity) in measured.activities.enumerated() where activity.parent >= 0 {
      started[activity.parent].append(place)
    }
  }

  /// In the order of the targets, each in that of its beginnings.
  func requests(in targets: [TraceTarget]) -> [TracedRequest] {
    let roots = measured.activities.indices.filter { measured.activities[$0].parent < 0 }
    let order = targets.compactMap { target -> ExemplarIdentity? in
      if case .exemplar(let identity) = target { identity } else { nil }
    }
    let places = Dictionary(order.enumerated().map { ($1, $0) }) { first, _ in first }
    return roots.map { root in (root, measured.activities[root].identity.flatMap { places[$0] } ?? 0) }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map { request($0.0) }
  }

  private func request(_ root: Int) -> TracedRequest {
    let activity = measured.activities[root]
    var request = TracedRequest()
    request.root = tree(root)
    guard let identity = activity.identity else { return request }
    request.name = "\(plan.name(ofSource: Int(identity.source))):\(activity.number)"
    request.flow = activity.flow >= 0 ? plan.flows[activity.flow].name : ""
    request.root.title = request.flow.isEmpty ? request.name : request.flow
    request.began = activity.began
    request.isOver = request.root.isOver
    request.outcome = request.root.outcome
    if let path = measured.paths.first(where: {
      $0.measure < 0 && $0.identity == identity && $0.began == activity.began
    }) {
      request.outcome = plan.outcomes[path.outcome]
      request.latency = path.value
      var sums = CauseTable()
      sums.add(path)
      request.shares = sums.shares(plan, beside: CauseTable())
    }
    return request
  }

  private func tree(_ number: Int) -> TracedActivity {
    let recorded = measured.activities[number]
    var activity = TracedActivity()
    activity.role = TracedActivity.Role(rawValue: recorded.role.rawValue) ?? .call
    activity.place = recorded.component
    activity.replica = recorded.replica
    if recorded.component >= 0 {
      activity.component = plan.components[recorded.component].name
      activity.isReplicated = plan.components[recorded.component].replicas > 1
    }
    activity.title = recorded.operation >= 0 ? plan.operations[recorded.operation].name : activity.component
    activity.began = recorded.began
    activity.isOver = recorded.end != nil
    activity.ended = recorded.ended ?? stopped
    activity.outcome = recorded.end.map(word) ?? ""
    let own = recorded.spans.filter { $0.cause != .answer }
    activity.own = own.reduce(0) { $0 + $1.length }
    // At one instant what was decided comes first, then what was called for no time, then what takes time.
    var items = recorded.events.map { (at: $0.at, rank: 0, item: TracedActivity.Item.event(event($0.at, $0.event))) }
    items += started[number].map { (measured.activities[$0].began, 1, .activity(tree($0))) }
    items += own.map { ($0.from, 2, .span(span($0))) }
    activity.items = items.enumerated().sorted {
      ($0.element.at, $0.element.rank, $0.offset) < ($1.element.at, $1.element.rank, $1.offset)
    }.map(\.element.item)
    return activity
  }

  private func word(_ end: Activity.End) -> String {
    switch end {
    case .done(let outcome): plan.outcomes[outcome]
    case .lost: "lost"
    case .cancelled: "cancelled"
    case .passedOn: "passed-on"
    }
  }

  private func span(_ span: Span) -> TracedSpan {
    TracedSpan(
      cause: CauseShare(waitingFor: span.component, span.cause, plan),
      label: span.stream >= 0 ? plan.streams[span.stream] : "", from: span.from, to: span.to)
  }

  private func event(_ at: Nanoseconds, _ event: Activity.Event) -> TracedEvent {
    switch event {
    case .decided(let command, let outcome):
      TracedEvent(at: at, kind: .decided(command: plan.commands[command].name, outcome: plan.outcomes[outcome]))
    case .measured(let measure, let value):
      TracedEvent(at: at, kind: .measured(name: plan.measures[measure].name, value: value))
    case .failed(let origin):
      TracedEvent(
        at: at, kind: .failed(FailureShare(origin, outcome: origin.outcome, share: 1, in: plan, faults: faults)))
    case .unawaited: TracedEvent(at: at, kind: .unawaited)
    }
  }
}
