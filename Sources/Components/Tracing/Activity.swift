import Engine

/// One thing that a recorded request did, or had done: the request itself, a call, a branch, a record on its way. Those
/// that it started name it as their parent, so that a request is a tree of them.
package struct Activity: Sendable {
  package enum Role: String, Sendable, CaseIterable {
    /// The request itself, or news of an entity.
    case request
    /// One try of a call, or a copy of a write.
    case call
    /// A branch of a `parallel`, or an iteration of a `repeat`.
    case branch
    /// A record for a consumer, or another delivery of one.
    case record
    /// A message in an outbox.
    case stored
    /// The answer of an operation that goes on by itself.
    case reply
  }

  package enum End: Sendable, Equatable {
    /// With an outcome, by index.
    case done(Int)
    /// It, or its answer, did not arrive; or what worked on it stopped.
    case lost
    /// Nobody needed it any more, and it was stopped.
    case cancelled
    /// What follows is another activity.
    case passedOn
  }

  /// Something that takes no time.
  package enum Event: Sendable, Equatable {
    /// A domain core decided, both by index.
    case decided(command: Int, outcome: Int)
    /// A clock was read.
    case measured(Int, Nanoseconds)
    /// A failure was born here.
    case failed(FailureOrigin)
    /// It ended, and its user had given up before.
    case unawaited
  }

  package var role: Role
  /// By place; −1 for a request.
  package var parent: Int
  /// Of a request.
  package var identity: ExemplarIdentity?
  /// Of a request: of the workload's arrival, or the entity.
  package var number: UInt64 = 0
  /// Of a request, by index; −1 for news of an entity.
  package var flow = -1
  /// By index; −1 for the client.
  package var component: Int
  /// By index; −1 for a flow.
  package var operation: Int
  package var replica = 0
  package var began: Nanoseconds
  /// Of a request its latency's end; nil for what was not over when the run stopped.
  package var ended: Nanoseconds?
  package var end: End?
  /// What its own time went into, one after the other; `answer` is the wait for what it called.
  package var spans: [Span] = []
  package var events: [(at: Nanoseconds, event: Event)] = []
}

/// All activities of the requests that are recorded, by the numbers of their ledgers.
struct ActivityRecord {
  /// Spans, events and activities; further ones are left out.
  static let limit = 200_000

  private(set) var activities: [Activity] = []
  private var kept = 0
  private(set) var isCut = false

  /// Activities come in the order of their ledgers.
  mutating func begin(_ activity: Activity) {
    // What comes after one that was left out would be taken for it.
    if !isCut && hasRoom { activities.append(activity) }
  }

  mutating func add(_ span: Span, to number: Int) {
    guard activities.indices.contains(number), hasRoom else { return }
    if span.component == activities[number].component && span.operation >= 0 {
      activities[number].replica = span.replica
    }
    activities[number].spans.append(span)
  }

  mutating func add(_ event: Activity.Event, to number: Int, at now: Nanoseconds) {
    guard activities.indices.contains(number), hasRoom else { return }
    activities[number].events.append((now, event))
  }

  func hasEnded(_ number: Int) -> Bool {
    !activities.indices.contains(number) || activities[number].end != nil
  }

  mutating func end(_ number: Int, _ end: Activity.End, at now: Nanoseconds) {
    guard !hasEnded(number) else { return }
    activities[number].end = end
    activities[number].ended = now
  }

  private var hasRoom: Bool {
    mutating get {
      if kept >= Self.limit { isCut = true } else { kept += 1 }
      return !isCut
    }
  }
}
