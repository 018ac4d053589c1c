import Components
import Engine

/// A scenario file after reading: options applied, systems joined, every name resolved, every value in
/// base units. What is in here has passed every check that needs no simulation.
///
/// Names of components, flows and so on carry their system's prefix (`tk/app`); lists keep the order of
/// the file.
public struct Scenario: Sendable {
  public var name: String
  public var question: String
  public var run: RunSettings
  public var network: NetworkSettings
  /// Of systems that state their own: prefix → settings. The others share `network`.
  public var systemNetworks: [(prefix: String, network: NetworkSettings)] = []
  public var domains: [DomainSettings]
  public var populations: [Population]
  public var components: [Component]
  public var policies: [Policy]
  public var flows: [Flow]
  public var workloads: [Workload]
  public var faults: [Fault]
  public var budgets: [Budget]
  public var objectives: [Objective]
  public var prices: PriceList
  /// Monitors that an active option expects to be violated, by their ids.
  public var expectedViolations: [String]
  /// Names of the options that were chosen, in order (`seats=hold` for an alternative); defaults are not
  /// among them.
  public var options: [String]
  /// `--set` assignments as given.
  public var assignments: [String]
  /// Every quantity that states, or inherits, where it comes from.
  public var quantities: [SourcedQuantity]
  /// The scenario text as run: every file that was read, in order of reading.
  public var sources: [SourceText]
  public var warnings: [Problem]

  public struct SourceText: Sendable {
    public var path: String
    public var text: String
    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }
}

public struct RunSettings: Sendable {
  /// Place of simulated time zero in the week, since Monday 00:00.
  public var startsAt: Nanoseconds = 0
  public var duration: Nanoseconds = 0
  /// Nil: found by MSER-5 after the run.
  public var warmUp: Nanoseconds?
  public var drain: Nanoseconds = 0
  public var replications = 1
  public var load = 1.0
  /// `1:1000` is 1000.
  public var scale: Int64 = 1
  public var standsFor: Nanoseconds?
  public var seed: UInt64 = 1
  public init() {}
}

public struct NetworkSettings: Sendable {
  public var client: Distribution = .constant(0)
  public var sameZone: Distribution = .constant(0)
  public var crossZone: Distribution = .constant(0)
  public init() {}
}

public struct DomainSettings: Sendable {
  public var core: String
  /// Prefix of the system that it belongs to, with its slash; empty for the file itself.
  public var prefix: String
  public var parameters: [String: ParameterValue]
  public var place: Place
  public init(core: String, prefix: String, parameters: [String: ParameterValue], place: Place) {
    self.core = core
    self.prefix = prefix
    self.parameters = parameters
    self.place = place
  }
}

/// A key space: the only thing that `key:` may name.
public struct Population: Sendable {
  public var name: String
  public var count: Int64
  /// How a request picks its key; uniform unless said.
  public var pick: Distribution = .uniform(low: 0, high: 1)
  public var size: Distribution?
  /// Class → share, in file order; empty when there are no classes.
  public var shares: [(name: String, share: Double)] = []
  /// `core.entity`, as `of:` says.
  public var core: String?
  public var entity: String?
  public var place: Place
  public init(name: String, count: Int64, place: Place) {
    self.name = name
    self.count = count
    self.place = place
  }
}

public struct Component: Sendable {
  public var name: String
  public var kind: String
  /// As written or by default, keyed by the parameter's name.
  public var parameters: [String: ParameterValue] = [:]
  public var operations: [Operation] = []
  /// Where operations are passed on; `operation` nil for a single target and for `else`.
  public var to: [(operation: String?, component: String)] = []
  public var from: String?
  public var runs: String?
  public var zones: [String] = []
  /// Meter → price; from the price book or written in place. Empty: unpriced.
  public var prices: [MeterPrice] = []
  public var place: Place
  public init(name: String, kind: String, place: Place) {
    self.name = name
    self.kind = kind
    self.place = place
  }
}

public struct Operation: Sendable {
  public var name: String
  public var steps: [Step]
  public var place: Place
  public init(name: String, steps: [Step], place: Place) {
    self.name = name
    self.steps = steps
    self.place = place
  }
}

public struct Policy: Sendable {
  public var name: String
  public var timeout: Nanoseconds?
  public var place: Place
  public init(name: String, timeout: Nanoseconds?, place: Place) {
    self.name = name
    self.timeout = timeout
    self.place = place
  }
}

public struct Flow: Sendable {
  public var name: String
  public var steps: [Step]
  public var place: Place
  public init(name: String, steps: [Step], place: Place) {
    self.name = name
    self.steps = steps
    self.place = place
  }
}

public struct Workload: Sendable {
  public enum Shape: Sendable {
    case rate(Double)
    case stages([Stage])
    /// `peak` is the factor of the highest rate over the mean, `peakAt` since midnight.
    case diurnal(mean: Double, peak: Double, peakAt: Nanoseconds)
  }
  public struct Stage: Sendable {
    public var name: String
    public var duration: Nanoseconds
    /// The rate moves linearly to this; a stage of zero duration jumps.
    public var target: Double
    public init(name: String, duration: Nanoseconds, target: Double) {
      self.name = name
      self.duration = duration
      self.target = target
    }
  }
  public var name: String
  public var shape: Shape
  public var starts: Nanoseconds
  /// Flow → share; the shares add up to one.
  public var flows: [(flow: String, share: Double)]
  public var who: String?
  public var place: Place
  public init(
    name: String, shape: Shape, starts: Nanoseconds, flows: [(flow: String, share: Double)],
    who: String?, place: Place
  ) {
    self.name = name
    self.shape = shape
    self.starts = starts
    self.flows = flows
    self.who = who
    self.place = place
  }
}

public struct Fault: Sendable {
  public enum Effect: Sendable {
    case slow(Double)
    /// Share of calls that end in `error`.
    case error(Double)
    case outage
    /// Share of records that are delivered late by a time drawn from the range.
    case reorder(share: Double, by: ClosedRange<Nanoseconds>)
    /// Share of records delivered twice.
    case duplicate(Double)
  }
  public var name: String
  public var at: Nanoseconds
  public var duration: Nanoseconds
  public var component: String
  /// Only calls for this key of the component's `by` population; keys count from 1 in order of weight.
  public var key: Int64?
  public var effect: Effect
  public var place: Place
  public init(
    name: String, at: Nanoseconds, duration: Nanoseconds, component: String, key: Int64?,
    effect: Effect, place: Place
  ) {
    self.name = name
    self.at = at
    self.duration = duration
    self.component = component
    self.key = key
    self.effect = effect
    self.place = place
  }
}
