import Engine

/// An open workload: arrivals of a Poisson process with a rate that moves linearly between knots.
public struct SourcePlan: Sendable {
  public var name: String
  /// Its name in random streams: without the prefix of a system.
  public var stream: String
  public var knots: [RateKnot]
  public var flows: [(flow: Int, share: Double)]
  /// Begin of each phase with its name; empty when the workload has none.
  public var phases: [(name: String, begins: Nanoseconds, ends: Nanoseconds)]
  public init(
    name: String, stream: String, knots: [RateKnot], flows: [(flow: Int, share: Double)],
    phases: [(name: String, begins: Nanoseconds, ends: Nanoseconds)]
  ) {
    self.name = name
    self.stream = stream
    self.knots = knots
    self.flows = flows
    self.phases = phases
  }
}
