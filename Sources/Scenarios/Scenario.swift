import Components
import Engine

/// A scenario file after reading: options applied, systems joined, every name resolved, every value in
/// base units. What is in here has passed every check that needs no simulation.
///
/// Names of components, flows and so on carry their system's prefix (`tk/app`); lists keep the order of
/// the file.
package struct Scenario: Sendable {
  package var name: String
  package var question: String
  package var run: RunSettings
  package var network: NetworkSettings
  /// Of systems that state their own: prefix → settings. The others share `network`.
  package var systemNetworks: [(prefix: String, network: NetworkSettings)] = []
  package var domains: [DomainSettings]
  package var populations: [Population]
  package var components: [Component]
  package var policies: [Policy]
  package var flows: [Flow]
  package var workloads: [Workload]
  package var faults: [Fault]
  package var budgets: [Budget]
  package var objectives: [Objective]
  package var prices: PriceList
  /// How its flows meet a live service; nil where the file does not say.
  package var live: LiveSettings?
  /// Monitors that an active option expects to be violated, by their ids.
  package var expectedViolations: [String]
  /// Names of the options that were chosen, in order (`seats=hold` for an alternative); defaults are not
  /// among them.
  package var options: [String]
  /// `--set` assignments as given.
  package var assignments: [String]
  /// Every quantity that states, or inherits, where it comes from.
  package var quantities: [SourcedQuantity]
  /// The scenario text as run: every file that was read, in order of reading.
  package var sources: [SourceText]
  /// Every value as it is run, in the order of the file.
  package var settings: [Setting]
  package var warnings: [Problem]

  package struct SourceText: Sendable {
    package var path: String
    package var text: String
    package init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }
}

package struct RunSettings: Sendable {
  /// Place of simulated time zero in the week, since Monday 00:00.
  package var startsAt: Nanoseconds = 0
  package var duration: Nanoseconds = 0
  /// Nil: found by MSER-5 after the run.
  package var warmUp: Nanoseconds?
  package var drain: Nanoseconds = 0
  /// At least so many are run.
  package var replications = 1
  /// More are run until this is reached, up to `mostReplications`.
  package var precision: Precision?
  package var mostReplications = 1
  package var load = 1.0
  /// `1:1000` is 1000.
  package var scale: Int64 = 1
  package var standsFor: Nanoseconds?
  package var seed: UInt64 = 1
  package init() {}

  /// A time as a scenario would write it: `200ms`.
  package static func text(_ time: Nanoseconds) -> String { ValueReader.timeText(time) }

  /// `2min`; nil for what is no time.
  package static func time(_ text: String) -> Nanoseconds? { try? ValueReader.time(text) }

  /// `x0.1`; nil for what is no factor.
  package static func factor(_ text: String) -> Double? { try? ValueReader.factor(text) }
}

/// When there are replications enough.
package enum Precision: Sendable, Equatable {
  /// Every budget holds or is violated beyond its interval.
  case decided
  /// No interval is wider, to each side, than this share of its estimate.
  case halfWidth(Double)
}

package struct NetworkSettings: Sendable {
  package var client: Distribution = .constant(0)
  package var sameZone: Distribution = .constant(0)
  package var crossZone: Distribution = .constant(0)
  package init() {}
}

package struct DomainSettings: Sendable {
  package var core: String
  /// Prefix of the system that it belongs to, with its slash; empty for the file itself.
  package var prefix: String
  package var parameters: [String: ParameterValue]
  package var place: Place
  package init(core: String, prefix: String, parameters: [String: ParameterValue], place: Place) {
    self.core = core
    self.prefix = prefix
    self.parameters = parameters
    self.place = place
  }
}

/// A key space: the only thing that `key:` may name.
package struct Population: Sendable {
  package var name: String
  package var count: Int64
  /// How a request picks its key; uniform by default.
  package var pick: Distribution = .uniform(low: 0, high: 1)
  package var size: Distribution?
  /// Class → share, in file order; empty when there are no classes.
  package var shares: [(name: String, share: Double)] = []
  /// `core.entity`, as `of:` says.
  package var core: String?
  package var entity: String?
  package var place: Place
  package init(name: String, count: Int64, place: Place) {
    self.name = name
    self.count = count
    self.place = place
  }
}

package struct Component: Sendable {
  package var name: String
  package var kind: String
  /// As written or by default, keyed by the parameter's name.
  package var parameters: [String: ParameterValue] = [:]
  package var operations: [Operation] = []
  /// Where operations are passed on; `operation` nil for a single target and for `else`.
  package var to: [(operation: String?, component: String)] = []
  /// What it stands in front of, without its callers knowing: a component, or one of its operations.
  package var inFrontOf: (component: String, operation: String?)?
  package var from: String?
  package var runs: String?
  package var zones: [String] = []
  /// Meter → price; from the price book or written in place. Empty: unpriced.
  package var prices: [MeterPrice] = []
  package var place: Place
  /// What the simulator makes of its kind.
  package let structure: Kind.Structure
  package let facets: Kind.Facets

  package init(name: String, kind: Kind, place: Place) {
    self.name = name
    self.kind = kind.name
    structure = kind.structure
    facets = kind.facets
    self.place = place
  }
}

package struct Operation: Sendable {
  package var name: String
  package var steps: [Step]
  package var place: Place
  package init(name: String, steps: [Step], place: Place) {
    self.name = name
    self.steps = steps
    self.place = place
  }
}

package struct Policy: Sendable {
  package var name: String
  package var rules: CallRules
  package var place: Place
  package init(name: String, rules: CallRules, place: Place) {
    self.name = name
    self.rules = rules
    self.place = place
  }
}

package struct Flow: Sendable {
  package var name: String
  package var steps: [Step]
  package var place: Place
  /// One call that somebody outside makes: the flow passes key and outcome on, and adds nothing of its own.
  package var isExposed = false
  package init(name: String, steps: [Step], place: Place) {
    self.name = name
    self.steps = steps
    self.place = place
  }
}

package struct Workload: Sendable {
  package enum Shape: Sendable {
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
  package struct Region: Sendable {
    package var name: String
    package var share: Double
    /// Its local time is so much later than that of the run.
    package var shift: Nanoseconds
    package init(name: String, share: Double, shift: Nanoseconds) {
      self.name = name
      self.share = share
      self.shift = shift
    }
  }
  /// How arrivals of an open shape are spaced, around the same rate.
  package enum Arrivals: Sendable, Equatable {
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
  package struct Storm: Sendable, Equatable {
    package var name: String
    package var every: Distribution
    package var duration: Distribution
    package var factor: Double
    package init(name: String, every: Distribution, duration: Distribution, factor: Double) {
      self.name = name
      self.every = every
      self.duration = duration
      self.factor = factor
    }
  }
  package struct Stage: Sendable {
    package var name: String
    package var duration: Nanoseconds
    /// The rate moves linearly to this; a stage of zero duration jumps.
    package var target: Double
    package init(name: String, duration: Nanoseconds, target: Double) {
      self.name = name
      self.duration = duration
      self.target = target
    }
  }
  package var name: String
  package var shape: Shape
  package var starts: Nanoseconds
  /// Flow → share; the shares add up to one.
  package var flows: [(flow: String, share: Double)]
  package var who: String?
  package var arrivals = Arrivals.poisson
  /// Of a closed workload: from one request of a user to the next, at least.
  package var pace: Distribution?
  /// Of a closed workload: users over time. Empty where their number stays.
  package var userStages: [Stage] = []
  /// Requests that arrive together: exactly so many, or geometric with this mean.
  package var batch: (mean: Double, isGeometric: Bool) = (1, false)
  /// The rate grows by this factor in each span.
  package var growth: (factor: Double, every: Nanoseconds)?
  package var storm: Storm?
  package var place: Place
  package init(
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

package struct Fault: Sendable {
  /// From one component, or from everywhere with nil.
  package typealias Effect = FaultEffect<String?>
  package enum Timing: Sendable {
    case once(at: Nanoseconds, duration: Nanoseconds)
    /// Time from one end to the next beginning, and how long each lasts: MTBF and MTTR.
    case every(Distribution, lasting: Distribution)
    /// Hits the gap before a step, by its label (`app.buy/record`), on a share of its passages.
    case before(step: String, share: Double, duration: Nanoseconds)
  }
  package enum Target: Sendable, Equatable {
    case component(String)
    /// Every replica that stands in it.
    case zone(String)
  }
  package var name: String
  package var timing: Timing
  package var target: Target
  /// Only calls for this key of the component's `by` population; keys count from 1 in order of weight.
  package var key: Int64?
  /// The first so many replicas alone; nil is all of them.
  package var replicas: Int64?
  package var effect: Effect
  package var place: Place
  package init(
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
