import Components
import Engine
import Statistics

/// What dominates the figures that were asked about, and what lies behind it.
public struct Explanation: Sendable {
  public var scenario = ScenarioIdentity()
  public var replications = 0
  public var figures: [ExplainedFigure] = []
  /// Nil where no component came near its bound.
  public var saturation: Saturation?
  /// By share of the bill; empty where it was not asked for or there are no prices.
  public var bill: [BillShare] = []
  public var currency = "USD"
  public var losses: [Loss] = []
  public var remarks: [String] = []
  public init() {}
}

/// One figure, taken apart.
public struct ExplainedFigure: Sendable {
  /// `p99 latency(flow=buy)`
  public var figure = ""
  public var value: Double?
  public var unit = "ns"
  /// The budget that reads it, if one does.
  public var budget: String?
  public var verdict: Verdict?
  /// Requests that were looked at have this latency; the others are near the median.
  public var band: ClosedRange<Nanoseconds> = 0...0
  public var exemplars = 0
  public var contrasts = 0
  /// Mean of what was looked at.
  public var mean = 0.0
  public var contrastMean = 0.0
  /// The largest first.
  public var shares: [CauseShare] = []
  /// Of the failed requests of an error figure: where they failed, by share.
  public var failures: [FailureShare] = []
  /// What stands behind the limit that most of them ran into.
  public var limits: [Evidence] = []
  public var leading: LeadingCause?
  public var slowest: [SlowRequest] = []
  public init() {}
}

/// Time of one cause at one component, as a mean over the requests of a band.
public struct CauseShare: Sendable {
  /// Empty for the client.
  public var component: String
  public var kind: String
  /// A span's cause, or `retry` for tries that failed.
  public var cause: String
  /// Nanoseconds a request.
  public var mean: Double
  public var share: Double
  public var contrastMean: Double
  public var contrastShare: Double
  /// Threads, connections, slots, instances: what a queue is for.
  public var resource = ""
  public var slots = 0
}

/// Failed requests of one kind: how they ended, where that was born and what limit it was.
public struct FailureShare: Sendable {
  public var outcome: String
  public var share: Double
  /// Empty for the client, or where nobody saw it.
  public var component = ""
  /// As `FailureOrigin.Cause` names it; empty where nobody saw it.
  public var cause = ""
  /// Of a timeout, what was waited for at the component.
  public var awaited = ""
  /// Faults of the file that hit the component, where the cause may be theirs.
  public var faults: [String] = []
  /// What the cause ran into: places in the line, calls a second, or nanoseconds of a timeout.
  public var limit: Double?
}

/// What the time is spent on, and what is behind it.
public struct LeadingCause: Sendable {
  public enum Diagnosis: String, Sendable, CaseIterable {
    case slowService = "slow-service"
    case slowProvider = "slow-provider"
    case providerSilent = "provider-silent"
    case poolExhausted = "pool-exhausted"
    case coresSaturated = "cores-saturated"
    case retryStorm = "retry-storm"
    case retries
    case coldStarts = "cold-starts"
    case hotPartition = "hot-partition"
    case pollCycle = "poll-cycle"
    case lockContention = "lock-contention"
    case autoscalerLag = "autoscaler-lag"
    case network
    case backlog
    case sharedFetch = "shared-fetch"
    case pause
  }
  public var share: CauseShare
  /// Where the slots that are waited for are held: what the leading cause itself comes from.
  public var root: CauseShare
  public var diagnosis: Diagnosis
  public var evidence: [Evidence]
  public var component: String { root.component }
}

/// A figure that a sentence is made of.
public struct Evidence: Sendable {
  public enum Kind: String, Sendable {
    case utilization, longestQueue = "longest-queue", meanHold = "mean-hold", retriesPerCall = "retries-per-call"
    case wasted, coldStarts = "cold-starts", lockWaits = "lock-waits", busiestPlace = "busiest-place"
    case scaleUps = "scale-ups", bootTime = "boot-time", waitsWhileScaling = "waits-while-scaling"
    case hitRatio = "hit-ratio", quotaRefusals = "quota-refusals", refusals, timeouts, cycle, heldBy = "held-by"
    case backlog, failedTries = "failed-tries", blocked
  }
  public var kind: Kind
  public var component: String
  public var value: Double
  /// What the value is of or for: a number of replicas, another component.
  public var detail = ""
}

/// A request step by step.
public struct SlowRequest: Sendable {
  public struct Step: Sendable {
    public var component: String
    public var cause: String
    public var label: String
    public var depth: Int
    public var at: Nanoseconds
    public var length: Nanoseconds
  }
  /// `browse:41`, as `orrery trace --request` takes it.
  public var name = ""
  public var replication = 0
  public var value: Nanoseconds = 0
  public var outcome = ""
  public var steps: [Step] = []
}

/// The first component that came to its bound.
public struct Saturation: Sendable {
  public var component = ""
  public var at: Nanoseconds = 0
  /// Nil where its queue grew without one.
  public var utilization: Double?
  public var queueLength = 0.0
  /// Others that followed, in order.
  public var then: [String] = []
  /// Who calls it, with the share of its calls in the whole run: the most first, at most three.
  public var callers: [(name: String, share: Double)] = []
}

public struct BillShare: Sendable {
  public var line: CostResult.Line
  public var share: Double
}

/// Something that did not reach its end: by invariant or by component and counter.
public struct Loss: Sendable {
  public var component = ""
  public var counter = ""
  public var count: UInt64 = 0
  /// Of an invariant, the entity that broke it first, and what happened to it.
  public var entity: Int64?
  public var steps: [(at: Nanoseconds, text: String)] = []
}
