import Engine

/// Requests of one replication, each with everything that it did.
package struct TraceResult: Sendable {
  package var scenario = ScenarioIdentity()
  package var replication = 0
  package var requests: [TracedRequest] = []
  package var remarks: [String] = []
  package init() {}
}

/// A request, or news of an entity, from its beginning to its end.
package struct TracedRequest: Sendable {
  /// `browse:41`, as `orrery trace --request` takes it; or `reservation:1234`.
  package var name = ""
  /// Empty for news of an entity.
  package var flow = ""
  /// Empty where it has none, or had not ended.
  package var outcome = ""
  package var isOver = false
  /// Nanoseconds from the start of the run.
  package var began: Nanoseconds = 0
  /// Time to think left out; nil where it had not ended, and for news of an entity.
  package var latency: Nanoseconds?
  /// What its latency went into along its critical path, the largest first; empty where it has none.
  package var shares: [CauseShare] = []
  package var root = TracedActivity()
  package init() {}
}

/// What was done for a request at one place, with what that called in turn.
package struct TracedActivity: Sendable {
  package enum Role: String, Sendable { case request, call, branch, record, stored, reply }

  package enum Item: Sendable {
    case span(TracedSpan)
    case event(TracedEvent)
    case activity(TracedActivity)
  }

  package var role = Role.request
  /// Empty for the client.
  package var component = ""
  /// By index; −1 for the client.
  package var place = -1
  package var replica = 0
  /// Whether its component has more replicas than one.
  package var isReplicated = false
  /// `web.page`; of a request its flow.
  package var title = ""
  package var began: Nanoseconds = 0
  /// When the run stopped, for what was not over.
  package var ended: Nanoseconds = 0
  package var isOver = false
  /// An outcome, `lost`, `cancelled`, `passed-on`; empty for what was not over.
  package var outcome = ""
  /// What went into itself, and not into waiting for what it called.
  package var own: Nanoseconds = 0
  /// In the order of their beginnings.
  package var items: [Item] = []
  package init() {}

  package var length: Nanoseconds { ended - began }
}

/// A stretch of an activity's own time.
package struct TracedSpan: Sendable {
  /// What it waits for, or does; shares and means are not filled in.
  package var cause: CauseShare
  /// The step, where it has a name.
  package var label: String
  package var from: Nanoseconds
  package var to: Nanoseconds

  package var length: Nanoseconds { to - from }
}

/// Something that took no time.
package struct TracedEvent: Sendable {
  package enum Kind: Sendable {
    case decided(command: String, outcome: String)
    case measured(name: String, value: Nanoseconds)
    case failed(FailureShare)
    /// Its user had given up before it ended.
    case unawaited
  }
  package var at: Nanoseconds
  package var kind: Kind
}
