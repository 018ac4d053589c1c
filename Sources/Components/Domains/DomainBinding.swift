import Engine

/// One of the things that a decision gives to others to do: a message where the step says `emits`.
public struct EmittedItem: Sendable {
  /// What commands about it find as their payload.
  public var payload: UInt64
  /// The request that it goes back to, so that it has the same draws in every design.
  public var entity: UInt64
  /// Distinguishes items that go back to one request.
  public var visit: UInt64
  /// What the first mark of the binding's description is set to.
  public var since: Nanoseconds?
  /// Change that a poll has found and that this item carries on, in place of the request that found it.
  public var change: CarriedChange?
  public init(payload: UInt64, entity: UInt64, visit: UInt64, since: Nanoseconds? = nil) {
    self.payload = payload
    self.entity = entity
    self.visit = visit
    self.since = since
  }
}

/// A change that a poll has found, as far as what is measured of it goes: a core that keeps it for later hands it on
/// with an item that it emits then, so that the change is counted once, and as lost if that never happens.
public struct CarriedChange: Sendable {
  /// Number of what the request came from, of the population, and of the request.
  let source: UInt16
  let population: Int16
  let entity: UInt64
  /// Key of the population that it is about.
  public let subject: UInt64
  /// When it happened at its source.
  public private(set) var changedAt: Nanoseconds
  /// When it was asked for.
  public let askedAt: Nanoseconds
  /// Own times of newer changes that were found with it.
  private(set) var others: [Nanoseconds]
  private(set) var isMeasured: Bool

  /// Each of its times as a change of its own, for items that are about one of them: the oldest, then those newer ones
  /// that count.
  public var parts: [CarriedChange] {
    [changedAt].map { part(at: $0, isMeasured: isMeasured) } + others.map { part(at: $0, isMeasured: true) }
  }

  /// The same find without a change, for items that are about none.
  public var withoutTime: CarriedChange { part(at: Request.unset, isMeasured: isMeasured) }

  private func part(at time: Nanoseconds, isMeasured: Bool) -> CarriedChange {
    var part = self
    (part.changedAt, part.others, part.isMeasured) = (time, [], isMeasured)
    return part
  }
}

/// What a `do:` step hands to the domain core's binding, and takes back.
public struct CommandContext: Sendable {
  /// The instant of the decision, in nanoseconds from the start of the run.
  public var now: Nanoseconds
  /// Key of the entity that the request is about; 0 where there is none.
  public var subject: UInt64
  /// Index into `NetworkPlan.populations` of the one that `subject` is a key of; −1 where there is none.
  public var population: Int
  /// What one command leaves for the next of the same request and of what it publishes.
  public var payload: UInt64
  /// The request's own number, the same in every design: for draws.
  public var entity: UInt64 = 0
  /// A second delivery of a record.
  public var isCopy = false
  /// The decision goes with a read of a copy that does not have the last write of the key yet.
  public internal(set) var readsStaleCopy = false
  /// The change that the request carries, if a poll has found one.
  public internal(set) var change: CarriedChange?
  /// Set by the binding: the change that the request carries is settled without being measured, because
  /// a newer one already stands in its place.
  public var settles = false
  /// Set by the binding: comparisons that the decision took. They cost core time where the command runs in an
  /// operation of a component that states the time of one.
  public var effort: UInt64 = 0
  /// Commands to entities of a population, which reach it after the worker's lag.
  public var entityCommands: [EntityCommand] = []
  /// Items that the decision emits, in order, up to `emissionLimit`.
  public private(set) var emitted: [EmittedItem] = []
  /// Items of this decision beyond the bound, which nobody gets; they count as lost at the log.
  public private(set) var unemitted: UInt64 = 0
  /// Items of one decision, at most.
  public static let emissionLimit = 1_000_000
  public init(now: Nanoseconds, subject: UInt64, population: Int, payload: UInt64) {
    self.now = now
    self.subject = subject
    self.population = population
    self.payload = payload
  }

  /// Gives an item to others to do; beyond the bound it is counted as lost.
  public mutating func emit(_ item: EmittedItem) {
    if emitted.count < Self.emissionLimit { emitted.append(item) } else { unemitted += 1 }
  }
}

/// What became of an invariant in one replication.
public struct MonitorReading: Sendable {
  /// As the binding's description has it.
  public var id: String
  /// Prefix of the system whose core it watches: `a/`, or nothing.
  public var system = ""
  /// How often it was broken so far, as the binding counts.
  public var violations: UInt64
  /// When it was broken first, in nanoseconds from the start of the run; nil for never.
  public var firstAt: Nanoseconds?
  /// What it was broken for first, by the core's numbers; nil where it is of no entity.
  public var firstEntity: UInt64?
  public init(id: String, violations: UInt64, firstAt: Nanoseconds?, firstEntity: UInt64?) {
    self.id = id
    self.violations = violations
    self.firstAt = firstAt
    self.firstEntity = firstEntity
  }
}

/// Joins a domain core to one replication. Commands run on the network's thread, one at a time;
/// partitions run on any thread, and share nothing with the binding that changes.
public protocol DomainBinding: AnyObject {
  /// Runs a command, by its index in the description; returns the index of its outcome.
  func perform(_ command: Int, _ context: inout CommandContext) -> Int
  /// Partitions for a polling worker over one of the core's populations.
  func makePartitions(for plan: PollingPlan, setup: PartitionSetup) -> [any PopulationPartition]
  /// Which of a polling plan's partitions holds an entity.
  func partition(of entity: UInt64, in plan: PollingPlan) -> Int
  /// A consumer instance takes, or gives back, a lane of a log: indices into `NetworkPlan.logs`, of the lane among those
  /// of all logs, and of the replica.
  func laneTaken(log: Int, lane: Int, instance: Int, at time: Nanoseconds)
  /// As `laneTaken`.
  func laneReturned(log: Int, lane: Int, instance: Int, at time: Nanoseconds)
  /// A queue of the binding's system gave a message up after its last delivery; `context` is what it carries.
  func deadLettered(_ context: CommandContext)
  /// A store of the binding's system has lost its disk: what commands committed there after an instant is gone.
  func dataLost(store: String, writtenAfter time: Nanoseconds, at now: Nanoseconds)
  /// Instants at which what partitions compute changes its rate; windows are cut there.
  var windowCuts: [Nanoseconds] { get }
  /// After the drain.
  func finish(at time: Nanoseconds)
  /// What became of each invariant so far; asked for between events, and after `finish`.
  var monitors: [MonitorReading] { get }
}

/// A binding whose populations are not polled, that does not follow messages, and has nothing to do at the end.
extension DomainBinding {
  /// Does nothing.
  public func finish(at time: Nanoseconds) {}
  /// None.
  public func makePartitions(for plan: PollingPlan, setup: PartitionSetup) -> [any PopulationPartition] { [] }
  /// No entity is in a partition.
  public func partition(of entity: UInt64, in plan: PollingPlan) -> Int { -1 }
  /// Does nothing.
  public func laneTaken(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {}
  /// Does nothing.
  public func laneReturned(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {}
  /// Does nothing.
  public func deadLettered(_ context: CommandContext) {}
  /// Does nothing.
  public func dataLost(store: String, writtenAfter time: Nanoseconds, at now: Nanoseconds) {}
  /// None.
  public var windowCuts: [Nanoseconds] { [] }
}

/// What a binding needs to build partitions.
public struct PartitionSetup {
  /// When measures and polls begin and end.
  public var horizon: Horizon
  /// Of the run, for streams: with the replication and a name it makes a `RandomStream`.
  public var seed: UInt64
  /// Number of the replication, from 0.
  public var replication: Int
  /// Makes samplers and owns what they read; it outlives the partitions.
  public var samplers: SamplerPool
  /// Those of the plan: a polling plan has an index into these.
  public var distributions: [Distribution]
  /// Those of the plan, by name: a polling plan has an index into these.
  public var streams: [String]
  /// Keys that each have a quota of their own at the source; 0 for one quota in all.
  public var sourceKeys: Int
  /// What calls to the source meet at an instant; any thread may ask for any instant.
  public var conditionsAt: (Nanoseconds) -> CallConditions
  /// Threads that may share the work of building partitions; they run them later.
  public var workers: WorkerPool
  public init(
    horizon: Horizon, seed: UInt64, replication: Int, samplers: SamplerPool, distributions: [Distribution],
    streams: [String], sourceKeys: Int, conditionsAt: @escaping (Nanoseconds) -> CallConditions,
    workers: WorkerPool
  ) {
    self.horizon = horizon
    self.seed = seed
    self.replication = replication
    self.samplers = samplers
    self.distributions = distributions
    self.streams = streams
    self.sourceKeys = sourceKeys
    self.conditionsAt = conditionsAt
    self.workers = workers
  }
}

/// What a binding is made from: the scenario's `domain` parameters and its populations.
public struct BindingConfiguration: Sendable {
  /// A population of the scenario whose entities are the core's.
  public struct PopulationShape: Sendable {
    /// As the scenario names it, without the prefix of a system.
    public var name: String
    /// Which of the description's entities it is made of, by name.
    public var entity: String
    /// Entities there are, after `--scale`.
    public var count: Int64
    /// Classes with their shares of the entities, in the order of the file; empty where it states none.
    public var groups: [(name: String, share: Double)]
    public init(name: String, entity: String, count: Int64, groups: [(name: String, share: Double)]) {
      self.name = name
      self.entity = entity
      self.count = count
      self.groups = groups
    }
  }
  /// By the names of the description: what the file states, or the default; after `--scale` where it divides them.
  public var parameters: [String: ParameterValue]
  /// In the order of the file.
  public var populations: [PopulationShape]
  public init(parameters: [String: ParameterValue], populations: [PopulationShape]) {
    self.parameters = parameters
    self.populations = populations
  }
}

/// A domain that scenarios can name: its description, and how a binding for one replication is made.
public protocol DomainProvider: Sendable {
  /// What scenario files may say of the domain; the same at every call.
  var description: BindingDescription { get }
  /// Share of a command's calls that end in each of its outcomes, as far as parameters tell: for the
  /// instant estimate. `interval` is the time between two calls for one entity.
  func expectedShares(
    of command: String, every interval: Nanoseconds, configuration: BindingConfiguration
  ) -> [String: Double]
  /// A binding for one replication. Replications may run at once, so that bindings share nothing that changes.
  func makeBinding(
    _ configuration: BindingConfiguration, horizon: Horizon, seed: UInt64, replication: Int
  ) -> any DomainBinding
}

/// A domain that foretells nothing to the instant estimate.
extension DomainProvider {
  /// Nothing is foretold.
  public func expectedShares(
    of command: String, every interval: Nanoseconds, configuration: BindingConfiguration
  ) -> [String: Double] { [:] }
}
