import Engine

/// A model ready to be run, as plain data: what assembly makes of a checked scenario. Everything is by
/// index; names are kept for results alone.
public struct NetworkPlan: Sendable {
  public var components: [ComponentPlan] = []
  public var operations: [OperationPlan] = []
  public var flows: [FlowPlan] = []
  public var program: [Instruction] = []
  public var callSites: [CallSite] = []
  public var branchTables: [BranchTable] = []
  /// Program counters of the branches of each fork.
  public var forks: [[Int32]] = []
  public var choices: [ChoicePlan] = []
  public var distributions: [Distribution] = []
  public var streams: [String] = []
  public var timeouts: [Nanoseconds] = []
  /// Timeouts that are drawn for each try.
  public var drawnTimeouts: [Instruction.Draw] = []
  public var outcomes: [String] = StandardOutcome.names
  public var commands: [CommandPlan] = []
  public var measures: [MeasurePlan] = []
  public var marks: [String] = []
  public var populations: [PopulationPlan] = []
  /// Prefix of the system of each domain core, by the numbers that commands and pollings use.
  public var bindingPrefixes: [String] = []
  public var sources: [SourcePlan] = []
  public var logs: [LogPlan] = []
  public var pollings: [PollingPlan] = []
  public var faults: [FaultPlan] = []
  public var guards: [GuardPlan] = []
  public var timers: [TimerPlan] = []
  public var balancers: [BalancerPlan] = []
  /// The file's own first, then those of its systems.
  public var hops: [HopPlan] = [HopPlan()]
  public var links: [LinkPlan] = []
  /// Pairs of metric index and limit that budgets ask exact counts of: `share … above V`.
  public var limits: [LimitPlan] = []
  public var horizon = Horizon()
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
  /// Measures start here.
  public var warmUp: Nanoseconds = 0
  /// Arrivals and refreshes stop here.
  public var end: Nanoseconds = 0
  /// What is still in flight here is given up.
  public var drained: Nanoseconds = 0
  /// Timeline interval.
  public var interval: Nanoseconds = 0
  public init() {}
  /// A timeline has no more intervals, so that its memory has a bound.
  public static let mostIntervals = 20_000
  public var intervals: Int { interval > 0 ? Int((end + interval - 1) / interval) : 0 }
  /// Points of a stored timeline: with more of them a figure shows less, not more.
  public static let mostPoints = 180
  /// Intervals that are joined to one point of it.
  public var joined: Int { max(1, (intervals + Self.mostPoints - 1) / Self.mostPoints) }
}

public struct ComponentPlan: Sendable {
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
  public var name: String
  public var kind: String
  public var replicas = 1
  /// Slots of one replica; 0 is unlimited.
  public var slots = 0
  public var cores = 0
  public var queueLimit = 0
  public var pick = Pick.roundRobin
  /// Zone of each replica, in turn; −1 is near everybody.
  public var zones: [Int] = [-1]
  /// A store: what it was told to write is there later, unless its disk is lost.
  public var keepsData = false
  public var backup: BackupPlan?
  /// A fault takes its disk, so that it has to know when it wrote; and the domain binding that is told.
  public var losesDisk = false
  public var binding = -1
  /// Passes calls on to what it stands in front of.
  public var isProxy = false
  /// Calls a second; nil is unlimited.
  public var quota: Double?
  /// Keys that each have a quota of their own; 0 for one quota in all.
  public var quotaKeys = 0
  public var quotaPopulation = -1
  /// Outcomes with their shares; what is left is `ok`.
  public var outcomes: [(outcome: UInt16, share: Double)] = []
  /// Which of the plan's hops lead to it.
  public var hops = 0
  /// Outside the network: calls take no hop.
  public var isOutside = false
  public var requestBytes: Int64 = 0
  /// Copies of each record; a write waits for a majority.
  public var copies = 1
  public var recordBytes: Int64 = 0
  /// What a bill counts as instances: the full size, before `--scale`.
  public var billedInstances: Int64 = 0
  public var billedBytes: Int64 = 0
  /// Cores of one instance, before `--scale`.
  public var billedCores: Int64 = 0
  public var isComparable = true
  public var discipline = Discipline.fifo
  /// By priority, where all work shares the cores; none where all have one weight.
  public var weights: [Double] = []
  /// How fast cores that are shared are together; nil for one each as far as there are some.
  public var speeds: SpeedCurve?
  public var shedding: SheddingPlan?
  public var adaptation: AdaptationPlan?
  public var degradation: DegradationPlan?
  public var freezing: FreezingPlan?
  public var scaling: ScalingPlan?
  public var bucket: BucketPlan?
  public var warmth: WarmthPlan?
  public var cache: CachePlan?
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

public struct OperationPlan: Sendable {
  public var name: String
  public var component: Int
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

public struct FlowPlan: Sendable {
  public var name: String
  public var entry: Int32
  /// As of a component.
  public var keepsStretches = false
  /// Tells its draws from those of other flows.
  public let salt: UInt64
  public init(name: String, entry: Int32) {
    self.name = name
    salt = NetworkPlan.salt(of: name, among: 0xf10a)
    self.entry = entry
  }
}

/// Where each outcome goes on. An outcome that is not listed goes to `otherwise`; with −1, `ok` and
/// answers go on at `next` and failures end the operation.
public struct BranchTable: Sendable {
  public var targets: [(outcome: UInt16, target: Int32)]
  public var otherwise: Int32
  public var next: Int32
  public init(targets: [(outcome: UInt16, target: Int32)], otherwise: Int32, next: Int32) {
    self.targets = targets
    self.otherwise = otherwise
    self.next = next
  }
}

public struct ChoicePlan: Sendable {
  public var outcomes: [UInt16]
  public var weights: [Double]
  public init(outcomes: [UInt16], weights: [Double]) {
    self.outcomes = outcomes
    self.weights = weights
  }
}

public struct CommandPlan: Sendable {
  public var name: String
  /// Which binding, and its own number for the command.
  public var binding: Int
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

public struct MeasurePlan: Sendable {
  public var name: String
  public var mark: Int
  /// Prefix of the system whose steps it stands in: `a/`, or nothing. Each system has a measure of its own.
  public var system: String
  public init(name: String, mark: Int, system: String = "") {
    self.name = name
    self.mark = mark
    self.system = system
  }
}

public struct PopulationPlan: Sendable {
  public var name: String
  /// Its name in random streams: without the prefix of a system.
  public var stream: String
  public var count: Int64
  public var pick: Distribution
  /// Tells its draws from those of other populations.
  public let salt: UInt64
  public init(name: String, stream: String, count: Int64, pick: Distribution) {
    self.name = name
    salt = NetworkPlan.salt(of: stream, among: 0x909)
    self.stream = stream
    self.count = count
    self.pick = pick
  }
}

/// Distributions of the one-way hops, by index; −1 takes no time.
public struct HopPlan: Sendable {
  public var client: Int32 = -1
  public var sameZone: Int32 = -1
  public var crossZone: Int32 = -1
  public init() {}
}

public struct LinkPlan: Sendable, Hashable {
  public enum Style: Sendable { case call, publish, consume, pass }
  /// −1 for clients.
  public var from: Int
  public var to: Int
  public var style: Style
  public init(from: Int, to: Int, style: Style) {
    self.from = from
    self.to = to
    self.style = style
  }
}

public struct LimitPlan: Sendable, Hashable {
  public var metric: String
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
