import Engine

/// A workload: when its requests come, and which flows they are.
public struct SourcePlan: Sendable {
  /// Label in results, the prefix of its system included.
  public var name: String
  /// Its name in random streams: without the prefix of a system.
  public var stream: String
  /// Requests a second over time, bursts left out. What does not come by a rate states the one to expect:
  /// a trace and a crowd their mean, a closed workload what its users would send if answers took no time.
  public var knots: [RateKnot]
  /// Index into `NetworkPlan.flows` with the share of the requests that are of it; shares add up to one.
  public var flows: [(flow: Int, share: Double)]
  /// Phases that its requests are counted by, one behind the other, in nanoseconds from the start of the run; empty for
  /// none.
  public var phases: [(name: String, begins: Nanoseconds, ends: Nanoseconds)]
  /// How its requests are spaced.
  public var arrivals = ArrivalPlan.poisson
  /// What the rate is multiplied with, each independent of the others.
  public var bursts: [BurstPlan] = []
  /// Requests that arrive together; the rate stays that of requests.
  public var batch = BatchPlan.single
  /// What its phases did is put away for each of the equal stretches of the measured part, by flow: a budget judges it.
  public var keepsStretches = false
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

  /// The flows that its requests may be of: those of its shares, and those that a trace names.
  var everyFlow: Set<Int> {
    var every = Set(flows.map(\.flow))
    if case .trace(let arrivals) = arrivals { every.formUnion(arrivals.map { Int($0.flow) }.filter { $0 >= 0 }) }
    return every
  }

  /// What bursts multiply the rate with in the long run: for estimates.
  package var meanBurstFactor: Double { bursts.reduce(1) { $0 * $1.meanFactor } }
  /// What bursts multiply the rate with at the most.
  package var highestBurstFactor: Double { bursts.reduce(1) { $0 * max($1.calmFactor, $1.burstFactor) } }
}

/// How the requests of a workload are spaced.
public enum ArrivalPlan: Sendable {
  /// A Poisson process with the rate of the workload.
  case poisson
  /// A request whenever the rate has added up to another one, counted from half a one on: as many as it adds up to.
  case even
  /// Independent gaps by a distribution, stretched to the rate: only the distribution's shape matters. Its mean must be
  /// finite and above zero.
  case renewal(Distribution)
  /// Exactly so many, at independent uniform instants of the span.
  case crowd(count: Int64, begins: Nanoseconds, within: Nanoseconds)
  /// At these instants, in ascending order.
  case trace([TracedArrival])
  /// Users who wait for the answer before they ask again.
  case closed(ClosedPlan)
}

/// One request of a trace.
public struct TracedArrival: Sendable, Equatable {
  /// Nanoseconds from the start of the run.
  public var at: Nanoseconds
  /// Index into `NetworkPlan.flows`; −1 for one that is drawn from the workload's flows.
  public var flow: Int32
  public init(at: Nanoseconds, flow: Int32 = -1) {
    self.at = at
    self.flow = flow
  }
}
