import Engine

/// A model ready to be run, as plain data: what assembly makes of a checked scenario. Everything is by
/// index; names are kept for results alone.
public struct NetworkPlan: Sendable {
  /// Stations, logs, outside interfaces, proxies and timers.
  public var components: [ComponentPlan] = []
  /// What components do when they are called.
  public var operations: [OperationPlan] = []
  /// What requests of workloads do.
  public var flows: [FlowPlan] = []
  /// Steps of all flows and operations. The first must be `.fail(outcome: StandardOutcome.error)`: where calls that are
  /// never answered end.
  public var program: [Instruction] = []
  /// What each `call` and `hold` step says beyond that it is one.
  public var callSites: [CallSite] = []
  /// Where outcomes go on, and lists of outcomes.
  public var branchTables: [BranchTable] = []
  /// Program counters of the branches of each fork.
  public var forks: [[Int32]] = []
  /// What each `choose` step draws from.
  public var choices: [ChoicePlan] = []
  /// Of nanoseconds, bytes or keys, wherever a plan has the number of a distribution.
  public var distributions: [Distribution] = []
  /// Names of random streams; the first must be those of `ownStreams`. A draw depends on the name, not on the place.
  public var streams: [String] = []
  /// Nanoseconds of timeouts that are always the same, each at most once: a delay line for each (D-79).
  public var timeouts: [Nanoseconds] = []
  /// Timeouts that are drawn for each try.
  public var drawnTimeouts: [Instruction.Draw] = []
  /// Words of outcome numbers; the first must be `StandardOutcome.names`.
  public var outcomes: [String] = StandardOutcome.names
  /// Commands of domain cores that steps or polling workers run.
  public var commands: [CommandPlan] = []
  /// Times between a clock and a step, with a figure of their own.
  public var measures: [MeasurePlan] = []
  /// Names of clocks that requests carry, at most `markLimit`; the first must be those of `ownMarks`.
  public var marks: [String] = []
  /// What has keys that requests pick from.
  public var populations: [PopulationPlan] = []
  /// Prefix of the system of each domain core, by the numbers that commands and pollings use.
  public var bindingPrefixes: [String] = []
  /// Workloads: what begins requests.
  public var sources: [SourcePlan] = []
  /// Topics and queues.
  public var logs: [LogPlan] = []
  /// Polling workers over populations of domain cores.
  public var pollings: [PollingPlan] = []
  /// What goes wrong; of two that do not compose the last one counts (D-31).
  public var faults: [FaultPlan] = []
  /// Retries, breakers, hedges and deadlines of callers.
  public var guards: [GuardPlan] = []
  /// What begins operations by the clock.
  public var timers: [TimerPlan] = []
  /// Load balancers, each for one of its targets.
  public var balancers: [BalancerPlan] = []
  /// The file's own first, then those of its systems.
  public var hops: [HopPlan] = [HopPlan()]
  /// Who uses whom, each pair and style once; uses of what is not listed are not counted.
  public var links: [LinkPlan] = []
  /// Pairs of metric index and limit that budgets ask exact counts of: `share … above V`.
  public var limits: [LimitPlan] = []
  /// When measures, arrivals and the run begin and end.
  public var horizon = Horizon()
  /// Calls that are answered from outside of the simulation, in a run by the clock.
  package var remotes: [RemotePlan] = []
  public init() {}

  /// Streams that the network itself draws from come first in `streams`.
  public static let ownStreams = ["hop", "outside", "pick", "delivery", "fault", "size", "probe"]
  static let hopStream = 0
  static let outsideStream = 1
  static let pickStream = 2
  static let deliveryStream = 3
  static let faultStream = 4
  static let sizeStream = 5
  static let probeStream = 6
  /// Instruction zero ends with an error: where a call goes that is never answered.
  static let silentEnd = 0
  /// Marks that domain cores set come first in `marks`.
  public static let ownMarks = ["source-change", "polled"]
  /// Clocks that a request can carry, those included.
  public static let markLimit = Request.markCount

  /// What stands before the own name of a part of a system: `a/`, or nothing.
  public static func prefix(of name: String) -> String { String(SystemNumbers.prefix(of: name)) }

  /// Distinguishes draws of things of one sort: from the name without the prefix of a system.
  static func salt(of name: String, among sort: UInt64) -> UInt64 {
    let own = name.lastIndex(of: "/").map { name[name.index(after: $0)...] } ?? name[...]
    return own.utf8.reduce(sort) { RandomStream.mix($0, UInt64($1)) }
  }
}

/// Systems on one clock, by the prefix of their names, in the order in which the plan has them. The number only keeps
/// apart what two systems of one file do at one instant.
struct SystemNumbers {
  private var prefixes: [Substring] = []

  init(of plan: NetworkPlan) {
    for name in plan.sources.map(\.name) + plan.components.map(\.name) {
      let prefix = Self.prefix(of: name)
      if !prefixes.contains(prefix) { prefixes.append(prefix) }
    }
  }

  func number(of name: String) -> UInt8 {
    UInt8(truncatingIfNeeded: prefixes.firstIndex(of: Self.prefix(of: name)) ?? 0)
  }

  static func prefix(of name: String) -> Substring {
    name.lastIndex(of: "/").map { name[...$0] } ?? ""
  }
}

/// The parts of simulated time of one replication.
public struct Horizon: Sendable {
  /// Measures start here: nanoseconds from the start of the run, as the other instants.
  public var warmUp: Nanoseconds = 0
  /// Arrivals and refreshes stop here.
  public var end: Nanoseconds = 0
  /// What is still in flight here is given up.
  public var drained: Nanoseconds = 0
  /// Nanoseconds of a timeline interval; 0 for no timeline.
  public var interval: Nanoseconds = 0
  public init() {}
  /// A timeline has no more intervals, so that its memory has a bound.
  public static let mostIntervals = 20_000
  /// Timeline intervals from time zero to `end`, the last one perhaps shorter; 0 without a timeline.
  public var intervals: Int { interval > 0 ? Int((end + interval - 1) / interval) : 0 }
  /// Points of a stored timeline: with more of them a figure shows less, not more.
  public static let mostPoints = 180
  /// Intervals that are joined to one point of it.
  public var joined: Int { max(1, (intervals + Self.mostPoints - 1) / Self.mostPoints) }
}

/// One component: replicas with slots, cores and lines, and what else its kind adds. A plain one has no limits.
public struct ComponentPlan: Sendable {
  /// How a call chooses among replicas. The first five: in turn, at random, the one with the fewest operations in hand
  /// and in line, the better of two drawn ones, in turn among those of the caller's zone. Those that compare all of them
  /// take O(replicas).
  public enum Pick: Sendable {
    case roundRobin, random, leastInFlight, twoChoices, sameZone
    /// The replica that wins the key among those that take work (rendezvous hashing).
    case byKey
    /// Shards of copies, by key.
    case shard
    /// A database: its primary, or a copy for reads.
    case primary
    /// The number of the caller's replica of `per`.
    case caller
  }
  /// Label in results, the prefix of its system included: `a/web`.
  public var name: String
  /// Name of a kind of the catalogue, for labels and reports; the simulation does not read it.
  public var kind: String
  /// Replicas; of one that scales, the most that there can be.
  public var replicas = 1
  /// Slots of one replica; 0 is unlimited.
  public var slots = 0
  /// Cores of one replica; 0 is unlimited.
  public var cores = 0
  /// Operations that may wait for a slot of one replica; further ones are refused. Waits for cores have no limit.
  public var queueLimit = 0
  /// How callers choose who come through no load balancer.
  public var pick = Pick.roundRobin
  /// Zone of each replica, in turn; −1 is near everybody.
  public var zones: [Int] = [-1]
  /// A store: what it was told to write is there later, unless its disk is lost.
  public var keepsData = false
  /// When its backups are made, for what a lost disk leaves; nil for none.
  public var backup: BackupPlan?
  /// A fault takes its disk, so that it has to know when it wrote.
  public var losesDisk = false
  /// Number of the domain binding that is told what a lost disk took; −1 for none.
  public var binding = -1
  /// Passes calls on to what it stands in front of.
  public var isProxy = false
  /// Calls a second; nil is unlimited.
  public var quota: Double?
  /// Keys that each have a quota of their own; 0 for one quota in all.
  public var quotaKeys = 0
  /// Keys with a quota of their own, in the order of keys, from 1.
  public var ownQuotas: [(key: Int64, rate: Double)] = []
  /// Calls a second that a key may take, by its number from 0; nil for any number.
  func quota(of key: UInt64) -> Double? {
    if ownQuotas.isEmpty || quotaKeys == 0 { return quota }
    let own = Int64(key % UInt64(quotaKeys)) + 1
    return ownQuotas.first { $0.key == own }?.rate ?? quota
  }
  /// Index into `NetworkPlan.populations` whose keys have the quotas, for polls; −1 for none.
  public var quotaPopulation = -1
  /// Outcomes with their shares; what is left is `ok`.
  public var outcomes: [(outcome: UInt16, share: Double)] = []
  /// Index into `NetworkPlan.hops` of those that lead to it.
  public var hops = 0
  /// Outside the network: calls take no hop.
  public var isOutside = false
  /// Bytes of a call to it that states no size.
  public var requestBytes: Int64 = 0
  /// Copies of each record; a write waits for a majority.
  public var copies = 1
  /// Bytes of a record of it, kept, copied or published, that states no size.
  public var recordBytes: Int64 = 0
  /// What a bill counts as instances: the full size, before `--scale`.
  public var billedInstances: Int64 = 0
  /// Bytes that it keeps, all copies together, before `--scale`.
  public var billedBytes: Int64 = 0
  /// Cores of one instance, before `--scale`.
  public var billedCores: Int64 = 0
  /// False where `--scale` has left less than a whole cell of it, so that its waits are not those at full size.
  public var isComparable = true
  /// Who is next in the lines for slots and for cores.
  public var discipline = Discipline.fifo
  /// By priority, where all work shares the cores; none where all have one weight.
  public var weights: [Double] = []
  /// How fast cores that are shared are together; nil for one each as far as there are some.
  public var speeds: SpeedCurve?
  /// Refuses what has waited too long for a slot; nil for none.
  public var shedding: SheddingPlan?
  /// Limits the slots in use by response times; nil for all of them.
  public var adaptation: AdaptationPlan?
  /// Slows work down with the operations in hand; nil for none.
  public var degradation: DegradationPlan?
  /// Stops replicas that are full for too long; nil for none.
  public var freezing: FreezingPlan?
  /// Changes the number of replicas; nil for always all of them.
  public var scaling: ScalingPlan?
  /// Where `admit` steps take tokens; nil admits everything.
  public var bucket: BucketPlan?
  /// Instances of a function; nil where none starts cold.
  public var warmth: WarmthPlan?
  /// Keys that `lookUp`, `keep` and `drop` steps are about; nil for none.
  public var cache: CachePlan?
  /// Copies, their lag and a failover; nil for what is no database.
  public var database: DatabasePlan?
  /// Component whose replicas each have one of this one's; −1 for none.
  public var per = -1
  /// In the process of its callers: no hop.
  public var isLocal = false
  /// Whoever gives up waiting for a slot leaves the line.
  public var isPool = false
  /// Log whose messages it takes when a slot is free; −1 for none.
  public var pulls = -1
  /// Time until a consumer group notices that a member came or went, and moves lanes; nil for no group.
  public var rebalance: Nanoseconds?
  /// How long it remembers what it has done, so that a second call of the same request does nothing; nil for never.
  public var remembers: Nanoseconds?
  /// Core time of one comparison that a command of a domain core reports as its effort.
  public var comparison: Nanoseconds = 0
  /// Bytes that one instance holds in memory, for bills.
  public var memoryBytes: Int64 = 0
  /// What its operations did is put away for each of the equal stretches of the measured part: a budget judges it.
  public var keepsStretches = false
  /// Tells its draws from those of other components: from its name without the prefix of a system, so that adding a
  /// component changes the draws of no other.
  public let salt: UInt64
  /// What its kind says of it: those of the catalogue's kind of this name, unless the reader knows better.
  package var facets: Kind.Facets
  /// A component without limits. What tells its draws from those of others follows from its name.
  public init(name: String, kind: String) {
    self.name = name
    self.kind = kind
    facets = Kind.facets(of: kind)
    salt = NetworkPlan.salt(of: name, among: 0xc0de)
  }

  /// Tells what its polls find from other requests.
  var findingSalt: UInt64 { RandomStream.mix(salt, 0x9011) }
}

extension ComponentPlan {
  /// How fast work goes on, or whether, depends on what else is at work on the cores.
  var sharesCores: Bool { cores > 0 && (discipline == .sharing || discipline == .preemptive) }

  /// What the cores of one replica do at most, in those of one core.
  public var coreSpeed: Double { speeds?.highest ?? Double(cores) }

  /// Replicas that take work: of a database whose copies only stand by, the primary alone.
  public var servingReplicas: Int { database.map { !$0.readsFromCopies } ?? false ? min(1, replicas) : replicas }
}

/// What a component does when it is called.
public struct OperationPlan: Sendable {
  /// Label in results: `web.page`.
  public var name: String
  /// Index into `NetworkPlan.components`.
  public var component: Int
  /// Program counter of its first step.
  public var entry: Int32
  /// Any copy of the shard may answer, not the primary alone; of a database, a copy and never the primary.
  public var usesAnyCopy = false
  /// What a commit makes stale in the copies of a database.
  public var writes = false
  /// It changes what a store keeps.
  public var changes = false
  /// Bytes that go to copies in other zones.
  public var copiedBytes: Int64 = 0
  /// False for what runs beside the slots of its component, as messages do beside connections.
  public var takesSlot = true
  public init(name: String, component: Int, entry: Int32) {
    self.name = name
    self.component = component
    self.entry = entry
  }
}

/// What a request does, step by step; its own steps run at the client, at no component.
public struct FlowPlan: Sendable {
  /// Label in results, the prefix of its system included.
  public var name: String
  /// Program counter of its first step.
  public var entry: Int32
  /// As of a component.
  public var keepsStretches = false
  /// Tells its draws from those of other flows.
  public let salt: UInt64
  /// A flow whose draws are told from those of others by its name without the prefix of a system.
  public init(name: String, entry: Int32) {
    self.name = name
    salt = NetworkPlan.salt(of: name, among: 0xf10a)
    self.entry = entry
  }
}

/// Where each outcome goes on. An outcome that is not listed goes to `otherwise`; with −1, `ok` and
/// answers go on at `next` and failures end the operation.
public struct BranchTable: Sendable {
  /// Program counters by outcome number, each outcome once; of a list of outcomes the targets are not read.
  public var targets: [(outcome: UInt16, target: Int32)]
  /// Program counter of what takes every other outcome but `ok`; −1 for none.
  public var otherwise: Int32
  /// Program counter where `ok` and answers go on; −1 where the table only lists outcomes.
  public var next: Int32
  public init(targets: [(outcome: UInt16, target: Int32)], otherwise: Int32, next: Int32) {
    self.targets = targets
    self.otherwise = otherwise
    self.next = next
  }
}

/// What a `choose` step draws from.
public struct ChoicePlan: Sendable {
  /// Outcome numbers, one of which is left in the frame.
  public var outcomes: [UInt16]
  /// One for each outcome, not negative and not all zero.
  public var weights: [Double]
  public init(outcomes: [UInt16], weights: [Double]) {
    self.outcomes = outcomes
    self.weights = weights
  }
}

/// A command of a domain core, as steps name it.
public struct CommandPlan: Sendable {
  /// Label in results, the prefix of its system included.
  public var name: String
  /// Number of the domain binding: its place in `NetworkPlan.bindingPrefixes` and among those that a run is given.
  public var binding: Int
  /// Index into `BindingDescription.commands`: what `DomainBinding.perform` is called with.
  public var command: Int
  /// The binding's outcomes as outcome numbers of the plan.
  public var outcomes: [UInt16]
  /// The clock that items which it emits bring along; −1 for none.
  public var mark = -1
  /// As of a component.
  public var keepsStretches = false
  public init(name: String, binding: Int, command: Int, outcomes: [UInt16]) {
    self.name = name
    self.binding = binding
    self.command = command
    self.outcomes = outcomes
  }
}

/// The time from a clock to `measure` steps.
public struct MeasurePlan: Sendable {
  /// The metric that it is.
  public var name: String
  /// Index into `NetworkPlan.marks`.
  public var mark: Int
  /// Prefix of the system whose steps it stands in: `a/`, or nothing. Each system has a measure of its own.
  public var system: String
  public init(name: String, mark: Int, system: String = "") {
    self.name = name
    self.mark = mark
    self.system = system
  }
}

/// Keys from 0 on that requests pick from: a request has one of each population, unless a step asks for a fresh
/// one.
public struct PopulationPlan: Sendable {
  /// Label in results, the prefix of its system included.
  public var name: String
  /// Its name in random streams: without the prefix of a system.
  public var stream: String
  /// Keys, after `--scale` where that removes them.
  public var count: Int64
  /// `.zipf` picks key k − 1 with weight 1/k^s; whatever else it is, all keys are equally likely.
  public var pick: Distribution
  /// Tells its draws from those of other populations.
  public let salt: UInt64
  /// A population whose draws are told from those of others by `stream`.
  public init(name: String, stream: String, count: Int64, pick: Distribution) {
    self.name = name
    salt = NetworkPlan.salt(of: stream, among: 0x909)
    self.stream = stream
    self.count = count
    self.pick = pick
  }
}

/// Times of the one-way hops: indices into `NetworkPlan.distributions`, of nanoseconds; −1 takes no time.
public struct HopPlan: Sendable {
  /// Between clients and components.
  public var client: Int32 = -1
  /// Within a zone, and where either end is near everybody.
  public var sameZone: Int32 = -1
  /// From one zone to another.
  public var crossZone: Int32 = -1
  public init() {}
}

/// An arrow of the architecture: who uses whom.
public struct LinkPlan: Sendable, Hashable {
  /// How: by calls, by publishing to a log, by taking from one, or by calls that are passed on.
  public enum Style: Sendable { case call, publish, consume, pass }
  /// Index into `NetworkPlan.components`; −1 for clients.
  public var from: Int
  /// Index into `NetworkPlan.components`.
  public var to: Int
  /// With `consume`, uses are not counted.
  public var style: Style
  public init(from: Int, to: Int, style: Style) {
    self.from = from
    self.to = to
    self.style = style
  }
}

/// A limit that samples are counted above exactly: histograms know shares only to the width of a bucket.
public struct LimitPlan: Sendable, Hashable {
  /// `latency`, for all flows, or the name of a measure.
  public var metric: String
  /// Nanoseconds; a sample at the limit is not above it.
  public var limit: Nanoseconds
  public init(metric: String, limit: Nanoseconds) {
    self.metric = metric
    self.limit = limit
  }
}

extension ComponentPlan {
  /// What its kind calls one of the slots that it holds for whole operations.
  package var slotName: String { facets.slot }

  /// What its kind calls several of them.
  package var slotsName: String { facets.slot + "s" }

  /// What its kind calls the cores that its work takes.
  package var coreName: String { facets.cores }
}
