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
  /// Every value as it is run, in the order of the file.
  public var settings: [Setting]
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
  /// At least so many are run.
  public var replications = 1
  /// More are run until this is reached, up to `mostReplications`.
  public var precision: Precision?
  public var mostReplications = 1
  public var load = 1.0
  /// `1:1000` is 1000.
  public var scale: Int64 = 1
  public var standsFor: Nanoseconds?
  public var seed: UInt64 = 1
  public init() {}

  /// A time as a scenario would write it: `200ms`.
  public static func text(_ time: Nanoseconds) -> String { ValueReader.timeText(time) }
}

/// When there are replications enough.
public enum Precision: Sendable, Equatable {
  /// Every budget holds or is violated beyond its interval.
  case decided
  /// No interval is wider, to each side, than this share of its estimate.
  case halfWidth(Double)
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
  /// How a request picks its key; uniform by default.
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
  /// What it stands in front of, without its callers knowing: a component, or one of its operations.
  public var inFrontOf: (component: String, operation: String?)?
  public var from: String?
  public var runs: String?
  public var zones: [String] = []
  /// Meter → price; from the price book or written in place. Empty: unpriced.
  public var prices: [MeterPrice] = []
  public var place: Place
  /// What the simulator makes of its kind.
  public let structure: Kind.Structure
  public let facets: Kind.Facets

  public init(name: String, kind: Kind, place: Place) {
    self.name = name
    self.kind = kind.name
    structure = kind.structure
    facets = kind.facets
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
  public var rules: CallRules
  public var place: Place
  public init(name: String, rules: CallRules, place: Place) {
    self.name = name
    self.rules = rules
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
    /// Rates that jump: each stage holds its target.
    case steps([Stage])
    /// `peak` is the factor of the highest rate over the mean, `peakAt` since midnight of the first region.
    /// Without regions there is one, with the whole share.
    case diurnal(mean: Double, peak: Double, peakAt: Nanoseconds, regions: [Region])
    /// Exactly so many arrivals, at instants drawn uniformly.
    case crowd(count: Int64, within: Nanoseconds)
    /// Users who think, ask, and wait for the answer. A user whose patience ends first gives the request up.
    case closed(users: Int64, think: Distribution, patience: Distribution?)
    /// Arrival instants since the workload's start, ascending, each with the flow that the file names or nil.
    case trace([(at: Nanoseconds, flow: String?)])
    /// Spans with a rate; outside them nothing arrives.
    case calendar([(at: Nanoseconds, duration: Nanoseconds, rate: Double)])
    /// `count · active · each`: users, the share of them that are active, requests of an active one.
    case users(count: Int64, active: Double, each: Double)
  }
  public struct Region: Sendable {
    public var name: String
    public var share: Double
    /// Its local time is so much later than that of the run.
    public var shift: Nanoseconds
    public init(name: String, share: Double, shift: Nanoseconds) {
      self.name = name
      self.share = share
      self.shift = shift
    }
  }
  /// How arrivals of an open shape are spaced, around the same rate.
  public enum Arrivals: Sendable, Equatable {
    case poisson
    /// Evenly: an arrival whenever one is due.
    case even
    /// Gaps by a distribution, stretched to the rate; only its shape matters.
    case renewal(Distribution)
    /// Markov-modulated: calm and bursts take turns, each for an exponential time; a burst has `factor` times the
    /// rate of calm, and the mean stays what it was.
    case bursty(factor: Double, burst: Nanoseconds, calm: Nanoseconds)
  }
  /// Spans of a higher rate that come at random; workloads that name one storm share its instants.
  public struct Storm: Sendable, Equatable {
    public var name: String
    public var every: Distribution
    public var duration: Distribution
    public var factor: Double
    public init(name: String, every: Distribution, duration: Distribution, factor: Double) {
      self.name = name
      self.every = every
      self.duration = duration
      self.factor = factor
    }
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
  public var arrivals = Arrivals.poisson
  /// Of a closed workload: from one request of a user to the next, at least.
  public var pace: Distribution?
  /// Of a closed workload: users over time. Empty where their number stays.
  public var userStages: [Stage] = []
  /// Requests that arrive together: exactly so many, or geometric with this mean.
  public var batch: (mean: Double, isGeometric: Bool) = (1, false)
  /// The rate grows by this factor in each span.
  public var growth: (factor: Double, every: Nanoseconds)?
  public var storm: Storm?
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
  /// From one component, or from everywhere with nil.
  public typealias Effect = FaultEffect<String?>
  public enum Timing: Sendable {
    case once(at: Nanoseconds, duration: Nanoseconds)
    /// Time from one end to the next beginning, and how long each lasts: MTBF and MTTR.
    case every(Distribution, lasting: Distribution)
    /// Hits the gap before a step, by its label (`app.buy/record`), on a share of its passages.
    case before(step: String, share: Double, duration: Nanoseconds)
  }
  public enum Target: Sendable, Equatable {
    case component(String)
    /// Every replica that stands in it.
    case zone(String)
  }
  public var name: String
  public var timing: Timing
  public var target: Target
  /// Only calls for this key of the component's `by` population; keys count from 1 in order of weight.
  public var key: Int64?
  /// The first so many replicas alone; nil is all of them.
  public var replicas: Int64?
  public var effect: Effect
  public var place: Place
  public init(
    name: String, timing: Timing, target: Target, key: Int64?, replicas: Int64? = nil, effect: Effect,
    place: Place
  ) {
    self.name = name
    self.timing = timing
    self.target = target
    self.key = key
    self.replicas = replicas
    self.effect = effect
    self.place = place
  }
}
