import Components

/// Failed requests of one kind: how they ended, where that was born and what limit it was.
package struct FailureShare: Sendable {
  package var outcome: String
  package var share: Double
  /// Empty for the client, or where nobody saw it.
  package var component = ""
  /// As `FailureOrigin.Cause` names it; empty where nobody saw it.
  package var cause = ""
  /// Of a timeout, what was waited for at the component.
  package var awaited = ""
  /// Faults of the file that hit the component, where the cause may be theirs.
  package var faults: [String] = []
  /// What the cause ran into: places in the line, calls a second, or nanoseconds of a timeout.
  package var limit: Double?
}

extension FailureShare {
  /// - Parameters:
  ///   - origin: nil where nobody saw it.
  ///   - outcome: by index.
  ///   - faults: names of those of the file, in its order.
  init(_ origin: FailureOrigin?, outcome: Int, share: Double, in plan: NetworkPlan, faults names: [String]) {
    self.init(outcome: plan.outcomes[outcome], share: share)
    guard let origin else { return }
    cause = origin.cause.rawValue
    awaited = origin.awaited?.rawValue ?? ""
    limit = origin.limit.map(Double.init)
    guard origin.component >= 0 else { return }
    let place = plan.components[origin.component]
    component = place.name
    if [.quota, .errorShare, .down, .stopped, .network, .poison, .fault].contains(origin.cause) {
      faults = names.filter { name in
        plan.faults.contains { $0.name == name && plan.components(hitBy: $0).contains(origin.component) }
      }
    }
    switch origin.cause {
    case .queueFull: limit = Double(place.queueLimit)
    case .quota: limit = place.quota
    case .logFull: limit = plan.logs.first { $0.component == origin.component }.map { Double($0.limit) }
    default: break
    }
  }
}

extension NetworkPlan {
  /// What began a request: a workload, a timer, or the population that was polled.
  func name(ofSource source: Int) -> String {
    if source < sources.count { return sources[source].name }
    let polling = source - sources.count - timers.count
    return polling >= 0 ? populations[pollings[polling].population].name : "timer"
  }

  /// The step that a span is part of, where it has a name; else its operation.
  func label(of span: Span) -> String {
    if span.stream >= 0 { return streams[span.stream] }
    return span.operation >= 0 ? operations[span.operation].name : ""
  }
}
