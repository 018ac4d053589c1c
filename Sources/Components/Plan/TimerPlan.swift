import Engine

/// Starts an operation by the clock.
public struct TimerPlan: Sendable {
  /// Where the last run has not ended: both go on, the new one is left out, or the old one is ended.
  public enum Overlap: Sendable { case allow, forbid, replace }
  /// Index into `NetworkPlan.components` of the timer, whose arrivals are its starts.
  public var component: Int
  /// Index into `NetworkPlan.operations` of what it starts.
  public var operation: Int
  /// Nanoseconds from one due time to the next, above zero.
  public var every: Nanoseconds
  /// Nanoseconds from the start of the run to the first due time.
  public var first: Nanoseconds
  /// Nanoseconds that a start comes after its due time at most, each drawn uniformly.
  public var jitter: Nanoseconds
  /// What becomes of a start while the last run goes on.
  public var overlap: Overlap
  public init(
    component: Int, operation: Int, every: Nanoseconds, first: Nanoseconds, jitter: Nanoseconds, overlap: Overlap
  ) {
    self.component = component
    self.operation = operation
    self.every = every
    self.first = first
    self.jitter = jitter
    self.overlap = overlap
  }
}
