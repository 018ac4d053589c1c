import Engine

/// Where the failure of a request was born, before it travelled up to its flow: of several, the last one that nobody
/// made good.
package struct FailureOrigin: Sendable, Hashable {
  package enum Cause: String, Sendable, CaseIterable {
    /// Its caller's timeout ran out, or the deadline of the whole call.
    case timeout
    /// It was over before it could begin: the deadline was reached in line, or between two tries.
    case deadline
    /// The user of a closed workload gave up.
    case patience
    /// The line for a slot was full.
    case queueFull = "queue-full"
    /// Controlled delay, a bucket or an adaptive limit refused it.
    case shed
    case quota
    /// An open breaker refused it.
    case breaker
    /// Too many requests were in flight in all.
    case inFlight = "in-flight"
    /// A log had no room.
    case logFull = "log-full"
    /// No replica was up, no primary or leader, or the whole component was out.
    case down
    /// The replica stopped that worked on it.
    case stopped
    /// It was cut off, or lost on the way.
    case network
    /// A share of the answers are errors, by the file or by a fault.
    case errorShare = "error-share"
    /// A message that cannot be worked off.
    case poison
    /// A fault was aimed at the step.
    case fault
    /// A step replies so.
    case step
  }
  package var cause: Cause
  /// By index; −1 for the client.
  package var component: Int
  /// By index, of the flow's outcomes.
  package var outcome: Int
  /// Of a timeout: what was waited for then, at the component.
  package var awaited: Span.Cause?
  /// Of a timeout: how long it is.
  package var limit: Nanoseconds?

  package init(
    _ cause: Cause, component: Int, outcome: UInt16, awaited: Span.Cause? = nil, limit: Nanoseconds? = nil
  ) {
    self.cause = cause
    self.component = component
    self.outcome = Int(outcome)
    self.awaited = awaited
    self.limit = limit
  }
}
