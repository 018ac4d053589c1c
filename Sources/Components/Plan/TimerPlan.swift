import Engine

/// Starts an operation by the clock.
public struct TimerPlan: Sendable {
  public enum Overlap: Sendable { case allow, forbid, replace }
  public var component: Int
  public var operation: Int
  public var every: Nanoseconds
  public var first: Nanoseconds
  public var jitter: Nanoseconds
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
