import Experiments

/// A trace as one versioned JSON object, for programs. Times are integer nanoseconds from the start of the run.
package enum TraceJSON {
  package static func text(_ trace: TraceResult) throws -> String { try JSONReport.text(Document(trace)) }

  private struct Document: Encodable {
    let schema = JSONReport.schema
    let study = "trace"
    let scenario: String
    let options: [String]
    let seed: UInt64
    let replication: Int
    let requests: [Request]
    let remarks: [String]
    init(_ trace: TraceResult) {
      scenario = trace.scenario.name
      options = trace.scenario.options
      seed = trace.scenario.seed
      replication = trace.replication
      requests = trace.requests.map(Request.init)
      remarks = trace.remarks
    }
  }

  private struct Request: Encodable {
    let request: String
    let flow, outcome: OrNull<String>
    let began_ns: Int64
    let latency_ns: OrNull<Int64>
    let shares: [Share]
    let activity: Activity
    init(_ request: TracedRequest) {
      self.request = request.name
      flow = OrNull(request.flow.isEmpty ? nil : request.flow)
      outcome = OrNull(request.outcome.isEmpty ? nil : request.outcome)
      began_ns = request.began
      latency_ns = OrNull(request.latency)
      shares = request.shares.map(Share.init)
      activity = Activity(request.root)
    }
  }

  private struct Share: Encodable {
    let component, cause: String
    let share: Double
    init(_ share: CauseShare) {
      component = ExplanationWords.name(share)
      cause = share.cause
      self.share = share.share
    }
  }

  private struct Activity: Encodable {
    let role, component, name: String
    let replica: Int
    let began_ns, own_ns: Int64
    /// Null for what was not over when the run stopped.
    let ended_ns: OrNull<Int64>
    let outcome: OrNull<String>
    let spans: [Span]
    let events: [Event]
    let activities: [Activity]
    init(_ activity: TracedActivity) {
      role = activity.role.rawValue
      component = activity.component.isEmpty ? "client" : activity.component
      name = activity.title
      replica = activity.replica
      began_ns = activity.began
      ended_ns = OrNull(activity.isOver ? activity.ended : nil)
      own_ns = activity.own
      outcome = OrNull(activity.outcome.isEmpty ? nil : activity.outcome)
      spans = activity.items.compactMap { if case .span(let span) = $0 { Span(span) } else { nil } }
      events = activity.items.compactMap { if case .event(let event) = $0 { Event(event) } else { nil } }
      activities = activity.items.compactMap {
        if case .activity(let callee) = $0 { Activity(callee) } else { nil }
      }
    }
  }

  private struct Span: Encodable {
    let component, cause, step: String
    let from_ns, to_ns: Int64
    init(_ span: TracedSpan) {
      component = ExplanationWords.name(span.cause)
      cause = span.cause.cause
      step = span.label
      from_ns = span.from
      to_ns = span.to
    }
  }

  private struct Event: Encodable {
    let at_ns: Int64
    let words: String
    init(_ event: TracedEvent) {
      at_ns = event.at
      words = TraceWords.event(event)
    }
  }
}
